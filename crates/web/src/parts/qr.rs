//! A QR code (ISO/IEC 18004): bytes in, a picture out that a phone reads. Level M, up to 213 bytes.

use maud::{Markup, PreEscaped, html};

/// For each version from 1: all codewords, those for correction in a block, and how many blocks.
const VERSIONS: [(usize, usize, usize); 10] = [
    (26, 10, 1),
    (44, 16, 1),
    (70, 26, 1),
    (100, 18, 2),
    (134, 24, 2),
    (172, 16, 4),
    (196, 18, 4),
    (242, 22, 4),
    (292, 22, 5),
    (346, 26, 5),
];
/// How many modules stay white around it.
const QUIET: usize = 4;

/// Returns the picture of a text; nothing where it is too long.
pub fn qr(text: &str, label: &str) -> Option<Markup> {
    let code = Code::of(text.as_bytes())?;
    let side = code.side + 2 * QUIET;
    let mut path = String::new();
    for (at, _) in code.dark.iter().enumerate().filter(|(_, dark)| **dark) {
        path.push_str(&format!("M{} {}h1v1h-1z", at % code.side + QUIET, at / code.side + QUIET));
    }
    let view = format!("0 0 {side} {side}");
    Some(html! {
        svg.qr viewBox=(view) role="img" aria-label=(label) shape-rendering="crispEdges" {
            rect class="qr-light" width=(side) height=(side) {}
            path class="qr-dark" d=(PreEscaped(path)) {}
        }
    })
}

/// A code as it is drawn.
struct Code {
    side: usize,
    /// Which modules are dark, row by row.
    dark: Vec<bool>,
    /// Which modules are no data.
    fixed: Vec<bool>,
}

impl Code {
    fn of(bytes: &[u8]) -> Option<Self> {
        let room = |at: usize| {
            let (all, correction, blocks) = VERSIONS[at];
            let head = if at + 1 < 10 { 12 } else { 20 };
            bytes.len() * 8 + head <= (all - correction * blocks) * 8
        };
        let version = (0..VERSIONS.len()).find(|at| room(*at))? + 1;
        let side = 17 + 4 * version;
        let mut code = Self { side, dark: vec![false; side * side], fixed: vec![false; side * side] };
        code.draw_fixed(version);
        let words = codewords(bytes, version);
        code.draw_words(&words);
        let masks = (0..8).map(|mask| code.masked(mask));
        masks.min_by_key(Self::unevenness)
    }

    fn set(&mut self, x: usize, y: usize, dark: bool) {
        let at = y * self.side + x;
        self.dark[at] = dark;
        self.fixed[at] = true;
    }

    /// Draws what each code of a version has: corners, dots, rulers; and keeps the places of format and version.
    fn draw_fixed(&mut self, version: usize) {
        for at in 0..self.side {
            self.set(6, at, at % 2 == 0);
            self.set(at, 6, at % 2 == 0);
        }
        for (x, y) in [(3, 3), (self.side - 4, 3), (3, self.side - 4)] {
            self.draw_corner(x, y);
        }
        let places = dots(version);
        let last = places.len().saturating_sub(1);
        for (i, x) in places.iter().enumerate() {
            for (j, y) in places.iter().enumerate() {
                if !matches!((i, j), (0, 0)) && (i, j) != (0, last) && (i, j) != (last, 0) {
                    self.draw_dot(*x, *y);
                }
            }
        }
        self.draw_format(0);
        if version >= 7 {
            self.draw_version(version);
        }
    }

    fn draw_corner(&mut self, x: usize, y: usize) {
        for row in 0..9 {
            for column in 0..9 {
                let (px, py) = ((x + column).wrapping_sub(4), (y + row).wrapping_sub(4));
                if px < self.side && py < self.side {
                    let ring = 4_usize.abs_diff(column).max(4_usize.abs_diff(row));
                    self.set(px, py, ring != 2 && ring != 4);
                }
            }
        }
    }

