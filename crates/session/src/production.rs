//! Many messages to a topic: from a file, or one several times.

mod lines;
mod sending;

use std::fs::File;
use std::io::{BufReader, Cursor, ErrorKind};

use kafka::{OutgoingHeader, OutgoingRecord};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::amount::{counted, grouped};
use crate::export::absolute;
use crate::failure::{Failure, Result};
use crate::jobs::{Control, Outcome};
use crate::produce::{Payload, PayloadForm, ProduceDraft};
use lines::Lines;
pub(crate) use sending::{Sender, Sent};

/// Problems that are told one by one.
const PROBLEMS: usize = 100;
/// Characters of the first message that are shown.
const PREVIEW: usize = 200;
/// Bytes of entered text.
const TEXT: usize = 16 << 20;
/// How often one message is sent at most.
const TIMES: u32 = 1_000_000;
/// What stands for the running number.
const NUMBER: &str = "{{n}}";

/// How a file writes messages down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FileFormat {
    /// One JSON object a line, as an export writes it.
    JsonLines,
    /// A key, a separator and a value on each line.
    KeyValue,
}

/// Messages to send, in a file or as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileDraft {
    /// The file; `~/` stands for the home folder. None where there is a text.
    pub path: Option<String>,
    /// The text. None where there is a file.
    pub text: Option<String>,
    /// How messages are written down.
    pub format: FileFormat,
    /// What stands between key and value, for lines of both; `\t` is a tab. With an empty one each line is a
    /// value, and keys are null.
    pub separator: String,
}

/// What a look through a file found. Empty lines are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FileReport {
    /// Messages that can be sent.
    #[specta(type = u32)]
    pub messages: u64,
    /// Bytes of their keys, values and headers.
    #[specta(type = u32)]
    pub bytes: u64,
    /// What is wrong, the first 100 of it.
    pub problems: Vec<LineProblem>,
    /// Lines that are wrong.
    #[specta(type = u32)]
    pub problem_count: u64,
    /// The beginning of the first message: its key, if it has one, and its value.
    pub first: Option<String>,
    /// What will be done otherwise than the lines say.
    pub note: Option<String>,
}

/// A line that is no message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct LineProblem {
    /// The line, from 1.
    #[specta(type = u32)]
    pub line: u64,
    /// What is wrong there, and at which column.
    pub message: String,
}

/// A message to send, and the line or the number that it comes from.
pub(crate) struct Numbered {
    pub(crate) number: u64,
    pub(crate) record: OutgoingRecord,
    pub(crate) timestamp: Option<i64>,
}

/// What a topic takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Taker {
    /// How many partitions it has.
    pub(crate) partitions: i32,
    /// Its `max.message.bytes`, where that may be seen.
    pub(crate) largest: Option<u64>,
}

/// What a batch of one record needs beside the record, about.
const ENVELOPE: u64 = 70;

impl Taker {
    /// Why the topic will not take a record; a compressed one may be smaller, but nothing compresses here.
    fn refuses(&self, record: &OutgoingRecord) -> Option<String> {
        let size = size(record) as u64 + ENVELOPE;
        let largest = self.largest.filter(|largest| size > *largest)?;
        Some(format!(
            "{} bytes, and the topic takes {} (max.message.bytes)",
            grouped(size),
            grouped(largest)
        ))
    }
}

/// Looks through a whole file, in bounded memory. Blocks.
pub(crate) fn check(draft: &FileDraft, taker: Taker) -> Result<FileReport> {
    let mut report = FileReport {
        messages: 0,
        bytes: 0,
        problems: Vec::new(),
        problem_count: 0,
        first: None,
        note: None,
    };
    let mut elsewhere = 0;
    let mut file = MessageFile::open(draft, "")?;
    while let Some(read) = file.next()? {
        let read = read.and_then(|message| match taker.refuses(&message.record) {
            Some(why) => Err(LineProblem {
                line: message.number,
                message: why,
            }),
            None => Ok(message),
        });
        match read {
            Ok(message) => {
                let partition = message.record.partition;
                elsewhere += u64::from(partition.is_some_and(|named| named >= taker.partitions));
                if report.messages == 0 {
                    report.first = Some(preview(&message.record));
                }
                report.messages += 1;
                report.bytes += size(&message.record) as u64;
            }
            Err(problem) => {
                report.problem_count += 1;
                if report.problems.len() < PROBLEMS {
                    report.problems.push(problem);
                }
            }
        }
    }
    report.note = (elsewhere > 0).then(|| {
        format!(
            "{} a partition that the topic does not have: the key will choose.",
            if elsewhere == 1 {
                "1 line names".to_owned()
            } else {
                format!("{} lines name", grouped(elsewhere))
            }
        )
    });
    Ok(report)
}

