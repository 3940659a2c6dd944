//! Facts that several rules ask for.

use model::records::{
    Cadence, Control, Document, Evidence, EvidenceStatus, Process, ProcessKind, Scope, Supplier,
};
use model::{
    AnnexA, Date, Element, Isms, Key, Owner, Prose, Record, RecordId, RecordKind, Ref, Span, Value, YesNo,
};
use standards::Cadence as Rhythm;

use crate::Ask;

/// Returns the text of a value that may be missing; empty where it is.
pub(crate) fn text(value: &impl Value) -> String {
    value.text()
}

/// Says whether a person or a role answers; a name that a file gave is nobody.
pub(crate) fn has_owner(owner: Option<&Owner>) -> bool {
    match owner {
        Some(Owner::Person(_) | Owner::Role(_)) => true,
        Some(Owner::Named(_)) | None => false,
    }
}

/// Returns how old the newest evidence of a control may be; nothing where only events count.
pub(crate) fn age_limit(cadence: Cadence) -> Option<i32> {
    age_limit_of(Rhythm::of(cadence))
}

/// Returns how old something of a rhythm may be.
pub(crate) fn age_limit_of(cadence: Rhythm) -> Option<i32> {
    let days = cadence.limits().max_age_days;
    (days > 0).then(|| i32::try_from(days).unwrap_or(i32::MAX))
}

/// Returns what is used as evidence for a control, by id.
pub(crate) fn evidence_of(
    isms: &Isms,
    control: Ref<Control>,
) -> impl Iterator<Item = (Ref<Evidence>, &Evidence)> {
    let target = control.id();
    isms.sources::<Evidence>(target).filter_map(move |id| {
        let evidence = isms.evidence.get(&id)?;
        evidence.uses.iter().any(|one| one.target == Some(target)).then_some((id, &**evidence))
    })
}

/// Returns the accepted evidence of a control whose period ends last.
pub(crate) fn newest_accepted(isms: &Isms, control: Ref<Control>) -> Option<(Ref<Evidence>, Date)> {
    evidence_of(isms, control)
        .filter(|(_, evidence)| evidence.status == EvidenceStatus::Accepted)
        .filter_map(|(id, evidence)| Some((id, evidence.period_end?)))
        .max_by_key(|(id, end)| (*end, *id))
}

/// Returns the processes in scope that need a supplier.
pub(crate) fn served(ask: &Ask, supplier: Ref<Supplier>) -> Vec<Ref<Process>> {
    let needs = |id: &Ref<Process>| {
        let process = ask.isms.processes.get(id);
        process.is_some_and(|process| process.depends_on.iter().any(|needed| needed.id() == supplier.id()))
    };
    ask.isms
        .sources::<Process>(supplier.id())
        .filter(|id| ask.in_scope(id.id()))
        .filter(needs)
        .filter(|id| is_business(ask.isms, *id))
        .collect()
}

/// Says whether a process is one of the business; those of the management system are never in scope.
pub(crate) fn is_business(isms: &Isms, id: Ref<Process>) -> bool {
    isms.processes.get(&id).is_some_and(|process| process.kind != Some(ProcessKind::Isms))
}

/// Returns the security policies that are in force.
pub(crate) fn of_kind_in_force<'a>(
    ask: &'a Ask,
    kind: &str,
) -> impl Iterator<Item = (Ref<Document>, &'a Document)> {
    of_kind(ask.isms, kind).filter(|(_, document)| document.in_force(ask.today).is_some())
}

/// Returns the documents of a kind, by id.
pub(crate) fn of_kind<'a>(isms: &'a Isms, kind: &str) -> impl Iterator<Item = (Ref<Document>, &'a Document)> {
    isms.documents
        .iter()
        .filter(move |(_, document)| document.kind.eq_ignore_ascii_case(kind))
        .map(|(id, document)| (id, &**document))
}

/// Returns the scope, once somebody has written anything of it: a blank one is there from the first day.
pub(crate) fn begun_scope<'a>(ask: &Ask<'a>) -> Option<&'a Scope> {
    let scope: &'a Scope = ask.isms.scope.one()?;
    let blank = Scope { title: scope.title.clone(), version: scope.version, ..Scope::default() };
    (*scope != blank).then_some(scope)
}

