//! The worksheet of Stage 1: what the certification body looks at by ISO/IEC 17021-1, 9.3.1.2.2, and what the records say to each.

use model::records::{
    AuditKind, AuditProgramme, AuditState, Control, ControlState, FindingGrade, ManagementReview,
    ProcessKind, ReviewState, Training,
};
use model::{Date, Element as _, InScope, Isms, RecordId, Ref, YesNo};

use crate::certification_gates::newest;
use crate::document_register::{DocumentRegister, Standing, document_register};

/// One of the seven things that Stage 1 looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its letter in 9.3.1.2.2.
    pub letter: char,
    /// What is looked at.
    pub title: &'static str,
    /// Whether the records have what an auditor asks for here.
    pub state: RowState,
    /// What the records say, a line each.
    pub says: Vec<Line>,
}

/// A line of what the records say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub label: &'static str,
    /// What is on record.
    pub text: String,
    /// Whether that is enough to show it to an auditor.
    pub is_there: Answered,
    /// The records behind it, at most five.
    pub records: Vec<RecordId>,
}

/// Whether the records answer a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// They do.
    Yes,
    /// Something is missing.
    No,
}

/// Whether a row can be shown to the auditor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// All of it is on record.
    Ready,
    /// Part of it is.
    InPart,
    /// None of it is.
    Open,
}

impl RowState {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::InPart => "in part",
            Self::Open => "open",
        }
    }
}

/// Returns the seven rows on a day.
#[must_use]
pub fn stage_1_worksheet(isms: &Isms, today: Date) -> Vec<Row> {
    vec![
        row('a', "Documents", documents(isms, today)),
        row('b', "Conditions of the sites, and talks about readiness", sites(isms, today)),
        row('c', "Understanding of the standard", understanding(isms, today)),
        row('d', "Facts on the scope", scope(isms, today)),
        row('e', "Resources for Stage 2", resources(isms, today)),
        row('f', "Focus of Stage 2", focus(isms)),
        row('g', "Internal audits and management review", looked_at(isms, today)),
    ]
}

fn row(letter: char, title: &'static str, says: Vec<Line>) -> Row {
    let there = says.iter().filter(|line| line.is_there == Answered::Yes).count();
    let state = match there {
        0 => RowState::Open,
        all if all == says.len() => RowState::Ready,
        _ => RowState::InPart,
    };
    Row { letter, title, state, says }
}

fn line(label: &'static str, is_there: Answered, text: String, mut records: Vec<RecordId>) -> Line {
    records.truncate(5);
    Line { label, text, is_there, records }
}

impl From<bool> for Answered {
    fn from(holds: bool) -> Self {
        if holds { Self::Yes } else { Self::No }
    }
}

/// Returns a line that counts: so many of so many, with those that are left.
fn counted(label: &'static str, done: usize, all: &[RecordId], left: Vec<RecordId>) -> Line {
    let text = format!("{done} of {}", all.len());
    line(label, (done == all.len() && done > 0).into(), text, left)
}

fn documents(isms: &Isms, today: Date) -> Vec<Line> {
    let register = document_register(isms, today);
    let said = |label, entries: &[crate::document_register::Entry]| {
        let (done, due) = DocumentRegister::count(entries);
        let left: Vec<&str> = entries
            .iter()
            .filter(|entry| matches!(entry.standing, Standing::Partly | Standing::Missing))
            .map(|entry| entry.title)
            .collect();
        let more = if left.len() > 3 { format!(" and {} more", left.len() - 3) } else { String::new() };
        let open = if left.is_empty() {
            String::new()
        } else {
            format!("; not yet: {}{more}", left.iter().take(3).copied().collect::<Vec<_>>().join(", "))
        };
        line(label, (done == due && due > 0).into(), format!("{done} of {due} in force{open}"), Vec::new())
    };
    vec![
        said("required by the clauses", &register.required),
        said("worded as documented in Annex A", &register.annex_a),
    ]
}

fn sites(isms: &Isms, today: Date) -> Vec<Line> {
    let in_use = || isms.sites.iter().filter(|(_, site)| site.retired_on().is_none_or(|on| on > today));
    let in_scope = in_use().filter(|(_, site)| site.in_scope().is_in());
    let inside: Vec<RecordId> = in_scope.map(|(id, _)| id.id()).collect();
    let undecided: Vec<RecordId> = in_use()
        .filter(|(_, site)| matches!(site.in_scope(), InScope::Undecided))
        .map(|(id, _)| id.id())
        .collect();
    let remote = isms.scope.one().and_then(|scope| scope.fully_remote) == Some(YesNo::Yes);
    let text = match (inside.len(), remote) {
        (0, true) => "none: everybody works remotely".to_owned(),
        (count, _) => format!("{count} in scope, {} neither in nor out", undecided.len()),
    };
    let spoken_to = newest(isms, AuditKind::Stage1).map(|(id, audit)| (id.id(), audit.agenda.len()));
    let talks = match spoken_to {
        Some((_, count)) => format!("{count} in the agenda of Stage 1"),
        None => "no Stage 1 is on record".to_owned(),
    };
    vec![
        line(
            "sites",
            ((remote || !inside.is_empty()) && undecided.is_empty()).into(),
            text,
            [undecided, inside].concat(),
        ),
        line(
            "talks",
            spoken_to.is_some_and(|(_, count)| count > 0).into(),
            talks,
            spoken_to.map(|(id, _)| id).into_iter().collect(),
        ),
    ]
}

