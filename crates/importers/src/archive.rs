//! Zips of unknown origin: names, numbers and sizes are checked before anything is unpacked.

use crate::limits::Limits;
use crate::problem::{Place, Problem, quote};
use sha2::{Digest as _, Sha256};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// What looks at each piece that is unpacked.
pub type See<'s> = dyn FnMut(&Entry, &[u8]) -> Result<(), Problem> + 's;

/// One file in a zip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its name, which stays inside the zip.
    pub name: String,
    /// The size that the zip's directory claims.
    pub bytes_claimed: u64,
    index: usize,
}

/// A zip whose directory was found sound. What it unpacks to is counted while reading.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    entries: Vec<Entry>,
    limits: Limits,
    unzipped_bytes: u64,
}

/// The size and SHA-256 of an entry, found by reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measured {
    /// The size unpacked.
    pub bytes: u64,
    /// The SHA-256 of what is unpacked, in hex.
    pub sha256: String,
}

impl<'a> Archive<'a> {
    /// Opens a zip and checks its directory.
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Problem> {
        if bytes.len() as u64 > limits.file_bytes_max {
            return Err(too_large(limits.file_bytes_max));
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            Problem::file(
                format!("the zip cannot be opened: {error}"),
                "a whole file; it may have been cut short on its way, so export or copy it again",
            )
        })?;
        if zip.len() > limits.entries_max {
            return Err(Problem::file(
                format!("the zip has {} entries", zip.len()),
                format!("at most {}", limits.entries_max),
            ));
        }
        if zip.has_duplicate_names() {
            return Err(Problem::file("the zip holds two entries of one name", "each name once"));
        }
        let mut archive = Self { zip, entries: Vec::new(), limits: *limits, unzipped_bytes: 0 };
        archive.check_directory()?;
        Ok(archive)
    }

    /// Returns the files, in the order of the directory.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Says whether a file of this name is in the zip.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name == name)
    }

    /// Unpacks an entry, which must not be larger than a part may be.
    pub fn read(&mut self, name: &str) -> Result<Vec<u8>, Problem> {
        let entry = self.entry(name)?;
        let mut bytes = Vec::new();
        let part_bytes_max = self.limits.part_bytes_max;
        self.unpack(&entry, &mut |chunk| {
            if bytes.len() as u64 + chunk.len() as u64 > part_bytes_max {
                return Err(bomb(&entry.name, format!("it unpacks to more than {part_bytes_max} bytes")));
            }
            bytes.extend_from_slice(chunk);
            Ok(())
        })?;
        Ok(bytes)
    }

    /// Measures an entry without keeping it.
    pub fn measure(&mut self, name: &str) -> Result<Measured, Problem> {
        let entry = self.entry(name)?;
        let mut hash = Sha256::new();
        let mut bytes = 0;
        self.unpack(&entry, &mut |chunk| {
            hash.update(chunk);
            bytes += chunk.len() as u64;
            Ok(())
        })?;
        let sha256 = operations::hex(&hash.finalize());
        Ok(Measured { bytes, sha256 })
    }

    /// Unpacks every entry piece by piece and hands each piece to `see`; nothing is kept.
    pub fn walk(&mut self, see: &mut See<'_>) -> Result<(), Problem> {
        for entry in self.entries.clone() {
            see(&entry, &[])?;
            self.unpack(&entry, &mut |chunk| see(&entry, chunk))?;
        }
        Ok(())
    }

    fn entry(&self, name: &str) -> Result<Entry, Problem> {
        let found = self.entries.iter().find(|entry| entry.name == name).cloned();
        found.ok_or_else(|| Problem::file(format!("the zip holds no {}", quote(name)), "a whole export"))
    }

    fn check_directory(&mut self) -> Result<(), Problem> {
        let mut claimed: u64 = 0;
        for index in 0..self.zip.len() {
            let data = self.zip.by_index_data(index).map_err(|error| unreadable("?", &error))?;
            let name = data.name().map_err(|error| unreadable("?", &error))?.into_owned();
            let place = || Place::Entry(quote(&name));
            if let Some(why) = escape(&name) {
                return Err(Problem::new(place(), why, "names that stay inside the zip"));
            }
            if data.is_symlink() {
                return Err(Problem::new(place(), "the entry is a symbolic link", "files only"));
            }
            if data.encrypted() {
                return Err(Problem::new(place(), "the entry is encrypted", "a file without a password"));
            }
            if data.is_dir() {
                continue;
            }
            let (bytes, zipped) = (data.size(), data.compressed_size());
            self.check_ratio(&name, bytes, zipped)?;
            claimed = claimed.saturating_add(bytes);
            if claimed > self.limits.unzipped_bytes_max {
                let limit = self.limits.unzipped_bytes_max;
                return Err(bomb(&name, format!("the zip claims to unpack to more than {limit} bytes")));
            }
            self.entries.push(Entry { name, bytes_claimed: bytes, index });
        }
        Ok(())
    }

    fn check_ratio(&self, name: &str, bytes: u64, zipped: u64) -> Result<(), Problem> {
        let ratio_max = self.limits.ratio_max;
        if bytes > 1 << 20 && bytes / zipped.max(1) > ratio_max {
            return Err(bomb(name, format!("each zipped byte becomes more than {ratio_max}")));
        }
        Ok(())
    }

    fn unpack(
        &mut self,
        entry: &Entry,
        see: &mut dyn FnMut(&[u8]) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let limits = self.limits;
        let mut file = self.zip.by_index(entry.index).map_err(|error| unreadable(&entry.name, &error))?;
        let zipped = file.compressed_size();
        let mut buffer = vec![0; 64 << 10];
        let mut bytes: u64 = 0;
        loop {
            let read = file.read(&mut buffer).map_err(|error| {
                let place = Place::Entry(quote(&entry.name));
                Problem::new(place, format!("the entry cannot be unpacked: {error}"), "a sound zip")
            })?;
            if read == 0 {
                return Ok(());
            }
            bytes += read as u64;
            self.unzipped_bytes += read as u64;
            if self.unzipped_bytes > limits.unzipped_bytes_max.saturating_mul(2)
                || bytes > limits.unzipped_bytes_max
            {
                return Err(bomb(&entry.name, "it unpacks to more than the directory claims".to_owned()));
            }
            if bytes > 1 << 20 && bytes / zipped.max(1) > limits.ratio_max {
                let message = format!("each zipped byte becomes more than {}", limits.ratio_max);
                return Err(bomb(&entry.name, message));
            }
            see(buffer.get(..read).expect("no more than the buffer was read"))?;
        }
    }
}