/// Counts the records that point at one; what is only proposed does not count.
pub(crate) fn counted_sources(isms: &Isms, target: RecordId) -> usize {
    isms.all_sources(target).filter(|id| isms.get(*id).is_some()).count()
}

/// Returns a record of a kind by the id of any record.
pub(crate) fn get<R: Record>(isms: &Isms, id: RecordId) -> Option<&R> {
    R::table(isms).get(&Ref::of(id.key)).map(|entry| &**entry)
}

/// Says that an element was retired by a day.
pub(crate) fn is_retired(element: &dyn Element, today: Date) -> bool {
    element.retired_on().is_some_and(|on| on <= today)
}

/// Returns the sentence of a text that holds a name; empty where none does.
pub(crate) fn sentence(text: &Prose, name: &str) -> String {
    let lower = name.to_lowercase();
    let mut sentences = text.split_inclusive(['.', '!', '?', '\n']);
    sentences.find(|sentence| sentence.to_lowercase().contains(&lower)).unwrap_or_default().trim().to_owned()
}

/// Counts the controls that the statement of applicability includes.
pub(crate) fn included_controls(ask: &Ask) -> usize {
    ask.isms.controls.iter().filter(|(_, control)| control.included == Some(YesNo::Yes)).count()
}

/// Returns in words what usually shows that a control of Annex A works; empty for an own control.
pub(crate) fn usual_evidence(control: RecordId) -> String {
    let hints = number(control).map(|number| standards::control(number).evidence.as_slice());
    let hints = hints.unwrap_or_default().iter().map(|hint| hint.item.to_lowercase());
    hints.collect::<Vec<_>>().join("; ")
}

/// Returns the rhythm that most of the usual evidence of a control has; of two as frequent ones the quicker.
pub(crate) fn usual_cadence(control: RecordId) -> Option<Cadence> {
    let hints = &standards::control(number(control)?).evidence;
    let count = |cadence: Rhythm| hints.iter().filter(|hint| hint.cadence == cadence).count();
    let most = Rhythm::ALL.into_iter().map(count).max().filter(|most| *most > 0)?;
    Rhythm::ALL.into_iter().find(|cadence| count(*cadence) == most).map(of_control)
}

/// Returns the number in Annex A; nothing for an own control.
fn number(control: RecordId) -> Option<AnnexA> {
    match control.key {
        Key::AnnexA(number) if control.kind == RecordKind::Control => Some(number),
        Key::AnnexA(_) | Key::Number(_) | Key::One => None,
    }
}

/// Returns the rhythm of a control that fits a rhythm of evidence; what follows changes is looked at each year.
fn of_control(cadence: Rhythm) -> Cadence {
    match cadence {
        Rhythm::Continuous => Cadence::Continuous,
        Rhythm::Daily => Cadence::Daily,
        Rhythm::Weekly => Cadence::Weekly,
        Rhythm::Monthly => Cadence::Monthly,
        Rhythm::Quarterly => Cadence::Quarterly,
        Rhythm::Semiannual => Cadence::Semiannual,
        Rhythm::Annual | Rhythm::OnChange => Cadence::Annual,
        Rhythm::Biennial => Cadence::Biennial,
        Rhythm::OnEvent => Cadence::OnEvent,
    }
}

/// Returns the first day on which a limit in days is broken, as text.
pub(crate) fn day_after(date: Date, days: i32) -> String {
    let broken = date.checked_add(Span::new().days(i64::from(days) + 1));
    broken.map(|day| day.to_string()).unwrap_or_default()
}

/// Returns the day so many months later, counted by the calendar; the last of the month where the day does not exist, and
/// nothing beyond the calendar.
pub(crate) fn months_after(date: Date, months: i32) -> Option<Date> {
    date.checked_add(Span::new().try_months(months).ok()?).ok()
}

/// Returns a text without case, blanks and punctuation: two texts that come out alike are the same text.
pub(crate) fn even(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Says whether a day lies more than so many months back, counted by the calendar.
pub(crate) fn is_months_back(date: Date, months: i32, today: Date) -> bool {
    date.checked_add(Span::new().months(months)).is_ok_and(|limit| limit < today)
}