fn understanding(isms: &Isms, today: Date) -> Vec<Line> {
    let open = || isms.objectives.iter().filter(|(_, one)| one.closed_on.is_none_or(|on| on > today));
    let all: Vec<RecordId> = open().map(|(id, _)| id.id()).collect();
    let followed = open().filter(|(_, one)| one.newest(today).is_some());
    let left: Vec<RecordId> =
        open().filter(|(_, one)| one.newest(today).is_none()).map(|(id, _)| id.id()).collect();
    let measures: Vec<RecordId> = isms.measures.iter().map(|(id, _)| id.id()).collect();
    let read = isms.measures.iter().filter(|(_, one)| one.newest(today).is_some()).count();
    let done = |training: &Training| training.done_on.is_some_and(|on| on <= today);
    let trainings: Vec<RecordId> =
        isms.trainings.iter().filter(|(_, one)| done(one)).map(|(id, _)| id.id()).collect();
    vec![
        counted("objectives that are followed", followed.count(), &all, left),
        counted("measures with a reading", read, &measures, Vec::new()),
        line(
            "trainings held",
            (!trainings.is_empty()).into(),
            trainings.len().to_string(),
            trainings.iter().rev().copied().collect(),
        ),
    ]
}

fn scope(isms: &Isms, today: Date) -> Vec<Line> {
    let scope = isms.scope.one();
    let in_force = scope.and_then(|scope| scope.in_force(today));
    let approved = in_force.map_or_else(
        || "no version is approved".to_owned(),
        |approval| format!("version {} of {}", approval.version, approval.on),
    );
    let persons = isms.organisation.one().and_then(|one| one.people_count);
    let inside = isms.elements().filter(|(_, element)| element.in_scope().is_in()).count();
    // The management system's own processes need no decision.
    let own = isms.processes.iter().filter(|(_, one)| one.kind == Some(ProcessKind::Isms));
    let own: Vec<RecordId> = own.map(|(id, _)| id.id()).collect();
    let is_of_the_system = |id: &RecordId| own.contains(id);
    let undecided: Vec<RecordId> = isms
        .elements()
        .filter(|(id, element)| {
            matches!(element.in_scope(), InScope::Undecided)
                && !is_of_the_system(id)
                && element.retired_on().is_none_or(|on| on > today)
        })
        .map(|(id, _)| id)
        .collect();
    let laws: Vec<RecordId> = isms.obligations.iter().map(|(id, _)| id.id()).collect();
    let addressed = isms.obligations.iter().filter(|(_, one)| one.addressed.is_some()).count();
    vec![
        line(
            "scope in force",
            in_force.is_some().into(),
            approved,
            scope.map(|_| Ref::<model::records::Scope>::one().id()).into_iter().collect(),
        ),
        line(
            "people",
            persons.is_some().into(),
            persons.map_or_else(|| "not recorded".to_owned(), |persons| persons.to_string()),
            Vec::new(),
        ),
        line(
            "processes, systems, sites, people, suppliers",
            (inside > 0 && undecided.is_empty()).into(),
            format!("{inside} in scope, {} neither in nor out", undecided.len()),
            undecided,
        ),
        counted("laws and contracts that were looked at", addressed, &laws, Vec::new()),
    ]
}

fn resources(isms: &Isms, today: Date) -> Vec<Line> {
    let stage_2 = newest(isms, AuditKind::Stage2);
    let day = |on: Date| if on < today { format!("{on}, past") } else { on.to_string() };
    let planned = stage_2.and_then(|(_, audit)| audit.done_on.or(audit.planned_on));
    let phase = isms.plan.one().and_then(|plan| plan.phase(7).and_then(|phase| phase.starts_on));
    let days = stage_2.and_then(|(_, audit)| audit.days);
    let team = stage_2.map(|(_, audit)| audit.auditors.len()).unwrap_or_default();
    let records: Vec<RecordId> = stage_2.map(|(id, _)| id.id()).into_iter().collect();
    let when = match (planned, phase) {
        (Some(on), _) => day(on),
        (None, Some(on)) => format!("in the plan from {}", day(on)),
        (None, None) => "no day is planned".to_owned(),
    };
    vec![
        line("day of Stage 2", planned.or(phase).is_some().into(), when, records.clone()),
        line(
            "audit days of Stage 2",
            days.is_some().into(),
            days.map_or_else(|| "not recorded".to_owned(), |days| days.to_string()),
            records.clone(),
        ),
        line("auditors named", (team > 0).into(), team.to_string(), records),
    ]
}

