//! All messages of a range that match, to a file.

mod encoder;
mod landing;
mod survey;
mod writer;

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use kafka::Span;
use messages::Filter;
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::mpsc;

use crate::amount::{counted, grouped};
use crate::ask;
use crate::failure::{Failure, Result};
use crate::feed::{Feed, Reading};
use crate::jobs::{Control, Outcome};
use crate::lost::Lost;
use crate::progress::Progress;
use crate::range::Range;
use crate::sink::Event;
use crate::spec::{Order, ViewSpec};
use encoder::Encoder;
pub(crate) use landing::{Landing, absolute, unwritable};
use writer::{Ended, Piece, Writer, Written};

/// Batches on their way to the writer.
const IN_FLIGHT: usize = 2;

/// How messages are written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ExportFormat {
    /// One JSON object a line, from which the same bytes can be produced again.
    JsonLines,
    /// Comma-separated values (RFC 4180).
    Csv,
}

/// Where to write messages, and how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportDraft {
    /// How they are written down.
    pub format: ExportFormat,
    /// The file; `~/` stands for the home folder.
    pub path: String,
    /// Whether a file of that name is replaced.
    pub replace: bool,
    /// Columns by path, for CSV, behind those that every message has.
    pub columns: Vec<String>,
}

/// An export that can start: what was asked for is understood, the range is settled, the file has its place.
pub(crate) struct Export {
    spec: ViewSpec,
    ranges: Vec<Range>,
    filter: Option<Filter>,
    encoder: Encoder,
    landing: Landing,
}

impl Export {
    /// Checks everything that can be wrong before the first message is read.
    pub(crate) async fn prepare(
        cluster: &kafka::Cluster,
        spec: ViewSpec,
        draft: &ExportDraft,
    ) -> Result<Self> {
        let filter = ask::parse(&spec.filter).map_err(|problem| {
            let failure =
                Failure::invalid(format!("The filter can't be used: {}", problem.message));
            match problem.hint {
                Some(hint) => failure.hint(hint),
                None => failure,
            }
        })?;
        let encoder = Encoder::new(draft)?;
        let (path, replace) = (draft.path.clone(), draft.replace);
        let landing = tokio::task::spawn_blocking(move || Landing::prepare(&path, replace))
            .await
            .map_err(|_| Failure::internal("The file could not be prepared."))??;
        let ranges = crate::range::resolve(cluster, &spec).await?;
        // A file must hold all of the range, or not be there.
        if let Some(problem) = ranges.iter().find_map(|range| range.problem.clone()) {
            return Err(problem);
        }
        Ok(Self {
            spec,
            ranges,
            filter,
            encoder,
            landing,
        })
    }

    /// The file that will be there.
    pub(crate) fn target(&self) -> &Path {
        self.landing.target()
    }

    /// Reads the range and writes what matches. The file is there under its name when this is done, else not.
    pub(crate) async fn run(self, cluster: kafka::Cluster, control: Control) -> Result<Outcome> {
        let total = self.total();
        // The newest of each key, or the newest so many, are known only after a look from the end.
        let looks_first = self.spec.latest_per_key
            || (self.spec.limit.is_some() && self.spec.order == Order::Newest);
        control.set_total(if looks_first { total * 2 } else { total });
        let chosen = if looks_first {
            let Some(chosen) = survey::newest(&cluster, &self, &control).await? else {
                return Ok(self.stopped());
            };
            Some(chosen)
        } else {
            None
        };
        self.copy(&cluster, &control, chosen).await
    }

    async fn copy(
        self,
        cluster: &kafka::Cluster,
        control: &Control,
        chosen: Option<HashSet<(i32, i64)>>,
    ) -> Result<Outcome> {
        let mut copy = Copy {
            spans: self.spans(),
            before: if chosen.is_some() { self.total() } else { 0 },
            progress: Progress::new(self.ranges.clone(), Order::Oldest, false),
            first_come: self.spec.limit.is_some() && chosen.is_none(),
            control,
        };
        let stopped = self.stopped();
        let writer = Writer {
            filter: self.filter.filter(|_| chosen.is_none()),
            limit: self.spec.limit.filter(|_| copy.first_come).map(u64::from),
            chosen,
            encoder: self.encoder,
        };
        let (pieces, receiver) = mpsc::channel(IN_FLIGHT);
        let (landing, counter) = (self.landing, control.clone());
        let target = landing.target().to_owned();
        let writing =
            tokio::task::spawn_blocking(move || writer.write(receiver, landing, &counter));
        let copied = copy.read(cluster, &self.spec, &pieces).await;
        if copied == Ok(true) {
            // It has ended by itself where nobody takes this.
            let _ = pieces.send(Piece::End).await;
        }
        drop(pieces);
        // Also where the reading failed or was stopped: then the file is removed before anybody is told.
        let written = writing
            .await
            .map_err(|_| Failure::internal("The file could not be written."))?;
        if !copied? {
            return Ok(stopped);
        }
        let written = written?;
        Ok(match written.ended {
            Ended::Whole | Ended::Enough => Outcome::Done(done(&written, &copy.progress, &target)),
            Ended::Abandoned => stopped,
        })
    }

