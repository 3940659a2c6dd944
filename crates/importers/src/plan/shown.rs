//! What our own registers show and only an operation writes: ratings, treatments, rows of the statement.

use super::draft::{Refusal, Says, refused};
use super::planner::Operations;
use model::records::{Evidence, MethodContent, Rating, ResidualState, Risk};
use model::{Decimal, Isms, Line, Owner, Prose, RecordId, RecordKind, Ref, Value};
use operations::{DecideTreatment, LinkEvidence, Moment, RateRisk, RatedBy, StateControl};

/// A field as our own export showed it.
struct Shown<'a> {
    name: &'a str,
    heading: &'a str,
    text: &'a str,
}

/// Turns the fields that differ into operations, or says which of them cannot be written by a file.
pub(crate) fn operations(isms: &Isms, id: RecordId, says: &[Says]) -> Result<Operations, Refusal> {
    let shown: Vec<Shown<'_>> = says
        .iter()
        .filter_map(|says| match says {
            Says::Shown { name, heading, text } => Some(Shown { name, heading, text }),
            Says::Rated(_) | Says::Treated { .. } | Says::Stated(_) | Says::Shows { .. } | Says::Begun => {
                None
            }
        })
        .collect();
    let mut operations: Operations = Vec::new();
    if shown.is_empty() {
        return Ok(operations);
    }
    let mut rest: Vec<&Shown<'_>> = shown.iter().collect();
    if id.kind == RecordKind::Risk {
        rate(isms, Ref::of(id.key), &mut rest, &mut operations)?;
        treat(isms, Ref::of(id.key), &mut rest, &mut operations)?;
    } else if id.kind == RecordKind::Control {
        state(isms, Ref::of(id.key), &mut rest, &mut operations)?;
    } else if id.kind == RecordKind::Evidence {
        link(Ref::of(id.key), &mut rest, &mut operations);
    }
    match rest.first() {
        None => Ok(operations),
        Some(Shown { heading, .. }) => Err(Refusal::new(
            *heading,
            "the field is written by its own operation",
            "the value as it was exported",
        )),
    }
}

/// Takes the fields that a test accepts out of the list.
fn taken<'a, 'b>(rest: &mut Vec<&'a Shown<'b>>, accepts: impl Fn(&str) -> bool) -> Vec<&'a Shown<'b>> {
    let (yes, no) = std::mem::take(rest).into_iter().partition(|shown| accepts(shown.name));
    *rest = no;
    yes
}

fn read<V: Value>(shown: &Shown<'_>) -> Result<V, Refusal> {
    V::read(shown.text).map_err(|problem| refused(shown.heading, shown.text, problem))
}

fn rate(
    isms: &Isms,
    risk: Ref<Risk>,
    rest: &mut Vec<&Shown<'_>>,
    operations: &mut Operations,
) -> Result<(), Refusal> {
    let method = isms.method.one().map(|method| method.content()).unwrap_or_default();
    for (field, part) in [("now", "now."), ("after", "after.")] {
        let said = taken(rest, |name| name.starts_with(part));
        if said.is_empty() {
            continue;
        }
        let present = isms.risks.find(&risk).map(|risk| Risk::clone(risk)).unwrap_or_default();
        let present = if field == "now" { present.now } else { present.after };
        let mut rating = present.clone();
        for shown in &said {
            let name = shown.name.strip_prefix(part).unwrap_or_default();
            write(&mut rating, name, shown, &method)?;
        }
        if (rating.likelihood, rating.consequence) != (present.likelihood, present.consequence) {
            // What follows from the values follows anew, unless the file says it too.
            let says = |name: &str| said.iter().any(|shown| shown.name.ends_with(name));
            rating.score = rating.score.filter(|_| says(".score"));
            rating.level = rating.level.filter(|_| says(".level"));
        }
        let moment = match field {
            "now" => Moment::Now,
            _ => Moment::After(rating.state.unwrap_or(ResidualState::Target)),
        };
        let Rating { likelihood, consequence, score, level, by, on, rationale, .. } = rating;
        let by = RatedBy::File { by, on };
        operations.push(Box::new(RateRisk {
            risk,
            moment,
            likelihood,
            consequence,
            score,
            level,
            rationale,
            by,
        }));
    }
    Ok(())
}

