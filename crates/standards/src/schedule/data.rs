//! How long things take, read from `schedule.toml`.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{Facts, Trait};

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub sizes: Vec<u32>,
    pub work: Vec<Work>,
    pub more: Vec<More>,
    pub span: Vec<Length>,
}

/// How much work a phase is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Work {
    pub phase: u32,
    pub weeks: Vec<u32>,
    pub takes: String,
    pub gate: String,
    pub because: String,
}

/// What makes a phase longer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct More {
    pub when: When,
    pub phase: u32,
    pub weeks: u32,
    pub because: String,
}

/// When a phase is longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum When {
    Software,
    Law,
    Sites,
    ManySites,
    Suppliers,
}

/// A span that does not depend on size.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Length {
    pub id: String,
    #[serde(default)]
    pub weeks: u32,
    #[serde(default)]
    pub months: i32,
    pub because: String,
}

pub(super) fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| {
        toml::from_str(include_str!("../../data/schedule.toml")).expect("our own data is well formed")
    })
}

/// Returns the work of a phase.
pub(super) fn work(number: u32) -> Option<&'static Work> {
    file().work.iter().find(|work| work.phase == number)
}

/// Returns how many weeks a phase takes for so many people.
pub(super) fn weeks_of(number: u32, people: u32) -> u32 {
    let file = file();
    let size = file.sizes.iter().position(|most| people <= *most).unwrap_or(file.sizes.len());
    work(number).and_then(|work| work.weeks.get(size)).copied().unwrap_or(0)
}

/// Returns by how many weeks a phase is longer.
pub(super) fn when(number: u32, facts: &Facts) -> u32 {
    longer(number, facts).map(|more| more.weeks).sum()
}

/// Returns what makes a phase longer.
fn longer(number: u32, facts: &Facts) -> impl Iterator<Item = &'static More> {
    let holds = |when: When| match when {
        When::Software => facts.traits.contains(&Trait::Software),
        When::Law => facts.traits.contains(&Trait::Law),
        When::Sites => facts.sites > 1,
        When::ManySites => facts.sites > 10,
        When::Suppliers => facts.suppliers > 15,
    };
    file().more.iter().filter(move |more| more.phase == number && holds(more.when))
}

/// Returns why a phase takes as long as it does.
pub(super) fn why(number: u32, facts: &Facts) -> Vec<&'static str> {
    let spans: &[&str] = match number {
        4 => &["record"],
        5 => &["record-before-audit"],
        6 => &["booking"],
        7 => &["between-stages"],
        8 => &["closing", "decision"],
        9 => &["cycle", "first-surveillance"],
        _ => &[],
    };
    let work = work(number).map(|work| work.because.as_str());
    let longer = longer(number, facts).map(|more| more.because.as_str());
    work.into_iter().chain(longer).chain(spans.iter().map(|id| length(id).because.as_str())).collect()
}

fn length(id: &str) -> &'static Length {
    file().span.iter().find(|span| span.id == id).expect("our own data names each span")
}

/// Returns the weeks of a span.
pub(super) fn weeks(id: &str) -> u32 {
    length(id).weeks
}

/// Returns the months of a span.
pub(super) fn months(id: &str) -> i32 {
    length(id).months
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_a_reason_and_no_phase_gets_shorter_with_size() {
        let file = file();
        assert!(file.sizes.is_sorted());
        for work in &file.work {
            assert_eq!(work.weeks.len(), file.sizes.len() + 1, "phase {}", work.phase);
            assert!(work.weeks.is_sorted() && work.weeks[0] > 0, "phase {}", work.phase);
            assert!(work.because.len() > 20 && work.takes.len() > 20 && work.gate.len() > 10);
        }
        assert!(file.more.iter().all(|more| more.because.len() > 20 && work(more.phase).is_some()));
        assert!(
            file.span.iter().all(|span| span.because.len() > 20 && (span.weeks > 0) != (span.months > 0))
        );
    }

    #[test]
    fn each_span_that_is_asked_for_is_there() {
        for id in ["record-before-audit", "booking", "between-stages", "closing", "decision"] {
            assert!(weeks(id) > 0, "{id}");
        }
        for id in ["record", "cycle", "first-surveillance"] {
            assert!(months(id) > 0, "{id}");
        }
    }
}
