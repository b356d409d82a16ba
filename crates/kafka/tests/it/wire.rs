//! A request as bytes, for what librdkafka can't ask.

use bytes::{Bytes, BytesMut};
use kafka_protocol::messages::{ApiKey, RequestHeader};
use kafka_protocol::protocol::{Encodable, StrBytes};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Asks on a connection of its own, which is handed out with the answer after its header.
pub(crate) async fn ask(
    bootstrap: &str,
    api: ApiKey,
    version: i16,
    request: &impl Encodable,
) -> (TcpStream, Bytes) {
    let mut frame = BytesMut::new();
    RequestHeader::default()
        .with_request_api_key(api as i16)
        .with_request_api_version(version)
        .with_client_id(Some(StrBytes::from_static_str("a-test")))
        .encode(&mut frame, api.request_header_version(version))
        .expect("a header");
    request.encode(&mut frame, version).expect("a request");
    let mut stream = TcpStream::connect(bootstrap).await.expect("a connection");
    stream.write_i32(frame.len() as i32).await.expect("sent");
    stream.write_all(&frame).await.expect("sent");
    let length = stream.read_i32().await.expect("an answer");
    let mut answer = vec![0; length as usize];
    stream.read_exact(&mut answer).await.expect("an answer");
    let header = if api.response_header_version(version) > 0 {
        5
    } else {
        4
    };
    (stream, Bytes::from(answer).slice(header..))
}