fn write(rating: &mut Rating, name: &str, shown: &Shown<'_>, method: &MethodContent) -> Result<(), Refusal> {
    let on_scale = |scale: &model::records::Scale| -> Result<Option<Decimal>, Refusal> {
        if shown.text.is_empty() {
            return Ok(None);
        }
        if *scale == model::records::Scale::default() {
            return read(shown);
        }
        let value = scale.value(shown.text).map(Some);
        value.map_err(|_| {
            let suggestion = super::rating::suggestion(shown.text, scale);
            Refusal::new(shown.heading, format!("{} is not on the scale", shown.text), suggestion)
        })
    };
    match name {
        "likelihood" => rating.likelihood = on_scale(&method.likelihood)?,
        "consequence" => rating.consequence = on_scale(&method.consequence)?,
        "score" => rating.score = read::<Option<Decimal>>(shown)?,
        "level" => rating.level = read::<Option<Line>>(shown)?,
        "by" => rating.by = read::<Option<Owner>>(shown)?,
        "on" => rating.on = read(shown)?,
        "rationale" => rating.rationale = read::<Prose>(shown)?,
        "state" => rating.state = read(shown)?,
        _ => {
            let reason = "the field is written by its own operation";
            return Err(Refusal::new(shown.heading, reason, "the value as it was exported"));
        }
    }
    Ok(())
}

fn treat(
    isms: &Isms,
    risk: Ref<Risk>,
    rest: &mut Vec<&Shown<'_>>,
    operations: &mut Operations,
) -> Result<(), Refusal> {
    let said = taken(rest, |name| ["treatment", "controls", "shared_with", "stop_on"].contains(&name));
    if said.is_empty() {
        return Ok(());
    }
    let present = isms.risks.find(&risk).map(|risk| Risk::clone(risk)).unwrap_or_default();
    let because = Prose::default();
    let Risk { treatment, controls, shared_with, stop_on, .. } = present;
    let mut decide = DecideTreatment { risk, treatment, controls, shared_with, stop_on, because };
    for shown in said {
        match shown.name {
            "treatment" => decide.treatment = read(shown)?,
            "controls" => decide.controls = read(shown)?,
            "shared_with" => decide.shared_with = read(shown)?,
            _ => decide.stop_on = read(shown)?,
        }
    }
    operations.push(Box::new(decide));
    Ok(())
}

fn state(
    isms: &Isms,
    control: Ref<model::records::Control>,
    rest: &mut Vec<&Shown<'_>>,
    operations: &mut Operations,
) -> Result<(), Refusal> {
    let said = taken(rest, |name| StateControl::FIELDS.contains(&name));
    if said.is_empty() {
        return Ok(());
    }
    let blank = StateControl {
        control,
        revision: None,
        included: None,
        reasons: Vec::new(),
        justification: Prose::default(),
        review_on: None,
    };
    let mut stated = StateControl::of(isms, control).unwrap_or(blank);
    stated.revision = None;
    for shown in said {
        stated
            .write(shown.name, shown.text)
            .map_err(|problem| refused(shown.heading, shown.text, problem))?;
    }
    operations.push(Box::new(stated));
    Ok(())
}

/// Links evidence that has no file or judgement in its row: ids alone.
fn link(evidence: Ref<Evidence>, rest: &mut Vec<&Shown<'_>>, operations: &mut Operations) {
    let ids = |text: &str| -> Option<Vec<RecordId>> {
        text.split([',', ';', '\n']).map(str::trim).filter(|id| !id.is_empty()).map(RecordId::parse).collect()
    };
    let uses = taken(rest, |name| name == "uses");
    for shown in uses {
        match ids(shown.text) {
            Some(targets) if !targets.is_empty() => {
                operations.push(Box::new(LinkEvidence { evidence, targets }));
            }
            Some(_) | None => rest.push(shown),
        }
    }
}
