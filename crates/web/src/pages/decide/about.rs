//! What a decision is about, why it is asked now, what follows from it, and what shows it.

use maud::{Markup, html};
use model::records::{Document, Evidence, Exception, Risk, Soa, TreatmentPlan};
use model::{RecordId, Ref, YesNo};
use operations::{draft_digest, draft_version};
use reports::tasks::Task;

use super::Subject;
use crate::pages::naming::{counted, owner_name, short_day, told};
use crate::pages::record::capital;
use crate::pages::record::shown::{lines, link};
use crate::pages::risks::{level, method_of};
use crate::parts::digest::digest;
use crate::parts::markdown::markdown;
use crate::parts::{Fact, Status, facts, state};
use crate::visit::Visit;

/// How many characters of a text stand in sight.
const TEXT_SEEN: usize = 600;
/// How many lines of several are shown.
const LINES_MAX: usize = 12;

/// Returns what is decided about.
pub(super) fn what(visit: &Visit, subject: Subject, id: RecordId) -> Markup {
    let isms = visit.isms();
    let body = match subject {
        Subject::Document => isms.documents.get(&Ref::of(id.key)).map(|one| of_document(visit, id, one)),
        Subject::Scope => isms.scope.one().map(|one| {
            let within = one.content(isms).elements.len();
            html! { (text(&one.statement)) p.secondary { (counted(within, "element is", "elements are")) " inside" } }
        }),
        Subject::Method => Some(of_method(visit)),
        Subject::Soa => Some(of_soa(visit)),
        Subject::Plan => Some(of_plan(visit)),
        Subject::Risk => isms.risks.get(&Ref::of(id.key)).map(|one| of_risk(visit, one)),
        Subject::Exception => isms.exceptions.get(&Ref::of(id.key)).map(|one| of_exception(visit, one)),
        Subject::Evidence => isms.evidence.get(&Ref::of(id.key)).map(|one| of_evidence(visit, one)),
    };
    part(
        "What",
        html! { @if let Some(body) = body { (body) } p { a href=(visit.record_at(id)) { "All of " (id) } } },
    )
}

/// Returns why it is asked now.
pub(super) fn why_now(visit: &Visit, task: &Task) -> Markup {
    let of_it = visit.results();
    let holds = of_it.diagnostics().filter(|one| one.counts() && one.place.record() == Some(task.record));
    let holds: Vec<_> = holds.take(3).map(|one| (one.code, told(visit.isms(), &one.message))).collect();
    part(
        "Why now",
        html! {
            p { (capital(&task.why)) "." }
            @if let Some(since) = task.since { p.secondary { "It waits since " (short_day(since)) "." } }
            @if let Some(due) = task.due { p { (state(if task.is_late(visit.today) { Status::Attention } else { Status::Info }, &format!("due {}", short_day(due)))) } }
            @for (code, message) in &holds { p.secondary { code { (code) } " " (message) } }
        },
    )
}