    fn draw_dot(&mut self, x: usize, y: usize) {
        for row in 0..5 {
            for column in 0..5 {
                let ring = 2_usize.abs_diff(column).max(2_usize.abs_diff(row));
                self.set(x + column - 2, y + row - 2, ring != 1);
            }
        }
    }

    /// Draws level M and the mask, twice, with their correction bits.
    fn draw_format(&mut self, mask: usize) {
        let mut rest = mask;
        for _ in 0..10 {
            rest = (rest << 1) ^ ((rest >> 9) * 0x537);
        }
        let bits = ((mask << 10) | rest) ^ 0x5412;
        let dark = |at: usize| (bits >> at) & 1 == 1;
        for at in 0..6 {
            self.set(8, at, dark(at));
        }
        self.set(8, 7, dark(6));
        self.set(8, 8, dark(7));
        self.set(7, 8, dark(8));
        for at in 9..15 {
            self.set(14 - at, 8, dark(at));
        }
        for at in 0..8 {
            self.set(self.side - 1 - at, 8, dark(at));
        }
        for at in 8..15 {
            self.set(8, self.side - 15 + at, dark(at));
        }
        self.set(8, self.side - 8, true);
    }

    fn draw_version(&mut self, version: usize) {
        let mut rest = version;
        for _ in 0..12 {
            rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
        }
        let bits = (version << 12) | rest;
        for at in 0..18 {
            let (a, b) = (self.side - 11 + at % 3, at / 3);
            self.set(a, b, (bits >> at) & 1 == 1);
            self.set(b, a, (bits >> at) & 1 == 1);
        }
    }

    /// Lays the words into what is free, in the zigzag from the lower right corner.
    fn draw_words(&mut self, words: &[u8]) {
        let mut bits = words.iter().flat_map(|word| (0..8).rev().map(move |at| (word >> at) & 1 == 1));
        let columns = (0..self.side).rev().filter(|x| *x != 6).collect::<Vec<_>>();
        for (pair, two) in columns.chunks(2).enumerate() {
            for step in 0..self.side {
                let y = if pair % 2 == 0 { self.side - 1 - step } else { step };
                for x in two {
                    let at = y * self.side + x;
                    if !self.fixed[at] {
                        self.dark[at] = bits.next().unwrap_or(false);
                    }
                }
            }
        }
    }

    /// Returns the code under a mask.
    fn masked(&self, mask: usize) -> Self {
        let mut code = Self { side: self.side, dark: self.dark.clone(), fixed: self.fixed.clone() };
        for at in (0..code.dark.len()).filter(|at| !self.fixed[*at]) {
            let (x, y) = (at % self.side, at / self.side);
            let turned = match mask {
                0 => (x + y) % 2 == 0,
                1 => y % 2 == 0,
                2 => x % 3 == 0,
                3 => (x + y) % 3 == 0,
                4 => (x / 3 + y / 2) % 2 == 0,
                5 => x * y % 2 + x * y % 3 == 0,
                6 => (x * y % 2 + x * y % 3) % 2 == 0,
                _ => ((x + y) % 2 + x * y % 3) % 2 == 0,
            };
            code.dark[at] ^= turned;
        }
        code.draw_format(mask);
        code
    }

    /// Returns how hard it is to read: long runs of one colour, and blocks.
    fn unevenness(&self) -> usize {
        let at = |x: usize, y: usize| self.dark[y * self.side + x];
        let mut sum = 0;
        for one in 0..self.side {
            let row: Vec<bool> = (0..self.side).map(|x| at(x, one)).collect();
            let column: Vec<bool> = (0..self.side).map(|y| at(one, y)).collect();
            for line in [row, column] {
                let runs = line.chunk_by(|a, b| a == b).map(<[bool]>::len);
                sum += runs.filter(|run| *run >= 5).map(|run| run - 2).sum::<usize>();
            }
        }
        for y in 1..self.side {
            for x in 1..self.side {
                let same =
                    at(x, y) == at(x - 1, y) && at(x, y) == at(x, y - 1) && at(x, y) == at(x - 1, y - 1);
                sum += if same { 3 } else { 0 };
            }
        }
        sum
    }
}

