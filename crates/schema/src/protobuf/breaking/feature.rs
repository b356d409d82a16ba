//! What options and editions say of how data is written: features, and before them the syntax.

use crate::protobuf::field_kind::Scalar;
use crate::protobuf::tree::{File, Setting, Value};

/// The features that rules look at, as they are in force somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "so many features are either on or off"
)]
pub(super) struct Features {
    pub(super) presence: Presence,
    /// Whether enums are closed: a number that has no name is no value.
    pub(super) closed_enums: bool,
    /// Whether strings are checked to be UTF-8.
    pub(super) utf8: bool,
    /// Whether JSON is only written as far as it goes (`LEGACY_BEST_EFFORT`).
    pub(super) legacy_json: bool,
    /// Whether messages are written as groups are.
    pub(super) delimited: bool,
    pub(super) cpp_strings: CppStrings,
    /// Whether Java checks strings.
    pub(super) java_utf8: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    Explicit,
    Implicit,
    Required,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CppStrings {
    String,
    View,
    Cord,
    StringPiece,
}

impl Features {
    /// Those of a file's syntax or edition, with its own options.
    pub(super) fn of_file(file: &File) -> Self {
        let syntax = file.syntax.as_ref().map_or("proto2", |syntax| &syntax.text);
        let (proto2, proto3) = (syntax == "proto2", syntax == "proto3");
        let view = syntax.parse::<u32>().is_ok_and(|edition| edition > 2023);
        Self {
            presence: if proto3 {
                Presence::Implicit
            } else {
                Presence::Explicit
            },
            closed_enums: proto2,
            utf8: !proto2,
            legacy_json: proto2,
            delimited: false,
            cpp_strings: if view {
                CppStrings::View
            } else {
                CppStrings::String
            },
            java_utf8: None,
        }
        .with(&file.options)
    }

    /// Those of something inside, with its options.
    pub(super) fn with(mut self, options: &[Setting]) -> Self {
        for option in options {
            if let Some(name) = option.name.strip_prefix("features.") {
                self.set(name, &option.value);
            } else if option.name == "features"
                && let Value::Map(entries) = &option.value
            {
                for (name, value) in entries {
                    match value {
                        Value::Map(inner) => {
                            let of = name.trim_matches(['[', ']']);
                            for (name, value) in inner {
                                self.set(&format!("({of}).{name}"), value);
                            }
                        }
                        _ => self.set(name, value),
                    }
                }
            }
        }
        self
    }

    fn set(&mut self, name: &str, value: &Value) {
        let Value::Word(word) = value else {
            return;
        };
        match (name, word.as_str()) {
            ("field_presence", "EXPLICIT") => self.presence = Presence::Explicit,
            ("field_presence", "IMPLICIT") => self.presence = Presence::Implicit,
            ("field_presence", "LEGACY_REQUIRED") => self.presence = Presence::Required,
            ("enum_type", word) => self.closed_enums = word == "CLOSED",
            ("utf8_validation", word) => self.utf8 = word == "VERIFY",
            ("json_format", word) => self.legacy_json = word == "LEGACY_BEST_EFFORT",
            ("message_encoding", word) => self.delimited = word == "DELIMITED",
            ("(pb.cpp).string_type", "VIEW") => self.cpp_strings = CppStrings::View,
            ("(pb.cpp).string_type", "CORD") => self.cpp_strings = CppStrings::Cord,
            ("(pb.cpp).string_type", "STRING") => self.cpp_strings = CppStrings::String,
            ("(pb.java).utf8_validation", word) => {
                self.java_utf8 = (word == "VERIFY").then_some(true);
            }
            _ => {}
        }
    }
}

/// The option of a name, the last of several.
pub(super) fn option<'a>(options: &'a [Setting], name: &str) -> Option<&'a Setting> {
    options.iter().rev().find(|option| option.name == name)
}

/// The option that sets a feature, by itself or with others.
pub(super) fn feature_option<'a>(options: &'a [Setting], name: &str) -> Option<&'a Setting> {
    let alone = format!("features.{name}");
    option(options, &alone).or_else(|| option(options, "features"))
}

/// What a word, a number or a string of an option says.
pub(super) fn text(setting: Option<&Setting>) -> Option<&str> {
    match &setting?.value {
        Value::Word(text) | Value::Text(text) => Some(text),
        Value::Map(_) | Value::List(_) => None,
    }
}

pub(super) fn is_scalar(name: &str) -> bool {
    Scalar::of(name).is_some()
}
