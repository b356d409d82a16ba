//! Conditions against a plain evaluation over `serde_json`'s values.

use messages::Verdict;
use proptest::prelude::*;
use serde_json::Value;

use super::{batch, judge};
use crate::cases;

#[derive(Debug, Clone)]
enum Asked {
    All(Vec<Asked>),
    Any(Vec<Asked>),
    Not(Box<Asked>),
    /// Steps, a test and what it compares with.
    Field(Vec<Step>, Test, Literal),
    Partition(i32),
}

#[derive(Debug, Clone)]
enum Step {
    Member(&'static str),
    Index(usize),
    Each,
}

#[derive(Debug, Clone, Copy)]
enum Test {
    Exists,
    IsNull,
    IsNotNull,
    Equals,
    Differs,
    Less,
    AtLeast,
    Ends,
    Starts,
}

/// Integers and quarters: exact in binary too.
#[derive(Debug, Clone)]
enum Literal {
    Number(i32),
    Text(&'static str),
    Boolean(bool),
}

const NAMES: [&str; 4] = ["a", "b", "odd name", "é"];
const TEXTS: [&str; 8] = ["", "x", "xy", "é\"", "0.25", "-1", "true", "\\ \n"];

fn quarters(number: i32) -> f64 {
    f64::from(number) / 4.0
}

impl Asked {
    fn text(&self) -> String {
        let joined = |each: &[Self], word: &str| {
            let each: Vec<String> = each.iter().map(|one| format!("({})", one.text())).collect();
            each.join(word)
        };
        match self {
            Self::All(each) => joined(each, " and "),
            Self::Any(each) => joined(each, " or "),
            Self::Not(inner) => format!("not ({})", inner.text()),
            Self::Partition(partition) => format!("partition = {partition}"),
            Self::Field(steps, test, literal) => {
                let step = |step: &Step| match step {
                    Step::Member(name) => format!(".\"{name}\""),
                    Step::Index(index) => format!(".[{index}]"),
                    Step::Each => ".[]".to_owned(),
                };
                let path = steps.iter().map(step).collect::<Vec<_>>().concat();
                let literal = match literal {
                    Literal::Number(number) => quarters(*number).to_string(),
                    Literal::Boolean(boolean) => boolean.to_string(),
                    Literal::Text(text) => serde_json::to_string(text).expect("JSON"),
                };
                let path = if path.is_empty() { "." } else { &path };
                match test {
                    Test::Exists => format!("{path} exists"),
                    Test::IsNull => format!("{path} is null"),
                    Test::IsNotNull => format!("{path} is not null"),
                    Test::Equals => format!("{path} = {literal}"),
                    Test::Differs => format!("{path} != {literal}"),
                    Test::Less => format!("{path} < {literal}"),
                    Test::AtLeast => format!("{path} >= {literal}"),
                    Test::Ends => format!("{path} ends {literal}"),
                    Test::Starts => format!("{path} starts {literal}"),
                }
            }
        }
    }

    /// `None` is unclear.
    fn holds(&self, value: Option<Result<&Value, ()>>, partition: i32) -> Option<bool> {
        match self {
            Self::All(each) => {
                let each: Vec<_> = each.iter().map(|one| one.holds(value, partition)).collect();
                if each.contains(&Some(false)) {
                    Some(false)
                } else if each.contains(&None) {
                    None
                } else {
                    Some(true)
                }
            }
            Self::Any(each) => {
                let each: Vec<_> = each.iter().map(|one| one.holds(value, partition)).collect();
                if each.contains(&Some(true)) {
                    Some(true)
                } else if each.contains(&None) {
                    None
                } else {
                    Some(false)
                }
            }
            Self::Not(inner) => inner.holds(value, partition).map(|holds| !holds),
            Self::Partition(asked) => Some(*asked == partition),
            Self::Field(steps, test, literal) => {
                let differs = matches!(test, Test::Differs);
                let mut values = vec![];
                match value {
                    None => {}
                    Some(Err(())) => return None,
                    Some(Ok(value)) => follow(value, steps, &mut values),
                }
                let holds = values.iter().any(|value| test.holds(value, literal));
                Some(holds != differs)
            }
        }
    }
}

fn follow<'a>(value: &'a Value, steps: &[Step], found: &mut Vec<&'a Value>) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(value);
        return;
    };
    match (step, value) {
        (Step::Member(name), Value::Object(members)) => {
            if let Some(value) = members.get(*name) {
                follow(value, rest, found);
            }
        }
        (Step::Index(index), Value::Array(elements)) => {
            if let Some(value) = elements.get(*index) {
                follow(value, rest, found);
            }
        }
        (Step::Each, Value::Array(elements)) => {
            for value in elements {
                follow(value, rest, found);
            }
        }
        _ => {}
    }
}

