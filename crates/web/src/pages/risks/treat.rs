//! What is done about a risk is decided: controls lower it, it is shared, avoided, or lived with.

use axum::http::StatusCode;
use maud::{Markup, html};
use model::records::{Risk, Treatment};
use model::{Date, Problem, RecordKind, Ref, Value, Words};
use operations::DecideTreatment;

use super::{HERE, form_head, found, read_anew, read_at};
use crate::as_read::{self, Untaken};
use crate::failure::Answer;
use crate::fields::Fields;
use crate::pages::naming::{day, records};
use crate::pages::{cells, drafts};
use crate::parts::{Choice, FormView, Input, Widget, form};
use crate::visit::{Of, Visit};

/// The fields that the form replaces.
const FIELDS: [&str; 4] = ["treatment", "controls", "shared_with", "stop_on"];
const TITLE: &str = "What is done about it?";

/// What is wrong with the fields of the form.
#[derive(Debug, Default)]
struct Wrong {
    treatment: Option<String>,
    controls: Option<String>,
    shared_with: Option<String>,
    stop_on: Option<String>,
    because: Option<String>,
    whole: Option<String>,
}

/// Answers with the form.
///
/// # Errors
/// Where there is no such risk.
pub async fn page(visit: Visit, Of(id): Of<Risk>) -> Answer {
    let risk = found(&visit, id)?;
    let filled = visit.taken_up().cloned().unwrap_or_else(|| filled(risk));
    Ok(visit.page(HERE, form_head(&visit, id, TITLE), main(&visit, id, &filled, Wrong::default())))
}

/// Decides the treatment.
///
/// # Errors
/// Where there is no such risk, or the store does not take it.
pub async fn save(visit: Visit, Of(id): Of<Risk>, typed: Fields) -> Answer {
    found(&visit, id)?;
    let refused = |status, typed: &Fields, wrong| {
        let main = main(&visit, id, typed, wrong);
        Ok(visit.refused_page(status, HERE, form_head(&visit, id, TITLE), main))
    };
    let operation = match read(&visit, id, &typed) {
        Ok(operation) => operation,
        Err(wrong) => return refused(StatusCode::UNPROCESSABLE_ENTITY, &typed, *wrong),
    };
    let whole = |words: String| Wrong { whole: Some(words), ..Wrong::default() };
    match as_read::run(&visit, id.id(), &typed, &FIELDS, operation).await? {
        Ok(done) => {
            visit.say(format!("The treatment of {id} is decided"), Some(&done));
            Ok(visit.to(&format!("/risks/{id}#treatment")))
        }
        Err(Untaken::Refused(refusal)) => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, &typed, whole(refusal.to_string()))
        }
        Err(Untaken::Stale(stale)) => {
            let typed = read_anew(&typed, stale.now);
            refused(StatusCode::CONFLICT, &typed, whole(cells::above_form(&stale)))
        }
    }
}

/// Reads what was typed.
fn read(visit: &Visit, id: Ref<Risk>, typed: &Fields) -> Result<DecideTreatment, Box<Wrong>> {
    let mut wrong = Wrong::default();
    let treatment = match typed.get("treatment") {
        "" => Err(()),
        word => Treatment::read(word).map_err(|_| ()),
    };
    // What cannot be read is not taken for a decision to decide later.
    let treatment = treatment
        .map_err(|()| wrong.treatment = Some("Choose what is done about this risk".to_owned()))
        .unwrap_or_default();
    let controls = list(&typed.joined("controls"), &mut wrong.controls);
    let shared_with = list(&typed.joined("shared_with"), &mut wrong.shared_with);
    let stop_on: Option<Date> = match typed.get("stop_on") {
        "" => None,
        text => day(text, visit.today).map_err(|problem| wrong.stop_on = Some(problem)).ok(),
    };
    let because = typed.prose("because").map_err(|words| wrong.because = Some(words)).unwrap_or_default();
    let Wrong {
        treatment: None,
        controls: None,
        shared_with: None,
        stop_on: None,
        because: None,
        whole: None,
    } = &wrong
    else {
        return Err(Box::new(wrong));
    };
    Ok(DecideTreatment { risk: id, treatment, controls, shared_with, stop_on, because })
}

/// Reads ids joined by commas.
fn list<V: Value>(text: &str, wrong: &mut Option<String>) -> Vec<V>
where
    Vec<V>: Value,
{
    let read: Result<Vec<V>, Problem> = Value::read(text);
    read.map_err(|problem| *wrong = Some(problem.to_string())).unwrap_or_default()
}

fn filled(risk: &Risk) -> Fields {
    Fields(vec![
        ("treatment".to_owned(), risk.treatment.word().to_owned()),
        ("controls".to_owned(), risk.controls.text()),
        ("shared_with".to_owned(), risk.shared_with.text()),
        ("stop_on".to_owned(), risk.stop_on.map(|day| day.to_string()).unwrap_or_default()),
    ])
}

fn main(visit: &Visit, id: Ref<Risk>, typed: &Fields, wrong: Wrong) -> Markup {
    let isms = visit.isms();
    let choices = vec![
        Choice::new("modify", "Modify").help("controls lower it"),
        Choice::new("retain", "Retain").help("its owner lives with it, and says so"),
        Choice::new("avoid", "Avoid").help("the activity ends"),
        Choice::new("share", "Share").help("a contract or an insurance carries part of it"),
        Choice::new("undecided", "Undecided").help("nobody has decided yet"),
    ];
    let inputs = vec![
        Input::new("treatment", "Decision", Widget::Radio(choices))
            .value(typed.get("treatment"))
            .required()
            .error(wrong.treatment),
        Input::new("controls", "Controls", Widget::Refs(records(isms, RecordKind::Control)))
            .hint("Of Annex A or your own; begin to type a number or a word")
            .value(typed.joined("controls"))
            .error(wrong.controls),
        Input::new("shared_with", "Shared with", Widget::Refs(records(isms, RecordKind::Agreement)))
            .hint("Contracts and insurances, where it is shared")
            .value(typed.joined("shared_with"))
            .error(wrong.shared_with),
        Input::new("stop_on", "The activity ends on", Widget::Date)
            .hint("Where the risk is avoided")
            .value(typed.get("stop_on"))
            .error(wrong.stop_on),
        Input::new("because", "Why", Widget::LongText(3))
            .hint("Kept with this decision in the history")
            .value(typed.get("because"))
            .error(wrong.because),
    ];
    let view = FormView {
        action: visit.at(&format!("/risks/{id}/treat")),
        revision: Some(u64::from(read_at(visit, id, typed))),
        parts: vec![(String::new(), inputs)],
        problem: wrong.whole,
        submit: "Decide".to_owned(),
        cancel: Some(visit.record_at(id)),
        beside: Some(drafts::button(&visit.at(&format!("/risks/{id}/treat")))),
        ..FormView::default()
    };
    html! { (form(&view)) }
}
