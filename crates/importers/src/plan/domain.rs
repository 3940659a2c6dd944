//! The domain export of CISO Assistant: assets, controls, the matrix, risks, the rows of Annex A, evidence.
//!
//! Perimeters are what its assessments look at, a product or a project; they are no units of the organisation and are not taken.

mod evidence;
mod risks;
mod statements;

use super::controls::how_far;
use super::draft::{Draft, Says, Spot, Stated, Which};
use super::planner::Planner;
use super::watch::Watched;
use super::{Options, Plan, assets, method};
use crate::ciso_assistant::{AppliedControl, Domain, Object};
use crate::values::Read;
use crate::values::words::state;
use model::{ElementRef, Isms, RecordId, RecordKind};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The name of such files among the sources of records.
const SOURCE: &str = "ciso-assistant";

/// Our records for the objects of an export.
pub(crate) type Ids = BTreeMap<String, RecordId>;

/// Plans the import of an export.
pub(crate) fn plan(isms: &Isms, domain: &Domain, options: &Options, watched: Watched<'_>) -> Option<Plan> {
    watched.begin(None);
    let mut planner = Planner::new(isms, options);
    planner.watched = watched;
    SOURCE.clone_into(&mut planner.source);
    let used = domain.risk_assessments.iter().map(|run| run.fields.risk_matrix.as_str());
    let used: BTreeSet<&str> = used.collect();
    let mut matrices = domain.risk_matrices.iter().filter(|matrix| used.contains(matrix.fields.urn.as_str()));
    if let Some(described) =
        matrices.next().and_then(|matrix| method::of_matrix(&matrix.fields, matrix.number))
    {
        method::take(&mut planner, described);
    }
    planner.leave("further risk matrices", matrices.count(), "an organisation has one method");
    let assets = take_assets(&mut planner, domain);
    let controls = take_controls(&mut planner, domain);
    risks::take(&mut planner, domain, &assets, &controls);
    let statements = statements::take(&mut planner, domain);
    evidence::take(&mut planner, domain, &controls, &statements);
    leave(&mut planner, domain);
    for problem in domain.problems.list().iter().take(20) {
        planner.notes.push(problem.to_string());
    }
    planner.ended("export of CISO Assistant")
}

/// Counts what has no place here.
fn leave(planner: &mut Planner<'_>, domain: &Domain) {
    planner.leave(
        "perimeters",
        domain.perimeters.len(),
        "they say what an assessment looks at, and are no units of the organisation",
    );
    for (model, count) in &domain.others {
        planner.leave(format!("objects of {model}"), *count, "they are of a kind that is not read");
    }
}

/// Returns where an object stands.
pub(crate) fn spot<T>(sheet: &str, object: &Object<T>, title: &str) -> Spot {
    let original = vec![("id".to_owned(), object.id.clone()), ("name".to_owned(), title.to_owned())];
    Spot { sheet: sheet.to_owned(), row: u32::try_from(object.number).unwrap_or(u32::MAX), original }
}

/// Begins the draft of an object.
fn begin<T>(
    sheet: &str,
    kind: RecordKind,
    object: &Object<T>,
    title: &str,
    reference: Option<&str>,
) -> Draft {
    let number = reference.and_then(|reference| super::draft::number(kind, reference));
    let which = Which::Theirs { foreign: object.id.clone(), number };
    Draft::new(spot(sheet, object, title), kind, which, title)
}

/// Returns the names in a list of owners: texts, or objects with a name.
pub(crate) fn names(owners: &[Value]) -> Vec<String> {
    let name = |owner: &Value| {
        let keys = ["name", "str", "email"];
        let inner = || keys.iter().find_map(|key| owner.get(key).and_then(Value::as_str));
        owner.as_str().or_else(inner).map(str::to_owned)
    };
    owners.iter().filter_map(name).collect()
}

