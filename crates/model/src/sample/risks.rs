//! The risks of the sample: method, five risks, two treatment actions and the plan.

use jiff::civil::date;

use super::frame::element;
use super::{ENGINEER, LEAD, Sample, TOP};
use crate::records::*;
use crate::{Approval, Date, Decimal, Line, Owner, Ref};

/// When the risks were assessed.
const ASSESSED: Date = date(2026, 4, 10);
/// The levels, lowest first.
const LEVELS: [&str; 5] = ["very low", "low", "medium", "high", "very high"];

/// Puts method, risks, actions and plan.
pub(super) fn put(sample: &mut Sample) {
    sample.put_on(date(2026, 3, 5), Ref::one(), method());
    sample.put_on(ASSESSED, Ref::number(1), ransomware());
    sample.put_on(ASSESSED, Ref::number(2), leak());
    sample.put_on(date(2026, 4, 20), Ref::number(3), outage());
    sample.put_on(ASSESSED, Ref::number(4), theft());
    sample.put_on(ASSESSED, Ref::number(5), misuse());
    actions(sample);
}

fn method() -> Method {
    let scale = |word: &str| {
        let step = |value: i32| Step {
            value: Decimal::whole(value),
            word: format!("{word} {value}").into(),
            definition: format!("What {word} {value} means.").into(),
        };
        Scale::Steps((1..=5).map(step).collect())
    };
    let rows: [[u32; 5]; 5] =
        [[0, 0, 1, 1, 2], [0, 1, 1, 2, 3], [1, 1, 2, 3, 3], [1, 2, 3, 3, 4], [2, 3, 3, 4, 4]];
    let level =
        |word: &str| LevelStep { word: word.into(), from: None, definition: "What it asks for.".into() };
    let acceptor =
        |level: &str| Acceptor { level: level.into(), person: None, kind: Some(PersonKind::TopManagement) };
    Method {
        title: "Risk method".into(),
        version: 1,
        likelihood: scale("likelihood"),
        consequence: scale("consequence"),
        levels: LEVELS.map(level).to_vec(),
        function: LevelFunction::Matrix(rows.iter().map(|row| row.to_vec()).collect()),
        acceptance_level: Some("medium".into()),
        acceptors: ["high", "very high"].map(acceptor).to_vec(),
        interval_months: Some(12),
        triggers: vec![Line::new("new supplier"), Line::new("incident")],
        description: "Likelihood and consequence give the level.".into(),
        approvals: vec![Approval::of(1, TOP, date(2026, 3, 5), MethodContent::default())],
    }
}

/// Returns a rating; its level is given as the matrix gives it.
fn rating(likelihood: i32, consequence: i32, level: &str) -> Rating {
    Rating {
        likelihood: Some(Decimal::whole(likelihood)),
        consequence: Some(Decimal::whole(consequence)),
        level: Some(level.into()),
        by: Some(Owner::Person(LEAD)),
        on: Some(ASSESSED),
        method_version: Some(1),
        rationale: "Seen in the last three years.".into(),
        ..Rating::default()
    }
}

/// Returns the rating after treatment.
fn after(likelihood: i32, consequence: i32, level: &str, state: ResidualState) -> Rating {
    Rating { state: Some(state), ..rating(likelihood, consequence, level) }
}

/// Returns controls by their numbers.
fn controls(ids: &[&str]) -> Vec<Ref<Control>> {
    ids.iter().map(|id| Ref::parse(id).expect("the sample names controls")).collect()
}

/// Returns a risk that touches some elements.
fn risk(title: &str, threat: &str, owner: Ref<Person>, touches: &[&str]) -> Risk {
    Risk {
        title: title.into(),
        threat: threat.into(),
        weakness: "Something is not closed yet.".into(),
        properties: vec![Property::Availability],
        owner: Some(Owner::Person(owner)),
        elements: touches.iter().map(|id| element(id)).collect(),
        ..Risk::default()
    }
}

fn ransomware() -> Risk {
    Risk {
        interfaces: vec![Ref::number(2)],
        now: rating(3, 5, "high"),
        treatment: Treatment::Modify,
        controls: controls(&["A.8.7", "A.8.8", "A.8.13"]),
        after: after(2, 3, "low", ResidualState::Current),
        priority: Some("first".into()),
        ..risk("Ransomware stops order handling", "criminals", ENGINEER, &["PRC-1", "AST-1"])
    }
}

fn leak() -> Risk {
    Risk {
        now: rating(3, 4, "high"),
        treatment: Treatment::Modify,
        controls: controls(&["A.5.14", "A.8.12"]),
        after: after(2, 3, "low", ResidualState::Target),
        priority: Some("second".into()),
        ..risk("Customer records leave by mail", "mistakes", LEAD, &["AST-2"])
    }
}

fn outage() -> Risk {
    let now = rating(2, 5, "high");
    let acceptance = Acceptance {
        by: Some(TOP),
        on: Some(date(2026, 4, 20)),
        until: Some(date(2027, 4, 19)),
        because: "A second supplier costs more than a week of outage.".into(),
        level: now.level.clone(),
        rating: Some(now.clone()),
        ..Acceptance::default()
    };
    Risk {
        interfaces: vec![Ref::number(1)],
        now,
        treatment: Treatment::Retain,
        priority: Some("third".into()),
        acceptances: vec![acceptance],
        ..risk("The supplier is out for a week", "outage", TOP, &["PRC-2", "SUP-1"])
    }
}

fn theft() -> Risk {
    Risk {
        now: rating(2, 3, "low"),
        treatment: Treatment::Retain,
        ..risk("A laptop is stolen", "thieves", ENGINEER, &["AST-3"])
    }
}

fn misuse() -> Risk {
    Risk {
        now: rating(3, 3, "medium"),
        treatment: Treatment::Modify,
        controls: controls(&["A.5.34"]),
        after: after(2, 2, "low", ResidualState::Current),
        ..risk("Data of people is used for more than was said", "carelessness", LEAD, &["AST-2"])
    }
}

fn actions(sample: &mut Sample) {
    let action = |title: &str, risk, control: &str, owner| TreatmentAction {
        title: title.into(),
        risk: Some(Ref::number(risk)),
        control: Ref::parse(control),
        owner: Some(Owner::Person(owner)),
        due: Some(date(2026, 9, 30)),
        means: "Five days of work.".into(),
        ..TreatmentAction::default()
    };
    let open =
        TreatmentAction { state: ActionState::Doing, ..action("Watch outgoing mail", 2, "A.8.12", ENGINEER) };
    sample.put_on(date(2026, 4, 22), Ref::number(1), open);
    let done = TreatmentAction {
        due: Some(date(2026, 5, 15)),
        evidence: vec![Ref::number(72)],
        state: ActionState::Done { on: date(2026, 5, 12), result: "Backups run each night.".into() },
        ..action("Back up the order system", 1, "A.8.13", ENGINEER)
    };
    sample.put_on(date(2026, 5, 12), Ref::number(2), done);
    let approval = |by| Approval::of(1, by, date(2026, 4, 25), PlanContent::default());
    let plan = TreatmentPlan {
        title: "Treatment plan".into(),
        version: 1,
        approvals: vec![approval(LEAD), approval(ENGINEER)],
        ..TreatmentPlan::default()
    };
    sample.put_on(date(2026, 4, 25), Ref::one(), plan);
}
