//! Audits: from inside, and those of the certification body.

use serde::{Deserialize, Serialize};

use crate::field::{part, record};
use crate::values::words;
use crate::{Approval, Clause, Date, Decimal, Isms, Line, Owner, Prose, Ref, YesNo};

use super::{
    AuditProgramme, Certification, Control, Document, Evidence, Finding, FindingGrade, Person, Population,
    Process, SampleMethod, Site, WorkingPaper,
};
record! {
    /// A look at the management system by somebody who does not answer for it (9.2).
    Audit => audits, "AUD", "audit", "audits", clause "9.2", single false,
    "A planned look at the management system, by somebody who does not answer for what is looked at.";
    title: Line, Form "Title", "What the audit is called.";
    kind: Option<AuditKind>, Form "Kind", "Internal, Stage 1, Stage 2, surveillance, recertification or special.";
    programme: Option<Ref<AuditProgramme>>, Form "Programme", "The programme that it belongs to.";
    certification: Option<Ref<Certification>>, Form "Certification", "Of a certification audit: the certification that it serves.";
    auditors: Vec<Ref<Person>>, Form "Auditors", "Who audits; the first leads.";
    objectives: Prose, Form "Objectives", "What it is to find out.";
    criteria: Prose, Form "Criteria", "Against what it looks: the standard, our own rules, contracts (9.2.2 a).";
    clauses: Vec<Clause>, Form "Clauses", "Clauses that it covers.";
    controls: Vec<Ref<Control>>, Form "Controls", "Controls that it covers.";
    sites: Vec<Ref<Site>>, Form "Sites", "Sites that it covers.";
    processes: Vec<Ref<Process>>, Form "Processes", "Processes that it covers.";
    documents: Vec<Ref<Document>>, Form "Documents", "Documents that it covers.";
    planned_on: Option<Date>, Form "Planned on", "The first day planned.";
    days: Option<Decimal>, Form "Days", "How many days of work it takes.";
    period_start: Option<Date>, Form "Period from", "The first day whose records are looked at.";
    period_end: Option<Date>, Form "Period to", "The last day whose records are looked at.";
    live_test: Option<YesNo>, Form "Tests live systems", "Whether systems in use are tested (A.8.34).";
    agenda: Vec<AgendaItem>, Form "Agenda", "Who is met when, about what.";
    state: AuditState, Operation "State", "Planned, running, done, concluded, reported or cancelled.";
    started_on: Option<Date>, Operation "Started on", "The first day.";
    done_on: Option<Date>, Operation "Done on", "The last day of the work.";
    conclusion: Prose, Operation "Conclusion", "What the audit comes to: does the system conform, and does it work.";
    concluded_on: Option<Date>, Operation "Concluded on", "When that was said.";
    reported_on: Option<Date>, Operation "Reported on", "When the report went out.";
    distributed_to: Vec<Ref<Person>>, Operation "Reported to", "Who got the report (9.2.2 c).";
    reports: Vec<Approval<AuditReport>>, Operation "Reports", "The report as it went out, bound to its content.";
    sample_plan: Vec<PlannedSample>, Operation "Sample plan", "Of which controls how many cases are to be looked at.";
    letters: Vec<Ref<Evidence>>, Operation "Letters", "Of the body's: its plan and its report as they came.";
    cancelled_because: Prose, Operation "Cancelled because", "Why it will not take place.";
}

words! {
    /// Whose audit it is, and at which point of the cycle.
    AuditKind {
        /// Our own, also when bought from outside.
        Internal = "internal" | "internal audit",
        /// The certification body reads the documents and looks whether we are ready.
        Stage1 = "stage 1" | "stage1",
        /// The certification body looks whether the system works.
        Stage2 = "stage 2" | "stage2",
        /// The certification body looks again in each year of the certificate.
        Surveillance = "surveillance",
        /// The certification body looks at the whole before the certificate ends.
        Recertification = "recertification",
        /// The certification body looks at an extension, a complaint or a change.
        Special = "special",
    }
}

impl AuditKind {
    /// Says whether it is an audit of the certification body.
    #[must_use]
    pub fn is_certification(self) -> bool {
        self != Self::Internal
    }
}

words! {
    /// How far an audit is.
    AuditState default Planned {
        /// It is to come.
        Planned = "planned" | "",
        /// Auditors are at work.
        Running = "running",
        /// The work is done.
        Done = "done",
        /// What it comes to was said.
        Concluded = "concluded",
        /// The report went out.
        Reported = "reported",
        /// It will not take place.
        Cancelled = "cancelled" | "canceled",
    }
}

part! {
    /// A line of the agenda.
    AgendaItem;
    on: Option<Date>, "On", "The day.";
    time: Line, "Time", "From when to when.";
    topic: Line, "Topic", "What is looked at.";
    with: Option<Owner>, "With", "Who is met.";
    auditor: Option<Ref<Person>>, "Auditor", "Who leads it.";
}

part! {
    /// How many cases of a control are to be looked at.
    PlannedSample;
    control: Option<Ref<Control>>, "Control", "The control.";
    population: Option<Ref<Population>>, "Population", "The list to draw from, where there is one.";
    cases: Option<u32>, "Cases", "How many cases there are in the period, where that is known.";
    method: Option<SampleMethod>, "Method", "Random, systematic, by judgement, or all.";
    size: Option<u32>, "Size", "How many are to be looked at.";
    basis: Line, "Basis", "Why so many.";
}

/// What the report of an audit freezes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuditReport {
    /// What the audit comes to.
    pub conclusion: Prose,
    /// The criteria.
    pub criteria: Prose,
    /// The findings, by id.
    pub findings: Vec<ReportedFinding>,
    /// The working papers behind it.
    pub papers: Vec<Ref<WorkingPaper>>,
}

/// A finding as it was reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReportedFinding {
    /// Its id.
    pub id: Ref<Finding>,
    /// Its grade.
    pub grade: Option<FindingGrade>,
    /// The requirement.
    pub clause: Option<Clause>,
    /// What was found.
    pub statement: Prose,
}

impl Audit {
    /// Says whether it is an internal audit.
    #[must_use]
    pub fn is_internal(&self) -> bool {
        self.kind == Some(AuditKind::Internal)
    }

    /// Returns what a report of it would freeze now.
    #[must_use]
    pub fn report(isms: &Isms, id: Ref<Self>) -> AuditReport {
        let mut report = AuditReport::default();
        if let Some(audit) = isms.audits.get(&id) {
            report.conclusion = audit.conclusion.clone();
            report.criteria = audit.criteria.clone();
        }
        for finding in isms.sources::<Finding>(id.id()) {
            let Some(found) = isms.findings.get(&finding) else { continue };
            if found.audit == Some(id) {
                report.findings.push(ReportedFinding {
                    id: finding,
                    grade: found.grade,
                    clause: found.clause.clone(),
                    statement: found.statement.clone(),
                });
            }
        }
        let papers = isms.sources::<WorkingPaper>(id.id());
        report.papers.extend(papers.filter(|paper| isms.working_papers.get(paper).is_some()));
        report
    }
}
