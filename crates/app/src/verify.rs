//! Verify: every hash of the chain, every file, and the anchor; each told in one line.

use std::sync::Arc;

use model::RecordId;

use crate::books::Books;
use crate::failure::Failure;
use crate::jobs::{Cancelled, Progress, Silent};
use crate::reload::{Until, load_telling};

/// What a check came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// All is as it was written.
    Ok,
    /// Something is not.
    Bad,
}

/// One check and what it came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was checked: `chain 48,211 commits`.
    pub what: String,
    /// What it came to.
    pub status: Status,
    /// What is wrong; empty where nothing is.
    pub because: String,
}

/// What was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Each check.
    pub lines: Vec<Line>,
    /// The head: its number and leaf hash.
    pub head: String,
}

impl Report {
    /// Says whether all is as it was written.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.lines.iter().all(|line| line.status == Status::Ok)
    }
}

impl Books {
    /// Reads the whole log and all files again and checks every hash; again where others wrote meanwhile.
    pub async fn verify(&self) -> Report {
        let report = self.verify_for(&|_| true, &Silent).await;
        report.expect("silence cancels nothing, and what fails is a line")
    }

    /// The same for a reader, who is told the names of records that they see and of no others.
    pub(crate) async fn verify_for(
        &self,
        is_seen: &(dyn Fn(RecordId) -> bool + Sync),
        progress: &dyn Progress,
    ) -> Result<Report, Cancelled> {
        for _ in 0..4 {
            let before = self.now().head;
            let report = self.verify_once(is_seen, progress).await?;
            // The disk may have a commit that readers do not see yet: that is no fault of what is stored.
            let under_way = self.kept.writing().rests_on();
            if report.is_ok() || (under_way.is_none() && self.now().head == before) {
                return Ok(report);
            }
            self.settled(under_way).await;
        }
        self.verify_once(is_seen, progress).await
    }

    /// Reads the whole log and all files again and checks every hash.
    async fn verify_once(
        &self,
        is_seen: &(dyn Fn(RecordId) -> bool + Sync),
        progress: &dyn Progress,
    ) -> Result<Report, Cancelled> {
        progress.part("checking the chain", "commits", Some(self.now().commits()))?;
        let (store, genesis) = (Arc::clone(&self.store), &self.genesis);
        let chain = load_telling(store, self.log, genesis, Until::Head, progress).await;
        if chain.as_ref().err() == Some(&Failure::Cancelled) {
            return Err(Cancelled);
        }
        let mut lines = Vec::new();
        let head = match &chain {
            Ok(loaded) => {
                lines.push(ok(format!("chain {} commits", loaded.chain.size())));
                loaded.chain.head().map(|head| format!("{} {}", head.seq, head.leaf)).unwrap_or_default()
            }
            Err(failure) => {
                lines.push(bad("chain".to_owned(), &failure.to_string()));
                String::new()
            }
        };
        let same = chain.as_ref().is_ok_and(|loaded| loaded.chain.head() == self.now().head);
        if chain.is_ok() && !same {
            lines.push(bad("memory".to_owned(), "the log ends elsewhere than the state in memory; restart"));
        }
        // Beside a writer, or after a crash until the next write, the table may be ahead of what is anchored.
        if same && self.store.health() == store::Health::Writable {
            lines.push(self.verify_rows(is_seen, progress).await?);
        }
        lines.push(self.verify_files(is_seen, progress).await?);
        lines.push(match self.store.health() {
            store::Health::Writable => ok("anchor".to_owned()),
            // Opening has compared the anchor; that we only read is no fault of what is stored.
            store::Health::ReadOnly { because } if because == store::FOR_READING => ok("anchor".to_owned()),
            store::Health::ReadOnly { because } => bad("anchor".to_owned(), &because),
        });
        Ok(Report { lines, head })
    }

