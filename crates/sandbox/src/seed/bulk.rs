//! A cluster of any size: topics, partitions and groups by number, to see how clients do with it.

use std::sync::Arc;

use super::feed::Feed;
use crate::batch::Message;
use crate::broker::{Broker, now};
use crate::server::Size;
use crate::settings::Overrides;
use crate::topic::Topic;

/// Messages of each partition.
const MESSAGES: i64 = 10;
/// Between two of them, in milliseconds.
const APART: i64 = 60_000;
/// Partitions that a group has committed offsets of.
const READS: usize = 20;

/// Creates `topic-00000`, `topic-00001` … with the partitions shared out evenly, at least one each, and groups
/// `group-00000` … without members. A group lags by less than ten messages in each of its partitions, which lie one
/// after another and begin at another place for each group.
pub(crate) fn fill(broker: &Broker, size: Size) {
    let (count, rest) = match size.topics {
        0 => (0, 0),
        topics => (size.partitions / topics, size.partitions % topics),
    };
    let mut places = Vec::new();
    for number in 0..size.topics {
        let partitions = (count + usize::from(number < rest)).max(1);
        let name = format!("topic-{number:05}");
        let topic = Arc::new(Topic::new(&name, partitions, Overrides::of(&[])));
        broker.topics.add(Arc::clone(&topic));
        let mut feed = Feed::new(&topic);
        let start = now() - MESSAGES * APART;
        for partition in 0..partitions {
            for message in 0..MESSAGES {
                let message = Message {
                    timestamp: start + message * APART,
                    key: None,
                    value: Some(b"{\"status\":\"FINE\"}"),
                    headers: &[],
                };
                feed.push(partition, &message);
            }
            places.push((topic.name.clone(), partition as i32));
        }
        feed.flush(broker);
    }
    for number in 0..size.groups {
        let first = number * places.len() / size.groups;
        let offsets: Vec<_> = places
            .iter()
            .cycle()
            .skip(first)
            .take(READS.min(places.len()))
            .zip(0..)
            .map(|((topic, partition), turn)| {
                let offset = MESSAGES - (turn + number as i64) % MESSAGES;
                (topic.clone(), *partition, offset)
            })
            .collect();
        broker
            .groups
            .commit_as_nobody(&format!("group-{number:05}"), &offsets);
    }
}
