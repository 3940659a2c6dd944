//! `plumb explain`: a rule, a clause, a control, a word of the standard, a kind, an id.

use clap::Args;
use model::{Isms, Key, RecordId, RecordKind};
use rules::{RULES, Rule, phase_of};
use serde_json::{Value, json};
use standards::{requirement, term, terms};

use crate::args::Common;
use crate::commands::show::wrapped;
use crate::exit::Stop;
use crate::folder;
use crate::nearest::{did_you_mean, nearest};
use crate::screen::Screen;
use crate::shapes::{EXPLAIN, SHAPES, Shape, TERMS};

/// Explain a rule, a clause, a control, a word of the standard, a kind of record or an id.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb explain PB0602\nplumb explain \"residual risk\"\nplumb explain --terms              all words of the standard\nplumb explain A.8.13\nplumb explain \"6.1.3 d\"\nplumb explain risk\nplumb explain plumbline/check@v1    the keys of a JSON result"
)]
pub struct Explain {
    /// A code, a word, a number or an id
    #[arg(required_unless_present = "terms", value_name = "WHAT")]
    what: Vec<String>,
    /// All words of the standard, each in one sentence
    #[arg(long, conflicts_with = "what")]
    terms: bool,
}

/// What is said about something.
struct Said {
    kind: &'static str,
    name: String,
    says: String,
    more: Value,
    lines: Vec<String>,
}

impl Explain {
    /// Explains.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        if self.terms {
            all_terms(screen);
            return Ok(());
        }
        let what = self.what.join(" ");
        let said = match explained(&what)? {
            Some(said) => said,
            None => {
                let id = RecordId::parse(&what).ok_or_else(|| unknown(&what))?;
                let desk = folder::open(common, app::Access::Read).await?;
                of_record(&desk.books.now().isms, id)
            }
        };
        if screen.is_json() {
            screen.json(
                &EXPLAIN,
                json!({ "kind": said.kind, "name": said.name, "says": said.says, "more": said.more }),
            );
            return Ok(());
        }
        let room = screen.width().unwrap_or(100).min(100);
        screen.line(screen.bold(&said.name));
        for line in wrapped(&said.says, room) {
            screen.line(line);
        }
        for line in &said.lines {
            let indent = line.len() - line.trim_start().len();
            for part in wrapped(line, room - indent) {
                screen.line(format!("{}{part}", " ".repeat(indent)));
            }
        }
        Ok(())
    }
}

/// Shows all words of the standard, each in one sentence.
fn all_terms(screen: &mut Screen) {
    if screen.is_json() {
        let term = |term: &standards::Term| json!({ "id": term.id, "word": term.word, "also": term.also, "says": term.says, "clauses": term.clauses });
        screen.json(&TERMS, json!({ "terms": terms().iter().map(term).collect::<Vec<Value>>() }));
        return;
    }
    let room = screen.width().unwrap_or(100).min(100);
    for term in terms() {
        screen.line(screen.bold(&term.word));
        for line in wrapped(&term.says, room - 2) {
            screen.line(format!("  {line}"));
        }
    }
}

/// Explains what needs no records.
fn explained(what: &str) -> Result<Option<Said>, Stop> {
    if what.to_uppercase().starts_with("PB") && what.chars().skip(2).any(|c| c.is_ascii_digit()) {
        return Ok(Some(of_rule(rule_code(what)?)));
    }
    if let Some(shape) = SHAPES.iter().find(|shape| shape.schema() == what) {
        return Ok(Some(of_shape(shape)));
    }
    if let Some(rule) = RULES.iter().find(|rule| rule.name.eq_ignore_ascii_case(what)) {
        return Ok(Some(of_rule(rule)));
    }
    if let Some(number) = standards::printed(what) {
        return Ok(Some(of_control(number)));
    }
    if let Some(found) = term(what) {
        let clauses = found.clauses.join(", ");
        let mut lines = Vec::new();
        if !clauses.is_empty() {
            lines.push(format!("where it matters: {clauses}"));
        }
        if !found.see.is_empty() {
            lines.push(format!("read next: {}", found.see.join(", ")));
        }
        let more = json!({ "also": found.also, "clauses": found.clauses, "see": found.see });
        return Ok(Some(Said {
            kind: "term",
            name: found.word.clone(),
            says: found.says.clone(),
            more,
            lines,
        }));
    }
    if let Some(kind) = RecordKind::of_name(what) {
        return Ok(Some(of_kind(kind)));
    }
    if let Some(found) = requirement(what) {
        let rules = RULES.iter().filter(|rule| {
            rule.clauses
                .iter()
                .any(|clause| requirement(clause).is_some_and(|one| one.reference == found.reference))
        });
        let rules: Vec<&str> = rules.map(|rule| rule.code).collect();
        let lines = if rules.is_empty() { Vec::new() } else { vec![format!("rules: {}", rules.join(", "))] };
        let name = format!("{} {}", found.reference, found.title);
        let more = json!({ "reference": found.reference, "rules": rules });
        return Ok(Some(Said { kind: "requirement", name, says: found.summary.to_owned(), more, lines }));
    }
    Ok(None)
}

/// Returns the rule of this code; a wrong code gets the nearest right one.
pub fn rule_code(code: &str) -> Result<&'static Rule, Stop> {
    rules::rule(code).ok_or_else(|| {
        let near = did_you_mean(code, RULES.iter().map(|rule| rule.code));
        Stop::not_found(format!("there is no rule {}{near}", code.to_uppercase()))
    })
}

