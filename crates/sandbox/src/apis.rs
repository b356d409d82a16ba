//! The APIs that are served, each with its versions and the layout of its request.

use kafka_protocol::ResponseError;
use kafka_protocol::messages::ApiKey;
use kafka_protocol::messages::api_versions_response::{ApiVersion, ApiVersionsResponse};

use crate::layout::Field;
use crate::layouts;

/// One API as it is served.
#[derive(Debug)]
pub(crate) struct Api {
    /// Which.
    pub(crate) key: ApiKey,
    /// Lowest version served.
    pub(crate) min: i16,
    /// Highest version served.
    pub(crate) max: i16,
    /// Layout of the request.
    pub(crate) layout: &'static [Field],
}

const fn api(key: ApiKey, min: i16, max: i16, layout: &'static [Field]) -> Api {
    Api {
        key,
        min,
        max,
        layout,
    }
}

/// Everything served. Transactions, ACLs, SASL, quotas, reassignments and the group protocols of
/// KIP-848 and later are not, so clients don't see them here.
pub(crate) const SERVED: &[Api] = &[
    api(ApiKey::Produce, 3, 13, layouts::PRODUCE),
    api(ApiKey::Fetch, 4, 18, layouts::FETCH),
    api(ApiKey::ListOffsets, 1, 10, layouts::LIST_OFFSETS),
    api(ApiKey::Metadata, 0, 13, layouts::METADATA),
    api(ApiKey::OffsetCommit, 2, 9, layouts::OFFSET_COMMIT),
    api(ApiKey::OffsetFetch, 1, 9, layouts::OFFSET_FETCH),
    api(ApiKey::FindCoordinator, 0, 6, layouts::FIND_COORDINATOR),
    api(ApiKey::JoinGroup, 0, 9, layouts::JOIN_GROUP),
    api(ApiKey::Heartbeat, 0, 4, layouts::HEARTBEAT),
    api(ApiKey::LeaveGroup, 0, 5, layouts::LEAVE_GROUP),
    api(ApiKey::SyncGroup, 0, 5, layouts::SYNC_GROUP),
    api(ApiKey::DescribeGroups, 0, 6, layouts::DESCRIBE_GROUPS),
    api(ApiKey::ListGroups, 0, 5, layouts::LIST_GROUPS),
    api(ApiKey::ApiVersions, 0, 4, layouts::API_VERSIONS),
    api(ApiKey::CreateTopics, 2, 7, layouts::CREATE_TOPICS),
    api(ApiKey::DeleteTopics, 1, 6, layouts::DELETE_TOPICS),
    api(ApiKey::DeleteRecords, 0, 2, layouts::DELETE_RECORDS),
    api(ApiKey::InitProducerId, 0, 5, layouts::INIT_PRODUCER_ID),
    api(
        ApiKey::OffsetForLeaderEpoch,
        2,
        4,
        layouts::OFFSET_FOR_LEADER_EPOCH,
    ),
    api(ApiKey::DescribeConfigs, 1, 4, layouts::DESCRIBE_CONFIGS),
    api(ApiKey::CreatePartitions, 0, 3, layouts::CREATE_PARTITIONS),
    api(ApiKey::DeleteGroups, 0, 2, layouts::DELETE_GROUPS),
    api(
        ApiKey::IncrementalAlterConfigs,
        0,
        1,
        layouts::INCREMENTAL_ALTER_CONFIGS,
    ),
    api(ApiKey::OffsetDelete, 0, 0, layouts::OFFSET_DELETE),
    api(ApiKey::DescribeCluster, 0, 2, layouts::DESCRIBE_CLUSTER),
];

/// The API of this number, if it is served at all.
pub(crate) fn find(key: i16) -> Option<&'static Api> {
    SERVED.iter().find(|api| api.key as i16 == key)
}

impl Api {
    /// Whether this version is served.
    pub(crate) fn serves(&self, version: i16) -> bool {
        (self.min..=self.max).contains(&version)
    }

    fn advertised(&self) -> ApiVersion {
        // Kafka 4 too says 0 here and refuses versions 0 to 2 (KAFKA-18659): librdkafka looks for
        // Produce 0 before it compresses.
        let min = if self.key == ApiKey::Produce {
            0
        } else {
            self.min
        };
        ApiVersion::default()
            .with_api_key(self.key as i16)
            .with_min_version(min)
            .with_max_version(self.max)
    }
}

/// The list of APIs.
pub(crate) fn versions() -> ApiVersionsResponse {
    ApiVersionsResponse::default().with_api_keys(SERVED.iter().map(Api::advertised).collect())
}

/// What a client gets that asks in a version from the future (KIP-511): an error, and which
/// versions of `ApiVersions` itself it may ask in.
pub(crate) fn unknown_version() -> ApiVersionsResponse {
    let own = SERVED.iter().filter(|api| api.key == ApiKey::ApiVersions);
    ApiVersionsResponse::default()
        .with_error_code(ResponseError::UnsupportedVersion.code())
        .with_api_keys(own.map(Api::advertised).collect())
}
