//! A quick walk over JSON. It checks the grammar of RFC 8259 as [`Reader`](super::Reader) does, but
//! makes no tokens and tells no faults: it is what every record goes through that a filter judges.

use super::text;

/// The bytes are no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotJson;

/// A place in JSON bytes.
#[derive(Debug)]
pub(crate) struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

/// What stands between the quotes of a string.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quoted<'a> {
    pub(crate) raw: &'a [u8],
    /// There are escapes in it.
    pub(crate) escaped: bool,
}

/// The containers that are open around a place, however many: whether each is an object.
#[derive(Debug, Default)]
struct Nesting {
    /// The innermost up to 64, the last of them in the lowest bit.
    inner: u64,
    outer: Vec<u64>,
    depth: usize,
}

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// Whether bytes are JSON.
pub(crate) fn is_json(bytes: &[u8]) -> bool {
    Scan::new(bytes).is_ok_and(|mut scan| scan.skip().is_ok() && scan.end().is_ok())
}

impl Quoted<'_> {
    /// Whether the string is this text.
    pub(crate) fn is(&self, text: &[u8]) -> bool {
        if self.escaped {
            text::equals(self.raw, text)
        } else {
            self.raw == text
        }
    }
}

impl<'a> Scan<'a> {
    /// The beginning of bytes that are UTF-8, which JSON has to be.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, NotJson> {
        str::from_utf8(bytes).map_err(|_| NotJson)?;
        Ok(Self::of_checked(bytes))
    }

    /// The beginning of a piece of what was scanned before.
    pub(crate) fn of_checked(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// The bytes from `start` to here.
    pub(crate) fn since(&self, start: usize) -> &'a [u8] {
        self.bytes.get(start..self.at).unwrap_or_default()
    }

    /// The next byte that is no white space.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<u8, NotJson> {
        loop {
            match self.bytes.get(self.at) {
                Some(&byte) if byte > b' ' => return Ok(byte),
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                // A control character is no JSON outside of strings, nor is the end here.
                _ => return Err(NotJson),
            }
        }
    }

    /// Nothing but white space may follow.
    pub(crate) fn end(&mut self) -> Result<(), NotJson> {
        match self.peek() {
            Err(NotJson) if self.at >= self.bytes.len() => Ok(()),
            _ => Err(NotJson),
        }
    }

    /// Goes behind the value that begins here.
    pub(crate) fn skip(&mut self) -> Result<(), NotJson> {
        match self.peek()? {
            b'{' | b'[' => self.skip_container(),
            byte => self.scalar(byte),
        }
    }

    /// Goes through the members of the object that begins here. `each` goes behind their values.
    #[inline]
    pub(crate) fn members(
        &mut self,
        mut each: impl FnMut(&mut Self, Quoted<'a>) -> Result<(), NotJson>,
    ) -> Result<(), NotJson> {
        self.expect(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Ok(());
        }
        loop {
            let name = self.name()?;
            each(self, name)?;
            match self.peek()? {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(NotJson),
            }
        }
    }

    /// Goes through the elements of the array that begins here, counted from 0. `each` goes behind
    /// them.
    pub(crate) fn elements(
        &mut self,
        mut each: impl FnMut(&mut Self, usize) -> Result<(), NotJson>,
    ) -> Result<(), NotJson> {
        self.expect(b'[')?;
        if self.peek()? == b']' {
            self.at += 1;
            return Ok(());
        }
        let mut index = 0;
        loop {
            each(self, index)?;
            index += 1;
            match self.peek()? {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(NotJson),
            }
        }
    }

    /// Goes behind the string that begins here.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Quoted<'a>, NotJson> {
        self.expect(b'"')?;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at = string_stop(self.bytes, self.at);
            match self.bytes.get(self.at) {
                Some(b'"') => {
                    let raw = self.since(start);
                    self.at += 1;
                    return Ok(Quoted { raw, escaped });
                }
                Some(b'\\') => {
                    self.escape()?;
                    escaped = true;
                }
                _ => return Err(NotJson),
            }
        }
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<(), NotJson> {
        if self.peek()? != byte {
            return Err(NotJson);
        }
        self.at += 1;
        Ok(())
    }

    /// Goes behind the name of a member and its colon.
    #[inline]
    fn name(&mut self) -> Result<Quoted<'a>, NotJson> {
        let name = self.string()?;
        self.expect(b':')?;
        Ok(name)
    }

    #[inline]
    fn scalar(&mut self, byte: u8) -> Result<(), NotJson> {
        match byte {
            b'"' => self.string().map(|_| ()),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.literal(b"true"),
            b'f' => self.literal(b"false"),
            b'n' => self.literal(b"null"),
            _ => Err(NotJson),
        }
    }

    fn skip_container(&mut self) -> Result<(), NotJson> {
        let mut open = Nesting::default();
        loop {
            // A value begins here.
            match self.peek()? {
                b'{' => {
                    self.at += 1;
                    open.push(true);
                    if self.peek()? != b'}' {
                        self.name()?;
                        continue;
                    }
                }
                b'[' => {
                    self.at += 1;
                    open.push(false);
                    if self.peek()? != b']' {
                        continue;
                    }
                }
                byte => self.scalar(byte)?,
            }
            // A value ends here, or a container that is empty.
            loop {
                match (self.peek()?, open.in_object()) {
                    (b',', in_object) => {
                        self.at += 1;
                        if in_object {
                            self.name()?;
                        }
                        break;
                    }
                    (b'}', true) | (b']', false) => {
                        self.at += 1;
                        if open.pop() {
                            return Ok(());
                        }
                    }
                    _ => return Err(NotJson),
                }
            }
        }
    }

    fn escape(&mut self) -> Result<(), NotJson> {
        match self.bytes.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                let digits = self.bytes.get(self.at + 2..self.at + 6).ok_or(NotJson)?;
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    return Err(NotJson);
                }
                self.at += 6;
            }
            _ => return Err(NotJson),
        }
        Ok(())
    }

    #[inline]
    fn number(&mut self) -> Result<(), NotJson> {
        if self.bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.bytes.get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.bytes.get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        // What follows has to be a comma, a bracket or nothing: `01` and `1x` end there.
        Ok(())
    }

    #[inline]
    fn digits(&mut self) -> Result<(), NotJson> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.bytes.get(self.at) {
            self.at += 1;
        }
        if self.at > start {
            Ok(())
        } else {
            Err(NotJson)
        }
    }

    fn literal(&mut self, literal: &[u8]) -> Result<(), NotJson> {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        if !rest.starts_with(literal) {
            return Err(NotJson);
        }
        self.at += literal.len();
        Ok(())
    }
}

