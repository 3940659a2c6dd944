//! What the rules say, and what people say about it: confirm, dispute, waive, regrade, and write what a rule offers.

use std::sync::Arc;

use app::diagnostics::{Diagnostic, FixGrade, Severity, Verdict, json as told};
use app::reports::timeline::Gate;
use app::rules::{Results, rule};
use axum::Extension;
use axum::http::StatusCode;
use model::{Date, Line, Prose, RecordId, Shape, Value as _};
use operations::{
    AnyOperation, ApplyFix, ConfirmDiagnostic, DiagnosticAt, DisputeDiagnostic, Grade, Input,
    RegradeDiagnostic, Typed, WaiveDiagnostic,
};
use serde_json::{Value, json};

use super::access::Asking;
use super::problem::{Problem, ProblemKind};
use super::query::{Query, cursor};
use super::records::{no_query, once};
use super::sent::{ReadAt, Sent};
use super::steps::{Verb, run_at};
use super::{Api, Told, answer, typed};

/// The fields of the query.
pub const QUERY: &[&str] = &["on", "gate", "rule", "limit", "after", "as_of"];

/// Answers with what the rules say.
///
/// # Errors
/// Where the query cannot be read.
pub async fn list(asking: Asking) -> Told {
    asking.reaches(None)?;
    let visit = &asking.visit;
    let mut query = Query::of(&visit.query, |name| QUERY.contains(&name));
    let names: Vec<&'static str> = Gate::ALL.iter().map(|gate| gate.name()).collect();
    let gate = query.word("gate", &names);
    let gate = Gate::ALL.into_iter().find(|known| Some(known.name()) == gate);
    let on = query.day("on").filter(|day| *day != visit.today);
    let code = query.text("rule");
    if code.is_some_and(|code| rule(code).is_none()) {
        query.wrong("rule", "expected the code of a rule, such as PB0610");
    }
    let limit = query.limit();
    let from = match query.after().as_deref().map(place) {
        Some(None) => {
            query.wrong_cursor();
            0
        }
        Some(Some(from)) => from,
        None => 0,
    };
    query.end()?;
    let results = match on {
        // A forecast, or how the same records would have looked on an earlier day.
        Some(day) => Arc::new(visit.books.check_on(&visit.snapshot, day)),
        None => visit.results(),
    };
    let wanted = |one: &&Diagnostic| {
        gate.is_none_or(|gate| one.stage <= gate.stage()) && code.is_none_or(|code| one.code == code)
    };
    let all: Vec<&Diagnostic> = results.diagnostics().filter(wanted).collect();
    let mut page: Vec<Diagnostic> = all.iter().skip(from).take(limit).map(|one| (*one).clone()).collect();
    visit.books.prove(&mut page, super::query::LIMIT_MAX).await?;
    let end = from.saturating_add(page.len());
    let count = |word: Severity| all.iter().filter(|one| one.is_open() && one.severity == word).count();
    let body = json!({
        "on": results.today.to_string(),
        "gate": gate.map(Gate::name),
        "total": all.len(),
        "open": { "error": count(Severity::Error), "warning": count(Severity::Warning), "note": count(Severity::Note) },
        "diagnostics": page.iter().map(told).collect::<Vec<Value>>(),
        "next": (end < all.len()).then(|| cursor(&[&end.to_string()])),
    });
    Ok(answer::json_of(&visit.snapshot, &body, None))
}

fn place(parts: &[String]) -> Option<usize> {
    let [place] = parts else { return None };
    place.parse().ok().filter(|place| *place <= 10_000_000)
}

/// Makes the operation from a diagnostic and what was typed, or says what is missing.
type Make = fn(&Diagnostic, &Typed) -> Result<Box<dyn AnyOperation>, &'static str>;

/// Something that is said about a diagnostic.
pub struct Saying {
    /// Its verb.
    pub verb: &'static str,
    /// The operation that it becomes.
    pub intent: &'static str,
    /// One sentence: what happens.
    pub what: &'static str,
    /// What it asks.
    pub inputs: &'static [Input],
    make: Make,
}

const RULE: Input =
    Input { name: "rule", label: "Rule", help: "The code of the rule, such as PB0610.", shape: line };
const RECORD: Input = Input {
    name: "record",
    label: "Record",
    help: "The record it speaks of; nothing for the whole.",
    shape: record,
};
const BECAUSE: Input = Input { name: "because", label: "Because", help: "Why.", shape: Prose::shape };
const UNTIL: Input =
    Input { name: "until", label: "Until", help: "The last day on which it is waived.", shape: Date::shape };
const TO: Input = Input { name: "to", label: "To", help: "How grave it is here.", shape: grade };

fn line() -> Shape {
    // A rule has to be named: its code is one of these.
    Shape::Choice(codes())
}
fn record() -> Shape {
    Option::<RecordId>::shape()
}
fn grade() -> Shape {
    Shape::Choice(&["error", "warning", "note"])
}

