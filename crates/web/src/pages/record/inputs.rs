//! A field as something to fill in: the widget that its shape asks for, and how what was typed becomes its text again.

use maud::{Markup, html};
use model::{Date, Isms, PartShape, RecordId, RecordKind, Shape, Shown, Writer};

use super::rows;
use crate::fields::Fields;
use crate::locale::locale;
use crate::pages::naming::day;
use crate::parts::form::{control, field};
use crate::parts::{Choice, Input, Need, Widget};

/// How many records a list of choices offers; others can be typed.
const CHOICES_MAX: usize = 300;
/// How many blank rows a list of parts offers.
const ROWS_BLANK: usize = 2;
/// How many rows of parts a form may bring.
const ROWS_MAX: usize = 500;

/// What was wrong with fields, by name.
pub type Wrong = Vec<(String, String)>;

/// Returns the widget for a shape, with the choices that the state offers.
#[must_use]
pub fn widget(shape: &Shape, isms: &Isms) -> Widget {
    match shape {
        Shape::Line | Shape::Number | Shape::Decimal => Widget::Text,
        Shape::Prose => Widget::LongText(4),
        Shape::Date => Widget::Date,
        Shape::Choice(words) => Widget::Select(words.iter().map(|word| Choice::new(*word, *word)).collect()),
        Shape::Reference(kinds) => Widget::Ref(records(isms, kinds)),
        Shape::Owner => Widget::Ref(records(isms, &[RecordKind::Person, RecordKind::Role])),
        Shape::Optional(inner) => {
            let inside = widget(inner, isms);
            if let Widget::Select(choices) = inside {
                Widget::Select([vec![Choice::new("", "not recorded")], choices].concat())
            } else {
                inside
            }
        }
        Shape::List(inner) => several(widget(inner, isms)),
        Shape::Parts(_) => Widget::LongText(2),
    }
}

/// Returns the widget for several of what a widget gives one of: chosen where one is chosen, else one on each line.
fn several(one: Widget) -> Widget {
    if let Widget::Ref(choices) = one {
        Widget::Refs(choices)
    } else if let Widget::Select(choices) = one {
        Widget::Check(choices)
    } else {
        Widget::LongText(4)
    }
}

/// Returns the records of some kinds as choices.
#[must_use]
pub fn records(isms: &Isms, kinds: &[RecordKind]) -> Vec<Choice> {
    let counted = kinds.iter().flat_map(|kind| isms.counted(*kind));
    counted.take(CHOICES_MAX).map(|(id, record)| Choice::new(id.to_string(), record.title())).collect()
}

/// Returns the field as it stands in a form. `text` is what stands in it; `wrong` what was the matter.
#[must_use]
pub fn shown_input(shown: &Shown, text: &str, isms: &Isms, wrong: &Wrong) -> Markup {
    let need = if shown.name == "title" { Need::Required } else { Need::Optional };
    needed_input(shown, need, text, isms, wrong)
}

/// Returns the same for a field of which is known whether it may stay empty.
#[must_use]
pub fn needed_input(shown: &Shown, need: Need, text: &str, isms: &Isms, wrong: &Wrong) -> Markup {
    let error = of_field(wrong, shown.name);
    if let Some(columns) = shown.shape.columns() {
        return row_table(shown, columns, text, isms, error.as_deref());
    }
    html! {
        // Where nothing is ticked, nothing would be posted.
        @if shown.shape.each().is_some_and(|each| !each.words().is_empty()) { input type="hidden" name=(shown.name) value=""; }
        (field(&input(shown, need, text, isms, error)))
    }
}

