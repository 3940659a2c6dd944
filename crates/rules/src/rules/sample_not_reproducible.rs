//! A sample cannot be drawn again.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{ItemResult, Population, Sample as Drawn, SampleItem, SampleMethod};
use model::sample::Sample;
use model::{Line, RecordId, RecordKind, Ref};
use standards::sampling::{SamplingRefusal, draw_random};
use std::collections::BTreeSet;

use crate::planning::few;
use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule, facts};

pub static RULE: Rule = Rule {
    code: "PB0934",
    name: "sample not reproducible",
    severity: Severity::Warning,
    grade: Grade::Minor,
    stage: Stage::Stage2,
    clauses: &["9.2.2"],
    what: "Finds random samples without a seed, or whose seed gives other cases than were looked at, and no reason is given.",
    why: "a sample that cannot be drawn again may have been chosen",
    fix: "draw again with a recorded seed and test the items that differ",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Sample], reads: &[], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "no seed",
            given: |s| drawn(s, |sample| sample.seed = "".into()),
            says: &["sample SMP-99 cannot be drawn again: the seed is missing"],
        },
        Bad {
            title: "another seed",
            given: |s| drawn(s, |sample| sample.seed = "June".into()),
            says: &["sample SMP-99 cannot be drawn again: the same seed gives other items"],
        },
        Bad {
            title: "one case exchanged for what the list does not hold",
            given: |s| drawn(s, |sample| sample.items[2].item = "case 21".into()),
            says: &["sample SMP-99 cannot be drawn again: case 21 was exchanged without a reason"],
        },
        Bad {
            title: "more cases than there are",
            given: |s| {
                drawn(s, |sample| {
                    sample.items = vec![SampleItem { item: "case 1".into(), ..SampleItem::default() }; 30]
                })
            },
            says: &["sample SMP-99 cannot be drawn again: the same seed gives other items"],
        },
    ],
    good: &[
        Good { title: "drawn again, the same", given: |s| drawn(s, |_| {}) },
        Good { title: "in another order", given: |s| drawn(s, |sample| sample.items.reverse()) },
        Good {
            title: "by judgement, without a seed",
            given: |s| {
                drawn(s, |sample| (sample.seed, sample.method) = ("".into(), Some(SampleMethod::Judgement)));
            },
        },
        Good {
            title: "the list has changed since, so nobody can tell",
            given: |s| {
                drawn(s, |sample| sample.seed = "June".into());
                s.edit(99, |list: &mut Population| list.events.clear());
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(sample) = facts::get::<Drawn>(ask.isms, id) else { return };
    if sample.method != Some(SampleMethod::Random) {
        return;
    }
    if sample.seed.is_empty() {
        say(id, sample, None, "the seed is missing", &[], report);
        return;
    }
    let Some(list_id) = sample.population else {
        report.unknown(Place::field(id, "population"), format!("the list that {id} was drawn from"));
        return;
    };
    let list: Option<&Population> = ask.isms.populations.get(&list_id).map(|list| &**list);
    let Some(list) = list.filter(|list| !list.events.is_empty() && list.digest() == list.frozen_digest)
    else {
        let missing = format!("the list of {list_id} as it stood when {id} was drawn");
        report.unknown(Place::field(list_id, "frozen_digest"), missing).proof("seed", &sample.seed);
        return;
    };
    let wanted = u32::try_from(sample.items.len()).unwrap_or(u32::MAX);
    let events: Vec<&str> = list.events.iter().map(|event| &**event).collect();
    let drawn = match draw_random(&sample.seed, &events, wanted) {
        Ok(drawn) => drawn.cases,
        Err(SamplingRefusal::NoCases) => {
            report.unknown(Place::field(id, "items"), format!("which cases {id} holds"));
            return;
        }
        Err(_) => Vec::new(),
    };
    let expected: BTreeSet<&str> = drawn.iter().map(String::as_str).collect();
    let looked: BTreeSet<&str> = sample.items.iter().map(|one| &*one.item).collect();
    if looked == expected {
        return;
    }
    let other: Vec<&str> = looked.difference(&expected).copied().collect();
    let known = other.iter().all(|item| events.contains(item));
    if !drawn.is_empty() && known && !sample.exchange_reason.is_empty() {
        return;
    }
    // Some cases in place of others are exchanged; where most differ, the draw was another one.
    let some = !drawn.is_empty() && (other.len() == 1 || other.len() * 2 < sample.items.len());
    let reason = match other.first() {
        Some(first) if some => format!("{first} was exchanged without a reason"),
        Some(_) | None => "the same seed gives other items".to_owned(),
    };
    say(id, sample, Some((list_id, list)), &reason, &drawn, report);
}

/// Says why a sample cannot be drawn again.
fn say(
    id: RecordId,
    sample: &Drawn,
    list: Option<(Ref<Population>, &Population)>,
    reason: &str,
    drawn: &[String],
    report: &mut Report,
) {
    let field = if sample.seed.is_empty() { "seed" } else { "items" };
    let items: Vec<&str> = sample.items.iter().map(|one| &*one.item).collect();
    let found = report
        .add(Place::field(id, field), format!("sample {id} cannot be drawn again: {reason}"))
        .proof("method", facts::text(&sample.method))
        .proof("seed", &sample.seed)
        .proof("items", few(&items));
    if let Some((list_id, list)) = list {
        found.proof_of(list_id, "frozen as", &list.frozen_digest).proof("drawn again", few(drawn));
    }
}

/// Puts a list of twenty cases and the five that a seed draws from it.
fn drawn(s: &mut Sample, change: fn(&mut Drawn)) {
    let events: Vec<Line> = (1..=20).map(|number| Line::new(&format!("case {number}"))).collect();
    let mut list = Population { title: "Cases".into(), events, count: Some(20), ..Population::default() };
    (list.source_query, list.run_by) = ("all cases of May".into(), Some(Ref::number(3)));
    (list.run_on, list.check_total) = (Some(s.today), Some(20));
    list.frozen_digest = list.digest();
    let cases: Vec<&str> = list.events.iter().map(|event| &**event).collect();
    let cases = draw_random("May", &cases, 5).map(|drawn| drawn.cases).unwrap_or_default();
    s.put(Ref::number(99), list);
    let item = |case: &String| SampleItem {
        item: Line::new(case),
        result: Some(ItemResult::Ok),
        ..SampleItem::default()
    };
    let mut sample = Drawn {
        title: "Five cases".into(),
        population: Some(Ref::number(99)),
        method: Some(SampleMethod::Random),
        seed: "May".into(),
        size: Some(5),
        basis: "Usual for monthly controls.".into(),
        items: cases.iter().map(item).collect(),
        ..Drawn::default()
    };
    change(&mut sample);
    s.put(Ref::number(99), sample);
}
