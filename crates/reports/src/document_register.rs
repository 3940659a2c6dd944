//! The register of what has to be in writing: the twenty for everybody, the seven that Annex A words as documented, and the usual ones apart.

use model::records::{Control, Document};
use model::{Date, Isms, Key, RecordId, Ref, YesNo};
use standards::kept::{Held, Whole, frozen_results, is_readable, kept};
use standards::{AnnexADocument, DocumentKind, MandatoryDocument, documents};

/// What has to be in writing, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRegister {
    /// What the clauses want of everybody.
    pub required: Vec<Entry>,
    /// What controls of Annex A word as documented: due while one of them is included.
    pub annex_a: Vec<Entry>,
    /// What auditors usually ask for, and the standard does not.
    pub usual: Vec<Entry>,
}

impl DocumentRegister {
    /// Returns how many of the entries that are due are in force, and how many are due.
    #[must_use]
    pub fn count(entries: &[Entry]) -> (usize, usize) {
        let due = entries.iter().filter(|entry| entry.standing != Standing::NotDue);
        let in_force = entries.iter().filter(|entry| entry.standing == Standing::InForce);
        (in_force.count(), due.count())
    }
}

/// One thing that has to be in writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The word that the kind of a document carries to play this part.
    pub kind: &'static str,
    /// What it is called.
    pub title: &'static str,
    /// The clauses or controls that want it.
    pub refs: Vec<String>,
    /// What belongs in it.
    pub content: &'static str,
    /// Whether it is kept up to date or proves what happened.
    pub nature: DocumentKind,
    /// Where it stands.
    pub standing: Standing,
    /// The records that are it, at most [`NAMED_MAX`].
    pub records: Vec<RecordId>,
    /// How many records are it in all.
    pub count: usize,
}

/// Most records that an entry names.
pub const NAMED_MAX: usize = 5;

/// Where something that has to be in writing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is in force, or whole.
    InForce,
    /// It is there as a draft, or lacks something.
    Partly,
    /// It is not there.
    Missing,
    /// The control that wants it is not included.
    NotDue,
}

impl Standing {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::InForce => "in force",
            Self::Partly => "in part",
            Self::Missing => "missing",
            Self::NotDue => "not due",
        }
    }
}

/// Documents that the standard does not ask for and auditors do, beside those of Annex A: kind, title, clause, content.
const CUSTOMARY: [(&str, &str, &str, &str); 2] = [
    (
        "internal-audit-procedure",
        "Procedure of internal audit",
        "9.2",
        "how audits are planned, by whom, how they are reported and followed up",
    ),
    (
        "management-review-process",
        "Process of the management review",
        "9.3",
        "when it takes place, who takes part, inputs, results",
    ),
];

/// Returns the register on a day.
#[must_use]
pub fn document_register(isms: &Isms, today: Date) -> DocumentRegister {
    let all = documents();
    let (worded, rest): (Vec<_>, Vec<_>) = all.annex_a.iter().partition(|entry| entry.explicit);
    let customary = CUSTOMARY.into_iter().map(|(kind, title, clause, content)| {
        let refs = vec![clause.to_owned()];
        let (standing, found) = written(isms, kind, today);
        entry(kind, title, refs, content, DocumentKind::Document, standing, found)
    });
    DocumentRegister {
        required: all.mandatory.iter().map(|entry| required(isms, entry, today)).collect(),
        annex_a: worded.into_iter().map(|entry| of_annex_a(isms, entry, today)).collect(),
        usual: customary.chain(rest.into_iter().map(|entry| of_annex_a(isms, entry, today))).collect(),
    }
}

fn entry(
    kind: &'static str,
    title: &'static str,
    refs: Vec<String>,
    content: &'static str,
    nature: DocumentKind,
    standing: Standing,
    mut records: Vec<RecordId>,
) -> Entry {
    let count = records.len();
    records.truncate(NAMED_MAX);
    Entry { kind, title, refs, content, nature, standing, records, count }
}

/// Returns the documents of a kind: those in force, else the drafts.
fn written(isms: &Isms, kind: &str, today: Date) -> (Standing, Vec<RecordId>) {
    let of_kind = || isms.documents.iter().filter(|(_, document)| &*document.kind == kind);
    let in_force = |document: &Document| document.in_force(today).is_some();
    let standing: Vec<RecordId> =
        of_kind().filter(|(_, document)| in_force(document)).map(|(id, _)| id.id()).collect();
    if !standing.is_empty() {
        return (Standing::InForce, standing);
    }
    let drafts: Vec<RecordId> = of_kind().map(|(id, _)| id.id()).collect();
    (if drafts.is_empty() { Standing::Missing } else { Standing::Partly }, drafts)
}

/// Returns an entry for everybody: a document of this kind, or the records in which an ISMS keeps it.
fn required(isms: &Isms, asked: &'static MandatoryDocument, today: Date) -> Entry {
    let (mut standing, mut found) = written(isms, &asked.id, today);
    if standing != Standing::InForce {
        let (of_records, records) = match frozen_results(isms, &asked.id, today) {
            Some(results) if results.is_empty() => (Standing::Missing, results),
            Some(results) => (Standing::InForce, results),
            None => in_records(isms, asked, today),
        };
        if of_records != Standing::Missing {
            (standing, found) = (of_records, records);
        }
    }
    entry(&asked.id, &asked.title, asked.refs.clone(), &asked.content, asked.kind, standing, found)
}

