use schema::position::LineIndex;
use schema::protobuf::{Source, parse};
use schema::{NamedText, Strictness};
use serde_json::Value;

use crate::cases::Cases;

fn told(text: &str, strictness: Strictness) -> Vec<String> {
    let source = Source {
        text,
        ..Source::default()
    };
    let Err(problems) = parse(source, strictness) else {
        return Vec::new();
    };
    placed(text, &problems)
}

fn placed(text: &str, problems: &[schema::Diagnostic]) -> Vec<String> {
    let lines = LineIndex::new(text);
    let one = |problem: &schema::Diagnostic| {
        let at = lines.position(text, problem.span.start);
        format!("{}:{} {}", at.line, at.column, problem.message)
    };
    problems.iter().map(one).collect()
}

#[test]
fn an_edition_is_refused_where_it_stands() {
    assert_eq!(
        told(
            "// new\nedition = \"2023\";\nmessage M { int32 a = 1; }",
            Strictness::Lenient
        ),
        [
            "2:1 Schema Registry does not read editions: write `syntax = \"proto3\";` (or \"proto2\") instead."
        ]
    );
}

#[test]
fn several_faults_are_told_at_once() {
    let text = "syntax = \"proto3\";\nmessage M {\n  int32 a = ;\n  string b = 2\n  int32 c 3;\n  required int32 d = 4;\n}\nenum E {\n  A = x;\n}\nmassage N {}\n}\nmessage O {\n  int32 a = 1;\n";
    assert_eq!(
        told(text, Strictness::Lenient),
        [
            "3:13 Expected the number of the field, found `;`.",
            "4:15 A `;` is missing here.",
            "5:11 Expected `=`, found `3`.",
            "6:3 proto3 has no `required`.",
            "9:7 Expected the number of the constant, found `x`.",
            "11:1 Expected `message`, `enum`, `service`, `extend`, `import`, `option` or `package`, found `massage`.",
            "12:1 This `}` closes nothing.",
            "13:9 The message O is not closed: a `}` is missing.",
        ]
    );
}

#[test]
fn what_never_ends_is_told_where_it_begins() {
    assert_eq!(
        told("/* all", Strictness::Lenient),
        ["1:1 This comment is not closed."]
    );
    assert_eq!(
        told("import \"a\nmessage M {}", Strictness::Lenient),
        ["1:8 This string is not closed."]
    );
}

#[test]
fn proto2_wants_a_label() {
    assert_eq!(
        told(
            "message M { map<int32, string> m = 1; int32 a = 2; }",
            Strictness::Lenient
        ),
        [
            "1:39 proto2 wants `optional`, `required` or `repeated` before `int32`; for proto3 begin the file with `syntax = \"proto3\";`."
        ]
    );
}

#[test]
fn a_type_that_is_not_declared_is_refused_in_what_is_new() {
    let text = "syntax = \"proto3\"; message M { Nowhere a = 1; google.protobuf.Timestamp at = 2; .google.type.Date day = 3; }";
    assert_eq!(told(text, Strictness::Lenient), [""; 0]);
    assert_eq!(
        told(text, Strictness::Strict),
        ["1:32 Nowhere is declared neither here nor in what is referred to."]
    );
}

#[test]
fn what_the_registry_lets_pass_is_kept_as_a_problem() {
    let text = "syntax = \"proto3\";\nimport \"gone.proto\";\nmessage M {\n  int32 a = 1;\n  int32 a = 1;\n  int32 z = 0;\n  map<float, int32> m = 19001;\n}\nenum E { A = 0; B = 0; }\nenum M { C = 0; }\n";
    let source = Source {
        text,
        ..Source::default()
    };
    let schema = parse(source, Strictness::Strict).unwrap();
    assert_eq!(
        placed(text, schema.warnings()),
        [
            "2:8 gone.proto is imported, but no reference is named so.",
            "5:9 The field a is there twice.",
            "5:13 a has the number 1 already.",
            "6:13 0 is no number of a field: they go from 1 to 536870911.",
            "7:7 A map's keys are whole numbers, bool or string, not float.",
            "7:25 19001 is kept for Protobuf itself, as 19000 to 19999 are.",
            "9:21 A has the number 0 already.",
            "10:6 The name M is there twice.",
        ]
    );
}

#[test]
fn broken_circular_and_conflicting_references_are_told_at_their_import() {
    let text = "syntax = \"proto3\";\nimport \"a.proto\";\nimport \"b.proto\";";
    let named = |name, text| NamedText { name, text };
    let references = [named("a.proto", "syntax = \"proto3\";\nmessage {}")];
    let source = Source {
        text,
        references: &references,
        ..Source::default()
    };
    assert_eq!(
        placed(text, &parse(source, Strictness::Lenient).unwrap_err()),
        [
            "2:8 The referenced a.proto does not parse: line 2, column 9: Expected the name of a message, found `{`."
        ]
    );
    let references = [
        named("a.proto", "import \"c.proto\";"),
        named("b.proto", ""),
        named("b.proto", "message B {}"),
        named("c.proto", "import \"a.proto\";"),
    ];
    let source = Source {
        text,
        references: &references,
        ..Source::default()
    };
    assert_eq!(
        placed(text, parse(source, Strictness::Strict).unwrap().warnings()),
        [
            "2:8 a.proto leads to a.proto, which imports itself in a circle.",
            "3:8 Two different texts are given as b.proto; the first one counts.",
        ]
    );
}

#[test]
fn bufs_files_are_read_editions_aside() {
    let Some(cases) = Cases::of_upstream("buf_breaking.json") else {
        return;
    };
    let mut read = 0;
    for case in cases.all() {
        let case: Value = serde_json::from_str(case.text()).unwrap();
        let files = ["old_files", "new_files"]
            .into_iter()
            .filter_map(|key| case[key].as_object());
        for (name, text) in files.flatten() {
            let text = text.as_str().unwrap();
            let problems = told(text, Strictness::Lenient);
            let edition = text.contains("edition =");
            assert_eq!(
                problems.is_empty(),
                !edition,
                "{} {name}: {problems:?}",
                case["test"]
            );
            read += 1;
        }
    }
    assert!(read > 300, "{read}");
}
