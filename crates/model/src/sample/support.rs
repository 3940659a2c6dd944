//! What supports the sample: objectives, competence, awareness, communication, retention, measures, and a look at the risks.

use jiff::civil::date;

use super::{CLERK, ENGINEER, LEAD, Sample, TOP};
use crate::records::*;
use crate::{Approval, Date, Decimal, Line, Owner, RecordId, Ref, YesNo};

/// Puts all of it; risks, documents and people are there already.
pub(super) fn put(sample: &mut Sample) {
    objectives(sample);
    measure(sample);
    competence(sample);
    trainings(sample);
    acknowledgements(sample);
    communication(sample);
    retention(sample);
    cited(sample);
    assessment(sample);
}

/// Returns records by their ids.
fn records(ids: &[&str]) -> Vec<RecordId> {
    ids.iter().map(|id| RecordId::parse(id).expect("the sample names records")).collect()
}

/// Returns the person who answers.
fn owner(person: Ref<Person>) -> Option<Owner> {
    Some(Owner::Person(person))
}

fn objectives(sample: &mut Sample) {
    let step = |on: Date, value: i32, note: &str| Progress {
        on: Some(on),
        value: Some(Decimal::whole(value)),
        note: note.into(),
    };
    let set = date(2026, 3, 16);
    let known = Objective {
        title: "Everybody knows how to report an incident".into(),
        owner: owner(LEAD),
        derived_from: records(&["DOC-1", "OBL-2"]),
        controls: Ref::parse("A.6.8").into_iter().collect(),
        measure: "People who report a staged incident within an hour".into(),
        unit: "percent".into(),
        target: Some(Decimal::whole(95)),
        better: Some(Direction::More),
        set_on: Some(set),
        due: Some(date(2026, 12, 31)),
        actions: "A course in spring, a staged incident in each quarter.".into(),
        resources: "Two hours for each person, one day for the security lead.".into(),
        evaluation_method: "The staged incidents of the last two quarters.".into(),
        progress: vec![
            step(date(2026, 4, 15), 75, "one did not know whom to call"),
            step(date(2026, 5, 20), 100, "all four called"),
        ],
        ..Objective::default()
    };
    sample.put_on(set, Ref::number(1), known);
    let back = Objective {
        title: "Orders run again within four hours".into(),
        owner: owner(ENGINEER),
        derived_from: records(&["DOC-1", "R-1"]),
        controls: Ref::parse("A.8.13").into_iter().collect(),
        measure: "Hours until orders run again, in a test".into(),
        measured_with: Some(Ref::number(1)),
        unit: "hours".into(),
        target: Some(Decimal::whole(4)),
        better: Some(Direction::Less),
        set_on: Some(set),
        due: Some(date(2026, 10, 31)),
        actions: "Restore from the backup by script, and try it each quarter.".into(),
        resources: "Ten days of the engineer, a second machine.".into(),
        evaluation_method: "The last two tests.".into(),
        progress: vec![step(date(2026, 5, 12), 5, "restored by hand, the script comes in June")],
        ..Objective::default()
    };
    sample.put_on(set, Ref::number(2), back);
}

fn measure(sample: &mut Sample) {
    let reading = |on: Date, analysed: Date, value: i32, note: &str| Reading {
        on: Some(on),
        value: Some(Decimal::whole(value)),
        analysed_on: Some(analysed),
        note: note.into(),
        action: None,
    };
    let set = date(2026, 1, 15);
    let measure = Measure {
        title: "Time to restore".into(),
        object: "How long the order system takes to come back from a backup".into(),
        about: records(&["OBJ-2"]),
        controls: Ref::parse("A.8.13").into_iter().collect(),
        method: "Restore the last backup on the test system, and stop the time until an order goes through."
            .into(),
        frequency_days: Some(90),
        measured_by: owner(ENGINEER),
        analysed_at: "Within two weeks of each test".into(),
        analysed_by: owner(LEAD),
        unit: "hours".into(),
        target: Some(Decimal::whole(6)),
        better: Some(Direction::Less),
        set_on: Some(set),
        readings: vec![
            reading(date(2026, 2, 12), date(2026, 2, 20), 7, "the backup lay on a slow disk, moved since"),
            reading(date(2026, 5, 12), date(2026, 5, 19), 5, "within the target"),
        ],
        evaluations: vec![Evaluation {
            on: Some(date(2026, 5, 22)),
            conclusion: "Backups do what they are for; the order system comes back in time.".into(),
            by: Some(LEAD),
        }],
        ..Measure::default()
    };
    sample.put_on(set, Ref::number(1), measure);
}

fn competence(sample: &mut Sample) {
    let needs = [
        (
            1,
            LEAD,
            [("Risk assessment by the method", "course or two years of work"), ("The standard", "course")],
        ),
        (
            2,
            ENGINEER,
            [("Running Linux servers", "two years of work"), ("Restoring from backups", "a test done")],
        ),
    ];
    for (number, holder, needed) in needs {
        let need = |(competence, proof): (&str, &str)| CompetenceNeed {
            competence: competence.into(),
            shown_by: proof.into(),
        };
        let has = |(competence, proof): (&str, &str)| CompetenceRecord {
            competence: competence.into(),
            proof: proof.into(),
            ..CompetenceRecord::default()
        };
        sample.edit(number, |role: &mut Role| role.competences = needed.map(need).to_vec());
        sample.edit_at(holder, |person: &mut Person| person.competences = needed.map(has).to_vec());
    }
}

