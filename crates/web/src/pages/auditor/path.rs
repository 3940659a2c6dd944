//! The clause path: from the clause over the risk and the control to the evidence and its file, and whether its digest holds.

use app::rules::Integrity;
use maud::Markup;
use model::records::{Control, Evidence, EvidenceStatus, Reason, Risk};
use model::{Isms, RecordId, RecordKind, Ref, Words as _};

use crate::address;
use crate::pages::line;
use crate::pages::record::standing::of_word;
use crate::parts::trace::{Here, TraceStop, TraceThing, trace};
use crate::parts::{Status, section};
use crate::visit::Visit;

/// How many things stand at one stop.
const SHOWN_MAX: usize = 6;

/// Whether whoever reads may open files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    /// They open here.
    Open,
    /// They are kept from whoever reads.
    Kept,
}

/// Where a path leads along: the records that are seen, how they are addressed, and what is known of their files.
pub struct Along<'a> {
    /// The records.
    pub isms: &'a Isms,
    /// Returns the address of a page within their organisation.
    pub at: &'a dyn Fn(&str) -> String,
    /// What was found when the files were last hashed; nothing until somebody has looked.
    pub integrity: Option<&'a Integrity>,
    /// Whether the files open.
    pub files: Files,
}

/// Returns the path of a control as a part of its own page, with what auditors found at its end.
#[must_use]
pub fn of_page(visit: &Visit, id: Ref<Control>) -> Markup {
    let integrity = visit.books.integrity();
    let files = if visit.books.opens_files() { Files::Open } else { Files::Kept };
    let at = |page: &str| visit.at(page);
    let along = Along { isms: visit.isms(), at: &at, integrity: integrity.as_ref(), files };
    let mut all = stops(&along, id);
    let more = format!("{}#sources", visit.record_at(id));
    all.push(line::stop("findings", line::findings(visit, [id.id()]), "none raised", more));
    section("path", "From the clause to the file", "", &[], trace(&all))
}

/// Returns the path of a control.
#[must_use]
pub fn of_control(along: &Along<'_>, id: Ref<Control>) -> Markup {
    trace(&stops(along, id))
}

/// Returns the stops of the path.
fn stops(along: &Along<'_>, id: Ref<Control>) -> Vec<TraceStop> {
    let evidence = evidence_of(along.isms, id);
    let files = file_things(along, &evidence);
    let no_file = match along.files {
        Files::Open => "no file",
        Files::Kept => "files are not shared",
    };
    let shown = evidence.iter().map(|one| evidence_thing(along, *one)).collect();
    vec![
        stop("clause", clauses(along, id), "no reason"),
        stop("because of", reasons(along, id), "no risk, law or contract"),
        TraceStop { here: Here::Yes, ..stop("control", vec![thing(along, id.id(), None)], "") },
        stop("evidence", shown, "no evidence"),
        stop("file", files, no_file),
    ]
}

fn stop(kind: &str, mut things: Vec<TraceThing>, gap: &str) -> TraceStop {
    things.truncate(SHOWN_MAX);
    TraceStop { kind: kind.to_owned(), things, gap: gap.to_owned(), ..TraceStop::default() }
}

fn thing(along: &Along<'_>, id: RecordId, status: Option<(Status, String)>) -> TraceThing {
    let href = (along.at)(&address::record(id));
    TraceThing { id: id.to_string(), href, title: along.isms.name_of(id), status }
}

/// Returns the clauses under which a control is there: it treats a risk, or something outside asks for it.
fn clauses(along: &Along<'_>, id: Ref<Control>) -> Vec<TraceThing> {
    let has_risk = along.isms.sources::<Risk>(id.id()).next().is_some();
    let of = |clause: &str, title: &str, page: &str| TraceThing {
        id: clause.to_owned(),
        href: (along.at)(page),
        title: title.to_owned(),
        status: None,
    };
    let mut all = Vec::new();
    if has_risk {
        all.push(of("6.1.2", "Risk assessment", "/risks"));
    }
    let row = format!("/soa#{id}");
    all.push(of("6.1.3 d", "Statement of applicability", &row));
    all
}

