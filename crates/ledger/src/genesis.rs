//! The statement with which a log begins; its hash stands where the first header names its predecessor.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::header::{decimal, uuid};
use crate::tag::{PLUMBLINE, Tag};
use crate::{Hash, LogId};

const STATEMENT_BYTES_MAX: usize = 1024;

/// The name of the instance where a log began: `plumbline`, or its domain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceName(String); // INVARIANT: lower-case letters, digits, `-` and inner dots, at most 253 bytes

/// How a log begins: where, and for whom. It never changes later.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Genesis {
    /// The instance where it began.
    pub instance: InstanceName,
    /// The log.
    pub log: LogId,
}

/// Bytes that are not a genesis statement.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("genesis statement: expected {0}")]
pub struct GenesisFault(&'static str);

impl InstanceName {
    /// Returns its text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for InstanceName {
    fn default() -> Self {
        Self(PLUMBLINE.0.to_owned())
    }
}

impl FromStr for InstanceName {
    type Err = GenesisFault;

    fn from_str(text: &str) -> Result<Self, GenesisFault> {
        let label = |label: &str| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        };
        if text.len() <= 253 && text.split('.').all(label) {
            Ok(Self(text.to_owned()))
        } else {
            Err(GenesisFault("an instance name such as plumbline or isms.example.org"))
        }
    }
}

impl Genesis {
    /// Returns how a log of this instance begins.
    pub fn new(instance: InstanceName, log: LogId) -> Self {
        Self { instance, log }
    }

    /// Returns the origin: the log's name in the world.
    pub fn origin(&self) -> String {
        format!("{}/log/{}/e{}", self.instance.0, self.log.org, self.log.epoch)
    }

    /// Returns the statement's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.to_string().into_bytes()
    }

    /// Returns what the statement's bytes say.
    ///
    /// # Errors
    /// When they are not exactly what [`Genesis::to_bytes`] writes.
    pub fn parse(bytes: &[u8]) -> Result<Self, GenesisFault> {
        Self::parse_as(PLUMBLINE, bytes)
    }

    /// Returns the hash of the statement, which the first header names as its predecessor.
    pub fn hash(&self) -> Hash {
        Hash::of(&self.to_bytes())
    }

    pub(crate) fn parse_as(tag: Tag, bytes: &[u8]) -> Result<Self, GenesisFault> {
        let text = std::str::from_utf8(bytes).map_err(|_| GenesisFault("ascii"))?;
        if text.len() > STATEMENT_BYTES_MAX {
            return Err(GenesisFault("at most 1024 bytes"));
        }
        let origin = text
            .strip_prefix(tag.0)
            .and_then(|rest| rest.strip_prefix("/genesis@v1\norigin "))
            .and_then(|rest| rest.split_once("\norg "))
            .and_then(|(origin, org)| Some((origin, uuid(org.strip_suffix('\n')?)?)));
        let (origin, org) = origin.ok_or(GenesisFault("the lines genesis, origin and org"))?;
        let mut parts = origin.split("/");
        let genesis = match (parts.next(), parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(instance), Some("log"), Some(_), Some(epoch), None) => {
                let epoch =
                    epoch.strip_prefix('e').and_then(decimal).ok_or(GenesisFault("an epoch such as e1"))?;
                Self::new(instance.parse()?, LogId { org, epoch })
            }
            _ => return Err(GenesisFault("an origin such as plumbline/log/UUID/e1")),
        };
        if genesis.statement(tag) == text {
            Ok(genesis)
        } else {
            Err(GenesisFault("one organisation in both lines"))
        }
    }

    pub(crate) fn statement(&self, tag: Tag) -> String {
        format!("{}/genesis@v1\norigin {}\norg {}\n", tag.0, self.origin(), self.log.org)
    }
}

impl fmt::Display for Genesis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.statement(PLUMBLINE))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use crate::tag::EXAMPLE;

    #[test]
    fn the_published_statements_have_their_published_hashes() {
        for (tag, hash) in [
            (EXAMPLE, "yXowS5QvhvC40eGrrszQ2bdI2fW0PtLujXdOXhKi9Vw="),
            (PLUMBLINE, "St0h7fP5DXwxskbibQhykVZZ9xOuSMkRqN4PuujXoKM="),
        ] {
            let genesis = sample::genesis(tag);
            let statement = genesis.statement(tag);
            assert_eq!(Hash::of(statement.as_bytes()).to_string(), hash);
            assert_eq!(Genesis::parse_as(tag, statement.as_bytes()), Ok(genesis));
        }
        let ours = sample::genesis(PLUMBLINE);
        assert_eq!(ours.hash(), Hash::of(&ours.to_bytes()));
    }

    #[test]
    fn a_statement_has_one_spelling() {
        let good = sample::genesis(PLUMBLINE).statement(PLUMBLINE);
        for bad in [
            good.replace("@v1", "@v2"),
            good.replace("/e1", "/e01"),
            good.replace("org 0192", "org 0193"),
            good.replace("0192f0c1", "0192F0C1"),
            good.replace("origin plumbline", "origin -x"),
            good.replace('\n', "\r\n"),
            format!("{good}\n"),
            good.trim_end().to_owned(),
            String::new(),
        ] {
            assert!(Genesis::parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
