//! A bare client: frames in and out, nothing hidden.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use kafka_protocol::messages::{ApiKey, RequestHeader, RequestKind, ResponseHeader, ResponseKind};
use kafka_protocol::protocol::{Decodable, Encodable, StrBytes};
use sandbox::{Options, Sandbox};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A broker without topics.
pub(crate) async fn empty() -> Sandbox {
    Sandbox::start(Options { seed: false }).await.unwrap()
}

/// Text for a request.
pub(crate) fn text(text: &str) -> StrBytes {
    StrBytes::from_string(text.to_owned())
}

/// A connection.
pub(crate) struct Connection {
    stream: TcpStream,
    correlation: i32,
}

impl Connection {
    pub(crate) async fn open(bootstrap: &str) -> Self {
        let stream = TcpStream::connect(bootstrap).await.unwrap();
        Self {
            stream,
            correlation: 0,
        }
    }

    /// Sends a request and reads its answer, every byte of it.
    pub(crate) async fn ask(
        &mut self,
        api: ApiKey,
        version: i16,
        request: impl Into<RequestKind>,
    ) -> ResponseKind {
        self.send(&frame(api, version, self.correlation, &request.into()))
            .await;
        self.answer(api, version).await
    }

    /// Reads the answer to the oldest request that has none yet.
    pub(crate) async fn answer(&mut self, api: ApiKey, version: i16) -> ResponseKind {
        let mut answer = self.receive().await.expect("an answer");
        let header =
            ResponseHeader::decode(&mut answer, api.response_header_version(version)).unwrap();
        assert_eq!(
            header.correlation_id, self.correlation,
            "answers come in order"
        );
        self.correlation += 1;
        let response = ResponseKind::decode(api, &mut answer, version).unwrap();
        assert!(
            answer.is_empty(),
            "{api:?} v{version}: {} bytes too many",
            answer.len()
        );
        response
    }

    /// Sends bytes as they are.
    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        // The broker may have hung up on us already, which a test sees when it reads.
        let _ = self.stream.write_all(bytes).await;
    }

    /// The next frame without its length; `None` if the broker hung up.
    pub(crate) async fn receive(&mut self) -> Option<Bytes> {
        let length = self.stream.read_i32().await.ok()?;
        let mut answer = vec![0; usize::try_from(length).unwrap()];
        self.stream.read_exact(&mut answer).await.ok()?;
        Some(answer.into())
    }
}

/// A request as it travels, length first.
pub(crate) fn frame(api: ApiKey, version: i16, correlation: i32, request: &RequestKind) -> Bytes {
    let mut data = BytesMut::new();
    data.put_i32(0);
    RequestHeader::default()
        .with_request_api_key(api as i16)
        .with_request_api_version(version)
        .with_correlation_id(correlation)
        .with_client_id(Some(text("wire-test")))
        .encode(&mut data, api.request_header_version(version))
        .unwrap();
    request.encode(&mut data, version).unwrap();
    let length = i32::try_from(data.remaining() - 4).unwrap();
    data[..4].copy_from_slice(&length.to_be_bytes());
    data.freeze()
}

/// Takes the response of one kind out of all kinds.
macro_rules! only {
    ($kind:ident, $response:expr) => {
        match $response {
            kafka_protocol::messages::ResponseKind::$kind(response) => response,
            other => panic!("not a {} response: {other:?}", stringify!($kind)),
        }
    };
}
pub(crate) use only;
