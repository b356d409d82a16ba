use super::{Parsed, Parser, clipped};
use crate::position::Span;
use crate::protobuf::field_kind::Means;
use crate::protobuf::token::Kind;
use crate::protobuf::tree::{
    Constant, Declared, Extensions, Field, FieldType, Group, Label, Last, Name, OneOf, Range,
    Reserved, ReservedValue, TypeName,
};

pub(super) enum Member {
    Field(Field),
    Group(Group),
}

/// What stands in a message and in an enum.
impl Parser<'_> {
    pub(super) fn message_statement(&mut self, message: usize) -> Parsed {
        let token = self.tokens.peek();
        if token.kind != Kind::Word {
            return self.unexpected("a field or another statement of a message");
        }
        match self.tokens.text(token) {
            "message" => self.message(Some(message))?,
            "enum" => {
                let id = self.enumeration(Some(message))?;
                self.file.messages[message].types.push(Declared::Enum(id));
            }
            "extend" => {
                let extend = self.extend()?;
                self.file.messages[message].extends.push(extend);
            }
            "option" => {
                let option = self.option_statement()?;
                self.file.messages[message].options.push(option);
            }
            "oneof" => {
                let oneof = self.oneof()?;
                self.file.messages[message].oneofs.push(oneof);
            }
            "reserved" => {
                let reserved = self.reserved()?;
                self.file.messages[message].reserved.push(reserved);
            }
            "extensions" => {
                let extensions = self.extensions()?;
                self.file.messages[message].extensions.push(extensions);
            }
            _ => match self.member(false)? {
                Member::Field(field) => self.file.messages[message].fields.push(field),
                Member::Group(group) => self.file.messages[message].groups.push(group),
            },
        }
        Ok(())
    }

    fn oneof(&mut self) -> Parsed<OneOf> {
        let start = self.tokens.next().span.start;
        let name = self.word("the name of a oneof")?;
        let mut made = OneOf {
            at: name.span,
            name,
            fields: Vec::new(),
            groups: Vec::new(),
            options: Vec::new(),
        };
        self.symbol('{')?;
        let name = made.name.clone();
        self.block("oneof", &name, |parser, token| {
            if parser.tokens.text(token) == "option" {
                made.options.push(parser.option_statement()?);
                return Ok(());
            }
            match parser.member(true)? {
                Member::Field(field) => made.fields.push(field),
                Member::Group(group) => made.groups.push(group),
            }
            Ok(())
        });
        made.at = self.since(start);
        Ok(made)
    }

    /// A field or a group.
    pub(super) fn member(&mut self, in_oneof: bool) -> Parsed<Member> {
        let first = self.tokens.peek();
        let label = match self.tokens.text(first) {
            "optional" => Some(Label::Optional),
            "required" => Some(Label::Required),
            "repeated" => Some(Label::Repeated),
            _ => None,
        };
        let syntax = self.file.syntax.as_ref();
        let proto3 = syntax.is_some_and(|syntax| syntax.text != "proto2");
        let label = label.map(|label| (label, first.span));
        if let Some((label, span)) = label {
            self.tokens.next();
            if in_oneof {
                self.tell(span, "A field of a oneof has no label.".to_owned());
            } else if proto3 && label == Label::Required {
                self.tell(span, "proto3 has no `required`.".to_owned());
            }
        }
        let token = self.tokens.peek();
        let kind = self.word("a type")?;
        if kind.text == "group" && self.tokens.peek().kind == Kind::Word {
            return Ok(Member::Group(self.group(first.span.start, label)?));
        }
        let kind = if kind.text == "map" && self.tokens.peek().kind == Kind::Symbol('<') {
            if label.is_some() {
                self.tell(token.span, "A map has no label.".to_owned());
            }
            self.symbol('<')?;
            let key = self.word("the type of the map's keys")?;
            self.symbol(',')?;
            let value = self.word("the type of the map's values")?;
            let end = self.symbol('>')?;
            let mut span = token.span;
            span.end = end.span.end;
            FieldType::Map {
                key: type_name(key),
                value: type_name(value),
                span,
            }
        } else {
            FieldType::Named(type_name(kind))
        };
        if let FieldType::Named(kind) = &kind
            && label.is_none()
            && !proto3
            && !in_oneof
        {
            let message = format!(
                "proto2 wants `optional`, `required` or `repeated` before `{}`; for proto3 begin the file with `syntax = \"proto3\";`.",
                clipped(&kind.name.text)
            );
            self.tell(kind.name.span, message);
        }
        let name = self.word("the name of a field")?;
        self.symbol('=')?;
        let number = self.number("the number of the field")?;
        let options = self.bracketed_options()?;
        self.semicolon()?;
        Ok(Member::Field(Field {
            label,
            kind,
            name,
            number,
            options,
            at: self.since(first.span.start),
        }))
    }

    fn group(&mut self, start: usize, label: Option<(Label, Span)>) -> Parsed<Group> {
        let name = self.word("the name of a group")?;
        self.symbol('=')?;
        let number = self.number("the number of the group")?;
        self.bracketed_options()?;
        self.symbol('{')?;
        let mut fields = Vec::new();
        let what = name.clone();
        self.block("group", &what, |parser, _| {
            match parser.member(false)? {
                Member::Field(field) => fields.push(field),
                Member::Group(group) => {
                    parser.tell(
                        group.name.span,
                        "Schema Registry reads no group within a group.".to_owned(),
                    );
                }
            }
            Ok(())
        });
        Ok(Group {
            label,
            name,
            number,
            fields,
            at: self.since(start),
        })
    }

    pub(super) fn constant(&mut self) -> Parsed<Constant> {
        let name = self.word("the name of a constant")?;
        self.symbol('=')?;
        let number = self.number("the number of the constant")?;
        let options = self.bracketed_options()?;
        self.semicolon()?;
        Ok(Constant {
            name,
            number,
            options,
        })
    }

    pub(super) fn reserved(&mut self) -> Parsed<Reserved> {
        self.tokens.next();
        let mut values = Vec::new();
        loop {
            if self.tokens.peek().kind == Kind::Text {
                values.push(ReservedValue::Name(self.string("a name")?.text));
            } else {
                values.push(ReservedValue::Range(self.range()?));
            }
            if !self.takes(',') {
                break;
            }
        }
        self.semicolon()?;
        Ok(Reserved { values })
    }

    fn extensions(&mut self) -> Parsed<Extensions> {
        self.tokens.next();
        let mut ranges = vec![self.range()?];
        while self.takes(',') {
            ranges.push(self.range()?);
        }
        let options = self.bracketed_options()?;
        self.semicolon()?;
        Ok(Extensions { ranges, options })
    }

    fn range(&mut self) -> Parsed<Range> {
        let first = self.number("a number, a range or a name in quotes")?.value;
        let token = self.tokens.peek();
        if self.tokens.text(token) != "to" {
            let last = Last::Number(first);
            return Ok(Range { first, last });
        }
        self.tokens.next();
        let token = self.tokens.peek();
        if self.tokens.text(token) == "max" {
            self.tokens.next();
            let last = Last::Max;
            return Ok(Range { first, last });
        }
        let last = Last::Number(self.number("a number or `max`")?.value);
        Ok(Range { first, last })
    }
}

/// A type of which is not yet known what it means.
fn type_name(name: Name) -> TypeName {
    TypeName {
        name,
        means: Means::Nothing,
    }
}
