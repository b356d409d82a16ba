use std::io::{self, BufRead, Read};

/// A longer line is no message that Kafka could take: bytes.
const LONGEST: usize = 64 << 20;

/// A line's number, and what stands there; none where that is too long.
type Line<'a> = (u64, Option<&'a [u8]>);

/// The lines of a file that are not empty, without their line breaks and without a byte order mark.
pub(super) struct Lines {
    source: Box<dyn BufRead + Send>,
    name: String,
    longest: usize,
    line: u64,
    buffer: Vec<u8>,
}

impl Lines {
    pub(super) fn new(source: Box<dyn BufRead + Send>, name: String) -> Self {
        Self {
            source,
            name,
            longest: LONGEST,
            line: 0,
            buffer: Vec::new(),
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The next line. They are counted from 1.
    pub(super) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        loop {
            self.buffer.clear();
            let mut limited = self.source.by_ref().take(self.longest as u64);
            if limited.read_until(b'\n', &mut self.buffer)? == 0 {
                return Ok(None);
            }
            self.line += 1;
            let ended = self.buffer.ends_with(b"\n");
            if !ended && self.buffer.len() == self.longest {
                if self.source.fill_buf()?.first() == Some(&b'\n') {
                    self.source.consume(1);
                } else if self.source.skip_until(b'\n')? > 0 {
                    return Ok(Some((self.line, None)));
                }
            }
            if self.line == 1 && self.buffer.starts_with("\u{feff}".as_bytes()) {
                self.buffer.drain(..3);
            }
            let bare = if ended {
                let bare = &self.buffer[..self.buffer.len() - 1];
                bare.strip_suffix(b"\r").unwrap_or(bare).len()
            } else {
                self.buffer.len()
            };
            if bare > 0 {
                return Ok(Some((self.line, Some(&self.buffer[..bare]))));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    fn lines(bytes: Vec<u8>) -> Vec<(u64, Option<Vec<u8>>)> {
        let mut lines = Lines::new(Box::new(Cursor::new(bytes)), String::new());
        let mut all = Vec::new();
        while let Some((number, line)) = lines.next().expect("read") {
            all.push((number, line.map(<[u8]>::to_vec)));
        }
        all
    }

    #[test]
    fn lines_come_bare_and_with_their_numbers() {
        assert_eq!(
            lines("\u{feff}a\r\n\n  \r\n\r\nlast\rone".into()),
            [
                (1, Some(b"a".to_vec())),
                (3, Some(b"  ".to_vec())),
                (5, Some(b"last\rone".to_vec())),
            ]
        );
        assert_eq!(lines(Vec::new()), []);
    }

    #[test]
    fn a_line_without_end_takes_bounded_memory() {
        let endless = io::repeat(b'x').take(100_000);
        let after = Cursor::new(b"\nnext\n".to_vec());
        let source = Box::new(BufReader::new(endless.chain(after)));
        let mut lines = Lines {
            longest: 1000,
            ..Lines::new(source, String::new())
        };
        assert_eq!(lines.next().expect("read"), Some((1, None)));
        assert!(lines.buffer.capacity() <= 2000);
        assert_eq!(lines.next().expect("read"), Some((2, Some(&b"next"[..]))));
        assert_eq!(lines.next().expect("read"), None);
        // As long as a line may be, with and without a line break behind it.
        for bytes in ["abc\n", "abc"] {
            let mut lines = Lines {
                longest: 3,
                ..Lines::new(
                    Box::new(Cursor::new(bytes.as_bytes().to_vec())),
                    String::new(),
                )
            };
            assert_eq!(lines.next().expect("read"), Some((1, Some(&b"abc"[..]))));
            assert_eq!(lines.next().expect("read"), None);
        }
    }
}
