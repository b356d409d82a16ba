//! Offsets of partitions by a mark or a time.

use std::time::Duration;

use rd::rd_kafka_admin_op_t as Kind;
use rdkafka::bindings as rd;

use super::admin::{Native, Settings, each};
use super::native::list;
use super::partitions::{Answer, answer, wanted};
use crate::isolation::Isolation;
use crate::refusal::Refusal;

/// librdkafka joins the answers of the brokers by comparing each with each: a list of thousands takes it seconds.
const AT_ONCE: usize = 1000;

/// An answer with the time of its record, -1 for none.
pub(crate) type Timed = (Answer, i64);

/// `spec` is a time in ms, or one of Kafka's marks. A chunk that fails as a whole fails for each of its partitions;
/// silence for all chunks is one failure.
pub(crate) fn all(
    client: &Native,
    partitions: &[(String, i32)],
    spec: i64,
    isolation: Isolation,
    limit: Duration,
) -> Result<Vec<Timed>, Refusal> {
    let settings = Settings {
        isolation: Some(isolation),
        ..Settings::within(limit)
    };
    let chunks: Vec<&[(String, i32)]> = partitions.chunks(AT_ONCE).collect();
    let answers = each(
        client,
        Kind::RD_KAFKA_ADMIN_OP_LISTOFFSETS,
        &settings,
        &chunks,
        |call, chunk| {
            let wanted = wanted(
                chunk
                    .iter()
                    .map(|(topic, partition)| (topic.as_str(), *partition, spec)),
            )?;
            // SAFETY: a living list, which librdkafka copies.
            unsafe {
                rd::rd_kafka_ListOffsets(call.client, wanted.ptr(), call.options, call.queue);
            }
            Ok(())
        },
        // SAFETY: an answer of this kind; all its parts live as long as the event.
        |event, _| unsafe {
            let result = rd::rd_kafka_event_ListOffsets_result(event);
            list(|count| rd::rd_kafka_ListOffsets_result_infos(result, count))
                .iter()
                .map(|info| {
                    let element = rd::rd_kafka_ListOffsetsResultInfo_topic_partition(*info);
                    let time = rd::rd_kafka_ListOffsetsResultInfo_timestamp(*info);
                    (answer(&*element), time)
                })
                .collect::<Vec<Timed>>()
        },
    );
    if let [Err(refusal), rest @ ..] = &answers[..]
        && refusal.is_silence()
        && rest.iter().all(Result::is_err)
    {
        return Err(refusal.clone());
    }
    let mut all = Vec::with_capacity(partitions.len());
    for (chunk, answered) in chunks.into_iter().zip(answers) {
        match answered {
            Ok(answered) => all.extend(answered),
            Err(refusal) => all.extend(chunk.iter().map(|(topic, partition)| {
                let answer = Answer {
                    topic: topic.clone(),
                    partition: *partition,
                    offset: Err(refusal.clone()),
                };
                (answer, -1)
            })),
        }
    }
    Ok(all)
}