/// Returns where the dots of a version are.
fn dots(version: usize) -> Vec<usize> {
    let far = 10 + 4 * version;
    match version {
        1 => Vec::new(),
        2..=6 => vec![6, far],
        _ => vec![6, (far + 6) / 2, far],
    }
}

/// Returns the words of a code: the bytes, filled up, parted into blocks, with what corrects them.
fn codewords(bytes: &[u8], version: usize) -> Vec<u8> {
    let (all, correction, blocks) = VERSIONS[version - 1];
    let room = all - correction * blocks;
    let mut bits: Vec<bool> = Vec::new();
    let mut push =
        |value: usize, count: usize| bits.extend((0..count).rev().map(|at| (value >> at) & 1 == 1));
    push(0b0100, 4);
    push(bytes.len(), if version < 10 { 8 } else { 16 });
    for byte in bytes {
        push(usize::from(*byte), 8);
    }
    push(0, (room * 8 - 12 - 8 * usize::from(version >= 10) - bytes.len() * 8).min(4));
    let mut words: Vec<u8> = bits
        .chunks(8)
        .map(|eight| eight.iter().enumerate().fold(0, |word, (at, bit)| word | (u8::from(*bit) << (7 - at))))
        .collect();
    for fill in [0xec, 0x11].into_iter().cycle().take(room - words.len()) {
        words.push(fill);
    }
    let (short, longer) = (room / blocks, room % blocks);
    let mut parts = Vec::new();
    let mut rest = words.as_slice();
    for block in 0..blocks {
        let (part, others) = rest.split_at(short + usize::from(block >= blocks - longer));
        parts.push((part, remainder(part, correction)));
        rest = others;
    }
    let mut out = Vec::with_capacity(all);
    for at in 0..=short {
        out.extend(parts.iter().filter_map(|(part, _)| part.get(at)));
    }
    for at in 0..correction {
        out.extend(parts.iter().map(|(_, corrects)| corrects[at]));
    }
    out
}

/// Returns the Reed-Solomon words that correct a block.
fn remainder(block: &[u8], count: usize) -> Vec<u8> {
    let mut divisor = vec![0; count];
    divisor[count - 1] = 1;
    let mut root = 1;
    for _ in 0..count {
        for at in 0..count {
            divisor[at] = times(divisor[at], root) ^ divisor.get(at + 1).copied().unwrap_or(0);
        }
        root = times(root, 2);
    }
    let mut rest = vec![0; count];
    for word in block {
        let factor = word ^ rest.remove(0);
        rest.push(0);
        for (one, by) in rest.iter_mut().zip(&divisor) {
            *one ^= times(*by, factor);
        }
    }
    rest
}

/// Multiplies in the field of 256 elements that QR codes use.
fn times(x: u8, y: u8) -> u8 {
    let mut product: u16 = 0;
    for at in (0..8).rev() {
        product = (product << 1) ^ ((product >> 7) * 0x11d);
        product ^= u16::from((y >> at) & 1) * u16::from(x);
    }
    u8::try_from(product & 0xff).expect("eight bits")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correction_words_are_those_of_the_standard_s_example() {
        // ISO/IEC 18004 Annex I, version 1-M: "01234567".
        let block =
            [0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11];
        let corrects = [0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55];
        assert_eq!(remainder(&block, 10), corrects);
    }

    #[test]
    fn every_length_has_its_code_until_it_is_too_long() {
        for length in 0..=213 {
            let code = Code::of(&vec![b'a'; length]).expect("short enough");
            let dark = code.dark.iter().filter(|dark| **dark).count();
            assert!((35..65).contains(&(dark * 100 / code.dark.len())), "{length}");
        }
        assert!(Code::of(&[b'a'; 214]).is_none());
        assert!(qr(&"x".repeat(5_000), "").is_none());
    }
}