/// Returns a field that is no list of parts as an input, with its hint.
#[must_use]
pub fn input(shown: &Shown, need: Need, text: &str, isms: &Isms, error: Option<String>) -> Input {
    let shape = &shown.shape;
    let hint = match shape.parts() {
        Some(parts) => with_columns(shown.help, parts),
        None if shape.each().is_some() && !shape.stands_in_line() => {
            format!("{} One on each line.", shown.help)
        }
        None if *shape.bare() == Shape::Date => {
            let example = locale().example_day(Date::constant(2026, 3, 31));
            format!("{} Also {example}, +30d or next fri.", shown.help)
        }
        None => shown.help.to_owned(),
    };
    let mut widget = widget(shape, isms);
    if let (Widget::Select(choices), Need::Required) = (&mut widget, need)
        && let Some(blank) = choices.iter_mut().find(|choice| choice.value.is_empty())
    {
        "choose one".clone_into(&mut blank.label);
    }
    let input = Input::new(shown.name, shown.label, widget)
        .hint(hint)
        .value(locale().in_form(shape, text))
        .error(error);
    Input { term: crate::pages::words::of_label(shown.label), need, ..input }
}

/// Says what stands between bars.
fn with_columns(help: &str, parts: &[PartShape]) -> String {
    let labels: Vec<&str> = parts.iter().map(|part| part.label).collect();
    format!("{help} Between bars: {}", labels.join(" | "))
}