impl Test {
    fn holds(self, value: &Value, literal: &Literal) -> bool {
        let order = match (value, literal) {
            (Value::Number(number), Literal::Number(asked)) => number
                .as_f64()
                .and_then(|n| n.partial_cmp(&quarters(*asked))),
            (Value::String(text), Literal::Number(asked)) => text
                .parse::<f64>()
                .ok()
                .and_then(|n| n.partial_cmp(&quarters(*asked))),
            (Value::String(text), Literal::Text(asked)) => Some(text.as_str().cmp(asked)),
            (Value::String(text), Literal::Boolean(asked)) => {
                Some(text.as_str().cmp(&asked.to_string()))
            }
            (Value::Bool(boolean), Literal::Boolean(asked)) if boolean == asked => {
                Some(std::cmp::Ordering::Equal)
            }
            _ => None,
        };
        let text = match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
            _ => None,
        };
        let asked = match literal {
            Literal::Number(number) => quarters(*number).to_string(),
            Literal::Boolean(boolean) => boolean.to_string(),
            Literal::Text(text) => (*text).to_owned(),
        };
        match self {
            Self::Exists => true,
            Self::IsNull => value.is_null(),
            Self::IsNotNull => !value.is_null(),
            Self::Equals | Self::Differs => order.is_some_and(std::cmp::Ordering::is_eq),
            Self::Less => order.is_some_and(std::cmp::Ordering::is_lt),
            Self::AtLeast => order.is_some_and(std::cmp::Ordering::is_ge),
            Self::Ends => text.is_some_and(|text| text.ends_with(&asked)),
            Self::Starts => text.is_some_and(|text| text.starts_with(&asked)),
        }
    }
}

fn asked() -> impl Strategy<Value = Asked> {
    let step = prop_oneof![
        4 => prop::sample::select(&NAMES[..]).prop_map(Step::Member),
        1 => (0..3_usize).prop_map(Step::Index),
        1 => Just(Step::Each),
    ];
    let test = prop::sample::select(vec![
        Test::Exists,
        Test::IsNull,
        Test::IsNotNull,
        Test::Equals,
        Test::Equals,
        Test::Differs,
        Test::Less,
        Test::AtLeast,
        Test::Ends,
        Test::Starts,
    ]);
    let literal = prop_oneof![
        (-5..6_i32).prop_map(Literal::Number),
        prop::sample::select(&TEXTS[1..]).prop_map(Literal::Text),
        any::<bool>().prop_map(Literal::Boolean),
    ];
    let leaf = prop_oneof![
        6 => (prop::collection::vec(step, 0..4), test, literal)
            .prop_map(|(steps, test, literal)| Asked::Field(steps, test, literal)),
        1 => (2..4_i32).prop_map(Asked::Partition),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Asked::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Asked::Any),
            inner.prop_map(|inner| Asked::Not(Box::new(inner))),
        ]
    })
}

/// JSON as texts have it: with names that repeat, white space and needless escapes.
fn json() -> impl Strategy<Value = String> {
    let text = (prop::sample::select(&TEXTS[..]), any::<bool>()).prop_map(|(text, escaped)| {
        let json = serde_json::to_string(text).expect("JSON");
        if escaped {
            json.replace('x', "\\u0078").replace('é', "\\u00e9")
        } else {
            json
        }
    });
    let scalar = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|boolean| boolean.to_string()),
        (-5..6_i32).prop_map(|number| quarters(number).to_string()),
        text,
    ];
    let name = (prop::sample::select(&NAMES[..]), any::<bool>()).prop_map(|(name, escaped)| {
        if escaped {
            format!(
                "\"{}\"",
                name.replace('a', "\\u0061").replace('é', "\\u00E9")
            )
        } else {
            format!("\"{name}\"")
        }
    });
    let space = prop::sample::select(vec!["", "", "", " ", "\n\t"]);
    scalar.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            (prop::collection::vec(inner.clone(), 0..4), space.clone()).prop_map(
                |(elements, space)| format!(
                    "[{space}{}{space}]",
                    elements.join(&format!("{space},"))
                )
            ),
            (
                prop::collection::vec((name.clone(), inner), 0..4),
                space.clone()
            )
                .prop_map(|(members, space)| {
                    let members: Vec<String> = members
                        .into_iter()
                        .map(|(name, value)| format!("{space}{name}{space}:{value}"))
                        .collect();
                    format!("{{{}{space}}}", members.join(","))
                }),
        ]
    })
}

/// JSON, or a text that nearly is.
fn value() -> impl Strategy<Value = Option<String>> {
    let broken =
        (json(), any::<prop::sample::Index>(), any::<bool>()).prop_map(|(json, place, cut)| {
            let mut chars: Vec<char> = json.chars().collect();
            let place = place.index(chars.len());
            if cut {
                chars.truncate(place);
            } else {
                chars.remove(place);
            }
            Some(chars.into_iter().collect())
        });
    prop_oneof![
        8 => json().prop_map(Some),
        2 => broken,
        1 => Just(None),
    ]
}

proptest! {
    #![proptest_config(cases(10_000))]

    #[test]
    fn judges_as_a_plain_evaluation_does(asked in asked(), value in value()) {
        let parsed = value.as_deref().map(serde_json::from_str::<Value>);
        let expected = asked.holds(
            parsed.as_ref().map(|parsed| parsed.as_ref().map_err(|_| ())),
            3,
        );
        let text = asked.text();
        let verdict = judge(&text, &batch(None, value.as_deref().map(str::as_bytes), &[]));
        let expected = expected.map_or(Verdict::Unclear, Verdict::from);
        prop_assert_eq!(verdict, expected, "{} of {:?}", text, value);
    }
}
