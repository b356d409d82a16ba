//! Topics and their partitions, by name and by id.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use kafka_protocol::ResponseError;
use kafka_protocol::messages::TopicName;
use kafka_protocol::protocol::StrBytes;
use uuid::Uuid;

use crate::log::Log;
use crate::settings::Overrides;

/// A topic. Partitions are only ever added.
#[derive(Debug)]
pub(crate) struct Topic {
    /// Name, on memory of its own.
    pub(crate) name: TopicName,
    /// Id (KIP-516).
    pub(crate) id: Uuid,
    overrides: RwLock<Overrides>,
    partitions: RwLock<Vec<Arc<Mutex<Log>>>>,
}

impl Topic {
    /// A new topic with empty partitions.
    pub(crate) fn new(name: &str, partitions: usize, overrides: Overrides) -> Self {
        let topic = Self {
            name: TopicName(StrBytes::from_string(name.to_owned())),
            id: Uuid::new_v4(),
            overrides: RwLock::new(overrides),
            partitions: RwLock::default(),
        };
        topic.grow(partitions);
        topic
    }

    /// Number of partitions.
    pub(crate) fn partition_count(&self) -> usize {
        self.partitions
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    /// Whether there is such a partition.
    pub(crate) fn has(&self, partition: i32) -> bool {
        usize::try_from(partition).is_ok_and(|partition| partition < self.partition_count())
    }

    /// Adds partitions until there are `count`.
    pub(crate) fn grow(&self, count: usize) {
        let mut partitions = self
            .partitions
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        while partitions.len() < count {
            partitions.push(Arc::default());
        }
    }

    /// The log of one partition.
    pub(crate) fn log(&self, partition: i32) -> Option<Arc<Mutex<Log>>> {
        let partitions = self
            .partitions
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        partitions.get(usize::try_from(partition).ok()?).cloned()
    }

    /// All logs in order of their partitions.
    pub(crate) fn logs(&self) -> Vec<Arc<Mutex<Log>>> {
        self.partitions
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What the topic sets itself.
    pub(crate) fn overrides(&self) -> Overrides {
        self.overrides
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Replaces what the topic sets itself.
    pub(crate) fn set_overrides(&self, overrides: Overrides) {
        *self
            .overrides
            .write()
            .unwrap_or_else(PoisonError::into_inner) = overrides;
    }
}

/// Takes a lock; a panic elsewhere while it was held does not spread.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// All topics of the broker.
#[derive(Debug, Default)]
pub(crate) struct Topics {
    index: RwLock<Index>,
}

#[derive(Debug, Default)]
struct Index {
    names: BTreeMap<String, Arc<Topic>>,
    ids: HashMap<Uuid, Arc<Topic>>,
    /// Names as they stand in Kafka's metrics, where dots become underscores.
    flat_names: HashMap<String, String>,
}

fn flat(name: &str) -> String {
    name.replace('.', "_")
}

impl Topics {
    /// The topic of this name.
    pub(crate) fn by_name(&self, name: &str) -> Option<Arc<Topic>> {
        self.read(|index| index.names.get(name).cloned())
    }

    /// The topic of this id.
    pub(crate) fn by_id(&self, id: Uuid) -> Option<Arc<Topic>> {
        self.read(|index| index.ids.get(&id).cloned())
    }

    /// The topic that a request names, or by id from the version on that sends ids.
    pub(crate) fn find(
        &self,
        name: &str,
        id: Uuid,
        by_id: bool,
    ) -> Result<Arc<Topic>, ResponseError> {
        if by_id {
            self.by_id(id).ok_or(ResponseError::UnknownTopicId)
        } else {
            self.by_name(name)
                .ok_or(ResponseError::UnknownTopicOrPartition)
        }
    }

    /// All topics by name.
    pub(crate) fn all(&self) -> Vec<Arc<Topic>> {
        self.read(|index| index.names.values().cloned().collect())
    }

    /// Number of partitions of all topics.
    pub(crate) fn partition_count(&self) -> usize {
        self.read(|index| {
            index
                .names
                .values()
                .map(|topic| topic.partition_count())
                .sum()
        })
    }

    /// An existing topic whose metrics name would be the same (`.` and `_` collide).
    pub(crate) fn collision(&self, name: &str) -> Option<String> {
        self.read(|index| index.flat_names.get(&flat(name)).cloned())
    }

    /// Adds a topic; false if its name is taken.
    pub(crate) fn add(&self, topic: Arc<Topic>) -> bool {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if index.names.contains_key(topic.name.as_str()) {
            return false;
        }
        index
            .flat_names
            .insert(flat(&topic.name), topic.name.to_string());
        index.ids.insert(topic.id, Arc::clone(&topic));
        index.names.insert(topic.name.to_string(), topic);
        true
    }

    /// Removes a topic.
    pub(crate) fn remove(&self, topic: &Topic) {
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        if index.ids.remove(&topic.id).is_some() {
            index.names.remove(topic.name.as_str());
            index.flat_names.remove(&flat(&topic.name));
        }
    }

    fn read<T>(&self, look: impl FnOnce(&Index) -> T) -> T {
        look(&self.index.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether Kafka allows the name; the sentence says why not.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("Topic name is invalid: the empty string is not allowed".to_owned());
    }
    if name == "." || name == ".." {
        return Err(format!("Topic name is invalid: '{name}' is not allowed"));
    }
    if name.len() > 249 {
        return Err(
            "Topic name is invalid: the length is longer than the max allowed length 249"
                .to_owned(),
        );
    }
    if !name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
    {
        return Err(
            "Topic name is invalid: it contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'"
                .to_owned(),
        );
    }
    Ok(())
}
