//! Reads restricted JSON strictly, without building anything.

use super::{DEPTH_MAX, Fault, INTEGER_MAX, escape};

/// Bytes that are read from the front.
pub(super) struct Scan<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Scan<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn end(&self) -> Result<(), Fault> {
        if self.at == self.bytes.len() { Ok(()) } else { self.fault("the end") }
    }

    /// Reads a value that lies within so many lists and objects.
    pub(super) fn value(&mut self, depth: usize) -> Result<(), Fault> {
        match self.peek() {
            Some(b'{' | b'[') if depth == DEPTH_MAX => self.fault("at most 32 levels"),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.list(depth),
            Some(b'"') => self.string().map(|_| ()),
            Some(b'-' | b'0'..=b'9') => self.integer(),
            Some(b't') => self.exactly(b"true"),
            Some(b'f') => self.exactly(b"false"),
            Some(b'n') => self.exactly(b"null"),
            Some(_) | None => self.fault("a value"),
        }
    }

    fn object(&mut self, depth: usize) -> Result<(), Fault> {
        self.at += 1;
        if self.took(b'}').is_some() {
            return Ok(());
        }
        let mut before: Option<Vec<u8>> = None;
        loop {
            let start = self.at;
            let key = unescaped(self.string()?);
            if !key.is_ascii() {
                return Err(Fault { at: start, expected: "a key in ascii" });
            }
            if before.is_some_and(|before| before >= key) {
                return Err(Fault { at: start, expected: "keys in byte order, none twice" });
            }
            before = Some(key);
            self.exactly(b":")?;
            self.value(depth + 1)?;
            if self.took(b',').is_none() {
                return self.exactly(b"}");
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<(), Fault> {
        self.at += 1;
        if self.took(b']').is_some() {
            return Ok(());
        }
        loop {
            self.value(depth + 1)?;
            if self.took(b',').is_none() {
                return self.exactly(b"]");
            }
        }
    }

    /// Reads a string and returns what stands between its quotes.
    fn string(&mut self) -> Result<&'a [u8], Fault> {
        self.exactly(b"\"")?;
        let start = self.at;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => self.escaped()?,
                Some(0x20..) => self.at += 1,
                Some(..0x20) => return self.fault("an escape instead of a control character"),
                None => return self.fault("the end of the string"),
            }
        }
        let inside = &self.bytes[start..self.at];
        if let Err(problem) = std::str::from_utf8(inside) {
            return Err(Fault { at: start + problem.valid_up_to(), expected: "utf-8" });
        }
        self.at += 1;
        Ok(inside)
    }

    fn escaped(&mut self) -> Result<(), Fault> {
        let rest = &self.bytes[self.at..];
        match escaped_byte(rest) {
            Some((_, length)) => {
                self.at += length;
                Ok(())
            }
            None => self.fault("a needed escape in its shortest spelling"),
        }
    }

    fn integer(&mut self) -> Result<(), Fault> {
        let start = self.at;
        let negative = self.took(b'-').is_some();
        let digits = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let text = &self.bytes[self.at..self.at + digits];
        let value = text.iter().try_fold(0_i64, |sum, digit| {
            let next = sum.checked_mul(10)?.checked_add(i64::from(digit - b'0'))?;
            (next <= INTEGER_MAX).then_some(next)
        });
        let plain = digits > 0 && (text[0] != b'0' || (digits == 1 && !negative));
        self.at += digits;
        if !plain || value.is_none() || matches!(self.peek(), Some(b'.' | b'e' | b'E')) {
            return Err(Fault { at: start, expected: "an integer within 2^53-1" });
        }
        Ok(())
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn took(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    fn exactly(&mut self, text: &'static [u8]) -> Result<(), Fault> {
        if self.bytes[self.at..].starts_with(text) {
            self.at += text.len();
            return Ok(());
        }
        self.fault(match text {
            b"\"" => "a string",
            b":" => "a colon",
            b"}" => "a comma or the end of the object",
            b"]" => "a comma or the end of the list",
            _ => "a value",
        })
    }

    fn fault<T>(&self, expected: &'static str) -> Result<T, Fault> {
        Err(Fault { at: self.at, expected })
    }
}

/// Returns the byte that an escape at the front stands for, and the escape's length.
fn escaped_byte(rest: &[u8]) -> Option<(u8, usize)> {
    (0..0x20).chain([b'"', b'\\']).find_map(|byte| {
        let text = escape(byte)?;
        rest.starts_with(text.as_bytes()).then_some((byte, text.len()))
    })
}

fn unescaped(inside: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(inside.len());
    let mut at = 0;
    while let Some(byte) = inside.get(at) {
        let (byte, length) = escaped_byte(&inside[at..]).unwrap_or((*byte, 1));
        bytes.push(byte);
        at += length;
    }
    bytes
}
