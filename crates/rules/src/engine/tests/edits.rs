//! Random edits that people could make: records of every kind made, filled, proposed, taken, refused, approved and removed.

use std::collections::BTreeSet;

use diagnostics::Diagnostic;
use model::records::{
    Control, Disposition, DispositionVerdict, Document, Method, Scope, Soa, SoaContent, TreatmentPlan,
};
use model::sample::Sample;
use model::{Approval, Change, Date, Key, Proposed, Record, RecordId, RecordKind, Ref, Shape, Span, Stored};

use super::dice::Dice;

/// Returns an edit; nothing where the dice chose one that cannot be made.
pub fn any_edit(sample: &Sample, said: &[Diagnostic], dice: &mut Dice) -> Option<Change> {
    match dice.below(24) {
        0..=1 => removed(sample, dice),
        2 => waived(sample, said, dice),
        3 => approved(sample, dice),
        4 => settled(sample, dice),
        5..=6 => Some(proposed(filled(sample, dice, From::Any)?)),
        7..=12 => filled(sample, dice, From::New),
        _ => filled(sample, dice, From::Present),
    }
}

/// Where an edit begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum From {
    New,
    Present,
    Any,
}

/// Returns one of some things.
fn one_of<'a, T>(things: &'a [T], dice: &mut Dice) -> Option<&'a T> {
    things.get(dice.below(things.len()))
}

/// Returns the records of a kind, proposed ones too.
fn ids(sample: &Sample, kind: RecordKind) -> Vec<RecordId> {
    sample.isms.all(kind).into_iter().map(|(id, _)| id).collect()
}

/// Fills some fields of a record with what a form takes.
fn filled(sample: &Sample, dice: &mut Dice, from: From) -> Option<Change> {
    let kind = *one_of(RecordKind::ALL, dice)?;
    let new = from == From::New || (from == From::Any && dice.below(2) == 0);
    let (id, most) = if new && !kind.kind().single {
        (sample.isms.next(kind), 8)
    } else {
        (*one_of(&ids(sample, kind), dice)?, 2)
    };
    let fields = kind.fields();
    let mut typed = Vec::new();
    for _ in 0..=dice.below(most) {
        let field = one_of(&fields, dice)?;
        typed.push((field.name.to_owned(), text_of(&field.shape, sample, dice)));
    }
    // A field whose words the form refuses stays as it is.
    typed.retain(|one| Change::of_text(&sample.isms, id, std::slice::from_ref(one)).is_ok());
    Change::of_text(&sample.isms, id, &typed).ok()
}

/// Returns words that a form takes for a value of a shape.
fn text_of(shape: &Shape, sample: &Sample, dice: &mut Dice) -> String {
    const WORDS: [&str; 14] = [
        "",
        "yes",
        "no",
        "in",
        "out",
        "out: far away",
        "Another text",
        "high",
        "policy_top",
        "4 hours",
        "9.2",
        "6.1.2 c)",
        "A.8.13",
        "Order handling",
    ];
    // On, beside and far from the limits that rules know.
    const DAYS: [i64; 14] = [-700, -401, -400, -121, -120, -91, -31, -30, -8, -1, 0, 1, 30, 400];
    let word = |dice: &mut Dice, words: &[&str]| one_of(words, dice).copied().unwrap_or_default().to_owned();
    match shape {
        Shape::Line | Shape::Prose => word(dice, &WORDS),
        Shape::Date => {
            let days = one_of(&DAYS, dice).copied().unwrap_or_default();
            day(sample, days).to_string()
        }
        Shape::Number => dice.below(5).to_string(),
        Shape::Decimal => format!("{}.5", dice.below(6)),
        Shape::Choice(words) => word(dice, words),
        Shape::Reference(kinds) => reference(kinds, sample, dice),
        Shape::Owner => match dice.below(5) {
            0 => "SOC Manager".to_owned(),
            1 => reference(&[RecordKind::Role], sample, dice),
            _ => reference(&[RecordKind::Person], sample, dice),
        },
        Shape::Optional(_) if dice.below(4) == 0 => String::new(),
        Shape::Optional(inner) => text_of(inner, sample, dice),
        Shape::List(inner) => {
            let lines: Vec<String> = (0..dice.below(3)).map(|_| text_of(inner, sample, dice)).collect();
            lines.join("\n")
        }
        Shape::Parts(parts) => {
            let texts = parts.iter().map(|part| text_of(&part.shape, sample, dice).replace('\n', ", "));
            texts.collect::<Vec<_>>().join(" | ")
        }
    }
}

/// Returns a day near the day asked.
fn day(sample: &Sample, days: i64) -> Date {
    sample.today.checked_add(Span::new().days(days)).expect("the dice stay within the calendar")
}

/// Returns a record of one of some kinds.
fn reference(kinds: &[RecordKind], sample: &Sample, dice: &mut Dice) -> String {
    // Some kinds have no records yet: try a few.
    for _ in 0..6 {
        let Some(kind) = one_of(kinds, dice) else { break };
        if let Some(id) = one_of(&ids(sample, *kind), dice) {
            return id.to_string();
        }
    }
    String::new()
}

/// Removes a record.
fn removed(sample: &Sample, dice: &mut Dice) -> Option<Change> {
    let all = RecordKind::ALL.iter().filter(|kind| !kind.kind().single);
    let used: Vec<RecordKind> = all.copied().filter(|kind| !ids(sample, *kind).is_empty()).collect();
    let id = *one_of(&ids(sample, *one_of(&used, dice)?), dice)?;
    let stays = matches!(id.key, Key::AnnexA(_));
    (!stays).then(|| Change::Removed(id, "for a test".into()))
}

