use std::collections::VecDeque;
use std::fmt::Write;
use std::time::Duration;

use kafka::{Delivery, Enqueued, Producer};
use tokio::sync::mpsc;

use super::{Numbered, size};
use crate::amount::{counted, grouped};
use crate::failure::{Failure, Result};
use crate::jobs::{Control, Outcome};

/// Messages handed over at once.
const CHUNK: usize = 500;
/// Bytes of messages handed over at once, about.
const CHUNK_BYTES: usize = 1 << 20;
/// Chunks that are read ahead.
const AHEAD: usize = 2;
/// Messages that brokers have not answered for yet.
const IN_FLIGHT: usize = 20_000;
/// Their bytes: what a line of a few MB a second carries within the time that a message has.
const IN_FLIGHT_BYTES: usize = 8 << 20;

/// How long answers are waited for once the rest is not wanted.
const GRACE: Duration = Duration::from_secs(5);

/// Sends what a source brings, many at a time, a partition's in their order.
pub(crate) struct Sender {
    pub(crate) producer: Producer,
    pub(crate) topic: String,
    /// How many partitions the topic has.
    pub(crate) partitions: i32,
}

/// What was sent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sent {
    pub(crate) messages: u64,
    pub(crate) last: Option<Delivery>,
}

/// Where a source puts its messages.
pub(crate) struct Sending {
    chunks: mpsc::Sender<Vec<Numbered>>,
    chunk: Vec<Numbered>,
    bytes: usize,
}

impl Sending {
    /// False where nobody wants more. Blocks while enough are on their way.
    pub(crate) fn put(&mut self, message: Numbered) -> bool {
        self.bytes += size(&message.record);
        self.chunk.push(message);
        if self.chunk.len() < CHUNK && self.bytes < CHUNK_BYTES {
            return true;
        }
        self.pass_on()
    }

    fn pass_on(&mut self) -> bool {
        self.bytes = 0;
        let chunk = std::mem::take(&mut self.chunk);
        chunk.is_empty() || self.chunks.blocking_send(chunk).is_ok()
    }
}

/// A message that brokers have not answered for yet.
struct Waiting {
    number: u64,
    bytes: usize,
    enqueued: Enqueued,
}

struct Queue {
    producer: Producer,
    control: Control,
    waiting: VecDeque<Waiting>,
    bytes: usize,
    sent: Sent,
    /// The first that could not be written.
    failed: Option<(u64, Failure)>,
}

impl Sender {
    /// `what`: what a source's numbers count, a line or a message. `source` runs on a thread that may block.
    pub(crate) async fn send(
        self,
        what: &str,
        control: Control,
        source: impl FnOnce(&mut Sending) -> Result<()> + Send + 'static,
    ) -> (Sent, Result<Outcome>) {
        let (chunks, mut receiver) = mpsc::channel(AHEAD);
        let reading = tokio::task::spawn_blocking(move || {
            let mut sending = Sending {
                chunks,
                chunk: Vec::new(),
                bytes: 0,
            };
            let read = source(&mut sending);
            sending.pass_on();
            read
        });
        let mut queue = Queue {
            producer: self.producer,
            control,
            waiting: VecDeque::new(),
            bytes: 0,
            sent: Sent::default(),
            failed: None,
        };
        let mut elsewhere = 0;
        while let Some(chunk) = queue.next(&mut receiver).await {
            for mut message in chunk {
                if message
                    .record
                    .partition
                    .is_some_and(|asked| asked >= self.partitions)
                {
                    message.record.partition = None;
                    elsewhere += 1;
                }
                queue.put(message).await;
            }
        }
        let stopped = queue.control.is_stopped();
        drop(receiver);
        let unanswered = queue.settle_all(queue.failed.is_some() || stopped).await;
        let read = match reading.await {
            Ok(read) => read,
            Err(_) => Err(Failure::internal("The messages could not be read.")),
        };
        let written = queue.sent.messages;
        let unsure = if unanswered > 0 {
            format!(
                " Of {} more nobody knows: no broker answered.",
                grouped(unanswered)
            )
        } else {
            String::new()
        };
        let so_far = format!(
            "{} {} written.{unsure}",
            counted(written, "message"),
            if written == 1 { "was" } else { "were" }
        );
        if let Some((number, failure)) = queue.failed {
            let place = format!("{} {}", capital(what), grouped(number));
            return (queue.sent, Err(failure.told_of(&place, &so_far)));
        }
        if let Err(failure) = read {
            return (queue.sent, Err(failure.told_of("", &so_far)));
        }
        let mut text = format!(
            "{} {} written to “{}”.",
            counted(written, "message"),
            if written == 1 { "was" } else { "were" },
            self.topic
        );
        if elsewhere > 0 {
            let _ = write!(
                text,
                " {} named a partition that the topic does not have: the key chose one.",
                counted(elsewhere, "line")
            );
        }
        text.push_str(&unsure);
        let outcome = if stopped {
            Outcome::Stopped(format!("Stopped: {text}"))
        } else {
            Outcome::Done(text)
        };
        (queue.sent, Ok(outcome))
    }
}

