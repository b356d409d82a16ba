//! A request of every kind with every array filled, in each version that has it.

use bytes::Bytes;
use kafka_protocol::messages::create_partitions_request::{
    CreatePartitionsAssignment, CreatePartitionsTopic,
};
use kafka_protocol::messages::create_topics_request::{
    CreatableReplicaAssignment, CreatableTopic, CreatableTopicConfig,
};
use kafka_protocol::messages::delete_records_request::{
    DeleteRecordsPartition, DeleteRecordsTopic,
};
use kafka_protocol::messages::delete_topics_request::DeleteTopicState;
use kafka_protocol::messages::describe_configs_request::DescribeConfigsResource;
use kafka_protocol::messages::fetch_request::{FetchPartition, FetchTopic, ForgottenTopic};
use kafka_protocol::messages::incremental_alter_configs_request::{
    AlterConfigsResource, AlterableConfig,
};
use kafka_protocol::messages::join_group_request::JoinGroupRequestProtocol;
use kafka_protocol::messages::leave_group_request::MemberIdentity;
use kafka_protocol::messages::list_offsets_request::{ListOffsetsPartition, ListOffsetsTopic};
use kafka_protocol::messages::metadata_request::MetadataRequestTopic;
use kafka_protocol::messages::offset_commit_request::{
    OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use kafka_protocol::messages::offset_delete_request::{
    OffsetDeleteRequestPartition, OffsetDeleteRequestTopic,
};
use kafka_protocol::messages::offset_fetch_request::{
    OffsetFetchRequestGroup, OffsetFetchRequestTopic, OffsetFetchRequestTopics,
};
use kafka_protocol::messages::offset_for_leader_epoch_request::{
    OffsetForLeaderPartition, OffsetForLeaderTopic,
};
use kafka_protocol::messages::produce_request::{PartitionProduceData, TopicProduceData};
use kafka_protocol::messages::sync_group_request::SyncGroupRequestAssignment;
use kafka_protocol::messages::{
    ApiKey, ApiVersionsRequest, BrokerId, CreatePartitionsRequest, CreateTopicsRequest,
    DeleteGroupsRequest, DeleteRecordsRequest, DeleteTopicsRequest, DescribeClusterRequest,
    DescribeConfigsRequest, DescribeGroupsRequest, FetchRequest, FindCoordinatorRequest, GroupId,
    HeartbeatRequest, IncrementalAlterConfigsRequest, InitProducerIdRequest, JoinGroupRequest,
    LeaveGroupRequest, ListGroupsRequest, ListOffsetsRequest, MetadataRequest, OffsetCommitRequest,
    OffsetDeleteRequest, OffsetFetchRequest, OffsetForLeaderEpochRequest, ProduceRequest,
    RequestKind, SyncGroupRequest, TopicName,
};

use crate::wire::text;

/// The topic that the samples ask about.
pub(crate) const TOPIC: &str = "orders.events";
/// The group that the samples ask about.
pub(crate) const GROUP: &str = "order-projection";

/// The name of a topic.
pub(crate) fn topic(name: &str) -> TopicName {
    TopicName(text(name))
}

/// The id of a group.
pub(crate) fn group(id: &str) -> GroupId {
    GroupId(text(id))
}

/// A request of this kind.
pub(crate) fn sample(api: ApiKey, version: i16) -> RequestKind {
    let instance = |since: i16| (version >= since).then(|| text("instance"));
    match api {
        ApiKey::Produce => produce(version, "no records"),
        ApiKey::Fetch => fetch(version),
        ApiKey::ListOffsets => list_offsets(version, -1),
        ApiKey::Metadata => RequestKind::Metadata(
            MetadataRequest::default()
                .with_topics(Some(vec![
                    MetadataRequestTopic::default().with_name(Some(topic(TOPIC))),
                ]))
                .with_include_cluster_authorized_operations((8..=10).contains(&version))
                .with_include_topic_authorized_operations(version >= 8),
        ),
        ApiKey::OffsetCommit => RequestKind::OffsetCommit(
            OffsetCommitRequest::default()
                .with_group_id(group("committers"))
                .with_group_instance_id(None)
                .with_generation_id_or_member_epoch(-1)
                .with_topics(vec![
                    OffsetCommitRequestTopic::default()
                        .with_name(topic(TOPIC))
                        .with_partitions(vec![
                            OffsetCommitRequestPartition::default()
                                .with_committed_offset(7)
                                .with_committed_metadata(Some(text("why"))),
                        ]),
                ]),
        ),
        ApiKey::OffsetFetch => offset_fetch(version),
        ApiKey::FindCoordinator if version < 4 => {
            RequestKind::FindCoordinator(FindCoordinatorRequest::default().with_key(text(GROUP)))
        }
        ApiKey::FindCoordinator => RequestKind::FindCoordinator(
            FindCoordinatorRequest::default().with_coordinator_keys(vec![text(GROUP)]),
        ),
        ApiKey::JoinGroup => RequestKind::JoinGroup(
            JoinGroupRequest::default()
                .with_group_id(group(GROUP))
                .with_session_timeout_ms(6_000)
                .with_rebalance_timeout_ms(6_000)
                .with_member_id(text("nobody"))
                .with_group_instance_id(instance(5))
                .with_protocol_type(text("consumer"))
                .with_protocols(vec![
                    JoinGroupRequestProtocol::default()
                        .with_name(text("range"))
                        .with_metadata(Bytes::from_static(b"metadata")),
                ]),
        ),
        ApiKey::Heartbeat => RequestKind::Heartbeat(
            HeartbeatRequest::default()
                .with_group_id(group(GROUP))
                .with_member_id(text("nobody"))
                .with_group_instance_id(instance(3)),
        ),
        ApiKey::LeaveGroup if version < 3 => RequestKind::LeaveGroup(
            LeaveGroupRequest::default()
                .with_group_id(group(GROUP))
                .with_member_id(text("nobody")),
        ),
        ApiKey::LeaveGroup => RequestKind::LeaveGroup(
            LeaveGroupRequest::default()
                .with_group_id(group(GROUP))
                .with_members(vec![
                    MemberIdentity::default()
                        .with_member_id(text("nobody"))
                        .with_group_instance_id(instance(3)),
                ]),
        ),
        ApiKey::SyncGroup => RequestKind::SyncGroup(
            SyncGroupRequest::default()
                .with_group_id(group(GROUP))
                .with_member_id(text("nobody"))
                .with_group_instance_id(instance(3))
                .with_protocol_type(Some(text("consumer")))
                .with_protocol_name(Some(text("range")))
                .with_assignments(vec![
                    SyncGroupRequestAssignment::default()
                        .with_member_id(text("nobody"))
                        .with_assignment(Bytes::from_static(b"assignment")),
                ]),
        ),
        ApiKey::DescribeGroups => RequestKind::DescribeGroups(
            DescribeGroupsRequest::default()
                .with_groups(vec![group(GROUP), group("unknown")])
                .with_include_authorized_operations(version >= 3),
        ),
        ApiKey::ListGroups => RequestKind::ListGroups(
            ListGroupsRequest::default()
                .with_states_filter(if version >= 4 {
                    vec![text("Stable")]
                } else {
                    vec![]
                })
                .with_types_filter(if version >= 5 {
                    vec![text("Classic")]
                } else {
                    vec![]
                }),
        ),
        ApiKey::DeleteGroups => RequestKind::DeleteGroups(
            DeleteGroupsRequest::default().with_groups_names(vec![group(GROUP), group("unknown")]),
        ),
        ApiKey::OffsetDelete => RequestKind::OffsetDelete(
            OffsetDeleteRequest::default()
                .with_group_id(group(GROUP))
                .with_topics(vec![
                    OffsetDeleteRequestTopic::default()
                        .with_name(topic(TOPIC))
                        .with_partitions(vec![
                            OffsetDeleteRequestPartition::default().with_partition_index(0),
                        ]),
                ]),
        ),
        ApiKey::ApiVersions => RequestKind::ApiVersions(
            ApiVersionsRequest::default()
                .with_client_software_name(text("wire-test"))
                .with_client_software_version(text("1")),
        ),
        ApiKey::CreateTopics => RequestKind::CreateTopics(
            CreateTopicsRequest::default()
                .with_topics(vec![
                    CreatableTopic::default()
                        .with_name(topic(&format!("created-{version}")))
                        .with_num_partitions(-1)
                        .with_replication_factor(-1)
                        .with_assignments(vec![
                            CreatableReplicaAssignment::default()
                                .with_broker_ids(vec![BrokerId(1)]),
                        ])
                        .with_configs(vec![
                            CreatableTopicConfig::default()
                                .with_name(text("retention.ms"))
                                .with_value(Some(text("60000"))),
                        ]),
                    CreatableTopic::default().with_name(topic("no spaces")),
                ])
                .with_timeout_ms(1_000),
        ),
        ApiKey::DeleteTopics if version < 6 => RequestKind::DeleteTopics(
            DeleteTopicsRequest::default().with_topic_names(vec![topic("unknown")]),
        ),
        ApiKey::DeleteTopics => {
            RequestKind::DeleteTopics(DeleteTopicsRequest::default().with_topics(vec![
                DeleteTopicState::default().with_name(Some(topic("unknown"))),
            ]))
        }
        ApiKey::DeleteRecords => {
            RequestKind::DeleteRecords(DeleteRecordsRequest::default().with_topics(vec![
                DeleteRecordsTopic::default()
                    .with_name(topic(TOPIC))
                    .with_partitions(vec![DeleteRecordsPartition::default().with_offset(3)]),
            ]))
        }
        ApiKey::InitProducerId => RequestKind::InitProducerId(
            InitProducerIdRequest::default().with_transactional_id(None),
        ),
        ApiKey::OffsetForLeaderEpoch => RequestKind::OffsetForLeaderEpoch(
            OffsetForLeaderEpochRequest::default().with_topics(vec![
                OffsetForLeaderTopic::default()
                    .with_topic(topic(TOPIC))
                    .with_partitions(vec![OffsetForLeaderPartition::default()]),
            ]),
        ),
        ApiKey::DescribeConfigs => RequestKind::DescribeConfigs(
            DescribeConfigsRequest::default()
                .with_include_synonyms(true)
                .with_include_documentation(version >= 3)
                .with_resources(
                    [(2, TOPIC), (4, "1")]
                        .map(|(kind, name)| {
                            DescribeConfigsResource::default()
                                .with_resource_type(kind)
                                .with_resource_name(text(name))
                                .with_configuration_keys(
                                    (kind == 2).then(|| vec![text("retention.ms")]),
                                )
                        })
                        .to_vec(),
                ),
        ),
        ApiKey::CreatePartitions => {
            RequestKind::CreatePartitions(CreatePartitionsRequest::default().with_topics(vec![
                CreatePartitionsTopic::default()
                    .with_name(topic(TOPIC))
                    .with_count(7)
                    .with_assignments(Some(vec![
                        CreatePartitionsAssignment::default().with_broker_ids(vec![BrokerId(1)]),
                    ])),
            ]))
        }
        ApiKey::IncrementalAlterConfigs => RequestKind::IncrementalAlterConfigs(
            IncrementalAlterConfigsRequest::default().with_resources(vec![
                AlterConfigsResource::default()
                    .with_resource_type(2)
                    .with_resource_name(text(TOPIC))
                    .with_configs(vec![
                        AlterableConfig::default()
                            .with_name(text("retention.ms"))
                            .with_value(Some(text("soon"))),
                    ]),
            ]),
        ),
        ApiKey::DescribeCluster => RequestKind::DescribeCluster(
            DescribeClusterRequest::default().with_include_cluster_authorized_operations(true),
        ),
        other => panic!("no sample of {other:?}: add one"),
    }
}

fn produce(version: i16, records: &'static str) -> RequestKind {
    let data = TopicProduceData::default().with_partition_data(vec![
        PartitionProduceData::default().with_records(Some(Bytes::from_static(records.as_bytes()))),
    ]);
    let data = if version >= 13 {
        data
    } else {
        data.with_name(topic(TOPIC))
    };
    RequestKind::Produce(
        ProduceRequest::default()
            .with_transactional_id(None)
            .with_acks(-1)
            .with_timeout_ms(1_000)
            .with_topic_data(vec![data]),
    )
}

fn fetch(version: i16) -> RequestKind {
    let asked = FetchTopic::default().with_partitions(vec![
        FetchPartition::default().with_partition_max_bytes(10_000),
    ]);
    let asked = if version >= 13 {
        asked
    } else {
        asked.with_topic(topic(TOPIC))
    };
    let forgotten = ForgottenTopic::default().with_partitions(vec![1]);
    let forgotten = if version >= 13 {
        forgotten
    } else {
        forgotten.with_topic(topic(TOPIC))
    };
    RequestKind::Fetch(
        FetchRequest::default()
            .with_max_bytes(10_000)
            .with_topics(vec![asked])
            .with_forgotten_topics_data(if version >= 7 {
                vec![forgotten]
            } else {
                vec![]
            })
            .with_rack_id(text(if version >= 11 { "rack" } else { "" })),
    )
}

/// Asks for an offset of partition 0 by time, or by one of the special times.
pub(crate) fn list_offsets(version: i16, timestamp: i64) -> RequestKind {
    RequestKind::ListOffsets(
        ListOffsetsRequest::default()
            .with_replica_id(BrokerId(-1))
            .with_isolation_level(i8::from(version >= 2))
            .with_topics(vec![
                ListOffsetsTopic::default()
                    .with_name(topic(TOPIC))
                    .with_partitions(vec![
                        ListOffsetsPartition::default().with_timestamp(timestamp),
                    ]),
            ]),
    )
}

fn offset_fetch(version: i16) -> RequestKind {
    let request = OffsetFetchRequest::default().with_require_stable(version >= 7);
    RequestKind::OffsetFetch(if version < 8 {
        request.with_group_id(group(GROUP)).with_topics(Some(vec![
            OffsetFetchRequestTopic::default()
                .with_name(topic(TOPIC))
                .with_partition_indexes(vec![0, 99]),
        ]))
    } else {
        request.with_groups(vec![
            OffsetFetchRequestGroup::default()
                .with_group_id(group(GROUP))
                .with_topics(Some(vec![
                    OffsetFetchRequestTopics::default()
                        .with_name(topic(TOPIC))
                        .with_partition_indexes(vec![0, 99]),
                ])),
            OffsetFetchRequestGroup::default()
                .with_group_id(group(GROUP))
                .with_topics(None),
        ])
    })
}
