//! Who is in the cluster and what it holds: Metadata, `DescribeCluster`.

use kafka_protocol::ResponseError;
use kafka_protocol::messages::describe_cluster_response::DescribeClusterBroker;
use kafka_protocol::messages::metadata_request::MetadataRequestTopic;
use kafka_protocol::messages::metadata_response::{
    MetadataResponseBroker, MetadataResponsePartition, MetadataResponseTopic,
};
use kafka_protocol::messages::{
    DescribeClusterRequest, DescribeClusterResponse, MetadataRequest, MetadataResponse, TopicName,
};
use kafka_protocol::protocol::StrBytes;
use uuid::Uuid;

use crate::broker::{Broker, LEADER_EPOCH, NODE};
use crate::topic::{Topic, check_name};

/// As long as Kafka's own, which are Base64 of 16 bytes.
const CLUSTER_ID: &str = "tributary-sandbox-demo";

// Without an authorizer a broker grants everything that the resource knows (bits: AclOperation).
const CLUSTER_OPERATIONS: i32 = bits(&[5, 7, 8, 9, 10, 11, 12]);
const TOPIC_OPERATIONS: i32 = bits(&[3, 4, 5, 6, 7, 8, 10, 11]);

const fn bits(operations: &[u32]) -> i32 {
    let mut sum = 0;
    let mut index = 0;
    while index < operations.len() {
        sum |= 1 << operations[index];
        index += 1;
    }
    sum
}

/// Brokers and topics. Topics are never created on the way, whatever the client allows: the
/// broker answers as one with `auto.create.topics.enable=false`.
pub(crate) fn metadata(
    broker: &Broker,
    version: i16,
    request: &MetadataRequest,
) -> MetadataResponse {
    let all = match &request.topics {
        None => true,
        Some(topics) => version == 0 && topics.is_empty(),
    };
    let operations = request.include_topic_authorized_operations;
    let topics = if all {
        broker
            .topics
            .all()
            .iter()
            .map(|topic| described(topic, operations))
            .collect()
    } else {
        let asked = request.topics.iter().flatten();
        asked
            .map(|topic| asked_for(broker, topic, operations))
            .collect()
    };
    let response = MetadataResponse::default()
        .with_brokers(vec![
            MetadataResponseBroker::default()
                .with_node_id(NODE)
                .with_host(broker.host())
                .with_port(i32::from(broker.address.port())),
        ])
        .with_cluster_id(Some(StrBytes::from_static_str(CLUSTER_ID)))
        .with_controller_id(NODE)
        .with_topics(topics);
    if request.include_cluster_authorized_operations {
        response.with_cluster_authorized_operations(CLUSTER_OPERATIONS)
    } else {
        response
    }
}

fn asked_for(
    broker: &Broker,
    asked: &MetadataRequestTopic,
    operations: bool,
) -> MetadataResponseTopic {
    if let Some(name) = &asked.name {
        return match (broker.topics.by_name(name), check_name(name)) {
            (Some(topic), _) => described(&topic, operations),
            (None, Ok(())) => missing(
                Some(name),
                asked.topic_id,
                ResponseError::UnknownTopicOrPartition,
            ),
            (None, Err(_)) => missing(
                Some(name),
                asked.topic_id,
                ResponseError::InvalidTopicException,
            ),
        };
    }
    match broker.topics.by_id(asked.topic_id) {
        Some(topic) => described(&topic, operations),
        None => missing(None, asked.topic_id, ResponseError::UnknownTopicId),
    }
}

fn missing(name: Option<&TopicName>, id: Uuid, error: ResponseError) -> MetadataResponseTopic {
    MetadataResponseTopic::default()
        .with_error_code(error.code())
        .with_name(name.cloned())
        .with_topic_id(id)
}

fn described(topic: &Topic, operations: bool) -> MetadataResponseTopic {
    let partitions = (0..topic.partition_count()).map(|partition| {
        MetadataResponsePartition::default()
            .with_partition_index(partition as i32)
            .with_leader_id(NODE)
            .with_leader_epoch(LEADER_EPOCH)
            .with_replica_nodes(vec![NODE])
            .with_isr_nodes(vec![NODE])
    });
    let response = MetadataResponseTopic::default()
        .with_name(Some(topic.name.clone()))
        .with_topic_id(topic.id)
        .with_partitions(partitions.collect());
    if operations {
        response.with_topic_authorized_operations(TOPIC_OPERATIONS)
    } else {
        response
    }
}

/// The brokers of the cluster; controllers are not reached through a broker (KIP-919).
pub(crate) fn describe(
    broker: &Broker,
    request: &DescribeClusterRequest,
) -> DescribeClusterResponse {
    if request.endpoint_type != 1 {
        return DescribeClusterResponse::default()
            .with_endpoint_type(request.endpoint_type)
            .with_error_code(ResponseError::MismatchedEndpointType.code())
            .with_error_message(Some(StrBytes::from_static_str(
                "The request was sent to an endpoint of type BROKER, but we wanted an endpoint of type CONTROLLER",
            )));
    }
    let response = DescribeClusterResponse::default()
        .with_error_message(None)
        .with_cluster_id(StrBytes::from_static_str(CLUSTER_ID))
        .with_controller_id(NODE)
        .with_brokers(vec![
            DescribeClusterBroker::default()
                .with_broker_id(NODE)
                .with_host(broker.host())
                .with_port(i32::from(broker.address.port()))
                .with_rack(None),
        ]);
    if request.include_cluster_authorized_operations {
        response.with_cluster_authorized_operations(CLUSTER_OPERATIONS)
    } else {
        response
    }
}
