use super::{Parsed, Parser};
use crate::protobuf::token::Kind;
use crate::protobuf::tree::{Setting, Value};

/// How deep a value may be nested.
const DEEPEST: usize = 100;

/// Options and their values.
impl Parser<'_> {
    /// `option name = value;`
    pub(super) fn option_statement(&mut self) -> Parsed<Setting> {
        let start = self.tokens.next().span.start;
        let mut option = self.option()?;
        self.semicolon()?;
        option.at = self.since(start);
        Ok(option)
    }

    /// `[name = value, …]` where it stands.
    pub(super) fn bracketed_options(&mut self) -> Parsed<Vec<Setting>> {
        let mut options = Vec::new();
        if !self.takes('[') {
            return Ok(options);
        }
        if self.takes(']') {
            return Ok(options);
        }
        loop {
            options.push(self.option()?);
            if !self.takes(',') {
                break;
            }
        }
        self.symbol(']')?;
        Ok(options)
    }

    fn option(&mut self) -> Parsed<Setting> {
        let start = self.tokens.peek().span.start;
        let mut name = String::new();
        loop {
            match self.tokens.peek().kind {
                Kind::Symbol('(') => {
                    self.tokens.next();
                    let inner = self.word("the name of an extension")?;
                    self.symbol(')')?;
                    name.push('(');
                    name.push_str(&inner.text);
                    name.push(')');
                }
                Kind::Word => {
                    let word = self.word("the name of an option")?;
                    name.push_str(&word.text);
                }
                _ => break,
            }
        }
        if name.is_empty() {
            return self.unexpected("the name of an option");
        }
        self.symbol('=')?;
        let value = self.value(0)?;
        let at = self.since(start);
        Ok(Setting { name, value, at })
    }

    fn value(&mut self, depth: usize) -> Parsed<Value> {
        if depth > DEEPEST {
            return self.unexpected("a value nested less deep");
        }
        match self.tokens.peek().kind {
            Kind::Text => Ok(Value::Text(self.string("a value")?.text)),
            Kind::Word => {
                let token = self.tokens.next();
                Ok(Value::Word(self.tokens.text(token).to_owned()))
            }
            Kind::Symbol('{') => self.map('}', depth),
            Kind::Symbol('<') => self.map('>', depth),
            Kind::Symbol('[') => self.list(depth),
            _ => self.unexpected("a value"),
        }
    }

    fn list(&mut self, depth: usize) -> Parsed<Value> {
        self.tokens.next();
        let mut values = Vec::new();
        while !self.takes(']') {
            values.push(self.value(depth + 1)?);
            if !self.takes(',') {
                self.symbol(']')?;
                break;
            }
        }
        Ok(Value::List(values))
    }

    /// The text format's message: `{ name: value, other { … } [extension]: value }`.
    fn map(&mut self, end: char, depth: usize) -> Parsed<Value> {
        self.tokens.next();
        let mut entries = Vec::new();
        while !self.takes(end) {
            let key = if self.takes('[') {
                let mut key = self.word("the name of an extension")?.text;
                if self.takes('/') {
                    key = format!("{key}/{}", self.word("a type")?.text);
                }
                self.symbol(']')?;
                format!("[{key}]")
            } else {
                self.word("the name of a field")?.text
            };
            let separated = self.takes(':');
            if !separated && !matches!(self.tokens.peek().kind, Kind::Symbol('{' | '<')) {
                return self.unexpected("`:`");
            }
            entries.push((key, self.value(depth + 1)?));
            if !self.takes(',') {
                self.takes(';');
            }
        }
        Ok(Value::Map(entries))
    }
}
