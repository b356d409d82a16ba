use std::collections::HashSet;

use super::model::{Field, Link, Named, Order, Record, Schema, Shape, TypeId};
use super::normal::push_normal;
use super::property::{FIELD_RESERVED, push_default, push_value, reserved};
use crate::json_text::{Value, push_string};

/// The text that a registry stores: Avro's `Schema.toString`, without spaces. What the references define at their
/// outermost stays a name.
pub fn stored(schema: &Schema) -> String {
    write(
        schema,
        false,
        schema.referenced.iter().map(String::as_str).collect(),
    )
}

/// The text that a registry stores with `normalize=true`: as [`stored`], with aliases and properties in the order of
/// their names, `logicalType` before other properties, and defaults as values of their types.
pub fn normalized(schema: &Schema) -> String {
    write(
        schema,
        true,
        schema.referenced.iter().map(String::as_str).collect(),
    )
}

/// Avro's `Schema.toString` of one type, with all that it holds.
pub(super) fn whole(schema: &Schema, id: TypeId) -> String {
    let mut writer = Writer::new(schema, false, HashSet::new());
    writer.run(id);
    writer.out
}

fn write(schema: &Schema, normal: bool, known: HashSet<&str>) -> String {
    let mut writer = Writer::new(schema, normal, known);
    writer.run(schema.root.to);
    writer.out
}

struct Writer<'s> {
    schema: &'s Schema,
    /// Whether aliases and properties are put in order, and defaults made values of their types.
    normal: bool,
    /// Full names that are written as names from now on.
    known: HashSet<&'s str>,
    out: String,
    pieces: Vec<Piece<'s>>,
}