/// Returns what the records hold of some things: in force where each is there and whole. What proves something is there
/// with the first proof that is whole; a text has to be whole in all its parts.
fn in_records(isms: &Isms, asked: &MandatoryDocument, today: Date) -> (Standing, Vec<RecordId>) {
    let readable = asked.held_in.iter().filter(|thing| is_readable(thing));
    let held: Vec<Vec<Held>> = readable.map(|thing| kept(isms, thing, today)).collect();
    let is_whole = |held: &Vec<Held>| {
        let mut whole = held.iter().map(|held| held.whole == Whole::Yes);
        match asked.kind {
            DocumentKind::Document => !held.is_empty() && whole.all(|whole| whole),
            DocumentKind::Record => whole.any(|whole| whole),
        }
    };
    let mut found: Vec<RecordId> = held.iter().flatten().map(|held| held.id).collect();
    found.sort_unstable();
    found.dedup();
    let standing = match found.is_empty() {
        true => Standing::Missing,
        false if held.iter().all(is_whole) => Standing::InForce,
        false => Standing::Partly,
    };
    (standing, found)
}

/// Returns an entry that is due only while one of its controls is included.
fn of_annex_a(isms: &Isms, asked: &'static AnnexADocument, today: Date) -> Entry {
    let mut controls = asked.controls.iter().map(|number| Ref::<Control>::of(Key::AnnexA(*number)));
    let is_due = controls
        .any(|control| isms.controls.get(&control).is_some_and(|one| one.included == Some(YesNo::Yes)));
    let (standing, found) = written(isms, &asked.id, today);
    let standing = if is_due || standing != Standing::Missing { standing } else { Standing::NotDue };
    let refs = asked.controls.iter().map(|number| Ref::<Control>::of(Key::AnnexA(*number)).to_string());
    entry(&asked.id, &asked.title, refs.collect(), &asked.content, asked.kind, standing, found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{blank, good};

    #[test]
    fn twenty_are_required_seven_are_worded_and_the_rest_stands_apart() {
        let sample = blank();
        let register = document_register(&sample.isms, sample.today);
        assert_eq!((register.required.len(), register.annex_a.len(), register.usual.len()), (20, 7, 36));
        assert_eq!(DocumentRegister::count(&register.annex_a), (0, 0), "no control is included yet");
        let usual: Vec<&str> = register.usual.iter().take(2).map(|entry| entry.kind).collect();
        assert_eq!(usual, ["internal-audit-procedure", "management-review-process"]);
    }

    #[test]
    fn a_company_in_good_order_has_what_is_required_and_a_draft_is_only_a_part() {
        let mut sample = good();
        let standing = |sample: &model::sample::Sample, kind: &str| {
            let register = document_register(&sample.isms, sample.today);
            let found = register.required.into_iter().find(|entry| entry.kind == kind).expect("it is asked");
            (found.standing, found.records)
        };
        let register = document_register(&sample.isms, sample.today);
        let missing: Vec<&str> = register
            .required
            .iter()
            .filter(|entry| entry.standing == Standing::Missing)
            .map(|entry| entry.kind)
            .collect();
        assert_eq!(missing, [""; 0]);
        assert_eq!(standing(&sample, "policy").0, Standing::InForce);
        let (_, records) = standing(&sample, "policy");
        let RecordId { key: Key::Number(number), .. } = records[0] else { panic!("a document") };
        sample.edit(number, |document: &mut Document| document.approvals.clear());
        assert_eq!(standing(&sample, "policy").0, Standing::Partly);
    }

    #[test]
    fn the_results_of_risk_work_are_the_frozen_ones_and_not_the_register_as_it_stands() {
        let mut sample = good();
        let standing = |sample: &model::sample::Sample, kind: &str| {
            let register = document_register(&sample.isms, sample.today);
            register.required.into_iter().find(|entry| entry.kind == kind).map(|entry| entry.standing)
        };
        sample.remove("DOC-2");
        assert_eq!(standing(&sample, "risk-assessment-results"), Some(Standing::InForce));
        sample.edit(1, |run: &mut model::records::RiskAssessment| run.registers.clear());
        assert_eq!(standing(&sample, "risk-assessment-results"), Some(Standing::Missing));
    }

    #[test]
    fn what_is_kept_in_several_things_is_in_force_only_where_each_is_there() {
        let mut sample = blank();
        let run = model::records::ControlRun { done_on: Some(sample.today), ..Default::default() };
        sample.put(Ref::number(1), run);
        let asked = documents().mandatory.iter().find(|asked| asked.id == "operation").expect("it is asked");
        let standing = |things: &[&str]| {
            let held_in = things.iter().map(|thing| (*thing).to_owned()).collect();
            in_records(&sample.isms, &MandatoryDocument { held_in, ..asked.clone() }, sample.today).0
        };
        assert_eq!(standing(&["operational_control"]), Standing::InForce);
        assert_eq!(standing(&["operational_control", "evidence"]), Standing::Partly);
    }
}
