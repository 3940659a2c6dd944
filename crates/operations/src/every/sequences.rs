//! Generated sequences of operations: whatever people do in whatever order, what has to hold goes on holding.

use std::collections::BTreeMap;

use model::records::*;
use model::{
    Approval, Change, Date, DateTime, Isms, Key, Record, RecordId, RecordKind, Ref, Stamp, TextOrigin, stored,
};
use proptest::prelude::*;

use super::{loose, operations};
use crate::testing::{TODAY, create, edit, ran, run, run_as, typed};
use crate::*;

/// The days that operations name: one that is over, today, one that is to come.
const DAYS: [Date; 3] = [Date::constant(2026, 3, 2), TODAY, Date::constant(2026, 3, 13)];

/// What operations say; the second is a case of the list.
const TEXTS: [&str; 2] = ["said so", "leaver 1"];

/// Returns an organisation in which most operations find something to work on.
fn company() -> Isms {
    let mut isms = ran();
    for title in ["First audit", "Second audit"] {
        run(&mut isms, create("audit", title));
    }
    for kind in RecordKind::ALL {
        let is_filled =
            [RecordKind::Person, RecordKind::Control, RecordKind::ControlRun, RecordKind::Disposition]
                .contains(kind);
        // What no form names is made by its own operations alone.
        let is_form = |field: &model::Shown| field.name == "title" && field.writer == model::Writer::Form;
        let is_filled = is_filled || !kind.fields().iter().any(is_form);
        if !kind.kind().single && !is_filled {
            for number in 1..=2 {
                if isms.revision(RecordId { kind: *kind, key: Key::Number(number) }) == 0 {
                    let blank = create(kind.kind().singular, "Something");
                    // A finding is one of an audit.
                    let audit: &[_] = if *kind == RecordKind::Finding { &[("audit", "AUD-1")] } else { &[] };
                    run(
                        &mut isms,
                        CreateRecord { typed: [blank.typed.clone(), typed(audit)].concat(), ..blank },
                    );
                }
            }
        }
    }
    for (record, field, text) in [
        ("PER-1", "in_scope", "yes"),
        ("PER-2", "in_scope", "yes"),
        ("POP-1", "events", "leaver 1\nleaver 2\nleaver 3\nleaver 4\nleaver 5\nleaver 6"),
        ("AUD-1", "auditors", "PER-2"),
        ("AUD-1", "kind", "internal"),
        ("AUD-1", "controls", "C-1"),
        ("AUD-2", "kind", "stage 2"),
        ("WP-1", "audit", "AUD-1"),
        ("PRG-1", "cycle_start", "2026-01-01"),
        ("PRG-1", "cycle_end", "2028-12-31"),
        ("EXC-1", "reason", "parts are late"),
        ("EXC-1", "asked_by", "PER-2"),
        ("EXC-1", "until", "2026-03-10"),
        ("OBJ-1", "target", "5"),
        ("CHG-1", "purpose", "more room"),
        ("CHG-1", "consequences", "a second site"),
        ("CHG-1", "resources", "two weeks"),
        ("CHG-1", "owner", "PER-1"),
        ("CHG-1", "due", "2026-05-01"),
        ("PCK-1", "items", "policy | Policy | DOC-1"),
    ] {
        run(&mut isms, edit(record, field, text));
    }
    let lock = RecordId { kind: RecordKind::Control, key: Key::Number(1) };
    let offered = isms.present(lock).expect("there").with_about(|about| about.origins = vec![offered_text()]);
    isms.apply(&offered, Stamp { on: TODAY, ..Stamp::default() });
    run(&mut isms, FreezePopulation { population: Ref::number(1), because: "".into() });
    run_as(&mut isms, 2, ApproveDocument { document: Ref::number(1), seen: None });
    isms
}

/// Returns where a text came from that nobody has changed or confirmed.
fn offered_text() -> TextOrigin {
    TextOrigin {
        field: "design".into(),
        source: model::TextSource::Template,
        template: "locks".into(),
        digest: model::Digest::default(),
        accepted_by: Ref::number(1),
        accepted_on: TODAY,
        confirmed_because: "".into(),
    }
}