/// Returns a list of parts: a row for each, and blank ones.
fn row_table(shown: &Shown, parts: &[PartShape], text: &str, isms: &Isms, error: Option<&str>) -> Markup {
    let mut rows = rows::rows(text);
    rows.extend(std::iter::repeat_n(Vec::new(), ROWS_BLANK));
    html! {
        fieldset.field.rows id=(shown.name) .wrong[error.is_some()] tabindex="-1" {
            legend { (shown.label) " " span.optional { "optional" } }
            p.hint { (shown.help) " Clear a row to take it away; save for more blank rows." }
            @if let Some(error) = error { p.error { span.vh { "Error: " } (error) } }
            div.table-region role="region" aria-label=(shown.label) tabindex="0" {
                table.table {
                    thead { tr { @for part in parts { th scope="col" { (part.label) } } } }
                    tbody {
                        @for (at, row) in rows.iter().enumerate() {
                            tr {
                                @for (cell, part) in parts.iter().enumerate() {
                                    @let name = format!("{}[{at}].{}", shown.name, part.name);
                                    @let value = locale().in_form(&part.shape, row.get(cell).map_or("", String::as_str));
                                    @let label = format!("{}, row {}", part.label, at + 1);
                                    td { (control(&cell_widget(&part.shape, isms), &name, &name, &value, &label)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Returns the widget of a cell: smaller than in a form, and one that posts one value.
#[must_use]
pub fn cell_widget(shape: &Shape, isms: &Isms) -> Widget {
    let widget = widget(shape, isms);
    if let Widget::LongText(_) = widget {
        return Widget::LongText(1);
    }
    if let Widget::Check(_) | Widget::Refs(_) = widget {
        return Widget::Text;
    }
    if let Widget::Select(choices) = &widget
        && choices.iter().all(|choice| !choice.value.is_empty())
    {
        return Widget::Select([vec![Choice::new("", "")], choices.clone()].concat());
    }
    widget
}

/// Returns what was typed for the fields that the form brought, by name, in the plain form; days are read from `today`.
#[must_use]
pub fn typed(kind: RecordKind, form: &Fields, today: Date) -> Vec<(String, String)> {
    let fields = kind.fields().into_iter().filter(|shown| shown.writer == Writer::Form);
    let typed = |shown: &Shown| Some(in_plain(&shown.shape, typed_text(shown, form)?, today));
    fields.filter_map(|shown| Some((shown.name.to_owned(), typed(&shown)?))).collect()
}

/// Returns the text of a field out of what was typed: days in full (`+30d`, `31 Mar`), numbers in the plain form; what is neither
/// stays as it was typed.
#[must_use]
pub fn in_plain(shape: &Shape, text: String, today: Date) -> String {
    let Some(columns) = shape.columns() else { return one_in_plain(shape, text, today) };
    if !columns.iter().any(|part| is_told_anew(&part.shape)) {
        return text;
    }
    let mut all = rows::rows(&text);
    for (cell, part) in all.iter_mut().flat_map(|row| row.iter_mut().zip(columns)) {
        *cell = one_in_plain(&part.shape, std::mem::take(cell), today);
    }
    rows::text(&all)
}

/// Says whether values of a shape are typed in more ways than they are kept in.
fn is_told_anew(shape: &Shape) -> bool {
    [Shape::Date, Shape::Number, Shape::Decimal].contains(shape.bare())
}

/// Returns a text in which the records that an input points at stand by their ids, where they were typed by their names; a name that
/// two of them have, or none, stays as it was typed.
#[must_use]
pub fn by_name(isms: &Isms, shape: &Shape, text: String) -> String {
    let each = shape.each().unwrap_or(shape).bare();
    let Shape::Reference(kinds) = each else { return text };
    let id_of = |name: &str| {
        if name.is_empty() || RecordId::parse(name).is_some() {
            return None;
        }
        let all = kinds.iter().flat_map(|kind| isms.all(*kind));
        let mut found = all.filter(|(_, record)| record.title().eq_ignore_ascii_case(name)).map(|(id, _)| id);
        found.next().filter(|_| found.next().is_none())
    };
    if let Some(id) = id_of(text.trim()) {
        return id.to_string();
    }
    if shape.each().is_none() {
        return text;
    }
    let part = |part: &str| id_of(part.trim()).map_or_else(|| part.trim().to_owned(), |id| id.to_string());
    text.split(',').map(part).collect::<Vec<_>>().join(", ")
}

fn one_in_plain(shape: &Shape, text: String, today: Date) -> String {
    if !is_told_anew(shape) || text.trim().is_empty() {
        return text;
    }
    if *shape.bare() == Shape::Date {
        return day(&text, today).map_or(text, |day| day.to_string());
    }
    locale().typed_number(shape, &text)
}

/// Returns what was typed for a field; nothing where the form did not bring it.
#[must_use]
pub fn typed_text(shown: &Shown, form: &Fields) -> Option<String> {
    if let Some(parts) = shown.shape.columns() {
        let begins = format!("{}[", shown.name);
        if !form.0.iter().any(|(name, _)| name.starts_with(&begins)) {
            return form.has(shown.name).then(|| form.get(shown.name).to_owned());
        }
        let cell = |at: usize, part: &PartShape| form.get(&format!("{begins}{at}].{}", part.name)).to_owned();
        let count = rows_in(form, &begins);
        let rows: Vec<Vec<String>> =
            (0..count).map(|at| parts.iter().map(|part| cell(at, part)).collect()).collect();
        return Some(rows::text(&rows));
    }
    if !form.has(shown.name) {
        return None;
    }
    let is_joined = shown.shape.stands_in_line();
    Some(if is_joined { form.joined(shown.name) } else { form.get(shown.name).to_owned() })
}

/// Returns how many rows of a list the form brought, at most as many as may be.
fn rows_in(form: &Fields, begins: &str) -> usize {
    let numbers = form
        .0
        .iter()
        .filter_map(|(name, _)| name.strip_prefix(begins)?.split_once(']')?.0.parse::<usize>().ok());
    numbers.max().map_or(0, |last| last.saturating_add(1)).min(ROWS_MAX)
}

/// Returns what is the matter with a field, or with a part of it.
#[must_use]
pub fn of_field(wrong: &Wrong, name: &str) -> Option<String> {
    let is_it = |(field, _): &&(String, String)| field.split('.').next() == Some(name);
    let words: Vec<&str> = wrong.iter().filter(is_it).map(|(_, words)| words.as_str()).collect();
    (!words.is_empty()).then(|| words.join("; "))
}

/// Returns the text of a record's field, or nothing for a new one.
#[must_use]
pub fn text_now(isms: &Isms, id: Option<RecordId>, name: &str) -> String {
    id.and_then(|id| isms.find(id)).and_then(|record| record.text(name)).unwrap_or_default()
}
