//! What two schemas say differently, keyword by keyword.

use std::collections::{BTreeMap, BTreeSet};

use super::Schema;
use super::value::canonical;
use crate::change::{Change, ChangeKind};
use crate::json_text::{Member, Value};
use crate::position::Span;

/// Keywords whose value is a schema, and what they add to a name. Into those of which the registry looks at nothing
/// (`contains`, `if`, …) this does not look either: they are one change.
const SCHEMAS: [(&str, &str); 6] = [
    ("items", "[]"),
    ("additionalItems", "[]"),
    ("unevaluatedItems", "[]"),
    ("additionalProperties", "*"),
    ("unevaluatedProperties", "*"),
    ("not", ""),
];

/// Keywords whose value is schemas by name.
const NAMED: [&str; 5] = [
    "properties",
    "$defs",
    "definitions",
    "dependentSchemas",
    "dependencies",
];

/// Keywords whose value is a list of schemas; only in `items` and `prefixItems` does their order mean something.
const LISTS: [&str; 5] = ["allOf", "anyOf", "oneOf", "items", "prefixItems"];

/// Lists that mean the same in any order.
const SETS: [&str; 2] = ["enum", "type"];

/// All that changed in a schema's own text.
pub(crate) fn changes(old: &Schema, new: &Schema) -> Vec<Change> {
    let mut walk = Walk {
        todo: vec![Pair {
            old: old.documents[0].root(),
            new: new.documents[0].root(),
            name: String::new(),
        }],
        found: Vec::new(),
    };
    while let Some(pair) = walk.todo.pop() {
        walk.pair(&pair);
    }
    walk.found
}

struct Walk<'a> {
    todo: Vec<Pair<'a>>,
    found: Vec<Change>,
}

struct Pair<'a> {
    old: Value<'a>,
    new: Value<'a>,
    name: String,
}

impl<'a> Walk<'a> {
    fn tell(&mut self, kind: ChangeKind, name: &str, old: Span, new: Span) {
        self.found
            .push(Change::new(kind, name, Some(old), Some(new)));
    }

    fn pair(&mut self, pair: &Pair<'a>) {
        let (Some(was), Some(is)) = (pair.old.as_object(), pair.new.as_object()) else {
            if canonical(pair.old) != canonical(pair.new) {
                let (old, new) = (pair.old.span(), pair.new.span());
                self.tell(ChangeKind::Retyped, &pair.name, old, new);
            }
            return;
        };
        let mut keywords: BTreeMap<&str, [Option<Member<'a>>; 2]> = BTreeMap::new();
        for member in was {
            keywords.entry(member.name).or_default()[0] = Some(member);
        }
        for member in is {
            keywords.entry(member.name).or_default()[1] = Some(member);
        }
        for (keyword, [was, is]) in keywords {
            match (was, is) {
                (Some(was), Some(is)) => self.keyword(pair, keyword, was, is),
                (was, is) => self.one_sided(pair, keyword, was, is),
            }
        }
    }

    /// A keyword on both sides.
    fn keyword(&mut self, pair: &Pair<'a>, keyword: &str, was: Member<'a>, is: Member<'a>) {
        let objects = was.value.as_object().is_some() && is.value.as_object().is_some();
        let lists = was.value.as_array().is_some() && is.value.as_array().is_some();
        if NAMED.contains(&keyword) && objects {
            return self.named(pair, keyword, was, is);
        }
        if LISTS.contains(&keyword) && lists {
            return self.list(pair, keyword, was, is);
        }
        if let Some((_, step)) = SCHEMAS.iter().find(|(name, _)| *name == keyword) {
            let name = join(&pair.name, step);
            self.todo.push(Pair {
                old: was.value,
                new: is.value,
                name,
            });
            return;
        }
        if keyword == "required" {
            return self.required(pair, Some(was), Some(is));
        }
        let same = if SETS.contains(&keyword) {
            set(was.value) == set(is.value)
        } else {
            canonical(was.value) == canonical(is.value)
        };
        if !same {
            self.tell(kind(keyword), &pair.name, whole(was), whole(is));
        }
    }

    /// What is required of a name that no side lists is a keyword like others: the registry does not look at it.
    fn required(&mut self, pair: &Pair<'a>, was: Option<Member<'a>>, is: Option<Member<'a>>) {
        let names = |side: Option<Member<'a>>| side.map(|one| set(one.value)).unwrap_or_default();
        let listed = |name: &str| {
            let sides = [pair.old, pair.new].into_iter();
            let mut properties = sides.filter_map(|side| side.get("properties"));
            properties.any(|properties| properties.get(name).is_some())
        };
        let (mut own, mut other) = (false, false);
        for name in names(was).symmetric_difference(&names(is)) {
            let listed = listed(name.trim_matches('"'));
            own |= listed;
            other |= !listed;
        }
        let old = was.map_or(pair.old.span(), whole);
        let new = is.map_or(pair.new.span(), whole);
        if own {
            self.tell(ChangeKind::Presence, &pair.name, old, new);
        }
        if other {
            let kind = ChangeKind::Keyword("required".to_owned());
            self.tell(kind, &pair.name, old, new);
        }
    }

    /// A keyword that one side has.
    fn one_sided(
        &mut self,
        pair: &Pair<'a>,
        keyword: &str,
        was: Option<Member<'a>>,
        is: Option<Member<'a>>,
    ) {
        if matches!(keyword, "properties" | "$defs" | "definitions") {
            let members = |side: Option<Member<'a>>| {
                let object = side.and_then(|member| member.value.as_object());
                object.into_iter().flatten()
            };
            for member in members(was) {
                let name = join(&pair.name, member.name);
                self.tell(ChangeKind::Removed, &name, whole(member), pair.new.span());
            }
            for member in members(is) {
                let name = join(&pair.name, member.name);
                self.tell(ChangeKind::Added, &name, pair.old.span(), whole(member));
            }
            return;
        }
        if keyword == "required" {
            return self.required(pair, was, is);
        }
        let old = was.map_or(pair.old.span(), whole);
        let new = is.map_or(pair.new.span(), whole);
        self.tell(kind(keyword), &pair.name, old, new);
    }