/// Returns all operations that name one record, one day and one text.
fn pool() -> Vec<Vec<Box<dyn AnyOperation>>> {
    let mut pool = Vec::new();
    for number in 1..=3 {
        for day in DAYS {
            for text in TEXTS {
                pool.push(operations(Key::Number(number), day, text));
            }
        }
    }
    pool
}

/// Operations that may touch what is over: they take it up again, link what follows, hand it over or take an approval back.
const AFTERWARDS: &[&str] = &[
    "approval.withdraw",
    "certification.receive",
    "certification.receive_finding",
    "certification.receive_plan",
    "certification.receive_report",
    "change.report",
    "gap.follow_up",
    "incident.reopen",
    "nonconformity.reopen",
    "objective.react",
    "person.hand_over",
    "request.reopen",
    "vulnerability.reopen",
];

/// Says whether a record is over, so that it is only taken up again.
fn is_over(isms: &Isms, id: RecordId) -> bool {
    fn at<R: Record>(isms: &Isms, id: RecordId, over: impl Fn(&R) -> bool) -> bool {
        id.kind == R::NAME && R::table(isms).get(&Ref::of(id.key)).is_some_and(|entry| over(entry))
    }
    at(isms, id, |one: &Nonconformity| one.state == NonconformityState::Closed)
        || at(isms, id, |one: &Incident| {
            matches!(one.state, IncidentState::Closed | IncidentState::NoIncident)
        })
        || at(isms, id, |one: &Exception| {
            matches!(one.state, ExceptionState::Closed | ExceptionState::Refused)
        })
        || at(isms, id, |one: &ControlRun| one.withdrawn_on.is_some())
        || at(isms, id, |one: &Objective| one.outcome.is_some())
        || at(isms, id, |one: &PlannedChange| one.done_on.is_some() || !one.dropped_because.is_empty())
        || at(isms, id, |one: &GapAnalysis| one.done_on.is_some())
        || at(isms, id, |one: &Audit| one.state == AuditState::Cancelled)
        || at(isms, id, |one: &ManagementReview| one.state == ReviewState::Cancelled)
        || at(isms, id, |one: &Certification| {
            matches!(one.state, CertificationState::Withdrawn | CertificationState::Transferred)
        })
        || at(isms, id, |one: &Request| matches!(one.state, RequestState::Accepted | RequestState::Withdrawn))
        || at(isms, id, |one: &Vulnerability| one.fixed_on.is_some())
        || at(isms, id, |one: &Finding| matches!(one.state, FindingState::Closed | FindingState::Superseded))
}

/// Returns the days of a record in the order in which they can happen, with what they are.
fn days_of(isms: &Isms, id: RecordId) -> Vec<Vec<Option<Date>>> {
    fn at<R: Record>(
        isms: &Isms,
        id: RecordId,
        days: impl Fn(&R) -> Vec<Vec<Option<Date>>>,
    ) -> Vec<Vec<Option<Date>>> {
        let found = (id.kind == R::NAME).then(|| R::table(isms).get(&Ref::of(id.key))).flatten();
        found.map(|entry| days(entry)).unwrap_or_default()
    }
    let day = |at: Option<DateTime>| at.map(DateTime::date);
    let mut all = at(isms, id, |one: &Incident| {
        vec![
            vec![day(one.detected_on), day(one.contained_on), one.closed_on],
            vec![day(one.detected_on), day(one.notified_on)],
        ]
    });
    all.extend(at(isms, id, |one: &Exception| vec![vec![one.asked_on, one.approved_on, one.closed_on]]));
    all.extend(at(isms, id, |one: &PlannedChange| {
        vec![vec![one.planned_on, one.approved_on, one.done_on], vec![one.planned_on, one.reported_on]]
    }));
    all.extend(at(isms, id, |one: &Audit| {
        vec![vec![one.started_on, one.done_on, one.concluded_on, one.reported_on]]
    }));
    all.extend(at(isms, id, |one: &GapAnalysis| vec![vec![one.started_on, one.done_on]]));
    all.extend(at(isms, id, |one: &Training| vec![vec![one.done_on, one.effect_checked_on]]));
    all.extend(at(isms, id, |one: &Objective| {
        vec![one.progress.iter().map(|step| step.on).chain([one.closed_on]).collect()]
    }));
    all.extend(at(isms, id, |one: &Certification| vec![one.events.iter().map(|event| event.on).collect()]));
    all.extend(at(isms, id, |one: &Request| vec![vec![one.asked_on, one.answered_on]]));
    all.extend(at(isms, id, |one: &Nonconformity| vec![vec![one.raised_on, one.corrected_on]]));
    all.extend(at(isms, id, |one: &Finding| vec![vec![one.raised_on, one.answered_on, one.closed_on]]));
    all
}

