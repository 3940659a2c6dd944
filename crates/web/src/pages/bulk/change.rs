//! One change for all that are selected: a field, a label or a step, looked at first.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use maud::{Markup, html};
use model::{Line as Words, RecordId, Shape, Shown};
use operations::{FormTarget, Input, OperationForm, Typed, drawn_of};

use super::lines::{Deed, Line, look};
use super::read::{of_column, read, writable};
use super::{Preview, ROWS_MAX, Wanted, back, done, head, one_by_one};
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::pages::naming::counted;
use crate::pages::record::deeds::steps;
use crate::pages::record::inputs::{in_plain, needed_input, typed_text};
use crate::pages::views::{Of, opened};
use crate::parts::form::{field, problems};
use crate::parts::{Choice, Need, Widget};
use crate::visit::Visit;

/// What is changed of all that are selected.
enum What {
    /// A field.
    Field(Shown),
    /// Labels are added.
    Labels,
    /// A step is taken.
    Step(&'static OperationForm),
    /// A decision that is taken of each by itself.
    OneByOne(&'static OperationForm),
}

impl What {
    /// Reads what was chosen.
    fn read(of: Of, word: &str) -> Option<Self> {
        if word == "labels" {
            return Some(Self::Labels);
        }
        if let Some(verb) = word.strip_prefix("do:") {
            let alone = one_by_one::form_of(of.kind()).filter(|form| form.verb == verb).map(Self::OneByOne);
            return alone.or_else(|| steps_of(of).find(|form| form.verb == verb).map(Self::Step));
        }
        let word = of_column(word);
        writable(of.kind()).into_iter().find(|shown| shown.name == word && is_shared(shown)).map(Self::Field)
    }

    fn label(&self) -> String {
        match self {
            Self::Field(shown) => shown.label.to_owned(),
            Self::Labels => "Labels".to_owned(),
            Self::Step(form) | Self::OneByOne(form) => form.label.to_owned(),
        }
    }
}

/// Says whether many records can have the same in a field.
fn is_shared(shown: &Shown) -> bool {
    shown.name != "title"
}

/// Says whether a step can be taken with many at once: none of a body's, which writes in two ledgers, and none that is about one
/// version or about what one has read.
fn is_bulk(form: &OperationForm) -> bool {
    use model::RecordKind::{Client, Engagement, JointChange, Membership, Share};
    form.target == FormTarget::Record
        && ![Client, Engagement, JointChange, Membership, Share].contains(&form.on)
        && !steps::is_judgement(form)
}

/// Returns the steps that can be taken with many records of a grid at once.
fn steps_of(of: Of) -> impl Iterator<Item = &'static OperationForm> {
    drawn_of(of.kind()).filter(|form| is_bulk(form))
}

/// Inputs of a step that belong to one record, and are not asked of many.
const OF_ONE: &[&str] = &["enough", "not_enough"];

/// Returns the inputs that a step asks of many.
fn inputs_of(form: &'static OperationForm) -> impl Iterator<Item = &'static Input> {
    form.inputs.iter().filter(|input| !OF_ONE.contains(&input.name))
}

/// Returns what can be changed of many records of a grid, as choices: fields, what is set most first; labels; steps.
#[must_use]
pub fn choices(of: Of) -> Vec<(&'static str, Vec<Choice>)> {
    let mut fields: Vec<Shown> = writable(of.kind()).into_iter().filter(is_shared).collect();
    fields.sort_by_key(|shown| rank(&shown.shape));
    let fields = fields.iter().map(|shown| Choice::new(shown.name, shown.label));
    let fields = fields.chain([Choice::new("labels", "Labels")]).collect();
    let steps = one_by_one::form_of(of.kind()).into_iter().chain(steps_of(of));
    let steps = steps.map(|form| Choice::new(format!("do:{}", form.verb), form.label)).collect();
    let all: [(&str, Vec<Choice>); 2] = [("Set", fields), ("Do", steps)];
    all.into_iter().filter(|(_, choices)| !choices.is_empty()).collect()
}

/// Returns how early a field stands among what can be set: owners and words first, texts last.
fn rank(shape: &Shape) -> u8 {
    match shape.bare() {
        Shape::Owner => 0,
        Shape::Choice(_) => 1,
        Shape::Date | Shape::Reference(_) | Shape::Number | Shape::Decimal => 2,
        Shape::List(_) => 3,
        Shape::Line | Shape::Prose | Shape::Optional(_) | Shape::Parts(_) => 4,
    }
}

/// Asks for the value, shows what would change, or writes it.
///
/// # Errors
/// A failure of the world.
pub async fn change(visit: Visit, of: Of, typed: Fields) -> Answer {
    let filter = typed.get("filter").to_owned();
    let (visit, _) = opened(Visit { query: Fields::read(&filter), ..visit }, of).await?;
    let ids = match selected(&visit, of, &typed) {
        Ok(ids) => ids,
        Err(words) => {
            visit.say_refused(words);
            return Ok(crate::visit::see_other(&back(&visit, of, &filter)));
        }
    };
    let what = What::read(of, typed.get("field")).ok_or_else(|| Failure::unknown("such field"))?;
    let title = format!("{} of {}", what.label(), counted(ids.len(), "row", "rows"));
    if let What::OneByOne(form) = what {
        return Ok(one_by_one::page(&visit, of, form, &ids, &filter));
    }
    if typed.get("do").is_empty() {
        let main = ask(&visit, of, &what, &ids, (&typed, None));
        return Ok(visit.page(&of.here(), head(&visit, of, &filter, title), main));
    }
    let (lines, values) = match lines(&visit, of, &what, &ids, &typed) {
        Ok(lines) => lines,
        Err(words) => {
            let main = ask(&visit, of, &what, &ids, (&typed, Some(&words)));
            let head = head(&visit, of, &filter, title);
            return Ok(visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, &of.here(), head, main));
        }
    };
    let looked = look(&visit, of.kind(), lines).await;
    let mut hidden = carried(&typed, &ids);
    hidden.extend(values.iter().cloned());
    let said: Vec<&str> =
        values.iter().map(|(_, text)| text.as_str()).filter(|text| !text.is_empty()).collect();
    let preview = Preview {
        of,
        sentence: format!(
            "{}: {}",
            what.label(),
            if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
        ),
        action: visit.at(&of.at("bulk")),
        hidden,
        looked: &looked,
        notes: Vec::new(),
        problem: None,
        step: if let What::Step(form) = what { Some(form) } else { None },
    };
    done(&visit, &title, Wanted::of(&typed), &typed, preview).await
}

/// Returns the records that were selected, in the order of their ids.
fn selected(visit: &Visit, of: Of, typed: &Fields) -> Result<Vec<RecordId>, String> {
    let chosen: BTreeSet<RecordId> = if typed.get("whole") == "yes" {
        of.found(visit).into_iter().collect()
    } else {
        typed.all("id").filter_map(RecordId::parse).collect()
    };
    let all = visit.isms().counted(of.kind()).into_iter().map(|(id, _)| id);
    let ids: Vec<RecordId> = all.filter(|id| chosen.contains(id)).collect();
    match ids.len() {
        0 => Err("Nothing is selected: tick the rows that are meant first".to_owned()),
        count if count > ROWS_MAX => Err(format!(
            "{count} rows are more than can be changed at once; expected at most {ROWS_MAX}: filter the list"
        )),
        _ => Ok(ids),
    }
}

/// Returns the fields that make the same selection again.
fn carried(typed: &Fields, ids: &[RecordId]) -> Vec<(String, String)> {
    let mut hidden = vec![
        ("field".to_owned(), typed.get("field").to_owned()),
        ("filter".to_owned(), typed.get("filter").to_owned()),
    ];
    hidden.extend(ids.iter().map(|id| ("id".to_owned(), id.to_string())));
    hidden
}

/// Values as they were typed, to be posted again.
type Values = Vec<(String, String)>;

/// Returns a line for each record, and the values as they were typed.
fn lines(
    visit: &Visit,
    of: Of,
    what: &What,
    ids: &[RecordId],
    typed: &Fields,
) -> Result<(Vec<Line>, Values), String> {
    let line = |id: &RecordId, deed: Deed| Line { id: Some(*id), row: None, deed };
    match what {
        What::Field(shown) => {
            let value = Shown { name: "value", ..shown.clone() };
            let text = typed_text(&value, typed).unwrap_or_default();
            let of_one = |id: &RecordId| match read(visit, Some(*id), of.kind(), shown, &text) {
                Ok(text) => line(id, Deed::Write(vec![(shown.name.to_owned(), text)])),
                Err(words) => line(id, Deed::Refused(words)),
            };
            Ok((ids.iter().map(of_one).collect(), vec![("value".to_owned(), text)]))
        }
        What::Labels => {
            let text = typed.get("value");
            let parts = text.split([',', '\n']).map(Words::new).filter(|label| !label.is_empty());
            let labels: Vec<Words> = parts.collect();
            if labels.is_empty() {
                return Err("Enter a label, or several with commas between them".to_owned());
            }
            let of_one = |id: &RecordId| line(id, Deed::Label(labels.clone()));
            Ok((ids.iter().map(of_one).collect(), vec![("value".to_owned(), text.to_owned())]))
        }
        What::Step(form) => {
            let shown: Vec<Shown> = form.inputs.iter().map(steps::shown).collect();
            let texts = shown.iter().map(|one| (one, typed_text(one, typed).unwrap_or_default()));
            let raw: Values = texts.map(|(one, text)| (one.name.to_owned(), text)).collect();
            let plain = |(one, (name, text)): (&Shown, &(String, String))| {
                (name.clone(), in_plain(&one.shape, text.clone(), visit.today))
            };
            let values: Typed = shown.iter().zip(&raw).map(plain).collect();
            if let Some(id) = ids.first()
                && let Err(found) = (form.make)(*id, &values)
            {
                return Err(found.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "));
            }
            Ok((ids.iter().map(|id| line(id, Deed::Step(form, values.clone()))).collect(), raw))
        }
        What::OneByOne(_) => Err("Each is decided by itself".to_owned()),
    }
}

fn ask(
    visit: &Visit,
    of: Of,
    what: &What,
    ids: &[RecordId],
    (typed, problem): (&Fields, Option<&str>),
) -> Markup {
    let isms = visit.isms();
    html! {
        (problems(problem, &[]))
        form.form method="post" action=(visit.at(&of.at("bulk"))) data-form {
            @for (name, value) in carried(typed, ids) { input type="hidden" name=(name) value=(value); }
            input type="hidden" name="do" value="look";
            @match what {
                What::Field(shown) => {
                    @let text = in_plain(&shown.shape, typed.get("value").to_owned(), visit.today);
                    (needed_input(&Shown { name: "value", ..shown.clone() }, Need::Optional, &text, isms, &Vec::new()))
                },
                What::Labels => {
                    (field(&crate::parts::Input::new("value", "Labels", Widget::Tags).hint("Words that people sort by, with commas between them; they are added to those that are there").value(typed.get("value")).required()))
                },
                What::Step(form) => {
                    p.secondary { (form.what) }
                    @for input in inputs_of(form) {
                        @let need = if input.may_be_empty() { Need::Optional } else { Need::Required };
                        @let shown = steps::shown(input);
                        @let text = in_plain(&shown.shape, typed.get(input.name).to_owned(), visit.today);
                        (needed_input(&shown, need, &text, isms, &Vec::new()))
                    }
                },
                What::OneByOne(_) => {},
            }
            div.form-end {
                button.button.primary type="submit" { span { "Look at it" } kbd aria-hidden="true" { "Ctrl ↵" } }
                a.button.quiet href=(back(visit, of, typed.get("filter"))) { "Go back" }
            }
        }
        details.fold {
            summary { (counted(ids.len(), "row", "rows")) " selected" }
            ul.plain { @for id in ids { li { a.id-link href=(visit.record_at(*id)) { (id) } " " (isms.name_of(*id)) } } }
        }
    }
}
