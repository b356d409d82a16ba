//! What buf says of files that break, by its own tests where they lie beside the repository.

use std::collections::HashSet;

use schema::NamedText;
use schema::json_text::Value;
use schema::position::LineIndex;
use schema::protobuf::breaking::{FileSet, Rule, breaking};

use crate::cases::{Cases, text};

/// These rules are of plugins that their cases bring along.
const OF_PLUGINS: [&str; 3] = [
    "SERVICE_SUFFIXES_NO_CHANGE",
    "MESSAGE_SUFFIXES_NO_CHANGE",
    "ENUM_SUFFIXES_NO_CHANGE",
];

/// File, line, column and rule.
type Told = (Option<String>, Option<(u32, u32)>, String);

#[test]
fn buf_says_the_same_at_the_same_places() {
    let Some(cases) = Cases::of_upstream("buf_breaking.json") else {
        return;
    };
    let mut failed = Vec::new();
    let mut annotations = 0;
    for case in cases.all() {
        let name = text(case, "test").unwrap();
        let found = found(case);
        let expected = expected(case);
        annotations += expected.len();
        if found != expected {
            let missing = without(&expected, &found);
            let surplus = without(&found, &expected);
            failed.push(format!(
                "{name}\n  missing {missing:?}\n  surplus {surplus:?}"
            ));
        }
    }
    assert!(
        failed.is_empty(),
        "{} failed:\n{}",
        failed.len(),
        failed.join("\n")
    );
    assert_eq!(annotations, 781);
}

fn expected(case: Value<'_>) -> Vec<Told> {
    let annotations = case.get("annotations").unwrap().as_array().unwrap();
    let annotations = annotations.filter_map(|one| {
        let rule = text(one, "rule").unwrap();
        if OF_PLUGINS.contains(&rule) {
            return None;
        }
        let at = one.get("start").map(|start| {
            let mut numbers = start.as_array().unwrap();
            let mut next = || numbers.next().unwrap().text().parse().unwrap();
            (next(), next())
        });
        // So it writes what has no place where it writes for people.
        let pointless = one.get("start").map(Value::text) == one.get("end").map(Value::text);
        let at = at.filter(|_| !pointless);
        Some((text(one, "file").map(str::to_owned), at, rule.to_owned()))
    });
    sorted(annotations.collect())
}

fn found(case: Value<'_>) -> Vec<Told> {
    let config = Config::of(case);
    let (mut old, new) = (files(case, "old_files"), files(case, "new_files"));
    old.retain(|file| !config.ignores(file));
    let set = |files: &[NamedText<'_>]| FileSet::read(files).unwrap();
    let found = breaking(&set(&old), &set(&new)).into_iter();
    let found = found.filter(|one| config.rules.contains(one.rule.name));
    let found = found.map(|one| {
        let file = one.file.as_deref();
        let of_file = new.iter().find(|file_of| Some(file_of.name) == file);
        let at = one.at.zip(of_file).map(|(at, file)| {
            let at = LineIndex::new(file.text).position(file.text, at.start);
            (at.line, at.column)
        });
        (one.file, at, one.rule.name.to_owned())
    });
    sorted(found.collect())
}

/// The files of a side. Some cases keep them in a folder that is no part of their paths.
fn files<'a>(case: Value<'a>, side: &str) -> Vec<NamedText<'a>> {
    let files = case.get(side).unwrap().as_object().unwrap();
    files
        .map(|member| NamedText {
            name: member.name.strip_prefix("root/").unwrap_or(member.name),
            text: member.value.as_str().unwrap(),
        })
        .collect()
}

fn sorted(mut told: Vec<Told>) -> Vec<Told> {
    told.sort();
    told
}

fn without(all: &[Told], others: &[Told]) -> Vec<Told> {
    let mut rest = others.to_vec();
    let mut left = Vec::new();
    for one in all {
        match rest.iter().position(|other| other == one) {
            Some(at) => {
                rest.remove(at);
            }
            None => left.push(one.clone()),
        }
    }
    left
}

/// What of a case's `buf.yaml` has a say.
struct Config<'a> {
    rules: HashSet<&'static str>,
    ignored: Vec<&'a str>,
    /// Whether packages as `a.v1beta1` are left out.
    ignores_unstable: bool,
}

impl<'a> Config<'a> {
    fn of(case: Value<'a>) -> Self {
        let yaml = text(case, "buf_yaml").unwrap_or_default();
        let (mut used, mut unused, mut ignored) = (Vec::new(), Vec::new(), Vec::new());
        let mut section = "";
        for line in yaml.lines().map(str::trim) {
            match (line.strip_prefix("- "), section) {
                (None, _) => section = line,
                (Some(name), "use:") => used.extend(Rule::named(name)),
                (Some(name), "except:") => unused.extend(Rule::named(name)),
                (Some(path), "ignore:") => ignored.push(path),
                _ => {}
            }
        }
        if used.is_empty() {
            used = Rule::named("FILE");
        }
        used.retain(|rule| !unused.contains(rule));
        let mut rules: HashSet<&str> = used.iter().map(|rule| rule.name).collect();
        if yaml.contains("disable_builtin") {
            // Its rules are in another file, which the case does not hold.
            rules = HashSet::from(["MESSAGE_NO_DELETE"]);
        }
        Self {
            rules,
            ignored,
            ignores_unstable: yaml.contains("ignore_unstable_packages: true"),
        }
    }

    fn ignores(&self, file: &NamedText<'_>) -> bool {
        let unstable = || {
            let package = file
                .text
                .lines()
                .find_map(|line| line.strip_prefix("package "));
            package.is_some_and(|package| package.contains("alpha") || package.contains("beta"))
        };
        let mut ignored = self.ignored.iter();
        ignored.any(|path| file.name.starts_with(path)) || (self.ignores_unstable && unstable())
    }
}