    fn total(&self) -> u64 {
        let sizes = self.ranges.iter().map(|range| range.end - range.start);
        sizes.sum::<i64>().max(0) as u64
    }

    fn spans(&self) -> Vec<Span> {
        self.ranges
            .iter()
            .filter(|range| range.start < range.end)
            .map(|range| Span {
                partition: range.partition,
                from: range.start,
                to: Some(range.end),
            })
            .collect()
    }

    fn stopped(&self) -> Outcome {
        Outcome::Stopped(format!(
            "Stopped: nothing was left under the name “{}”.",
            name(self.landing.target())
        ))
    }
}

/// The way from the topic to the writer.
struct Copy<'a> {
    spans: Vec<Span>,
    /// What of the total was done before.
    before: u64,
    progress: Progress,
    /// The first that come are enough, of whatever partition.
    first_come: bool,
    control: &'a Control,
}

impl Copy<'_> {
    /// Hands over what is read until the end of the range, or until the writer takes no more. False where the job is to
    /// stop.
    async fn read(
        &mut self,
        cluster: &kafka::Cluster,
        spec: &ViewSpec,
        pieces: &mpsc::Sender<Piece>,
    ) -> Result<bool> {
        let spans = std::mem::take(&mut self.spans);
        if spans.is_empty() {
            return Ok(true);
        }
        let reading = Reading {
            topic: &spec.topic,
            uncommitted: spec.uncommitted,
            key: spec.key.as_ref().map(|key| key.text.as_str()),
        };
        // One partition after another: the file has one order, whoever reads it again.
        let mut feed = if self.first_come {
            Feed::forward(cluster, &reading, spans)?
        } else {
            Feed::in_turn(cluster, &reading, spans)?
        };
        let mut lost = Lost::default();
        while !self.progress.is_done() {
            let Some(event) = lost.next(&mut feed, self.control).await? else {
                return Ok(false);
            };
            self.progress.apply(&event);
            self.control.done(self.before + self.progress.read());
            let batch = match event {
                Event::Fault {
                    failure,
                    gone: true,
                    ..
                } => return Err(failure),
                Event::Records(batch, _) => batch,
                _ => continue,
            };
            let sent = tokio::select! {
                biased;
                () = self.control.stopped() => return Ok(false),
                sent = pieces.send(Piece::Records(batch)) => sent,
            };
            if sent.is_err() {
                break;
            }
        }
        Ok(true)
    }
}

fn done(written: &Written, progress: &Progress, target: &Path) -> String {
    let mut text = format!(
        "{} {} written to “{}”.",
        counted(written.messages, "message"),
        if written.messages == 1 { "was" } else { "were" },
        name(target)
    );
    let mut add = |number: u64, what: &str| {
        if number > 0 {
            text.push(' ');
            text.push_str(&grouped(number));
            text.push(' ');
            text.push_str(what);
        }
    };
    add(
        written.unclear,
        "could not be judged by the filter (not JSON) and were left out.",
    );
    add(
        progress.expired(),
        "were deleted by retention before they could be read.",
    );
    text
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// A file for a topic that is not there yet: `orders-2026-11-24.jsonl`, in `folder`.
pub(crate) fn path_for(folder: &Path, topic: &str, format: ExportFormat) -> PathBuf {
    let ending = match format {
        ExportFormat::JsonLines => "jsonl",
        ExportFormat::Csv => "csv",
    };
    // Kafka's names hold only these characters; what else a broker says must not lead out of the folder.
    let stem: String = topic
        .chars()
        .map(|char| {
            if char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-') {
                char
            } else {
                '_'
            }
        })
        .collect();
    let day = chrono::Local::now().format("%Y-%m-%d");
    let stem = format!("{}-{day}", stem.trim_start_matches('.'));
    let first = folder.join(format!("{stem}.{ending}"));
    (2..1000)
        .map(|number| folder.join(format!("{stem}-{number}.{ending}")))
        .fold(None, |free, next| {
            free.or_else(|| (!next.exists()).then_some(next))
        })
        .filter(|_| first.exists())
        .unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proposed_file_is_not_there_yet_and_stays_in_its_folder() {
        let folder = tempfile::tempdir().expect("a folder");
        let day = chrono::Local::now().format("%Y-%m-%d");
        let first = path_for(folder.path(), "shop.orders", ExportFormat::JsonLines);
        assert_eq!(
            first,
            folder.path().join(format!("shop.orders-{day}.jsonl"))
        );
        std::fs::write(&first, "").expect("written");
        assert_eq!(
            path_for(folder.path(), "shop.orders", ExportFormat::JsonLines),
            folder.path().join(format!("shop.orders-{day}-2.jsonl"))
        );
        let odd = path_for(folder.path(), "../../etc/x", ExportFormat::Csv);
        assert_eq!(odd.parent(), Some(folder.path()));
    }
}
