//! One audit: its plan, who audits and how independent they are, what it looks at and what came of it, its findings and its report.

use maud::{Markup, html};
use model::records::{Audit, AuditState, Finding, WorkingPaper};
use model::{Entry, Ref};

use super::{checklist, independence};
use crate::failure::Answer;
use crate::pages::coming::{self, Coming};
use crate::pages::comments;
use crate::pages::naming::short_day;
use crate::pages::record::standing::standing;
use crate::pages::record::{Which, deeds, here, page as generic, shown};
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Fact, facts, section, split, state};
use crate::visit::{Of, Visit};

/// Fields of the plan.
const PLAN: &[&str] = &[
    "Programme",
    "Certification",
    "Objectives",
    "Planned on",
    "Days",
    "Period from",
    "Period to",
    "Sites",
    "Processes",
    "Documents",
    "Tests live systems",
    "Agenda",
    "Started on",
    "Done on",
    "Cancelled because",
];
/// Fields of the report.
const REPORT: &[&str] = &["Conclusion", "Concluded on", "Reported on", "Reported to", "Reports", "Letters"];
/// Fields that stand in parts of their own, or in the heading.
const ELSEWHERE: &[&str] = &["Kind", "State", "Auditors", "Criteria", "Clauses", "Controls", "Sample plan"];

/// Answers with the page of an audit.
///
/// # Errors
/// Where there is none, or the proofs of what the rules say cannot be read.
pub async fn page(visit: Visit, Of(id): Of<Audit>) -> Answer {
    let Some(one) = visit.isms().audits.get(&id) else {
        // What is only proposed is shown as any proposal.
        return generic::page(visit, Which(id.id())).await;
    };
    let papers = checklist::papers(&visit, id);
    let coming = next(id, one, &papers);
    let offered = coming::offered(&visit, id.id(), one, coming.as_ref());
    let step = |verbs: &[&str]| -> Vec<Action> {
        deeds::offered_of(&visit, id.id(), one, verbs).into_iter().map(Action::quiet).collect()
    };
    let main = html! {
        (offered.words)
        (generic::said(&visit, id.id()).await?)
        (section("plan", "Plan", "", &[], recorded(&visit, id, one, PLAN, "nothing is planned yet but its name")))
        (independence::of_audit(&visit, id, one))
        (checklist::checklist(&visit, id, one, &papers))
        (checklist::samples(&visit, id, one, &papers, &step(&["plan-samples"])))
        (findings(&visit, id, &step(&["raise"])))
        (section("report", "Report", "", &step(&["report", "distribute"]), recorded(&visit, id, one, REPORT, "nobody has said yet what it comes to")))
        (rest(&visit, id, one))
        (comments::thread(&visit, id.id()))
    };
    let panel = html! {
        (coming::others(&offered))
        (generic::sources(&visit, id.id()))
        (generic::about(&visit, id.id(), one))
    };
    let mut head = offered.head;
    head.lead = Some(html! { (told(one)) });
    // What took place is not removed.
    head.actions.retain(|action| action.label != "Remove" || one.state == AuditState::Planned);
    Ok(visit.page(&here(id.id().kind), head, split(main, panel)))
}

/// Returns the step that comes next, by how far it is.
fn next(id: Ref<Audit>, one: &Audit, papers: &[(Ref<WorkingPaper>, &Entry<WorkingPaper>)]) -> Option<Coming> {
    let edit = || format!("/audits/{id}/edit");
    Some(match one.state {
        AuditState::Planned if one.auditors.is_empty() && !one.is_internal() && one.kind.is_some() => {
            Coming::page(
                "Name who audits",
                format!("{}#auditors", edit()),
                "say who comes, as the plan of the body names them.",
            )
        }
        AuditState::Planned if one.auditors.is_empty() => Coming::page(
            "Name who audits",
            format!("{}#auditors", edit()),
            "say who audits: somebody who does not answer for what is looked at.",
        ),
        AuditState::Planned => match one.planned_on {
            Some(on) => Coming::verb("start", format!("begin the work, planned for {}.", short_day(on))),
            None => Coming::verb("start", "begin the work; no day is planned yet."),
        },
        AuditState::Running => match papers.iter().find(|(_, paper)| paper.result.is_none()) {
            Some((paper, record)) => Coming::page(
                "Go on",
                format!("/working-papers/{paper}"),
                format!("say what the look at {paper} {} came to.", record.title),
            ),
            None => Coming::verb("finish", "raise what was found; then end the work."),
        },
        AuditState::Done => Coming::verb("conclude", "say what the audit comes to."),
        AuditState::Concluded => {
            Coming::verb("report", "send the report to those who have to know; it is frozen then.")
        }
        AuditState::Reported | AuditState::Cancelled => return None,
    })
}

