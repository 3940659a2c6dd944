//! What a person says about a diagnostic: it is lived with until a day, or it is wrong; and taking that back.

use axum::http::StatusCode;
use diagnostics::{Diagnostic, Severity};
use maud::{Markup, html};
use model::records::Disposition;
use model::{Line, Prose, Ref};
use operations::{DiagnosticAt, DisputeDiagnostic, EndDisposition, Grade, WaiveDiagnostic};

use super::{HERE, back, first_named};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::naming::{day, told};
use crate::parts::{FormView, Input, Widget, form};
use crate::visit::Visit;

/// Which word is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Waive,
    Dispute,
}

/// Answers with the form that waives.
///
/// # Errors
/// Where nothing is said of the record any more.
pub async fn waive(visit: Visit) -> Answer {
    asked(&visit, Word::Waive)
}

/// Answers with the form that disputes.
///
/// # Errors
/// Where nothing is said of the record any more.
pub async fn dispute(visit: Visit) -> Answer {
    asked(&visit, Word::Dispute)
}

/// Waives a diagnostic until a day, for a reason.
///
/// # Errors
/// Where nothing is said of the record any more, or the store does not take it.
pub async fn waived(visit: Visit, typed: Fields) -> Answer {
    let one = first_named(&visit.results(), &typed)?;
    let until = match day(typed.get("until"), visit.today) {
        Ok(until) => until,
        Err(problem) => return Ok(refused(&visit, &one, Word::Waive, &typed, Wrong::until(problem))),
    };
    let because = match typed.prose("because") {
        Ok(because) => because,
        Err(words) => return Ok(refused(&visit, &one, Word::Waive, &typed, Wrong::because(words))),
    };
    let operation = WaiveDiagnostic { at: at(&one), grade: grade(one.severity), until, because };
    match visit.run(operation).await? {
        Ok(done) => {
            visit.say(format!("{} is waived until {}", one.code, locale().short_day(until)), Some(&done));
            Ok(visit.to(&back(&typed)))
        }
        Err(refusal) => Ok(refused(&visit, &one, Word::Waive, &typed, Wrong::whole(refusal.to_string()))),
    }
}

/// Disputes a diagnostic for a reason.
///
/// # Errors
/// Where nothing is said of the record any more, or the store does not take it.
pub async fn disputed(visit: Visit, typed: Fields) -> Answer {
    let one = first_named(&visit.results(), &typed)?;
    let because = match typed.prose("because") {
        Ok(because) => because,
        Err(words) => return Ok(refused(&visit, &one, Word::Dispute, &typed, Wrong::because(words))),
    };
    let operation = DisputeDiagnostic { at: at(&one), because };
    match visit.run(operation).await? {
        Ok(done) => {
            visit.say(format!("{} is disputed; it stays visible with your reason", one.code), Some(&done));
            Ok(visit.to(&back(&typed)))
        }
        Err(refusal) => Ok(refused(&visit, &one, Word::Dispute, &typed, Wrong::whole(refusal.to_string()))),
    }
}

/// Takes back what was said.
///
/// # Errors
/// Where there is no such disposition, or the store does not take it.
pub async fn ended(visit: Visit, typed: Fields) -> Answer {
    let disposition: Option<Ref<Disposition>> = Ref::parse(typed.get("disposition"));
    let disposition = disposition.ok_or_else(|| Failure::unknown("such disposition"))?;
    let because = Prose::new("taken back on the readiness page");
    match visit.run(EndDisposition { disposition, because }).await? {
        Ok(done) => visit.say(format!("{disposition} was taken back; the rule speaks again"), Some(&done)),
        Err(refusal) => visit.say_refused(refusal.to_string()),
    }
    Ok(visit.to(HERE))
}

/// What is wrong with the form.
#[derive(Debug, Default)]
struct Wrong {
    until: Option<String>,
    because: Option<String>,
    whole: Option<String>,
}

impl Wrong {
    fn until(words: String) -> Self {
        Self { until: Some(words), ..Self::default() }
    }

    fn because(words: String) -> Self {
        Self { because: Some(words), ..Self::default() }
    }

    fn whole(words: String) -> Self {
        Self { whole: Some(words), ..Self::default() }
    }
}

fn asked(visit: &Visit, word: Word) -> Answer {
    let one = first_named(&visit.results(), &visit.query)?;
    Ok(visit.page(HERE, head(visit, &one, word), main(visit, &one, word, &visit.query, Wrong::default())))
}

fn refused(
    visit: &Visit,
    one: &Diagnostic,
    word: Word,
    typed: &Fields,
    wrong: Wrong,
) -> axum::response::Response {
    let main = main(visit, one, word, typed, wrong);
    visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head(visit, one, word), main)
}

fn head(visit: &Visit, one: &Diagnostic, word: Word) -> PageHead {
    let title = match word {
        Word::Waive => "Live with it for a while",
        Word::Dispute => "Say that it is wrong",
    };
    PageHead {
        crumbs: vec![("Readiness".to_owned(), visit.at(HERE))],
        id: one.code.to_owned(),
        title: title.to_owned(),
        ..PageHead::default()
    }
}

fn main(visit: &Visit, one: &Diagnostic, word: Word, typed: &Fields, wrong: Wrong) -> Markup {
    let page = match word {
        Word::Waive => "/readiness/waive",
        Word::Dispute => "/readiness/dispute",
    };
    let why = Input::new("because", "Why", Widget::LongText(3))
        .hint("Shown and exported with it; an auditor will read it")
        .value(typed.get("because"))
        .error(wrong.because)
        .required();
    let mut inputs = vec![why];
    if word == Word::Waive {
        let end = Input::new("until", "Until", Widget::Date).hint("A day such as 2027-03-31, or +90d");
        inputs.push(end.value(typed.get("until")).error(wrong.until).required());
    }
    let hidden = typed.0.iter().filter(|(name, _)| !["because", "until"].contains(&name.as_str()));
    let view = FormView {
        action: visit.at(page),
        hidden: hidden.cloned().collect(),
        parts: vec![(String::new(), inputs)],
        problem: wrong.whole,
        submit: if word == Word::Waive { "Waive" } else { "Dispute" }.to_owned(),
        cancel: Some(visit.at(&back(typed))),
        ..FormView::default()
    };
    let place =
        one.place.record().map(|id| format!(" ({id} {})", visit.isms().name_of(id))).unwrap_or_default();
    html! {
        p.confirm-sentence { (super::rule::capital(&told(visit.isms(), &one.message))) (place) }
        p.secondary {
            @match word {
                Word::Waive => "It stops to count at gates until that day, and stands in its own list with your name and reason.",
                Word::Dispute => "An error keeps holding its gate while it is disputed; your reason stands beside it.",
            }
        }
        (form(&view))
    }
}

fn at(one: &Diagnostic) -> DiagnosticAt {
    DiagnosticAt { rule: Line::new(one.code), record: one.place.record(), title: Line::new(&one.message) }
}

fn grade(severity: Severity) -> Grade {
    match severity {
        Severity::Error => Grade::Error,
        Severity::Warning => Grade::Warning,
        Severity::Note => Grade::Note,
    }
}
