//! What of a record stands as it is from some state on: fields that others rest on, and that no edit changes any more.
//!
//! One place for all kinds; each names its fields and the state in which they are frozen. Contents that are approved in
//! versions need no entry here: their edits are the next draft.

use model::records::*;
use model::{Isms, Record, RecordId, RecordKind, Ref};

/// Fields of a record that no edit changes, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Frozen {
    /// Their names.
    pub fields: &'static [&'static str],
    /// What the record is that they are frozen for: `closed`.
    pub state: &'static str,
    /// What to do instead.
    pub help: &'static str,
}

impl Frozen {
    /// Says whether a field is among them; a field of a part is frozen with it.
    #[must_use]
    pub fn holds(&self, field: &str) -> bool {
        self.fields.contains(&field.split('.').next().unwrap_or_default())
    }
}

/// Looks what of a record of one kind is frozen.
type Look = fn(&Isms, RecordId) -> Option<Frozen>;

/// Returns what of a record is frozen as it stands; nothing where all of it can be edited.
#[must_use]
pub fn frozen(isms: &Isms, id: RecordId) -> Option<Frozen> {
    const OF_KIND: &[(RecordKind, Look)] = &[
        (RecordKind::Population, population),
        (RecordKind::Sample, sample),
        (RecordKind::ManagementReview, review),
        (RecordKind::Audit, audit),
        (RecordKind::WorkingPaper, paper),
        (RecordKind::Finding, finding),
        (RecordKind::Exception, exception),
        (RecordKind::Incident, incident),
        (RecordKind::Objective, objective),
        (RecordKind::PlannedChange, change),
        (RecordKind::Nonconformity, nonconformity),
        (RecordKind::GapAnalysis, gap_analysis),
        (RecordKind::ControlRun, of_run),
        (RecordKind::Pack, pack),
        (RecordKind::Request, request),
    ];
    let of_kind = OF_KIND.iter().find(|(kind, _)| *kind == id.kind);
    of_kind.and_then(|(_, look)| look(isms, id))
}

/// Says whether samples were drawn from a population.
pub(crate) fn is_drawn_from(isms: &Isms, id: Ref<Population>) -> bool {
    let mut samples = isms.sources::<Sample>(id.id()).filter_map(|sample| isms.samples.get(&sample));
    samples.any(|sample| sample.population == Some(id))
}

/// Returns a record, unless it is unknown or only proposed.
fn get<R: Record>(isms: &Isms, id: RecordId) -> Option<&R> {
    R::table(isms).get(&Ref::of(id.key)).map(|entry| &**entry)
}

/// Says whether the report of an audit went out.
fn is_reported(isms: &Isms, audit: Option<Ref<Audit>>) -> bool {
    let audit = audit.and_then(|audit| isms.audits.get(&audit));
    audit.is_some_and(|audit| audit.state == AuditState::Reported)
}

fn population(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let list = get::<Population>(isms, id)?;
    let is_frozen = list.frozen_digest != model::Digest::default() && is_drawn_from(isms, Ref::of(id.key));
    is_frozen.then_some(Frozen {
        fields: &[
            "control",
            "source",
            "source_query",
            "run_by",
            "run_on",
            "period_start",
            "period_end",
            "count",
            "check_total",
            "events",
        ],
        state: "the list of a sample",
        help: "make another population for another list",
    })
}

fn sample(isms: &Isms, id: RecordId) -> Option<Frozen> {
    get::<Sample>(isms, id)?.drawn_on.map(|_| Frozen {
        fields: &[
            "population",
            "method",
            "seed",
            "size",
            "basis",
            "items",
            "exchange_reason",
            "deviations",
            "confidence",
            "tolerable_rate",
        ],
        state: "drawn",
        help: "examine, exchange or extend its cases, or draw another",
    })
}

fn review(isms: &Isms, id: RecordId) -> Option<Frozen> {
    (get::<ManagementReview>(isms, id)?.state == ReviewState::Held).then_some(Frozen {
        fields: &["planned_on", "chair", "invited", "inputs"],
        state: "held",
        help: "say what is new in the next review",
    })
}

