//! Who had a part in what is audited, judged for each criterion by itself.

use model::records::*;
use model::{Clause, Date, Isms, Key, RecordId, RecordKind, Ref, Span};
use standards::documents as required;

use super::Ground;
use super::origins::collectors_of;
use super::owners::{answering, of_control};
use crate::excused::is_excused_anywhere;
use crate::facts::{Facts, Flag, People};
use crate::kept::roles_of;
use crate::{Duty, INDEPENDENCE_MONTHS};

/// How many records of one criterion are looked at; more says nothing new.
const RECORDS_MAX: usize = 500;

/// Documents whose kind is called otherwise here than in the list of what has to be in writing: there, and here.
const OTHER_NAMES: &[(&str, &str)] = &[("policy", "policy_top"), ("risk-assessment-process", "method")];

/// Kinds in which auditors themselves write.
const OF_AUDITS: &[RecordKind] = &[
    RecordKind::Audit,
    RecordKind::WorkingPaper,
    RecordKind::Finding,
    RecordKind::Sample,
    RecordKind::Population,
    RecordKind::Request,
    RecordKind::Person,
];

impl Ground<'_> {
    /// Returns who had a part in the criterion of a working paper, a finding or a sample.
    pub(super) fn involved(&self, id: RecordId) -> People {
        let isms = self.home(id);
        let mut people = People::new();
        if id.kind == RecordKind::WorkingPaper {
            let paper = isms.working_papers.find(&Ref::of(id.key));
            paper.into_iter().for_each(|paper| self.part_in_paper(paper, &mut people));
        } else if id.kind == RecordKind::Finding {
            let Some(finding) = isms.findings.find(&Ref::of(id.key)) else { return people };
            self.part_in(finding.control, finding.clause.as_ref(), &mut people);
            for about in finding.about.iter().take(RECORDS_MAX) {
                self.part_in_record(*about, &mut people);
            }
        } else if id.kind == RecordKind::Sample {
            for paper in isms.sources::<WorkingPaper>(id) {
                if let Some(paper) = isms.working_papers.get(&paper) {
                    self.part_in_paper(paper, &mut people);
                }
            }
        }
        people
    }

    /// Adds who had a part in the criterion of a working paper.
    fn part_in_paper(&self, paper: &WorkingPaper, people: &mut People) {
        self.part_in(paper.control, paper.clause.as_ref(), people);
    }

    /// Adds who had a part in a control and in the records of a clause.
    fn part_in(&self, control: Option<Ref<Control>>, clause: Option<&Clause>, people: &mut People) {
        if let Some(control) = control {
            self.part_in_control(control, people);
        }
        // A control of Annex A is named as a clause too.
        let Some(clause) = clause else { return };
        let named = RecordId::parse(clause.as_str()).filter(|id| id.kind == RecordKind::Control);
        if let Some(named) = named {
            self.part_in_control(Ref::of(named.key), people);
            return;
        }
        let number = number_of(clause.as_str());
        self.part_in_registers(&number, people);
        let answers = |refs: &[String]| refs.iter().any(|one| is_related(&number, one));
        let asked = required().mandatory.iter().filter(|asked| answers(&asked.refs));
        asked.for_each(|asked| self.part_in_documents(&asked.id, people));
    }

    /// Adds who had a part in the records of the registers that a clause or a control of Annex A asks for.
    fn part_in_registers(&self, number: &Clause, people: &mut People) {
        let kinds = RecordKind::ALL.iter().filter(|kind| !OF_AUDITS.contains(kind));
        for kind in kinds.filter(|kind| is_related(number, kind.kind().clause)) {
            for (id, _) in self.before.counted(*kind).into_iter().take(RECORDS_MAX) {
                self.part_in_record(id, people);
            }
        }
    }

    /// Adds who had a part in the documents that answer what has to be in writing.
    fn part_in_documents(&self, asked: &str, people: &mut People) {
        let other = OTHER_NAMES.iter().find(|(there, _)| *there == asked).map(|(_, here)| *here);
        let is_it = |document: &Document| {
            let kind = &*document.kind;
            kind.eq_ignore_ascii_case(asked) || other.is_some_and(|other| kind.eq_ignore_ascii_case(other))
        };
        let found = self.before.documents.iter().filter(|(_, document)| is_it(document));
        found.take(RECORDS_MAX).for_each(|(id, _)| self.part_in_record(id.id(), people));
    }

    /// Adds who owns, carries out, wrote or showed a control, who wrote or approved its documents (those that it names, and those
    /// that answer what it wants in writing), and who keeps the register that is asked for there.
    fn part_in_control(&self, control: Ref<Control>, people: &mut People) {
        let isms = self.before;
        people.extend(of_control(isms, control));
        people.extend(self.writers_from(control.id(), self.first_day_of_part()));
        let documents = isms.controls.get(&control).map(|one| one.documents.clone()).unwrap_or_default();
        documents.iter().for_each(|document| self.part_in_record(document.id(), people));
        if let Key::AnnexA(number) = control.key {
            let asked = required().annex_a.iter().filter(|asked| asked.controls.contains(&number));
            asked.for_each(|asked| self.part_in_documents(&asked.id, people));
            self.part_in_registers(&Clause::new(&control.to_string()), people);
        }
        for evidence in isms.sources::<Evidence>(control.id()).take(RECORDS_MAX) {
            let is_new = isms.evidence.get(&evidence).is_some_and(|one| {
                one.collected_on.or(one.received_on).is_none_or(|on| on >= self.first_day_of_part())
            });
            if is_new {
                people.extend(collectors_of(self, evidence));
            }
        }
        for run in isms.sources::<ControlRun>(control.id()).take(RECORDS_MAX) {
            let run = isms.control_runs.get(&run);
            let recent = run.filter(|run| run.done_on.is_some_and(|on| on >= self.first_day_of_part()));
            people.extend(recent.and_then(|run| run.done_by.as_ref()?.person(isms)));
        }
    }

    /// Adds who answers for a record, wrote it or approved it.
    ///
    /// Who approves has a part in it: nobody looks with new eyes at what they found good. Where two people are all there are, the
    /// one who writes then audits by exception what the other one approved.
    fn part_in_record(&self, id: RecordId, people: &mut People) {
        people.extend(answering(self.before, id));
        people.extend(self.writers_from(id, self.first_day_of_part()));
        people.extend(self.approvers_from(id, self.first_day_of_part()));
        if id.kind == RecordKind::Document {
            let document = self.before.documents.get(&Ref::of(id.key));
            people.extend(document.into_iter().flat_map(|one| one.authors.iter().copied()));
        }
    }

    /// Returns the first day whose work still stands against auditing it: two years ago, or as two persons said here.
    fn first_day_of_part(&self) -> Date {
        self.months_ago(operations::duty_limit(self.before, "independence_months").into())
    }

    /// Returns the first day whose work still stands against certifying.
    pub(super) fn first_day(&self) -> Date {
        self.months_ago(INDEPENDENCE_MONTHS.into())
    }

    fn months_ago(&self, months: i64) -> Date {
        self.today.checked_sub(Span::new().months(months)).unwrap_or(Date::MIN)
    }

    /// Says whether the report of the audit of a record went out.
    pub(super) fn is_reported(&self, id: RecordId) -> bool {
        let audit = self.audit_of(id).and_then(|audit| self.before.audits.get(&audit));
        audit.is_some_and(|audit| audit.state == AuditState::Reported)
    }

    /// Says whether the audit of a record is one of a certification body.
    pub(super) fn is_external(&self, id: RecordId) -> bool {
        let audit = self.audit_of(id).and_then(|audit| self.home(audit.id()).audits.get(&audit));
        audit.and_then(|audit| audit.kind).is_some_and(AuditKind::is_certification)
    }

    /// Says who is newly made an auditor, and whether somebody of them runs the management system.
    pub(super) fn assignment(&self, id: RecordId, facts: &mut Facts) {
        let of = |isms: &Isms| -> People {
            let audit = isms.audits.find(&Ref::of(id.key));
            audit.into_iter().flat_map(|audit| audit.auditors.iter().copied()).collect()
        };
        let before = of(self.before);
        facts.assigned = of(self.after).difference(&before).copied().collect();
        let audit = Ref::of(id.key);
        let eight = Duty::new(8).expect("there is an SD8");
        let runs = |one: &Ref<Person>| {
            roles_of(self.before, *one, self.today).contains(&MemberRole::IsmsManager)
                && !is_excused_anywhere(self.before, *one, eight, Some(audit), self.today)
        };
        facts.mark(facts.assigned.iter().any(runs).then_some(Flag::Manager));
    }
}

/// Returns the number of a clause, without the letters of its parts.
fn number_of(clause: &str) -> Clause {
    Clause::new(clause.split(' ').next().unwrap_or_default())
}

/// Says whether what stands under a clause belongs to the one that is looked at: a part of it, or what it is a part of.
fn is_related(number: &Clause, other: &str) -> bool {
    let other = number_of(other);
    number.holds(&other) || other.holds(number)
}
