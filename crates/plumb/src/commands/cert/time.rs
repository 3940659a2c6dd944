//! `plumb cert time`: auditor days by people, factors, complexity and sites, and those on record held against them.

use clap::Args;
use model::{Decimal, Isms, RecordId, Value as _};
use reports::audit_time::{NextDays, done_days, next_days};
use serde_json::{Value, json};
use standards::certification::{
    AuditWork, Complexity, ComplexityCell, ComplexityFactor, ComplexityLevel, Days, FactorLevel, Parameter,
    PlannedTime, SiteSample, SiteTime, Work, adjustment_topics, all_sites, certification_rule_named,
    complexity_factors, on_site_fewest, plan_time, random_fewest, site_sample, square_root, time_of,
};
use standards::schedule::{facts_of, persons_on_record};

use crate::args::{Common, Reads};
use crate::commands::show::wrapped;
use crate::exit::{Exit, Stop};
use crate::folder;
use crate::screen::{Screen, count};
use crate::shapes::CERT_TIME;
use crate::table::table;

/// So many characters beside each other where the result goes into a file or a pipe.
const WIDTH: usize = 100;
/// The most sites that are computed with.
const SITES_MOST: u32 = 1_000_000;

/// What the days rest on.
#[derive(Debug, Args)]
pub struct Time {
    /// People in scope [default: those of the certification, else of the organisation]
    #[arg(long, value_name = "NUMBER")]
    persons: Option<u32>,
    /// Of these, a group with one identical simple task; may be given again
    #[arg(long, value_name = "NUMBER")]
    identical: Vec<u32>,
    /// Business, processes, maturity of the system: three levels from 1 to 3, such as 2,1,1
    #[arg(long, value_name = "LEVELS", requires = "it")]
    business: Option<String>,
    /// Technology, outsourcing, development: three levels from 1 to 3, such as 2,3,1
    #[arg(long, value_name = "LEVELS", requires = "business")]
    it: Option<String>,
    /// The sum of all factors in percent, below zero for fewer days [default: the least that the complexity asks for]
    #[arg(long, value_name = "PERCENT", allow_hyphen_values = true)]
    factors: Option<i32>,
    /// By how many percent the days are lowered as other standards are audited together
    #[arg(long, value_name = "PERCENT", default_value_t = 0)]
    integration: u32,
    /// How many sites there are, with the central function [default: those on record]
    #[arg(long, value_name = "NUMBER")]
    sites: Option<u32>,
    /// The sites do not work alike, so they are not sampled
    #[arg(long)]
    unlike: bool,
    /// A place that is visited, the central function first: people, percent off, and how much of that for what is run centrally
    #[arg(long, value_name = "PEOPLE[/OFF[/CENTRAL]]")]
    site: Vec<String>,
    /// The table's value, from a licensed copy or an offer
    #[arg(long, value_name = "DAYS")]
    table: Option<String>,
    /// The share of Stage 1 in percent
    #[arg(long, value_name = "PERCENT")]
    stage1: Option<u32>,
    #[command(flatten)]
    reads: Reads,
}

/// All that is shown.
struct Shown {
    persons: u32,
    from: Option<RecordId>,
    counted: u32,
    complexity: Option<Complexity>,
    work: AuditWork,
    time: PlannedTime,
    sites: Option<(SiteSample, Sampled)>,
    next: NextDays,
}

/// Whether sites are sampled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sampled {
    Yes,
    No,
}

