//! The inbox of evidence: what waits for somebody's look, supports nothing, was rejected, or is about to be too old.

use axum::http::StatusCode;
use maud::{Markup, html};
use model::records::{Control, ControlState, Evidence, EvidenceStatus};
use model::{Date, Isms, Prose, RecordId, Ref, Value as _};
use operations::{JudgeEvidence, Judgement, LinkEvidence, Operation as _};
use standards::Cadence;

use super::proposed::proposed;
use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::once;
use crate::pages::naming::short_day;
use crate::pages::record::shown::link;
use crate::parts::form::problems;
use crate::parts::{Action, Icon, Status, icon, mark};
use crate::visit::Visit;

/// The address.
pub const HERE: &str = "/evidence";
/// How many rows are shown.
const ROWS_MAX: usize = 30;
/// How many days before evidence is too old it stands here.
const SOON_DAYS: i64 = 30;
/// How many records that evidence supports are named in a row.
const USES_MAX: usize = 4;

/// What the inbox is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Waiting,
    Unlinked,
    Rejected,
    Expiring,
}

impl Group {
    const ALL: [Self; 4] = [Self::Waiting, Self::Unlinked, Self::Rejected, Self::Expiring];

    /// Returns the word in the address.
    fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Unlinked => "unlinked",
            Self::Rejected => "rejected",
            Self::Expiring => "expiring",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Waiting => "waits for a look",
            Self::Unlinked => "supports nothing",
            Self::Rejected => "rejected",
            Self::Expiring => "too old soon",
        }
    }

    fn status(self) -> Status {
        match self {
            Self::Waiting => Status::NotStarted,
            Self::Unlinked | Self::Expiring => Status::Attention,
            Self::Rejected => Status::Problem,
        }
    }

    /// Returns the evidence of the group, the newest first.
    fn of(self, isms: &Isms, today: Date) -> Vec<Ref<Evidence>> {
        let fits = |one: &Evidence| match self {
            Self::Waiting => one.status == EvidenceStatus::Submitted,
            Self::Unlinked => {
                one.uses.is_empty()
                    && [EvidenceStatus::Submitted, EvidenceStatus::Accepted].contains(&one.status)
            }
            Self::Rejected => one.status == EvidenceStatus::Rejected,
            Self::Expiring => false,
        };
        if self == Self::Expiring {
            return expiring(isms, today).into_iter().map(|(id, _, _)| id).collect();
        }
        let mut all: Vec<_> = isms.evidence.iter().filter(|(_, one)| fits(one)).map(|(id, _)| id).collect();
        all.reverse();
        all
    }
}

/// Returns the newest evidence of each working control that its rhythm makes too old within a month, with the day.
fn expiring(isms: &Isms, today: Date) -> Vec<(Ref<Evidence>, Ref<Control>, Date)> {
    let soon = today.checked_add(jiff::Span::new().days(SOON_DAYS)).unwrap_or(today);
    let until = |id: Ref<Control>, control: &Control| {
        let limit = Cadence::of(control.cadence?).limits().max_age_days;
        let newest = isms.sources::<Evidence>(id.id()).filter_map(|one| {
            let evidence = isms.evidence.get(&one)?;
            let is_it = evidence.status == EvidenceStatus::Accepted
                && evidence.uses.iter().any(|used| used.target == Some(id.id()));
            is_it.then_some(evidence.period_end?).map(|end| (end, one))
        });
        let (end, one) = newest.max()?;
        let last = end.checked_add(jiff::Span::new().days(i64::from(limit))).ok()?;
        (limit > 0 && last <= soon).then_some((one, id, last))
    };
    let working = isms.controls.iter().filter(|(_, control)| control.state == ControlState::Implemented);
    let mut all: Vec<_> = working.filter_map(|(id, control)| until(id, control)).collect();
    all.sort_by_key(|(_, _, last)| *last);
    all
}

/// What somebody did in a row and that was refused.
struct Again<'a> {
    id: &'a str,
    because: &'a str,
    problem: String,
}

/// Returns the inbox above the list of evidence.
#[must_use]
pub fn section(visit: &Visit) -> Markup {
    inbox(visit, None)
}