/// Returns why a name leaves the zip, if it does.
fn escape(name: &str) -> Option<&'static str> {
    if name.is_empty() || name.len() > 1_024 || name.chars().any(char::is_control) {
        return Some("the entry's name is empty, too long or holds control characters");
    }
    if name.contains('\\') {
        return Some("the entry's name holds a backslash");
    }
    if name.starts_with('/') || name.get(1..2) == Some(":") {
        return Some("the entry's name is an absolute path");
    }
    if name.split('/').any(|step| step == "..") {
        return Some("the entry's name climbs out of the zip");
    }
    None
}

fn bomb(name: &str, message: String) -> Problem {
    Problem::new(Place::Entry(quote(name)), message, "a file of a register's size")
}

fn unreadable(name: &str, error: &ZipError) -> Problem {
    Problem::new(Place::Entry(quote(name)), format!("the entry cannot be read: {error}"), "a sound zip")
}

/// Returns the refusal of a file that is larger than any register.
pub(crate) fn too_large(bytes_max: u64) -> Problem {
    Problem::file("the file is too large", format!("at most {bytes_max} bytes"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixtures::{zip_of, zip_with_symlink};

    fn refusal(bytes: &[u8]) -> Problem {
        match Archive::open(bytes, &Limits::usual()) {
            Ok(mut archive) => archive.walk(&mut |_, _| Ok(())).expect_err("it should be refused"),
            Err(problem) => problem,
        }
    }

    #[test]
    fn names_that_climb_out_are_refused() {
        for name in ["../../etc/cron.d/x", "a/../../b", "/etc/passwd", "C:/x", "a\\..\\b", "..", "a\nb"] {
            let problem = refusal(&zip_of(&[(name, b"x")]));
            assert!(matches!(problem.place, Place::Entry(_)), "{name}: {problem}");
        }
    }

    #[test]
    fn an_honest_name_is_taken() {
        let bytes = zip_of(&[("a/b..c.txt", b"hello")]);
        let mut archive = Archive::open(&bytes, &Limits::usual()).expect("a sound zip");
        assert_eq!(archive.read("a/b..c.txt").expect("five bytes"), b"hello");
        let measured = archive.measure("a/b..c.txt").expect("five bytes");
        assert_eq!(measured.bytes, 5);
        assert!(measured.sha256.starts_with("2cf24dba5fb0a30e26e83b2ac5b9e29e"));
    }

    #[test]
    fn a_symbolic_link_is_refused() {
        assert!(refusal(&zip_with_symlink("data.json", "/etc/passwd")).message.contains("symbolic link"));
    }

    #[test]
    fn a_bomb_of_a_gibibyte_is_refused_before_it_is_unpacked() {
        let limits = Limits::usual();
        let zeros = vec![0_u8; 64 << 20];
        let bytes = zip_of(&[("data.json", &zeros)]);
        assert!(bytes.len() < 1 << 20);
        let problem = Archive::open(&bytes, &limits).err().expect("1,000 to one");
        assert!(problem.message.contains("each zipped byte"), "{problem}");
        let claimed = crate::fixtures::claim_size(&bytes, 1 << 30);
        assert!(Archive::open(&claimed, &limits).is_err());
    }

    #[test]
    fn a_bomb_that_lies_about_its_size_is_refused_while_unpacking() {
        let zeros = vec![0_u8; 64 << 20];
        let bytes = crate::fixtures::claim_size(&zip_of(&[("data.json", &zeros)]), 10);
        let mut archive = Archive::open(&bytes, &Limits::usual()).expect("the directory looks harmless");
        let mut seen = 0;
        let problem = archive
            .walk(&mut |_, chunk| {
                seen += chunk.len();
                Ok(())
            })
            .expect_err("more than it says");
        assert!(seen <= 2 << 20, "{seen} bytes were unpacked before {problem}");
    }

    #[test]
    fn a_zip_cut_short_is_refused() {
        let bytes = zip_of(&[("data.json", b"{}"), ("b", &[7; 1000])]);
        for cut in [0, 1, 4, 30, bytes.len() / 2, bytes.len() - 1] {
            assert!(Archive::open(&bytes[..cut], &Limits::usual()).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn a_flipped_bit_is_noticed() {
        let mut bytes = zip_of(&[("data.json", b"some text that does not shrink much")]);
        bytes[45] ^= 4;
        let problem = refusal(&bytes);
        assert!(matches!(problem.place, Place::Entry(_) | Place::File), "{problem}");
    }
}
