//! One certification: where it stands, its dates, the body's conditions and audits, what is open, and the step that comes next.

use maud::{Markup, html};
use model::records::{Certification, CertificationState};
use model::{Entry, Ref, Words as _};

use super::audits::{audits, findings, of_cycle};
use super::conditions::conditions;
use super::dates::{self, dates};
use super::next::next;
use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::pages::comments::{self, Marks};
use crate::pages::naming::short_day;
use crate::pages::record::shown::{lines, link};
use crate::pages::record::{Which, deeds, here, page as record};
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Fact, facts, section, split};
use crate::visit::{Of, Visit};

/// Answers with the page of a certification.
///
/// # Errors
/// Where there is no such certification.
pub async fn page(visit: Visit, Of(id): Of<Certification>) -> Answer {
    let Some(certification) = visit.isms().certifications.get(&id) else {
        // What is only proposed is shown as any proposal.
        return record::page(visit, Which(id.id())).await;
    };
    let cycle = of_cycle(&visit, id, certification);
    let calendar = dates::of(&visit, id, &cycle);
    let steps: Vec<Action> =
        deeds::offered(&visit, id.id(), certification).into_iter().map(|(_, action)| action).collect();
    let next = next(&visit, id, certification, &cycle, &calendar);
    let main = html! {
        (record::said(&visit, id.id()).await?)
        (dates(&visit, &calendar))
        (audits(&visit, id, &cycle))
        (findings(&visit, &cycle))
        (conditions(&visit, id))
        (events(&visit, certification))
        (papers(&visit, certification))
        (comments::thread(&visit, id.id()))
    };
    let beside = html! {
        (section("certificate", "The certificate", "", &[], certificate(&visit, id, certification)))
        @if !steps.is_empty() { (section("deeds", "Steps", "", &[], crate::parts::actions(&steps))) }
        (record::sources(&visit, id.id()))
        (record::about(&visit, id.id(), certification))
    };
    let head = head(&visit, id, certification, next)?;
    Ok(visit.page(&here(id.id().kind), head, split(main, beside)))
}

fn head(
    visit: &Visit,
    id: Ref<Certification>,
    certification: &Entry<Certification>,
    next: Option<Action>,
) -> Result<PageHead, Failure> {
    let mut head = record::head(visit, id.id(), visit.find(id.id())?);
    head.lead = Some(html! { (stands(visit, certification)) });
    head.actions
        .retain(|action| action.label != "Remove" || certification.state == CertificationState::Preparing);
    if let Some(next) = next {
        head.actions =
            head.actions.into_iter().map(|action| Action { weight: Default::default(), ..action }).collect();
        head.actions.insert(0, next.primary());
    }
    Ok(head)
}

/// Says where it stands, in one line.
fn stands(visit: &Visit, one: &Certification) -> String {
    let body = if one.body.is_empty() { "a body that nobody named".to_owned() } else { one.body.to_string() };
    let until = |words: &str| match one.expires_on {
        Some(on) if on < visit.today => format!("{words}; its last day was {}.", short_day(on)),
        Some(on) => format!("{words}, until {}.", short_day(on)),
        None => format!("{words}; its last day is not recorded."),
    };
    match one.state {
        CertificationState::Preparing => format!("Nothing was sent to {body} yet."),
        CertificationState::Applied => match one.sent_on {
            Some(on) => format!("The application is with {body} since {}.", short_day(on)),
            None => format!("The application is with {body}."),
        },
        CertificationState::Granted | CertificationState::Restored => until(&format!("Certified by {body}")),
        CertificationState::Reduced => until(&format!("Certified by {body} for less than before")),
        CertificationState::Suspended => until(&format!("Suspended by {body}")),
        CertificationState::Withdrawn => "The certificate was withdrawn.".to_owned(),
        CertificationState::Expired => until("The certificate ended"),
        CertificationState::Transferred => "Another body took it over.".to_owned(),
    }
}

