//! Why a group lags, told of real groups on a real Kafka. A rate needs a minute, so all that need one are watched in the
//! same minute.

use std::time::{Duration, Instant};

use rdkafka::ClientConfig;
use rdkafka::consumer::{BaseConsumer, CommitMode, Consumer};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};
use rdkafka::topic_partition_list::{Offset, TopicPartitionList};
use session::{GroupDetail, Outlook, Trend};
use tests::kafka::Kafka;

use crate::fixture::App;

/// Turns of a second each.
const TURNS: i64 = 75;
const PATIENCE: Duration = Duration::from_secs(20);

/// A group of one or two members on a topic of its own.
struct Scene {
    group: String,
    topic: String,
    members: Vec<BaseConsumer>,
    /// Messages that are written to each partition in a turn.
    written: Vec<i64>,
    /// And that are read of them by the member at this place.
    read: fn(member: usize, partition: i32, written: i64) -> i64,
}

impl Scene {
    async fn new(
        app: &App,
        members: usize,
        written: &[i64],
        read: fn(usize, i32, i64) -> i64,
    ) -> Self {
        let topic = app.topic(written.len() as i32).await;
        let group = tests::unique("group");
        let (bootstrap, of, on) = (app.bootstrap().to_owned(), group.clone(), topic.clone());
        let share = written.len() / members;
        let members =
            tokio::task::spawn_blocking(move || join(&bootstrap, &of, &on, members, share))
                .await
                .expect("members");
        Self {
            group,
            topic,
            members,
            written: written.to_vec(),
            read,
        }
    }

    /// Writes and commits what a turn brings.
    fn turn(&self, turn: i64, producer: &BaseProducer) {
        for (partition, count) in (0..).zip(&self.written) {
            for _ in 0..*count {
                let record = BaseRecord::<(), str>::to(&self.topic)
                    .partition(partition)
                    .payload("a value");
                let sent = producer.send(record);
                sent.map_err(|(error, _)| error).expect("queued");
            }
        }
        producer.flush(PATIENCE).expect("written");
        for (place, member) in self.members.iter().enumerate() {
            // Its messages stay where they are; only its commits are of interest here.
            let assigned = member.assignment().expect("an assignment");
            let mut offsets = TopicPartitionList::new();
            for element in assigned.elements() {
                let partition = element.partition();
                let read = (self.read)(place, partition, self.written[partition as usize]);
                let offset = Offset::Offset(read * (turn + 1));
                offsets
                    .add_partition_offset(&self.topic, partition, offset)
                    .expect("an offset");
            }
            member
                .commit(&offsets, CommitMode::Sync)
                .expect("committed");
        }
    }
}

/// Members that have `share` partitions each.
fn join(
    bootstrap: &str,
    group: &str,
    topic: &str,
    count: usize,
    share: usize,
) -> Vec<BaseConsumer> {
    let members: Vec<BaseConsumer> = (0..count)
        .map(|place| {
            let config: ClientConfig = [
                ("bootstrap.servers", bootstrap.to_owned()),
                ("group.id", group.to_owned()),
                ("client.id", format!("member-{place}")),
                ("enable.auto.commit", "false".to_owned()),
            ]
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
            let consumer: BaseConsumer = config.create().expect("a consumer");
            consumer.subscribe(&[topic]).expect("subscribed");
            consumer
        })
        .collect();
    let has = |member: &BaseConsumer| member.assignment().expect("an assignment").count();
    while !members.iter().all(|member| has(member) == share) {
        for member in &members {
            if let Some(message) = member.poll(Duration::from_millis(20)) {
                message.expect("a message");
            }
        }
    }
    members
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_minute_the_cause_is_told_where_it_can_be() {
    let kafka = Kafka::shared().await;
    let app = App::on(kafka.plaintext()).await;
    let all = |_: usize, _: i32, written: i64| written;
    let scenes = vec![
        Scene::new(&app, 2, &[100, 5, 5, 5], |_, partition, written| {
            if partition == 0 { 20 } else { written }
        })
        .await,
        Scene::new(
            &app,
            2,
            &[20; 4],
            |member, _, written| {
                if member == 0 { 5 } else { written }
            },
        )
        .await,
        Scene::new(&app, 1, &[20; 2], |_, _, _| 0).await,
        Scene::new(&app, 2, &[20; 4], |_, _, written| written / 2).await,
        Scene::new(&app, 2, &[20; 4], all).await,
    ];
    let names: Vec<(String, String)> = scenes
        .iter()
        .map(|scene| (scene.group.clone(), scene.topic.clone()))
        .collect();
    let bootstrap = app.bootstrap().to_owned();
    let acting = tokio::task::spawn_blocking(move || {
        let producer: BaseProducer = [("bootstrap.servers".to_owned(), bootstrap)]
            .into_iter()
            .collect::<ClientConfig>()
            .create()
            .expect("a producer");
        let started = Instant::now();
        for turn in 0..TURNS {
            for scene in &scenes {
                scene.turn(turn, &producer);
            }
            let next = Duration::from_secs(turn as u64 + 1);
            std::thread::sleep(next.saturating_sub(started.elapsed()));
        }
        scenes
    });
    while !acting.is_finished() {
        for (group, _) in &names {
            let detail = app.session.group_detail(&app.connection, group).await;
            detail.expect("a group");
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    let scenes = acting.await.expect("all turns");
    let mut told: Vec<GroupDetail> = Vec::new();
    for (group, _) in &names {
        let detail = app.session.group_detail(&app.connection, group).await;
        told.push(detail.expect("a group"));
    }
    let topic = &names[0].1;
    let starts = |place: usize, with: &str| {
        let cause = told[place].cause.as_deref();
        assert!(
            cause.is_some_and(|cause| cause.starts_with(with)),
            "{with}: {cause:?}"
        );
    };
    starts(0, &format!("Partition 0 of {topic} is hot: it takes 87 %"));
    starts(1, "Member member-");
    starts(2, "Commits have stopped: 1 member is there");
    starts(3, "It can't be told from offsets alone");
    assert_eq!(told[4].cause, None);

    let slow = told[1].cause.as_deref().unwrap_or_default();
    assert!(
        slow.ends_with("is slow: all its 2 partitions lag, and the other members keep up."),
        "{slow}"
    );
    for (place, rates) in [
        (0, (35.0, 115.0)),
        (1, (50.0, 80.0)),
        (2, (0.0, 40.0)),
        (3, (40.0, 80.0)),
    ] {
        let (consumed, produced): (f64, f64) = rates;
        let detail = &told[place];
        let near = |told: Option<f64>, expected: f64| {
            told.is_some_and(|told| (told - expected).abs() <= expected * 0.15)
        };
        assert!(
            near(detail.consumed, consumed) && near(detail.produced, produced),
            "{:?} of {:?}, {rates:?}",
            detail.consumed,
            detail.produced
        );
        assert_eq!(
            (detail.outlook, detail.trend),
            (Outlook::Never, Some(Trend::Growing)),
            "{place}"
        );
    }
    assert_eq!(told[4].outlook, Outlook::CaughtUp);
    drop(scenes);
}
