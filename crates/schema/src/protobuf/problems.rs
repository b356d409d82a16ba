use super::builtin;
use super::field_kind::{Means, Scalar};
use super::schema::Schema;
use super::tree::{Enum, Field, FieldType, Message, Name, TypeName, Value};
use crate::diagnostic::Diagnostic;
use crate::position::Span;
use crate::source::NamedText;
use std::collections::{HashMap, HashSet};

/// What is wrong with a text that parses.
#[derive(Debug, Default)]
pub(super) struct Problems {
    /// What the registry refuses to register.
    pub(super) refused: Vec<Diagnostic>,
    /// What it lets pass and a compiler does not.
    pub(super) passed: Vec<Diagnostic>,
}

pub(super) fn find(schema: &Schema, references: &[NamedText<'_>]) -> Problems {
    let mut problems = Problems::default();
    imports(schema, references, &mut problems);
    let main = schema.main();
    for message in &main.messages {
        message_problems(message, &mut problems);
    }
    for made in &main.enums {
        enum_problems(made, &mut problems);
    }
    for method in main.services.iter().flat_map(|service| &service.methods) {
        for name in [&method.request, &method.response] {
            declared(schema, name, &mut problems);
        }
    }
    let scopes =
        std::iter::once(&main.types).chain(main.messages.iter().map(|message| &message.types));
    for types in scopes {
        let names = types.iter().map(|declared| match declared {
            super::tree::Declared::Message(id) => &main.messages[*id].name,
            super::tree::Declared::Enum(id) => &main.enums[*id].name,
        });
        twice(names, "The name", &mut problems);
    }
    problems
}

impl Problems {
    fn pass(&mut self, span: Span, message: String) {
        self.passed.push(Diagnostic { span, message });
    }
}

fn message_problems(message: &Message, problems: &mut Problems) {
    let fields: Vec<&Field> = message.all_fields().collect();
    let groups = message
        .groups
        .iter()
        .chain(message.oneofs.iter().flat_map(|oneof| &oneof.groups));
    twice(
        fields.iter().map(|field| &field.name),
        "The field",
        problems,
    );
    let mut seen: HashMap<i32, &str> = HashMap::new();
    let numbered = fields.iter().map(|field| (&field.name, field.number));
    for (name, number) in numbered.chain(groups.map(|group| (&group.name, group.number))) {
        match number.value {
            value @ (..=0 | 536_870_912..) => problems.pass(
                number.span,
                format!("{value} is no number of a field: they go from 1 to 536870911."),
            ),
            value @ 19_000..=19_999 => {
                problems.pass(
                    number.span,
                    format!("{value} is kept for Protobuf itself, as 19000 to 19999 are."),
                );
            }
            _ => {}
        }
        if let Some(other) = seen.insert(number.value, &name.text) {
            let message = format!("{} has the number {} already.", other, number.value);
            problems.pass(number.span, message);
        }
    }
    for field in fields {
        match &field.kind {
            FieldType::Named(kind) => means_something(kind, problems),
            FieldType::Map { key, value, .. } => {
                if !matches!(
                    Scalar::of(&key.name.text),
                    Some(
                        Scalar::Varint
                            | Scalar::ZigZag
                            | Scalar::Fixed32
                            | Scalar::Fixed64
                            | Scalar::Text
                    )
                ) || key.name.text == "bytes"
                {
                    let message = format!(
                        "A map's keys are whole numbers, bool or string, not {}.",
                        key.name.text
                    );
                    problems.pass(key.name.span, message);
                }
                means_something(value, problems);
            }
        }
    }
}

fn enum_problems(made: &Enum, problems: &mut Problems) {
    twice(
        made.constants.iter().map(|constant| &constant.name),
        "The constant",
        problems,
    );
    let alias = made.options.iter().any(|option| {
        option.name == "allow_alias" && matches!(&option.value, Value::Word(word) if word == "true")
    });
    let mut seen: HashMap<i32, &str> = HashMap::new();
    for constant in &made.constants {
        let number = constant.number;
        if let Some(other) = seen.insert(number.value, &constant.name.text)
            && !alias
        {
            let message = format!("{} has the number {} already.", other, number.value);
            problems.pass(number.span, message);
        }
    }
}

fn twice<'a>(names: impl Iterator<Item = &'a Name>, what: &str, problems: &mut Problems) {
    let mut seen = HashSet::new();
    for name in names {
        if !seen.insert(&name.text) {
            problems.pass(name.span, format!("{what} {} is there twice.", name.text));
        }
    }
}

fn means_something(kind: &TypeName, problems: &mut Problems) {
    if kind.means == Means::Nothing {
        undeclared(&kind.name, problems);
    }
}

fn declared(schema: &Schema, name: &Name, problems: &mut Problems) {
    if schema.find(None, &name.text).is_none() {
        undeclared(name, problems);
    }
}

fn undeclared(name: &Name, problems: &mut Problems) {
    problems.refused.push(Diagnostic {
        span: name.span,
        message: format!(
            "{} is declared neither here nor in what is referred to.",
            name.text
        ),
    });
}

/// Imports that nothing stands for, that two texts stand for, or that lead back to themselves.
fn imports(schema: &Schema, references: &[NamedText<'_>], problems: &mut Problems) {
    let mut files: HashMap<&str, usize> = HashMap::new();
    let mut conflicts = HashSet::new();
    for (index, reference) in references.iter().enumerate() {
        let first = *files.entry(reference.name).or_insert(index);
        if references[first].text != reference.text {
            conflicts.insert(reference.name);
        }
    }
    let mut seen = HashSet::new();
    for import in &schema.main().imports {
        let path = import.path.text.as_str();
        if !seen.insert(path) {
            problems.pass(import.path.span, format!("{path} is imported twice."));
            continue;
        }
        let Some(index) = files.get(path) else {
            if !builtin::knows(path) {
                problems.pass(
                    import.path.span,
                    format!("{path} is imported, but no reference is named so."),
                );
            }
            continue;
        };
        if conflicts.contains(path) {
            let message = format!("Two different texts are given as {path}; the first one counts.");
            problems.pass(import.path.span, message);
        }
        if let Some(name) = circle(schema, &files, *index) {
            let name = references[name].name;
            problems.pass(
                import.path.span,
                format!("{path} leads to {name}, which imports itself in a circle."),
            );
        }
    }
}

/// A file that is reached from one and from itself.
fn circle(schema: &Schema, files: &HashMap<&str, usize>, from: usize) -> Option<usize> {
    let imported = |index: usize| {
        schema.files[index + 1]
            .imports
            .iter()
            .map(|import| import.path.text.as_str())
    };
    let mut done = HashSet::new();
    let mut open = vec![(from, imported(from))];
    let mut on_way = HashSet::from([from]);
    while let Some((index, imports)) = open.last_mut() {
        match imports.next() {
            Some(path) => {
                let Some(next) = files.get(path).copied() else {
                    continue;
                };
                if on_way.contains(&next) {
                    return Some(next);
                }
                if !done.contains(&next) {
                    on_way.insert(next);
                    open.push((next, imported(next)));
                }
            }
            None => {
                on_way.remove(index);
                done.insert(*index);
                open.pop();
            }
        }
    }
    None
}
