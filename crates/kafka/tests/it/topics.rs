//! Topics, their records and their settings, administered alike on every cluster; each check makes topics of its own.

use kafka::{
    Cluster, ClusterConfig, ConfigChange, ConfigEntry, ConfigResource, ConfigSource, Edit, Error,
    Isolation, NewTopic, OffsetQuery, Operation, Producer,
};

use crate::fixture::{LIMIT, record, topic, write};

fn cluster(bootstrap: &str) -> Cluster {
    Cluster::new(ClusterConfig::plaintext(bootstrap)).expect("a cluster")
}

async fn written(bootstrap: &str, partitions: i32, count: usize) -> String {
    let name = topic(bootstrap, partitions, &[]).await;
    let producer = Producer::new(&ClusterConfig::plaintext(bootstrap)).expect("a producer");
    for partition in 0..partitions {
        write(&producer, &name, partition, count).await;
    }
    name
}

fn new(name: &str, configs: &[(&str, &str)]) -> NewTopic {
    NewTopic {
        name: name.to_owned(),
        partitions: Some(2),
        replication: None,
        configs: configs
            .iter()
            .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
            .collect(),
    }
}

/// Kafka's name of an error, and its text.
fn code<T: std::fmt::Debug>(answer: &Result<T, Error>) -> (&str, &str) {
    match answer {
        Err(Error::Kafka { code, reason }) => (code, reason),
        other => panic!("not an error of Kafka's: {other:?}"),
    }
}

pub(crate) async fn topics_are_checked_made_and_deleted_each_by_itself(bootstrap: &str) {
    let cluster = cluster(bootstrap);
    let name = tests::unique("made");
    let create = async |topics, validate_only| {
        let answers = cluster.create_topics(topics, validate_only, LIMIT).await;
        answers.expect("answers")
    };
    let checked = create(vec![new(&name, &[("retention.ms", "1000")])], true).await;
    assert_eq!(checked, [(name.clone(), Ok(()))]);
    let known = cluster.metadata(Some(&name), LIMIT).await;
    assert!(matches!(known, Err(Error::NotFound { .. })), "{known:?}");

    let made = create(vec![new(&name, &[("retention.ms", "1000")])], false).await;
    assert_eq!(made, [(name.clone(), Ok(()))]);
    let other = tests::unique("made");
    let mixed = create(
        vec![
            new(&name, &[]),
            new(&other, &[]),
            new("no such name!", &[]),
            new(&tests::unique("made"), &[("retention.ms", "soon")]),
        ],
        false,
    )
    .await;
    assert_eq!(code(&mixed[0].1).0, "TopicAlreadyExists");
    assert_eq!(mixed[1], (other.clone(), Ok(())));
    assert_eq!(code(&mixed[2].1).0, "InvalidTopic");
    let (invalid, reason) = code(&mixed[3].1);
    assert_eq!(invalid, "InvalidConfig");
    assert!(reason.contains("retention.ms"), "{reason}");

    let nowhere = tests::unique("nowhere");
    let names = vec![name.clone(), nowhere.clone(), other.clone()];
    let deleted = cluster.delete_topics(names, LIMIT).await.expect("answers");
    assert_eq!(deleted[0], (name.clone(), Ok(())));
    assert!(matches!(&deleted[1], (topic, Err(Error::NotFound { .. })) if *topic == nowhere));
    assert_eq!(deleted[2], (other, Ok(())));
    let known = cluster.metadata(Some(&name), LIMIT).await;
    assert!(matches!(known, Err(Error::NotFound { .. })), "{known:?}");
}

