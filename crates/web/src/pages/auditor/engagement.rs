//! One engagement of a certification body: plan, requests, samples, findings, notes and report on its own side, and the client's
//! frozen records beside them.

use maud::{Markup, html};
use model::records::{Control, Engagement, EngagementState, IssuedKind};
use model::{Entry, RecordId, Ref, Words as _};

use super::client::Shared;
use super::path::{Along, Files, of_control};
use super::{is_body, work};
use crate::address;
use crate::failure::Answer;
use crate::layout::PageHead;
use crate::pages::naming::short_day;
use crate::pages::record::shown::link;
use crate::pages::record::{Which, deeds, here, page as record, shown};
use crate::parts::{Action, Icon, Status, facts, section, split, state};
use crate::visit::{Of, Visit};

/// How many controls the form of the path offers.
const CONTROLS_MAX: usize = 400;

/// Answers with the page of an engagement.
///
/// # Errors
/// Where there is no such engagement, or an organisation cannot be read.
pub async fn page(visit: Visit, Of(id): Of<Engagement>) -> Answer {
    let Some(engagement) = visit.isms().engagements.get(&id) else {
        // What is only proposed is shown as any proposal.
        return record::page(visit, Which(id.id())).await;
    };
    // The client's side is frozen as it is today: the past of our own records does not show it.
    let rooms = if visit.is_past() { Vec::new() } else { visit.site.rooms(&visit.session).await? };
    let shared = Shared::among(&rooms, engagement);
    let steps: Vec<Action> =
        deeds::offered(&visit, id.id(), engagement).into_iter().map(|(_, action)| action).collect();
    let main = html! {
        (record::said(&visit, id.id()).await?)
        @if is_body(visit.isms()) {
            (along(&visit, id, shared.as_ref()))
            (work::requests(&visit, id, engagement, shared.as_ref()))
            (work::findings(&visit, id, engagement, shared.as_ref()))
            (work::samples(&visit, engagement))
            (work::notes(&visit, engagement))
            (work::papers(&visit, id, engagement, shared.as_ref()))
        }
        (section("facts", "The engagement", "", &[], html! {
            (facts(&shown::record_facts(&visit, id.id(), engagement)))
            (shown::not_recorded(&visit, id.id(), engagement))
        }))
    };
    let beside = html! {
        (client_side(&visit, engagement, shared.as_ref()))
        (plan(&visit, engagement))
        @if !steps.is_empty() { (section("deeds", "Steps", "", &[], crate::parts::actions(&steps))) }
        (record::sources(&visit, id.id()))
        (record::about(&visit, id.id(), engagement))
    };
    Ok(visit.page(&here(id.id().kind), head(&visit, id, engagement, shared.as_ref())?, split(main, beside)))
}

/// Returns the state of an engagement as a status.
#[must_use]
pub fn state_of(one: EngagementState) -> Markup {
    let status = match one {
        EngagementState::Planned => Status::NotStarted,
        EngagementState::Agreed | EngagementState::Running => Status::InProgress,
        EngagementState::Decided => Status::Met,
        EngagementState::Ended => Status::NotApplicable,
    };
    state(status, one.word())
}

