//! What is advertised is served, in every version, and answers decode to their last byte.

use bytes::Buf;
use kafka_protocol::messages::{ApiKey, ApiVersionsRequest, ApiVersionsResponse, ResponseHeader};
use kafka_protocol::protocol::Decodable;
use sandbox::{Options, Sandbox};

use crate::requests::sample;
use crate::wire::{Connection, empty, frame, only};

/// All APIs with the versions that are really served: Produce 0 to 2 are advertised for
/// librdkafka's sake only, as by Kafka 4.
async fn served(bootstrap: &str) -> Vec<(ApiKey, i16)> {
    let mut connection = Connection::open(bootstrap).await;
    let request = ApiVersionsRequest::default();
    let versions = only!(
        ApiVersions,
        connection.ask(ApiKey::ApiVersions, 0, request).await
    );
    let mut served = Vec::new();
    for api in versions.api_keys {
        let key = ApiKey::try_from(api.api_key).unwrap();
        let min = if key == ApiKey::Produce {
            3
        } else {
            api.min_version
        };
        served.extend((min..=api.max_version).map(|version| (key, version)));
    }
    served
}

#[tokio::test]
async fn every_version_of_every_api_is_answered() {
    let sandbox = Sandbox::start(Options { seed: true }).await.unwrap();
    let bootstrap = sandbox.bootstrap();
    let mut connection = Connection::open(&bootstrap).await;
    let served = served(&bootstrap).await;
    assert!(served.len() > 100, "{served:?}");
    for (api, version) in served {
        connection.ask(api, version, sample(api, version)).await;
    }
}

/// A request that is cut off anywhere closes its connection, and only that.
#[tokio::test]
async fn every_request_may_be_cut_off_anywhere() {
    let sandbox = empty().await;
    let bootstrap = sandbox.bootstrap();
    for (api, version) in served(&bootstrap).await {
        let whole = frame(api, version, 0, &sample(api, version));
        let header = whole.len() - 4;
        for length in (1..header).step_by(3) {
            let mut connection = Connection::open(&bootstrap).await;
            connection
                .send(&i32::try_from(length).unwrap().to_be_bytes())
                .await;
            connection.send(&whole[4..4 + length]).await;
            if let Some(answer) = connection.receive().await {
                panic!("{api:?} v{version} cut to {length} bytes was answered: {answer:?}");
            }
        }
    }
    served(&bootstrap).await;
}

/// KIP-511: the answer is in version 0, and names the versions that may be asked in.
#[tokio::test]
async fn a_client_from_the_future_learns_what_is_served() {
    let sandbox = empty().await;
    let mut connection = Connection::open(&sandbox.bootstrap()).await;
    connection
        .send(&[0, 0, 0, 9, 0, 18, 0, 77, 0, 0, 0, 5, 0xff])
        .await;
    let mut answer = connection.receive().await.unwrap();
    assert_eq!(
        ResponseHeader::decode(&mut answer, 0)
            .unwrap()
            .correlation_id,
        5
    );
    let versions = ApiVersionsResponse::decode(&mut answer, 0).unwrap();
    assert_eq!(answer.remaining(), 0);
    assert_eq!(versions.error_code, 35);
    assert_eq!(
        (
            versions.api_keys[0].api_key,
            versions.api_keys[0].max_version
        ),
        (18, 4)
    );
}