impl Time {
    /// Computes and shows the days.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let isms = &reading.snapshot.isms;
        let shown = self.compute(isms, reading.day)?;
        if screen.is_json() {
            screen.json(&CERT_TIME, shown.value());
            return Ok(());
        }
        self.show(&shown, isms, screen);
        Ok(())
    }

    fn compute(&self, isms: &Isms, today: model::Date) -> Result<Shown, Stop> {
        let on_record = persons_on_record(isms, today);
        let Some(persons) = self.persons.or(on_record.map(|(persons, _)| persons)) else {
            return Err(Stop::not_found("nobody said how many people work in the scope")
                .help("plumb cert time --persons 60, or plumb set ORG people_count=60"));
        };
        let from = on_record.filter(|_| self.persons.is_none()).map(|(_, id)| id);
        let same: u32 = self.identical.iter().copied().fold(0, u32::saturating_add);
        let Some(others) = persons.checked_sub(same) else {
            return Err(Stop::usage(format!(
                "{same} people with identical tasks are more than {persons} in scope"
            )));
        };
        let counted = standards::certification::effective_persons(others, &self.identical);
        let complexity = self.complexity()?;
        let change_percent = self.factors.unwrap_or_else(|| complexity.map_or(0, |it| least(it.cell())));
        let read = |text: &String| {
            let days = Decimal::read(text).map_err(|problem| Stop::usage(format!("--table: {problem}")))?;
            Days::of(days).ok_or_else(|| Stop::usage(format!("--table: {text} days cannot be")))
        };
        let places = self.site.iter().map(|text| place(text, change_percent));
        let work = AuditWork {
            whole: Work { persons: counted, change_percent },
            sites: places.collect::<Result<_, _>>()?,
            integration_percent: self.integration,
            own_table: self.table.as_ref().map(read).transpose()?,
            stage_1_percent: self.stage1,
        };
        let time = plan_time(&work).map_err(|refusal| Stop::new(Exit::Refused, refusal.to_string()))?;
        let sites = self.sites.unwrap_or_else(|| facts_of(isms, today).sites);
        if sites > SITES_MOST {
            return Err(Stop::usage(format!(
                "--sites: {sites} are too many, at most {SITES_MOST} are expected"
            )));
        }
        let others = sites.saturating_sub(1);
        let sites = (others > 0).then(|| match self.unlike {
            true => (all_sites(others), Sampled::No),
            false => (site_sample(others), Sampled::Yes),
        });
        let next = next_days(isms, today, &time);
        Ok(Shown { persons, from, counted, complexity, work, time, sites, next })
    }

    /// Reads the six levels.
    fn complexity(&self) -> Result<Option<Complexity>, Stop> {
        let (Some(business), Some(it)) = (&self.business, &self.it) else { return Ok(None) };
        Ok(Some(Complexity { business: levels("business", business)?, it: levels("it", it)? }))
    }

    fn show(&self, shown: &Shown, isms: &Isms, screen: &mut Screen) {
        let room = screen.width().unwrap_or(WIDTH).min(WIDTH);
        let from = shown.from.map(|id| format!(" ({id})")).unwrap_or_default();
        screen.line(format!("{} people in scope{from}, {} count", shown.persons, shown.counted));
        for group in &self.identical {
            screen.line(format!("  {group} with one identical task count as {}", square_root(*group)));
        }
        if let Some(complexity) = shown.complexity {
            self.show_complexity(complexity, shown.work.whole.change_percent, room, screen);
        }
        screen.line("");
        table(screen, &["what", "days", "at least", "note"], rows(&shown.time));
        places(&shown.work.sites, room, screen);
        if let Some((sample, sampled)) = shown.sites {
            for line in wrapped(&visits(sample, sampled), room) {
                screen.line(line);
            }
        }
        screen.line("");
        for line in on_record(isms, &shown.next).iter().flat_map(|text| wrapped(text, room)) {
            screen.line(line);
        }
        for note in &shown.time.notes {
            for line in wrapped(&format!("· {note} ({})", note.rule().id), room) {
                screen.line(line);
            }
        }
        let topics: Vec<&str> = adjustment_topics().iter().map(|topic| topic.title.as_str()).collect();
        for line in wrapped(&format!("factors speak of: {}", topics.join("; ")), room) {
            screen.talk(line);
        }
        if shown.complexity.is_none() {
            screen.talk(
                "by complexity: plumb cert time --business 2,1,1 --it 2,3,1 (three levels from 1 to 3 each)",
            );
        }
    }

    /// Shows the six levels with what each means, and what the matrix makes of them.
    fn show_complexity(&self, complexity: Complexity, taken: i32, room: usize, screen: &mut Screen) {
        let cell = complexity.cell();
        let seen =
            if cell.verified { "" } else { "; no public source shows the matrix, a licensed copy holds" };
        let text = format!(
            "complexity: business {}, IT {}: {} to {} percent by the matrix, {taken} taken{}{seen}",
            level_word(cell.business),
            level_word(cell.it),
            signed(cell.min_percent),
            signed(cell.max_percent),
            outside(cell, taken)
        );
        wrapped(&text, room).into_iter().for_each(|line| screen.line(line));
        for (factor, level) in levelled(complexity) {
            let text = format!("{} {}: {}", factor.title, level.number(), factor.meaning(level));
            wrapped(&text, room - 2).into_iter().for_each(|line| screen.line(format!("  {line}")));
        }
    }
}

