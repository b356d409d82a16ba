//! The tokens of a JSON text, one by one, checked against the grammar of RFC 8259. It keeps its own
//! stack, so no depth of nesting can exhaust the thread's.

use crate::span::SpanKind;

/// A reader of tokens.
#[derive(Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    /// The containers that are open: whether each is an object.
    open: Vec<bool>,
    next: Next,
}

/// A piece of the text: bytes `start..end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Open,
    Close,
    Key,
    String,
    Number,
    Literal,
    Colon,
    Comma,
}

/// Why there is no next token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The byte where the text is wrong.
    pub(crate) at: usize,
    pub(crate) message: &'static str,
    /// Nothing is wrong but that the text ends.
    pub(crate) at_end: bool,
}

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    ValueOrClose,
    Key,
    KeyOrClose,
    Colon,
    CommaOrClose,
    Nothing,
}

impl TokenKind {
    pub(crate) fn span(self) -> SpanKind {
        match self {
            Self::Key => SpanKind::Key,
            Self::String => SpanKind::String,
            Self::Number => SpanKind::Number,
            Self::Literal => SpanKind::Literal,
            Self::Open | Self::Close | Self::Colon | Self::Comma => SpanKind::Punctuation,
        }
    }
}

impl<'a> Reader<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            open: vec![],
            next: Next::Value,
        }
    }

    /// How many containers are open.
    pub(crate) fn depth(&self) -> usize {
        self.open.len()
    }

    /// What a string would be here.
    pub(crate) fn string_kind(&self) -> TokenKind {
        match self.next {
            Next::Key | Next::KeyOrClose => TokenKind::Key,
            _ => TokenKind::String,
        }
    }

    /// The next token, `None` at the end of a text that is JSON.
    pub(crate) fn next(&mut self) -> Result<Option<Token>, Fault> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
        let start = self.at;
        let Some(&byte) = self.bytes.get(start) else {
            return match self.next {
                Next::Nothing => Ok(None),
                _ => Err(self.end_fault()),
            };
        };
        let kind = match (self.next, byte) {
            (Next::Nothing, _) => return Err(self.fault("expected nothing after the value")),
            (Next::Colon, b':') => {
                self.at += 1;
                self.next = Next::Value;
                TokenKind::Colon
            }
            (Next::Colon, _) => return Err(self.fault("expected a colon after the name")),
            (Next::CommaOrClose, b',') => {
                self.at += 1;
                self.next = if self.in_object() {
                    Next::Key
                } else {
                    Next::Value
                };
                TokenKind::Comma
            }
            (Next::CommaOrClose | Next::KeyOrClose, b'}') if self.in_object() => self.close(),
            (Next::CommaOrClose | Next::ValueOrClose, b']') if !self.in_object() => self.close(),
            (Next::CommaOrClose, _) if self.in_object() => {
                return Err(self.fault("expected a comma or }"));
            }
            (Next::CommaOrClose, _) => return Err(self.fault("expected a comma or ]")),
            (Next::Key | Next::KeyOrClose, b'"') => {
                self.string()?;
                self.next = Next::Colon;
                TokenKind::Key
            }
            (Next::Key, b'}') => return Err(self.fault("expected a name after the comma")),
            (Next::Key | Next::KeyOrClose, _) => {
                return Err(self.fault("expected a name in double quotes"));
            }
            (Next::Value | Next::ValueOrClose, _) => self.value(byte)?,
        };
        Ok(Some(Token {
            kind,
            start,
            end: self.at,
        }))
    }

    fn value(&mut self, byte: u8) -> Result<TokenKind, Fault> {
        let kind = match byte {
            b'{' | b'[' => {
                self.at += 1;
                let object = byte == b'{';
                self.open.push(object);
                self.next = if object {
                    Next::KeyOrClose
                } else {
                    Next::ValueOrClose
                };
                return Ok(TokenKind::Open);
            }
            b'"' => {
                self.string()?;
                TokenKind::String
            }
            b'-' | b'0'..=b'9' => {
                self.number()?;
                TokenKind::Number
            }
            b't' => self.literal(b"true")?,
            b'f' => self.literal(b"false")?,
            b'n' => self.literal(b"null")?,
            b']' if !self.open.is_empty() && !self.in_object() => {
                return Err(self.fault("expected a value after the comma"));
            }
            _ => return Err(self.fault("expected a value")),
        };
        self.next = self.after_value();
        Ok(kind)
    }

    fn close(&mut self) -> TokenKind {
        self.at += 1;
        self.open.pop();
        self.next = self.after_value();
        TokenKind::Close
    }

    fn after_value(&self) -> Next {
        if self.open.is_empty() {
            Next::Nothing
        } else {
            Next::CommaOrClose
        }
    }

    fn in_object(&self) -> bool {
        self.open.last() == Some(&true)
    }

    fn string(&mut self) -> Result<(), Fault> {
        let start = self.at;
        self.at += 1;
        loop {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let plain = rest
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20))
                .unwrap_or(rest.len());
            self.at += plain;
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.escape(start)?,
                Some(b'\n' | b'\r') => {
                    return Err(self.fault("a line break in a string must be written as \\n"));
                }
                Some(_) => {
                    return Err(self.fault("a control character in a string must be escaped"));
                }
                None => return Err(unclosed_string(start)),
            }
        }
    }

    fn escape(&mut self, string: usize) -> Result<(), Fault> {
        match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 2..).unwrap_or_default();
                let hex = digits
                    .iter()
                    .take(4)
                    .take_while(|byte| byte.is_ascii_hexdigit())
                    .count();
                if hex == 4 {
                    self.at += 6;
                } else if hex == digits.len() {
                    return Err(unclosed_string(string));
                } else {
                    return Err(self.fault("\\u takes four hexadecimal digits"));
                }
            }
            Some(_) => return Err(self.fault("JSON has no such escape")),
            None => return Err(unclosed_string(string)),
        }
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
            if let Some(b'0'..=b'9') = self.bytes.get(self.at) {
                return Err(self.fault("a number may not begin with 0"));
            }
        } else {
            self.digits()?;
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.bytes.get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.bytes.get(self.at) {
            self.at += 1;
        }
        if self.at > start {
            Ok(())
        } else {
            Err(self.fault("expected a digit"))
        }
    }

    fn literal(&mut self, literal: &[u8]) -> Result<TokenKind, Fault> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if rest.starts_with(literal) {
            self.at += literal.len();
            Ok(TokenKind::Literal)
        } else {
            Err(Fault {
                at: self.at,
                message: "expected a value",
                at_end: literal.starts_with(rest),
            })
        }
    }

    fn fault(&self, message: &'static str) -> Fault {
        Fault {
            at: self.at,
            message,
            at_end: self.at >= self.bytes.len(),
        }
    }

    fn end_fault(&self) -> Fault {
        self.fault(match self.next {
            Next::Nothing | Next::Value => "expected a value",
            Next::Colon => "expected a colon after the name",
            Next::Key => "expected a name after the comma",
            Next::ValueOrClose | Next::KeyOrClose | Next::CommaOrClose if self.in_object() => {
                "the object is not closed"
            }
            Next::ValueOrClose | Next::KeyOrClose | Next::CommaOrClose => "the array is not closed",
        })
    }
}

fn unclosed_string(start: usize) -> Fault {
    Fault {
        at: start,
        message: "the string is not closed",
        at_end: true,
    }
}