fn trainings(sample: &mut Sample) {
    let attended = |people: &[Ref<Person>]| {
        people.iter().map(|person| Attendance { person: Some(*person), ..Attendance::default() }).collect()
    };
    let done = date(2026, 3, 20);
    let awareness = Training {
        title: "Security for everybody".into(),
        kind: Some(TrainingKind::Awareness),
        content: "The policy, passwords, mail, how to report an incident.".into(),
        given_by: owner(LEAD),
        planned_on: Some(done),
        done_on: Some(done),
        valid_months: Some(12),
        attendance: attended(&[TOP, LEAD, ENGINEER, CLERK]),
        ..Training::default()
    };
    sample.put_on(done, Ref::number(1), awareness);
    let done = date(2026, 3, 26);
    let restoring = Training {
        title: "Restoring systems".into(),
        kind: Some(TrainingKind::Other),
        content: "Restoring the order system from its backup.".into(),
        given_by: Some(Owner::Named(Line::new("The supplier of the backups"))),
        planned_on: Some(done),
        done_on: Some(done),
        attendance: attended(&[ENGINEER]),
        closes: records(&["ROL-2"]),
        effect_checked_on: Some(date(2026, 5, 13)),
        effect: "The engineer restored the system without help.".into(),
        ..Training::default()
    };
    sample.put_on(done, Ref::number(2), restoring);
}

fn acknowledgements(sample: &mut Sample) {
    let read = date(2026, 3, 20);
    for (number, person) in (1..).zip([TOP, LEAD, ENGINEER, CLERK]) {
        let acknowledgement = Acknowledgement {
            title: format!("Security policy, read by {person}").into(),
            document: Some(Ref::number(1)),
            version: Some(1),
            person: Some(person),
            on: Some(read),
        };
        sample.put_on(read, Ref::number(number), acknowledgement);
    }
}

fn communication(sample: &mut Sample) {
    let tells = |what: &str, when: &str, with_whom: &str, how: &str, by| Communication {
        what: what.into(),
        when: when.into(),
        with_whom: with_whom.into(),
        how: how.into(),
        by: owner(by),
    };
    sample.edit_one(|context: &mut Context| {
        context.communications = vec![
            tells("Where security stands", "each quarter", "everybody here", "meeting of all", LEAD),
            tells(
                "An incident that touches them",
                "within a day",
                "customers",
                "mail and telephone",
                ENGINEER,
            ),
        ];
    });
}

fn retention(sample: &mut Sample) {
    let rules = [
        ("Logs of systems", "One year from their day", "The engineer reads; nobody changes.", "Overwritten."),
        ("Contracts", "Ten years from their end", "Management and the office read.", "Shredded."),
        ("Training records", "Three years from the day somebody leaves", "Management reads.", "Deleted."),
        ("Audit and review records", "Two cycles of certification", "Everybody reads.", "Deleted."),
    ];
    for (number, (title, kept, access, disposal)) in (1..).zip(rules) {
        let rule = RetentionRule {
            title: title.into(),
            owner: owner(LEAD),
            kept_at: "The drive of the office".into(),
            retention: kept.into(),
            because: "Customers and the tax office may ask that long.".into(),
            access_rule: access.into(),
            disposal: disposal.into(),
        };
        sample.put_on(date(2026, 3, 12), Ref::number(number), rule);
    }
}

/// The law that an obligation cites is registered as a document from outside.
fn cited(sample: &mut Sample) {
    sample.edit(1, |obligation: &mut Obligation| obligation.cites = "Data Protection Act, section 32".into());
    let law = Document {
        title: "Data Protection Act".into(),
        kind: "external".into(),
        status: DocumentStatus::Draft,
        owner: owner(LEAD),
        link: "https://law.example/data-protection".into(),
        external: Some(YesNo::Yes),
        next_review: Some(date(2027, 3, 1)),
        ..Document::default()
    };
    sample.put_on(date(2026, 3, 12), Ref::number(31), law);
}

fn assessment(sample: &mut Sample) {
    let done = date(2026, 4, 24);
    let register = RiskAssessment::register(&sample.isms, done);
    let assessment = RiskAssessment {
        title: "Risk assessment of spring 2026".into(),
        trigger: Some(AssessmentTrigger::Planned),
        planned_on: Some(date(2026, 4, 15)),
        people: vec![LEAD, ENGINEER],
        owner: owner(LEAD),
        controls_changed: Some(YesNo::No),
        summary: "Five risks; the controls that they need are those of the statement.".into(),
        state: AssessmentState::Done,
        on: Some(done),
        registers: vec![Approval::of(1, LEAD, done, register)],
        ..RiskAssessment::default()
    };
    sample.put_on(done, Ref::number(1), assessment);
}
