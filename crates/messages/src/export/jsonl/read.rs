//! Reading a line of JSON as a record.

use crate::export::{LineProblem, Outgoing};
use crate::json::{self, Reader, Token, TokenKind};

/// Reads a line that [`write_jsonl`](crate::write_jsonl) wrote, or a person. What is written comes
/// back byte for byte; besides,
///
/// - a key, a value or a header's value may be any JSON: a string is its text, `null` is null,
///   `{"base64":"…"}` alone in an object are bytes, and all else is its source text as it is written
///   without the white space between its tokens (so no digit is lost),
/// - `headers` may be an object of names and values,
/// - `timestamp` may be a text such as `"2025-11-24T16:00:00Z"`,
/// - all but `value` may be left out; `offset`, `timestampType` and `topic` are passed over.
///
/// A field of any other name is a problem, since it might be a misspelt one, and so is a line
/// without `value`, since it would be a tombstone.
pub fn read_jsonl(line: &[u8]) -> Result<Outgoing, LineProblem> {
    let text = str::from_utf8(line).map_err(|error| {
        let before = String::from_utf8_lossy(&line[..error.valid_up_to()]);
        LineProblem::at(&before, before.len(), "not UTF-8")
    })?;
    Line {
        text,
        reader: Reader::new(text),
    }
    .record()
}

type Header = (Vec<u8>, Option<Vec<u8>>);

struct Line<'a> {
    text: &'a str,
    reader: Reader<'a>,
}

const FORM: &str = r#"a line is {"key": …, "value": …}"#;

impl<'a> Line<'a> {
    fn record(mut self) -> Result<Outgoing, LineProblem> {
        let open = self.next()?;
        if !self.is_object(&open) {
            return Err(self.problem(&open, format!("expected an object: {FORM}")));
        }
        let mut record = Outgoing::default();
        let mut seen: Vec<&str> = vec![];
        while let Some((name, value)) = self.member()? {
            let known = [
                "key",
                "value",
                "headers",
                "partition",
                "timestamp",
                "offset",
                "timestampType",
                "topic",
            ];
            let text = json::decode_string(self.source(&name));
            let Some(field) = known.into_iter().find(|field| *field == text) else {
                return Err(self.problem(&name, format!("unknown field “{text}”: {FORM}")));
            };
            if seen.contains(&field) {
                return Err(self.problem(&name, format!("“{field}” stands there twice")));
            }
            seen.push(field);
            match field {
                "key" => record.key = self.bytes(value)?,
                "value" => record.value = self.bytes(value)?,
                "headers" => record.headers = self.headers(value)?,
                "partition" => record.partition = self.partition(&value)?,
                "timestamp" => record.timestamp = self.timestamp(&value)?,
                _ => _ = self.value_source(value)?,
            }
        }
        self.reader.next().map_err(|fault| self.fault(&fault))?; // the end
        if !seen.contains(&"value") {
            let message = r#"“value” is missing; "value": null makes a tombstone"#;
            return Err(self.problem(&open, message));
        }
        Ok(record)
    }

    /// The name and the first token of the value of the next member of the object that is open, and
    /// `None` at its end.
    fn member(&mut self) -> Result<Option<(Token, Token)>, LineProblem> {
        let mut token = self.next()?;
        if token.kind == TokenKind::Comma {
            token = self.next()?;
        }
        if token.kind == TokenKind::Close {
            return Ok(None);
        }
        self.next()?; // the colon
        Ok(Some((token, self.next()?)))
    }

    /// The first token of the next element of the array that is open, and `None` at its end.
    fn element(&mut self) -> Result<Option<Token>, LineProblem> {
        let mut token = self.next()?;
        if token.kind == TokenKind::Comma {
            token = self.next()?;
        }
        Ok(Some(token).filter(|token| token.kind != TokenKind::Close))
    }

    /// The bytes that the value stands for that begins with this token.
    fn bytes(&mut self, first: Token) -> Result<Option<Vec<u8>>, LineProblem> {
        match first.kind {
            TokenKind::Literal if self.source(&first) == "null" => Ok(None),
            TokenKind::String => self.text(&first).map(|text| Some(text.into_bytes())),
            _ => {
                let (source, base64) = self.value_source(first)?;
                match base64 {
                    None => Ok(Some(source.into_bytes())),
                    Some(string) => super::from_base64(&self.text(&string)?)
                        .map(Some)
                        .ok_or_else(|| self.problem(&string, "not base64")),
                }
            }
        }
    }