/// Looks at what has to hold for a record that was just written.
fn look_at(isms: &Isms, id: RecordId, by: &str) {
    for days in days_of(isms, id) {
        let days: Vec<Date> = days.into_iter().flatten().collect();
        assert!(days.is_sorted(), "{by}: the days of {id} are out of order: {days:?}");
        assert!(days.iter().all(|day| *day <= TODAY), "{by}: {id} happened on a day to come: {days:?}");
    }
    if let Some(one) = isms.documents.get(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::Document) {
        once(&one.approvals, id, by);
        let asked = one
            .campaigns
            .iter()
            .flat_map(|campaign| campaign.readers.iter().map(|reader| (campaign.version, *reader)));
        counted_once(asked, id, by);
    }
    if let Some(one) = isms.scope.one().filter(|_| id.kind == RecordKind::Scope) {
        once(&one.approvals, id, by);
    }
    if let Some(one) = isms.soa.one().filter(|_| id.kind == RecordKind::Soa) {
        once(&one.approvals, id, by);
    }
    if let Some(one) =
        isms.nonconformities.get(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::Nonconformity)
    {
        counted_once(one.actions.iter().map(|action| action.number), id, by);
    }
    if let Some(one) =
        isms.management_reviews.get(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::ManagementReview)
    {
        counted_once(one.decisions.iter().map(|decision| decision.number), id, by);
    }
    if let Some(one) = isms.measures.get(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::Measure) {
        counted_once(one.readings.iter().map(|reading| reading.on), id, by);
    }
    if let Some(one) = isms.samples.get(&Ref::of(id.key)).filter(|_| id.kind == RecordKind::Sample) {
        counted_once(one.items.iter().map(|item| item.item.clone()), id, by);
        assert!(
            one.items.is_empty() || one.size == u32::try_from(one.items.len()).ok(),
            "{by}: size of {id}"
        );
    }
}

/// Looks that nobody approved the same content of a version twice while the first approval stands.
fn once<C: PartialEq>(approvals: &[Approval<C>], id: RecordId, by: &str) {
    let standing: Vec<_> = approvals.iter().filter(|one| one.withdrawn_on.is_none()).collect();
    for (place, one) in standing.iter().enumerate() {
        let twice = standing[..place]
            .iter()
            .any(|other| (other.version, other.by) == (one.version, one.by) && other.content == one.content);
        assert!(!twice, "{by}: {id} was approved twice");
    }
}

/// Looks that nothing stands in a list twice.
fn counted_once<T: Ord + std::fmt::Debug>(all: impl Iterator<Item = T>, id: RecordId, by: &str) {
    let mut seen = std::collections::BTreeSet::new();
    for one in all {
        let shown = format!("{one:?}");
        assert!(seen.insert(one), "{by}: {shown} stands twice in {id}");
    }
}