/// Returns the factors with their levels.
fn levelled(complexity: Complexity) -> impl Iterator<Item = (&'static ComplexityFactor, FactorLevel)> {
    complexity_factors().iter().zip(complexity.business.into_iter().chain(complexity.it))
}

/// Returns the change in a range that is nearest to none.
fn least(cell: ComplexityCell) -> i32 {
    0.clamp(cell.min_percent, cell.max_percent)
}

/// Says that a change lies outside the range of the matrix.
fn outside(cell: ComplexityCell, taken: i32) -> &'static str {
    if (cell.min_percent..=cell.max_percent).contains(&taken) { "" } else { ", which is outside of it" }
}

fn signed(percent: i32) -> String {
    if percent > 0 { format!("+{percent}") } else { percent.to_string() }
}

fn level_word(level: ComplexityLevel) -> &'static str {
    match level {
        ComplexityLevel::Low => "low",
        ComplexityLevel::Medium => "medium",
        ComplexityLevel::High => "high",
    }
}

/// Reads three levels: `2,1,1`.
fn levels(name: &str, text: &str) -> Result<[FactorLevel; 3], Stop> {
    let read = |word: &str| match word.trim() {
        "1" => Some(FactorLevel::One),
        "2" => Some(FactorLevel::Two),
        "3" => Some(FactorLevel::Three),
        _ => None,
    };
    let read: Option<Vec<FactorLevel>> = text.split([',', '/']).map(read).collect();
    read.and_then(|levels| <[FactorLevel; 3]>::try_from(levels).ok()).ok_or_else(|| {
        let side: Vec<String> = complexity_factors()
            .iter()
            .filter(|factor| format!("{:?}", factor.side).eq_ignore_ascii_case(name))
            .map(|factor| {
                format!("{}: 1 {}, 2 {}, 3 {}", factor.title, factor.level_1, factor.level_2, factor.level_3)
            })
            .collect();
        Stop::usage(format!("--{name}: \"{text}\" is not three levels from 1 to 3, such as 2,1,1"))
            .help(side.join("; "))
    })
}

/// Reads a place that is visited: `60`, `20/30`, `20/30/10`.
fn place(text: &str, change_percent: i32) -> Result<SiteTime, Stop> {
    let wrong = || {
        Stop::usage(format!(
            "--site: \"{text}\" is no place; expected people, or people/off/central such as 20/30/10"
        ))
    };
    let mut numbers = text.split('/').map(|part| part.trim().parse::<u32>().map_err(|_| wrong()));
    let persons = numbers.next().ok_or_else(wrong)??;
    let reduction_percent = numbers.next().transpose()?.unwrap_or(0);
    let of_which_central_percent = numbers.next().transpose()?.unwrap_or(0);
    let percents = [reduction_percent, of_which_central_percent];
    if numbers.next().is_some() || percents.iter().any(|percent| *percent > 100) {
        return Err(wrong());
    }
    Ok(SiteTime { work: Work { persons, change_percent }, reduction_percent, of_which_central_percent })
}

