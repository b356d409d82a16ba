use super::cases::differences;
use schema::protobuf::{Reference, Schema, Source, normalized, parse, stored};
use schema::{Diagnostic, NamedText, Profile, Strictness};
use std::fmt::Write;

fn read(text: &str) -> Result<Schema, Vec<Diagnostic>> {
    parse(
        Source {
            text,
            ..Source::default()
        },
        Strictness::Lenient,
    )
}

/// Goes every way that a text can go.
fn through(text: &str) {
    if let Ok(schema) = read(text) {
        stored(&schema);
        normalized(&schema);
        assert_eq!(differences(&schema, &schema, Profile::Cloud), []);
    }
}

#[test]
fn messages_nested_a_thousand_levels_are_judged_and_ten_thousand_refused() {
    let nested = |levels: usize, inside: &str| {
        let open = "message M { ".repeat(levels);
        let close = "}".repeat(levels);
        format!("syntax = \"proto3\"; {open}{inside}{close}")
    };
    let old = read(&nested(1_000, "int32 a = 1;")).unwrap();
    let new = read(&nested(1_000, "string a = 1;")).unwrap();
    let found = differences(&old, &new, Profile::Cloud);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].path, format!("#{}/1", "/M".repeat(1_000)));
    assert_eq!(stored(&old).lines().count(), 2 * 1_000 + 3);
    normalized(&old);
    let problems = read(&nested(10_000, "int32 a = 1;")).unwrap_err();
    assert_eq!(
        problems[0].message,
        "Messages are nested more than 1000 levels deep."
    );
    assert_eq!(problems.len(), 1);
    through(&"message M {".repeat(10_000));
    through(&"}".repeat(10_000));
}

#[test]
fn values_nested_ten_thousand_levels_are_refused() {
    for (open, close) in [("{ a: ", "}"), ("[", "]"), ("<a <", ">>")] {
        let value = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        let text = format!("syntax = \"proto3\";\noption (a) = {value};\nmessage M {{}}");
        assert!(read(&text).is_err());
        through(&format!("option (a) = {}", open.repeat(10_000)));
    }
}

#[test]
fn five_megabytes_are_read_and_judged() {
    let mut text = "syntax = \"proto3\";\nmessage M {\n".to_owned();
    let mut number = 1;
    while text.len() < 5_000_000 {
        let _ = writeln!(text, "  repeated sfixed64 field_{number} = {number};");
        number += 1;
    }
    text.push('}');
    through(&text);
    through(&"\"".repeat(5_000_000));
    through(&"/*".repeat(2_500_000));
    through(&"a.".repeat(2_500_000));
    through(&";".repeat(5_000_000));
    through(&format!("message {} {{}}", "m".repeat(5_000_000)));
    through(&format!("option a = {};", "'x' ".repeat(1_000_000)));
}

#[test]
fn oneofs_by_the_ten_thousand_are_judged_in_time() {
    let mut many = "syntax = \"proto3\"; message M {\n".to_owned();
    let mut large = "syntax = \"proto3\"; message M { oneof o {\n".to_owned();
    for number in 1..30_000 {
        let _ = writeln!(many, "oneof o{number} {{ int32 a{number} = {number}; }}");
        let _ = writeln!(large, "int32 a{number} = {number};");
    }
    many.push('}');
    large.push_str("}}");
    let none = read("syntax = \"proto3\"; message M { oneof p { int32 b = 100000; } }").unwrap();
    let (many, large) = (read(&many).unwrap(), read(&large).unwrap());
    for profile in [Profile::Cloud, Profile::V8_3] {
        for (old, new) in [
            (&many, &none),
            (&none, &many),
            (&large, &none),
            (&none, &large),
            (&many, &large),
            (&large, &many),
        ] {
            differences(old, new, profile);
        }
    }
}

#[test]
fn a_long_path_is_cut() {
    let name = "n".repeat(100_000);
    let text = |kind| {
        format!("syntax = \"proto3\"; message {name} {{ message {name} {{ {kind} a = 1; }} }}")
    };
    let (old, new) = (
        read(&text("int32")).unwrap(),
        read(&text("string")).unwrap(),
    );
    let found = differences(&old, &new, Profile::Cloud);
    assert!(found[0].path.len() < 10_000 && found[0].path.ends_with("n/1"));
}

#[test]
fn any_bytes_and_every_cut_of_a_text_are_survived() {
    let text = "\u{feff}syntax = \"proto3\"; package é.p; import \"a\\\"b\"; /* \u{0} */ message M { reserved 1, 2 to max, 'x\\'; \
         map<int32, M> m = 0x3 [(a).b = { c: [1, 'd'] e <f: -inf> }, json_name = \"\u{1f600}\"]; oneof o { M n = -4; } } \
         enum E { A = -1; } service S { rpc R (stream M) returns (M) { option d = 1e+5; } } extend M { int32 x = 5; }";
    for (cut, _) in text.char_indices() {
        through(&text[..cut]);
        through(&text[cut..]);
    }
    for bytes in [
        &[0_u8, 255, 254, 13, 10][..],
        b"\\\\\\",
        b"\"\\",
        b"'\\\xc3\xa9",
    ] {
        through(&String::from_utf8_lossy(bytes));
    }
}

#[test]
fn names_that_mean_themselves_end() {
    through("syntax = \"proto3\"; message M { M m = 1; map<string, M> n = 2; }");
    through(
        "syntax = \"proto3\"; message E { option map_entry = true; string k = 1; E v = 2; } message M { repeated E e = 1; }",
    );
}

/// References in which every message names the next one twice, so that a comparison of all would never end.
fn doubling(levels: usize, leaf: &str) -> String {
    let mut text = "syntax = \"proto3\";\n".to_owned();
    for level in 0..levels {
        let _ = writeln!(
            text,
            "message L{level} {{ L{0} a = 1; L{0} b = 2; }}",
            level + 1
        );
    }
    let _ = writeln!(text, "message L{levels} {{ {leaf} a = 1; }}");
    text
}

#[test]
fn referenced_messages_that_name_each_other_over_and_over_are_judged_in_time() {
    let schema = |text: &str, version| {
        let source = Source {
            text: "syntax = \"proto3\"; import \"deep.proto\"; message M { L0 l = 1; }",
            references: &[NamedText {
                name: "deep.proto",
                text,
            }],
            versions: &[Reference {
                name: "deep.proto",
                subject: "deep",
                version,
            }],
        };
        parse(source, Strictness::Strict).unwrap()
    };
    let old = schema(&doubling(60, "int32"), 1);
    let same = schema(&doubling(60, "int64"), 2);
    let other = schema(&doubling(60, "string"), 3);
    assert_eq!(differences(&old, &same, Profile::Cloud), []);
    let found = differences(&old, &other, Profile::Cloud);
    assert_eq!(found[0].path, "#/L60/1");
    assert_eq!(found.last().unwrap().path, "#/M/1");
    let long = |leaf: &str| {
        let mut text = "syntax = \"proto3\";\n".to_owned();
        for level in 0..20_000 {
            let _ = writeln!(text, "message L{level} {{ L{} a = 1; }}", level + 1);
        }
        let _ = writeln!(text, "message L20000 {{ {leaf} a = 1; }}");
        text
    };
    let (old, new) = (schema(&long("int32"), 1), schema(&long("string"), 2));
    assert_eq!(
        differences(&old, &new, Profile::Cloud)[0].path,
        "#/L20000/1"
    );
}
