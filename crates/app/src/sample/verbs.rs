//! The verbs of a scenario: each makes an operation from texts.

use std::collections::BTreeMap;

use model::records::{ResidualState, StoredFile, Treatment, Verdict};
use model::{About, Date, Isms, Key, Line, Prose, RecordId, RecordKind, Ref, Value, YesNo};
use operations::{
    AcceptResidualRisk, ActionStep, AddEvidence, AnyOperation, ApproveDocument, ApproveMethod, ApproveScope,
    ApproveSoa, ApproveTreatmentPlan, CreateRecord, DecideTreatment, EditRecord, FormTarget, JudgeEvidence,
    Judgement, Moment, Operation, OperationForm, ProgressAction, RateRisk, RatedBy, StateControl, form_of,
};

/// The fields of a step.
pub(super) type Fields = BTreeMap<String, String>;

/// Returns the operation of a verb.
///
/// # Errors
/// Where there is no such verb, or it does not take these fields.
pub(super) fn operation(
    isms: &Isms,
    verb: &str,
    what: &str,
    fields: &Fields,
    file: Option<StoredFile>,
) -> Result<Box<dyn AnyOperation>, String> {
    match verb {
        "create" | "propose" => create(verb, what, fields),
        "edit" => edit(what, fields),
        "rate" => rate(what, fields),
        "treat" => treat(what, fields),
        "accept" => accept(what, fields),
        "state" => state(what, fields),
        "approve" => approve(what),
        "evidence" => evidence(fields, file),
        "judge" => judge(isms, what, fields),
        "finish" => finish(what, fields),
        other => step(other, what, fields),
    }
}

/// Returns the dotted name of what a verb does, for the header of the commit.
pub(super) fn intent_of(verb: &str, what: &str) -> &'static str {
    match (verb, what) {
        ("create" | "propose", _) => CreateRecord::INTENT,
        ("rate", _) => RateRisk::INTENT,
        ("treat", _) => DecideTreatment::INTENT,
        ("accept", _) => AcceptResidualRisk::INTENT,
        ("state", _) => StateControl::INTENT,
        ("approve", "scope") => ApproveScope::INTENT,
        ("approve", "method") => ApproveMethod::INTENT,
        ("approve", "soa") => ApproveSoa::INTENT,
        ("approve", "plan") => ApproveTreatmentPlan::INTENT,
        ("approve", _) => ApproveDocument::INTENT,
        ("evidence", _) => AddEvidence::INTENT,
        ("judge", _) => JudgeEvidence::INTENT,
        ("finish", _) => ProgressAction::INTENT,
        _ => form(verb).map_or(EditRecord::INTENT, |form| form.intent),
    }
}

/// Returns the form of a verb such as `audit.start`: its kind and its own verb.
fn form(verb: &str) -> Option<&'static OperationForm> {
    let (kind, verb) = verb.rsplit_once('.')?;
    form_of(RecordKind::of_name(kind)?, verb)
}

/// Returns the operation of a form: `audit.start` for the kind and the verb.
fn step(verb: &str, what: &str, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
    let form = form(verb).ok_or_else(|| format!("{verb} is no verb of a scenario"))?;
    let id = match form.target {
        FormTarget::Record => id(what)?,
        FormTarget::Kind => RecordId { kind: form.on, key: Key::Number(0) },
    };
    (form.make)(id, &typed(fields, &[])).map_err(|problems| {
        let told = problems.iter().map(|found| format!("{}: {}", found.field, found.problem));
        told.collect::<Vec<_>>().join("; ")
    })
}

fn create(verb: &str, what: &str, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
    let kind = RecordKind::of_name(what).ok_or_else(|| format!("{what} is no kind of record"))?;
    let mut about = model::About::default();
    if verb == "propose" {
        about.proposed = Some(model::Proposed { origin: Line::new(text(fields, "origin")) });
    }
    let typed = typed(fields, &["origin", "id"]);
    let id = fields.get("id").and_then(|id| RecordId::parse(id));
    Ok(Box::new(CreateRecord { kind, id, typed, about, uuid: None }))
}

fn edit(what: &str, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
    let typed = typed(fields, &[]);
    Ok(Box::new(EditRecord { id: id(what)?, revision: None, typed, because: Prose::default() }))
}