/// What is still to be written.
enum Piece<'s> {
    Text(&'static str),
    /// A type, inside a namespace.
    Type(TypeId, Option<&'s str>),
    FieldStart(&'s Field),
    /// What comes after the type of a field of a record in this document.
    FieldEnd(u32, &'s Field),
    /// The properties and aliases of a type, and its `}`.
    End(TypeId),
}

impl<'s> Writer<'s> {
    fn new(schema: &'s Schema, normal: bool, known: HashSet<&'s str>) -> Self {
        Self {
            schema,
            normal,
            known,
            out: String::new(),
            pieces: Vec::new(),
        }
    }

    fn run(&mut self, id: TypeId) {
        self.pieces.push(Piece::Type(id, None));
        while let Some(piece) = self.pieces.pop() {
            match piece {
                Piece::Text(text) => self.out.push_str(text),
                Piece::Type(id, space) => self.one(id, space),
                Piece::FieldStart(field) => {
                    self.out.push_str("{\"name\":");
                    push_string(&mut self.out, &field.name);
                    self.out.push_str(",\"type\":");
                }
                Piece::FieldEnd(document, field) => self.field_end(document, field),
                Piece::End(id) => self.end(id),
            }
        }
    }

    fn one(&mut self, id: TypeId, space: Option<&'s str>) {
        let one = self.schema.get(id);
        if let Some(named) = one.shape.named()
            && !self.known.insert(&named.name.full)
        {
            push_string(&mut self.out, named.name.qualified(space));
            return;
        }
        match &one.shape {
            Shape::Primitive(primitive) => {
                let bare = self
                    .properties(one.value(self.schema), reserved(&one.shape))
                    .is_empty();
                if bare {
                    push_string(&mut self.out, primitive.name());
                } else {
                    self.start(primitive.name());
                    self.pieces.push(Piece::End(id));
                }
            }
            Shape::Array(link) => self.container(id, "array", "items", *link, space),
            Shape::Map(link) => self.container(id, "map", "values", *link, space),
            Shape::Union(links) => {
                self.out.push('[');
                self.pieces.push(Piece::Text("]"));
                for (at, link) in links.iter().enumerate().rev() {
                    self.pieces.push(Piece::Type(link.to, space));
                    if at > 0 {
                        self.pieces.push(Piece::Text(","));
                    }
                }
            }
            Shape::Record(record) => self.record(id, record, space),
            Shape::Enum(of) => {
                self.start("enum");
                self.name(id, &of.named, space);
                self.out.push_str(",\"symbols\":[");
                self.strings(of.symbols.iter().map(String::as_str));
                self.out.push(']');
                if let Some(default) = &of.default {
                    self.out.push_str(",\"default\":");
                    push_string(&mut self.out, default);
                }
                self.pieces.push(Piece::End(id));
            }
            Shape::Fixed(fixed) => {
                self.start("fixed");
                self.name(id, &fixed.named, space);
                self.out.push_str(",\"size\":");
                self.out.push_str(&fixed.size.to_string());
                self.pieces.push(Piece::End(id));
            }
            Shape::Unresolved(name) => push_string(&mut self.out, name),
        }
    }

    fn start(&mut self, kind: &str) {
        self.out.push_str("{\"type\":");
        push_string(&mut self.out, kind);
    }

    fn container(&mut self, id: TypeId, kind: &str, key: &str, link: Link, space: Option<&'s str>) {
        self.start(kind);
        self.out.push(',');
        push_string(&mut self.out, key);
        self.out.push(':');
        self.pieces.push(Piece::End(id));
        self.pieces.push(Piece::Type(link.to, space));
    }

    fn record(&mut self, id: TypeId, record: &'s Record, space: Option<&'s str>) {
        self.start(if record.error { "error" } else { "record" });
        self.name(id, &record.named, space);
        self.out.push_str(",\"fields\":[");
        self.pieces.push(Piece::End(id));
        self.pieces.push(Piece::Text("]"));
        let inside = record.named.name.space.as_deref();
        let document = self.schema.get(id).document;
        for (at, field) in record.fields.iter().enumerate().rev() {
            self.pieces.push(Piece::FieldEnd(document, field));
            self.pieces.push(Piece::Type(field.link.to, inside));
            self.pieces.push(Piece::FieldStart(field));
            if at > 0 {
                self.pieces.push(Piece::Text(","));
            }
        }
    }

    /// The name, the namespace where it is not the one around, and the documentation.
    fn name(&mut self, id: TypeId, named: &Named, space: Option<&str>) {
        self.out.push_str(",\"name\":");
        push_string(&mut self.out, &named.name.simple);
        let own = named.name.space.as_deref();
        if own != space {
            self.out.push_str(",\"namespace\":");
            push_string(&mut self.out, own.unwrap_or_default());
        }
        self.doc(self.schema.get(id).value(self.schema));
    }

    fn doc(&mut self, value: Option<Value<'_>>) {
        let doc = value
            .and_then(|value| value.get("doc"))
            .and_then(Value::as_str);
        if let Some(doc) = doc {
            self.out.push_str(",\"doc\":");
            push_string(&mut self.out, doc);
        }
    }

    fn field_end(&mut self, document: u32, field: &Field) {
        let value = self.schema.value(document, field.node);
        self.doc(Some(value));
        if let Some(default) = field.default {
            self.out.push_str(",\"default\":");
            let document = value.document();
            if self.normal {
                push_normal(&mut self.out, self.schema, field.link.to, document, default);
            } else {
                push_default(&mut self.out, document, default);
            }
        }
        match field.order {
            Order::Ascending => {}
            Order::Descending => self.out.push_str(",\"order\":\"descending\""),
            Order::Ignore => self.out.push_str(",\"order\":\"ignore\""),
        }
        self.aliases(field.aliases.iter().map(String::as_str).collect());
        self.push_properties(Some(value), &FIELD_RESERVED);
        self.out.push('}');
    }

    fn end(&mut self, id: TypeId) {
        let one = self.schema.get(id);
        self.push_properties(one.value(self.schema), reserved(&one.shape));
        if let Some(named) = one.shape.named() {
            let space = named.name.space.as_deref();
            self.aliases(
                named
                    .aliases
                    .iter()
                    .map(|alias| alias.qualified(space))
                    .collect(),
            );
        }
        self.out.push('}');
    }

    fn aliases(&mut self, mut aliases: Vec<&str>) {
        if aliases.is_empty() {
            return;
        }
        if self.normal {
            aliases.sort_unstable();
        }
        self.out.push_str(",\"aliases\":[");
        self.strings(aliases.into_iter());
        self.out.push(']');
    }

    fn strings<'a>(&mut self, strings: impl Iterator<Item = &'a str>) {
        for (at, string) in strings.enumerate() {
            if at > 0 {
                self.out.push(',');
            }
            push_string(&mut self.out, string);
        }
    }

    fn push_properties(&mut self, value: Option<Value<'_>>, reserved: &[&str]) {
        for (name, value) in self.properties(value, reserved) {
            self.out.push(',');
            push_string(&mut self.out, name);
            self.out.push(':');
            push_value(&mut self.out, value);
        }
    }

    fn properties<'v>(
        &self,
        value: Option<Value<'v>>,
        reserved: &[&str],
    ) -> Vec<(&'v str, Value<'v>)> {
        let members = value.and_then(Value::as_object).into_iter().flatten();
        let members = members.filter(|member| !reserved.contains(&member.name));
        let mut properties: Vec<_> = members.map(|member| (member.name, member.value)).collect();
        if self.normal {
            properties.sort_by_key(|(name, _)| (*name != "logicalType", *name));
        }
        properties
    }
}