    /// Compares the plain table of current records, which no hash covers, with what the chain says.
    async fn verify_rows(
        &self,
        is_seen: &(dyn Fn(RecordId) -> bool + Sync),
        progress: &dyn Progress,
    ) -> Result<Line, Cancelled> {
        let isms = self.now().isms;
        let mut expected = std::collections::BTreeMap::new();
        for kind in model::RecordKind::ALL {
            for (id, _) in isms.all(*kind) {
                let body = isms.present(id).map(|change| change.body()).unwrap_or_default();
                expected.insert((kind.kind().slug(), id.to_string()), body);
            }
        }
        let what = format!("table of current records {}", expected.len());
        let (mut after, mut looked_at) = (None::<(String, String)>, 0);
        progress.part("comparing the current records", "records", Some(expected.len() as u64))?;
        loop {
            let from = after.as_ref().map(|(kind, id)| (kind.as_str(), id.as_str()));
            let rows = match self.store.current(self.log, from, 1_000).await {
                Ok(rows) => rows,
                Err(unavailable) => return Ok(bad(what, &unavailable.to_string())),
            };
            let Some(last) = rows.last() else { break };
            looked_at += rows.len() as u64;
            after = Some((last.kind.clone(), last.id.clone()));
            for row in rows {
                let known = expected.remove(&(row.kind, row.id.clone()));
                if known.as_deref() != Some(row.body.as_bytes()) {
                    let shown = shown(&row.id, is_seen);
                    return Ok(bad(what, &format!("{shown} is not what the chain says")));
                }
            }
            progress.done(looked_at)?;
        }
        Ok(match expected.keys().next() {
            None => ok(what),
            Some((_, id)) => {
                bad(what, &format!("{} is missing ({} in all)", shown(id, is_seen), expected.len()))
            }
        })
    }

    /// Hashes all files again.
    async fn verify_files(
        &self,
        is_seen: &(dyn Fn(RecordId) -> bool + Sync),
        progress: &dyn Progress,
    ) -> Result<Line, Cancelled> {
        let all = self.named_files().len();
        let mut what = format!("files {all}");
        let redactions: Vec<String> = self
            .now()
            .isms
            .joint_changes
            .iter()
            .filter(|(_, one)| one.redacted().is_some())
            .filter_map(|(id, _)| self.last_commit_of(id.id()))
            .map(|seq| format!("#{seq}"))
            .collect();
        if !redactions.is_empty() {
            what.push_str(&format!(", {} redacted by {}", redactions.len(), redactions.join(", ")));
        }
        let faults = self.check_files_telling(progress).await?.files;
        Ok(match faults.first() {
            None => ok(what),
            Some(fault) => {
                let gone = match &fault.found {
                    None => "its file is gone".to_owned(),
                    Some(found) => {
                        format!("its file now has the digest {}…", found.get(..12).unwrap_or(found))
                    }
                };
                let record = shown(&fault.record.to_string(), is_seen);
                bad(what, &format!("{record}: {gone} ({} in all)", faults.len()))
            }
        })
    }

    /// Says why nothing can be written, where that is so.
    ///
    /// # Errors
    /// Why nothing can be written.
    pub fn writable(&self) -> Result<(), Failure> {
        match self.store.health() {
            store::Health::Writable => Ok(()),
            store::Health::ReadOnly { because } => Err(Failure::ReadOnly(because)),
        }
    }
}

/// Returns the id of a record for a reader who sees it; no word of it for others.
fn shown(id: &str, is_seen: &(dyn Fn(RecordId) -> bool + Sync)) -> String {
    let is_known = RecordId::parse(id).is_some_and(is_seen);
    if is_known { id.to_owned() } else { "a record that not everybody sees".to_owned() }
}

fn ok(what: String) -> Line {
    Line { what, status: Status::Ok, because: String::new() }
}

fn bad(what: String, because: &str) -> Line {
    Line { what, status: Status::Bad, because: because.to_owned() }
}