fn of_rule(rule: &Rule) -> Said {
    let phase = phase_of(rule.code);
    let mut lines = vec![
        String::new(),
        format!("why an auditor asks: {}", rule.why),
        format!("how to mend it: {} ({})", rule.fix, rule.fix_grade.word()),
        format!("rests on: {}", rule.clauses.join("; ")),
        format!(
            "level: {} (an auditor would likely say: {}), from {} on, first in phase {} {}",
            rule.severity.word(),
            rule.grade.word(),
            rule.stage.title(),
            phase.number(),
            phase.title()
        ),
    ];
    lines.push(String::new());
    for bad in rule.bad {
        lines.push(format!("speaks when {}:", bad.title));
        lines.extend(bad.says.iter().take(3).map(|says| format!("    {says}")));
    }
    for good in rule.good {
        lines.push(format!("is silent when {}", good.title));
    }
    let more = json!({
        "code": rule.code, "level": rule.severity.word(), "grade": rule.grade.word(), "stage": rule.stage.slug(),
        "clauses": rule.clauses, "why": rule.why, "fix": rule.fix,
        "bad": rule.bad.iter().map(|bad| json!({ "title": bad.title, "says": bad.says })).collect::<Vec<_>>(),
        "good": rule.good.iter().map(|good| good.title).collect::<Vec<_>>(),
    });
    Said {
        kind: "rule",
        name: format!("{} {}", rule.code, rule.name),
        says: rule.what.to_owned(),
        more,
        lines,
    }
}

fn of_control(number: model::AnnexA) -> Said {
    let control = standards::control(number);
    let mut lines = vec![
        String::new(),
        format!("is it designed well: {}", control.design_test),
        format!("does it work: {}", control.operating_test),
        "what may prove it:".to_owned(),
    ];
    lines.extend(control.evidence.iter().map(|hint| format!("    {}", hint.item)));
    let old: Vec<String> = control.refs_2013.iter().map(ToString::to_string).collect();
    lines.push(match old.len() {
        0 => "new in the edition of 2022".to_owned(),
        _ => format!("in the edition of 2013: {}", old.join(", ")),
    });
    lines.push(format!("its row here: plumb show {number}"));
    let more = json!({
        "evidence": control.evidence.iter().map(|hint| &hint.item).collect::<Vec<_>>(),
        "design_test": control.design_test, "operating_test": control.operating_test, "refs_2013": old,
    });
    Said {
        kind: "requirement",
        name: format!("{number} {}", control.title),
        says: control.purpose.clone(),
        more,
        lines,
    }
}

fn of_kind(kind: RecordKind) -> Said {
    let words = kind.kind();
    let mut lines = vec![format!("clause {}; ids such as {}", words.clause, words.example()), String::new()];
    for field in kind.fields() {
        lines.push(format!("{}: {}", field.name, field.help));
    }
    let fields: Vec<Value> =
        kind.fields().iter().map(|field| json!({ "name": field.name, "help": field.help })).collect();
    let more = json!({ "clause": words.clause, "prefix": words.prefix, "fields": fields });
    Said { kind: "kind", name: words.singular.to_owned(), says: words.what.to_owned(), more, lines }
}

fn of_shape(shape: &Shape) -> Said {
    let lines = shape.keys.iter().map(|(key, holds)| format!("    {key}: {holds}")).collect();
    let keys: serde_json::Map<String, Value> =
        shape.keys.iter().map(|(key, holds)| ((*key).to_owned(), json!(holds))).collect();
    let says = "The shape of a result in JSON; its keys:".to_owned();
    Said { kind: "shape", name: shape.schema(), says, more: json!({ "keys": keys }), lines }
}

fn of_record(isms: &Isms, id: RecordId) -> Said {
    let words = id.kind.kind();
    let mut lines = vec![words.what.to_owned()];
    lines.push(if isms.find(id).is_some() {
        format!("all of it: plumb show {id}; its history: plumb log {id}")
    } else {
        format!("there is no {id}; all of them: plumb ls {}", words.slug())
    });
    if let Key::AnnexA(number) = id.key {
        lines.push(format!("what it is for: plumb explain {number}"));
    }
    let name = format!("{id} {}", isms.name_of(id));
    Said { kind: "record", name, says: format!("a {}", words.singular), more: json!({}), lines }
}

/// Says that nothing is known by this name, and what is near.
fn unknown(what: &str) -> Stop {
    let mut known: Vec<&str> = RULES.iter().flat_map(|rule| [rule.code, rule.name]).collect();
    known.extend(terms().iter().flat_map(|term| {
        [term.word.as_str(), term.id.as_str()].into_iter().chain(term.also.iter().map(String::as_str))
    }));
    known.extend(RecordKind::ALL.iter().map(|kind| kind.kind().singular));
    let stop = Stop::not_found(format!(
        "nothing is called \"{what}\" here{}",
        did_you_mean(what, known.iter().copied())
    ));
    match nearest(what, known) {
        Some(near) => stop.help(format!("plumb explain \"{near}\"")),
        None => stop.help("expected a code (PB0602), a word (residual risk), a clause (6.1.3 d), a control (A.8.13) or an id (R-12)"),
    }
}