/// Returns the codes of all rules.
fn codes() -> &'static [&'static str] {
    static CODES: std::sync::LazyLock<Vec<&'static str>> =
        std::sync::LazyLock::new(|| app::rules::RULES.iter().map(|rule| rule.code).collect());
    &CODES
}

/// All that can be said.
pub const SAYINGS: &[Saying] = &[
    Saying {
        verb: "confirm",
        intent: "diagnostic.confirm",
        what: "Says that a reported problem is right.",
        inputs: &[RULE, RECORD],
        make: |one, _| Ok(Box::new(ConfirmDiagnostic { at: at(one) })),
    },
    Saying {
        verb: "dispute",
        intent: "diagnostic.dispute",
        what: "Says that a reported problem is wrong, and why; it stays visible.",
        inputs: &[RULE, RECORD, BECAUSE],
        make: |one, typed| Ok(Box::new(DisputeDiagnostic { at: at(one), because: because(typed) })),
    },
    Saying {
        verb: "waive",
        intent: "diagnostic.waive",
        what: "Lives with a reported warning until a day, for a reason.",
        inputs: &[RULE, RECORD, UNTIL, BECAUSE],
        make: |one, typed| {
            let until = said(typed, "until").parse().map_err(|_| "expected a day")?;
            Ok(Box::new(WaiveDiagnostic {
                at: at(one),
                grade: graded(one.severity),
                until,
                because: because(typed),
            }))
        },
    },
    Saying {
        verb: "regrade",
        intent: "diagnostic.regrade",
        what: "Says that a reported problem is graver or less grave than its rule says.",
        inputs: &[RULE, RECORD, TO, BECAUSE],
        make: |one, typed| {
            let to = match said(typed, "to") {
                "error" => Grade::Error,
                "warning" => Grade::Warning,
                _ => Grade::Note,
            };
            Ok(Box::new(RegradeDiagnostic {
                at: at(one),
                grade: graded(one.severity),
                to,
                because: because(typed),
            }))
        },
    },
    Saying {
        verb: "fix",
        intent: "diagnostic.fix",
        what: "Writes what the rule offers to mend.",
        inputs: &[RULE, RECORD],
        make: |one, _| {
            let writes_itself = match one.help.grade {
                FixGrade::Safe | FixGrade::Likely => true,
                FixGrade::FillIn | FixGrade::Think => false,
            };
            if !writes_itself || one.help.writes.is_empty() {
                return Err("this one needs a person: nothing can be written by itself");
            }
            let write = |one: &app::diagnostics::Write| (one.id, one.field.to_owned(), one.text.clone());
            Ok(Box::new(ApplyFix { writes: one.help.writes.iter().map(write).collect() }))
        },
    },
];

/// Says something about a diagnostic.
///
/// # Errors
/// Where the rule says nothing of it now, or it cannot be said.
pub async fn say(Extension(api): Extension<Arc<Api>>, asking: Asking, Verb(verb): Verb, sent: Sent) -> Told {
    let saying = SAYINGS.iter().find(|saying| saying.verb == verb).ok_or_else(Problem::not_here)?;
    no_query(&asking)?;
    let typed = typed::of_inputs(saying.inputs, &sent.body)?;
    let asking = Arc::new(asking);
    let doing = Arc::clone(&asking);
    once(&api, &asking, sent, async move {
        let record = RecordId::parse(said(&typed, "record"));
        let one = found(&doing.visit.results(), said(&typed, "rule"), record).ok_or_else(|| {
            Problem::new(ProblemKind::NotNow, "the rule says nothing of it now; there is nothing to answer")
        })?;
        let operation =
            (saying.make)(&one, &typed).map_err(|words| Problem::new(ProblemKind::Refused, words))?;
        let nothing = RecordId { kind: model::RecordKind::Organisation, key: model::Key::One };
        let done = run_at(&doing, nothing, &ReadAt::Unsaid, operation).await?;
        let done = done.map_err(|words| Problem::new(ProblemKind::Refused, words))?;
        Ok(answer::outcome(StatusCode::OK, &doing.now(), &done, done.records.first().copied()))
    })
    .await
}

/// Finds what a rule says of a record, or of the whole.
fn found(results: &Results, code: &str, record: Option<RecordId>) -> Option<Diagnostic> {
    let mut all = results.of_rule(code).filter(|one| one.verdict == Verdict::Fired);
    all.find(|one| one.place.record() == record).cloned()
}

fn said<'a>(typed: &'a Typed, name: &str) -> &'a str {
    typed.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text.as_str())
}

fn because(typed: &Typed) -> Prose {
    Prose::new(said(typed, "because"))
}

fn at(one: &Diagnostic) -> DiagnosticAt {
    DiagnosticAt { rule: Line::new(one.code), record: one.place.record(), title: Line::new(&one.message) }
}

fn graded(severity: Severity) -> Grade {
    match severity {
        Severity::Error => Grade::Error,
        Severity::Warning => Grade::Warning,
        Severity::Note => Grade::Note,
    }
}
