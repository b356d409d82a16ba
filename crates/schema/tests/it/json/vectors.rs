use schema::json::{NamedText, Schema, Source, compare, normalized, parse, stored};
use schema::json_text::{Dialect, Document, Value};
use schema::{Difference, Policy, Profile, Strictness};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Cases whose kinds are not always the same upstream, though their verdicts are: several largest matchings between
/// the parts of two combined schemas are possible, and which one is found hangs on the order of a Java hash set. Each
/// with the parts for which the recorded run took another partner than the first.
const KINDS_VARY: [(&str, &str); 8] = [
    ("gen-json-typed-222", "string: string, or string or null"),
    ("gen-json-typed-1149", "integer: integer, or number"),
    (
        "gen-json-typed-1585",
        "string or null: itself, or for false",
    ),
    (
        "gen-json-typed-1914",
        "two strings that differ in their default",
    ),
    (
        "gen-json-typed-2049",
        "two strings that differ in their default",
    ),
    (
        "apicurio:compatibility-test-data.json-772",
        "string: string, or for maxLength 5",
    ),
    (
        "apicurio:compatibility-test-data.json-779",
        "string: string, or for maxLength 5",
    ),
    (
        "apicurio:compatibility-test-data.json-797",
        "string: string, or for maxLength 5",
    ),
];

fn read(path: &Path) -> Option<Vec<Document>> {
    let text = std::fs::read_to_string(path).ok()?;
    let documents = |text: &str| Document::read(text, Dialect::default()).expect("a case is JSON");
    if path
        .extension()
        .is_some_and(|extension| extension == "jsonl")
    {
        return Some(text.lines().map(documents).collect());
    }
    let list = documents(&text);
    Some(
        list.root()
            .as_array()?
            .map(|case| documents(case.text()))
            .collect(),
    )
}

fn own(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/it/vectors")
        .join(name)
}

/// Vectors of other projects are not part of the repository; they are read where they are at hand.
fn shared(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/vectors")
        .join(name)
}

fn load(text: &str, references: Option<Value<'_>>, profile: Profile) -> Result<Schema, String> {
    let references: Vec<_> = references
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .map(|member| NamedText {
            name: member.name,
            text: member.value.text(),
        })
        .collect();
    let source = Source {
        text,
        references: &references,
        profile,
    };
    parse(source, Strictness::Strict).map_err(|diagnostics| format!("{diagnostics:?}"))
}

fn judge(case: Value<'_>, policy: Policy, profile: Profile) -> Result<Vec<Difference>, String> {
    let side = |name: &str, references: &str| {
        load(
            case.get(name).expect("both sides").text(),
            case.get(references),
            profile,
        )
    };
    let (old, new) = (
        side("old", "old_dependencies")?,
        side("new", "new_dependencies")?,
    );
    let swapped = case.get("level").and_then(Value::as_str) == Some("FORWARD");
    let (old, new) = if swapped { (new, old) } else { (old, new) };
    compare(&old, &new, policy, profile).map_err(|refusal| refusal.to_string())
}

fn text<'a>(value: Value<'a>, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn without_all_of(path: &str) -> String {
    let mut steps = path.split('/').peekable();
    let mut kept = Vec::new();
    while let Some(step) = steps.next() {
        let numbered = steps
            .peek()
            .is_some_and(|next| next.bytes().all(|byte| byte.is_ascii_digit()));
        if step == "allOf" && numbered {
            steps.next();
        } else {
            kept.push(step);
        }
    }
    let path = kept.join("/");
    if path == "#" { "#/".to_owned() } else { path }
}

#[derive(Debug, Default)]
struct Tally {
    cases: usize,
    wrong: Vec<String>,
    kinds: Vec<String>,
    out_of_order: usize,
}

fn check(path: &Path) -> Option<Tally> {
    let mut tally = Tally::default();
    for document in read(path)? {
        let case = document.root();
        let Some(confluent) = case
            .get("confluent")
            .filter(|_| text(case, "format") == "JSON")
        else {
            continue;
        };
        tally.cases += 1;
        let id = text(case, "id");
        let found = judge(case, Policy::Strict, Profile::Cloud);
        let found = match (found, confluent.get("error")) {
            (Err(_), Some(_)) => continue,
            (Ok(found), None) => found,
            (found, _) => {
                tally.wrong.push(format!("{id}: {found:?} {}", case.text()));
                continue;
            }
        };
        let compatible = confluent.get("compatible").and_then(Value::as_bool);
        if Some(found.iter().all(|difference| difference.compatible)) != compatible {
            tally.wrong.push(format!("{id}: {found:?} {}", case.text()));
        }
        if let Some(compatible) = confluent.get("compatible_lenient").and_then(Value::as_bool) {
            let lenient =
                judge(case, Policy::Lenient, Profile::Cloud).expect("it was judged before");
            if lenient.iter().all(|difference| difference.compatible) != compatible {
                tally
                    .wrong
                    .push(format!("{id} LENIENT: {lenient:?} {}", case.text()));
            }
        }
        let expected: Vec<_> = confluent
            .get("differences")
            .and_then(Value::as_array)
            .expect("differences")
            .map(|difference| {
                let compatible = difference
                    .get("compatible")
                    .and_then(Value::as_bool)
                    .expect("compatible");
                (
                    text(difference, "type").to_owned(),
                    without_all_of(text(difference, "path")),
                    compatible,
                )
            })
            .collect();
        let found: Vec<_> = found
            .iter()
            .map(|difference| {
                (
                    difference.kind.to_owned(),
                    without_all_of(&difference.path),
                    difference.compatible,
                )
            })
            .collect();
        let count = |list: &[(String, String, bool)]| {
            list.iter().fold(BTreeMap::new(), |mut counts, entry| {
                *counts.entry(entry.clone()).or_insert(0) += 1;
                counts
            })
        };
        if count(&found) != count(&expected) {
            if !KINDS_VARY.iter().any(|(varying, _)| *varying == id) {
                tally.kinds.push(format!(
                    "{id}:\n  found {found:?}\n  wants {expected:?}\n  {}",
                    case.text()
                ));
            }
        } else if found != expected {
            tally.out_of_order += 1;
            if std::env::var("ORDER").is_ok() {
                println!(
                    "ORDER {id}:\n  found {found:?}\n  wants {expected:?}\n  {}",
                    case.text()
                );
            }
        }
    }
    Some(tally)
}

