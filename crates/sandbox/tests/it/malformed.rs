//! Nonsense on the wire harms nobody but its sender.

use std::time::Duration;

use bytes::{BufMut, BytesMut};
use kafka_protocol::messages::{ApiKey, MetadataRequest};
use tokio::time::timeout;

use crate::wire::{Connection, empty, frame, only};

/// Header of a request without client id.
fn header(api: ApiKey, version: i16) -> BytesMut {
    let mut data = BytesMut::new();
    data.put_i16(api as i16);
    data.put_i16(version);
    data.put_i32(1);
    data.put_i16(-1);
    data
}

/// Whether the broker closed the connection on these bytes, and still serves others.
async fn check_refused(bytes: &[u8]) {
    let sandbox = empty().await;
    let mut hostile = Connection::open(&sandbox.bootstrap()).await;
    hostile.send(bytes).await;
    let closed = timeout(Duration::from_secs(10), hostile.receive()).await;
    assert_eq!(closed.expect("the broker hangs up"), None);
    let mut other = Connection::open(&sandbox.bootstrap()).await;
    let request = MetadataRequest::default();
    let metadata = only!(Metadata, other.ask(ApiKey::Metadata, 12, request).await);
    assert_eq!(metadata.brokers.len(), 1);
}

fn framed(body: &[u8]) -> BytesMut {
    let mut frame = BytesMut::new();
    frame.put_i32(i32::try_from(body.len()).unwrap());
    frame.put_slice(body);
    frame
}

#[tokio::test]
async fn lengths_out_of_bounds_are_refused() {
    check_refused(&[0x7f, 0xff, 0xff, 0xff]).await;
    check_refused(&[0x80, 0, 0, 0]).await;
    check_refused(&[0, 0, 0, 0]).await;
    check_refused(&[0, 0, 0, 7, 0, 3, 0, 0, 0, 0, 0]).await;
}

#[tokio::test]
async fn other_protocols_are_refused() {
    check_refused(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n").await;
    check_refused(&[
        0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03,
    ])
    .await;
}

#[tokio::test]
async fn only_produce_may_be_large() {
    let mut start = BytesMut::new();
    start.put_i32(50 * 1024 * 1024);
    start.put_slice(&header(ApiKey::Metadata, 9));
    check_refused(&start).await;
}

/// The decoder would reserve memory for two billion elements.
#[tokio::test]
async fn arrays_that_are_not_there_take_no_memory() {
    for (api, version) in [
        (ApiKey::Metadata, 8),
        (ApiKey::DescribeGroups, 0),
        (ApiKey::DeleteGroups, 0),
    ] {
        let mut body = header(api, version);
        body.put_i32(i32::MAX);
        check_refused(&framed(&body)).await;
    }
    let mut flexible = header(ApiKey::Metadata, 12);
    flexible.put_slice(&[0, 0xff, 0xff, 0xff, 0xff, 0x0f]);
    check_refused(&framed(&flexible)).await;
}

#[tokio::test]
async fn apis_and_versions_that_are_not_served_are_refused() {
    check_refused(&framed(&header(ApiKey::AddPartitionsToTxn, 0))).await;
    check_refused(&framed(&header(ApiKey::Metadata, 99))).await;
    check_refused(&framed(&[0x7f, 0xff, 0, 0, 0, 0, 0, 1, 0xff, 0xff])).await;
}

#[tokio::test]
async fn noise_is_refused() {
    let mut state = 7_u32;
    for length in [8_usize, 9, 40, 300, 5_000] {
        let body: Vec<u8> = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .take(length)
        .collect();
        check_refused(&framed(&body)).await;
        // The same as the body of a request that is served.
        for api in [
            ApiKey::Fetch,
            ApiKey::Produce,
            ApiKey::JoinGroup,
            ApiKey::CreateTopics,
        ] {
            let mut request = header(api, 5);
            request.put_slice(&body);
            check_refused(&framed(&request)).await;
        }
    }
}

/// Half-open connections and requests broken off hold nobody up.
#[tokio::test]
async fn silent_and_vanished_clients_do_not_matter() {
    let sandbox = empty().await;
    let bootstrap = sandbox.bootstrap();
    let request = MetadataRequest::default();
    let mut silent = Vec::new();
    for index in 0..200 {
        let mut connection = Connection::open(&bootstrap).await;
        if index % 2 == 0 {
            let frame = frame(ApiKey::Metadata, 12, 0, &request.clone().into());
            connection.send(&frame[..frame.len() / 2]).await;
        }
        if index % 3 == 0 {
            silent.push(connection);
        }
    }
    let mut other = Connection::open(&bootstrap).await;
    other.ask(ApiKey::Metadata, 12, request).await;
}
