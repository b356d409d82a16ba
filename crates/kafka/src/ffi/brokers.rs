//! Brokers, and the cluster as a whole.

use std::time::Duration;

use rd::rd_kafka_admin_op_t as Kind;
use rdkafka::bindings as rd;

use super::acls::operations;
use super::admin::{Native, Settings, one};
use super::native::{list, optional, text};
use crate::description::ClusterDescription;
use crate::metadata::Broker;
use crate::refusal::Refusal;

pub(crate) fn describe(client: &Native, limit: Duration) -> Result<ClusterDescription, Refusal> {
    let settings = Settings {
        authorized_operations: true,
        ..Settings::within(limit)
    };
    one(
        client,
        Kind::RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER,
        &settings,
        |call| {
            // SAFETY: a request without arguments.
            unsafe { rd::rd_kafka_DescribeCluster(call.client, call.options, call.queue) };
            Ok(())
        },
        // SAFETY: an answer of this kind; all its parts live as long as the event.
        |event| unsafe {
            let result = rd::rd_kafka_event_DescribeCluster_result(event);
            let nodes = list(|count| rd::rd_kafka_DescribeCluster_result_nodes(result, count));
            let mut brokers: Vec<Broker> = nodes.iter().filter_map(|node| broker(*node)).collect();
            brokers.sort_by_key(|broker| broker.id);
            ClusterDescription {
                id: optional(rd::rd_kafka_DescribeCluster_result_cluster_id(result)),
                controller: broker_id(rd::rd_kafka_DescribeCluster_result_controller(result)),
                brokers,
                operations: operations(|count| {
                    rd::rd_kafka_DescribeCluster_result_authorized_operations(result, count)
                }),
            }
        },
    )
}

/// # Safety
/// `node` is null or one that lives during the call.
pub(super) unsafe fn broker_id(node: *const rd::rd_kafka_Node_t) -> Option<i32> {
    // SAFETY: the caller's promise.
    let id = (!node.is_null()).then(|| unsafe { rd::rd_kafka_Node_id(node) });
    id.filter(|id| *id >= 0)
}

/// # Safety
/// `node` is null or one that lives during the call.
pub(super) unsafe fn broker(node: *const rd::rd_kafka_Node_t) -> Option<Broker> {
    // SAFETY: the caller's promise; texts live as long as their node.
    unsafe {
        broker_id(node).map(|id| Broker {
            id,
            host: text(rd::rd_kafka_Node_host(node)),
            port: rd::rd_kafka_Node_port(node),
            rack: optional(rd::rd_kafka_Node_rack(node)).filter(|rack| !rack.is_empty()),
        })
    }
}