/// Returns the days, each with the fewest that factors can make of it.
fn rows(time: &PlannedTime) -> Vec<Vec<String>> {
    let rounded = time.rounded;
    let least = |parameter: Parameter| {
        let fraction = parameter.fraction().expect("a fraction; a test of the standards says so");
        time.fewest.part(fraction).to_string()
    };
    let percent = 100 - Parameter::ReductionPercent.number().unwrap_or(0);
    let rows = [
        ("table value", time.table.to_string(), String::new(), "a first audit, before factors".to_owned()),
        (
            "first audit",
            rounded.initial.to_string(),
            time.fewest.to_string(),
            format!("both stages; at least {percent} % of the table value"),
        ),
        ("  Stage 1", time.stage_1.to_string(), String::new(), String::new()),
        ("  Stage 2", time.stage_2.to_string(), String::new(), String::new()),
        (
            "  of it on site",
            String::new(),
            on_site_fewest(rounded.initial).to_string(),
            format!("of the {} days; the rest is planning and report", rounded.initial),
        ),
        (
            "each surveillance",
            rounded.surveillance.to_string(),
            least(Parameter::SurveillanceFraction),
            "a third of a first audit".to_owned(),
        ),
        (
            "recertification",
            rounded.recertification.to_string(),
            least(Parameter::RecertificationFraction),
            "two thirds of a first audit of that day".to_owned(),
        ),
    ];
    rows.map(|(what, days, least, note)| vec![what.to_owned(), days, least, note]).to_vec()
}

/// Shows the days by place, where places were given.
fn places(sites: &[SiteTime], room: usize, screen: &mut Screen) {
    for (place, site) in (1..).zip(sites) {
        let name = if place == 1 { "central function".to_owned() } else { format!("site {place}") };
        let days =
            time_of(site.work).map(|time| time.days.percent(100_u32.saturating_sub(site.reduction_percent)));
        let days = days.map_or_else(|refusal| refusal.to_string(), |days| format!("{days} days"));
        let off = match (site.reduction_percent, site.of_which_central_percent) {
            (0, _) => String::new(),
            (off, 0) => format!(", {off} percent off"),
            (off, central) => format!(", {off} percent off, of it {central} for what is run centrally"),
        };
        let people = count(site.work.persons as usize, "person", "people");
        wrapped(&format!("{name}: {people}{off}: {days}"), room)
            .into_iter()
            .for_each(|line| screen.line(line));
    }
}

/// Says which sites are visited when, and why.
fn visits(sample: SiteSample, sampled: Sampled) -> String {
    let SiteSample { sites, initial, surveillance, recertification } = sample;
    let others = count(sites as usize, "other site", "other sites");
    let (how, rule) = match sampled {
        Sampled::Yes => {
            let random = random_fewest(initial);
            (format!("sampled as they work alike, at least {random} of {initial} by chance"), "ms-formula")
        }
        Sampled::No => ("not sampled, as they do not work alike".to_owned(), "ms-not-sampled"),
    };
    let source = certification_rule_named(rule).map(|rule| rule.source.join(", ")).unwrap_or_default();
    format!(
        "sites: the central function each time; of {others} {initial} in the first audit, {surveillance} a year, \
         {recertification} at recertification: {how} ({rule}: {source}); a site with risks of its own is always visited"
    )
}

/// Says which days are on record, and whether those of the next audit are enough.
fn on_record(isms: &Isms, next: &NextDays) -> Vec<String> {
    let mut lines = Vec::new();
    let done: Vec<String> = done_days(isms)
        .into_iter()
        .map(|(id, on, days)| match days {
            Some(days) => format!("{id} {days} ({on})"),
            None => format!("{id} not recorded ({on})"),
        })
        .collect();
    if !done.is_empty() {
        lines.push(format!("days on record, done: {}", done.join(", ")));
    }
    let NextDays { what, usual, fewest, share, .. } = next;
    let takes = format!("{usual} are usual ({share}), {fewest} the fewest");
    lines.push(match (next.planned, next.is_enough()) {
        (Some(planned), Some(true)) => format!("next, {what}: {planned} days in {}; {takes}", next.names()),
        (Some(planned), _) => format!(
            "▲ next, {what}: {planned} days in {}; {takes}: ask the body for its reasons",
            next.names()
        ),
        (None, _) if next.audits.is_empty() => format!("next, {what}: no audit on record; {takes}"),
        (None, _) => format!("next, {what}: {} has no days on record; {takes}", next.names()),
    });
    lines
}