fn focus(isms: &Isms) -> Vec<Line> {
    let included = || isms.statements().filter(|(_, control)| control.included == Some(YesNo::Yes));
    let all: Vec<RecordId> = included().map(|(id, _)| id.id()).collect();
    let runs = |control: &Control| control.state == ControlState::Implemented;
    let left: Vec<RecordId> =
        included().filter(|(_, control)| !runs(control)).map(|(id, _)| id.id()).collect();
    let concerns = isms.findings.iter().filter(|(_, one)| one.grade == Some(FindingGrade::Concern));
    let all_concerns: Vec<_> = concerns.collect();
    let open: Vec<RecordId> = all_concerns
        .iter()
        .filter(|(_, one)| one.state.is_open() && one.answer.is_empty())
        .map(|(id, _)| id.id())
        .collect();
    let mut lines = vec![counted("chosen controls that run", all.len() - left.len(), &all, left)];
    if !all_concerns.is_empty() {
        let text = open.len().to_string();
        lines.push(line("areas of concern without an answer", open.is_empty().into(), text, open));
    }
    lines
}

fn looked_at(isms: &Isms, today: Date) -> Vec<Line> {
    let internal = || {
        let all = isms.audits.iter().filter(|(_, audit)| audit.is_internal());
        all.filter(|(_, audit)| audit.state != AuditState::Cancelled)
    };
    let done: Vec<RecordId> = internal()
        .filter(|(_, audit)| audit.done_on.is_some_and(|on| on <= today))
        .map(|(id, _)| id.id())
        .collect();
    let planned = internal().count() - done.len();
    let held = |review: &ManagementReview| {
        review.state == ReviewState::Held && review.held_on.is_some_and(|on| on <= today)
    };
    let reviews: Vec<RecordId> =
        isms.management_reviews.iter().filter(|(_, one)| held(one)).map(|(id, _)| id.id()).collect();
    let is_of_the_day = |one: &AuditProgramme| {
        one.approved_on.is_some_and(|on| on <= today)
            && one.cycle_start.is_some_and(|start| start <= today)
            && one.cycle_end.is_some_and(|end| end >= today)
    };
    let programmes = isms.audit_programmes.iter().filter(|(_, one)| is_of_the_day(one));
    let programme = programmes.max_by_key(|(id, one)| (one.cycle_start, *id));
    vec![
        line(
            "audit programme",
            programme.is_some().into(),
            programme.map_or_else(
                || "none of today is approved".to_owned(),
                |(id, _)| format!("{id} is approved"),
            ),
            programme.map(|(id, _)| id.id()).into_iter().collect(),
        ),
        line(
            "internal audits",
            (!done.is_empty()).into(),
            format!("{} done, {planned} planned", done.len()),
            done.into_iter().rev().collect(),
        ),
        line(
            "management reviews",
            (!reviews.is_empty()).into(),
            format!("{} held", reviews.len()),
            reviews.into_iter().rev().collect(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{blank, good};

    #[test]
    fn seven_things_are_looked_at_and_an_empty_company_has_none_of_them() {
        let sample = blank();
        let rows = stage_1_worksheet(&sample.isms, sample.today);
        assert_eq!(rows.iter().map(|row| row.letter).collect::<String>(), "abcdefg");
        assert!(rows.iter().all(|row| row.state == RowState::Open), "{rows:#?}");
    }

    #[test]
    fn what_a_company_in_good_order_has_is_ready_and_what_it_undoes_is_not() {
        let mut sample = good();
        let state = |sample: &model::sample::Sample, letter: char| {
            let rows = stage_1_worksheet(&sample.isms, sample.today);
            rows.into_iter().find(|row| row.letter == letter).expect("a row").state
        };
        assert_eq!(state(&sample, 'g'), RowState::Ready);
        assert_eq!(state(&sample, 'd'), RowState::Ready);
        sample.edit_one(|scope: &mut model::records::Scope| scope.approvals.clear());
        assert_eq!(state(&sample, 'd'), RowState::InPart);
    }

    #[test]
    fn a_programme_of_other_years_and_a_site_that_was_given_up_do_not_count() {
        let mut sample = good();
        let line = |sample: &model::sample::Sample, letter: char, label: &str| {
            let rows = stage_1_worksheet(&sample.isms, sample.today);
            let row = rows.into_iter().find(|row| row.letter == letter).expect("a row");
            row.says.into_iter().find(|line| line.label == label).expect("a line")
        };
        assert_eq!(line(&sample, 'g', "audit programme").is_there, Answered::Yes);
        let today = sample.today;
        let yesterday = today.yesterday().ok();
        sample.edit(1, |one: &mut AuditProgramme| one.cycle_end = yesterday);
        assert_eq!(line(&sample, 'g', "audit programme").is_there, Answered::No);
        let sites: Vec<u32> =
            (1..=20).filter(|number| sample.isms.sites.get(&Ref::number(*number)).is_some()).collect();
        for number in sites {
            sample.edit(number, |site: &mut model::records::Site| site.retired_on = Some(today));
        }
        assert!(line(&sample, 'b', "sites").text.starts_with("0 in scope, 0 neither"));
    }
}