fn inbox(visit: &Visit, again: Option<&Again<'_>>) -> Markup {
    let (isms, today) = (visit.isms(), visit.today);
    let groups: Vec<_> = Group::ALL.into_iter().map(|group| (group, group.of(isms, today))).collect();
    let asked = |group: &Group| group.word() == visit.query.get("inbox");
    let chosen = groups.iter().find(|(group, _)| asked(group));
    let chosen = chosen.or_else(|| groups.iter().find(|(_, all)| !all.is_empty()));
    html! {
        @if !visit.is_past() && visit.offers(operations::AddEvidence::INTENT, &[]) { (zone(visit)) }
        @if let Some((group, all)) = chosen {
            section.section id="inbox" aria-labelledby="inbox-title" {
                header {
                    h2 id="inbox-title" { "Inbox" }
                    nav.views.small aria-label="What is shown" {
                        @for (one, all) in &groups {
                            a href={ (visit.here_with(&[("inbox", one.word())])) "#inbox" } aria-current=[(one == group).then_some("true")] { (one.label()) " " span.number { (all.len()) } }
                        }
                    }
                }
                @if all.is_empty() { p.secondary { "Nothing here: " (group.label()) } } @else { (rows(visit, *group, all, again)) }
            }
        }
    }
}

/// Returns where files are dropped, pasted or chosen; each becomes evidence of its own.
fn zone(visit: &Visit) -> Markup {
    html! {
        form.drop.slim method="post" action=(visit.at("/evidence/drop")) enctype="multipart/form-data" data-drop {
            (once::field())
            (icon(Icon::Upload))
            label for="drop-file" { "Choose files" span.drop-words { ", drop them anywhere on this page, or paste a picture" } }
            input id="drop-file" type="file" name="file" multiple required;
            p.hint { "Each file becomes evidence of its own, 64 MiB in all. What it shows is proposed from its name." }
            p.error data-says role="alert" hidden {}
            div.actions { button.button type="submit" { "Upload" } a.button.quiet href=(visit.at("/evidence/new")) { "With all details" } }
        }
    }
}

fn rows(visit: &Visit, group: Group, all: &[Ref<Evidence>], again: Option<&Again<'_>>) -> Markup {
    let ends = expiring(visit.isms(), visit.today);
    html! {
        ul.work data-rows {
            @for id in all.iter().take(ROWS_MAX) {
                @if let Some(evidence) = visit.isms().evidence.get(id) {
                    (row(visit, group, (*id, evidence), ends.iter().find(|(one, _, _)| one == id), again))
                }
            }
        }
        @if all.len() > ROWS_MAX { p.secondary { "and " (all.len() - ROWS_MAX) " more, in the list below" } }
    }
}

fn row(
    visit: &Visit,
    group: Group,
    (id, evidence): (Ref<Evidence>, &Evidence),
    ends: Option<&(Ref<Evidence>, Ref<Control>, Date)>,
    again: Option<&Again<'_>>,
) -> Markup {
    let uses: Vec<RecordId> = evidence.uses.iter().filter_map(|used| used.target).collect();
    let again = again.filter(|again| again.id == id.to_string());
    let proposals =
        if uses.is_empty() && !visit.is_past() { proposed(visit.isms(), evidence) } else { Vec::new() };
    let may_link = visit.offers(LinkEvidence::INTENT, &[id.id()]);
    html! {
        li id=(id) {
            (mark(group.status(), group.label()))
            div.work-words {
                a.work-title href=(visit.record_at(id)) { (id) " " (evidence.title) }
                p.secondary {
                    @if let Some(file) = &evidence.file { (file.name) ", " (file.size) " bytes" } @else { "no file" }
                    @if let Some(on) = evidence.received_on { " · came in " (short_day(on)) }
                    @if !evidence.judged_because.is_empty() { " · " (evidence.judged_because) }
                    @if let Some((_, control, last)) = ends { " · for " (link(visit, control.id())) " too old after " (short_day(*last)) }
                }
                @if !uses.is_empty() {
                    p.secondary { "for " @for (at, used) in uses.iter().take(USES_MAX).enumerate() { @if at > 0 { ", " } (link(visit, *used)) } @if uses.len() > USES_MAX { " and " (uses.len() - USES_MAX) " more" } }
                } @else if !proposals.is_empty() && may_link {
                    div.row { span.small.secondary { "proposed for" } @for (target, why) in &proposals { (act(visit, group, id, "link", &target.to_string(), visit.isms().name_of(*target).as_str(), why)) } }
                }
                @if let Some(again) = again { p.error { (again.problem) } }
            }
            div.work-end { (judge(visit, group, id, evidence, again)) }
        }
    }
}