pub(crate) async fn partitions_are_added_and_never_taken(bootstrap: &str) {
    let cluster = cluster(bootstrap);
    let name = topic(bootstrap, 2, &[]).await;
    let grow = async |total, validate_only| {
        let topics = vec![(name.clone(), total)];
        let answers = cluster
            .create_partitions(topics, validate_only, LIMIT)
            .await;
        answers.expect("answers").remove(0).1
    };
    assert_eq!(grow(5, true).await, Ok(()));
    assert_eq!(count(&cluster, &name).await, 2, "only checked");
    assert_eq!(grow(5, false).await, Ok(()));
    while count(&cluster, &name).await != 5 {
        tokio::task::yield_now().await;
    }
    assert_eq!(code(&grow(3, false).await).0, "InvalidPartitions");
}

async fn count(cluster: &Cluster, topic: &str) -> usize {
    let known = cluster.metadata(Some(topic), LIMIT).await;
    known.expect("metadata").topics[0].partitions.len()
}

pub(crate) async fn records_are_deleted_up_to_an_offset(bootstrap: &str) {
    let cluster = cluster(bootstrap);
    let name = written(bootstrap, 3, 10).await;
    let before = vec![
        (name.clone(), 0, 4),
        (name.clone(), 1, -1),
        (name.clone(), 2, 11),
    ];
    let answers = cluster
        .delete_records(before, LIMIT)
        .await
        .expect("answers");
    assert_eq!(answers[0].offset, Ok(Some(4)));
    assert_eq!(answers[1].offset, Ok(Some(10)));
    assert_eq!(code(&answers[2].offset).0, "OffsetOutOfRange");
    let partitions = (0..3).map(|partition| (name.clone(), partition)).collect();
    let starts = cluster
        .offsets(partitions, OffsetQuery::Earliest, LIMIT)
        .await;
    let starts: Vec<_> = starts
        .expect("offsets")
        .into_iter()
        .map(|start| start.offset)
        .collect();
    assert_eq!(starts, [Ok(Some(4)), Ok(Some(10)), Ok(Some(0))]);
}

pub(crate) async fn settings_are_told_with_their_sources(bootstrap: &str) {
    let cluster = cluster(bootstrap);
    let name = topic(
        bootstrap,
        1,
        &[("retention.ms", "123456"), ("cleanup.policy", "compact")],
    )
    .await;
    let missing = tests::unique("nowhere");
    let broker = cluster
        .metadata(None, LIMIT)
        .await
        .expect("metadata")
        .brokers[0]
        .id;
    let resources = vec![
        ConfigResource::Topic(missing),
        ConfigResource::Topic(name),
        ConfigResource::Broker(broker),
    ];
    let answers = cluster.describe_configs(resources.clone(), LIMIT).await;
    let answers = answers.expect("answers");
    let asked: Vec<_> = answers
        .iter()
        .map(|(resource, _)| resource.clone())
        .collect();
    assert_eq!(asked, resources);
    assert!(
        matches!(answers[0].1, Err(Error::NotFound { .. })),
        "{:?}",
        answers[0]
    );

    let entries = answers[1].1.as_ref().expect("the topic's settings");
    let retention = entry(entries, "retention.ms");
    assert_eq!(retention.value.as_deref(), Some("123456"));
    assert_eq!(retention.source, ConfigSource::Topic);
    assert!(!retention.is_read_only && !retention.is_sensitive);
    let policy = entry(entries, "cleanup.policy");
    assert_eq!(
        (policy.value.as_deref(), policy.source),
        (Some("compact"), ConfigSource::Topic)
    );
    let default = policy.without().expect("what counts without it");
    assert_eq!(default.name, "log.cleanup.policy");
    assert_eq!(
        (default.value.as_deref(), default.source),
        (Some("delete"), ConfigSource::Default)
    );
    let untouched = entry(entries, "max.message.bytes");
    assert_eq!(untouched.source, ConfigSource::Default);
    assert_eq!(
        untouched.without().map(|without| &without.value),
        Some(&untouched.value)
    );
    let of_broker = answers[2].1.as_ref().expect("the broker's settings");
    assert!(!of_broker.is_empty());
}

