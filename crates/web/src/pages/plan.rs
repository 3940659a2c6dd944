//! The plan: phases with dates, the day wanted and the earliest honest one, audit days; and how to change them.

use axum::http::StatusCode;
use maud::{Markup, html};
use model::records::Phase;
use model::{Date, Decimal, Isms, Key, RecordId, RecordKind, Shape, Value as _};
use operations::{DayWanted, PlanDates};
use rules::phase_now;
use standards::schedule::{
    AuditDays, Planned, Schedule, Source, Wanted, audit_days_for, is_up_to_date, plan_of,
};

use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::naming::day;
use crate::pages::words::of_label;
use crate::parts::lanes::{Lane, Lanes, lanes};
use crate::parts::table::{Table, table};
use crate::parts::{
    Action, Choice, Fact, FormView, Icon, Input, Status, Widget, chip, facts, form, halves, section,
};
use crate::rail::long_day;
use crate::visit::Visit;

/// The address.
const HERE: &str = "/plan";
/// The last phase that is drawn; the years of surveillance would press all others together.
const DRAWN: u32 = 8;

/// What is wrong: the field and the words.
type Wrong = Vec<(&'static str, String)>;

/// Answers with the plan.
///
/// # Errors
/// Never; the type is that of all pages.
pub async fn page(visit: Visit) -> Answer {
    let main = main(&visit, &Fields::default(), &Wrong::new());
    Ok(visit.page(HERE, head(&visit), main))
}

/// Changes the plan.
///
/// # Errors
/// A failure of the world, or where the form says no change.
pub async fn change(visit: Visit, typed: Fields) -> Answer {
    let wrong = match read(&typed, visit.today)? {
        Err(wrong) => wrong,
        Ok(operation) => match visit.run(operation).await? {
            Ok(done) => {
                let words =
                    if done.seq.is_some() { "the plan was changed" } else { "the plan says this already" };
                visit.say(words, Some(&done));
                return Ok(visit.to(HERE));
            }
            Err(refusal) => {
                let field = match typed.get("what") {
                    "days" => "days",
                    "wanted" => "wanted",
                    _ => "from",
                };
                vec![(field, crate::pages::record::capital(&refusal.to_string()))]
            }
        },
    };
    let main = main(&visit, &typed, &wrong);
    Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(&visit), main))
}

/// Reads the change that a form asks for.
fn read(typed: &Fields, today: Date) -> Result<Result<PlanDates, Wrong>, Failure> {
    let one = |field: &'static str, words: String| Err(vec![(field, words)]);
    let number = || typed.get("phase").parse().unwrap_or_default();
    Ok(match typed.get("what") {
        "again" => Ok(PlanDates::default()),
        "free" => Ok(PlanDates { freed: vec![number()], ..PlanDates::default() }),
        "wanted" => match (typed.get("wanted"), day(typed.get("wanted"), today)) {
            ("", _) => Ok(PlanDates { wanted: DayWanted::Nothing, ..PlanDates::default() }),
            (_, Ok(wanted)) => Ok(PlanDates { wanted: DayWanted::By(wanted), ..PlanDates::default() }),
            (_, Err(words)) => one("wanted", words),
        },
        "days" => match Decimal::read(&locale().typed_number(&Shape::Decimal, typed.get("days"))) {
            Ok(days) => Ok(PlanDates { audit_days: Some(days), ..PlanDates::default() }),
            Err(_) => one("days", format!("Enter a number of days such as {}", example())),
        },
        "move" => match (day(typed.get("from"), today), typed.get("to")) {
            (Err(words), _) => one("from", words),
            (Ok(starts), "") => Ok(moved(number(), starts, None)),
            (Ok(starts), to) => match day(to, today) {
                Ok(ends) => Ok(moved(number(), starts, Some(ends))),
                Err(words) => one("to", words),
            },
        },
        _ => return Err(Failure::Unreadable("expected again, free, wanted, days or move".to_owned())),
    })
}

/// Returns half a day more than eight as the reader writes it.
fn example() -> String {
    locale().told(&Shape::Decimal, "8.5")
}

fn moved(number: u32, starts: Date, ends_on: Option<Date>) -> PlanDates {
    PlanDates { moves: vec![Phase { number, starts_on: Some(starts), ends_on }], ..PlanDates::default() }
}