fn audit(isms: &Isms, id: RecordId) -> Option<Frozen> {
    (get::<Audit>(isms, id)?.state == AuditState::Reported).then_some(Frozen {
        fields: &[
            "kind",
            "programme",
            "certification",
            "auditors",
            "objectives",
            "criteria",
            "clauses",
            "controls",
            "sites",
            "processes",
            "documents",
            "planned_on",
            "period_start",
            "period_end",
            "live_test",
            "agenda",
        ],
        state: "reported",
        help: "withdraw its report first, or plan another audit",
    })
}

fn paper(isms: &Isms, id: RecordId) -> Option<Frozen> {
    is_reported(isms, get::<WorkingPaper>(isms, id)?.audit).then_some(Frozen {
        fields: &[
            "audit",
            "by",
            "clause",
            "control",
            "procedure",
            "interviewed",
            "observed",
            "operation_test",
            "no_operation_because",
            "samples",
        ],
        state: "behind a report that went out",
        help: "withdraw the report of its audit first",
    })
}

fn finding(isms: &Isms, id: RecordId) -> Option<Frozen> {
    const FIELDS: &[&str] =
        &["audit", "paper", "grade", "clause", "control", "statement", "reference", "raised_by", "raised_on"];
    let found = get::<Finding>(isms, id)?;
    let audit = found.audit.and_then(|audit| isms.audits.get(&audit))?;
    // What came with a letter of the body is the body's.
    if audit.kind.is_some_and(AuditKind::is_certification) && !audit.letters.is_empty() {
        let help = "supersede it where the body wrote anew";
        return Some(Frozen { fields: FIELDS, state: "the body's, as it wrote it", help });
    }
    let help = "supersede it, or withdraw the report of its audit first";
    (audit.state == AuditState::Reported).then_some(Frozen { fields: FIELDS, state: "reported", help })
}

fn exception(isms: &Isms, id: RecordId) -> Option<Frozen> {
    const FIELDS: &[&str] =
        &["kind", "target", "person", "audit", "asked_by", "asked_on", "reason", "compensating", "until"];
    let (state, help) = match get::<Exception>(isms, id)?.state {
        ExceptionState::Asked => return None,
        ExceptionState::Approved => ("approved", "extend or close it, or ask for another"),
        ExceptionState::Refused => ("refused", "ask for another"),
        ExceptionState::Closed => ("closed", "ask for another"),
    };
    Some(Frozen { fields: FIELDS, state, help })
}

fn incident(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let (state, help) = match get::<Incident>(isms, id)?.state {
        IncidentState::Event | IncidentState::Incident | IncidentState::Contained => return None,
        IncidentState::Closed => ("closed", "reopen it first"),
        IncidentState::NoIncident => ("no incident", "reopen it first"),
    };
    let fields = &[
        "severity",
        "detected_on",
        "reported_by",
        "description",
        "elements",
        "response",
        "notifiable",
        "obligation",
        "cause",
        "lessons",
    ];
    Some(Frozen { fields, state, help })
}

fn objective(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let outcome = get::<Objective>(isms, id)?.outcome?;
    Some(Frozen {
        fields: &[
            "measure",
            "measured_with",
            "unit",
            "target",
            "better",
            "not_measurable_because",
            "set_on",
            "due",
            "progress",
        ],
        state: model::Words::word(outcome),
        help: "set a new objective",
    })
}

fn change(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let change = get::<PlannedChange>(isms, id)?;
    let state = if change.done_on.is_some() {
        "done"
    } else if !change.dropped_because.is_empty() {
        "dropped"
    } else if change.approved_on.is_some() {
        let fields = &["kind", "purpose", "consequences", "resources", "touches"];
        return Some(Frozen { fields, state: "approved", help: "drop it and plan another change" });
    } else {
        return None;
    };
    let fields = &["kind", "significant", "purpose", "consequences", "resources", "touches", "owner", "due"];
    Some(Frozen { fields, state, help: "plan another change" })
}