/// Says in one line what kind of audit it is and when.
fn told(one: &Audit) -> String {
    use model::Words as _;
    let kind = one.kind.map_or("Audit", |kind| kind.word());
    let kind =
        if kind == "internal" { "Internal audit".to_owned() } else { crate::pages::record::capital(kind) };
    let on = |on: Option<model::Date>| on.map_or_else(|| "a day that nobody recorded".to_owned(), short_day);
    match one.state {
        AuditState::Planned if one.planned_on.is_none() => format!("{kind}, planned for no day yet."),
        AuditState::Planned => format!("{kind}, planned for {}.", on(one.planned_on)),
        AuditState::Running => format!("{kind}, at work since {}.", on(one.started_on)),
        AuditState::Done => format!("{kind}; the work was done by {}.", on(one.done_on)),
        AuditState::Concluded => format!("{kind}, concluded on {}.", on(one.concluded_on)),
        AuditState::Reported => format!("{kind}, reported on {}.", on(one.reported_on)),
        AuditState::Cancelled => format!("{kind}; it will not take place."),
    }
}

fn recorded(visit: &Visit, id: Ref<Audit>, one: &Entry<Audit>, labels: &[&str], none: &str) -> Markup {
    let mut all = shown::record_facts(visit, id.id(), one);
    all.retain(|fact| labels.contains(&fact.name.as_str()));
    html! { @if all.is_empty() { p.missing { (none) } } @else { (facts(&all)) } }
}

/// Returns what the audit found.
fn findings(visit: &Visit, id: Ref<Audit>, steps: &[Action]) -> Markup {
    let isms = visit.isms();
    let all = isms.sources::<Finding>(id.id()).filter_map(|one| Some((one, isms.findings.get(&one)?)));
    let mut all: Vec<_> = all.filter(|(_, one)| one.audit == Some(id)).collect();
    all.sort_by_key(|(one, found)| (found.grade, *one));
    let row = |(one, found): &(Ref<Finding>, &Entry<Finding>)| {
        vec![
            html! { a.id-link href=(visit.record_at(*one)) { (one) } },
            html! { (found.title) @if let Some(with) = found.nonconformity { div { (shown::link(visit, with.id())) } } },
            html! { @match found.grade { Some(grade) => { @let word = model::Words::word(grade); (word) }, None => span.missing { "no grade" } } },
            html! { @if let Some(clause) = &found.clause { span.nowrap { (clause.as_str()) } } @else if let Some(control) = found.control { (control) } },
            html! { @if let Some((status, word)) = standing(*found, visit.today) { (state(status, &word)) } },
        ]
    };
    let head = ["Id", "Finding", "Grade", "Requirement", "How it stands"].map(str::to_owned).to_vec();
    let count = if all.is_empty() { String::new() } else { all.len().to_string() };
    let body = html! {
        @if all.is_empty() { p.missing { "nothing was raised" } }
        @else { (stacked(&Table { caption: String::new(), head, rows: all.iter().map(row).collect() })) }
    };
    section("findings", "Findings", &count, steps, body)
}

/// Returns what else is recorded, and what is not.
fn rest(visit: &Visit, id: Ref<Audit>, one: &Entry<Audit>) -> Markup {
    let is_elsewhere =
        |fact: &Fact| [PLAN, REPORT, ELSEWHERE].iter().any(|labels| labels.contains(&fact.name.as_str()));
    let mut all = shown::record_facts(visit, id.id(), one);
    all.retain(|fact| !is_elsewhere(fact));
    html! {
        @if !all.is_empty() { (section("rest", "Beside it", "", &[], facts(&all))) }
        (shown::not_recorded(visit, id.id(), one))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use coming::Step;

    #[test]
    fn each_state_leads_to_the_step_that_moves_it_on() {
        let step = |state, auditors: Vec<Ref<model::records::Person>>| {
            let one = Audit { state, auditors, ..Audit::default() };
            next(Ref::number(3), &one, &[]).map(|coming| coming.step)
        };
        let verb = |verb| Some(Step::Verb(verb, Vec::new()));
        let named = Step::Page("Name who audits", "/audits/AUD-3/edit#auditors".to_owned());
        assert_eq!(step(AuditState::Planned, vec![]), Some(named));
        assert_eq!(step(AuditState::Planned, vec![Ref::number(1)]), verb("start"));
        assert_eq!(step(AuditState::Running, vec![]), verb("finish"));
        assert_eq!(step(AuditState::Done, vec![]), verb("conclude"));
        assert_eq!(step(AuditState::Concluded, vec![]), verb("report"));
        assert_eq!(step(AuditState::Reported, vec![]), None);
    }
}
