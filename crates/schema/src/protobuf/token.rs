use crate::position::Span;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, digits, `_`, `-` and `.`: names, dotted names and numbers.
    Word,
    /// With its quotes.
    Text,
    Symbol(char),
    /// A string or a comment that does not end.
    Open,
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) span: Span,
}

/// Cuts a text into words, one ahead.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    ahead: Token,
    /// Where the last token that was taken ends.
    before: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut tokens = Self {
            text,
            at: if text.starts_with('\u{feff}') { 3 } else { 0 },
            ahead: Token {
                kind: Kind::End,
                span: Span::default(),
            },
            before: 0,
        };
        tokens.ahead = tokens.cut();
        tokens
    }

    pub(super) fn peek(&self) -> Token {
        self.ahead
    }

    pub(super) fn next(&mut self) -> Token {
        let token = self.ahead;
        if token.kind != Kind::End {
            self.before = token.span.end;
            self.ahead = self.cut();
        }
        token
    }

    pub(super) fn text(&self, token: Token) -> &'a str {
        &self.text[token.span.start..token.span.end]
    }

    /// The place right behind what was taken last.
    pub(super) fn behind(&self) -> Span {
        Span {
            start: self.before,
            end: self.before,
        }
    }

    /// Whether the next token stands on a later line than the last one.
    pub(super) fn on_new_line(&self) -> bool {
        self.text[self.before..self.ahead.span.start].contains(['\n', '\r'])
    }

    fn cut(&mut self) -> Token {
        let bytes = self.text.as_bytes();
        if let Some(open) = self.skip_blanks() {
            return open;
        }
        let start = self.at;
        let Some(first) = self.text[start..].chars().next() else {
            return self.token(Kind::End, start, start);
        };
        if is_word(first as u32) {
            let mut end = start;
            while let Some(byte) = bytes.get(end) {
                // The sign of an exponent, as in `1e+5`.
                let sign = *byte == b'+'
                    && end > start
                    && matches!(bytes[end - 1], b'e' | b'E')
                    && bytes[start].is_ascii_digit();
                if !sign && !is_word(u32::from(*byte)) {
                    break;
                }
                end += 1;
            }
            return self.token(Kind::Word, start, end);
        }
        if first == '"' || first == '\'' {
            let mut end = start + 1;
            while let Some(byte) = bytes.get(end) {
                match byte {
                    b'\\' => end += 2,
                    b'\n' | b'\r' => break,
                    byte if *byte == first as u8 => return self.token(Kind::Text, start, end + 1),
                    _ => end += 1,
                }
            }
            // A backslash may have skipped into the middle of a character, or past the end.
            let end = (end..self.text.len())
                .find(|at| self.text.is_char_boundary(*at))
                .unwrap_or(self.text.len());
            return self.token(Kind::Open, start, end);
        }
        self.token(Kind::Symbol(first), start, start + first.len_utf8())
    }

    /// Skips white space and comments; an answer is a comment that does not end.
    fn skip_blanks(&mut self) -> Option<Token> {
        loop {
            let rest = &self.text[self.at..];
            let blank = rest.len() - rest.trim_start().len();
            self.at += blank;
            let rest = &rest[blank..];
            if rest.starts_with("//") {
                self.at += rest.find(['\n', '\r']).unwrap_or(rest.len());
            } else if let Some(comment) = rest.strip_prefix("/*") {
                let Some(length) = comment.find("*/") else {
                    return Some(self.token(Kind::Open, self.at, self.text.len()));
                };
                self.at += length + 4;
            } else {
                return None;
            }
        }
    }

    fn token(&mut self, kind: Kind, start: usize, end: usize) -> Token {
        self.at = end;
        Token {
            kind,
            span: Span { start, end },
        }
    }
}

fn is_word(character: u32) -> bool {
    char::from_u32(character).is_some_and(|character| {
        character.is_ascii_alphanumeric() || matches!(character, '_' | '-' | '.')
    })
}