/// Returns what follows from yes and from no.
pub(super) fn follows(visit: &Visit, subject: Subject, id: RecordId) -> Markup {
    let version = draft_version(visit.isms(), id, visit.today).unwrap_or(1);
    let in_force = in_force(visit, subject, id);
    let goes_on = in_force.map_or_else(
        || "no version is in force".to_owned(),
        |version| format!("version {version} goes on to hold"),
    );
    let (yes, no) = match subject {
        Subject::Document => (
            format!(
                "Version {version} holds from today, and those who have to read it are asked to. A later edit needs another approval."
            ),
            format!("It stays a draft in review; {goes_on}."),
        ),
        Subject::Scope => (
            format!(
                "Version {version} is the boundary from today: what is inside is protected, audited and certified."
            ),
            match in_force {
                Some(_) => capital(&format!("{goes_on}, and the words of today stay a draft.")),
                None => "No boundary is agreed; Stage 1 cannot take place without one.".to_owned(),
            },
        ),
        Subject::Method => (
            format!(
                "Version {version} is the yardstick for all risks; ratings by an older version are looked at again."
            ),
            match in_force {
                Some(_) => capital(&format!("{goes_on}: risks are rated by that one.")),
                None => "Ratings stay provisional.".to_owned(),
            },
        ),
        Subject::Soa => (
            format!("Version {version} is frozen and bound to the scope; an auditor reads this one."),
            capital(&format!("{goes_on}.")),
        ),
        Subject::Plan => (
            "You agree to the actions for your risks as they stand, with their dates and people.".to_owned(),
            "The actions go on without your approval, which an auditor will ask for (6.1.3 f).".to_owned(),
        ),
        Subject::Risk => (
            "You answer for what is left until the day that you name; then it is looked at again.".to_owned(),
            "The risk stays open, and has to be lowered, shared or avoided.".to_owned(),
        ),
        Subject::Exception => (
            "The rule does not hold there until its last day; the exception is listed for auditors."
                .to_owned(),
            "The rule holds there too.".to_owned(),
        ),
        Subject::Evidence => (
            "It counts as evidence for all that it is linked to.".to_owned(),
            "It does not count; what it was to show stays without evidence.".to_owned(),
        ),
    };
    html! {
        section.decision-part.two-up {
            div { h2 { "If yes" } p { (yes) } }
            div { h2 { "If no" } p { (no) } }
        }
    }
}

/// Returns the version in force of what is approved in versions.
fn in_force(visit: &Visit, subject: Subject, id: RecordId) -> Option<u32> {
    let (isms, today) = (visit.isms(), visit.today);
    match subject {
        Subject::Document => {
            let document = isms.documents.get(&Ref::of(id.key))?;
            document.in_force(today).map(|one| one.version)
        }
        Subject::Scope => isms.scope.one()?.in_force(today).map(|one| one.version),
        Subject::Method => isms.method.one()?.in_force(today).map(|one| one.version),
        Subject::Soa => model::in_force(&isms.soa.one()?.approvals, today).map(|one| one.version),
        Subject::Plan | Subject::Risk | Subject::Exception | Subject::Evidence => None,
    }
}

/// Returns what shows it: the content that a signature would bind, and what is on record.
pub(super) fn proof(visit: &Visit, id: RecordId) -> Markup {
    let seen = draft_digest(visit.isms(), id, visit.actor, visit.today);
    let history = visit.at(&format!("/history?record={id}"));
    part(
        "Proof",
        html! {
            @if let Some(seen) = seen { p { "What you read: " (digest("sha256", &seen.to_string())) ". The signature binds exactly this." } }
            p { a href=(history) { "Who changed what, and when" } }
        },
    )
}

fn part(title: &str, body: Markup) -> Markup {
    html! { section.decision-part { h2 { (title) } (body) } }
}

/// Returns a text, the rest of a long one folded.
fn text(words: &str) -> Markup {
    let cut = words.char_indices().nth(TEXT_SEEN).map(|(at, _)| at);
    html! {
        @match cut {
            None => blockquote { (lines(words)) },
            Some(cut) => {
                blockquote { (lines(&words[..cut])) "…" }
                details.fold { summary { "The whole text" } blockquote { (lines(words)) } }
            }
        }
    }
}

fn of_document(visit: &Visit, id: RecordId, document: &Document) -> Markup {
    let authors: Vec<String> = document.authors.iter().map(|one| visit.isms().name_of(one.id())).collect();
    let in_force = document.in_force(visit.today).map(|one| one.version);
    html! {
        @if document.text.chars().count() <= TEXT_SEEN { blockquote { (markdown(&document.text)) } }
        @else if !document.text.is_empty() { details.fold open { summary { "The text" } blockquote { (markdown(&document.text)) } } }
        p.secondary {
            @if !authors.is_empty() { "Written by " (authors.join(", ")) ". " }
            @match in_force {
                Some(version) => { a href=(visit.at(&format!("/documents/{id}/compare"))) { "Compare with version " (version) } },
                None => "The first version.",
            }
        }
        @if let Some(file) = &document.file { p { "File " (file.name) } }
        @if !document.link.is_empty() { p { "Kept at " (document.link) } }
    }
}