    fn named(&mut self, pair: &Pair<'a>, keyword: &str, was: Member<'a>, is: Member<'a>) {
        let members = |member: Member<'a>| -> BTreeMap<&'a str, Member<'a>> {
            let members = member.value.as_object().into_iter().flatten();
            members.map(|member| (member.name, member)).collect()
        };
        let (mut before, after) = (members(was), members(is));
        for (name, member) in after {
            let path = join(&pair.name, name);
            match before.remove(name) {
                Some(other) => self.todo.push(Pair {
                    old: other.value,
                    new: member.value,
                    name: path,
                }),
                None if keyword.starts_with("depend") => {
                    let kind = ChangeKind::Keyword(keyword.to_owned());
                    self.tell(kind, &path, was.name_span, whole(member));
                }
                None => self.tell(ChangeKind::Added, &path, was.name_span, whole(member)),
            }
        }
        for (name, member) in before {
            let path = join(&pair.name, name);
            let kind = if keyword.starts_with("depend") {
                ChangeKind::Keyword(keyword.to_owned())
            } else {
                ChangeKind::Removed
            };
            self.tell(kind, &path, whole(member), is.name_span);
        }
    }

    fn list(&mut self, pair: &Pair<'a>, keyword: &str, was: Member<'a>, is: Member<'a>) {
        let items = |member: Member<'a>| -> Vec<Value<'a>> {
            member.value.as_array().into_iter().flatten().collect()
        };
        let (mut before, mut after) = (items(was), items(is));
        let step = if keyword.ends_with("tems") { "[]" } else { "" };
        let name = join(&pair.name, step);
        if step.is_empty() {
            let mut texts: BTreeMap<String, usize> = BTreeMap::new();
            for value in &before {
                *texts.entry(canonical(*value)).or_default() += 1;
            }
            after.retain(|value| match texts.get_mut(&canonical(*value)) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    false
                }
                _ => true,
            });
            before.retain(|value| match texts.get_mut(&canonical(*value)) {
                Some(left) if *left > 0 => {
                    *left -= 1;
                    true
                }
                _ => false,
            });
        }
        let both = before.len().min(after.len());
        for (old, new) in before.iter().zip(&after) {
            self.todo.push(Pair {
                old: *old,
                new: *new,
                name: name.clone(),
            });
        }
        for value in &before[both..] {
            self.tell(ChangeKind::Removed, &name, value.span(), is.name_span);
        }
        for value in &after[both..] {
            self.tell(ChangeKind::Added, &name, was.name_span, value.span());
        }
    }
}

fn kind(keyword: &str) -> ChangeKind {
    match keyword {
        "type" | "$ref" => ChangeKind::Retyped,
        "default" => ChangeKind::Default,
        "title" | "description" | "$comment" | "examples" => ChangeKind::Doc,
        "enum" | "const" => ChangeKind::Symbols,
        _ => ChangeKind::Keyword(keyword.to_owned()),
    }
}

fn set(value: Value<'_>) -> BTreeSet<String> {
    match value.as_array() {
        Some(items) => items.map(canonical).collect(),
        None => BTreeSet::from([canonical(value)]),
    }
}

fn whole(member: Member<'_>) -> Span {
    Span {
        start: member.name_span.start,
        end: member.value.span().end,
    }
}

fn join(name: &str, step: &str) -> String {
    match (name, step) {
        (name, "") => name.to_owned(),
        ("", step) => step.to_owned(),
        (name, "[]") => format!("{name}[]"),
        (name, step) => format!("{name}.{step}"),
    }
}