fn head(visit: &Visit) -> PageHead {
    let mut actions = vec![
        Action::link("Two pages, PDF", visit.at("/exports/plan.pdf")).primary().icon(Icon::Download),
        Action::link("History", visit.at("/history?record=PLAN")).icon(Icon::History).key("h"),
    ];
    if visit.offers_edit(RecordId { kind: RecordKind::Plan, key: Key::One }) {
        actions.push(Action::link("Edit", visit.at("/plan/PLAN/edit")).icon(Icon::Pencil).key("e"));
    }
    PageHead {
        lead: Some(
            html! { "The way to the certificate, worked out from people, places, suppliers, laws and the day wanted." },
        ),
        actions,
        ..PageHead::new("Plan")
    }
}

fn main(visit: &Visit, typed: &Fields, wrong: &Wrong) -> Markup {
    let (isms, today) = (visit.isms(), visit.today);
    let schedule = plan_of(isms, today);
    let is_written = isms.plan.one().is_some_and(|plan| !plan.phases.is_empty());
    let is_late = schedule.certificate_on < schedule.earliest_on;
    let is_stale = !is_up_to_date(isms, today);
    let again = Action::post("Work the dates out again", visit.at(HERE)).with("what", "again");
    html! {
        (facts(&first(&schedule)))
        @if !schedule.conflicts.is_empty() || !schedule.assumes.is_empty() || is_late || is_stale {
            div.callout {
                @for assumed in &schedule.assumes { p { (crate::pages::record::capital(assumed)) ". " a href=(visit.at("/answers#people")) { "Say how many" } } }
                @for conflict in &schedule.conflicts { p { (conflict) } }
                @if is_late { p { "By today's forecast the certificate is there on " (long_day(schedule.earliest_on)) "." } }
                @if !is_written { p { "The dates are worked out for this page and not recorded yet." } }
                @else if is_stale { p { "What is recorded today gives other dates than those below." } }
                @if !visit.reads_only() && is_stale { (again.show()) }
            }
        }
        (section("timeline", "Timeline", "", &[], picture(visit, &schedule)))
        (forecast(visit))
        (section("phases", "Phases", "", &[], phases(visit, &schedule)))
        (section("audit", "Audit days", "", &[], audit(visit, audit_days_for(isms, today).as_ref())))
        @if !visit.reads_only() { (section("change", "Change the plan", "", &[], changes(visit, isms, typed, wrong))) }
    }
}

/// Returns what stands first: the certificate that holds and what comes next, else the day of the first one.
fn first(schedule: &Schedule) -> Vec<Fact> {
    if let Some(cycle) = &schedule.cycle {
        return vec![
            Fact::words("Certified since", &long_day(cycle.decided_on)),
            Fact::new(
                "Next",
                html! { (cycle.next.title()) ", by " (long_day(cycle.by)) p.secondary { (crate::pages::record::capital(&locale().days_in(&schedule.because))) } },
            ),
            Fact::new("Renewal wanted", wanted(schedule)),
            Fact::words("Certificate ends", &long_day(cycle.expires_on)),
        ];
    }
    vec![
        planned(schedule),
        Fact::new("Wanted", wanted(schedule)),
        Fact::new(
            EARLIEST,
            html! { (long_day(schedule.earliest_on)) p.secondary { (locale().days_in(&schedule.because)) } },
        ),
        Fact::words("First surveillance", &format!("by {}", long_day(schedule.first_surveillance_by))),
        Fact::words("Certificate ends", &long_day(schedule.expires_on)),
    ]
}

/// What the day is called on which the certificate can be there, as things stand.
pub const EARLIEST: &str = "Earliest, as things stand";

/// Returns the day of the certificate by the plan; a plan that lies before the earliest day says that it cannot be kept.
#[must_use]
pub fn planned(schedule: &Schedule) -> Fact {
    let day = long_day(schedule.certificate_on);
    match schedule.certificate_on < schedule.earliest_on {
        true => Fact::new(
            "Certificate, as planned",
            html! { (day) " " (chip(Status::Attention, "cannot be kept")) },
        ),
        false => Fact::words("Certificate", &day),
    }
}

