//! Requests as length-prefixed frames, read without trusting the length.

use std::io;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use kafka_protocol::messages::ApiKey;
use tokio::io::{AsyncRead, AsyncReadExt};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Largest produce request, as Kafka's `socket.request.max.bytes`.
const PRODUCE_LIMIT: usize = 100 * 1024 * 1024;
/// Largest request of any other kind. Kafka takes 100 MB of these too; no client sends them.
const OTHER_LIMIT: usize = 4 * 1024 * 1024;
/// Frames up to here are bounded by the number of connections alone.
const SMALL: usize = 1024 * 1024;
/// Memory for all larger frames together.
const LARGE_FRAMES: usize = 256 * 1024 * 1024;
/// Memory is taken step by step as bytes arrive, whatever length was announced.
const STEP: usize = 64 * 1024;
/// Api key, version and correlation id.
const LEAST: usize = 8;

/// A request's bytes from its header on. Its share of the memory for large frames ends with it.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Header and body.
    pub(crate) data: Bytes,
    _share: Option<OwnedSemaphorePermit>,
}

impl Frame {
    /// The api key that the request starts with.
    pub(crate) fn api_key(&self) -> i16 {
        i16::from_be_bytes([self.data[0], self.data[1]])
    }

    /// The version that the request is written in.
    pub(crate) fn version(&self) -> i16 {
        i16::from_be_bytes([self.data[2], self.data[3]])
    }

    /// The number that the response repeats.
    pub(crate) fn correlation(&self) -> i32 {
        i32::from_be_bytes([self.data[4], self.data[5], self.data[6], self.data[7]])
    }
}

/// The memory that large frames of all connections share.
#[derive(Debug, Clone)]
pub(crate) struct Memory(Arc<Semaphore>);

impl Default for Memory {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(LARGE_FRAMES)))
    }
}

impl Memory {
    async fn share(&self, size: usize) -> io::Result<Option<OwnedSemaphorePermit>> {
        if size <= SMALL {
            return Ok(None);
        }
        let permits = Arc::clone(&self.0).acquire_many_owned(size as u32).await;
        permits.map(Some).map_err(io::Error::other)
    }
}

/// Waits for the length of the next frame; `None` at the end of the stream.
pub(crate) async fn next_length(
    reader: &mut (impl AsyncRead + Unpin),
) -> io::Result<Option<usize>> {
    let mut length = [0; 4];
    if reader.read(&mut length[..1]).await? == 0 {
        return Ok(None);
    }
    reader.read_exact(&mut length[1..]).await?;
    match usize::try_from(i32::from_be_bytes(length)) {
        Ok(size) if (LEAST..=PRODUCE_LIMIT).contains(&size) => Ok(Some(size)),
        _ => Err(invalid("frame length out of bounds")),
    }
}

/// Reads the rest of a frame whose length was announced.
pub(crate) async fn read(
    reader: &mut (impl AsyncRead + Unpin),
    length: usize,
    memory: &Memory,
) -> io::Result<Frame> {
    let mut start = [0; LEAST];
    reader.read_exact(&mut start).await?;
    let is_produce = start[..2] == (ApiKey::Produce as i16).to_be_bytes();
    if length > OTHER_LIMIT && !is_produce {
        return Err(invalid("request too large"));
    }
    let share = memory.share(length).await?;
    let mut data = BytesMut::with_capacity(length.min(STEP));
    data.extend_from_slice(&start);
    let mut rest = reader.take((length - LEAST) as u64);
    while data.len() < length {
        if data.capacity() == data.len() {
            data.reserve((length - data.len()).min(data.len().max(STEP)));
        }
        if rest.read_buf(&mut data).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
    }
    Ok(Frame {
        data: data.freeze(),
        _share: share,
    })
}

fn invalid(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}
