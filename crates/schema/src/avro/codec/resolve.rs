//! What a reader sees of data that was written with another schema: Avro's schema resolution.

use super::decode::decode_node;
use super::encode::default;
use super::read::{Reader, Wrong};
use super::{Codec, DEEPEST, Field, Node, Record};
use crate::avro::model::Primitive;
use crate::codec::{Style, Unreadable, push_text};

pub(super) fn decode_as(
    writer: &Codec,
    reader: &Codec,
    payload: &[u8],
    out: &mut String,
) -> Result<(), Unreadable> {
    let mut resolver = Resolver {
        writer,
        reader,
        bytes: payload,
        input: Reader::new(payload),
        depth: 0,
        items: 0,
    };
    let resolved = resolver.value(writer.root, reader.root, out);
    resolved.map_err(|failure| {
        let names: Vec<&str> = failure.names.iter().rev().map(|name| &**name).collect();
        Unreadable {
            at: resolver.input.at,
            field: names.join("."),
            message: failure.message,
        }
    })
}

/// How many items without a byte are read.
const EMPTY_ITEMS: usize = 10_000;

struct Resolver<'c, 'b> {
    writer: &'c Codec,
    reader: &'c Codec,
    bytes: &'b [u8],
    input: Reader<'b>,
    depth: usize,
    items: usize,
}

struct Failure {
    message: String,
    names: Vec<Box<str>>,
}

impl Failure {
    fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            names: Vec::new(),
        }
    }

    fn within(mut self, name: &str) -> Self {
        self.names.push(name.into());
        self
    }
}

impl From<Wrong> for Failure {
    fn from(wrong: Wrong) -> Self {
        Self::new(wrong.message())
    }
}

type Done = Result<(), Failure>;