/// Returns the day wanted, and whether it can be met.
#[must_use]
pub fn wanted(schedule: &Schedule) -> Markup {
    let words = locale().days_in(&schedule.wanted.words());
    match schedule.wanted {
        Wanted::Unsaid => html! { span.missing { (words) } },
        Wanted::Met { on, .. } => html! { (long_day(on)) " " (chip(Status::Met, &words)) },
        Wanted::TooEarly { on } | Wanted::Over { on } => {
            html! { (long_day(on)) " " (chip(Status::Attention, &words)) }
        }
        Wanted::Renewal { on, .. } => {
            let status = if schedule.wanted.is_met() { Status::Met } else { Status::Attention };
            html! { (long_day(on)) " " (chip(status, &words)) }
        }
    }
}

/// Returns the phases over time.
fn picture(visit: &Visit, schedule: &Schedule) -> Markup {
    let drawn: Vec<&Planned> = schedule.phases.iter().filter(|phase| phase.number <= DRAWN).collect();
    let (Some(from), Some(to)) =
        (drawn.iter().map(|phase| phase.starts_on).min(), drawn.iter().map(|phase| phase.ends_on).max())
    else {
        return html! {};
    };
    let from = from.min(visit.today);
    let span = (days_between(from, to)).max(1);
    let share =
        |day: Date| u16::try_from((days_between(from, day) * 1000 / span).clamp(0, 1000)).unwrap_or(1000);
    let now = phase_now(visit.isms(), visit.today, visit.results().diagnostics()).number();
    let lane = |phase: &&Planned| Lane {
        number: u8::try_from(phase.number).unwrap_or(u8::MAX),
        name: phase.title.to_owned(),
        href: visit.at(&format!("/readiness?group=phase#phase-{}", phase.number)),
        state: match phase.number.cmp(&now) {
            std::cmp::Ordering::Less => (Status::Met, "done".to_owned()),
            std::cmp::Ordering::Equal => (Status::InProgress, "now".to_owned()),
            std::cmp::Ordering::Greater => (Status::NotStarted, "ahead".to_owned()),
        },
        span: (share(phase.starts_on), share(phase.ends_on)),
        done: if phase.number < now { 100 } else { 0 },
        dates: format!("{} to {}", short(phase.starts_on), short(phase.ends_on)),
        gate: html! {},
        action: None,
    };
    lanes(&Lanes {
        ticks: ticks(from, to).into_iter().map(|(word, day)| (word, share(day))).collect(),
        today: Some(share(visit.today)),
        lanes: drawn.iter().map(lane).collect(),
    })
}

