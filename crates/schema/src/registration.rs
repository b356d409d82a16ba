use std::collections::HashSet;

use crate::level::Level;
use crate::options::Rules;
use crate::position::Span;
use crate::report::{Report, Version, check};
use crate::schema::Schema;

/// A schema's `metadata.properties`: names and values.
pub type Properties<'a> = &'a [(&'a str, &'a str)];

/// The property that lists the names that fields may not have.
const RESERVED: &str = "confluent:reserved";

/// How many UTF-16 units of an old schema the registry puts into an answer.
const LONGEST_OLD_SCHEMA: usize = 10 * 1024;

/// A draft as it would be sent to a registry, and what of the subject's settings has a say in its answer beside the
/// level.
#[derive(Debug, Clone, Copy)]
pub struct Registration<'a> {
    /// The draft.
    pub schema: &'a Schema,
    /// Its `metadata.properties`.
    pub properties: Properties<'a>,
    /// The subject's `compatibilityGroup`: the name of a property. Only versions take part that have the draft's value
    /// of it, or like the draft none.
    pub group: Option<&'a str>,
    /// The subject's `validateFields`.
    pub validate_fields: bool,
    /// How the registry compares.
    pub rules: Rules,
}

/// What a registry would say of a draft, at every level.
#[derive(Debug, Clone)]
pub struct Judgement<'a> {
    /// The draft against the versions that take part.
    pub report: Report,
    /// What `validateFields` finds wrong; it counts at every level, `NONE` too.
    pub reserved: Vec<ReservedField>,
    versions: Vec<Version<'a>>,
    validate_fields: bool,
}

/// A name of `confluent:reserved` that is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReservedField {
    /// The name.
    pub name: String,
    /// What is wrong with it.
    pub fault: ReservedFault,
}

/// How a reserved name is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReservedFault {
    /// The latest version reserves it and the draft does not.
    Released,
    /// The draft reserves it and has a field of that name, here in its text.
    Used(Span),
    /// In JSON Schema, a property whose name begins with `$$`: a registry keeps these for itself.
    Internal(Span),
}

impl<'a> Registration<'a> {
    /// A draft of a subject without groups and reserved fields.
    pub fn new(schema: &'a Schema, rules: Rules) -> Self {
        Self {
            schema,
            properties: &[],
            group: None,
            validate_fields: false,
            rules,
        }
    }

    /// Holds the draft against the versions of a subject, given in any order.
    pub fn check<'v>(&self, versions: &[Version<'v>]) -> Judgement<'v> {
        let latest = versions.iter().max_by_key(|version| version.number);
        let reserved = if self.validate_fields {
            self.reserved(latest.map(|version| version.properties))
        } else {
            Vec::new()
        };
        let versions = self.taking_part(versions);
        Judgement {
            report: check(self.schema, &versions, self.rules),
            reserved,
            versions,
            validate_fields: self.validate_fields,
        }
    }

    /// Of a subject's versions, those of the draft's compatibility group.
    pub fn taking_part<'v>(&self, versions: &[Version<'v>]) -> Vec<Version<'v>> {
        let Some(group) = self.group else {
            return versions.to_vec();
        };
        let own = value(self.properties, group);
        let versions = versions.iter().copied();
        versions
            .filter(|version| value(version.properties, group) == own)
            .collect()
    }

    fn reserved(&self, latest: Option<Properties<'_>>) -> Vec<ReservedField> {
        let own = reserved_names(self.properties);
        let kept: HashSet<&str> = own.iter().copied().collect();
        let before = latest.map(reserved_names).unwrap_or_default();
        let released = before.into_iter().filter(|name| !kept.contains(name));
        let released = released.map(|name| (name, ReservedFault::Released));
        let used = own.iter().filter_map(|name| {
            let at = self.schema.top_level_field(name)?;
            Some((*name, ReservedFault::Used(at)))
        });
        let internal = self.schema.internal_fields().into_iter();
        let internal = internal.map(|(name, at)| (name, ReservedFault::Internal(at)));
        let all = released.chain(used).chain(internal);
        all.map(|(name, fault)| ReservedField {
            name: name.to_owned(),
            fault,
        })
        .collect()
    }
}

impl Judgement<'_> {
    /// Whether the draft would be registered.
    pub fn passes(&self, level: Level) -> bool {
        self.reserved.is_empty() && self.report.passes(level)
    }

    /// The `messages` of a registry's answer under a level, which a refused registration joins with commas as its
    /// `details`; none where the draft passes.
    ///
    /// A difference that has no [registry's message](crate::Difference::registry_message) is left out.
    pub fn messages(&self, level: Level) -> Vec<String> {
        if self.passes(level) {
            return Vec::new();
        }
        let reserved = self.reserved.iter();
        let mut messages: Vec<String> = reserved
            .filter_map(ReservedField::registry_message)
            .collect();
        if let Some(stopped) = self.report.stops_at(level) {
            for direction in level.directions() {
                let outcome = stopped.outcome(*direction);
                let differences = outcome.differences().iter();
                messages.extend(differences.filter_map(|one| one.registry_message(*direction)));
                messages.extend(outcome.refusal().map(ToString::to_string));
                if matches!(outcome.refusal(), Some(crate::Refusal::Formats)) {
                    messages.push(rules_line(self.validate_fields, level));
                    return messages;
                }
            }
            messages.push(format!("{{oldSchemaVersion: {}}}", stopped.version));
            let mut versions = self.versions.iter();
            let held = versions.find(|version| version.number == stopped.version);
            messages.extend(held.map(|held| old_schema(&held.schema.stored())));
        }
        messages.push(rules_line(self.validate_fields, level));
        messages
    }
}

impl ReservedField {
    /// The registry's sentence. With an internal name it takes the schema for invalid, so that there is none.
    pub fn registry_message(&self) -> Option<String> {
        let name = &self.name;
        Some(match self.fault {
            ReservedFault::Released => format!(
                "The new schema has reserved field {name} removed from its metadata which is present in the old \
                 schema's metadata."
            ),
            ReservedFault::Used(_) => {
                format!("The new schema has field that conflicts with the reserved field {name}.")
            }
            ReservedFault::Internal(_) => return None,
        })
    }
}

fn value<'a>(properties: Properties<'a>, name: &str) -> Option<&'a str> {
    let mut properties = properties.iter();
    properties
        .find(|(one, _)| *one == name)
        .map(|(_, value)| *value)
}

fn reserved_names(properties: Properties<'_>) -> Vec<&str> {
    let list = value(properties, RESERVED).unwrap_or_default();
    let names = list.split(',').map(str::trim);
    names.filter(|name| !name.is_empty()).collect()
}

fn old_schema(text: &str) -> String {
    let mut units = 0;
    let cut = text.char_indices().find(|(_, char)| {
        units += char.len_utf16();
        units > LONGEST_OLD_SCHEMA
    });
    match cut {
        None => format!("{{oldSchema: '{text}'}}"),
        Some((cut, _)) => format!("{{oldSchema: <truncated> '{}...'}}", &text[..cut]),
    }
}

fn rules_line(validate_fields: bool, level: Level) -> String {
    let level = level.name();
    format!("{{validateFields: '{validate_fields}', compatibility: '{level}'}}")
}
