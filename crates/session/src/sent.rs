//! The last messages that were sent by hand, to send them again.
//!
//! They are kept in `sent.json` in the app's configuration folder, whole and unencrypted, until the connection is
//! deleted or newer ones take their place: payloads may be sensitive, so on Unix the file is for this user only (mode 0600).

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::failure::{Notice, Result};
use crate::produce::{Payload, ProduceDraft};
use crate::versioned::VersionedFile;

/// Messages kept of a topic.
const OF_A_TOPIC: usize = 20;
/// Messages kept in all.
const IN_ALL: usize = 200;
/// A larger message is not kept: bytes of what was entered.
const LARGEST: usize = 64 << 10;

/// A message that was sent, and where it went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct SentMessage {
    /// What was sent.
    pub draft: ProduceDraft,
    /// The partition that it was written to.
    pub partition: i32,
    /// Its offset, as decimal text.
    pub offset: String,
    /// When, in ms since 1970.
    #[specta(type = u32)]
    pub at_ms: i64,
}

/// What `sent.json` holds.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    /// Newest first.
    messages: Vec<Kept>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Kept {
    connection: String,
    topic: String,
    message: SentMessage,
}

/// The last sent messages of all topics.
pub(crate) struct Sent {
    kept: Mutex<(VersionedFile, Content)>,
}

impl Sent {
    pub(crate) fn load(path: PathBuf) -> (Self, Option<Notice>) {
        let mut file = VersionedFile::new(path, 1);
        let (content, notice) = file.load();
        let kept = Mutex::new((file, content));
        (Self { kept }, notice)
    }

    /// The last messages of a topic, newest first.
    pub(crate) fn of(&self, connection: &str, topic: &str) -> Vec<SentMessage> {
        self.lock()
            .1
            .messages
            .iter()
            .filter(|kept| kept.is_of(connection, topic))
            .map(|kept| kept.message.clone())
            .collect()
    }

    /// Keeps a message; one that says the same takes the place of the one before. Blocks while it is written.
    pub(crate) fn keep(&self, connection: &str, topic: &str, message: SentMessage) -> Result<()> {
        if message.draft.size() > LARGEST {
            return Ok(());
        }
        self.change(|content| {
            content.add(Kept {
                connection: connection.to_owned(),
                topic: topic.to_owned(),
                message,
            });
        })
    }

    /// Forgets what was sent through a connection.
    pub(crate) fn forget(&self, connection: &str) -> Result<()> {
        if !self
            .lock()
            .1
            .messages
            .iter()
            .any(|kept| kept.connection == connection)
        {
            return Ok(());
        }
        self.change(|content| {
            content
                .messages
                .retain(|kept| kept.connection != connection);
        })
    }

    /// How many are kept.
    pub(crate) fn count(&self) -> usize {
        self.lock().1.messages.len()
    }

    fn change(&self, change: impl FnOnce(&mut Content)) -> Result<()> {
        let mut kept = self.lock();
        let (file, content) = &mut *kept;
        change(content);
        file.save(content)
    }

    fn lock(&self) -> MutexGuard<'_, (VersionedFile, Content)> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Content {
    fn add(&mut self, new: Kept) {
        let is_of_it = |kept: &Kept| kept.is_of(&new.connection, &new.topic);
        let mut before = 0;
        self.messages.retain(|kept| {
            if !is_of_it(kept) {
                return true;
            }
            let is_same = kept.message.draft == new.message.draft;
            before += usize::from(!is_same);
            !is_same && before < OF_A_TOPIC
        });
        self.messages.insert(0, new);
        self.messages.truncate(IN_ALL);
    }
}

impl Kept {
    fn is_of(&self, connection: &str, topic: &str) -> bool {
        self.connection == connection && self.topic == topic
    }
}

impl ProduceDraft {
    /// Bytes of what was entered.
    fn size(&self) -> usize {
        let of = |payload: &Option<Payload>| payload.as_ref().map_or(0, |it| it.text.len());
        let headers = self.headers.iter();
        of(&self.key)
            + of(&self.value)
            + headers
                .map(|header| header.name.len() + of(&header.value))
                .sum::<usize>()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::produce::PayloadForm;

    fn sent(folder: &Path) -> Sent {
        let (sent, notice) = Sent::load(folder.join("sent.json"));
        assert_eq!(notice, None);
        sent
    }

    fn message(value: &str, offset: usize) -> SentMessage {
        SentMessage {
            draft: ProduceDraft {
                key: None,
                value: Some(Payload {
                    form: PayloadForm::Text,
                    text: value.to_owned(),
                }),
                headers: Vec::new(),
                partition: None,
            },
            partition: 0,
            offset: offset.to_string(),
            at_ms: 1,
        }
    }

    fn offsets(sent: &Sent, connection: &str, topic: &str) -> Vec<String> {
        let of = sent.of(connection, topic).into_iter();
        of.map(|message| message.offset).collect()
    }

    #[test]
    fn the_last_ones_of_a_topic_come_back_after_a_restart_newest_first() {
        let folder = tempfile::tempdir().expect("a folder");
        let before = sent(folder.path());
        for number in 0..25 {
            before
                .keep("a", "orders", message(&number.to_string(), number))
                .expect("kept");
        }
        before.keep("a", "payments", message("x", 7)).expect("kept");
        before.keep("b", "orders", message("x", 8)).expect("kept");
        let after = sent(folder.path());
        let expected: Vec<String> = (5..25).rev().map(|number| number.to_string()).collect();
        assert_eq!(offsets(&after, "a", "orders"), expected);
        assert_eq!(offsets(&after, "a", "payments"), ["7"]);
        assert_eq!(after.of("b", "orders"), [message("x", 8)]);
    }

    #[test]
    fn the_same_message_stands_there_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let sent = sent(folder.path());
        for (value, offset) in [("x", 1), ("y", 2), ("x", 3)] {
            sent.keep("a", "orders", message(value, offset))
                .expect("kept");
        }
        assert_eq!(offsets(&sent, "a", "orders"), ["3", "2"]);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let folder = tempfile::tempdir().expect("a folder");
        let sent = sent(folder.path());
        sent.keep("a", "large", message(&"x".repeat(LARGEST + 1), 1))
            .expect("left out");
        assert_eq!(sent.count(), 0);
        let mut content = Content::default();
        for number in 0..IN_ALL + 50 {
            content.add(Kept {
                connection: "a".to_owned(),
                topic: format!("topic-{}", number / OF_A_TOPIC),
                message: message(&number.to_string(), number),
            });
        }
        assert_eq!(content.messages.len(), IN_ALL);
        assert!(
            content.messages.iter().all(|kept| kept.topic != "topic-0"),
            "the oldest go first"
        );
    }

    #[test]
    fn a_deleted_connection_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let before = sent(folder.path());
        before
            .keep("a", "orders", message("secret", 1))
            .expect("kept");
        before
            .keep("b", "orders", message("other", 2))
            .expect("kept");
        before.forget("a").expect("forgotten");
        before.forget("never there").expect("nothing to forget");
        let after = sent(folder.path());
        assert!(after.of("a", "orders").is_empty());
        assert_eq!(after.of("b", "orders").len(), 1);
        let text = std::fs::read_to_string(folder.path().join("sent.json")).expect("the file");
        assert!(!text.contains("secret"));
    }
}
