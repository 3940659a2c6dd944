//! The plan on two pages as PDF: its data for the template, cut to what the pages hold.

use jiff::civil::Date;
use model::Span;
use serde_json::{Value, json};

use super::ink::Ink;
use typst::text::Font;

use super::world::Template;
use super::{Lend, Marks, PdfFailure, laid_out};
use crate::director_plan::{Deed, DirectorPlan, Gap, Standing};

// A page is as long as it is: what is longer is cut with an ellipsis, and the records hold it whole.
const NAME_MAX: usize = 110;
const SCOPE_MAX: usize = 620;
const BECAUSE_MAX: usize = 330;
const WORDS_MAX: usize = 120;
const GAP_MAX: usize = 105;
const OWNER_MAX: usize = 48;
const CONFLICTS_MAX: usize = 3;

/// Returns the plan as the bytes of a PDF file of exactly two pages. CPU-bound.
///
/// # Errors
/// If it cannot be laid out; no text is known that leads to it.
pub fn director_pdf(plan: &DirectorPlan, lend: &Lend) -> Result<Vec<u8>, PdfFailure> {
    let marks =
        Marks { ident: format!("{} plan {}", plan.organisation, plan.ledger.digest), as_of: plan.as_of };
    laid_out(Template::Plan, |fonts| view(plan, fonts), &[], &marks, lend)
}

/// Returns the plan as JSON, and the characters that these fonts cannot draw.
pub(super) fn view(plan: &DirectorPlan, fonts: &[Font]) -> (String, String) {
    let mut ink = Ink::new(fonts);
    let (wanted, met) = plan.wanted();
    let schedule = &plan.schedule;
    let scope = match plan.scope.standing {
        Standing::Missing => {
            "Nobody has written down the scope yet. It says which part of the organization, which places, \
                              systems and services the certificate is to cover."
                .to_owned()
        }
        Standing::Approved | Standing::Draft => plan.scope.text.clone(),
    };
    let axis = Axis::of(plan);
    let phases: Vec<Value> = plan
        .phases()
        .map(|(phase, mark)| {
            let (at, wide) = axis.bar(phase.starts_on, phase.ends_on);
            json!({
                "number": phase.number.to_string(), "title": phase.title, "mark": mark, "at": at, "wide": wide,
                "from": phase.starts_on.to_string(), "to": phase.ends_on.to_string(),
                "gate": ink.label(phase.gate, WORDS_MAX),
                "takes": ink.label(phase.takes, WORDS_MAX),
            })
        })
        .collect();
    let said = schedule.assumes.iter().chain(&schedule.conflicts);
    let conflicts: Vec<String> = said.take(CONFLICTS_MAX).map(|one| ink.label(one, 160)).collect();
    // One name for the day that can be reached from today on, wherever it is printed.
    let (label, note) = match &schedule.cycle {
        Some(cycle) => ("Certified since", format!("the certificate ends on {}", cycle.expires_on)),
        None => ("Certificate by this plan", format!("forecast of today: {}", schedule.earliest_on)),
    };
    let mut view = json!({
        "organisation": ink.label(&plan.organisation, NAME_MAX),
        "organisation_short": ink.label(&plan.organisation, 60),
        "as_of": plan.as_of.to_string(),
        "seq": plan.ledger.seq.to_string(),
        "digest_short": ink.label(&plan.ledger.short(), 32).replace('\u{200b}', ""),
        "certificate": schedule.certificate_on.to_string(),
        "certificate_label": label, "certificate_note": note,
        "is_late": schedule.certificate_on < schedule.earliest_on,
        "wanted": wanted, "met": met, "is_met": schedule.wanted.is_met(),
        "because": sentence(&ink.label(&schedule.because, BECAUSE_MAX)),
        "conflicts": conflicts,
        "scope": ink.label(&scope, SCOPE_MAX),
        "scope_state": match plan.scope.standing {
            Standing::Approved => "approved",
            Standing::Draft => "DRAFT",
            Standing::Missing => "missing",
        },
        "months": axis.months(),
        "phases": phases,
        "surveillance": format!(
            "first surveillance by {}, then yearly; the certificate ends on {} unless renewed",
            schedule.first_surveillance_by, schedule.expires_on
        ),
        "audit": audit(plan, &mut ink),
        "deeds": plan.deeds.iter().map(|one| deed(one, &mut ink)).collect::<Vec<Value>>(),
        "gaps": plan.gaps.iter().map(|one| gap(one, &mut ink)).collect::<Vec<Value>>(),
        "more": plan.more,
        "decisions": plan.decisions.iter().map(|one| ink.label(one, 190)).collect::<Vec<String>>(),
    });
    view["unknown"] = json!(ink.unknown);
    (view.to_string(), ink.missing())
}