/// Returns what a control is there for: the risks that it lowers, then what laws and contracts ask.
fn reasons(along: &Along<'_>, id: Ref<Control>) -> Vec<TraceThing> {
    let mut ids: Vec<RecordId> = along.isms.sources::<Risk>(id.id()).map(|risk| risk.id()).collect();
    let control = along.isms.controls.get(&id);
    for reason in control.map(|control| &control.reasons).into_iter().flatten() {
        match reason {
            Reason::Risk(risk) => ids.push(risk.id()),
            Reason::Obligation(obligation) => ids.push(obligation.id()),
            Reason::Agreement(agreement) => ids.push(agreement.id()),
            Reason::Baseline(_) => {}
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    ids.retain(|one| seen.insert(*one) && along.isms.find(*one).is_some());
    ids.into_iter().map(|one| thing(along, one, None)).collect()
}

/// Returns the evidence of a control that counts, the newest first.
fn evidence_of(isms: &Isms, id: Ref<Control>) -> Vec<Ref<Evidence>> {
    let counts = |one: &Evidence| match one.status {
        EvidenceStatus::Submitted | EvidenceStatus::Accepted => true,
        EvidenceStatus::Rejected | EvidenceStatus::Withdrawn => false,
    };
    let mut all: Vec<(Option<model::Date>, Ref<Evidence>)> = isms
        .sources::<Evidence>(id.id())
        .filter_map(|source| {
            let found = isms.evidence.get(&source).filter(|one| counts(one))?;
            let day = found.period_end.or(found.occurred_on).or(found.collected_on).or(found.received_on);
            Some((day, source))
        })
        .collect();
    all.sort_by_key(|(day, source)| (std::cmp::Reverse(*day), *source));
    all.into_iter().map(|(_, source)| source).take(SHOWN_MAX).collect()
}

fn evidence_thing(along: &Along<'_>, id: Ref<Evidence>) -> TraceThing {
    // The sign is that of lists and of its own page.
    let status = along.isms.evidence.get(&id).map(|found| {
        let word = found.status.word();
        (of_word(RecordKind::Evidence, word), word.to_owned())
    });
    thing(along, id.id(), status)
}

/// Returns the files of evidence, each with what is known of its digest.
fn file_things(along: &Along<'_>, evidence: &[Ref<Evidence>]) -> Vec<TraceThing> {
    if along.files == Files::Kept {
        return Vec::new();
    }
    let of = |id: &Ref<Evidence>| {
        let file = along.isms.evidence.get(id)?.file.as_ref()?;
        let (status, word) = digest_of(along.integrity, id.id());
        Some(TraceThing {
            id: file.digest.short().to_owned(),
            href: (along.at)(&format!("{}/file", address::record(id.id()))),
            title: format!("{word} · {}", file.name),
            status: Some((status, word.to_owned())),
        })
    };
    evidence.iter().filter_map(of).collect()
}

/// Says what is known of the digest of a record's file.
fn digest_of(integrity: Option<&Integrity>, id: RecordId) -> (Status, &'static str) {
    let Some(known) = integrity else { return (Status::NotStarted, "hashed when opened") };
    match known.files.iter().find(|fault| fault.record == id) {
        None => (Status::Met, "digest ok"),
        Some(fault) if fault.found.is_none() => (Status::Problem, "file is gone"),
        Some(_) => (Status::Problem, "digest differs"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::record::standing::standing;
    use app::rules::FileFault;
    use model::records::EvidenceUse;
    use model::{Change, Stamp};

    fn small() -> Isms {
        let mut isms = Isms::default();
        let mut put = |change: Change| isms.apply(&change, Stamp::default());
        let control = Ref::parse("A.8.13").expect("an id");
        put(Change::from((control, Control { title: "Backup".into(), ..Control::default() })));
        let risk = Risk { title: "Ransomware".into(), controls: vec![control], ..Risk::default() };
        put(Change::from((Ref::number(12), risk)));
        let shows = EvidenceUse { target: Some(control.id()), ..EvidenceUse::default() };
        let evidence = Evidence { title: "Restore".into(), uses: vec![shows], ..Evidence::default() };
        put(Change::from((Ref::number(104), evidence)));
        isms
    }

    #[test]
    fn a_path_leads_from_the_clause_over_risk_and_control_to_the_evidence() {
        let isms = small();
        let at = |page: &str| format!("/o/acme{page}");
        let along = Along { isms: &isms, at: &at, integrity: None, files: Files::Open };
        let shown = of_control(&along, Ref::parse("A.8.13").expect("an id")).into_string();
        let places: Vec<Option<usize>> =
            ["6.1.2", "/risks/R-12", "/controls/A.8.13", "/evidence/EV-104", "no file"]
                .iter()
                .map(|words| shown.find(words))
                .collect();
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {shown}");
        let id = Ref::number(104);
        let own = isms.evidence.get(&id).and_then(|one| standing(one, model::Date::constant(2026, 11, 23)));
        assert_eq!(evidence_thing(&along, id).status, own, "the same evidence has one sign");
        let kept = of_control(&Along { files: Files::Kept, ..along }, Ref::parse("A.8.13").expect("an id"));
        assert!(kept.into_string().contains("files are not shared"));
    }

    #[test]
    fn a_digest_is_called_good_only_after_somebody_looked_and_found_no_fault() {
        let id = RecordId::parse("EV-104").expect("an id");
        assert_eq!(digest_of(None, id).1, "hashed when opened");
        let mut known = Integrity::default();
        assert_eq!(digest_of(Some(&known), id), (Status::Met, "digest ok"));
        known.files.push(FileFault { record: id, recorded: "a".to_owned(), found: Some("b".to_owned()) });
        assert_eq!(digest_of(Some(&known), id).0, Status::Problem);
    }
}