impl Shown {
    fn value(&self) -> Value {
        let time = &self.time;
        let notes: Vec<Value> = time
            .notes
            .iter()
            .map(|note| json!({ "says": note.to_string(), "rule": note.rule().id, "verified": note.rule().verified }))
            .collect();
        let complexity = self.complexity.map(|complexity| {
            let cell = complexity.cell();
            let factors: Vec<Value> = levelled(complexity)
                .map(|(factor, level)| {
                    json!({ "id": factor.id, "level": level.number(), "means": factor.meaning(level) })
                })
                .collect();
            json!({
                "business": level_word(cell.business), "it": level_word(cell.it), "from_percent": cell.min_percent,
                "to_percent": cell.max_percent, "verified": cell.verified, "factors": factors,
            })
        });
        let sites = self.sites.map(|(sample, sampled)| {
            json!({
                "sites": sample.sites.saturating_add(1), "initial": sample.initial, "surveillance": sample.surveillance,
                "recertification": sample.recertification, "random": random_fewest(sample.initial),
                "sampled": sampled == Sampled::Yes,
            })
        });
        let next = &self.next;
        json!({
            "persons": self.persons, "persons_from": self.from.map(|id| id.to_string()), "counted": self.counted,
            "factors_percent": self.work.whole.change_percent, "complexity": complexity, "sites": sites,
            "table": time.table.to_string(), "fewest": time.fewest.to_string(),
            "initial": time.rounded.initial.to_string(), "stage1": time.stage_1.to_string(), "stage2": time.stage_2.to_string(),
            "surveillance": time.rounded.surveillance.to_string(), "recertification": time.rounded.recertification.to_string(),
            "on_site_fewest": on_site_fewest(time.rounded.initial).to_string(), "notes": notes,
            "next": {
                "what": next.what, "audits": next.audits.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "planned": next.planned.map(|days| days.to_string()), "usual": next.usual.to_string(),
                "fewest": next.fewest.to_string(), "enough": next.is_enough(),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_levels_are_read_and_anything_else_is_refused_with_what_they_mean() {
        use FactorLevel::{One, Three, Two};
        assert!(matches!(levels("it", "2, 3,1"), Ok([Two, Three, One])));
        for wrong in ["", "1,2", "1,2,4", "1,2,3,1", "low"] {
            assert!(levels("business", wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_place_has_people_and_may_have_percents() {
        let read = |text: &str| place(text, -5).ok();
        let site = read("20/30/10").expect("a place");
        assert_eq!((site.work.persons, site.reduction_percent, site.of_which_central_percent), (20, 30, 10));
        assert_eq!(site.work.change_percent, -5);
        assert!(read("60").is_some_and(|site| site.reduction_percent == 0));
        for wrong in ["", "x", "20/x", "20/101", "20/1/2/3", "-3"] {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn the_least_change_of_a_range_is_taken() {
        let cell = |min_percent, max_percent| ComplexityCell {
            business: ComplexityLevel::Low,
            it: ComplexityLevel::Low,
            min_percent,
            max_percent,
            verified: false,
        };
        assert_eq!([least(cell(-30, -10)), least(cell(0, 0)), least(cell(10, 50))], [-10, 0, 10]);
        assert_eq!(
            (outside(cell(-30, -10), -10), outside(cell(-30, -10), 0)),
            ("", ", which is outside of it")
        );
    }
}
