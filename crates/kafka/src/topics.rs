use std::time::Duration;

use crate::access::Operation;
use crate::cluster::Cluster;
use crate::error::Result;
use crate::ffi;
use crate::metadata::Topic;
use crate::offsets::PartitionOffset;

/// A topic to make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTopic {
    /// Its name.
    pub name: String,
    /// How many partitions; none takes the broker's default.
    pub partitions: Option<i32>,
    /// How many brokers hold each; none takes the broker's default.
    pub replication: Option<i32>,
    /// Its own settings, by name.
    pub configs: Vec<(String, String)>,
}

/// A topic, and what the principal may do to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicDescription {
    /// The topic.
    pub topic: Topic,
    /// Its id in base 64; none from a broker that gives topics none.
    pub id: Option<String>,
    /// Whether it is one of Kafka's own.
    pub is_internal: bool,
    /// What the principal may do; none where the broker does not tell.
    pub operations: Option<Vec<Operation>>,
}

impl Cluster {
    /// Makes topics, or only lets the broker check them. The answers are in the order of `topics`.
    ///
    /// # Errors
    /// Why there is no answer at all, or a name or value with a NUL character.
    pub async fn create_topics(
        &self,
        topics: Vec<NewTopic>,
        validate_only: bool,
        limit: Duration,
    ) -> Result<Vec<(String, Result<()>)>> {
        let answers = self.administer(limit, "", move |client, limit| {
            ffi::topics::create(client, &topics, validate_only, limit)
        });
        Ok(named(answers.await?, limit))
    }

    /// Deletes topics with all that is in them. The answers are in the order of `topics`.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn delete_topics(
        &self,
        topics: Vec<String>,
        limit: Duration,
    ) -> Result<Vec<(String, Result<()>)>> {
        let answers = self.administer(limit, "", move |client, limit| {
            ffi::topics::delete(client, &topics, limit)
        });
        Ok(named(answers.await?, limit))
    }

    /// Adds partitions: each topic with the number that it will have. They can't be taken away again, and from then on
    /// keys go to other partitions than before.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn create_partitions(
        &self,
        topics: Vec<(String, i32)>,
        validate_only: bool,
        limit: Duration,
    ) -> Result<Vec<(String, Result<()>)>> {
        let answers = self.administer(limit, "", move |client, limit| {
            ffi::topics::create_partitions(client, &topics, validate_only, limit)
        });
        Ok(named(answers.await?, limit))
    }

    /// Deletes the records of partitions before an offset each; -1 deletes all that are there. Answers with the first
    /// offset that is left.
    ///
    /// # Errors
    /// Why there is no answer at all; a partition that fails alone says so in its answer.
    pub async fn delete_records(
        &self,
        before: Vec<(String, i32, i64)>,
        limit: Duration,
    ) -> Result<Vec<PartitionOffset>> {
        let answers = self.administer(limit, "", move |client, limit| {
            ffi::topics::delete_records(client, &before, limit)
        });
        Ok(PartitionOffset::from_answers(answers.await?, limit))
    }

    /// Describes topics, and what the principal may do to them. The answers are in the order of `topics`.
    ///
    /// # Errors
    /// Why there is no answer at all.
    pub async fn describe_topics(
        &self,
        topics: Vec<String>,
        limit: Duration,
    ) -> Result<Vec<(String, Result<TopicDescription>)>> {
        let answers = self.administer(limit, "", move |client, limit| {
            ffi::topics::describe(client, &topics, limit)
        });
        Ok(named(answers.await?, limit))
    }
}

fn named<T>(
    answers: Vec<(String, std::result::Result<T, crate::refusal::Refusal>)>,
    limit: Duration,
) -> Vec<(String, Result<T>)> {
    answers
        .into_iter()
        .map(|(name, answer)| {
            let answer = answer.map_err(|refusal| refusal.about(&name, limit));
            (name, answer)
        })
        .collect()
}