/// Returns the buttons of those who may judge; rejecting asks why.
fn judge(
    visit: &Visit,
    group: Group,
    id: Ref<Evidence>,
    evidence: &Evidence,
    again: Option<&Again<'_>>,
) -> Markup {
    let is_open = [EvidenceStatus::Submitted, EvidenceStatus::Rejected].contains(&evidence.status);
    if visit.is_past() || !is_open || !visit.offers(JudgeEvidence::INTENT, &[id.id()]) {
        return html! {};
    }
    html! {
        (act(visit, group, id, "accept", "", "Accept", ""))
        @if evidence.status == EvidenceStatus::Submitted {
            details.fold open[again.is_some()] {
                summary { "Reject" }
                form.one-button method="post" action=(visit.at(HERE)) {
                    input type="hidden" name="id" value=(id);
                    input type="hidden" name="do" value="reject";
                    input type="hidden" name="inbox" value=(group.word());
                    input name="because" id={ "because-" (id) } value=(again.map_or("", |again| again.because)) aria-label={ "why " (id) " is not taken" } autocomplete="off";
                    button.button type="submit" { "Reject" }
                }
            }
        }
    }
}

fn act(
    visit: &Visit,
    group: Group,
    id: Ref<Evidence>,
    what: &str,
    target: &str,
    label: &str,
    why: &str,
) -> Markup {
    let button = Action::post(label, visit.at(HERE)).with("id", id.to_string()).with("do", what);
    let button = if target.is_empty() { button } else { button.with("target", target).icon(Icon::Link) };
    html! { (button.with("inbox", group.word()).show()) @if !why.is_empty() { span.small.secondary { (why) } } }
}

/// Does what a row of the inbox offers: accept, reject, link.
///
/// # Errors
/// Where there is no such evidence, or a failure of the world.
pub async fn act_on(visit: Visit, typed: Fields) -> Answer {
    visit.writable()?;
    let id: Ref<Evidence> = Ref::parse(typed.get("id")).ok_or_else(|| Failure::unknown("such evidence"))?;
    let (done, words) = match typed.get("do") {
        "accept" => (judged(&visit, id, Judgement::Accept, typed.get("because")).await?, "accepted"),
        "reject" => (judged(&visit, id, Judgement::Reject, typed.get("because")).await?, "rejected"),
        "link" => {
            let target =
                RecordId::parse(typed.get("target")).ok_or_else(|| Failure::unknown("such record"))?;
            (said(visit.run(LinkEvidence { evidence: id, targets: vec![target] }).await?), "linked")
        }
        other => return Err(Failure::Unreadable(format!("{other} is none of accept, reject, link"))),
    };
    match done {
        Ok(done) => {
            visit.say(format!("{id}: {words}"), Some(&done).filter(|_| words == "linked"));
            let at = address::with_query(HERE, [("inbox", typed.get("inbox"))]);
            Ok(visit.to(&format!("{at}#inbox")))
        }
        Err(problem) => {
            let again =
                Again { id: typed.get("id"), because: typed.get("because"), problem: problem.clone() };
            let wrong = vec![(format!("because-{id}"), problem)];
            let main = html! { (problems(None, &wrong)) (inbox(&visit, Some(&again))) };
            Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, PageHead::new("Evidence"), main))
        }
    }
}

/// Judges evidence; what is refused is its words.
async fn judged(
    visit: &Visit,
    evidence: Ref<Evidence>,
    judgement: Judgement,
    because: &str,
) -> Result<Result<app::Done, String>, Failure> {
    let because = match Prose::read(because) {
        Ok(because) => because,
        Err(problem) => return Ok(Err(problem.to_string())),
    };
    let judge = JudgeEvidence { evidence, judgement, because, verdicts: Vec::new() };
    Ok(said(visit.run(judge).await?))
}

fn said<R: std::fmt::Display>(done: Result<app::Done, R>) -> Result<app::Done, String> {
    done.map_err(|refusal| refusal.to_string())
}
