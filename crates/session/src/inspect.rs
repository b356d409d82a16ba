use std::sync::Arc;

use messages::Document;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::failure::{Code, Failure, Result};
use crate::produce::{self, ProduceDraft};
use crate::tail::{Inner, Tail};

/// Headers that are listed at most; a count tells of more.
const HEADERS: usize = 200;
/// Characters of a header's value in the list.
const HEADER_CHARS: usize = 2000;
/// Bytes that go to the clipboard at most.
const COPY: usize = 16 << 20;

/// A part of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Part {
    /// Its key.
    Key,
    /// Its value.
    Value,
    /// The value of a header, by its place.
    Header(u32),
}

/// How bytes are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Form {
    /// As what they are.
    Auto,
    /// As text.
    Text,
    /// As hex.
    Hex,
}

/// What bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Shape {
    /// Not there: a null key, a tombstone.
    Null,
    /// There, with no byte.
    Empty,
    /// JSON.
    Json,
    /// Other text.
    Text,
    /// Anything else.
    Binary,
}

/// What a timestamp means (KIP-32).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum TimestampKind {
    /// There is none.
    None,
    /// The producer set it.
    Create,
    /// The broker set it.
    LogAppend,
}

/// What a key or a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PartInfo {
    /// What it is.
    pub shape: Shape,
    /// Its bytes.
    pub size: u32,
}

/// A header of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Header {
    /// Its name, with what can't be seen made visible.
    pub name: String,
    /// Its value, the same way; none is null.
    pub value: Option<String>,
    /// Whether more of the value is not shown here.
    pub cut: bool,
    /// What the value is.
    pub shape: Shape,
    /// The value's bytes.
    pub size: u32,
}

/// A message without its key and value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct MessageDetail {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// The offset, as decimal text.
    pub offset: String,
    /// In ms since 1970, as decimal text.
    pub timestamp: Option<String>,
    /// Who set the timestamp.
    pub timestamp_kind: TimestampKind,
    /// The key.
    pub key: PartInfo,
    /// The value.
    pub value: PartInfo,
    /// The first 200 headers.
    pub headers: Vec<Header>,
    /// How many there are.
    pub header_count: u32,
    /// Bytes of key, value and headers.
    pub size: u32,
}

/// What a piece of a line is, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum SpanKind {
    /// Plain text.
    Plain,
    /// A field's name.
    Key,
    /// A string.
    String,
    /// A number.
    Number,
    /// `true`, `false` or `null`.
    Literal,
    /// Brackets, commas, colons.
    Punctuation,
    /// What is not part of the text itself.
    Dim,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Span {
    /// What it is.
    pub kind: SpanKind,
    /// Its text.
    pub text: String,
}

/// A line of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// Its place in the unfolded document, which folds refer to.
    pub line: u32,
    /// Whether it goes on where the line before was broken.
    pub continued: bool,
    /// Its depth.
    pub indent: u32,
    /// Its text.
    pub spans: Vec<Span>,
    /// How many lines it can hide.
    pub fold: Option<u32>,
    /// Whether it hides them.
    pub folded: bool,
}

/// A window of a document's lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Lines {
    /// Lines that are not hidden.
    pub total: u32,
    /// As what the bytes are shown.
    pub shape: Shape,
    /// Why they are not shown as they were expected to be.
    pub note: Option<String>,
    /// The window.
    pub lines: Vec<Line>,
}

impl Tail {
    /// A row's message, without key and value.
    pub(crate) fn detail(&self, row: u64) -> Result<MessageDetail> {
        let inner = self.inner();
        let record = record(&inner, row)?;
        let size = |bytes: Option<&[u8]>| bytes.map_or(0, <[u8]>::len);
        let mut total = size(record.key) + size(record.value);
        let mut headers = Vec::new();
        let mut header_count = 0;
        for (name, value) in record.headers.clone() {
            total += name.len() + size(value);
            header_count += 1;
            if headers.len() < HEADERS {
                let shown = value.map(|value| messages::visible(value, HEADER_CHARS));
                headers.push(Header {
                    name: messages::visible(name, HEADER_CHARS).0,
                    cut: shown.as_ref().is_some_and(|(_, cut)| *cut),
                    value: shown.map(|(text, _)| text),
                    shape: messages::Shape::of(value).into(),
                    size: size(value) as u32,
                });
            }
        }
        let part = |bytes: Option<&[u8]>| PartInfo {
            shape: messages::Shape::of(bytes).into(),
            size: size(bytes) as u32,
        };
        Ok(MessageDetail {
            topic: self.spec.topic.clone(),
            partition: record.partition,
            offset: record.offset.to_string(),
            timestamp: (record.timestamp_kind != messages::TimestampKind::None)
                .then(|| record.timestamp.to_string()),
            timestamp_kind: record.timestamp_kind.into(),
            key: part(record.key),
            value: part(record.value),
            headers,
            header_count,
            size: total as u32,
        })
    }