fn nonconformity(isms: &Isms, id: RecordId) -> Option<Frozen> {
    (get::<Nonconformity>(isms, id)?.state == NonconformityState::Closed).then_some(Frozen {
        fields: &[
            "source",
            "grade",
            "clause",
            "process",
            "control",
            "raised_on",
            "statement",
            "similar_checked",
            "isms_change_checked",
            "no_action_because",
        ],
        state: "closed",
        help: "reopen it first",
    })
}

fn gap_analysis(isms: &Isms, id: RecordId) -> Option<Frozen> {
    get::<GapAnalysis>(isms, id)?.done_on.map(|_| Frozen {
        fields: &["depth", "by", "follows", "started_on", "done_on", "entries"],
        state: "finished",
        help: "start another analysis to see the movement",
    })
}

fn of_run(isms: &Isms, id: RecordId) -> Option<Frozen> {
    get::<ControlRun>(isms, id)?.withdrawn_on.map(|_| Frozen {
        fields: &["control", "due", "done_on", "done_by", "output", "exceptions", "correction"],
        state: "withdrawn",
        help: "record a run of its own",
    })
}

fn pack(isms: &Isms, id: RecordId) -> Option<Frozen> {
    get::<Pack>(isms, id)?.sealed_on.map(|_| Frozen {
        fields: &["gate", "audit", "items", "notes"],
        state: "sealed",
        help: "break its seal first",
    })
}

