//! Risk scenarios: positions in the matrix become values of the method, by the words of its steps.

use super::{Ids, begin, names};
use crate::ciso_assistant::{Domain, Matrix, Object, RiskScenario, Step};
use crate::headings::Field;
use crate::plan::draft::{Draft, Rated, Refusal, Says};
use crate::plan::planner::Planner;
use crate::plan::rating;
use crate::plan::risks::decided;
use crate::problem::quote;
use crate::values::Read;
use crate::values::words::treatment;
use model::records::{MethodContent, Property, ResidualState, Scale};
use model::{Decimal, RecordKind, Value as _};
use serde_json::Value;
use std::collections::BTreeMap;

/// Takes the risks of an export.
pub(crate) fn take(planner: &mut Planner<'_>, domain: &Domain, assets: &Ids, controls: &Ids) {
    let matrices: BTreeMap<&str, &Matrix> = domain
        .risk_matrices
        .iter()
        .map(|matrix| (matrix.fields.urn.as_str(), &matrix.fields.json_definition))
        .collect();
    let runs: BTreeMap<&str, &str> = domain
        .risk_assessments
        .iter()
        .map(|run| (run.id.as_str(), run.fields.risk_matrix.as_str()))
        .collect();
    let threats: BTreeMap<&str, &str> =
        domain.threats.iter().map(|threat| (threat.id.as_str(), threat.fields.name.as_str())).collect();
    for risk in &domain.risk_scenarios {
        let matrix = runs.get(risk.fields.risk_assessment.as_str()).and_then(|urn| matrices.get(urn));
        let mut draft = draft(planner, risk, assets, &threats);
        treat(risk, controls, &mut draft);
        match rate(planner, risk, matrix.copied(), &mut draft) {
            Ok(()) => {
                planner.take(draft);
            }
            Err(refusal) => {
                planner.refuse(draft.spot, RecordKind::Risk, risk.fields.name.clone(), refusal);
            }
        }
    }
}

fn draft(
    planner: &Planner<'_>,
    risk: &Object<RiskScenario>,
    assets: &Ids,
    threats: &BTreeMap<&str, &str>,
) -> Draft {
    let fields = &risk.fields;
    let reference = fields.ref_id.as_deref();
    let mut draft = begin("risk scenarios", RecordKind::Risk, risk, &fields.name, reference);
    draft.keep("ref_id", reference.unwrap_or_default());
    draft.prose("description", "description", fields.description.as_deref().unwrap_or_default());
    let threat: Vec<&str> =
        fields.threats.iter().filter_map(|id| threats.get(id.as_str()).copied()).collect();
    draft.line("threat", "threats", &threat.join(", "));
    let existing = fields.existing_controls.as_deref().unwrap_or_default();
    draft.prose("existing_controls", "existing_controls", existing);
    let touched: Vec<String> =
        fields.assets.iter().filter_map(|id| assets.get(id)).map(ToString::to_string).collect();
    draft.prose("elements", "assets", &touched.join(", "));
    let mut properties: Vec<Property> = Vec::new();
    for word in fields.qualifications.iter().filter_map(Value::as_str) {
        match Property::read(word) {
            Ok(property) => properties.push(property),
            Err(_) => draft.keep("qualifications", word),
        }
    }
    draft.prose("properties", "qualifications", &properties.text());
    let owners = names(&fields.owner);
    match owners.as_slice() {
        [] => {}
        [owner] => planner.owned(&mut draft, "owner", "owner", owner),
        [_, ..] => draft.keep("owner", &owners.join(", ")),
    }
    draft
}

fn treat(risk: &Object<RiskScenario>, controls: &Ids, draft: &mut Draft) {
    let fields = &risk.fields;
    let word = fields.treatment.as_deref().unwrap_or_default();
    let decision = match treatment(word) {
        Ok(Read::Is(treated)) => Some(decided(treated.treatment)),
        Ok(Read::Blank) => None,
        Err(_) => {
            draft.keep("treatment", word);
            None
        }
    };
    let listed = fields.existing_applied_controls.iter().chain(&fields.applied_controls);
    let listed: Vec<_> = listed.filter_map(|id| controls.get(id)).copied().collect();
    draft.says.push(Says::Treated { treatment: decision, controls: listed });
}

fn rate(
    planner: &Planner<'_>,
    risk: &Object<RiskScenario>,
    matrix: Option<&Matrix>,
    draft: &mut Draft,
) -> Result<(), Refusal> {
    let fields = &risk.fields;
    let method = planner.state.method.one().map(|method| method.now(planner.today)).unwrap_or_default();
    let pair = |likelihood, consequence| both(matrix, &method, likelihood, consequence);
    let (likelihood, consequence) = pair(fields.current_proba, fields.current_impact)?;
    let rationale = fields.justification.as_deref().unwrap_or_default().into();
    let now = Rated { likelihood, consequence, rationale, ..Rated::default() };
    let (likelihood, consequence) = pair(fields.residual_proba, fields.residual_impact)?;
    let after = Some(ResidualState::Target);
    let after = Rated { after, likelihood, consequence, ..Rated::default() };
    draft.says.extend([now, after].into_iter().filter(|rated| !rated.is_blank()).map(Says::Rated));
    for (heading, position, steps) in [
        ("inherent_proba", fields.inherent_proba, matrix.map(|matrix| &matrix.probability)),
        ("inherent_impact", fields.inherent_impact, matrix.map(|matrix| &matrix.impact)),
    ] {
        draft.keep(heading, step(steps, position).map(|step| step.name.as_str()).unwrap_or_default());
    }
    Ok(())
}

type Pair = (Option<Decimal>, Option<Decimal>);

fn both(
    matrix: Option<&Matrix>,
    method: &MethodContent,
    likelihood: Option<i64>,
    consequence: Option<i64>,
) -> Result<Pair, Refusal> {
    let probability = matrix.map(|matrix| &matrix.probability);
    let impact = matrix.map(|matrix| &matrix.impact);
    Ok((
        value(probability, &method.likelihood, likelihood, Field::Likelihood)?,
        value(impact, &method.consequence, consequence, Field::Consequence)?,
    ))
}

/// Returns the step at a position; minus one is none.
fn step(steps: Option<&Vec<Step>>, position: Option<i64>) -> Option<&Step> {
    steps?.get(usize::try_from(position?).ok()?)
}

/// Returns the value on our scale of the step at a position.
fn value(
    steps: Option<&Vec<Step>>,
    scale: &Scale,
    position: Option<i64>,
    field: Field,
) -> Result<Option<Decimal>, Refusal> {
    let Some(position) = position.filter(|position| *position >= 0) else { return Ok(None) };
    let Some(step) = step(steps, Some(position)) else {
        let reason = format!("position {position} is not in the matrix");
        return Err(Refusal::new(field.name(), reason, "a position that the matrix of the export has"));
    };
    rating::by_word(&step.name, scale).map(Some).ok_or_else(|| {
        Refusal::new(
            field.name(),
            format!("{} is not on the scale of {}", quote(&step.name), field.name()),
            rating::suggestion(&step.name, scale),
        )
    })
}
