//! ACLs, and what a principal with few rights is told: on a real Kafka of its own.

use std::time::Duration;

use kafka::{
    Acl, AclFilter, CLUSTER, Cluster, ClusterConfig, ConfigChange, ConfigResource, Edit, Error,
    Isolation, Mechanism, NewTopic, OffsetQuery, Operation, Pattern, PatternFilter, Permission,
    Producer, ResourceKind, Sasl, Security,
};
use tests::kafka::{ALICE, Kafka};

use crate::fixture::{LIMIT, topic, write};

fn allow(resource: ResourceKind, name: &str, pattern: Pattern, operation: Operation) -> Acl {
    Acl {
        resource,
        name: name.to_owned(),
        pattern,
        principal: "User:alice".to_owned(),
        host: "*".to_owned(),
        operation,
        permission: Permission::Allow,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn entries_are_added_found_and_taken_away_one_by_one() {
    let kafka = Kafka::start().await;
    let cluster = Cluster::new(ClusterConfig::plaintext(kafka.plaintext())).expect("a cluster");
    let exact = allow(
        ResourceKind::Topic,
        "orders",
        Pattern::Literal,
        Operation::Read,
    );
    let prefix = allow(
        ResourceKind::Topic,
        "ord",
        Pattern::Prefixed,
        Operation::Describe,
    );
    let denied = Acl {
        permission: Permission::Deny,
        principal: "User:*".to_owned(),
        host: "10.0.0.7".to_owned(),
        ..allow(ResourceKind::Group, "*", Pattern::Literal, Operation::All)
    };
    let cluster_wide = allow(
        ResourceKind::Cluster,
        CLUSTER,
        Pattern::Literal,
        Operation::Alter,
    );
    let nameless = allow(
        ResourceKind::Cluster,
        "other",
        Pattern::Literal,
        Operation::Alter,
    );
    let all = vec![
        exact.clone(),
        prefix.clone(),
        denied.clone(),
        cluster_wide.clone(),
        nameless,
    ];
    let added = cluster
        .create_acls(all.clone(), LIMIT)
        .await
        .expect("answers");
    assert!(added.iter().map(|(acl, _)| acl).eq(&all), "in order");
    assert!(
        added[..4].iter().all(|(_, answer)| answer.is_ok()),
        "{added:?}"
    );
    assert!(
        added[4].1.is_err(),
        "the cluster has one name: {:?}",
        added[4]
    );

    let find = async |filter| cluster.acls(filter, LIMIT).await.expect("entries");
    while find(AclFilter::default()).await.len() < 4 {
        tokio::task::yield_now().await;
    }
    let mut expected = vec![exact.clone(), prefix.clone(), denied.clone(), cluster_wide];
    expected.sort_unstable();
    assert_eq!(find(AclFilter::default()).await, expected);
    let of_topic = AclFilter {
        resource: Some(ResourceKind::Topic),
        name: Some("orders".to_owned()),
        pattern: PatternFilter::Match,
        ..AclFilter::default()
    };
    let mut concerning = vec![exact.clone(), prefix.clone()];
    concerning.sort_unstable();
    assert_eq!(
        find(of_topic).await,
        concerning,
        "what decides about this topic"
    );
    let of_all = AclFilter {
        principal: Some("User:*".to_owned()),
        ..AclFilter::default()
    };
    assert_eq!(find(of_all).await, [denied]);

    let again = AclFilter::from(&exact);
    let filters = vec![again.clone(), again, AclFilter::from(&prefix)];
    let gone = cluster.delete_acls(filters, LIMIT).await.expect("answers");
    let taken: Vec<Acl> = gone
        .into_iter()
        .flat_map(|gone| gone.expect("no error"))
        .collect();
    assert_eq!(taken.len(), 2, "one filter twice takes once: {taken:?}");
    while find(AclFilter::default()).await.len() > 2 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_missing_right_is_told_by_itself() {
    let kafka = Kafka::start().await;
    let bootstrap = kafka.plaintext();
    let (allowed, secret) = (
        topic(bootstrap, 1, &[]).await,
        topic(bootstrap, 1, &[]).await,
    );
    let admin = Cluster::new(ClusterConfig::plaintext(bootstrap)).expect("a cluster");
    let producer = Producer::new(&ClusterConfig::plaintext(bootstrap)).expect("a producer");
    write(&producer, &allowed, 0, 2).await;
    let commit = async |topic: &str| {
        // A fresh broker loads its groups first.
        loop {
            let offset = vec![(topic.to_owned(), 0, 1)];
            let set = admin.alter_group_offsets("a-group", offset, LIMIT).await;
            match &set.expect("answers")[0].offset {
                Ok(_) => return,
                Err(Error::Kafka { code, .. }) if code.contains("Coordinator") => {}
                Err(error) => panic!("{error}"),
            }
        }
    };
    commit(&allowed).await;
    let right = allow(
        ResourceKind::Topic,
        &allowed,
        Pattern::Literal,
        Operation::Read,
    );
    let added = admin
        .create_acls(vec![right], LIMIT)
        .await
        .expect("answers");
    assert_eq!(added[0].1, Ok(()));

    let alice = Cluster::new(ClusterConfig {
        security: Security::SaslSsl,
        ca_file: Some(kafka.ca_file().to_owned()),
        sasl: Some(Sasl {
            mechanism: Mechanism::ScramSha512,
            username: ALICE.0.to_owned(),
            password: ALICE.1.into(),
        }),
        ..ClusterConfig::plaintext(kafka.sasl_ssl())
    })
    .expect("a cluster");
    let names = || vec![allowed.clone(), secret.clone()];
    let denied = |kind, name: &str| Error::Forbidden {
        resource: kind,
        reason: name.to_owned(),
    };
    // The right is known a moment after it was given.
    loop {
        let told = alice
            .describe_topics(names(), LIMIT)
            .await
            .expect("answers");
        if let Ok(mine) = &told[0].1 {
            let mut operations = mine.operations.clone().expect("operations");
            operations.sort_unstable();
            assert_eq!(operations, [Operation::Read, Operation::Describe]);
            assert_eq!(
                told[1].1.as_ref().err(),
                Some(&denied(ResourceKind::Topic, &secret))
            );
            break;
        }
        tokio::task::yield_now().await;
    }
    let partitions = vec![(allowed.clone(), 0), (secret.clone(), 0)];
    let query = OffsetQuery::Latest;
    let offsets = alice
        .list_offsets(partitions, query, Isolation::ReadCommitted, LIMIT)
        .await;
    let offsets = offsets.expect("answers");
    assert_eq!(offsets[0].offset.offset, Ok(Some(2)));
    assert_eq!(
        offsets[1].offset.offset,
        Err(denied(ResourceKind::Topic, &secret))
    );

    let resources = vec![
        ConfigResource::Topic(allowed.clone()),
        ConfigResource::Broker(1),
    ];
    let settings = alice
        .describe_configs(resources, LIMIT)
        .await
        .expect("answers");
    assert_eq!(settings[0].1, Err(denied(ResourceKind::Topic, &allowed)));
    assert_eq!(
        settings[1].1,
        Err(denied(ResourceKind::Cluster, "broker 1"))
    );
    let change = vec![ConfigChange {
        name: "retention.ms".to_owned(),
        edit: Edit::Set("1".to_owned()),
    }];
    let changes = vec![(ConfigResource::Topic(allowed.clone()), change)];
    let changed = alice
        .alter_configs(changes, false, LIMIT)
        .await
        .expect("answers");
    assert_eq!(changed[0].1, Err(denied(ResourceKind::Topic, &allowed)));

    let new = NewTopic {
        name: "not-mine".to_owned(),
        partitions: Some(1),
        replication: None,
        configs: Vec::new(),
    };
    let made = alice
        .create_topics(vec![new], false, LIMIT)
        .await
        .expect("answers");
    assert_eq!(made[0].1, Err(denied(ResourceKind::Topic, "not-mine")));
    let deleted = alice.delete_topics(names(), LIMIT).await.expect("answers");
    assert!(
        deleted
            .iter()
            .all(|(name, answer)| *answer == Err(denied(ResourceKind::Topic, name)))
    );
    let cut = alice
        .delete_records(vec![(allowed.clone(), 0, 1)], LIMIT)
        .await
        .expect("answers");
    assert_eq!(cut[0].offset, Err(denied(ResourceKind::Topic, &allowed)));

    let described = alice.describe(LIMIT).await.expect("a description");
    assert_eq!(
        described.operations,
        Some(Vec::new()),
        "nothing on the cluster"
    );
    assert_eq!(
        alice.acls(AclFilter::default(), LIMIT).await,
        Err(denied(ResourceKind::Cluster, CLUSTER))
    );
    let groups = alice.groups(LIMIT).await.expect("groups");
    assert!(
        groups.groups.is_empty(),
        "left out without a word: {groups:?}"
    );
    let group = denied(ResourceKind::Group, "a-group");
    assert_eq!(
        alice.group_offsets("a-group", None, LIMIT).await,
        Err(group.clone())
    );
    let told = alice
        .describe_groups(vec!["a-group".to_owned()], LIMIT)
        .await
        .expect("answers");
    assert_eq!(told[0].1, Err(group.clone()));
    let gone = alice
        .delete_groups(vec!["a-group".to_owned()], LIMIT)
        .await
        .expect("answers");
    assert_eq!(gone[0].1, Err(group.clone()));
    let reset = vec![(allowed.clone(), 0, 0)];
    let reset = alice.alter_group_offsets("a-group", reset, LIMIT).await;
    let reset = reset.map(|answers| answers[0].offset.clone());
    assert!(
        reset == Err(group.clone()) || reset == Ok(Err(group.clone())),
        "{reset:?}"
    );
    let forgot = alice
        .delete_group_offsets("a-group", vec![(allowed.clone(), 0)], LIMIT)
        .await;
    assert_eq!(forgot, Err(group));

    // With DESCRIBE on the group it is shown, but for topics that may not be seen: without a word.
    commit(&secret).await;
    let right = allow(
        ResourceKind::Group,
        "a-",
        Pattern::Prefixed,
        Operation::Describe,
    );
    admin
        .create_acls(vec![right], LIMIT)
        .await
        .expect("answers");
    loop {
        if let Ok(offsets) = alice.group_offsets("a-group", None, LIMIT).await {
            let topics: Vec<_> = offsets.iter().map(|offset| offset.topic.clone()).collect();
            assert_eq!(topics, std::slice::from_ref(&allowed));
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The sandbox has no ACLs, as brokers of other makers.
#[tokio::test(flavor = "multi_thread")]
async fn what_a_broker_does_not_know_is_told() {
    let sandbox = sandbox::Sandbox::start(sandbox::Options { seed: false }).await;
    let sandbox = sandbox.expect("a sandbox");
    let config = ClusterConfig::plaintext(sandbox.bootstrap());
    let cluster = Cluster::new(config).expect("a cluster");
    let acl = allow(
        ResourceKind::Topic,
        "orders",
        Pattern::Literal,
        Operation::Read,
    );
    let found = cluster.acls(AclFilter::default(), LIMIT).await.map(drop);
    let added = cluster
        .create_acls(vec![acl.clone()], LIMIT)
        .await
        .map(drop);
    let deleted = cluster
        .delete_acls(vec![AclFilter::from(&acl)], LIMIT)
        .await;
    let deleted = deleted.expect("answers").remove(0).map(drop);
    for answer in [found, added, deleted] {
        assert!(
            matches!(&answer, Err(Error::Kafka { code, .. }) if code == "UnsupportedFeature"),
            "{answer:?}"
        );
    }
}
