//! The head anchor: beside the database, in a folder of its own, stands how far each log was acknowledged.
//!
//! A file for each log, replaced after every write to the database and before anybody hears of it. A database that ends
//! before its anchor, or holds something else there, has lost or changed what was acknowledged.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ledger::{Genesis, Hash, Head, LogId};

use crate::folder::{replace_file, sync_folder};

/// The folder of the anchors.
#[derive(Debug, Clone)]
pub(crate) struct Anchors(PathBuf);

/// How far a log was acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Anchor {
    pub(crate) origin: String,
    /// The newest acknowledged commit; none when the log was only about to begin.
    pub(crate) newest: Option<(u64, Hash)>,
}

impl Anchors {
    /// Returns the anchors of a data folder.
    pub(crate) fn of(folder: &Path) -> Self {
        Self(folder.join("anchor"))
    }

    /// Makes the folder if it is not there.
    pub(crate) fn make(&self) -> io::Result<()> {
        fs::create_dir_all(&self.0)?;
        self.0.parent().map_or(Ok(()), sync_folder)
    }

    /// Writes down that a log is about to begin, so that an anchor which is taken away is missed.
    pub(crate) fn begin(&self, genesis: &Genesis) -> io::Result<()> {
        replace_file(
            &self.path(genesis.log),
            Anchor { origin: genesis.origin(), newest: None }.text().as_bytes(),
        )?;
        sync_folder(&self.0)
    }

    /// Writes down how far logs were stored; they may be acknowledged when this returns.
    pub(crate) fn advance(&self, heads: &[(Genesis, Head)]) -> io::Result<()> {
        for (genesis, head) in heads {
            let anchor = Anchor { origin: genesis.origin(), newest: Some((head.seq, head.leaf)) };
            replace_file(&self.path(genesis.log), anchor.text().as_bytes())?;
        }
        sync_folder(&self.0)
    }

    /// Returns every anchor, by the name of its file; one that cannot be read is `None`.
    pub(crate) fn all(&self) -> io::Result<BTreeMap<String, Option<Anchor>>> {
        let mut anchors = BTreeMap::new();
        let files = match fs::read_dir(&self.0) {
            Err(problem) if problem.kind() == io::ErrorKind::NotFound => return Ok(anchors),
            files => files?,
        };
        for file in files {
            let file = file?;
            let name = file.file_name().to_string_lossy().into_owned();
            if name.ends_with(".new") {
                continue; // was never put in place
            }
            let anchor = fs::read_to_string(file.path()).ok().and_then(|text| Anchor::parse(&text));
            anchors.insert(name, anchor);
        }
        Ok(anchors)
    }

    fn path(&self, log: LogId) -> PathBuf {
        self.0.join(file_name(log))
    }
}

/// Returns the name of a log's anchor.
pub(crate) fn file_name(log: LogId) -> String {
    format!("{}-e{}", log.org, log.epoch)
}

impl Anchor {
    pub(crate) fn text(&self) -> String {
        let newest = self.newest.map_or(String::new(), |(seq, leaf)| format!("seq {seq}\nleaf {leaf}\n"));
        format!("plumbline/anchor@v1\norigin {}\n{newest}", self.origin)
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let rest = text.strip_prefix("plumbline/anchor@v1\norigin ")?;
        let (origin, rest) = rest.split_once('\n')?;
        let newest = match rest {
            "" => None,
            rest => {
                let (seq, leaf) = rest.strip_prefix("seq ")?.strip_suffix('\n')?.split_once("\nleaf ")?;
                Some((seq.parse().ok()?, leaf.parse().ok()?))
            }
        };
        let anchor = Self { origin: origin.to_owned(), newest };
        (anchor.text() == text).then_some(anchor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn an_anchor_is_read_back_as_it_was_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let anchors = Anchors::of(folder.path());
        assert_eq!(anchors.all().expect("readable"), BTreeMap::new());
        anchors.make().expect("writable");
        let genesis = sample::genesis(1);
        let (name, origin) = (file_name(genesis.log), genesis.origin());
        anchors.begin(&genesis).expect("writable");
        let begun = Anchor { origin: origin.clone(), newest: None };
        assert_eq!(anchors.all().expect("readable"), BTreeMap::from([(name.clone(), Some(begun))]));
        let head = Head { epoch: 1, seq: 48_211, leaf: Hash([7; 32]) };
        anchors.advance(&[(genesis, head)]).expect("writable");
        let advanced = Anchor { origin, newest: Some((48_211, Hash([7; 32]))) };
        assert_eq!(anchors.all().expect("readable"), BTreeMap::from([(name, Some(advanced))]));
    }

    #[test]
    fn an_anchor_has_one_spelling() {
        let good =
            Anchor { origin: "plumbline/log/x/e1".to_owned(), newest: Some((12, Hash([7; 32]))) }.text();
        assert!(Anchor::parse(&good).is_some());
        for bad in [
            good.replace("12", "012"),
            good.replace("@v1", "@v2"),
            good.replace("seq", "sec"),
            good.trim_end().to_owned(),
            format!("{good}\n"),
            String::new(),
        ] {
            assert_eq!(Anchor::parse(&bad), None, "{bad}");
        }
    }
}
