//! The audits of the sample: programme, an internal audit done in May 2026, one to come, and both stages of the body.

use jiff::civil::date;
use uuid::Uuid;

use super::{LEAD, Sample, TOP};
use crate::records::*;
use crate::{Approval, Clause, Date, Decimal, Owner, Ref, YesNo};

/// The auditor from outside, who owns nothing here.
const AUDITOR: Ref<Person> = Ref::number(5);
/// The days of the internal audit.
const BEGUN: Date = date(2026, 5, 11);
const DONE: Date = date(2026, 5, 13);
const CONCLUDED: Date = date(2026, 5, 15);
const REPORTED: Date = date(2026, 5, 20);
/// The controls that the internal audit of May looked at.
const LOOKED_AT: [&str; 2] = ["A.5.18", "A.8.13"];

/// Puts the audits.
pub(super) fn put(sample: &mut Sample) {
    auditor(sample);
    programme(sample);
    certification(sample);
    internal(sample);
    work(sample);
    report(sample);
    to_come(sample);
}

fn auditor(sample: &mut Sample) {
    let competence = CompetenceRecord {
        competence: "auditing".into(),
        proof: "course for lead auditors, 2024".into(),
        valid_until: Some(date(2028, 12, 31)),
        ..CompetenceRecord::default()
    };
    let person = Person {
        title: "Vera Holub".into(),
        uuid: Uuid::from_u128(5),
        job: "Auditor from outside".into(),
        kind: Some(PersonKind::Outside),
        in_scope: Some(YesNo::No),
        joined_on: Some(date(2026, 4, 1)),
        sees_confidential: Some(YesNo::No),
        competences: vec![competence],
        ..Person::default()
    };
    sample.put_on(date(2026, 4, 1), AUDITOR, person);
}

fn programme(sample: &mut Sample) {
    let programme = AuditProgramme {
        title: "Audits 2025 to 2028".into(),
        cycle_start: Some(date(2025, 11, 1)),
        cycle_end: Some(date(2028, 10, 31)),
        owner: Some(Owner::Person(LEAD)),
        objectives: "See whether the system is as we want it, and whether it works.".into(),
        methods: "Each year in May, on site: interviews, records, samples.".into(),
        importance: "Order handling weighs most; what failed is looked at again.".into(),
        independence: "An auditor from outside, who owns nothing here.".into(),
        approved_by: Some(TOP),
        approved_on: Some(date(2026, 4, 2)),
    };
    sample.put_on(date(2026, 4, 2), Ref::number(1), programme);
}

fn certification(sample: &mut Sample) {
    let certification = Certification {
        title: "First certificate".into(),
        body: "Certhaus".into(),
        sites: vec![Ref::number(1)],
        processes: vec![Ref::number(1), Ref::number(2)],
        services: vec!["Order handling".into()],
        persons: Some(4),
        state: CertificationState::Applied,
        sent_on: Some(date(2026, 5, 4)),
        ..Certification::default()
    };
    sample.put_on(date(2026, 5, 4), Ref::number(1), certification);
}

/// Returns an audit of all clauses.
fn audit(title: &str, kind: AuditKind, planned_on: Date, days: i32) -> Audit {
    Audit {
        title: title.into(),
        kind: Some(kind),
        objectives: "See whether the system conforms and works.".into(),
        criteria: "ISO/IEC 27001:2022 and our own rules.".into(),
        clauses: ["4", "5", "6", "7", "8", "9", "10"].map(Clause::new).to_vec(),
        sites: vec![Ref::number(1)],
        processes: vec![Ref::number(1), Ref::number(2)],
        planned_on: Some(planned_on),
        days: Some(Decimal::whole(days)),
        live_test: Some(YesNo::No),
        ..Audit::default()
    }
}

fn internal(sample: &mut Sample) {
    let done = Audit {
        programme: Some(Ref::number(1)),
        auditors: vec![AUDITOR],
        controls: LOOKED_AT.iter().filter_map(|id| Ref::parse(id)).collect(),
        documents: vec![Ref::number(1), Ref::number(5)],
        period_start: Some(date(2026, 3, 1)),
        period_end: Some(date(2026, 5, 10)),
        state: AuditState::Reported,
        started_on: Some(BEGUN),
        done_on: Some(DONE),
        conclusion: "The system conforms and works; one thing could be better.".into(),
        concluded_on: Some(CONCLUDED),
        reported_on: Some(REPORTED),
        distributed_to: vec![TOP, LEAD],
        ..audit("Internal audit 2026", AuditKind::Internal, BEGUN, 3)
    };
    sample.put_on(REPORTED, Ref::number(1), done);
    let included = sample.isms.controls.iter().filter(|(_, control)| control.included == Some(YesNo::Yes));
    let rest = included.map(|(id, _)| id).filter(|id| !LOOKED_AT.contains(&id.to_string().as_str()));
    let next = Audit {
        programme: Some(Ref::number(1)),
        auditors: vec![AUDITOR],
        controls: rest.collect(),
        ..audit("Internal audit 2027", AuditKind::Internal, date(2027, 5, 10), 4)
    };
    sample.put_on(REPORTED, Ref::number(4), next);
}

