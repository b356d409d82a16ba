//! The fields in a message's bytes, one after another.

use super::DEEPEST;
use super::scalar::Wire;
use crate::wire::varint;

/// A field as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry<'b> {
    pub(super) number: i32,
    pub(super) wire: Wire,
    /// The number, of a varint or of four or eight bytes.
    pub(super) value: u64,
    /// What it holds, of a length or a group.
    pub(super) bytes: &'b [u8],
    /// The byte of the payload at which that begins, for who knows where these bytes do.
    pub(super) at: usize,
}

/// What is wrong with the bytes, and how many were left there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) left: usize,
    pub(super) message: &'static str,
}

/// Takes the next field off the bytes.
pub(super) fn next<'b>(rest: &mut &'b [u8]) -> Result<Entry<'b>, Wrong> {
    let left = rest.len();
    let wrong = |message| Wrong { left, message };
    let end = || wrong("The bytes end in the middle of a field.");
    let tag = varint(rest).ok_or_else(|| wrong("The number of a field is cut off or too long."))?;
    let number = i32::try_from(tag >> 3)
        .ok()
        .filter(|number| (1..1 << 29).contains(number));
    let number = number.ok_or_else(|| wrong("There is no field of such a number."))?;
    let wire = Wire::of(tag).ok_or_else(|| wrong("A field is of no known wire type."))?;
    let mut entry = Entry {
        number,
        wire,
        value: 0,
        bytes: &[],
        at: 0,
    };
    match wire {
        Wire::Varint => entry.value = varint(rest).ok_or_else(end)?,
        Wire::Eight => {
            let (bytes, after) = rest.split_first_chunk().ok_or_else(end)?;
            entry.value = u64::from_le_bytes(*bytes);
            *rest = after;
        }
        Wire::Four => {
            let (bytes, after) = rest.split_first_chunk().ok_or_else(end)?;
            entry.value = u64::from(u32::from_le_bytes(*bytes));
            *rest = after;
        }
        Wire::Sized => {
            let length = varint(rest).and_then(|length| usize::try_from(length).ok());
            let cut = length.and_then(|length| rest.split_at_checked(length));
            let (bytes, after) = cut.ok_or_else(end)?;
            entry.bytes = bytes;
            *rest = after;
        }
        Wire::Group => {
            entry.bytes = group(rest, number).ok_or_else(|| wrong("A group does not end."))?;
        }
    }
    Ok(entry)
}

/// Takes a group off the bytes, up to and with its end, and gives what lies between.
fn group<'b>(rest: &mut &'b [u8], number: i32) -> Option<&'b [u8]> {
    let start = *rest;
    let mut open = vec![number];
    while let Some(inner) = open.last() {
        let before = *rest;
        let tag = varint(rest)?;
        match tag & 7 {
            0 => {
                varint(rest)?;
            }
            1 => *rest = rest.get(8..)?,
            5 => *rest = rest.get(4..)?,
            2 => {
                let length = usize::try_from(varint(rest)?).ok()?;
                *rest = rest.get(length..)?;
            }
            3 if open.len() <= DEEPEST => open.push(i32::try_from(tag >> 3).ok()?),
            4 if i32::try_from(tag >> 3) == Ok(*inner) => {
                open.pop();
                if open.is_empty() {
                    return Some(&start[..start.len() - before.len()]);
                }
            }
            _ => return None,
        }
    }
    None
}
