//! A risk is rated: likelihood and consequence in the words of the method, now or after treatment.

use axum::http::StatusCode;
use maud::{Markup, html};
use model::records::{LevelFunction, MethodContent, Rating, ResidualState, Risk, Scale};
use model::{Decimal, Line, Ref, Shape, Value, Words};
use operations::{Moment, RateRisk, RateRiskRefusal, RatedBy};

use super::heat::matrix;
use super::level::method;
use super::{HERE, form_head, found, read_anew, read_at};
use crate::as_read::{self, Untaken};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::locale::locale;
use crate::pages::{cells, drafts};
use crate::parts::{Choice, FormView, Input, Widget, form, split};
use crate::visit::{Of, Visit};

/// What is wrong with each field of the form.
#[derive(Debug, Default)]
struct Wrong {
    likelihood: Option<String>,
    consequence: Option<String>,
    level: Option<String>,
    rationale: Option<String>,
    whole: Option<String>,
}

/// Answers with the form.
///
/// # Errors
/// Where there is no such risk.
pub async fn page(visit: Visit, Of(id): Of<Risk>) -> Answer {
    let risk = found(&visit, id)?;
    let rating = if after(&visit.query) { &risk.after } else { &risk.now };
    let filled = visit.taken_up().cloned().unwrap_or_else(|| filled(&visit, rating));
    let title = title(&filled);
    Ok(visit.page(HERE, form_head(&visit, id, title), main(&visit, id, &filled, Wrong::default())))
}

/// Rates the risk.
///
/// # Errors
/// Where there is no such risk, or the store does not take it.
pub async fn save(visit: Visit, Of(id): Of<Risk>, typed: Fields) -> Answer {
    found(&visit, id)?;
    if !["", "now", "after"].contains(&typed.get("moment")) {
        return Err(Failure::Unreadable(
            "the form does not say whether the risk is rated now or after treatment; open it again"
                .to_owned(),
        ));
    }
    let method = method(&visit);
    let mut wrong = Wrong::default();
    let likelihood = read(&method.likelihood, typed.get("likelihood"), &mut wrong.likelihood);
    let consequence = read(&method.consequence, typed.get("consequence"), &mut wrong.consequence);
    let level = Line::new(typed.get("level"));
    let rationale = typed.prose("rationale").map_err(|words| wrong.rationale = Some(words)).ok();
    let are_read = wrong.likelihood.is_none() && wrong.consequence.is_none();
    if let Some(rationale) = rationale.filter(|_| are_read) {
        let state = ResidualState::read(typed.get("state")).unwrap_or(ResidualState::Target);
        let operation = RateRisk {
            risk: id,
            moment: if after(&typed) { Moment::After(state) } else { Moment::Now },
            likelihood,
            consequence,
            score: None,
            level: (!level.is_empty()).then_some(level),
            rationale,
            by: RatedBy::Actor,
        };
        let field = if after(&typed) { "after" } else { "now" };
        match as_read::run(&visit, id.id(), &typed, &[field], operation).await? {
            Ok(done) => {
                visit.say(format!("{id} was rated"), Some(&done));
                return Ok(visit.to(&format!("/risks/{id}")));
            }
            Err(Untaken::Refused(refusal)) => wrong = told(refusal),
            Err(Untaken::Stale(stale)) => {
                let wrong = Wrong { whole: Some(cells::above_form(&stale)), ..Wrong::default() };
                let (head, typed) = (form_head(&visit, id, title(&typed)), read_anew(&typed, stale.now));
                let main = main(&visit, id, &typed, wrong);
                return Ok(visit.refused_page(StatusCode::CONFLICT, HERE, head, main));
            }
        }
    }
    let head = form_head(&visit, id, title(&typed));
    Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, HERE, head, main(&visit, id, &typed, wrong)))
}

fn told(refusal: RateRiskRefusal) -> Wrong {
    let words = Some(refusal.to_string());
    match refusal {
        RateRiskRefusal::Likelihood(..) => Wrong { likelihood: words, ..Wrong::default() },
        RateRiskRefusal::Consequence(..) => Wrong { consequence: words, ..Wrong::default() },
        RateRiskRefusal::Level(..) | RateRiskRefusal::Contradiction { .. } => {
            Wrong { level: words.clone(), whole: words, ..Wrong::default() }
        }
        RateRiskRefusal::Absent(_) | RateRiskRefusal::Nothing => Wrong { whole: words, ..Wrong::default() },
    }
}