impl Nesting {
    #[inline]
    fn push(&mut self, object: bool) {
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.outer.push(self.inner);
        }
        self.inner = self.inner << 1 | u64::from(object);
        self.depth += 1;
    }

    /// Closes the innermost, and says whether it was the last.
    #[inline]
    fn pop(&mut self) -> bool {
        self.depth -= 1;
        self.inner >>= 1;
        if self.depth > 0 && self.depth.is_multiple_of(64) {
            self.inner = self.outer.pop().unwrap_or_default();
        }
        self.depth == 0
    }

    #[inline]
    fn in_object(&self) -> bool {
        self.inner & 1 == 1
    }
}

/// The place of the first byte from `at` on that plain text in a string does not have: a quote, a
/// backslash or a control character. Eight bytes at a time: a subtraction borrows into the highest
/// bit of the bytes that are looked for, and at worst of bytes behind such a one.
#[inline]
fn string_stop(bytes: &[u8], mut at: usize) -> usize {
    let zeros = |x: u64| x.wrapping_sub(LOW) & !x;
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let chunk = u64::from_le_bytes(*chunk);
        let quotes = zeros(chunk ^ (LOW * u64::from(b'"')));
        let backslashes = zeros(chunk ^ (LOW * u64::from(b'\\')));
        let controls = chunk.wrapping_sub(LOW * 0x20) & !chunk;
        let stops = (quotes | backslashes | controls) & HIGH;
        if stops != 0 {
            return at + (stops.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(&byte) = bytes.get(at)
        && byte >= 0x20
        && byte != b'"'
        && byte != b'\\'
    {
        at += 1;
    }
    at
}