fn take_assets(planner: &mut Planner<'_>, domain: &Domain) -> Ids {
    let mut ids = Ids::new();
    for asset in &domain.assets {
        let fields = &asset.fields;
        let reference = fields.ref_id.as_deref();
        let mut draft = begin("assets", RecordKind::Asset, asset, &fields.name, reference);
        draft.prose("description", "description", fields.description.as_deref().unwrap_or_default());
        match fields.r#type.as_deref() {
            Some("PR") => draft.line("kind", "type", "information"),
            Some("SP") => draft.line("kind", "type", "other"),
            Some(other) => draft.keep("type", other),
            None => {}
        }
        draft.keep("reference", reference.unwrap_or_default());
        draft.keep("link", fields.reference_link.as_deref().unwrap_or_default());
        if let Some(id) = planner.take(draft) {
            ids.insert(asset.id.clone(), id);
        }
    }
    for asset in &domain.assets {
        // The parents are the assets that stand on this one.
        let Some(id) = ids.get(&asset.id) else { continue };
        for parent in asset.fields.parent_assets.iter().filter_map(|parent| ids.get(parent)) {
            assets::link(planner, *parent, ElementRef::new(*id).into_iter().collect());
        }
    }
    ids
}

fn take_controls(planner: &mut Planner<'_>, domain: &Domain) -> Ids {
    let mut serves: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (row, number) in statements::rows(domain) {
        for control in &row.fields.applied_controls {
            let numbers = serves.entry(control).or_default();
            if !numbers.contains(&number.to_string()) {
                numbers.push(number.to_string());
            }
        }
    }
    let references: BTreeMap<&str, &str> = domain
        .reference_controls
        .iter()
        .filter_map(|control| Some((control.id.as_str(), control.fields.name.as_deref()?)))
        .collect();
    let mut ids = Ids::new();
    for control in &domain.applied_controls {
        let mut draft = control_draft(planner, control, &references);
        if let Some(numbers) = serves.get(control.id.as_str()) {
            draft.prose("implements", "applied controls", &numbers.join(", "));
        }
        if let Some(id) = planner.take(draft) {
            ids.insert(control.id.clone(), id);
        }
    }
    ids
}

fn control_draft(
    planner: &Planner<'_>,
    control: &Object<AppliedControl>,
    references: &BTreeMap<&str, &str>,
) -> Draft {
    let fields = &control.fields;
    let reference = fields.ref_id.as_deref();
    let mut draft = begin("applied controls", RecordKind::Control, control, &fields.name, reference);
    draft.line("reference", "ref_id", reference.unwrap_or_default());
    draft.prose("design", "description", fields.description.as_deref().unwrap_or_default());
    let owners = names(&fields.owner);
    match owners.as_slice() {
        [] => {}
        [owner] => planner.owned(&mut draft, "owner", "owner", owner),
        [_, ..] => draft.keep("owner", &owners.join(", ")),
    }
    let word = fields.status.as_deref().unwrap_or_default();
    match state(word) {
        Ok(Read::Is(far)) => {
            let far = how_far(far);
            draft.says.push(Says::Stated(Stated { state: far, ..Stated::default() }));
            if ["on_hold", "degraded"].contains(&word) || far.is_none() {
                draft.keep("status", word);
            }
        }
        Ok(Read::Blank) => {}
        Err(_) => draft.keep("status", word),
    }
    let priority = fields.priority.map(|priority| priority.to_string()).unwrap_or_default();
    let follows = fields.reference_control.as_deref().map(|id| references.get(id).copied().unwrap_or(id));
    for (heading, text) in [
        ("category", fields.category.as_deref()),
        ("csf_function", fields.csf_function.as_deref()),
        ("priority", Some(priority.as_str())),
        ("effort", fields.effort.as_deref()),
        ("reference control", follows),
        ("start_date", fields.start_date.as_deref()),
        ("eta", fields.eta.as_deref()),
        ("expiry_date", fields.expiry_date.as_deref()),
        ("link", fields.link.as_deref()),
        ("observation", fields.observation.as_deref()),
    ] {
        draft.keep(heading, text.unwrap_or_default());
    }
    draft
}