fn request(isms: &Isms, id: RecordId) -> Option<Frozen> {
    let (state, help) = match get::<Request>(isms, id)?.state {
        RequestState::Open | RequestState::Returned => return None,
        RequestState::Answered => ("answered", "return it first"),
        RequestState::Accepted => ("accepted", "reopen it first"),
        RequestState::Withdrawn => ("withdrawn", "reopen it first"),
    };
    Some(Frozen { fields: &["audit", "asked_by", "asked_on", "about", "description", "due"], state, help })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::*;
    use crate::*;
    use model::Writer;

    /// Returns why an edit is refused.
    fn refused(isms: &Isms, record: &str, field: &str, text: &str) -> String {
        refusal(isms, edit(record, field, text))
    }

    #[test]
    fn a_list_from_which_was_drawn_and_what_was_drawn_are_not_edited() {
        let mut isms = listed();
        run(&mut isms, edit("POP-1", "source", "the directory"));
        run(&mut isms, by_chance(3));
        for (field, text) in [
            ("events", "leaver 1\nleaver 99"),
            ("count", "9"),
            ("check_total", "9"),
            ("source_query", "another"),
            ("period_start", "2026-01-01"),
        ] {
            let words = refused(&isms, "POP-1", field, text);
            let expected =
                format!("{field}: POP-1 is the list of a sample; make another population for another list");
            assert_eq!(words, expected);
        }
        run(&mut isms, edit("POP-1", "title", "Leavers of the winter"));
        for (field, text) in [
            ("items", "leaver 1 | ok"),
            ("seed", "mine"),
            ("size", "1"),
            ("method", "all"),
            ("population", ""),
            ("deviations", "0"),
        ] {
            let words = refused(&isms, "SMP-1", field, text);
            assert!(words.starts_with(&format!("{field}: SMP-1 is drawn; examine, exchange")), "{words}");
        }
    }

    #[test]
    fn writing_what_stands_there_already_is_no_change_and_not_refused() {
        let mut isms = drawn();
        run(&mut isms, edit("SMP-1", "seed", "AUD-1"));
        let both =
            EditRecord { typed: typed(&[("seed", "AUD-1"), ("title", "New")]), ..edit("SMP-1", "", "") };
        run(&mut isms, both);
        assert_eq!(isms.name_of(id("SMP-1")), "New");
    }

    #[test]
    fn what_lay_on_the_table_and_what_was_reported_are_not_edited() {
        let isms = reviewed();
        assert_eq!(
            refused(&isms, "MR-1", "inputs", "a | all is well"),
            "inputs: MR-1 is held; say what is new in the next review"
        );
        let mut isms = audited();
        run(&mut isms, ReportAudit { audit: Ref::number(1), to: vec![Ref::number(1)], on: None });
        assert!(
            refused(&isms, "AUD-1", "criteria", "none").contains("AUD-1 is reported; withdraw its report")
        );
        assert!(
            refused(&isms, "WP-1", "observed", "nothing").contains("WP-1 is behind a report that went out")
        );
        assert!(
            refused(&isms, "F-1", "grade", "major").contains("F-1 is reported; supersede it, or withdraw")
        );
        run(&mut isms, edit("AUD-1", "days", "2"));
    }

    #[test]
    fn a_finding_of_the_body_stands_as_the_body_wrote_it() {
        let mut isms = engaged();
        run(&mut isms, receive_plan());
        run(&mut isms, receive_finding());
        for (field, text) in [("grade", "opportunity"), ("statement", "a trifle"), ("reference", "")] {
            let words = refused(&isms, "F-1", field, text);
            assert!(words.contains("F-1 is the body's, as it wrote it; supersede it"), "{words}");
        }
        run(&mut isms, edit("F-1", "answer_due", "2026-06-01"));
    }

    #[test]
    fn what_is_over_is_taken_up_again_and_not_edited() {
        let isms = closed_incident();
        assert!(refused(&isms, "INC-1", "lessons", "").ends_with("INC-1 is closed; reopen it first"));
        let isms = excepted();
        assert!(
            refused(&isms, "EXC-1", "until", "2030-01-01").contains("EXC-1 is approved; extend or close it")
        );
        let isms = gapped();
        assert!(refused(&isms, "GAP-1", "done_on", "").contains("GAP-1 is finished; start another"));
        let mut isms = aiming();
        run(&mut isms, PlanChange { change: Ref::number(1), on: None });
        run(&mut isms, edit("CHG-1", "purpose", "much more room"));
        run(&mut isms, ApproveChange { change: Ref::number(1) });
        assert!(
            refused(&isms, "CHG-1", "purpose", "less room").contains("CHG-1 is approved; drop it and plan")
        );
        run(&mut isms, edit("CHG-1", "due", "2026-06-01"));
        run(&mut isms, FinishChange { change: Ref::number(1), result: "moved".into(), on: None });
        assert!(refused(&isms, "CHG-1", "due", "2026-07-01").contains("CHG-1 is done; plan another change"));
    }

    #[test]
    fn a_state_is_no_field_of_a_form() {
        let kinds = [
            (RecordKind::Exception, ["state", "approved_on", "closed_on"]),
            (RecordKind::Incident, ["state", "notified_on", "closed_on"]),
            (RecordKind::Objective, ["outcome", "closed_on", "outcome_because"]),
            (RecordKind::PlannedChange, ["approved_on", "done_on", "dropped_because"]),
        ];
        for (kind, names) in kinds {
            for name in names {
                let field = kind.fields().into_iter().find(|field| field.name == name).expect(name);
                assert_eq!(field.writer, Writer::Operation, "{kind:?} {name}");
            }
        }
        let isms = contained();
        let words = refused(&isms, "INC-1", "state", "closed");
        assert!(
            words.starts_with("state: this field is written by an operation of its own; expected one of:")
        );
        assert!(words.contains("close incident") && words.contains("reopen incident"), "{words}");
    }

    #[test]
    fn each_field_that_is_frozen_is_one_of_the_form() {
        let states = [drawn(), reviewed(), closed_incident(), excepted(), gapped()];
        let mut looked = 0;
        for isms in &states {
            for kind in RecordKind::ALL {
                for (id, _) in isms.all(*kind) {
                    let Some(frozen) = frozen(isms, id) else { continue };
                    looked += 1;
                    for name in frozen.fields {
                        let field = kind.fields().into_iter().find(|field| field.name == *name);
                        assert_eq!(field.map(|field| field.writer), Some(Writer::Form), "{kind:?} {name}");
                    }
                }
            }
        }
        assert!(looked >= 6, "{looked} records were frozen");
    }
}