fn of_method(visit: &Visit) -> Markup {
    let content = visit.isms().method.one().map(|method| method.content()).unwrap_or_default();
    let levels: Vec<String> = content.levels.iter().map(|step| step.word.to_string()).collect();
    html! {
        (facts(&[
            Fact::words("Likelihood", &counted(content.likelihood.steps().len(), "step", "steps")),
            Fact::words("Consequence", &counted(content.consequence.steps().len(), "step", "steps")),
            Fact::words("Levels", &levels.join(", ")),
            Fact::words("Accepted up to", &content.acceptance_level.map(|one| one.to_string()).unwrap_or_default()),
        ]))
    }
}

fn of_soa(visit: &Visit) -> Markup {
    let rows = Soa::content(visit.isms(), visit.today).rows;
    let of = |wanted| rows.iter().filter(|row| row.included == wanted).count();
    html! {
        p { (counted(rows.len(), "control", "controls")) ": " (of(Some(YesNo::Yes))) " included, " (of(Some(YesNo::No))) " excluded." }
        p { a href=(visit.at("/soa/compare")) { "What differs from the version in force" } }
    }
}

fn of_plan(visit: &Visit) -> Markup {
    let own = TreatmentPlan::content(visit.isms(), visit.actor).actions;
    html! {
        p { (counted(own.len(), "action", "actions")) " for your risks:" }
        ul.plain {
            @for action in own.iter().take(LINES_MAX) {
                li { (link(visit, action.id.id())) span.secondary { " " (owner_name(visit.isms(), action.owner.as_ref())) @if let Some(due) = action.due { ", " (short_day(due)) } } }
            }
        }
        @if own.len() > LINES_MAX { p.secondary { "and " (own.len() - LINES_MAX) " more" } }
    }
}

fn of_risk(visit: &Visit, risk: &Risk) -> Markup {
    let method = method_of(visit);
    html! {
        @if !risk.description.is_empty() { (text(&risk.description)) }
        (facts(&[
            Fact::new("Now", level(&method, &risk.now)),
            Fact::new("After treatment", level(&method, &risk.after)),
            Fact::words("Owner", &owner_name(visit.isms(), risk.owner.as_ref())),
            Fact::new("Lowered by", html! { @if risk.controls.is_empty() { span.missing { "no control" } } @for control in risk.controls.iter().take(LINES_MAX) { (link(visit, control.id())) br; } }),
        ]))
    }
}

fn of_exception(visit: &Visit, one: &Exception) -> Markup {
    html! {
        (text(&one.reason))
        (facts(&[
            Fact::new("From", html! { @match one.target { Some(id) => (link(visit, id)), None => (one.duty) } }),
            Fact::words("Asked by", &owner_name(visit.isms(), one.asked_by.as_ref())),
            Fact::words("Instead", &one.compensating),
            Fact::words("Until", &one.until.map(short_day).unwrap_or_default()),
        ]))
    }
}

fn of_evidence(visit: &Visit, one: &Evidence) -> Markup {
    html! {
        @if !one.description.is_empty() { (text(&one.description)) }
        (facts(&[
            Fact::words("Collected by", &owner_name(visit.isms(), one.collected_by.as_ref())),
            Fact::words("Origin", &one.origin),
            Fact::words("File", &one.file.as_ref().map(|file| file.name.to_string()).unwrap_or_default()),
            Fact::new("For", html! { @for used in one.uses.iter().filter_map(|used| used.target).take(LINES_MAX) { (link(visit, used)) br; } }),
        ]))
    }
}