/// Checks a file as a whole, then sends what it holds. Nothing is sent of a file with a fault.
///
/// A message goes to the partition that its line names, where the topic has it, and keeps its timestamp; else the key
/// chooses the partition. So what was exported from a topic comes to lie as it lay there, in a topic with as many
/// partitions.
pub(crate) async fn send_file(
    draft: FileDraft,
    topic: String,
    taker: Taker,
    sender: Sender,
    control: Control,
) -> (Sent, Result<Outcome>) {
    match check_first(draft.clone(), taker, &control).await {
        Ok(None) => {}
        Ok(Some(outcome)) => return (Sent::default(), Ok(outcome)),
        Err(failure) => return (Sent::default(), Err(failure)),
    }
    sender
        .send("line", control, move |sink| {
            let mut file = MessageFile::open(&draft, &topic)?;
            while let Some(read) = file.next()? {
                let message = read.map_err(|problem| {
                    Failure::invalid(format!(
                        "The file changed while it was sent. Line {}: {}.",
                        grouped(problem.line),
                        problem.message
                    ))
                })?;
                if !sink.put(message) {
                    break;
                }
            }
            Ok(())
        })
        .await
}

/// Looks through the whole file; an outcome where the job ends with that.
async fn check_first(draft: FileDraft, taker: Taker, control: &Control) -> Result<Option<Outcome>> {
    let checking = tokio::task::spawn_blocking(move || check(&draft, taker));
    let report = tokio::select! {
        report = checking => report.map_err(|_| Failure::internal("The file could not be read."))??,
        () = control.stopped() => {
            return Ok(Some(Outcome::Stopped("Stopped: nothing was sent.".to_owned())));
        }
    };
    if let Some(problem) = report.problems.first() {
        return Err(Failure::invalid(format!(
            "{} of the file can't be sent: nothing was sent. Line {}: {}.",
            counted(report.problem_count, "line"),
            grouped(problem.line),
            problem.message
        ))
        .hint("Mend the file, then send it again."));
    }
    control.set_total(report.messages);
    Ok(None)
}

/// Sends one message several times; `{{n}}` in key, value and header values is the running number from 1.
pub(crate) async fn send_many(
    draft: ProduceDraft,
    times: u32,
    topic: String,
    sender: Sender,
    control: Control,
) -> (Sent, Result<Outcome>) {
    control.set_total(u64::from(times));
    sender
        .send("message", control, move |sink| {
            for number in 1..=times {
                let record = numbered(&draft, number).record(&topic)?;
                if !sink.put(Numbered {
                    number: u64::from(number),
                    record,
                    timestamp: None,
                }) {
                    break;
                }
            }
            Ok(())
        })
        .await
}

/// How often one message may be sent.
pub(crate) fn check_times(times: u32) -> Result<()> {
    if (1..=TIMES).contains(&times) {
        Ok(())
    } else {
        Err(Failure::invalid(format!(
            "A message is sent 1 to {} times.",
            grouped(u64::from(TIMES))
        )))
    }
}

/// A draft with its running number in place.
pub(crate) fn numbered(draft: &ProduceDraft, number: u32) -> ProduceDraft {
    let number = number.to_string();
    let put = |payload: &Option<Payload>| {
        let payload = payload.as_ref()?;
        Some(match payload.form {
            PayloadForm::Text => Payload {
                form: PayloadForm::Text,
                text: payload.text.replace(NUMBER, &number),
            },
            PayloadForm::Hex => payload.clone(),
        })
    };
    let mut draft = draft.clone();
    draft.key = put(&draft.key);
    draft.value = put(&draft.value);
    for header in &mut draft.headers {
        header.value = put(&header.value);
    }
    draft
}

/// The messages of a file, line by line.
struct MessageFile {
    lines: Lines,
    format: FileFormat,
    separator: String,
    topic: String,
}

