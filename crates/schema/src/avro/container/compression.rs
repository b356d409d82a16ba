//! How the blocks of a container file are compressed.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::DeflateDecoder;
use ruzstd::decoding::StreamingDecoder;

/// How far back zstd may refer: what its specification asks every reader to support. A frame's header can make a
/// reader take that much memory at once, whatever follows.
const ZSTD_WINDOW: u64 = 8 << 20;

/// A copy of Snappy is written in two bytes at least, and is of 64 bytes at most.
const SNAPPY_RATIO: usize = 32;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compression {
    None,
    /// Without a header of zlib or gzip.
    Deflate,
    /// In Snappy's block form, with a CRC-32 of what was compressed after it.
    Snappy,
    Zstandard,
}

/// A block that is not compressed any more.
pub(super) enum Unpacked<'b> {
    Whole(Cow<'b, [u8]>),
    /// It is larger than what there was room for.
    TooMuch,
}

impl Compression {
    /// By the name in a file's head. Of those of Avro's specification `bzip2` and `xz` are not read.
    pub(super) fn of_name(name: &[u8]) -> Option<Self> {
        Some(match name {
            b"null" | b"" => Self::None,
            b"deflate" => Self::Deflate,
            b"snappy" => Self::Snappy,
            b"zstandard" => Self::Zstandard,
            _ => return None,
        })
    }

    /// Takes memory for no more bytes than there is room for.
    pub(super) fn unpack(self, packed: &[u8], room: usize) -> Result<Unpacked<'_>, String> {
        match self {
            Self::None if packed.len() > room => Ok(Unpacked::TooMuch),
            Self::None => Ok(Unpacked::Whole(packed.into())),
            Self::Deflate => within(DeflateDecoder::new(packed), room).map_err(wrong),
            Self::Snappy => snappy(packed, room),
            Self::Zstandard => {
                let decoder = StreamingDecoder::new_with_max_window_size(packed, ZSTD_WINDOW);
                within(decoder.map_err(wrong)?, room).map_err(wrong)
            }
        }
    }
}

fn within<'b>(decoder: impl Read, room: usize) -> std::io::Result<Unpacked<'b>> {
    let mut block = Vec::new();
    decoder.take(room as u64 + 1).read_to_end(&mut block)?;
    Ok(if block.len() > room {
        Unpacked::TooMuch
    } else {
        Unpacked::Whole(block.into())
    })
}

fn snappy<'b>(packed: &[u8], room: usize) -> Result<Unpacked<'b>, String> {
    let (packed, sum) = packed
        .split_last_chunk::<4>()
        .ok_or_else(|| wrong("the block ends before its checksum"))?;
    let size = snap::raw::decompress_len(packed).map_err(wrong)?;
    if size > packed.len().saturating_mul(SNAPPY_RATIO) {
        return Err(wrong("the block says that it is larger than it can be"));
    }
    if size > room {
        return Ok(Unpacked::TooMuch);
    }
    let block = snap::raw::Decoder::new().decompress_vec(packed);
    let block = block.map_err(wrong)?;
    if crc32fast::hash(&block) != u32::from_be_bytes(*sum) {
        return Err(wrong("the checksum does not fit the block"));
    }
    Ok(Unpacked::Whole(block.into()))
}

fn wrong(why: impl std::fmt::Display) -> String {
    format!("It is an Avro container file that cannot be unpacked: {why}.")
}