fn read(scale: &Scale, text: &str, wrong: &mut Option<String>) -> Option<Decimal> {
    if text.is_empty() {
        return None;
    }
    // The steps of a scale are chosen; where it has none, a number is typed.
    let text = match scale.steps() {
        [] => locale().typed_number(&Shape::Decimal, text),
        _ => text.to_owned(),
    };
    match scale.value(&text) {
        Ok(value) => Some(value),
        Err(problem) => {
            *wrong = Some(locale().problem(&problem));
            None
        }
    }
}

fn after(fields: &Fields) -> bool {
    fields.get("moment") == "after"
}

fn title(fields: &Fields) -> &'static str {
    if after(fields) { "How bad is it after treatment?" } else { "How bad is it now?" }
}

/// Returns the form filled with the rating that stands, and its reason.
fn filled(visit: &Visit, rating: &Rating) -> Fields {
    let method = method(visit);
    // What is typed is read as this reader writes numbers; a step is named as the method has it.
    let number = |scale: &Scale, value: Option<Decimal>| {
        value.map(|value| match scale.steps() {
            [] => locale().in_form(&Shape::Decimal, &value.to_string()),
            _ => value.to_string(),
        })
    };
    let mut fields = vec![("moment".to_owned(), visit.query.get("moment").to_owned())];
    let mut put =
        |name: &str, value: Option<String>| fields.extend(value.map(|value| (name.to_owned(), value)));
    put("likelihood", number(&method.likelihood, rating.likelihood));
    put("consequence", number(&method.consequence, rating.consequence));
    put("rationale", Some(rating.rationale.to_string()));
    put("state", rating.state.map(|state| state.word().to_owned()));
    Fields(fields)
}

fn main(visit: &Visit, id: Ref<Risk>, typed: &Fields, wrong: Wrong) -> Markup {
    let method = method(visit);
    let mut inputs = vec![
        scale_input("likelihood", "How likely?", &method.likelihood)
            .value(typed.get("likelihood"))
            .error(wrong.likelihood),
        scale_input("consequence", "How bad, if it happens?", &method.consequence)
            .value(typed.get("consequence"))
            .error(wrong.consequence),
    ];
    if method.function == LevelFunction::Undecided {
        inputs.push(level_input(&method).value(typed.get("level")).error(wrong.level));
    }
    if after(typed) {
        let choices = vec![
            Choice::new("target", "Aimed at").help("what the controls are to reach"),
            Choice::new("current", "Reached").help("the controls work; this is how it stands"),
        ];
        let state = if typed.get("state").is_empty() { "target" } else { typed.get("state") };
        inputs.push(
            Input::new("state", "Is it reached already?", Widget::Radio(choices)).value(state).required(),
        );
    }
    let why = Input::new("rationale", "Why these values", Widget::LongText(4));
    inputs.push(
        why.hint("What you know about it: incidents, weaknesses, what it would cost")
            .value(typed.get("rationale"))
            .error(wrong.rationale),
    );
    let view = FormView {
        action: visit.at(&format!("/risks/{id}/rate")),
        revision: Some(u64::from(read_at(visit, id, typed))),
        hidden: vec![("moment".to_owned(), typed.get("moment").to_owned())],
        parts: vec![(String::new(), inputs)],
        problem: wrong.whole,
        submit: "Rate".to_owned(),
        cancel: Some(visit.record_at(id)),
        beside: Some(drafts::button(&visit.at(&format!("/risks/{id}/rate")))),
    };
    split(form(&view), html! { (matrix(&method)) })
}

/// Returns the steps of a scale with their words; any number where it has none.
fn scale_input(name: &str, label: &str, scale: &Scale) -> Input {
    match scale.steps() {
        [] => Input::new(name, label, Widget::Text).hint(scale.choices()),
        steps => {
            let choices = steps.iter().rev().map(|step| {
                let choice = Choice::new(
                    step.value.to_string(),
                    format!("{} {}", locale().decimal(step.value), step.word),
                );
                if step.definition.is_empty() { choice } else { choice.help(step.definition.to_string()) }
            });
            Input::new(name, label, Widget::Radio(choices.collect())).required()
        }
    }
}

fn level_input(method: &MethodContent) -> Input {
    let mut choices = vec![Choice::new("", "not said")];
    choices
        .extend(method.levels.iter().map(|step| Choice::new(step.word.to_string(), step.word.to_string())));
    Input::new("level", "Level", Widget::Select(choices))
        .hint("The method does not say yet how a level follows")
}