impl Queue {
    /// The next messages; none where there are no more, or none are wanted.
    async fn next(&mut self, chunks: &mut mpsc::Receiver<Vec<Numbered>>) -> Option<Vec<Numbered>> {
        if self.failed.is_some() {
            return None;
        }
        let control = self.control.clone();
        tokio::select! {
            biased;
            () = control.stopped() => None,
            chunk = chunks.recv() => chunk,
        }
    }

    async fn put(&mut self, message: Numbered) {
        let bytes = size(&message.record);
        while self.failed.is_none() && !self.control.is_stopped() {
            if self.waiting.len() < IN_FLIGHT && self.bytes < IN_FLIGHT_BYTES {
                match self.producer.enqueue(&message.record, message.timestamp) {
                    Ok(Some(enqueued)) => {
                        self.bytes += bytes;
                        self.waiting.push_back(Waiting {
                            number: message.number,
                            bytes,
                            enqueued,
                        });
                        return;
                    }
                    Ok(None) => {}
                    Err(error) => {
                        self.failed = Some((message.number, error.into()));
                        return;
                    }
                }
            }
            let control = self.control.clone();
            tokio::select! {
                biased;
                () = control.stopped() => return,
                () = self.settle() => {}
            }
        }
    }

    /// Waits for the answers to all; where the rest is not wanted, not for long. Says how many have none.
    async fn settle_all(&mut self, unwanted: bool) -> u64 {
        if !unwanted {
            self.settle_each().await;
        }
        if self.waiting.is_empty() {
            return 0;
        }
        self.producer.give_up(false);
        if tokio::time::timeout(GRACE, self.settle_each())
            .await
            .is_ok()
        {
            return 0;
        }
        let (waiting, before) = (self.waiting.len() as u64, self.sent.messages);
        self.producer.give_up(true);
        self.settle_each().await;
        waiting - (self.sent.messages - before)
    }

    /// Until one fails, which ends the others sooner.
    async fn settle_each(&mut self) {
        let failed = self.failed.is_some();
        while !self.waiting.is_empty() && self.failed.is_some() == failed {
            self.settle().await;
        }
    }

    /// Waits for the answer to the first that waits. May be dropped while it waits.
    async fn settle(&mut self) {
        let Some(first) = self.waiting.front_mut() else {
            // librdkafka's own queue is full, of nothing that is known here: it is served by its own thread.
            tokio::task::yield_now().await;
            return;
        };
        let answer = (&mut first.enqueued).await;
        let Some(first) = self.waiting.pop_front() else {
            return;
        };
        self.bytes -= first.bytes;
        match answer {
            Ok(Some(delivery)) => {
                self.sent.messages += 1;
                self.sent.last = Some(delivery);
                self.control.wrote(1, first.bytes as u64);
                self.control.done(self.sent.messages);
            }
            Ok(None) => {}
            Err(error) => {
                if self.failed.is_none() {
                    self.failed = Some((first.number, error.into()));
                }
            }
        }
    }
}

fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