impl MessageFile {
    fn open(draft: &FileDraft, topic: &str) -> Result<Self> {
        let lines = match (&draft.path, &draft.text) {
            (Some(path), None) => {
                let path = absolute(path)?;
                let file = File::open(&path).and_then(|file| match file.metadata() {
                    Ok(metadata) if metadata.is_dir() => Err(ErrorKind::IsADirectory.into()),
                    _ => Ok(file),
                });
                let name = path.display().to_string();
                let file = file.map_err(|error| unreadable(&error, &name))?;
                Lines::new(Box::new(BufReader::with_capacity(1 << 18, file)), name)
            }
            (None, Some(text)) if text.len() <= TEXT => Lines::new(
                Box::new(Cursor::new(text.clone().into_bytes())),
                "The text".to_owned(),
            ),
            (None, Some(_)) => {
                return Err(Failure::invalid("The text is larger than 16 MiB.")
                    .hint("Save it as a file and send that."));
            }
            (None, None) | (Some(_), Some(_)) => {
                return Err(Failure::invalid("There is nothing to send.").hint("Choose a file."));
            }
        };
        Ok(Self {
            lines,
            format: draft.format,
            separator: draft.separator.replace("\\t", "\t"),
            topic: topic.to_owned(),
        })
    }

    fn next(&mut self) -> Result<Option<std::result::Result<Numbered, LineProblem>>> {
        let name = self.lines.name().to_owned();
        let read = self
            .lines
            .next()
            .map_err(|error| unreadable(&error, &name))?;
        let Some((line, bytes)) = read else {
            return Ok(None);
        };
        let problem = |message: String| LineProblem { line, message };
        let Some(bytes) = bytes else {
            return Ok(Some(Err(problem("longer than 64 MiB".to_owned()))));
        };
        let parsed = match self.format {
            FileFormat::JsonLines => messages::read_jsonl(bytes),
            FileFormat::KeyValue => messages::read_key_value(bytes, &self.separator),
        };
        let message = parsed
            .map_err(|wrong| {
                problem(format!(
                    "{}, at column {}",
                    wrong.message,
                    grouped(u64::from(wrong.column))
                ))
            })
            .and_then(|outgoing| outgoing_record(outgoing, &self.topic).map_err(problem));
        Ok(Some(message.map(|(record, timestamp)| Numbered {
            number: line,
            record,
            timestamp,
        })))
    }
}

fn outgoing_record(
    outgoing: messages::Outgoing,
    topic: &str,
) -> std::result::Result<(OutgoingRecord, Option<i64>), String> {
    let headers = outgoing.headers.into_iter().map(|(name, value)| {
        let name = String::from_utf8(name)
            .ok()
            .filter(|name| !name.contains('\0'))
            .ok_or("a header's name is no text that can be written")?;
        Ok(OutgoingHeader { name, value })
    });
    let record = OutgoingRecord {
        topic: topic.to_owned(),
        partition: outgoing.partition.filter(|partition| *partition >= 0),
        key: outgoing.key,
        value: outgoing.value,
        headers: headers.collect::<std::result::Result<_, String>>()?,
    };
    Ok((
        record,
        outgoing.timestamp.filter(|timestamp| *timestamp >= 0),
    ))
}

/// Bytes of key, value and headers.
fn size(record: &OutgoingRecord) -> usize {
    let of = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or(0, Vec::len);
    let headers = record.headers.iter();
    of(&record.key)
        + of(&record.value)
        + headers
            .map(|header| header.name.len() + of(&header.value))
            .sum::<usize>()
}

fn preview(record: &OutgoingRecord) -> String {
    let shown = |bytes: &[u8]| messages::visible(bytes, PREVIEW).0;
    let value = match &record.value {
        Some(value) => shown(value),
        None => "null (a tombstone)".to_owned(),
    };
    match &record.key {
        Some(key) => format!("{} → {value}", shown(key)),
        None => value,
    }
}

fn unreadable(error: &std::io::Error, name: &str) -> Failure {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            Failure::invalid(format!("There is no file “{name}”."))
        }
        ErrorKind::IsADirectory => {
            Failure::invalid(format!("“{name}” is a folder.")).hint("Choose a file in it.")
        }
        ErrorKind::PermissionDenied => Failure::invalid(format!("“{name}” may not be read."))
            .hint("Ask for the right to read it."),
        _ => Failure::invalid(format!("“{name}” could not be read: {error}.")),
    }
}
