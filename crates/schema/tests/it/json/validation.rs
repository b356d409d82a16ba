//! What a schema allows, held against another validator.

use schema::{Codec, Format, NamedText, Rules, Schema, Source, Strictness, Style};

fn codec(text: &str, references: &[NamedText<'_>]) -> Codec {
    let source = Source {
        format: Format::Json,
        text,
        references,
        ..Source::default()
    };
    let schema = Schema::parse(source, Strictness::Lenient, Rules::default()).unwrap();
    Codec::new(&schema, &[]).unwrap()
}

/// Texts of every format, some of them wrong.
const TEXTS: &str = r#"2026-11-23 2026-02-29 2024-02-29 2026-1-3 +12026-11-23 20261123 0000-01-01 10:20:30Z 10:20:30.5+01:00 10:20:30 24:00:00Z
23:59:60Z 22:59:60Z 23:59:60+01:00 00:59:60+01:00 10:20:30+24:00 10:20:3Z 10:20:30.Z 2026-11-23T10:20:30Z 2026-11-23t10:20:30z
2026-11-23 2026-11-23T10:20:30 2026-13-01T10:20:30Z P1D P1Y2M3DT4H5M6S P1W P1W1D P PT P1YT PT1S P1D2Y P1Y3D PT1H3S 1D P1.5D p1d a@b
a.b@example.com a@b@c @a a@ "a.b"@c .a@b a..b@c a.@b a@[127.0.0.1] a@[IPv6:::1] a@[x] ü@example.com a@-b a@b- example.com -a a- a_b
a..b localhost 1.2.3.4 256.1.1.1 01.2.3.4 1.2.3 1.2.3.4.5 ::1 2001:db8::1 :::1 fe80::1%25eth0 12345:: ::ffff:1.2.3.4 http://a.b/c?d=e#f
http://[::1]:80/ http://[::1 http://a:b/ //a/b /a/b a/b a:b 1a:b : ?a #a http://a/%41 http://a/%4 http://a/%zz http://a/<b> urn:isbn:1
mailto:a@b http://ü.de/ http://a/ü /ü a\b {a} /a{b}/c {?a,b*} {a {} a} {+a} 12345678-9abc-def0-0123-456789abcdef
12345678-9ABC-DEF0-0123-456789ABCDEF 123456789abcdef00123456789abcdef 12345678-9abc-def0-0123-456789abcdeg /a/0 /a~0b~1 /a~2 /~ a 0 0/a
1# 01/a 1/ 0## -1/a ^a$ [ ( (a)\1 \d \p{L} a{2} * x{1,2}"#;

const FORMATS: [&str; 18] = [
    "date",
    "time",
    "date-time",
    "duration",
    "email",
    "hostname",
    "ipv4",
    "ipv6",
    "uri",
    "uri-reference",
    "iri",
    "iri-reference",
    "uri-template",
    "uuid",
    "json-pointer",
    "relative-json-pointer",
    "regex",
    "money",
];

#[test]
fn formats_are_those_of_another_validator() {
    let mut other = Vec::new();
    for format in FORMATS {
        let schema = serde_json::json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "format": format,
        });
        let ours = codec(&schema.to_string(), &[]);
        let strict = ours.clone().checking_formats();
        let theirs = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        for text in TEXTS.split_whitespace() {
            let value = serde_json::Value::from(text);
            let json = value.to_string();
            assert!(
                ours.encode(&json, Style::Plain).is_ok(),
                "without being asked none is checked"
            );
            let told = strict.encode(&json, Style::Plain).is_ok();
            if told != theirs.is_valid(&value) {
                other.push((format, text, told));
            }
        }
    }
    // To Java, and to browsers out of their Unicode mode, this is a brace.
    assert_eq!(other, [("regex", "a}", true)]);
    let name = |format: &str, text: &str| {
        let strict = codec(&format!(r#"{{"format":"{format}"}}"#), &[]).checking_formats();
        strict.encode(&format!("\"{text}\""), Style::Plain).is_ok()
    };
    assert!(name("idn-email", "ü@bücher.de") && !name("idn-email", "ü.de"));
    assert!(name("idn-hostname", "bücher.de") && !name("idn-hostname", "-ü"));
}

/// The tree of the specification, which what extends it makes strict.
#[test]
fn a_dynamic_reference_leads_to_what_is_outermost() {
    const TREE: &str = r##"{
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/tree",
        "$dynamicAnchor": "node", "type": "object",
        "properties": {"data": true, "children": {"type": "array", "items": {"$dynamicRef": "#node"}}}}"##;
    const STRICT: &str = r#"{
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://example.com/strict-tree",
        "$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": false}"#;
    let references = [NamedText {
        name: "https://example.com/tree",
        text: TREE,
    }];
    let (tree, strict) = (codec(TREE, &[]), codec(STRICT, &references));
    let resource: serde_json::Value = serde_json::from_str(TREE).unwrap();
    let registry = jsonschema::Registry::new()
        .add("https://example.com/tree", resource.clone())
        .and_then(jsonschema::RegistryBuilder::prepare)
        .unwrap();
    let validator = |text: &str| {
        let schema: serde_json::Value = serde_json::from_str(text).unwrap();
        jsonschema::options()
            .with_registry(&registry)
            .build(&schema)
            .unwrap()
    };
    let (their_tree, their_strict) = (validator(TREE), validator(STRICT));
    for (json, in_tree, in_strict) in [
        (r#"{"children":[{"data":1}]}"#, true, true),
        (r#"{"children":[{"daat":1}]}"#, true, false),
        (r#"{"daat":1}"#, true, false),
        (r#"{"children":[{"children":[{"x":1}]}]}"#, true, false),
        (r#"{"children":[1]}"#, false, false),
    ] {
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        assert_eq!(tree.encode(json, Style::Plain).is_ok(), in_tree, "{json}");
        assert_eq!(
            strict.encode(json, Style::Plain).is_ok(),
            in_strict,
            "{json}"
        );
        assert_eq!(their_tree.is_valid(&value), in_tree, "{json}");
        assert_eq!(their_strict.is_valid(&value), in_strict, "{json}");
    }
}

#[test]
fn a_recursive_reference_leads_to_what_is_outermost() {
    const TREE: &str = r##"{
        "$schema": "https://json-schema.org/draft/2019-09/schema", "$id": "https://example.com/tree",
        "$recursiveAnchor": true, "type": "object",
        "properties": {"data": true, "children": {"type": "array", "items": {"$recursiveRef": "#"}}}}"##;
    const STRICT: &str = r#"{
        "$schema": "https://json-schema.org/draft/2019-09/schema", "$id": "https://example.com/strict-tree",
        "$recursiveAnchor": true, "$ref": "tree", "unevaluatedProperties": false}"#;
    let references = [NamedText {
        name: "https://example.com/tree",
        text: TREE,
    }];
    let (tree, strict) = (codec(TREE, &[]), codec(STRICT, &references));
    for (json, in_tree, in_strict) in [
        (r#"{"children":[{"data":1}]}"#, true, true),
        (r#"{"children":[{"daat":1}]}"#, true, false),
        (r#"{"children":[1]}"#, false, false),
    ] {
        assert_eq!(tree.encode(json, Style::Plain).is_ok(), in_tree, "{json}");
        assert_eq!(
            strict.encode(json, Style::Plain).is_ok(),
            in_strict,
            "{json}"
        );
    }
}
