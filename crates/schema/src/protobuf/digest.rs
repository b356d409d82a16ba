//! What makes comparing a text with a hundred versions of it quick: most of it is the same, and equal digests say so.

use super::field_kind::Means;
use super::schema::Schema;
use super::tree::{Enum, Field, FieldType, Message, Named, NamedType, TypeName};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Stands for what has no digest.
pub(super) const NONE: u64 = 0;

/// Whether two things have the same digest: then the registry sees no difference.
pub(super) fn same(one: u64, other: u64) -> bool {
    one != NONE && one == other
}

impl Schema {
    /// Fills the digests of the text itself. Those of references stay empty: they are seldom compared.
    pub(super) fn fill_digests(&mut self) {
        let messages = self.main().messages.iter();
        let fields: Vec<Vec<u64>> = messages.map(|message| self.of_fields(message)).collect();
        let main = &mut self.files[0];
        for (message, digests) in main.messages.iter_mut().zip(fields) {
            for ((_, slot), digest) in message.numbered.iter_mut().zip(digests) {
                slot.digest = digest;
            }
        }
        let enums: Vec<u64> = main.enums.iter().map(of_enum).collect();
        let mut messages = vec![NONE; main.messages.len()];
        // A message comes before those that are nested in it.
        for id in (0..messages.len()).rev() {
            let message = &mut main.messages[id];
            fill(&mut message.named, &messages, &enums);
            messages[id] = of_message(
                &main.messages[id],
                |id| &main.enums[id],
                |id| &main.messages[id],
            );
        }
        fill(&mut main.named, &messages, &enums);
    }

    fn of_fields(&self, message: &Message) -> Vec<u64> {
        let slots = message.numbered.iter();
        slots
            .map(|(_, slot)| self.of_field(message.field(*slot)).unwrap_or(NONE))
            .collect()
    }

    fn of_field(&self, field: &Field) -> Option<u64> {
        let mut hasher = DefaultHasher::new();
        field.name.text.hash(&mut hasher);
        field.label.map(|(label, _)| label).hash(&mut hasher);
        match &field.kind {
            FieldType::Named(kind) => self.hash_type(kind, &mut hasher)?,
            FieldType::Map { key, value, .. } => {
                "map".hash(&mut hasher);
                self.hash_type(key, &mut hasher)?;
                self.hash_type(value, &mut hasher)?;
            }
        }
        Some(finished(&hasher))
    }

    fn hash_type(&self, kind: &TypeName, hasher: &mut DefaultHasher) -> Option<()> {
        match kind.means {
            Means::Scalar(scalar) => (0, scalar).hash(hasher),
            // What a map's entry holds is compared.
            Means::Message(place) if self.message(place).is_map_entry => return None,
            Means::Message(place) => {
                (1, self.version(place.file)).hash(hasher);
                for name in self.local_names(place) {
                    name.hash(hasher);
                }
            }
            Means::Nothing => (2, &kind.name.text).hash(hasher),
        }
        Some(())
    }
}

fn fill(named: &mut Named, messages: &[u64], enums: &[u64]) {
    for message in &mut named.messages {
        message.digest = messages[message.id];
    }
    for made in &mut named.enums {
        made.digest = enums[made.id];
    }
}

fn of_enum(made: &Enum) -> u64 {
    let mut hasher = DefaultHasher::new();
    for constant in &made.constants {
        (&constant.name.text, constant.number.value).hash(&mut hasher);
    }
    finished(&hasher)
}

fn of_message<'a>(
    message: &'a Message,
    enum_of: impl Fn(usize) -> &'a Enum,
    message_of: impl Fn(usize) -> &'a Message,
) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (number, slot) in &message.numbered {
        if slot.digest == NONE {
            return NONE;
        }
        (number, slot.oneof, slot.digest).hash(&mut hasher);
    }
    for oneof in &message.oneofs {
        oneof.name.text.hash(&mut hasher);
        for field in &oneof.fields {
            field.number.value.hash(&mut hasher);
        }
    }
    let mut hash = |named: &NamedType, name: &str| {
        (name, named.index, named.digest).hash(&mut hasher);
        named.digest != NONE
    };
    let messages = &message.named.messages;
    let enums = &message.named.enums;
    let whole = messages
        .iter()
        .all(|named| hash(named, &message_of(named.id).name.text))
        && enums
            .iter()
            .all(|named| hash(named, &enum_of(named.id).name.text));
    if whole { finished(&hasher) } else { NONE }
}

fn finished(hasher: &DefaultHasher) -> u64 {
    match hasher.finish() {
        NONE => 1,
        digest => digest,
    }
}
