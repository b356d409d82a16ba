use super::{Broken, Parsed, Parser, clipped};
use crate::position::Span;
use crate::protobuf::token::{Kind, Token};
use crate::protobuf::tree::{Name, Number};

/// What a statement is made of.
impl Parser<'_> {
    /// A name or a dotted name.
    pub(super) fn word(&mut self, what: &str) -> Parsed<Name> {
        let token = self.tokens.peek();
        let begins_well = self
            .tokens
            .text(token)
            .starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '_' | '.'));
        if token.kind != Kind::Word || !begins_well {
            return self.unexpected(what);
        }
        self.tokens.next();
        Ok(self.name(token))
    }

    /// Strings, one after another are one; without quotes, escapes as they are.
    pub(super) fn string(&mut self, what: &str) -> Parsed<Name> {
        let first = self.tokens.peek();
        if first.kind != Kind::Text {
            return self.unexpected(what);
        }
        let mut text = String::new();
        let mut span = first.span;
        while self.tokens.peek().kind == Kind::Text {
            let token = self.tokens.next();
            let quoted = self.tokens.text(token);
            text.push_str(&quoted[1..quoted.len() - 1]);
            span.end = token.span.end;
        }
        Ok(Name { text, span })
    }

    pub(super) fn symbol(&mut self, symbol: char) -> Parsed<Token> {
        if self.tokens.peek().kind == Kind::Symbol(symbol) {
            Ok(self.tokens.next())
        } else {
            self.unexpected(&format!("`{symbol}`"))
        }
    }

    pub(super) fn takes(&mut self, symbol: char) -> bool {
        let there = self.tokens.peek().kind == Kind::Symbol(symbol);
        if there {
            self.tokens.next();
        }
        there
    }

    /// Where it is missing at the end of a line, the next line is taken as a new statement.
    pub(super) fn semicolon(&mut self) -> Parsed {
        if self.takes(';') {
            return Ok(());
        }
        let next = self.tokens.peek();
        if self.tokens.on_new_line() || matches!(next.kind, Kind::End | Kind::Symbol('}')) {
            let behind = self.tokens.behind();
            self.tell(behind, "A `;` is missing here.".to_owned());
            return Ok(());
        }
        self.unexpected("`;`")
    }

    /// A whole number of 32 bits, decimal or `0x…`.
    pub(super) fn number(&mut self, what: &str) -> Parsed<Number> {
        let token = self.tokens.peek();
        let text = self.tokens.text(token);
        let value = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => i32::from_str_radix(digits, 16),
            None => text.parse(),
        };
        match value {
            Ok(value) if token.kind == Kind::Word => {
                self.tokens.next();
                Ok(Number {
                    value,
                    span: token.span,
                })
            }
            _ => self.unexpected(what),
        }
    }

    /// From a byte to the end of the last token that was taken.
    pub(super) fn since(&self, start: usize) -> Span {
        let end = self.tokens.behind().start;
        Span { start, end }
    }

    pub(super) fn name(&self, token: Token) -> Name {
        Name {
            text: self.tokens.text(token).to_owned(),
            span: token.span,
        }
    }

    pub(super) fn unexpected<T>(&mut self, what: &str) -> Parsed<T> {
        let token = self.tokens.peek();
        let message = match token.kind {
            Kind::End => format!("Expected {what}, found the end of the text."),
            Kind::Open if self.tokens.text(token).starts_with('/') => {
                "This comment is not closed.".to_owned()
            }
            Kind::Open => "This string is not closed.".to_owned(),
            _ => format!(
                "Expected {what}, found `{}`.",
                clipped(self.tokens.text(token))
            ),
        };
        // Of what goes on to the end of the text, its beginning is enough.
        let end = if token.kind == Kind::Open {
            token.span.start + 1
        } else {
            token.span.end
        };
        let start = token.span.start;
        self.tell(Span { start, end }, message);
        Err(Broken)
    }

    /// Skips to behind the brace that closes the one just taken.
    pub(super) fn skip_block(&mut self) {
        let mut depth = 1_usize;
        while depth > 0 {
            match self.tokens.next().kind {
                Kind::End => return,
                Kind::Symbol('{') => depth += 1,
                Kind::Symbol('}') => depth -= 1,
                _ => {}
            }
        }
    }
}
