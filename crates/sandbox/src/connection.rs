//! One client's connection: requests are answered one after another, in their order.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::{BufMut, BytesMut};
use kafka_protocol::messages::{RequestHeader, RequestKind, ResponseHeader, ResponseKind};
use kafka_protocol::protocol::{Decodable, Encodable, StrBytes};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedReadHalf;
use tokio::time::timeout;

use crate::apis::{self, Api};
use crate::broker::Broker;
use crate::frame::{self, Frame};
use crate::layout;

/// A connection without a request for this long is closed (`connections.max.idle.ms`).
const IDLE: Duration = Duration::from_secs(600);
/// A frame that was begun must be complete by then, an answer taken.
const TRANSFER: Duration = Duration::from_secs(60);

/// Who sent a request.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    /// `client.id`, empty if none was given.
    pub(crate) id: StrBytes,
    /// Its address.
    pub(crate) address: SocketAddr,
}

/// How the broker answers a request.
#[derive(Debug)]
pub(crate) enum Reply {
    /// With a response.
    With(Box<ResponseKind>),
    /// Not at all: the client asked for no acknowledgement.
    Silent,
    /// By closing the connection, as Kafka does where a client expects no response that could
    /// carry an error, and for requests that make no sense.
    Close,
}

impl Reply {
    /// With this response.
    pub(crate) fn with(response: impl Into<ResponseKind>) -> Self {
        Self::With(Box::new(response.into()))
    }
}

/// Serves a connection until the client leaves, idles too long or sends nonsense.
pub(crate) async fn serve(stream: TcpStream, address: SocketAddr, broker: Arc<Broker>) {
    if let Err(error) = converse(stream, address, &broker).await {
        tracing::debug!(%address, %error, "sandbox connection closed");
    }
}

async fn converse(stream: TcpStream, address: SocketAddr, broker: &Broker) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (reader, mut writer) = stream.into_split();
    let mut reader = BufReader::with_capacity(16 * 1024, reader);
    while let Some(length) = timeout(IDLE, frame::next_length(&mut reader)).await?? {
        let frame = timeout(
            TRANSFER,
            frame::read(&mut reader, length, &broker.request_memory),
        )
        .await??;
        let answer = tokio::select! {
            biased;
            answer = answer(frame, address, broker) => answer?,
            () = hung_up(&mut reader) => return Ok(()),
        };
        if let Some(answer) = answer {
            timeout(TRANSFER, writer.write_all(&answer)).await??;
        }
    }
    Ok(())
}

/// Returns once the client is gone; requests that it sends ahead stay in the buffer.
async fn hung_up(reader: &mut BufReader<OwnedReadHalf>) {
    if let Ok(ahead) = reader.fill_buf().await
        && !ahead.is_empty()
    {
        std::future::pending::<()>().await;
    }
}

/// The frame to send back, `None` for a silent success.
async fn answer(
    frame: Frame,
    address: SocketAddr,
    broker: &Broker,
) -> io::Result<Option<BytesMut>> {
    let (version, correlation) = (frame.version(), frame.correlation());
    let Some(api) = apis::find(frame.api_key()) else {
        return Err(refused("api not served"));
    };
    if !api.serves(version) {
        if api.key == kafka_protocol::messages::ApiKey::ApiVersions {
            let response = ResponseKind::ApiVersions(apis::unknown_version());
            return encode(api, 0, correlation, &response).map(Some);
        }
        return Err(refused("version not served"));
    }
    let (client, request) = decode(api, version, &frame, address)?;
    // The memory of a large frame stays taken until it has been worked off.
    let reply = broker.answer(version, &client, request).await;
    drop(frame);
    match reply {
        Reply::With(response) => encode(api, version, correlation, &response).map(Some),
        Reply::Silent => Ok(None),
        Reply::Close => Err(refused("request can't be answered")),
    }
}

fn decode(
    api: &Api,
    version: i16,
    frame: &Frame,
    address: SocketAddr,
) -> io::Result<(Client, RequestKind)> {
    let header_version = api.key.request_header_version(version);
    let flexible = header_version >= 2;
    let mut data = frame.data.clone();
    if !layout::header_fits(&data, flexible) {
        return Err(refused("malformed request header"));
    }
    let header = RequestHeader::decode(&mut data, header_version)
        .map_err(|_| refused("malformed request header"))?;
    if layout::leftover(&data, api.layout, version, flexible).is_none() {
        return Err(refused("malformed request"));
    }
    let request = RequestKind::decode(api.key, &mut data, version)
        .map_err(|_| refused("malformed request"))?;
    Ok((
        Client {
            id: header.client_id.unwrap_or_default(),
            address,
        },
        request,
    ))
}

fn encode(
    api: &Api,
    version: i16,
    correlation: i32,
    response: &ResponseKind,
) -> io::Result<BytesMut> {
    let mut data = BytesMut::with_capacity(256);
    data.put_i32(0);
    let header = ResponseHeader::default().with_correlation_id(correlation);
    header
        .encode(&mut data, api.key.response_header_version(version))
        .and_then(|()| response.encode(&mut data, version))
        .map_err(|error| {
            tracing::error!(%error, api = ?api.key, version, "sandbox response can't be encoded");
            refused("response can't be encoded")
        })?;
    let length = (data.len() - 4) as i32;
    data[..4].copy_from_slice(&length.to_be_bytes());
    Ok(data)
}

fn refused(why: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}
