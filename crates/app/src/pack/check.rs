//! Checking a pack: every entry is hashed, in pieces, and no further than it may be large.

use std::collections::BTreeMap;
use std::io::{Read, Seek, SeekFrom};

use model::{Digest, Line};
use operations::hex;
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use super::{
    BYTES_MAX, ENTRIES_MAX, FORMAT, INDEX, Listed, MANIFEST, MANIFEST_BYTES_MAX, Manifest, PackRefusal,
    is_path,
};
use crate::files::FILE_BYTES_MAX;

/// How long the end of a zip is that has no words of its own behind it.
const END_BYTES: usize = 22;
/// How long the head of an entry is before its name.
const HEAD_BYTES: usize = 30;

/// What checking a pack came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedPack {
    /// What the manifest says.
    pub manifest: Manifest,
    /// The hash of the manifest.
    pub digest: Digest,
    /// Each entry, and what is wrong with it.
    pub entries: Vec<CheckedEntry>,
}

/// An entry that was hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedEntry {
    /// Where it lies.
    pub path: String,
    /// What is wrong with it.
    pub wrong: Option<String>,
}

impl CheckedPack {
    /// Checks a pack. What is wrong with single entries is told of each.
    ///
    /// # Errors
    /// Where it is no pack, or one that could be read in two ways.
    pub fn of(mut input: impl Read + Seek) -> Result<Self, PackRefusal> {
        let counted = counted(&mut input)?;
        let zip = ZipArchive::new(&mut input).map_err(|error| PackRefusal::NotOne(error.to_string()))?;
        if zip.len() != counted {
            return Err(PackRefusal::NotOne("an entry stands in it twice".to_owned()));
        }
        drop(zip);
        without_gaps(&mut input)?;
        let mut zip = ZipArchive::new(input).map_err(|error| PackRefusal::NotOne(error.to_string()))?;
        let bytes = manifest_bytes(&mut zip)?;
        let manifest: Manifest = serde_json::from_slice(&bytes)
            .map_err(|error| PackRefusal::at(MANIFEST, format!("cannot be read: {error}")))?;
        let listed = listed(&manifest)?;
        for name in zip.file_names() {
            let name = name.map_err(|error| PackRefusal::NotOne(error.to_string()))?;
            if name != MANIFEST && !listed.contains_key(&*name) {
                return Err(PackRefusal::at(&name, "is in the pack, but not in its list"));
            }
        }
        let entries = listed
            .values()
            .map(|one| CheckedEntry { path: one.path.clone(), wrong: wrong(&mut zip, one).err() })
            .collect();
        Ok(Self { digest: Digest::of(&bytes), manifest, entries })
    }

    /// Says whether all is as it was written.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.entries.iter().all(|entry| entry.wrong.is_none())
    }

    /// Returns the first entry that is not what was written.
    #[must_use]
    pub fn first_wrong(&self) -> Option<PackRefusal> {
        self.entries.iter().find_map(|entry| Some(PackRefusal::at(&entry.path, entry.wrong.as_ref()?)))
    }
}

/// Returns how many entries a zip says it has: two of one name are read as one, and that must not hide.
fn counted(input: &mut (impl Read + Seek)) -> Result<usize, PackRefusal> {
    let short = |_| PackRefusal::NotOne("it is cut short".to_owned());
    let mut end = [0_u8; END_BYTES];
    let behind = i64::try_from(END_BYTES).expect("a small number");
    input.seek(SeekFrom::End(-behind)).map_err(short)?;
    input.read_exact(&mut end).map_err(short)?;
    input.seek(SeekFrom::Start(0)).map_err(short)?;
    let is_end = end.starts_with(b"PK\x05\x06") && end[20..] == [0, 0];
    let count = usize::from(u16::from_le_bytes([end[10], end[11]]));
    if !is_end {
        return Err(PackRefusal::NotOne(
            "it is no zip, is cut short, or has something behind its end".to_owned(),
        ));
    }
    if count > ENTRIES_MAX {
        return Err(PackRefusal::NotOne(format!("it has {count} entries, expected at most {ENTRIES_MAX}")));
    }
    Ok(count)
}