/// Makes a proposal of a change.
fn proposed(change: Change) -> Change {
    change.with_about(|about| about.proposed = Some(Proposed { origin: "a template".into() }))
}

/// Takes or refuses a proposal.
fn settled(sample: &Sample, dice: &mut Dice) -> Option<Change> {
    let all = RecordKind::ALL.iter().flat_map(|kind| sample.isms.all(*kind));
    let proposals: Vec<RecordId> =
        all.filter(|(_, record)| record.about().proposed.is_some()).map(|(id, _)| id).collect();
    let id = *one_of(&proposals, dice)?;
    if dice.below(2) == 0 {
        return Some(sample.isms.present(id)?.with_about(|about| about.proposed = None));
    }
    Some(sample.isms.beneath(id).unwrap_or(Change::Removed(id, "refused".into())))
}

/// Lives with, disputes, confirms or regrades something that a rule says.
fn waived(sample: &Sample, said: &[Diagnostic], dice: &mut Dice) -> Option<Change> {
    let places: BTreeSet<(&str, Option<RecordId>)> =
        said.iter().map(|one| (one.code, one.place.record())).collect();
    let places: Vec<_> = places.into_iter().collect();
    let (code, record) = *one_of(&places, dice)?;
    let because = || "for a test".into();
    let verdict = match dice.below(4) {
        0 => DispositionVerdict::Confirmed,
        1 => DispositionVerdict::Disputed { because: because() },
        2 => {
            let grade = one_of(&["error", "warning", "note"], dice).copied().unwrap_or_default();
            DispositionVerdict::Regraded { grade: grade.into(), because: because() }
        }
        _ => {
            let until = day(sample, i64::try_from(dice.below(3)).unwrap_or(0) - 1);
            DispositionVerdict::Waived { until, because: because() }
        }
    };
    let disposition =
        Disposition { title: "said".into(), rule: code.into(), record, verdict, ..Disposition::default() };
    Some(put(sample.isms.dispositions.next(), disposition))
}

/// Approves what stands, or takes the newest approval back.
fn approved(sample: &Sample, dice: &mut Dice) -> Option<Change> {
    let (isms, today) = (&sample.isms, sample.today);
    let taken_back = dice.below(3) == 0;
    match dice.below(5) {
        0 => {
            let mut scope = Scope::clone(isms.scope.one()?);
            let content = scope.content(isms);
            approve(&mut scope.approvals, content, today, taken_back);
            Some(put(Ref::one(), scope))
        }
        1 => {
            let mut method = Method::clone(isms.method.one()?);
            let content = method.content();
            approve(&mut method.approvals, content, today, taken_back);
            Some(put(Ref::one(), method))
        }
        2 => {
            let mut soa = Soa::clone(isms.soa.one()?);
            let content: SoaContent = Soa::content(isms, today);
            approve(&mut soa.approvals, content, today, taken_back);
            Some(put(Ref::one(), soa))
        }
        3 => {
            let mut plan = TreatmentPlan::clone(isms.treatment_plan.one()?);
            let content = TreatmentPlan::content(isms, Ref::number(2));
            approve(&mut plan.approvals, content, today, taken_back);
            plan.version = plan.approvals.len().try_into().unwrap_or(1);
            Some(put(Ref::one(), plan))
        }
        _ => {
            let counted: Vec<_> = isms.documents.iter().collect();
            let (id, document) = one_of(&counted, dice)?;
            let mut document = Document::clone(document);
            let content = document.content();
            approve(&mut document.approvals, content, today, taken_back);
            Some(put(*id, document))
        }
    }
}

/// Adds an approval, or takes the newest back.
fn approve<C: serde::Serialize>(approvals: &mut Vec<Approval<C>>, content: C, today: Date, taken_back: bool) {
    match approvals.last_mut() {
        Some(newest) if taken_back => newest.withdrawn_on = Some(today),
        last => {
            let version = last.map_or(1, |approval| approval.version + 1);
            approvals.push(Approval::of(version, Ref::number(2), today, content));
        }
    }
}

/// Returns the change that puts a record.
fn put<R: Record>(id: Ref<R>, record: R) -> Change {
    R::put(id, Stored::from(record))
}

#[test]
fn the_dice_make_records_of_every_kind_and_all_sorts_of_edits() {
    let mut dice = Dice(7);
    let mut sample = Sample::in_good_order();
    let mut made = BTreeSet::new();
    let (mut proposals, mut removals, mut waivers) = (0, 0, 0);
    let said = crate::check(&crate::Ask::new(&Sample::blank().isms, None, sample.today));
    let said: Vec<Diagnostic> = said.diagnostics().cloned().collect();
    for _ in 0..4000 {
        let Some(change) = any_edit(&sample, &said, &mut dice) else { continue };
        let Some(id) = change.id() else { continue };
        let is_new = sample.isms.find(id).is_none();
        removals += usize::from(matches!(change, Change::Removed(..)));
        waivers += usize::from(matches!(change, Change::Disposition(..)));
        sample.isms.apply(&change, model::Stamp::default());
        proposals += usize::from(sample.isms.find(id).is_some_and(|one| one.about().proposed.is_some()));
        made.extend((is_new || id.kind.kind().single).then_some(id.kind));
    }
    let missing: Vec<_> = RecordKind::ALL.iter().filter(|kind| !made.contains(kind)).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(proposals > 100 && removals > 100 && waivers > 50, "{proposals} {removals} {waivers}");
    assert!(sample.isms.controls.iter().any(|(id, _): (Ref<Control>, _)| matches!(id.key, Key::Number(_))));
}
