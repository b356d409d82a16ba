use std::collections::HashMap;

use super::token::short;
use super::{Data, Dialect, Document, Duplicate, Node, NodeId, StoredMember, Text};
use crate::diagnostic::Diagnostic;
use crate::position::Span;

/// After so many the reader gives up: a text with more is no JSON.
const MAX_DIAGNOSTICS: usize = 20;

/// Objects with fewer members are looked through, others get a hash map.
const SMALL: usize = 8;

pub(super) fn read(text: &str, dialect: Dialect) -> Result<Document, Vec<Diagnostic>> {
    if u32::try_from(text.len()).is_err() {
        let span = Span { start: 0, end: 0 };
        let message = "the text is larger than 4 GiB".to_owned();
        return Err(vec![Diagnostic { span, message }]);
    }
    let mut reader = Reader {
        text,
        at: 0,
        dialect,
        document: Document {
            text: text.into(),
            nodes: Vec::new(),
            items: Vec::new(),
            members: Vec::new(),
            unescaped: Vec::new(),
            duplicates: Vec::new(),
            root: NodeId(0),
        },
        open: Vec::new(),
        items: Vec::new(),
        members: Vec::new(),
        diagnostics: Vec::new(),
    };
    reader.run();
    if reader.diagnostics.is_empty() {
        Ok(reader.document)
    } else {
        Err(reader.diagnostics)
    }
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expect {
    Value,
    /// Just after `[`.
    ValueOrEnd,
    /// After `,` in an object.
    Name,
    /// Just after `{`.
    NameOrEnd,
    Colon,
    /// After a value.
    CommaOrEnd,
    /// After the outermost value.
    Nothing,
}

/// A container whose end has not come yet.
struct Open {
    node: NodeId,
    object: bool,
    /// Where its children begin among those that wait.
    waiting: usize,
}

pub(super) struct Reader<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) dialect: Dialect,
    pub(super) document: Document,
    open: Vec<Open>,
    /// Children of open arrays.
    items: Vec<NodeId>,
    /// Members of open objects; the last one's value may still be missing.
    members: Vec<StoredMember>,
    diagnostics: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn run(&mut self) {
        let mut expect = Expect::Value;
        while self.diagnostics.len() < MAX_DIAGNOSTICS {
            self.skip_space();
            let Some(byte) = self.peek() else {
                self.end(expect);
                return;
            };
            expect = match expect {
                Expect::Value | Expect::ValueOrEnd => {
                    self.value(byte, expect == Expect::ValueOrEnd)
                }
                Expect::Name | Expect::NameOrEnd => self.name(byte, expect == Expect::NameOrEnd),
                Expect::Colon => self.colon(byte),
                Expect::CommaOrEnd => self.comma(byte),
                Expect::Nothing => {
                    if !self.dialect.trailing {
                        self.report(self.at, self.text.len(), "the JSON ends before this");
                    }
                    return;
                }
            };
        }
    }

    fn value(&mut self, byte: u8, may_end: bool) -> Expect {
        let start = self.at;
        match byte {
            b'{' | b'[' => return self.open(byte == b'{'),
            b'"' => {
                let text = self.string();
                self.node(start, Data::String(text));
            }
            b'-' | b'0'..=b'9' => {
                self.number();
                self.node(start, Data::Number);
            }
            b']' if self.open.last().is_some_and(|open| !open.object) => {
                if !may_end {
                    self.report(start, start + 1, "expected a value after `,`, found `]`");
                }
                self.at += 1;
                return self.close();
            }
            b',' | b'}' | b']' if !self.open.is_empty() => {
                let message = format!("expected a value, found `{}`", char::from(byte));
                self.report(start, start + 1, &message);
                self.node(start, Data::Null);
            }
            _ => {
                let data = self.literal();
                self.node(start, data);
            }
        }
        self.after_value()
    }

    fn name(&mut self, byte: u8, may_end: bool) -> Expect {
        let start = self.at;
        match byte {
            b'"' => {
                let name = self.string();
                self.push_name(name, start);
                Expect::Colon
            }
            b'}' | b']' => {
                if byte == b']' {
                    self.report(start, start + 1, "expected a name or `}`, found `]`");
                } else if !may_end {
                    self.report(start, start + 1, "expected a name after `,`, found `}`");
                }
                self.at += 1;
                self.close()
            }
            b',' => {
                self.report(start, start + 1, "expected a name, found `,`");
                self.at += 1;
                Expect::Name
            }
            _ => {
                self.skip_word();
                let word = &self.text[start..self.at];
                let message = format!("a name stands in quotes: `\"{}\"`", short(word));
                self.report(start, self.at, &message);
                let name = Text::Plain(Span {
                    start,
                    end: self.at,
                });
                self.push_name(name, start);
                Expect::Colon
            }
        }
    }

    fn colon(&mut self, byte: u8) -> Expect {
        if byte == b':' {
            self.at += 1;
            return Expect::Value;
        }
        self.report(
            self.at,
            self.at + self.char_len(),
            "expected `:` after the name",
        );
        match byte {
            b',' | b'}' | b']' => {
                self.node(self.at, Data::Null);
                Expect::CommaOrEnd
            }
            _ => Expect::Value,
        }
    }

    fn comma(&mut self, byte: u8) -> Expect {
        let object = self.open.last().is_some_and(|open| open.object);
        let end = if object { '}' } else { ']' };
        match byte {
            b',' => {
                self.at += 1;
                return if object { Expect::Name } else { Expect::Value };
            }
            b'}' | b']' => {
                if char::from(byte) != end {
                    let message = format!("expected `,` or `{end}`, found `{}`", char::from(byte));
                    self.report(self.at, self.at + 1, &message);
                }
                self.at += 1;
                return self.close();
            }
            _ => {}
        }
        let message = format!("expected `,` or `{end}`");
        self.report(self.at, self.at + self.char_len(), &message);
        match byte {
            b'"' if object => Expect::Name,
            b'"' | b'{' | b'[' | b'-' | b'0'..=b'9' | b'a'..=b'z' if !object => Expect::Value,
            _ => {
                self.skip_word();
                Expect::CommaOrEnd
            }
        }
    }

    fn end(&mut self, expect: Expect) {
        if expect == Expect::Nothing {
            return;
        }
        match self.open.last() {
            None => self.report(
                self.at,
                self.at,
                "expected a value, found the end of the text",
            ),
            Some(open) => {
                let start = self.document.nodes[open.node.0 as usize].span.start;
                let message = if open.object {
                    "this `{` has no `}`"
                } else {
                    "this `[` has no `]`"
                };
                self.report(start, start + 1, message);
            }
        }
    }

    fn open(&mut self, object: bool) -> Expect {
        let start = self.at;
        if self.open.len() >= self.dialect.max_depth {
            let message = format!("nested more than {} levels deep", self.dialect.max_depth);
            self.report(start, start + 1, &message);
            // Nothing that follows could be told apart.
            self.at = self.text.len();
            self.open.clear();
            return Expect::Nothing;
        }
        self.at += 1;
        let node = self.node(start, Data::Null);
        let waiting = if object {
            self.members.len()
        } else {
            self.items.len()
        };
        self.open.push(Open {
            node,
            object,
            waiting,
        });
        if object {
            Expect::NameOrEnd
        } else {
            Expect::ValueOrEnd
        }
    }

    fn close(&mut self) -> Expect {
        if let Some(open) = self.open.pop() {
            let data = if open.object {
                let members = self.members.split_off(open.waiting);
                let members = self.without_duplicates(members);
                let start = self.document.members.len() as u32;
                let len = members.len() as u32;
                self.document.members.extend(members);
                Data::Object { start, len }
            } else {
                let start = self.document.items.len() as u32;
                let len = (self.items.len() - open.waiting) as u32;
                self.document.items.extend(self.items.drain(open.waiting..));
                Data::Array { start, len }
            };
            let node = &mut self.document.nodes[open.node.0 as usize];
            node.span.end = self.at;
            node.data = data;
        }
        self.after_value()
    }

    fn after_value(&self) -> Expect {
        if self.open.is_empty() {
            Expect::Nothing
        } else {
            Expect::CommaOrEnd
        }
    }

    /// As Jackson: a name keeps the place that it had first and has the value that it got last.
    fn without_duplicates(&mut self, members: Vec<StoredMember>) -> Vec<StoredMember> {
        let document = &mut self.document;
        let mut kept: Vec<StoredMember> = Vec::with_capacity(members.len());
        let mut places: HashMap<String, usize> = HashMap::new();
        let small = members.len() <= SMALL;
        for member in members {
            let name = document.str(member.name);
            let place = if small {
                kept.iter()
                    .position(|other| document.str(other.name) == name)
            } else {
                places.get(name).copied()
            };
            match place {
                Some(place) => {
                    document.duplicates.push(Duplicate {
                        shadowed: kept[place].name_span,
                        by: member.name_span,
                    });
                    kept[place] = member;
                }
                None => {
                    if !small {
                        places.insert(name.to_owned(), kept.len());
                    }
                    kept.push(member);
                }
            }
        }
        kept
    }

    /// Adds a value that ends here to the container that is open.
    fn node(&mut self, start: usize, data: Data) -> NodeId {
        let id = NodeId(self.document.nodes.len() as u32);
        let span = Span {
            start,
            end: self.at,
        };
        self.document.nodes.push(Node { span, data });
        match self.open.last() {
            None => self.document.root = id,
            Some(open) if open.object => {
                if let Some(member) = self.members.last_mut() {
                    member.value = id;
                }
            }
            Some(_) => self.items.push(id),
        }
        id
    }

    fn push_name(&mut self, name: Text, start: usize) {
        self.members.push(StoredMember {
            name,
            name_span: Span {
                start,
                end: self.at,
            },
            value: NodeId(0),
        });
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub(super) fn char_len(&self) -> usize {
        self.text[self.at..]
            .chars()
            .next()
            .map_or(0, char::len_utf8)
    }

    pub(super) fn report(&mut self, start: usize, end: usize, message: &str) {
        self.diagnostics.push(Diagnostic {
            span: Span { start, end },
            message: message.to_owned(),
        });
    }
}
