//! The controls of the sample: all of Annex A stated, most of it implemented, each with evidence.

use jiff::civil::date;

use super::{ENGINEER, LEAD, Sample, TOP};
use crate::records::*;
use crate::{AnnexA, Approval, Date, Digest, Key, Owner, RecordId, Ref, YesNo};

/// When the controls were stated.
const STATED: Date = date(2026, 4, 15);

/// What is excluded, and why.
const EXCLUDED: [(&str, &str); 3] = [
    ("A.7.4", "The office has no area that is watched, and nothing there needs it."),
    ("A.7.6", "There is no secure area."),
    ("A.8.30", "All software is written by our own people."),
];

/// Puts controls, evidence and the statement.
pub(super) fn put(sample: &mut Sample) {
    for (place, number) in (1..).zip(AnnexA::all()) {
        let id = Ref::of(Key::AnnexA(number));
        let control = control(sample, id, &number.to_string());
        if control.state == ControlState::Implemented {
            sample.put_on(date(2026, 5, 27), Ref::number(place), evidence(id, place));
        }
        sample.put_on(STATED, id, control);
    }
    let soa = Soa {
        title: "Statement of applicability".into(),
        version: 1,
        approvals: vec![Approval::of(1, TOP, date(2026, 4, 20), SoaContent::default())],
        ..Soa::default()
    };
    sample.put_on(date(2026, 4, 20), Ref::one(), soa);
}

/// Returns a control with its row.
fn control(sample: &Sample, id: Ref<Control>, number: &str) -> Control {
    let title = format!("Control {number}").into();
    if let Some((_, because)) = EXCLUDED.iter().find(|(excluded, _)| *excluded == number) {
        return Control {
            title,
            included: Some(YesNo::No),
            justification: (*because).into(),
            review_on: Some(date(2027, 4, 15)),
            stated_on: Some(STATED),
            ..Control::default()
        };
    }
    let cadence = match number {
        "A.5.18" | "A.8.8" => Cadence::Quarterly,
        "A.8.13" => Cadence::Monthly,
        "A.5.26" => Cadence::OnEvent,
        _ => Cadence::Annual,
    };
    let works = number != "A.8.12";
    Control {
        title,
        design: format!("How {number} works here.").into(),
        owner: Some(Owner::Person(if number.starts_with("A.8") { ENGINEER } else { LEAD })),
        cadence: Some(cadence),
        state: if works { ControlState::Implemented } else { ControlState::Partial },
        implemented_on: works.then_some(date(2025, 9, 15)),
        documents: documents(number),
        included: Some(YesNo::Yes),
        reasons: reasons(sample, id),
        stated_on: Some(STATED),
        ..Control::default()
    }
}

/// Returns the documents that describe a control.
fn documents(number: &str) -> Vec<Ref<Document>> {
    match number {
        "A.5.1" => vec![Ref::number(1), Ref::number(4)],
        "A.5.26" => vec![Ref::number(8)],
        _ => Vec::new(),
    }
}

/// Returns the risks and obligations that rest on a control, or a baseline where none does.
fn reasons(sample: &Sample, id: Ref<Control>) -> Vec<Reason> {
    let isms = &sample.isms;
    let mut reasons: Vec<Reason> = isms
        .sources::<Risk>(id.id())
        .map(Reason::Risk)
        .chain(isms.sources::<Obligation>(id.id()).map(Reason::Obligation))
        .collect();
    if reasons.is_empty() {
        reasons.push(Reason::Baseline("usual for services of our size".into()));
    }
    reasons
}

/// Returns fresh evidence of a control.
fn evidence(control: Ref<Control>, place: u32) -> Evidence {
    let file = StoredFile {
        name: format!("evidence-{place}.csv").into(),
        digest: Digest::of(format!("evidence {place}").as_bytes()),
        size: 1200,
        media: "text/csv".into(),
    };
    Evidence {
        title: format!("{control} in May").into(),
        kind: Some(EvidenceKind::Export),
        origin: "Order system".into(),
        file: Some(file),
        period_start: Some(date(2026, 5, 1)),
        period_end: Some(date(2026, 5, 25)),
        collected_on: Some(date(2026, 5, 26)),
        collected_by: Some(Owner::Person(ENGINEER)),
        received_on: Some(date(2026, 5, 27)),
        uses: vec![EvidenceUse {
            target: Some(RecordId::from(control)),
            verdict: Some(Verdict::Enough),
            judged_by: Some(LEAD),
            judged_on: Some(date(2026, 5, 28)),
        }],
        status: EvidenceStatus::Accepted,
        accepted_by: Some(LEAD),
        judged_on: Some(date(2026, 5, 28)),
        ..Evidence::default()
    }
}