/// Returns what stands on the certificate, and the certifications before and after.
fn certificate(visit: &Visit, id: Ref<Certification>, one: &Certification) -> Markup {
    let all = |links: Vec<Markup>| html! { ul.plain { @for one in links { li { (one) } } } };
    let marks = Marks::of(visit, id.id());
    let mut shown = vec![
        Fact::words("Body", &one.body).said(marks.on("body")),
        Fact::words("Accreditation", &one.accreditation).said(marks.on("accreditation")),
        Fact::words("Number", &one.certificate).said(marks.on("certificate")),
        Fact::words("Decided on", &one.decided_on.map(short_day).unwrap_or_default())
            .said(marks.on("decided_on")),
        Fact::words("Decided by", &one.decided_by)
            .help("Somebody at the body who was no auditor of the audit.")
            .said(marks.on("decided_by")),
        Fact::words("Last day", &one.expires_on.map(short_day).unwrap_or_default())
            .said(marks.on("expires_on")),
        Fact::words("Scope", &one.scope_wording).said(marks.on("scope_wording")),
        Fact::words("People", &one.persons.map(|count| count.to_string()).unwrap_or_default())
            .help("The number that the audit days rest on.")
            .said(marks.on("persons")),
    ];
    let soa = one.soa_version.map(|version| html! { a href=(visit.at("/soa")) { "v" (version) } });
    shown.push(match soa {
        Some(soa) => Fact::new("Statement of applicability", soa),
        None => Fact::words("Statement of applicability", ""),
    });
    if !one.sites.is_empty() {
        shown.push(
            Fact::new("Sites", all(one.sites.iter().map(|site| link(visit, site.id())).collect()))
                .said(marks.on("sites")),
        );
    }
    if !one.processes.is_empty() {
        let processes = one.processes.iter().map(|process| link(visit, process.id()));
        shown.push(Fact::new("Processes", all(processes.collect())).said(marks.on("processes")));
    }
    if !one.services.is_empty() {
        shown.push(
            Fact::new("Services", all(one.services.iter().map(|one| html! { (one) }).collect()))
                .said(marks.on("services")),
        );
    }
    if let Some(before) = one.follows {
        shown.push(Fact::new("Follows", link(visit, before.id())));
    }
    let after = visit.isms().certifications.iter().find(|(_, other)| other.follows == Some(id));
    if let Some((after, _)) = after {
        shown.push(Fact::new("Followed by", link(visit, after.id())));
    }
    facts(&shown)
}

/// Returns what became of it, the newest first.
fn events(visit: &Visit, one: &Certification) -> Markup {
    let rows = one.events.iter().rev().map(|event| {
        vec![
            html! { @match event.on { Some(on) => span.nowrap { (short_day(on)) }, None => span.missing { "no day" } } },
            html! { (event.state.map_or("", CertificationState::word)) },
            html! {
                (lines(&event.because))
                @if !event.scope.is_empty() { div { (lines(&event.scope)) } }
                @if !event.decided_by.is_empty() { div.secondary { "decided by " (event.decided_by) } }
                @if let Some(on) = event.expires_on { div.secondary { "last day " (short_day(on)) } }
            },
            html! { @match event.letter { Some(letter) => (link(visit, letter.id())), None => span.missing { "no letter" } } },
        ]
    });
    let head = ["On", "State", "Why", "Letter"].map(str::to_owned).to_vec();
    html! {
        @if !one.events.is_empty() {
            (section("events", "What became of it", &one.events.len().to_string(), &[],
                stacked(&Table { caption: String::new(), head, rows: rows.collect() })))
        }
    }
}

/// Returns what came from the body, the newest first.
fn papers(visit: &Visit, one: &Certification) -> Markup {
    let rows = one.received.iter().rev().map(|paper| {
        vec![
            html! { @match paper.on { Some(on) => span.nowrap { (short_day(on)) }, None => span.missing { "no day" } } },
            html! { (paper.kind.map_or("", model::Words::word)) },
            html! { (paper.what) @for about in &paper.about { div { (link(visit, *about)) } } },
            html! { @match paper.letter { Some(letter) => (link(visit, letter.id())), None => span.missing { "no letter" } } },
        ]
    });
    let head = ["On", "Kind", "What", "Letter"].map(str::to_owned).to_vec();
    html! {
        @if !one.received.is_empty() {
            (section("received", "What came from the body", &one.received.len().to_string(), &[],
                stacked(&Table { caption: String::new(), head, rows: rows.collect() })))
        }
    }
}