fn entry<'a>(entries: &'a [ConfigEntry], name: &str) -> &'a ConfigEntry {
    let found = entries.iter().find(|entry| entry.name == name);
    found.unwrap_or_else(|| panic!("no {name} in {entries:?}"))
}

pub(crate) async fn one_setting_is_changed_and_the_others_stay(bootstrap: &str) {
    let cluster = cluster(bootstrap);
    let name = topic(
        bootstrap,
        1,
        &[("retention.ms", "123456"), ("segment.bytes", "2000000")],
    )
    .await;
    let value = async |setting: &str| {
        let resource = vec![ConfigResource::Topic(name.clone())];
        let mut answers = cluster
            .describe_configs(resource, LIMIT)
            .await
            .expect("answers");
        let entries = answers.remove(0).1.expect("settings");
        let entry = entry(&entries, setting);
        (entry.value.clone().unwrap_or_default(), entry.source)
    };
    let alter = async |setting: &str, edit, validate_only| {
        let change = ConfigChange {
            name: setting.to_owned(),
            edit,
        };
        let changes = vec![(ConfigResource::Topic(name.clone()), vec![change])];
        let answers = cluster.alter_configs(changes, validate_only, LIMIT).await;
        answers.expect("answers").remove(0).1
    };
    let set = |value: &str| Edit::Set(value.to_owned());
    let until = async |setting: &str, expected: (&str, ConfigSource)| {
        // A change is there a moment after the answer.
        let expected = (expected.0.to_owned(), expected.1);
        while value(setting).await != expected {
            tokio::task::yield_now().await;
        }
    };
    assert_eq!(alter("retention.ms", set("777"), true).await, Ok(()));
    assert_eq!(value("retention.ms").await.0, "123456", "only checked");
    assert_eq!(alter("retention.ms", set("777"), false).await, Ok(()));
    until("retention.ms", ("777", ConfigSource::Topic)).await;
    assert_eq!(
        value("segment.bytes").await,
        ("2000000".to_owned(), ConfigSource::Topic)
    );
    assert_eq!(alter("retention.ms", Edit::Delete, false).await, Ok(()));
    until("retention.ms", ("604800000", ConfigSource::Default)).await;

    let append = Edit::Append("compact".to_owned());
    assert_eq!(alter("cleanup.policy", append, false).await, Ok(()));
    until("cleanup.policy", ("delete,compact", ConfigSource::Topic)).await;
    let subtract = Edit::Subtract("delete".to_owned());
    assert_eq!(alter("cleanup.policy", subtract, false).await, Ok(()));
    until("cleanup.policy", ("compact", ConfigSource::Topic)).await;

    let refused = alter("retention.ms", set("soon"), false).await;
    let (refused, reason) = code(&refused);
    assert_eq!(refused, "InvalidConfig");
    assert!(reason.contains("retention.ms"), "{reason}");
}

pub(crate) async fn the_cluster_tells_its_brokers_and_what_is_allowed(bootstrap: &str) {
    let cluster = cluster(bootstrap);
    let told = cluster.describe(LIMIT).await.expect("a description");
    assert_eq!(told.id, cluster.cluster_id(LIMIT).await);
    assert!(told.id.is_some_and(|id| !id.is_empty()));
    let known = cluster.metadata(None, LIMIT).await.expect("metadata");
    let ids =
        |brokers: &[kafka::Broker]| brokers.iter().map(|broker| broker.id).collect::<Vec<_>>();
    assert_eq!(ids(&told.brokers), ids(&known.brokers));
    assert!(told.controller.is_some());
    let operations = told.operations.expect("operations");
    assert!(operations.contains(&Operation::Create), "{operations:?}");
}