    /// The text of a string.
    fn text(&self, string: &Token) -> Result<String, LineProblem> {
        let source = self.source(string);
        if let Some(at) = json::lone_surrogate(source) {
            return Err(LineProblem::at(
                self.text,
                string.start + at,
                "half of a surrogate pair is no character",
            ));
        }
        Ok(json::decode_string(source).into_owned())
    }

    /// The source of the value that begins with this token, without the white space between its
    /// tokens; where it is `{"base64":"…"}`, the string in there, too.
    fn value_source(&mut self, first: Token) -> Result<(String, Option<Token>), LineProblem> {
        let mut source = self.source(&first).to_owned();
        let mut begin = vec![first];
        let outside = self.reader.depth() - usize::from(first.kind == TokenKind::Open);
        while self.reader.depth() > outside {
            let token = self.next()?;
            source.push_str(self.source(&token));
            // Five tokens are enough to tell.
            if begin.len() < 6 {
                begin.push(token);
            }
        }
        let base64 = match begin.as_slice() {
            [_, name, _, string, _]
                if name.kind == TokenKind::Key
                    && string.kind == TokenKind::String
                    && json::decode_string(self.source(name)) == "base64" =>
            {
                Some(*string)
            }
            _ => None,
        };
        Ok((source, base64))
    }

    fn headers(&mut self, first: Token) -> Result<Vec<Header>, LineProblem> {
        let mut headers = vec![];
        if self.is_object(&first) {
            while let Some((name, value)) = self.member()? {
                headers.push((self.text_of_key(&name)?, self.bytes(value)?));
            }
        } else if first.kind == TokenKind::Open {
            while let Some(pair) = self.element()? {
                headers.push(self.header(pair)?);
            }
        } else if self.source(&first) != "null" {
            return Err(self.problem(&first, r#"expected a list of ["name", "value"]"#));
        }
        Ok(headers)
    }

    /// A header that is a list of its name and its value.
    fn header(&mut self, pair: Token) -> Result<Header, LineProblem> {
        let expected = r#"expected ["name", "value"]"#;
        if self.source(&pair) != "[" {
            return Err(self.problem(&pair, expected));
        }
        let Some(name) = self.element()? else {
            return Err(self.problem(&pair, expected));
        };
        let Some(name) = self.bytes(name)? else {
            return Err(self.problem(&name, "the name of a header can't be null"));
        };
        let Some(value) = self.element()? else {
            return Err(self.problem(&pair, expected));
        };
        let value = self.bytes(value)?;
        match self.element()? {
            Some(third) => Err(self.problem(&third, expected)),
            None => Ok((name, value)),
        }
    }

    fn text_of_key(&self, name: &Token) -> Result<Vec<u8>, LineProblem> {
        self.text(name).map(String::into_bytes)
    }

    fn partition(&mut self, value: &Token) -> Result<Option<i32>, LineProblem> {
        match self.source(value) {
            "null" => Ok(None),
            number => match number.parse() {
                Ok(partition) if partition >= 0 => Ok(Some(partition)),
                _ => Err(self.problem(value, "expected the number of a partition")),
            },
        }
    }

    fn timestamp(&mut self, value: &Token) -> Result<Option<i64>, LineProblem> {
        let time = match value.kind {
            _ if self.source(value) == "null" => return Ok(None),
            TokenKind::String => chrono::DateTime::parse_from_rfc3339(&self.text(value)?)
                .ok()
                .map(|time| time.timestamp_millis()),
            _ => self.source(value).parse().ok(),
        };
        time.filter(|&time| time >= 0).map(Some).ok_or_else(|| {
            let message = "expected a time: milliseconds since 1970 or “2025-11-24T16:00:00Z”";
            self.problem(value, message)
        })
    }

    fn is_object(&self, token: &Token) -> bool {
        self.source(token) == "{"
    }

    fn next(&mut self) -> Result<Token, LineProblem> {
        match self.reader.next() {
            Ok(Some(token)) => Ok(token),
            // The reader tells an end within something as a fault: this is never met.
            Ok(None) => Err(LineProblem::at(self.text, self.text.len(), "the line ends")),
            Err(fault) => Err(self.fault(&fault)),
        }
    }

    fn source(&self, token: &Token) -> &'a str {
        &self.text[token.start..token.end]
    }

    fn fault(&self, fault: &json::Fault) -> LineProblem {
        LineProblem::at(self.text, fault.at, fault.message)
    }

    fn problem(&self, token: &Token, message: impl Into<String>) -> LineProblem {
        LineProblem::at(self.text, token.start, message)
    }
}