    /// A window of the lines that a part of a row's message makes, with the lines in `folds` folded and none longer than
    /// `width` characters. Off the async
    /// threads: a value of megabytes is laid out once.
    #[expect(
        clippy::too_many_arguments,
        reason = "what the inspector asks for, as the UI sends it"
    )]
    pub(crate) fn lines(
        &self,
        row: u64,
        part: Part,
        form: Form,
        folds: &[u32],
        width: u32,
        from: u32,
        count: u32,
    ) -> Result<Lines> {
        let Some(document) = self.document(row, part, form)? else {
            return Ok(Lines {
                total: 0,
                shape: Shape::Null,
                note: None,
                lines: Vec::new(),
            });
        };
        let lines = document.lines(folds, width, from, count);
        Ok(Lines {
            total: lines.total,
            shape: document.shape().into(),
            note: document.note().map(str::to_owned),
            lines: lines.lines.into_iter().map(Line::from).collect(),
        })
    }

    /// The text of a part, for the clipboard.
    pub(crate) fn text(&self, row: u64, part: Part, form: Form) -> Result<String> {
        let size = bytes(&self.inner(), row, part)?.map_or(0, <[u8]>::len);
        if size > COPY {
            return Err(Failure::invalid(format!(
                "This is {} MiB, more than the clipboard is given.",
                size >> 20
            ))
            .hint("Copy a part of it."));
        }
        Ok(self
            .document(row, part, form)?
            .map_or_else(String::new, |document| document.text()))
    }

    /// A row's message as a draft to produce again, byte for byte.
    pub(crate) fn draft(&self, row: u64) -> Result<ProduceDraft> {
        let inner = self.inner();
        produce::draft(&record(&inner, row)?)
    }

    /// The document of a part; none for a null one. The last one is kept: the inspector asks for its lines bit by bit.
    pub(crate) fn document(
        &self,
        row: u64,
        part: Part,
        form: Form,
    ) -> Result<Option<Arc<Document>>> {
        let key = (row, part, form.into());
        let value = {
            let inner = self.inner();
            if let Some((known, document)) = &inner.document
                && *known == key
            {
                return Ok(Some(Arc::clone(document)));
            }
            // The view must not wait while megabytes are laid out.
            bytes(&inner, row, part)?.map(<[u8]>::to_vec)
        };
        let Some(value) = value else { return Ok(None) };
        let document = Arc::new(Document::new(value, form.into()));
        self.inner().document = Some((key, Arc::clone(&document)));
        Ok(Some(document))
    }
}

/// The message in a row.
pub(crate) fn record(inner: &Inner, row: u64) -> Result<messages::Record<'_>> {
    inner.view.record(row).ok_or_else(|| {
        Failure::new(
            Code::NotFound,
            "This message is no longer kept: newer ones took its place.",
        )
        .hint("Read the topic from its offset or its time to see it again.")
    })
}

fn bytes(inner: &Inner, row: u64, part: Part) -> Result<Option<&[u8]>> {
    let mut record = record(inner, row)?;
    match part {
        Part::Key => Ok(record.key),
        Part::Value => Ok(record.value),
        Part::Header(place) => match record.headers.nth(place as usize) {
            Some((_, value)) => Ok(value),
            None => Err(Failure::new(
                Code::NotFound,
                "The message has no such header.",
            )),
        },
    }
}

impl From<messages::Line> for Line {
    fn from(line: messages::Line) -> Self {
        Self {
            line: line.index,
            continued: line.continued,
            indent: line.indent,
            spans: line
                .spans
                .into_iter()
                .map(|span| Span {
                    kind: span.kind.into(),
                    text: span.text,
                })
                .collect(),
            fold: line.fold,
            folded: line.folded,
        }
    }
}

impl From<messages::SpanKind> for SpanKind {
    fn from(kind: messages::SpanKind) -> Self {
        match kind {
            messages::SpanKind::Plain => Self::Plain,
            messages::SpanKind::Key => Self::Key,
            messages::SpanKind::String => Self::String,
            messages::SpanKind::Number => Self::Number,
            messages::SpanKind::Literal => Self::Literal,
            messages::SpanKind::Punctuation => Self::Punctuation,
            messages::SpanKind::Dim => Self::Dim,
        }
    }
}

impl From<messages::Shape> for Shape {
    fn from(shape: messages::Shape) -> Self {
        match shape {
            messages::Shape::Null => Self::Null,
            messages::Shape::Empty => Self::Empty,
            messages::Shape::Json => Self::Json,
            messages::Shape::Text => Self::Text,
            messages::Shape::Binary => Self::Binary,
        }
    }
}

impl From<messages::TimestampKind> for TimestampKind {
    fn from(kind: messages::TimestampKind) -> Self {
        match kind {
            messages::TimestampKind::None => Self::None,
            messages::TimestampKind::Create => Self::Create,
            messages::TimestampKind::LogAppend => Self::LogAppend,
        }
    }
}

impl From<Form> for messages::Form {
    fn from(form: Form) -> Self {
        match form {
            Form::Auto => Self::Auto,
            Form::Text => Self::Text,
            Form::Hex => Self::Hex,
        }
    }
}
