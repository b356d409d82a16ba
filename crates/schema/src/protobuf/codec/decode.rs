//! From bytes to JSON text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::DEEPEST;
use super::entries::Entry;
use super::field::{accepts, default_of, floating, is_message, next, one, wire, zigzag};
use super::model::{Field, Kind, Message, Model, Shape};
use super::scalar::{Scalar, Wire};
use crate::codec::{Style, Unreadable, push, push_text};

pub(super) fn decode(
    model: &Model,
    root: usize,
    payload: &[u8],
    style: Style,
    out: &mut String,
) -> Result<(), Unreadable> {
    let mut decoder = Decoder {
        model,
        style,
        depth: 0,
        entries: Vec::new(),
        out,
    };
    let decoded = decoder.message(root, payload, 0);
    decoded.map_err(|failure| Unreadable {
        at: failure.at.min(payload.len()),
        field: failure.field(),
        message: failure.message,
    })
}

pub(super) struct Decoder<'m, 'b, 'o> {
    pub(super) model: &'m Model,
    pub(super) style: Style,
    depth: usize,
    /// The fields of the messages that are open, each with its place among those of its message.
    entries: Vec<(usize, Entry<'b>)>,
    pub(super) out: &'o mut String,
}

/// What went wrong, and the names that lead there, the innermost first.
pub(super) struct Failure {
    at: usize,
    message: String,
    names: Vec<String>,
}

impl Failure {
    pub(super) fn new(at: usize, message: impl Into<String>) -> Self {
        Self {
            at,
            message: message.into(),
            names: Vec::new(),
        }
    }

    pub(super) fn within(mut self, name: &str) -> Self {
        self.names.push(name.to_owned());
        self
    }

    fn field(&self) -> String {
        let names: Vec<&str> = self.names.iter().rev().map(String::as_str).collect();
        names.join(".")
    }
}

pub(super) type Done = Result<(), Failure>;