/// Returns the forecast: the chain of phases that decides the day, and how much slack the others have.
fn forecast(visit: &Visit) -> Markup {
    let results = visit.results();
    let way = reports::timeline::timeline(visit.isms(), visit.today, results.diagnostics());
    let Some(forecast) = way.forecast else { return html! {} };
    let row = |step: &standards::schedule::ForecastStep| {
        vec![
            html! { span.nowrap { (step.number) " " (step.title) } },
            html! { span.nowrap { (short(step.starts_on)) } },
            html! { span.nowrap { (short(step.ends_on)) } },
            html! { @if step.is_critical() { b { (step.slack_words()) } } @else { (step.slack_words()) } },
            html! { (step.waits_for) },
        ]
    };
    section(
        "forecast",
        "What decides the day",
        "",
        &[],
        html! {
            p { "Forecast of today: " b { (long_day(forecast.on)) } ", where the rest goes as it should. Each week lost in one of these is lost for the certificate: " (forecast.chain()) }
            @for words in &way.late { p { (words) "." } }
            (table(&Table {
                caption: String::new(),
                head: ["Phase", "From", "To", "Slack", "Waits for"].map(str::to_owned).to_vec(),
                rows: forecast.steps.iter().map(row).collect(),
            }))
        },
    )
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// Returns the first days of months, of each third where there are many.
fn ticks(from: Date, to: Date) -> Vec<(String, Date)> {
    let each = if days_between(from, to) > 550 { 3 } else { 1 };
    let first = from.first_of_month().saturating_add(jiff::Span::new().months(1));
    let months = (0..).map(|at| first.saturating_add(jiff::Span::new().months(at * each)));
    months
        .take(40)
        .take_while(|day| *day < to)
        .map(|day| (day.strftime(if day.month() == 1 { "%b %Y" } else { "%b" }).to_string(), day))
        .collect()
}

fn short(day: Date) -> String {
    locale().short_day(day)
}

/// Returns the phases as a table.
fn phases(visit: &Visit, schedule: &Schedule) -> Markup {
    let row = |phase: &Planned| {
        let free = Action::post("Work out again", visit.at(HERE))
            .with("what", "free")
            .with("phase", phase.number.to_string());
        let is_moved = phase.source == Source::Given;
        vec![
            html! { span.nowrap { (phase.number) " " (phase.title) } },
            html! { span.nowrap { (short(phase.starts_on)) } },
            html! { span.nowrap { (short(phase.ends_on)) } },
            html! { (phase.takes) @for why in &phase.why { p.secondary.small { (why) } } },
            html! {
                (phase.gate)
                @if is_moved { p.secondary { "moved by hand " @if !visit.reads_only() { (free.quiet().show()) } } }
            },
        ]
    };
    table(&Table {
        caption: String::new(),
        head: ["Phase", "Starts", "Ends", "What it takes, and why so long", "Gate at its end"]
            .map(str::to_owned)
            .to_vec(),
        rows: schedule.phases.iter().map(row).collect(),
    })
}

fn audit(visit: &Visit, days: Option<&AuditDays>) -> Markup {
    let Some(days) = days else {
        return html! { p { a href=(visit.at("/answers#people")) { "Say how many people work here" } ", and the days of the audit follow; or enter those of an offer below." } };
    };
    let mut lines = vec![
        Fact::words("First audit", &format!("{} days", locale().decimal(days.initial))),
        Fact::words("Stage 1", &format!("{} days", locale().decimal(days.stage_1))),
        Fact::words("Stage 2", &format!("{} days", locale().decimal(days.stage_2))),
        Fact::words("Surveillance", &format!("{} days a year", locale().decimal(days.surveillance))),
        Fact::words("Recertification", &format!("{} days", locale().decimal(days.recertification))),
    ];
    if let Some(fewest) = days.fewest {
        lines.push(Fact::words(
            "Fewest",
            &format!("a body may offer no fewer than {} days", locale().decimal(fewest)),
        ));
    }
    if let Some(sites) = days.sites {
        lines.push(Fact::words("Sites", &sites.to_string()));
    }
    html! { (facts(&lines)) p.secondary.small { (crate::pages::record::capital(&days.basis)) } }
}

/// Returns the forms that change the plan.
fn changes(visit: &Visit, isms: &Isms, typed: &Fields, wrong: &Wrong) -> Markup {
    let error = |name: &str| wrong.iter().find(|(field, _)| *field == name).map(|(_, words)| words.clone());
    let standing = |name: &str, now: Option<String>| {
        if typed.has(name) { typed.get(name).to_owned() } else { now.unwrap_or_default() }
    };
    let one = |what: &str, heading: &str, submit: &str, inputs: Vec<Input>| {
        form(&FormView {
            action: visit.at(HERE),
            hidden: vec![("what".to_owned(), what.to_owned())],
            parts: vec![(heading.to_owned(), inputs)],
            submit: submit.to_owned(),
            ..FormView::default()
        })
    };
    let plan = isms.plan.one();
    let wanted_on = plan.and_then(|plan| plan.wanted_on).map(|day| day.to_string());
    let days = plan
        .and_then(|plan| plan.audit_days)
        .map(|days| locale().in_form(&Shape::Decimal, &days.to_string()));
    let phases = rules::Phase::all().map(|phase| {
        Choice::new(phase.number().to_string(), format!("{} {}", phase.number(), phase.title()))
    });
    let day_input = |name: &str, label: &str, hint: &str| {
        Input::new(name, label, Widget::Date).hint(hint).error(error(name))
    };
    let body = Input {
        term: of_label("certification body"),
        ..Input::new("days", "Auditor days of the first audit", Widget::Text)
    };
    html! {
        (halves(
            html! {
                (one("wanted", "The day wanted", "Save the day",
                    vec![day_input("wanted", "Certificate wanted by", "Such as 2027-09-30, 30 Sep or +40w; left empty, no day is wanted").value(standing("wanted", wanted_on))]))
                (one("days", "Audit days of an offer", "Save the days",
                    vec![body.hint(format!("Both stages together, as the body offers them, such as {}", example())).value(standing("days", days)).error(error("days"))]))
            },
            one("move", "Move a phase", "Move it", vec![
                Input::new("phase", "Phase", Widget::Select(phases.collect())).value(standing("phase", None)),
                day_input("from", "Starts on", "These dates stay, whatever is worked out later").value(standing("from", None)),
                day_input("to", "Ends on", "Left empty, its length is worked out").value(standing("to", None)),
            ]),
        ))
    }
}