fn audit(plan: &DirectorPlan, ink: &mut Ink) -> Value {
    let Some(days) = &plan.audit else { return Value::Null };
    let sites = days.sites.map(|sites| sites.to_string()).unwrap_or_default();
    json!({
        "initial": days.initial.to_string(), "stage_1": days.stage_1.to_string(), "stage_2": days.stage_2.to_string(),
        "surveillance": days.surveillance.to_string(), "recertification": days.recertification.to_string(),
        "basis": sentence(&ink.label(&days.basis, 300)), "sites": sentence(&ink.label(&sites, 240)),
    })
}

fn deed(deed: &Deed, ink: &mut Ink) -> Value {
    json!({
        "who": deed.who, "name": ink.label(&deed.name, OWNER_MAX), "what": ink.label(&deed.what, GAP_MAX),
        "when": deed.when, "is_named": deed.name != "to be named" && deed.name != "to be chosen",
    })
}

fn gap(gap: &Gap, ink: &mut Ink) -> Value {
    json!({
        "code": gap.code, "clause": ink.label(&gap.clause, 24), "what": sentence(&ink.label(&gap.what, GAP_MAX)),
        "effort": gap.effort, "owner": ink.label(&gap.owner, OWNER_MAX), "is_named": gap.owner != "to be named",
    })
}

/// Begins with a capital letter and ends with a full stop.
fn sentence(text: &str) -> String {
    let mut signs = text.chars();
    let Some(first) = signs.next() else { return String::new() };
    let end = if text.ends_with(['.', '…', '!', '?']) { "" } else { "." };
    first.to_uppercase().chain(signs).chain(end.chars()).collect()
}

/// The line of time from the first phase to a little after the certificate.
struct Axis {
    from: Date,
    days: f64,
}

impl Axis {
    fn of(plan: &DirectorPlan) -> Self {
        let phases = &plan.schedule.phases;
        let way = phases.iter().filter(|phase| phase.number < 9);
        let from = way.clone().map(|phase| phase.starts_on).min().unwrap_or(plan.as_of);
        let to = way.map(|phase| phase.ends_on).max().unwrap_or(plan.as_of);
        let days = f64::from(days_between(from, to)).max(28.0);
        Self { from, days: days * 1.06 }
    }

    /// Returns where a day stands, in percent.
    fn at(&self, day: Date) -> f64 {
        let percent = f64::from(days_between(self.from, day)) / self.days * 100.0;
        (percent.clamp(0.0, 100.0) * 100.0).round() / 100.0
    }

    /// Returns where a bar begins and how wide it is.
    fn bar(&self, from: Date, to: Date) -> (f64, f64) {
        let at = self.at(from);
        (at, (self.at(to) - at).max(0.8).min(100.0 - at).max(0.0))
    }

    /// Returns the first day of months with their names, at most a dozen.
    fn months(&self) -> Vec<Value> {
        let every = (self.days / 30.4 / 12.0).ceil().max(1.0) as i32;
        let first = self.from.first_of_month().saturating_add(Span::new().months(1));
        let month = |number: i32| first.saturating_add(Span::new().months(number * every));
        let all = (0..24).map(month).map(|day| (self.at(day), day));
        let shown = all.take_while(|(at, _)| *at < 97.0);
        shown.map(|(at, day)| json!({ "at": at, "name": name(day) })).collect()
    }
}

fn name(day: Date) -> String {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = NAMES[usize::from(day.month().unsigned_abs()).saturating_sub(1).min(11)];
    if day.month() == 1 { day.year().to_string() } else { month.to_owned() }
}

fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}