/// Refuses a zip that another reader could read otherwise: its entries lie one behind the other from the first byte to the list
/// at its end, each under the name that the list gives it.
fn without_gaps(input: &mut (impl Read + Seek)) -> Result<(), PackRefusal> {
    let not_one = |error: &dyn std::fmt::Display| PackRefusal::NotOne(error.to_string());
    let two_ways = |words: &str| PackRefusal::NotOne(format!("it can be read in two ways: {words}"));
    let mut zip = ZipArchive::new(&mut *input).map_err(|error| not_one(&error))?;
    let list = zip.central_directory_start();
    let mut heads = Vec::new();
    for place in 0..zip.len() {
        let entry = zip.by_index_raw(place).map_err(|error| not_one(&error))?;
        let data = entry.data_start().ok_or_else(|| two_ways("an entry has no content"))?;
        let end = data.saturating_add(entry.compressed_size());
        heads.push((entry.header_start(), end, entry.name_raw().to_vec()));
    }
    drop(zip);
    heads.sort_unstable();
    let begins = heads.iter().map(|(head, ..)| *head).chain([list]);
    let ends = std::iter::once(0).chain(heads.iter().map(|(_, end, _)| *end));
    if begins.zip(ends).any(|(begin, end)| begin != end) {
        return Err(two_ways("bytes lie before, between or behind its entries"));
    }
    for (head, _, name) in &heads {
        let mut own = vec![0; HEAD_BYTES + name.len()];
        input.seek(SeekFrom::Start(*head)).map_err(|error| not_one(&error))?;
        input.read_exact(&mut own).map_err(|error| not_one(&error))?;
        let length = usize::from(u16::from_le_bytes([own[26], own[27]]));
        if length != name.len() || own[HEAD_BYTES..] != name[..] {
            return Err(two_ways("an entry calls itself otherwise than its list does"));
        }
    }
    input.seek(SeekFrom::Start(0)).map_err(|error| not_one(&error))?;
    Ok(())
}

fn manifest_bytes<R: Read + Seek>(zip: &mut ZipArchive<R>) -> Result<Vec<u8>, PackRefusal> {
    let entry = zip.by_name(MANIFEST).map_err(|_| PackRefusal::NotOne(format!("{MANIFEST} is missing")))?;
    plain(&entry).map_err(|words| PackRefusal::at(MANIFEST, words))?;
    let mut bytes = Vec::new();
    let read = entry.take(MANIFEST_BYTES_MAX + 1).read_to_end(&mut bytes);
    read.map_err(|error| PackRefusal::at(MANIFEST, error))?;
    if bytes.len() as u64 > MANIFEST_BYTES_MAX {
        return Err(PackRefusal::at(MANIFEST, format!("is larger than {MANIFEST_BYTES_MAX} bytes")));
    }
    Ok(bytes)
}

/// Returns what a manifest lists, by path; nothing that could lie elsewhere or hide another.
fn listed(manifest: &Manifest) -> Result<BTreeMap<String, &Listed>, PackRefusal> {
    let at = |words: &str| PackRefusal::at(MANIFEST, words);
    if manifest.format != FORMAT {
        return Err(PackRefusal::NotOne(format!("expected the format {FORMAT}")));
    }
    for (name, line) in [
        ("organisation", &manifest.organisation),
        ("share", &manifest.share),
        ("body", &manifest.body),
        ("engagement", &manifest.engagement),
    ] {
        <Line as model::Value>::read(line).map_err(|problem| at(&format!("{name}: {problem}")))?;
    }
    let (mut listed, mut folded, mut bytes) = (BTreeMap::new(), std::collections::BTreeSet::new(), 0_u64);
    for one in &manifest.files {
        if !is_path(&one.path) {
            return Err(PackRefusal::at(&one.path, "cannot be the name of a file in a pack"));
        }
        // Two names that some disks take for one would hide one of them.
        if !folded.insert(one.path.to_ascii_lowercase()) {
            return Err(PackRefusal::at(&one.path, "stands in the list twice"));
        }
        bytes = bytes.saturating_add(one.size);
        listed.insert(one.path.clone(), one);
    }
    if bytes > BYTES_MAX {
        return Err(at(&format!("lists {bytes} bytes, expected at most {BYTES_MAX}")));
    }
    if !listed.contains_key(INDEX) {
        return Err(at("lists no first page"));
    }
    Ok(listed)
}

/// Says what is wrong with how an entry is stored.
fn plain<R: Read>(entry: &zip::read::ZipFile<'_, R>) -> Result<(), String> {
    let is_stored = entry.compression() == zip::CompressionMethod::Stored;
    if !is_stored || entry.is_symlink() || entry.is_dir() || entry.encrypted() {
        return Err("is packed, encrypted, a link or a folder, expected a plain file".to_owned());
    }
    Ok(())
}

/// Hashes an entry; says what is wrong with it.
fn wrong<R: Read + Seek>(zip: &mut ZipArchive<R>, listed: &Listed) -> Result<(), String> {
    let mut entry = zip.by_name(&listed.path).map_err(|_| "is missing".to_owned())?;
    plain(&entry)?;
    if listed.size > FILE_BYTES_MAX {
        return Err(format!("is listed with {} bytes, expected at most {FILE_BYTES_MAX}", listed.size));
    }
    let (mut hash, mut size, mut part) = (Sha256::new(), 0_u64, vec![0; 64 * 1024]);
    loop {
        let read = entry.read(&mut part).map_err(|error| error.to_string())?;
        if read == 0 {
            break;
        }
        size += read as u64;
        if size > listed.size {
            return Err(format!("is longer than the {} bytes of the list", listed.size));
        }
        hash.update(&part[..read]);
    }
    let found = hex(&<[u8; 32]>::from(hash.finalize()));
    if size != listed.size || found != listed.sha256.as_str() {
        return Err(format!("hashes to {found}, and the list says {}", listed.sha256));
    }
    Ok(())
}
