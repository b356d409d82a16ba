//! What a scan says of offsets that hold no message, on a real Kafka: nothing is taken for lost, nothing is left out.

use std::time::Duration;

use rdkafka::ClientConfig;
use rdkafka::admin::{AdminClient, AdminOptions};
use rdkafka::client::DefaultClientContext;
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};
use session::{Order, Start, TailState, ViewSpec};
use tests::kafka::Kafka;

use crate::fixture::{App, spec};

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn transactions_leave_offsets_that_are_counted() {
    let kafka = Kafka::shared().await;
    let app = App::on(kafka.plaintext()).await;
    let topic = app.topic(2).await;
    let bootstrap = app.bootstrap().to_owned();
    let name = topic.clone();
    tokio::task::spawn_blocking(move || {
        for (id, commits) in [("a", true), ("b", false), ("c", true)] {
            let producer: BaseProducer = [
                ("bootstrap.servers".to_owned(), bootstrap.clone()),
                ("transactional.id".to_owned(), tests::unique(id)),
            ]
            .into_iter()
            .collect::<ClientConfig>()
            .create()
            .expect("a producer");
            producer
                .init_transactions(PATIENCE)
                .expect("a transactional id");
            producer.begin_transaction().expect("a transaction");
            for number in 0..5 {
                let value = format!("{id}{number}");
                let record = BaseRecord::<(), str>::to(&name)
                    .partition(0)
                    .payload(&value);
                producer
                    .send(record)
                    .map_err(|(error, _)| error)
                    .expect("queued");
            }
            // An abort drops what was not sent yet.
            producer.flush(PATIENCE).expect("written");
            if commits {
                producer.commit_transaction(PATIENCE).expect("committed");
            } else {
                producer.abort_transaction(PATIENCE).expect("aborted");
            }
        }
    })
    .await
    .expect("written");
    for order in [Order::Oldest, Order::Newest] {
        for latest_per_key in [false, true] {
            let (_, tick) = app
                .read(ViewSpec {
                    order,
                    latest_per_key,
                    ..spec(&topic, Start::Earliest)
                })
                .await;
            // Three markers, and what was aborted.
            assert_eq!(
                (tick.seen, tick.missing, tick.read, tick.total),
                (10, 8, 18, Some(18)),
                "{order:?}"
            );
        }
    }
    let (view, tick) = app
        .read(ViewSpec {
            uncommitted: true,
            ..spec(&topic, Start::Earliest)
        })
        .await;
    assert_eq!((tick.seen, tick.missing, tick.read), (15, 3, 18));
    assert!(view.values(&tick).contains(&"b0".to_owned()));
    let coverage = app.session.view_coverage(view.view).expect("coverage");
    let missing: Vec<u64> = coverage.iter().map(|partition| partition.missing).collect();
    assert_eq!(missing, [3, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_retention_took_while_reading_is_counted() {
    let kafka = Kafka::shared().await;
    let app = App::on(kafka.plaintext()).await;
    let topic = app.topic(1).await;
    for number in 0..10 {
        app.produce(&topic, 0, &number.to_string()).await;
    }
    let mut view = app
        .open(ViewSpec {
            follow: true,
            ..spec(&topic, Start::Earliest)
        })
        .await;
    view.until(|tick| tick.state == TailState::Live).await;
    app.session.stop_view(view.view).expect("stopped");
    for number in 10..30 {
        app.produce(&topic, 0, &number.to_string()).await;
    }
    let admin: AdminClient<DefaultClientContext> =
        [("bootstrap.servers".to_owned(), app.bootstrap().to_owned())]
            .into_iter()
            .collect::<ClientConfig>()
            .create()
            .expect("an admin client");
    let mut below = TopicPartitionList::new();
    below
        .add_partition_offset(&topic, 0, Offset::Offset(24))
        .expect("an offset");
    admin
        .delete_records(
            &below,
            &AdminOptions::new().operation_timeout(Some(PATIENCE)),
        )
        .await
        .expect("deleted");
    app.session.continue_view(view.view).expect("goes on");
    let tick = view.until(|tick| tick.matched == 16).await;
    assert_eq!((tick.expired, tick.missing), (14, 0));
}
