use kafka::{OutgoingHeader, OutgoingRecord};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::failure::{Failure, Result};

/// How the bytes of a payload are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PayloadForm {
    /// As UTF-8 text.
    Text,
    /// As pairs of hex digits; white space between them is left out.
    Hex,
}

/// Bytes to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Payload {
    /// How they are written down.
    pub form: PayloadForm,
    /// What is written down.
    pub text: String,
}

/// A header to write; a name may come twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProduceHeader {
    /// Its name.
    pub name: String,
    /// Its value; none is null.
    pub value: Option<Payload>,
}

/// A message to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ProduceDraft {
    /// The key; none is null.
    pub key: Option<Payload>,
    /// The value; none is a tombstone.
    pub value: Option<Payload>,
    /// The headers, in order.
    pub headers: Vec<ProduceHeader>,
    /// The partition; none for the one that the key chooses, or any without a key.
    pub partition: Option<i32>,
}

/// Where a message was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Produced {
    /// The partition.
    pub partition: i32,
    /// The offset, as decimal text.
    pub offset: String,
}

/// Where a text is not JSON. Line and column count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JsonProblem {
    /// The line.
    pub line: u32,
    /// The column, in UTF-16 units.
    pub column: u32,
    /// What is wrong there.
    pub message: String,
}

impl ProduceDraft {
    pub(crate) fn record(&self, topic: &str) -> Result<OutgoingRecord> {
        if let Some(partition) = self.partition.filter(|partition| *partition < 0) {
            return Err(
                Failure::invalid(format!("There is no partition {partition}."))
                    .hint("Partitions count from 0."),
            );
        }
        let headers = self
            .headers
            .iter()
            .map(|header| {
                let what = format!("The header “{}”", header.name);
                Ok(OutgoingHeader {
                    name: header.name.clone(),
                    value: payload(header.value.as_ref(), &what)?,
                })
            })
            .collect::<Result<_>>()?;
        Ok(OutgoingRecord {
            topic: topic.to_owned(),
            partition: self.partition,
            key: payload(self.key.as_ref(), "The key")?,
            value: payload(self.value.as_ref(), "The value")?,
            headers,
        })
    }
}

/// A message as a draft that writes the same bytes again. Its partition is left to the key.
pub(crate) fn draft(record: &messages::Record<'_>) -> Result<ProduceDraft> {
    let headers = record.headers.clone().map(|(name, value)| {
        let name = std::str::from_utf8(name).map_err(|_| {
            Failure::invalid(
                "A header of this message has a name that is no text: it can't be written again.",
            )
        })?;
        Ok(ProduceHeader {
            name: name.to_owned(),
            value: value.map(Payload::of),
        })
    });
    Ok(ProduceDraft {
        key: record.key.map(Payload::of),
        value: record.value.map(Payload::of),
        headers: headers.collect::<Result<_>>()?,
        partition: None,
    })
}

impl Payload {
    /// Text where text gives the same bytes back, else hex.
    fn of(bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            // An editor normalises line ends and can't hold most control characters.
            Ok(text)
                if !text
                    .chars()
                    .any(|char| char.is_control() && !matches!(char, '\n' | '\t')) =>
            {
                Self {
                    form: PayloadForm::Text,
                    text: text.to_owned(),
                }
            }
            _ => Self {
                form: PayloadForm::Hex,
                text: hex(bytes),
            },
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn payload(payload: Option<&Payload>, what: &str) -> Result<Option<Vec<u8>>> {
    let Some(payload) = payload else {
        return Ok(None);
    };
    match payload.form {
        PayloadForm::Text => Ok(Some(payload.text.clone().into_bytes())),
        PayloadForm::Hex => {
            let digits: Vec<u32> = payload
                .text
                .chars()
                .filter(|char| !char.is_whitespace())
                .map(|char| {
                    char.to_digit(16).ok_or_else(|| {
                        Failure::invalid(format!("{what} is not hex: “{char}” is no hex digit."))
                    })
                })
                .collect::<Result<_>>()?;
            if digits.len() % 2 == 1 {
                return Err(Failure::invalid(format!(
                    "{what} is not hex: it has an odd number of digits."
                ))
                .hint("Two digits make a byte."));
            }
            Ok(Some(
                digits
                    .chunks_exact(2)
                    .map(|pair| (pair[0] * 16 + pair[1]) as u8)
                    .collect(),
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_writes_the_same_bytes() {
        for bytes in [
            &b"{\"a\": 1}"[..],
            b"",
            b"\xff\x00\x01",
            b"a\r\nb",
            "é 🦀\n".as_bytes(),
            b"nul\0",
        ] {
            assert_eq!(
                payload(Some(&Payload::of(bytes)), "It"),
                Ok(Some(bytes.to_vec()))
            );
        }
    }

    #[test]
    fn hex_with_a_fault_is_told() {
        for text in ["0", "0g", "é1"] {
            let failure = payload(
                Some(&Payload {
                    form: PayloadForm::Hex,
                    text: text.to_owned(),
                }),
                "The key",
            );
            assert!(
                failure
                    .expect_err(text)
                    .message
                    .starts_with("The key is not hex")
            );
        }
    }
}
