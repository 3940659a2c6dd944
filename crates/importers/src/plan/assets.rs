//! Asset lists and supplier lists.

use super::cells::{Cells, Register};
use super::draft::{Draft, Refusal, Which, number};
use super::planner::Planner;
use super::risks::owner;
use crate::headings::{Field, Phase};
use crate::values::Read;
use crate::values::lists::list;
use crate::values::words::{Answer, answer};
use model::records::{AssetKind, Classification, Criticality, SupplierKind};
use model::{ElementRef, Prose, RecordId, RecordKind, Value};
use operations::EditRecord;

/// The fields that an asset takes; all others are kept beside it.
const ASSET: &[Field] = &[
    Field::Id,
    Field::Title,
    Field::Description,
    Field::Category,
    Field::Class,
    Field::Owner,
    Field::Location,
    Field::Criticality,
    Field::InScope,
    Field::DependsOn,
    Field::Confidentiality,
    Field::Integrity,
    Field::Availability,
];

/// The fields that a supplier takes; all others are kept beside it.
const SUPPLIER: &[Field] = &[
    Field::Id,
    Field::Title,
    Field::Description,
    Field::Service,
    Field::Category,
    Field::Owner,
    Field::Criticality,
    Field::Reviewed,
    Field::InScope,
];

/// Plans the rows of an asset list; what an asset depends on may stand below it.
pub(crate) fn plan(planner: &mut Planner<'_>, register: &Register<'_>) {
    let mut later: Vec<(RecordId, Vec<String>)> = Vec::new();
    for cells in register.rows() {
        let title = cells.text(Field::Title).to_owned();
        match asset(planner, &cells) {
            Ok(draft) => {
                let names = list(cells.text(Field::DependsOn));
                if let Some(id) = planner.take(draft)
                    && !names.is_empty()
                {
                    later.push((id, names));
                }
            }
            Err(refusal) => planner.refuse(cells.spot(), RecordKind::Asset, title, refusal),
        }
    }
    for (id, names) in later {
        depend(planner, id, &names);
    }
}

/// Plans the rows of a supplier list.
pub(crate) fn suppliers(planner: &mut Planner<'_>, register: &Register<'_>) {
    for cells in register.rows() {
        let title = cells.text(Field::Title).to_owned();
        match supplier(planner, &cells) {
            Ok(draft) => {
                planner.take(draft);
            }
            Err(refusal) => planner.refuse(cells.spot(), RecordKind::Supplier, title, refusal),
        }
    }
}

/// Links an element to those it depends on by name.
fn depend(planner: &mut Planner<'_>, id: RecordId, names: &[String]) {
    let mut found = Vec::new();
    for name in names {
        match planner.index.element(&planner.state, name) {
            Some(element) => found.push(element),
            None => planner.notes.push(format!("{id} depends on \"{name}\", which is not on record")),
        }
    }
    link(planner, id, found);
}

/// Links an element to others, beside those linked already.
pub(crate) fn link(planner: &mut Planner<'_>, id: RecordId, to: Vec<ElementRef>) {
    let mut all = planner.state.element(id).map(|element| element.depends_on().to_vec()).unwrap_or_default();
    let before = all.len();
    for element in to {
        if element.id() != id && !all.contains(&element) {
            all.push(element);
        }
    }
    if all.len() > before {
        let typed = vec![("depends_on".to_owned(), all.text())];
        planner.also(EditRecord { id, revision: None, typed, because: Prose::default() });
    }
}

fn begin(cells: &Cells<'_>, kind: RecordKind) -> Result<Draft, Refusal> {
    cells.sound()?;
    let foreign = cells.text(Field::Id).to_owned();
    let which = Which::Theirs { number: number(kind, &foreign), foreign };
    Ok(Draft::new(cells.spot(), kind, which, cells.text(Field::Title)))
}

fn asset(planner: &Planner<'_>, cells: &Cells<'_>) -> Result<Draft, Refusal> {
    let mut draft = begin(cells, RecordKind::Asset)?;
    let heading = |field| cells.heading(field, Phase::Now);
    draft.prose("description", &heading(Field::Description), cells.text(Field::Description));
    let kind = match cells.word(Field::Category, Phase::Now) {
        "PR" => "primary",
        "SP" => "supporting",
        other => other,
    };
    draft.word::<Option<AssetKind>>("kind", &heading(Field::Category), kind);
    let class = cells.word(Field::Class, Phase::Now);
    draft.word::<Option<Classification>>("classification", &heading(Field::Class), class);
    draft.line("location", &heading(Field::Location), cells.text(Field::Location));
    for (field, name) in [
        (Field::Confidentiality, "confidentiality"),
        (Field::Integrity, "integrity"),
        (Field::Availability, "availability"),
    ] {
        let text = cells.word(field, Phase::Now);
        match text.parse::<u32>() {
            Ok(value) if (1..=5).contains(&value) => draft.prose(name, &heading(field), text),
            Ok(_) | Err(_) => draft.keep(&heading(field), text),
        }
    }
    common(planner, cells, &mut draft);
    cells.keep_rest(&mut draft, ASSET);
    Ok(draft)
}

fn supplier(planner: &Planner<'_>, cells: &Cells<'_>) -> Result<Draft, Refusal> {
    let mut draft = begin(cells, RecordKind::Supplier)?;
    let heading = |field| cells.heading(field, Phase::Now);
    let (service, description) = (cells.text(Field::Service), cells.text(Field::Description));
    let both = if service.is_empty() || description.is_empty() { "" } else { "\n" };
    draft.prose("description", &heading(Field::Service), &format!("{service}{both}{description}"));
    let kind = cells.word(Field::Category, Phase::Now);
    draft.word::<Option<SupplierKind>>("kind", &heading(Field::Category), kind);
    match cells.date(Field::Reviewed) {
        Ok(Some(day)) => draft.prose("reviewed_on", &heading(Field::Reviewed), &day.to_string()),
        Ok(None) => {}
        Err(_) => cells.keep(&mut draft, Field::Reviewed),
    }
    common(planner, cells, &mut draft);
    cells.keep_rest(&mut draft, SUPPLIER);
    Ok(draft)
}

/// Says what all elements have.
fn common(planner: &Planner<'_>, cells: &Cells<'_>, draft: &mut Draft) {
    owner(planner, cells, draft);
    let criticality = cells.word(Field::Criticality, Phase::Now);
    draft.word::<Option<Criticality>>(
        "criticality",
        &cells.heading(Field::Criticality, Phase::Now),
        criticality,
    );
    match answer(cells.word(Field::InScope, Phase::Now)) {
        Ok(Read::Is(Answer::Yes)) => draft.prose("in_scope", "In scope", "in"),
        Ok(Read::Is(Answer::No)) => draft.prose("in_scope", "In scope", "out"),
        Ok(Read::Blank) => {}
        Err(_) => cells.keep(draft, Field::InScope),
    }
}
