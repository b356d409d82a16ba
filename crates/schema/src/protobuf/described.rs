//! What a path of the registry is about.

use super::Schema;
use super::tree::{Declared, Field, Message};

/// What the text has at a path.
enum Found<'a> {
    Message(&'a Message),
    Field(&'a Message, &'a Field),
    OneOf(&'a Message, &'a str),
    Enum(&'a str),
    Constant(&'a str, &'a str),
}

impl Schema {
    /// What the text itself has at one of the registry's paths, for people; `None` where it has nothing.
    pub(crate) fn described(&self, path: &str) -> Option<String> {
        Some(match self.found(path)? {
            Found::Message(message) => format!("the message `{}`", message.name.text),
            Found::Field(message, field) => {
                let (name, number) = (&field.name.text, field.number.value);
                format!("`{name}` (field {number} of `{}`)", message.name.text)
            }
            Found::OneOf(message, oneof) => {
                format!("`{oneof}` (a oneof of `{}`)", message.name.text)
            }
            Found::Enum(name) => format!("the enum `{name}`"),
            Found::Constant(of, name) => format!("`{name}` (of the enum `{of}`)"),
        })
    }

    /// The name of the field at one of the registry's paths.
    pub(crate) fn field_name(&self, path: &str) -> Option<&str> {
        match self.found(path)? {
            Found::Field(_, field) => Some(&field.name.text),
            _ => None,
        }
    }

    fn found(&self, path: &str) -> Option<Found<'_>> {
        let file = self.main();
        let mut types = &file.types;
        let mut within: Option<&Message> = None;
        let mut segments = path.trim_start_matches("#/").split('/').peekable();
        while let Some(segment) = segments.next() {
            if let Some(message) = within {
                if let Ok(number) = segment.parse() {
                    let field = message.field(message.slot(number)?);
                    return Some(Found::Field(message, field));
                }
                if let Some(oneof) = message.oneof(segment)
                    && segments
                        .peek()
                        .is_none_or(|next| next.parse::<i32>().is_ok())
                {
                    let number = segments.peek().and_then(|next| next.parse().ok());
                    let Some(number) = number else {
                        return Some(Found::OneOf(message, &oneof.name.text));
                    };
                    let field = message.field(message.slot(number)?);
                    return Some(Found::Field(message, field));
                }
            }
            let named = |declared: &&Declared| match declared {
                Declared::Message(id) => file.messages[*id].name.text == segment,
                Declared::Enum(id) => file.enums[*id].name.text == segment,
            };
            match types.iter().find(named)? {
                Declared::Message(id) => {
                    let message = &file.messages[*id];
                    types = &message.types;
                    within = Some(message);
                }
                Declared::Enum(id) => {
                    let found = &file.enums[*id];
                    let name = &found.name.text;
                    let number = segments
                        .next()
                        .and_then(|number| number.parse::<i32>().ok());
                    let Some(number) = number else {
                        return Some(Found::Enum(name));
                    };
                    let mut constants = found.constants.iter();
                    let constant = constants.find(|one| one.number.value == number)?;
                    return Some(Found::Constant(name, &constant.name.text));
                }
            }
        }
        within.map(Found::Message)
    }
}