impl<'c> Resolver<'c, '_> {
    fn value(&mut self, from: u32, to: u32, out: &mut String) -> Done {
        self.depth += 1;
        if self.depth > DEEPEST {
            let message = format!("Values are nested more than {DEEPEST} levels deep.");
            return Err(Failure::new(message));
        }
        let resolved = self.inner(from, to, out);
        self.depth -= 1;
        resolved
    }

    fn inner(&mut self, from: u32, to: u32, out: &mut String) -> Done {
        let (written, read) = (self.writer.node(from), self.reader.node(to));
        if let Node::Union(branches) = written {
            let number = self.input.long()?;
            let branch = usize::try_from(number).ok().and_then(|at| branches.get(at));
            let branch = branch.ok_or_else(|| {
                Failure::new(format!("The union has no branch of number {number}."))
            })?;
            return self.value(branch.node, to, out);
        }
        if let Node::Union(branches) = read {
            let fits = |exact: bool| {
                let mut branches = branches.iter();
                branches.find(|branch| self.may_read(from, branch.node, exact))
            };
            let branch = fits(true).or_else(|| fits(false));
            let branch = branch.ok_or_else(|| {
                Failure::new("The reader's union has no branch for what is written.")
            })?;
            return self.value(from, branch.node, out);
        }
        match (written, read) {
            (Node::Record(written), Node::Record(read)) if read.own.read(&written.own) => {
                self.record(written, read, out)
            }
            (Node::Array(from), Node::Array(to)) => {
                self.blocks(['[', ']'], out, |resolver, out| {
                    resolver.value(*from, *to, out)
                })
            }
            (Node::Map(from), Node::Map(to)) => self.blocks(['{', '}'], out, |resolver, out| {
                let key = resolver.input.text()?;
                push_text(out, key);
                out.push(':');
                let resolved = resolver.value(*from, *to, out);
                resolved.map_err(|failure| failure.within(key))
            }),
            (Node::Enum(written), Node::Enum(read)) if read.own.read(&written.own) => {
                let number = self.input.int()?;
                let name = usize::try_from(number)
                    .ok()
                    .and_then(|at| written.names.get(at));
                let name = name.ok_or_else(|| {
                    Failure::new(format!("The enum has no symbol of number {number}."))
                })?;
                let own = read.numbers.get(name).copied().or(read.default);
                let own = own.ok_or_else(|| {
                    let message =
                        format!("The reader's enum has no symbol `{name}` and no default.");
                    Failure::new(message)
                })?;
                out.push_str(&read.quoted[own]);
                Ok(())
            }
            (Node::Fixed(size, _, own), Node::Fixed(other, _, names))
                if size == other && names.read(own) =>
            {
                self.as_read(from, to, out)
            }
            (Node::Primitive(written, _), Node::Primitive(read, _)) => {
                self.primitive(*written, *read, from, to, out)
            }
            _ => Err(Failure::new(
                "What is written is of another type than the reader expects.",
            )),
        }
    }

    /// The bytes of a value, read by the reader's type.
    fn as_read(&mut self, from: u32, to: u32, out: &mut String) -> Done {
        let bytes = &self.bytes[self.input.at..];
        let mut skipped = String::new();
        let wrong = |fault: Unreadable| Failure::new(fault.message);
        let used =
            decode_node(self.writer, from, bytes, Style::Plain, &mut skipped).map_err(wrong)?;
        decode_node(self.reader, to, &bytes[..used], Style::Plain, out).map_err(wrong)?;
        self.input.take(used)?;
        Ok(())
    }

    fn primitive(
        &mut self,
        written: Primitive,
        read: Primitive,
        from: u32,
        to: u32,
        out: &mut String,
    ) -> Done {
        use Primitive::{Bytes, Double, Float, Int, Long, String as Text};
        let widened = |bytes: Vec<u8>, resolver: &Self, out: &mut String| {
            let shown = decode_node(resolver.reader, to, &bytes, Style::Plain, out);
            shown
                .map(|_| ())
                .map_err(|fault| Failure::new(fault.message))
        };
        match (written, read) {
            (Int, Long) | (Bytes, Text) | (Text, Bytes) => self.as_read(from, to, out),
            _ if written == read => self.as_read(from, to, out),
            (Int | Long, Float) => {
                let number = self.input.long()? as f32;
                widened(number.to_le_bytes().to_vec(), self, out)
            }
            (Int | Long, Double) => {
                let number = self.input.long()? as f64;
                widened(number.to_le_bytes().to_vec(), self, out)
            }
            (Float, Double) => {
                let number = f64::from(self.input.float()?);
                widened(number.to_le_bytes().to_vec(), self, out)
            }
            _ => Err(Failure::new(format!(
                "It is written as `{}`, and the reader expects `{}`.",
                written.name(),
                read.name()
            ))),
        }
    }

    fn record(&mut self, written: &Record, read: &'c Record, out: &mut String) -> Done {
        let mut seen: Vec<Option<String>> = vec![None; read.fields.len()];
        for field in &written.fields {
            let place = read.fields.iter().position(|own| own.name == field.name);
            let by_alias = || {
                read.fields
                    .iter()
                    .position(|own| own.aliases.contains(&field.name))
            };
            let mut text = String::new();
            match place.or_else(by_alias) {
                Some(place) => {
                    let resolved = self.value(field.node, read.fields[place].node, &mut text);
                    resolved.map_err(|failure| failure.within(&read.fields[place].name))?;
                    seen[place] = Some(text);
                }
                None => {
                    let bytes = &self.bytes[self.input.at..];
                    let used = decode_node(self.writer, field.node, bytes, Style::Plain, &mut text);
                    let used =
                        used.map_err(|fault| Failure::new(fault.message).within(&field.name))?;
                    self.input.take(used)?;
                }
            }
        }
        out.push('{');
        for (field, seen) in read.fields.iter().zip(seen) {
            out.push_str(&field.label);
            match seen {
                Some(text) => out.push_str(&text),
                None => self
                    .missing(field, out)
                    .map_err(|failure| failure.within(&field.name))?,
            }
        }
        out.push('}');
        Ok(())
    }

    fn missing(&self, field: &Field, out: &mut String) -> Done {
        let text = field.default.as_deref();
        let text = text.ok_or_else(|| {
            Failure::new("It was not written, and the reader's schema gives no default.")
        })?;
        let bytes = default(self.reader, field.node, text)
            .ok_or_else(|| Failure::new("It was not written, and its default is no value."))?;
        let shown = decode_node(self.reader, field.node, &bytes, Style::Plain, out);
        shown
            .map(|_| ())
            .map_err(|fault| Failure::new(fault.message))
    }

    fn blocks(
        &mut self,
        [open, close]: [char; 2],
        out: &mut String,
        mut item: impl FnMut(&mut Self, &mut String) -> Done,
    ) -> Done {
        out.push(open);
        let mut first = true;
        loop {
            let count = self.input.block()?;
            if count == 0 {
                out.push(close);
                return Ok(());
            }
            for _ in 0..count {
                if !std::mem::take(&mut first) {
                    out.push(',');
                }
                let before = self.input.at;
                item(self, out)?;
                self.items += usize::from(before == self.input.at);
                if self.items > EMPTY_ITEMS {
                    return Err(Failure::new("There are more empty items than are shown."));
                }
            }
        }
    }

    /// Whether a reader's type may take what a writer's is: the same, or one that it is promoted to.
    fn may_read(&self, from: u32, to: u32, exact: bool) -> bool {
        use Primitive::{Bytes, Double, Float, Int, Long, String as Text};
        match (self.writer.node(from), self.reader.node(to)) {
            (Node::Record(written), Node::Record(read)) => read.own.read(&written.own),
            (Node::Enum(written), Node::Enum(read)) => read.own.read(&written.own),
            (Node::Fixed(size, _, own), Node::Fixed(other, _, names)) => {
                size == other && names.read(own)
            }
            (Node::Array(_), Node::Array(_)) | (Node::Map(_), Node::Map(_)) => true,
            (Node::Primitive(written, _), Node::Primitive(read, _)) => {
                written == read
                    || (!exact
                        && matches!(
                            (written, read),
                            (Int, Long | Float | Double)
                                | (Long, Float | Double)
                                | (Float, Double)
                                | (Text, Bytes)
                                | (Bytes, Text)
                        ))
            }
            _ => false,
        }
    }
}