/// Looks at what has to hold for all records together.
fn look_at_all(isms: &Isms) {
    let any = RecordId { kind: RecordKind::Organisation, key: Key::One };
    let runs = isms.control_runs.iter().filter(|(_, run)| run.due.is_some());
    counted_once(runs.map(|(_, run)| (run.control, run.due)), any, "schedule");
    let read = isms.acknowledgements.iter().filter(|(_, one)| one.person.is_some());
    counted_once(read.map(|(_, one)| (one.document, one.version, one.person)), any, "acknowledge");
    for (id, one) in isms.samples.iter().filter(|(_, one)| one.drawn_on.is_some()) {
        let list =
            one.population.and_then(|list| isms.populations.get(&list)).expect("it was drawn from one");
        assert_eq!(list.digest(), one.drawn_from, "{id} was drawn from the list as it stands");
    }
    for (id, one) in isms.packs.iter() {
        let standing = one.seals.iter().filter(|seal| seal.withdrawn_on.is_none()).count();
        assert_eq!(standing, usize::from(one.sealed_on.is_some()), "{id} is sealed once or not at all");
    }
    for (id, one) in isms.exceptions.iter().filter(|(_, one)| !one.extensions.is_empty()) {
        assert_eq!(
            one.extensions.last().and_then(|last| last.until),
            one.until,
            "{id} was extended to its end"
        );
    }
    for (id, one) in isms.incidents.iter().filter(|(_, one)| one.state == IncidentState::Closed) {
        assert!(!one.lessons.is_empty(), "{id} was closed without lessons");
        let is_due = one.notifiable == Some(model::YesNo::Yes) && one.notified_on.is_none();
        assert!(!is_due, "{id} was closed with a notice due");
    }
}

/// Returns all records, each as it is stored.
fn everything(isms: &Isms) -> BTreeMap<RecordId, (u32, String)> {
    let all = RecordKind::ALL.iter().flat_map(|kind| isms.all(*kind));
    all.map(|(id, record)| (id, (record.revision(), record.json().to_string()))).collect()
}

/// Decides a sequence, looking at each step, and replays it from its stored form.
fn play(steps: &[(prop::sample::Index, prop::sample::Index, u32)]) {
    let (start, pool) = (company(), pool());
    let mut isms = start.clone();
    let mut ledger = Vec::new();
    let before = loose(&isms);
    for (list, place, actor) in steps {
        let operation = place.get(list.get(&pool[..]).as_slice());
        let by = operation.name();
        let decided = operation.decide(&isms, Ref::number(*actor), TODAY);
        assert_eq!(decided, operation.decide(&isms, Ref::number(*actor), TODAY), "{by} decides by itself");
        let Ok(changes) = decided else { continue };
        for change in &changes {
            let meta = stored::meta(change, &isms);
            if let Some(id) = change.id() {
                let is_free = !is_over(&isms, id) || AFTERWARDS.contains(&operation.intent());
                let same = isms.present(id).as_ref() == Some(change);
                assert!(is_free || same, "{by} changes {id}, which is over");
            }
            isms.apply(change, Stamp { on: TODAY, ..Stamp::default() });
            ledger.push((meta, change.body()));
        }
        changes.iter().filter_map(Change::id).for_each(|id| look_at(&isms, id, by));
    }
    look_at_all(&isms);
    assert_eq!(loose(&isms), before, "links to nothing");
    let mut again = start;
    for (meta, body) in &ledger {
        let (change, _) = stored::change(meta, body).expect("our own form");
        again.replay(&change, Stamp { on: TODAY, ..Stamp::default() });
    }
    again.link();
    assert!(everything(&again) == everything(&isms), "replay gives another state");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_sequence_of_operations_breaks_what_has_to_hold(
        steps in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1_u32..3), 200),
    ) {
        play(&steps);
    }
}

#[test]
fn all_operations_in_order_and_again_backwards_break_nothing() {
    // Each list once forth and once back: states that chance would seldom reach.
    let pool = pool();
    for actor in [1, 2] {
        let mut isms = company();
        let forth: Vec<_> = pool.iter().flatten().collect();
        let mut decided = std::collections::BTreeSet::new();
        for operation in forth.iter().chain(forth.iter().rev()) {
            let Ok(changes) = operation.decide(&isms, Ref::number(actor), TODAY) else { continue };
            decided.insert(operation.intent());
            for change in &changes {
                isms.apply(change, Stamp { on: TODAY, ..Stamp::default() });
            }
            changes.iter().filter_map(Change::id).for_each(|id| look_at(&isms, id, operation.name()));
        }
        look_at_all(&isms);
        assert!(decided.len() > 60, "only {} operations happened: {decided:?}", decided.len());
    }
}