fn head(
    visit: &Visit,
    id: Ref<Engagement>,
    one: &Entry<Engagement>,
    shared: Option<&Shared>,
) -> Result<PageHead, crate::failure::Failure> {
    let mut head = record::head(visit, id.id(), visit.find(id.id())?);
    head.crumbs.insert(0, ("Auditor workspace".to_owned(), super::PATH.to_owned()));
    head.lead = Some(match shared {
        Some(shared) => shared.line(),
        None => {
            let client = one.client.map(|client| visit.isms().name_of(client.id())).unwrap_or_default();
            let days =
                [one.from, one.until].into_iter().flatten().map(short_day).collect::<Vec<_>>().join(" – ");
            let words = [client, one.purpose.map_or("", model::Words::word).to_owned(), days];
            html! { (words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ")) }
        }
    });
    let may_ask = !visit.is_past() && is_body(visit.isms()) && visit.offers("engagement.issue", &[id.id()]);
    if may_ask && asks(one.state) {
        for action in &mut head.actions {
            action.weight = Default::default();
        }
        head.actions.retain(|action| action.label != "Remove");
        head.actions.insert(
            0,
            Action::link("New request", issue_at(visit, id, IssuedKind::Request, None))
                .primary()
                .icon(Icon::Plus)
                .key("n"),
        );
    }
    Ok(head)
}

fn asks(state: EngagementState) -> bool {
    match state {
        EngagementState::Agreed | EngagementState::Running => true,
        EngagementState::Planned | EngagementState::Decided | EngagementState::Ended => false,
    }
}

/// Returns the address of the form that issues a paper of a kind.
#[must_use]
pub fn issue_at(
    visit: &Visit,
    id: Ref<Engagement>,
    kind: IssuedKind,
    control: Option<Ref<Control>>,
) -> String {
    let control = control.map(|control| control.to_string()).unwrap_or_default();
    let form = visit.at(&format!("{}/do/issue", address::record(id.id())));
    address::with_query(&form, [("kind", kind.word()), ("control", control.as_str())])
}

/// Returns the path from a clause to a file, of the control that was chosen, in the client's records.
fn along(visit: &Visit, id: Ref<Engagement>, shared: Option<&Shared>) -> Markup {
    let Some(shared) = shared else { return html! {} };
    let asked: Option<Ref<Control>> = RecordId::parse(visit.query.get("path"))
        .filter(|id| id.kind == model::RecordKind::Control)
        .map(|id| Ref::of(id.key))
        .filter(|id| shared.isms.controls.get(id).is_some());
    let at = |page: &str| shared.at(page);
    let files = if app::policy::shares_files(&shared.share) { Files::Open } else { Files::Kept };
    let along = Along { isms: &shared.isms, at: &at, integrity: shared.integrity.as_ref(), files };
    let controls: Vec<(Ref<Control>, String)> = shared
        .isms
        .controls
        .iter()
        .filter(|(_, one)| one.included != Some(model::YesNo::No))
        .map(|(id, one)| (id, format!("{id} {}", one.title)))
        .take(CONTROLS_MAX)
        .collect();
    section(
        "path",
        "From the clause to the file",
        "",
        &[Action::link("SoA of the client", shared.at("/soa")).quiet()],
        html! {
            form.filter method="get" action={ (visit.path) "#path" } aria-label="choose a control" {
                label.filter-pick {
                    span { "Control" }
                    select name="path" {
                        @for (id, name) in &controls { option value=(id) selected[asked == Some(*id)] { (name) } }
                    }
                }
                button.button type="submit" { "Follow" }
            }
            @match asked {
                Some(control) => {
                    (of_control(&along, control))
                    (crate::parts::actions(&next(visit, id, control)))
                }
                None => p.words.secondary { "Choose a control: its risks, its evidence and the files with their digests stand in one line." }
            }
        },
    )
}

/// Returns what follows from a look at a control.
fn next(visit: &Visit, id: Ref<Engagement>, control: Ref<Control>) -> Vec<Action> {
    if !visit.offers("engagement.issue", &[id.id()]) {
        return Vec::new();
    }
    vec![
        Action::link("Ask", issue_at(visit, id, IssuedKind::Request, Some(control))).icon(Icon::Request),
        Action::link("Raise finding", issue_at(visit, id, IssuedKind::Finding, Some(control)))
            .icon(Icon::Flag),
    ]
}

/// Returns what the client shares, or why nothing is seen of it.
fn client_side(visit: &Visit, one: &Engagement, shared: Option<&Shared>) -> Markup {
    if let Some(shared) = shared {
        return shared.panel();
    }
    let why = match (&one.link, visit.is_past()) {
        (_, true) => "What the client shares is shown today only.",
        (Some(link), false) if link.organisation.is_none() => {
            "The client keeps its records elsewhere: read them there, and issue papers as files."
        }
        (Some(_), false) => "The share is open to the auditors whom the client named.",
        (None, false) => "The client has shared 0 items. Once it opens its share, link it.",
    };
    section("shared", "What the client shares", "", &[], html! { p.words.secondary { (why) } })
}

/// Returns who works when on what.
fn plan(visit: &Visit, one: &Engagement) -> Markup {
    let team: Vec<Markup> = one.lead.iter().chain(&one.team).map(|person| link(visit, person.id())).collect();
    let audit = one.audit.and_then(|audit| Some((audit, visit.isms().audits.get(&audit)?)));
    let agenda = audit.map(|(_, audit)| audit.agenda.as_slice()).unwrap_or_default();
    section(
        "plan",
        "Plan",
        "",
        &[],
        html! {
            ul.plain {
                @for (place, person) in team.iter().enumerate() { li { (person) @if place == 0 && one.lead.is_some() { span.secondary { " leads" } } } }
                @if let Some((id, _)) = audit { li { (link(visit, id.id())) } }
            }
            @if team.is_empty() { p.missing { "nobody is named" } }
            @if !agenda.is_empty() { (work::agenda(visit, agenda)) }
            @if audit.is_none() { p.words.secondary { "Name the audit in our own records that holds papers, samples and draft findings: field Audit." } }
        },
    )
}
