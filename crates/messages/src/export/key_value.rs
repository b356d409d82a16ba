//! Lines of a key, a separator and a value.

use memchr::memmem;

use super::{LineProblem, Outgoing};

/// Reads a line, without its line break, as a key and a value: what stands before the first
/// `separator` and what stands behind it, byte for byte. With an empty separator the whole line is
/// the value, and the key is null.
pub fn read_key_value(line: &[u8], separator: &str) -> Result<Outgoing, LineProblem> {
    let (key, value) = if separator.is_empty() {
        (None, line)
    } else {
        let Some(at) = memmem::find(line, separator.as_bytes()) else {
            let (shown, _) = crate::visible(separator.as_bytes(), 20);
            return Err(LineProblem {
                column: 1,
                message: format!("no separator “{shown}” between key and value"),
            });
        };
        (Some(&line[..at]), &line[at + separator.len()..])
    };
    Ok(Outgoing {
        key: key.map(<[u8]>::to_vec),
        value: Some(value.to_vec()),
        ..Outgoing::default()
    })
}