pub(crate) async fn topics_tell_what_is_allowed(bootstrap: &str) {
    let cluster = cluster(bootstrap);
    let (name, missing) = (topic(bootstrap, 2, &[]).await, tests::unique("nowhere"));
    let answers = cluster
        .describe_topics(vec![missing, name.clone()], LIMIT)
        .await;
    let answers = answers.expect("answers");
    assert!(
        matches!(answers[0].1, Err(Error::NotFound { .. })),
        "{:?}",
        answers[0]
    );
    let told = answers[1].1.as_ref().expect("a description");
    assert_eq!(
        (told.topic.name.as_str(), told.topic.partitions.len()),
        (name.as_str(), 2)
    );
    assert_eq!((told.topic.replication(), told.is_internal), (1, false));
    assert!(
        told.topic
            .partitions
            .iter()
            .all(|partition| partition.leader.is_some())
    );
    let operations = told.operations.as_ref().expect("operations");
    for operation in [Operation::Read, Operation::Write, Operation::Delete] {
        assert!(operations.contains(&operation), "{operations:?}");
    }
}

pub(crate) async fn offsets_come_with_the_times_of_their_records(bootstrap: &str) {
    let cluster = cluster(bootstrap);
    let name = topic(bootstrap, 2, &[]).await;
    let producer = Producer::new(&ClusterConfig::plaintext(bootstrap)).expect("a producer");
    for value in ["a", "b"] {
        producer
            .send(&record(&name, 0, value))
            .await
            .expect("written");
    }
    let ask = async |query| {
        let partitions = vec![(name.clone(), 0), (name.clone(), 1), (name.clone(), 9)];
        let answers = cluster
            .list_offsets(partitions, query, Isolation::ReadCommitted, LIMIT)
            .await;
        let answers = answers.expect("answers");
        assert!(
            matches!(answers[2].offset.offset, Err(Error::NotFound { .. })),
            "{answers:?}"
        );
        answers
    };
    let nowhere = vec![(tests::unique("nowhere"), 0)];
    let answers = cluster
        .offsets(nowhere.clone(), OffsetQuery::Latest, LIMIT)
        .await;
    let what = nowhere[0].0.clone();
    assert_eq!(
        answers.expect("answers")[0].offset,
        Err(Error::NotFound { what })
    );
    let found = ask(OffsetQuery::Time(1)).await;
    assert_eq!(found[0].offset.offset, Ok(Some(0)));
    let first = found[0].time.expect("the time of the first record");
    assert_eq!((&found[1].offset.offset, found[1].time), (&Ok(None), None));
    let end = ask(OffsetQuery::Latest).await;
    assert_eq!((&end[0].offset.offset, end[0].time), (&Ok(Some(2)), None));
    assert_eq!(end[1].offset.offset, Ok(Some(0)));
    let highest = ask(OffsetQuery::MaxTime).await;
    assert!(highest[0].time.is_some_and(|time| time >= first));
    assert!(matches!(highest[0].offset.offset, Ok(Some(0 | 1))));
    assert_eq!(
        (&highest[1].offset.offset, highest[1].time),
        (&Ok(None), None)
    );
}

/// The table of settings is Kafka's: it lacks none, and has none too many.
pub(crate) async fn every_setting_of_a_topic_is_explained(bootstrap: &str) {
    let name = topic(bootstrap, 1, &[]).await;
    let resource = vec![ConfigResource::Topic(name)];
    let mut answers = cluster(bootstrap)
        .describe_configs(resource, LIMIT)
        .await
        .expect("answers");
    let entries = answers.remove(0).1.expect("settings");
    let mut names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    names.sort_unstable();
    let explained: Vec<&str> = kafka::TOPIC_SETTINGS
        .iter()
        .map(|setting| setting.name)
        .collect();
    assert_eq!(names, explained);
    for entry in entries
        .iter()
        .filter(|entry| entry.source == ConfigSource::Default)
    {
        let setting = kafka::topic_setting(&entry.name).expect("a setting");
        assert_eq!(
            entry.value.as_deref(),
            Some(setting.default),
            "{}",
            entry.name
        );
    }
}