/// Puts what the auditor did in May: a list, a sample of it, two papers and a finding.
fn work(sample: &mut Sample) {
    list_and_sample(sample);
    papers(sample);
    finding(sample);
}

fn list_and_sample(sample: &mut Sample) {
    let mut weeks = Population {
        title: "Weekly checks of restoring, March to May".into(),
        control: Ref::parse("A.8.13"),
        source: "Order system".into(),
        source_query: "all entries of the backup log with the word restored, by week".into(),
        run_by: Some(LEAD),
        run_on: Some(BEGUN),
        period_start: Some(date(2026, 3, 16)),
        period_end: Some(date(2026, 5, 10)),
        count: Some(8),
        check_total: Some(8),
        checked: Some(PopulationCheck::Sampled),
        events: (12..=19).map(|week| format!("2026-W{week}").into()).collect(),
        ..Population::default()
    };
    weeks.frozen_digest = weeks.digest();
    sample.put_on(BEGUN, Ref::number(1), weeks);
    let seen = |case: &str| SampleItem {
        item: case.into(),
        result: Some(ItemResult::Ok),
        note: "restored and compared".into(),
    };
    let drawn = crate::records::Sample {
        title: "Checks of restoring".into(),
        population: Some(Ref::number(1)),
        method: Some(SampleMethod::Random),
        seed: "restore checks 2026".into(),
        size: Some(5),
        basis: "The usual five for something done each week.".into(),
        // The digests of seed and case, lowest first, give this order.
        items: ["2026-W18", "2026-W14", "2026-W15", "2026-W13", "2026-W12"].map(seen).to_vec(),
        deviations: Some(0),
        ..crate::records::Sample::default()
    };
    sample.put_on(BEGUN, Ref::number(1), drawn);
}

fn papers(sample: &mut Sample) {
    let paper = |title: &str, control: &str| WorkingPaper {
        title: title.into(),
        audit: Some(Ref::number(1)),
        by: Some(AUDITOR),
        clause: Some(Clause::new(control)),
        control: Ref::parse(control),
        procedure: "Ask, read, draw a sample.".into(),
        result: Some(CriterionResult::Conforms),
        conclusion: "It works as it is written down.".into(),
        done_on: Some(DONE),
        ..WorkingPaper::default()
    };
    let file = sample.isms.evidence.get(&Ref::number(72)).and_then(|evidence| evidence.file.clone());
    let backup = WorkingPaper {
        operation_test: "Five of eight checks were looked at in the log.".into(),
        samples: vec![Ref::number(1)],
        reliances: vec![Reliance {
            evidence: Some(Ref::number(72)),
            digest: file.map(|file| file.digest).unwrap_or_default(),
            by: Some(AUDITOR),
            on: Some(DONE),
        }],
        ..paper("Backups", "A.8.13")
    };
    sample.put_on(DONE, Ref::number(1), backup);
    let rights = WorkingPaper {
        operation_test: "All accounts of the order system were compared with the list of people.".into(),
        ..paper("Rights of access", "A.5.18")
    };
    sample.put_on(DONE, Ref::number(2), rights);
}

fn finding(sample: &mut Sample) {
    let finding = Finding {
        title: "The review of rights could name its date".into(),
        audit: Some(Ref::number(1)),
        paper: Some(Ref::number(2)),
        grade: Some(FindingGrade::Opportunity),
        clause: Some(Clause::new("A.5.18")),
        control: Ref::parse("A.5.18"),
        statement: "The list says who looked, and leaves the day to the file's date.".into(),
        raised_by: Some(AUDITOR),
        raised_on: Some(DONE),
        state: FindingState::Closed,
        answer: "The list has a field for the day now.".into(),
        answered_by: Some(LEAD),
        answered_on: Some(date(2026, 5, 22)),
        closed_by: Some(LEAD),
        closed_on: Some(date(2026, 5, 22)),
        closed_because: "The list of May has its day.".into(),
        ..Finding::default()
    };
    sample.put_on(date(2026, 5, 22), Ref::number(1), finding);
}

/// Freezes the report of May as it went out.
fn report(sample: &mut Sample) {
    let id = Ref::<Audit>::number(1);
    let content = Audit::report(&sample.isms, id);
    sample.edit(1, |audit: &mut Audit| {
        audit.reports = vec![Approval::of(1, AUDITOR, REPORTED, content)];
    });
}

/// Puts the audits that the body has planned.
fn to_come(sample: &mut Sample) {
    let first = Audit {
        certification: Some(Ref::number(1)),
        ..audit("Stage 1", AuditKind::Stage1, date(2026, 9, 7), 1)
    };
    sample.put_on(date(2026, 5, 28), Ref::number(2), first);
    let second = Audit {
        certification: Some(Ref::number(1)),
        ..audit("Stage 2", AuditKind::Stage2, date(2026, 10, 19), 2)
    };
    sample.put_on(date(2026, 5, 28), Ref::number(3), second);
}