#[test]
fn verdicts_are_the_registrys() {
    let mut failed = false;
    for path in [
        own("generated_json_typed.jsonl"),
        own("edge.json"),
        shared("json.jsonl"),
    ] {
        if let Some(tally) = check(&path) {
            println!(
                "{}: {} cases, {} wrong, {} other kinds, {} other order",
                path.display(),
                tally.cases,
                tally.wrong.len(),
                tally.kinds.len(),
                tally.out_of_order
            );
            for line in tally.wrong.iter().chain(&tally.kinds).take(25) {
                println!("{line}");
            }
            failed |= !tally.wrong.is_empty() || !tally.kinds.is_empty();
        }
    }
    assert!(!failed);
}

#[test]
fn stored_texts_are_the_registrys() {
    let Some(documents) = read(&shared("stored.jsonl")) else {
        return;
    };
    let mut wrong = Vec::new();
    let mut cases = 0;
    for document in documents {
        let case = document.root();
        if text(case, "format") != "JSON" {
            continue;
        }
        cases += 1;
        let schema = load(text(case, "text"), None, Profile::V8_3);
        let found = schema
            .as_ref()
            .map(|schema| (stored(schema), normalized(schema)));
        let equal = match &found {
            Ok((stored, normalized)) => {
                stored == text(case, "stored") && normalized == text(case, "normalized")
            }
            Err(_) => case.get("error").is_some(),
        };
        if !equal {
            wrong.push(format!("{found:?}, not {}", case.text()));
        }
    }
    println!("{cases} texts");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What a real registry 8.3.1 answered: the differences that it names, in its order.
#[test]
fn messages_name_the_same_differences() {
    let (mut compared, mut wrong) = (0, Vec::new());
    for run in 101..=106 {
        let Some(documents) = read(&shared(&format!("registry/{run}.jsonl"))) else {
            return;
        };
        for document in documents {
            let exchange = document.root();
            let Some(body) = exchange
                .get("body")
                .filter(|body| text(*body, "schemaType") == "JSON")
            else {
                continue;
            };
            let answer = exchange.get("answer").expect("an answer");
            let said = answer
                .get("messages")
                .and_then(Value::as_array)
                .map_or_else(
                    || text(answer, "message").to_owned(),
                    |messages| {
                        messages
                            .filter_map(Value::as_str)
                            .collect::<Vec<_>>()
                            .join(", ")
                    },
                );
            let Some((_, old)) = said.split_once("{oldSchema: '") else {
                continue;
            };
            let Some((old, _)) = old.split_once("'}, {validateFields") else {
                continue;
            };
            if !old.starts_with('{') {
                continue;
            }
            compared += 1;
            let sides = (
                load(old, None, Profile::V8_3).unwrap(),
                load(text(body, "schema"), None, Profile::V8_3).unwrap(),
            );
            let told: Vec<_> = said
                .split("{errorType:\"")
                .skip(1)
                .map(|part| {
                    let kind = part.split('"').next().unwrap().to_owned();
                    let path = part
                        .split("path '")
                        .nth(1)
                        .unwrap()
                        .split('\'')
                        .next()
                        .unwrap()
                        .to_owned();
                    (kind, path)
                })
                .collect();
            let list = |old: &Schema, new: &Schema| {
                compare(old, new, Policy::Strict, Profile::V8_3)
                    .unwrap()
                    .into_iter()
                    .filter(|d| !d.compatible)
                    .map(|d| (d.kind.to_owned(), d.path))
                    .collect::<Vec<_>>()
            };
            let (backward, forward) = (list(&sides.0, &sides.1), list(&sides.1, &sides.0));
            let expected = if said.contains("compatibility: 'BACKWARD") {
                backward
            } else if said.contains("compatibility: 'FORWARD") {
                forward
            } else {
                [forward, backward].concat()
            };
            if expected != told {
                wrong.push(format!(
                    "{run}: {expected:?} not {said}\n new {}",
                    text(body, "schema")
                ));
            }
        }
    }
    println!("{compared} answers");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