impl<'m, 'b> Decoder<'m, 'b, '_> {
    /// A message, from bytes that begin at a byte of the payload.
    pub(super) fn message(&mut self, at: usize, bytes: &'b [u8], offset: usize) -> Done {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("Messages are nested more than {DEEPEST} levels deep.");
            return Err(Failure::new(offset, message));
        }
        let message = &self.model.messages[at];
        match message.well_known {
            Some(known) => self.well_known(known, message, bytes, offset)?,
            None => {
                self.out.push('{');
                self.fields(message, bytes, offset, true)?;
                self.out.push('}');
            }
        }
        self.depth -= 1;
        Ok(())
    }

    /// The fields of a message, without braces.
    pub(super) fn fields(
        &mut self,
        message: &'m Message,
        bytes: &'b [u8],
        offset: usize,
        first: bool,
    ) -> Done {
        let base = self.entries.len();
        let mut rest = bytes;
        while !rest.is_empty() {
            let entry = next(&mut rest, bytes.len(), offset)?;
            if let Some(place) = message.numbered(entry.number)
                && accepts(&message.fields[place], entry.wire)
            {
                self.entries.push((place, entry));
            }
        }
        self.keep_last_of_oneofs(message, base);
        if !self.entries[base..].is_sorted_by_key(|(place, _)| *place) {
            self.entries[base..].sort_by_key(|(place, _)| *place);
        }
        let end = self.entries.len();
        let mut at = base;
        let mut first = first;
        for (place, field) in message.fields.iter().enumerate() {
            let start = at;
            while at < end && self.entries[at].0 == place {
                at += 1;
            }
            self.field(field, start..at, &mut first)
                .map_err(|failure| failure.within(&field.name))?;
        }
        self.entries.truncate(base);
        Ok(())
    }

    /// Of a oneof the field that came last counts.
    fn keep_last_of_oneofs(&mut self, message: &Message, base: usize) {
        let oneof = |place: usize| message.fields[place].oneof;
        let mut last: Vec<(usize, usize)> = Vec::new();
        for (place, _) in self.entries[base..].iter().rev() {
            if let Some(oneof) = oneof(*place)
                && last.iter().all(|(known, _)| *known != oneof)
            {
                last.push((oneof, *place));
            }
        }
        if last.is_empty() {
            return;
        }
        let mut at = base;
        for from in base..self.entries.len() {
            let place = self.entries[from].0;
            let kept = oneof(place).is_none_or(|oneof| last.contains(&(oneof, place)));
            if kept {
                self.entries[at] = self.entries[from];
                at += 1;
            }
        }
        self.entries.truncate(at);
    }

    fn field(&mut self, field: &'m Field, range: std::ops::Range<usize>, first: &mut bool) -> Done {
        let native = self.style == Style::Native;
        let last = range.end.checked_sub(1).filter(|last| range.contains(last));
        let last = last.map(|last| self.entries[last].1);
        match (field.shape, last) {
            (Shape::Explicit, None) => return Ok(()),
            (Shape::Implicit | Shape::Repeated | Shape::Map(_), None) if native => return Ok(()),
            (Shape::Implicit, Some(entry))
                if native && entry.value == 0 && entry.bytes.is_empty() =>
            {
                return Ok(());
            }
            // Packed numbers of which there are none.
            (Shape::Repeated, Some(_)) if native && wire(field.kind) != Wire::Sized => {
                let mut entries = self.entries[range.clone()].iter();
                if entries.all(|(_, one)| one.wire == Wire::Sized && one.bytes.is_empty()) {
                    return Ok(());
                }
            }
            _ => {}
        }
        if !std::mem::take(first) {
            self.out.push(',');
        }
        self.out.push_str(&field.labels[usize::from(native)]);
        match (field.shape, last) {
            (Shape::Repeated, _) => self.list(field.kind, range),
            (Shape::Map(key), _) => self.map(key, field.kind, range),
            (_, None) => {
                self.default(field.kind);
                Ok(())
            }
            (_, Some(_)) if range.len() > 1 && is_message(field.kind) => {
                self.merged(field.kind, range)
            }
            (_, Some(entry)) => self.value(field.kind, entry),
        }
    }

    /// A message that came in several parts, which count together.
    fn merged(&mut self, kind: Kind, range: std::ops::Range<usize>) -> Done {
        let offset = self.entries[range.start].1.at;
        let parts = self.entries[range].iter().map(|(_, entry)| entry.bytes);
        let bytes = parts.collect::<Vec<_>>().concat();
        let mut inner = Decoder {
            model: self.model,
            style: self.style,
            depth: self.depth,
            entries: Vec::new(),
            out: self.out,
        };
        match kind {
            Kind::Message(at) | Kind::Group(at) => inner.message(at, &bytes, offset),
            Kind::Scalar(_) | Kind::Enum(_) => Ok(()),
        }
    }

    fn list(&mut self, kind: Kind, range: std::ops::Range<usize>) -> Done {
        self.out.push('[');
        let mut first = true;
        for at in range {
            let entry = self.entries[at].1;
            if entry.wire == Wire::Sized && wire(kind) != Wire::Sized {
                let mut rest = entry.bytes;
                while !rest.is_empty() {
                    self.comma(&mut first);
                    let value = one(&mut rest, kind, entry)?;
                    self.value(kind, value)?;
                }
            } else {
                self.comma(&mut first);
                self.value(kind, entry)?;
            }
        }
        self.out.push(']');
        Ok(())
    }

    /// A map: of a key that comes again the last value counts, in the place of the first.
    pub(super) fn map(&mut self, key: Scalar, kind: Kind, range: std::ops::Range<usize>) -> Done {
        let mut pairs: Vec<(String, Option<Entry<'b>>)> = Vec::with_capacity(range.len());
        let mut places = std::collections::HashMap::new();
        for at in range {
            let entry = self.entries[at].1;
            let (mut rest, mut name, mut value) = (entry.bytes, None, None);
            while !rest.is_empty() {
                let part = next(&mut rest, entry.bytes.len(), entry.at)?;
                match part.number {
                    1 if part.wire == key.wire() => name = Some(part),
                    2 if part.wire == wire(kind) => value = Some(part),
                    _ => {}
                }
            }
            let mut text = String::new();
            match name {
                Some(name) => self.scalar(key, name, &mut text)?,
                None => text.push_str(default_of(key)),
            }
            let quoted = if text.starts_with('"') {
                text
            } else {
                format!("\"{text}\"")
            };
            let place = *places.entry(quoted.clone()).or_insert(pairs.len());
            match pairs.get_mut(place) {
                Some(pair) => pair.1 = value,
                None => pairs.push((quoted, value)),
            }
        }
        self.out.push('{');
        let mut first = true;
        for (name, value) in pairs {
            self.comma(&mut first);
            self.out.push_str(&name);
            self.out.push(':');
            match value {
                Some(value) => self.value(kind, value),
                None if is_message(kind) => self.empty(kind),
                None => {
                    self.default(kind);
                    Ok(())
                }
            }
            .map_err(|failure| failure.within(name.trim_matches('"')))?;
        }
        self.out.push('}');
        Ok(())
    }

    /// Puts fields among those that are open, and gives the place of the first.
    pub(super) fn hold(&mut self, entries: &[Entry<'b>]) -> usize {
        let base = self.entries.len();
        self.entries.extend(entries.iter().map(|entry| (0, *entry)));
        base
    }

    /// Lets go of what was put there from a place on.
    pub(super) fn release(&mut self, base: usize) {
        self.entries.truncate(base);
    }

    pub(super) fn comma(&mut self, first: &mut bool) {
        if !std::mem::take(first) {
            self.out.push(',');
        }
    }

    fn empty(&mut self, kind: Kind) -> Done {
        match kind {
            Kind::Message(at) | Kind::Group(at) => self.message(at, &[], 0),
            Kind::Scalar(_) | Kind::Enum(_) => Ok(()),
        }
    }

    pub(super) fn value(&mut self, kind: Kind, entry: Entry<'b>) -> Done {
        match kind {
            Kind::Message(at) | Kind::Group(at) => self.message(at, entry.bytes, entry.at),
            Kind::Enum(at) => {
                self.symbol(at, entry.value as i32);
                Ok(())
            }
            Kind::Scalar(scalar) => {
                let mut text = std::mem::take(self.out);
                let done = self.scalar(scalar, entry, &mut text);
                *self.out = text;
                done
            }
        }
    }

    fn symbol(&mut self, at: usize, number: i32) {
        let made = &self.model.enums[at];
        match made.quoted(number) {
            _ if made.null => self.out.push_str("null"),
            Some(name) => self.out.push_str(name),
            None => push(self.out, format_args!("{number}")),
        }
    }

    /// What a field is that is not set.
    pub(super) fn default(&mut self, kind: Kind) {
        match kind {
            Kind::Scalar(scalar) if scalar.is_wide() && self.style == Style::Native => {
                self.out.push_str("\"0\"");
            }
            Kind::Scalar(scalar) => self.out.push_str(default_of(scalar)),
            Kind::Enum(at) => self.symbol(at, self.model.enums[at].first),
            Kind::Message(_) | Kind::Group(_) => self.out.push_str("{}"),
        }
    }

    fn scalar(&self, scalar: Scalar, entry: Entry<'_>, out: &mut String) -> Done {
        let value = entry.value;
        let wide = scalar.is_wide() && self.style == Style::Native;
        if wide {
            out.push('"');
        }
        let mut buffer = itoa::Buffer::new();
        match scalar {
            Scalar::Double => floating(out, f64::from_bits(value), None),
            Scalar::Float => {
                let value = f32::from_bits(value as u32);
                floating(out, f64::from(value), Some(value));
            }
            Scalar::Int32 | Scalar::Sfixed32 => out.push_str(buffer.format(value as i32)),
            Scalar::Int64 | Scalar::Sfixed64 => out.push_str(buffer.format(value as i64)),
            Scalar::Uint32 | Scalar::Fixed32 => out.push_str(buffer.format(value as u32)),
            Scalar::Uint64 | Scalar::Fixed64 => out.push_str(buffer.format(value)),
            Scalar::Sint32 => out.push_str(buffer.format(zigzag(u64::from(value as u32)) as i32)),
            Scalar::Sint64 => out.push_str(buffer.format(zigzag(value))),
            Scalar::Bool => out.push_str(if value == 0 { "false" } else { "true" }),
            Scalar::String => {
                let text = std::str::from_utf8(entry.bytes)
                    .map_err(|_| Failure::new(entry.at, "A `string` is not UTF-8."))?;
                push_text(out, text);
            }
            Scalar::Bytes => {
                out.push('"');
                STANDARD.encode_string(entry.bytes, out);
                out.push('"');
            }
        }
        if wide {
            out.push('"');
        }
        Ok(())
    }
}