fn rate(what: &str, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
    let moment = match text(fields, "moment") {
        "" | "now" => Moment::Now,
        "target" => Moment::After(ResidualState::Target),
        _ => Moment::After(ResidualState::Current),
    };
    Ok(Box::new(RateRisk {
        risk: reference(what)?,
        moment,
        likelihood: value(fields, "likelihood")?,
        consequence: value(fields, "consequence")?,
        score: None,
        level: None,
        rationale: value(fields, "because")?,
        by: RatedBy::Actor,
    }))
}

fn treat(what: &str, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
    Ok(Box::new(DecideTreatment {
        risk: reference(what)?,
        treatment: Treatment::read(text(fields, "treatment")).map_err(words)?,
        controls: value(fields, "controls")?,
        shared_with: value(fields, "shared_with")?,
        stop_on: value(fields, "stop_on")?,
        because: value(fields, "because")?,
    }))
}

fn accept(what: &str, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
    Ok(Box::new(AcceptResidualRisk {
        risk: reference(what)?,
        until: Date::read(text(fields, "until")).map_err(words)?,
        because: value(fields, "because")?,
        for_owner: value(fields, "for_owner")?,
    }))
}

fn state(what: &str, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
    Ok(Box::new(StateControl {
        control: reference(what)?,
        revision: None,
        included: value::<Option<YesNo>>(fields, "included")?,
        reasons: value(&with_lines(fields, "reasons"), "reasons")?,
        justification: value(fields, "justification")?,
        review_on: value(fields, "review_on")?,
    }))
}

fn approve(what: &str) -> Result<Box<dyn AnyOperation>, String> {
    Ok(match what {
        "scope" => Box::new(ApproveScope { seen: None }),
        "method" => Box::new(ApproveMethod { seen: None }),
        "soa" => Box::new(ApproveSoa { seen: None }),
        "plan" => Box::new(ApproveTreatmentPlan { seen: None }),
        document => Box::new(ApproveDocument { document: reference(document)?, seen: None }),
    })
}

fn evidence(fields: &Fields, file: Option<StoredFile>) -> Result<Box<dyn AnyOperation>, String> {
    Ok(Box::new(AddEvidence {
        typed: typed(fields, &["for", "file", "content"]),
        file,
        uses: value(fields, "for")?,
        about: About::default(),
        id: None,
    }))
}

fn judge(isms: &Isms, what: &str, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
    let evidence = reference(what)?;
    let because = value(fields, "because")?;
    if text(fields, "verdict") == "rejected" {
        return Ok(Box::new(JudgeEvidence {
            evidence,
            judgement: Judgement::Reject,
            because,
            verdicts: Vec::new(),
        }));
    }
    let uses = isms.evidence.get(&evidence).map(|evidence| evidence.uses.clone()).unwrap_or_default();
    let verdicts = uses.iter().filter_map(|one| Some((one.target?, Verdict::Enough))).collect();
    Ok(Box::new(JudgeEvidence { evidence, judgement: Judgement::Accept, because, verdicts }))
}

fn finish(what: &str, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
    let step = match text(fields, "step") {
        "start" => ActionStep::Start,
        _ => ActionStep::Finish { on: value(fields, "on")?, result: value(fields, "result")? },
    };
    Ok(Box::new(ProgressAction { action: reference(what)?, step }))
}

/// Returns a field's text; empty where there is none.
fn text<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", String::as_str)
}

/// Reads a field; nothing where there is none.
fn value<V: Value + Default>(fields: &Fields, name: &str) -> Result<V, String> {
    match fields.get(name) {
        None => Ok(V::default()),
        Some(text) => V::read(text).map_err(|problem| format!("{name}: {problem}")),
    }
}

/// Puts each of a field's values, set apart by semicolons, on a line of its own.
fn with_lines(fields: &Fields, name: &str) -> Fields {
    let mut fields = fields.clone();
    if let Some(text) = fields.get_mut(name) {
        *text = text.split(';').map(str::trim).collect::<Vec<_>>().join("\n");
    }
    fields
}

/// Returns the fields that a record takes, without those that say how.
fn typed(fields: &Fields, without: &[&str]) -> Vec<(String, String)> {
    let wanted = |(name, _): &(&String, &String)| !without.contains(&name.as_str());
    fields.iter().filter(wanted).map(|(name, text)| (name.clone(), text.clone())).collect()
}

fn id(text: &str) -> Result<RecordId, String> {
    RecordId::parse(text).ok_or_else(|| format!("{text} is no id"))
}

fn reference<R: model::Record>(text: &str) -> Result<Ref<R>, String> {
    Ref::parse(text).ok_or_else(|| format!("{text} is no id of a {}", R::KIND.singular))
}

fn words(problem: impl ToString) -> String {
    problem.to_string()
}
