//! Unpacking the records of a compressed batch, for the few questions that need to look inside.

use std::io::{self, Read};

/// Records that unpack to more are not looked into.
const LIMIT: u64 = 64 * 1024 * 1024;
/// How snappy-java, and so Kafka's own clients, begin a stream: magic, version, compatible version.
const SNAPPY_STREAM: &[u8] = b"\x82SNAPPY\0";
const SNAPPY_STREAM_HEADER: usize = 16;

/// The plain records; `None` if they are damaged, or more than is bearable. Codec numbers are
/// Kafka's: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd.
pub(crate) fn unpack(codec: i16, packed: &[u8]) -> Option<Vec<u8>> {
    match codec {
        0 => Some(packed.to_vec()),
        1 => read(flate2::read::GzDecoder::new(packed)),
        2 => unpack_snappy(packed),
        3 => read(lz4::Decoder::new(packed).ok()?),
        4 => read(zstd::stream::read::Decoder::new(packed).ok()?),
        _ => None,
    }
}

fn read(unpacking: impl Read) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    let read: io::Result<usize> = unpacking.take(LIMIT + 1).read_to_end(&mut plain);
    (read.is_ok() && plain.len() as u64 <= LIMIT).then_some(plain)
}

fn unpack_snappy(packed: &[u8]) -> Option<Vec<u8>> {
    if !packed.starts_with(SNAPPY_STREAM) {
        return unpack_snappy_block(packed);
    }
    let mut rest = packed.get(SNAPPY_STREAM_HEADER..)?;
    let mut plain = Vec::new();
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        let (block, tail) = tail.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        plain.extend(unpack_snappy_block(block)?);
        if plain.len() as u64 > LIMIT {
            return None;
        }
        rest = tail;
    }
    rest.is_empty().then_some(plain)
}

fn unpack_snappy_block(block: &[u8]) -> Option<Vec<u8>> {
    let size = snap::raw::decompress_len(block).ok()?;
    if size as u64 > LIMIT {
        return None;
    }
    snap::raw::Decoder::new().decompress_vec(block).ok()
}
