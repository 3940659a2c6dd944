//! Plays a scenario: each scene is one commit, decided by the operations on its day.

use std::collections::BTreeMap;
use std::sync::Arc;

use ledger::Via;
use model::records::{ResidualState, Treatment, Verdict};
use model::{About, Date, Line, Prose, RecordId, RecordKind, Ref, Value, YesNo};
use operations::{
    AcceptResidualRisk, ActionStep, AddEvidence, AnyOperation, ApproveDocument, ApproveMethod, ApproveScope,
    ApproveSoa, ApproveTreatmentPlan, CreateRecord, DecideTreatment, EditRecord, JudgeEvidence, Judgement,
    Moment, ProgressAction, RateRisk, RatedBy, StateControl,
};
use uuid::Uuid;

use super::scenario::{Scenario, Scene, Step};
use crate::books::Books;
use crate::clock::civil_day;
use crate::commit::Visit;
use crate::failure::Failure;
use crate::files::NewFile;
use crate::instance::{Beginning, Instance};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// Plays a scenario into an instance.
pub(crate) async fn play(instance: &Instance, scenario: &Scenario) -> Result<Arc<Books>, Failure> {
    let now = instance.micros();
    let beginning = Beginning {
        name: Line::new(&scenario.name),
        time_zone: Line::new(&scenario.time_zone),
        person: Line::new(&scenario.person),
        at: Some(now - i64::from(scenario.begins) * DAY),
    };
    let books = instance.begin(beginning).await?;
    let today = civil_day(now, &scenario.time_zone);
    for (place, scene) in scenario.scenes.iter().enumerate() {
        let told = |words: String| {
            Failure::Broken(format!("the sample, scene {} ({} days ago): {words}", place + 1, scene.ago))
        };
        let mut work: Vec<Box<dyn AnyOperation>> = Vec::new();
        for step in &scene.steps {
            work.extend(operations(&books, step, today).await.map_err(&told)?);
        }
        let actor = books.person(&scene.by).ok_or_else(|| told(format!("nobody is called {}", scene.by)))?;
        let at = Some(moment(scene, today, &scenario.time_zone, now));
        let visit = Visit { at, because: Prose::new(&scene.because), ..Visit::of(actor, Via::Session) };
        let intent = work.first().map_or("record.edit", |first| first.intent());
        books
            .run_all(&visit, intent, &work)
            .await?
            .map_err(|(place, words)| told(format!("step {}: {words}", place + 1)))?;
    }
    Ok(books)
}

/// Returns when a scene happens: at its time of day in the organisation's time zone, and never after now.
fn moment(scene: &Scene, today: Date, zone: &str, now: i64) -> i64 {
    let (hour, minute) = scene.at.split_once(':').unwrap_or(("9", "30"));
    let (hour, minute) = (hour.parse().unwrap_or(9), minute.parse().unwrap_or(30));
    let day = today.checked_sub(jiff::Span::new().days(scene.ago)).unwrap_or(today);
    let moment = day.at(hour, minute, 0, 0).in_tz(zone).map(|zoned| zoned.timestamp().as_microsecond());
    moment.unwrap_or(now).min(now)
}

/// Returns the operations of a step.
async fn operations(books: &Books, step: &Step, today: Date) -> Result<Vec<Box<dyn AnyOperation>>, String> {
    if step.rows.is_empty() {
        let fields = texts(step, today)?;
        return Ok(vec![operation(books, &step.verb, &step.what, &fields).await?]);
    }
    let (head, rows) = step.rows.split_first().ok_or("rows need a head")?;
    let common = texts(step, today)?;
    let mut work = Vec::new();
    for row in rows {
        let mut fields = common.clone();
        let mut what = step.what.clone();
        for (name, text) in head.iter().zip(row) {
            let text = with_days(text, today)?;
            if name == "what" {
                what = text;
            } else if !text.is_empty() {
                fields.insert(name.clone(), text);
            }
        }
        work.push(operation(books, &step.verb, &what, &fields).await?);
    }
    Ok(work)
}

/// Returns the fields of a step as texts, with days filled in.
fn texts(step: &Step, today: Date) -> Result<BTreeMap<String, String>, String> {
    step.fields.iter().map(|(name, text)| Ok((name.clone(), with_days(text, today)?))).collect()
}

/// Replaces `{-30}` and `{+90}` by days before and after the day of playing.
fn with_days(text: &str, today: Date) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (days, behind) = after.split_once('}').ok_or("a brace stands open")?;
        let days: i32 = days.parse().map_err(|_| format!("{days} is not a number of days"))?;
        let date = today.checked_add(jiff::Span::new().days(days)).map_err(|error| error.to_string())?;
        out.push_str(before);
        out.push_str(&date.to_string());
        rest = behind;
    }
    out.push_str(rest);
    Ok(out)
}

/// The fields of a step.
type Fields = BTreeMap<String, String>;

/// Returns the operation of a verb.
async fn operation(
    books: &Books,
    verb: &str,
    what: &str,
    fields: &Fields,
) -> Result<Box<dyn AnyOperation>, String> {
    match verb {
        "create" | "propose" => create(verb, what, fields),
        "edit" => edit(what, fields),
        "rate" => rate(what, fields),
        "treat" => treat(what, fields),
        "accept" => accept(what, fields),
        "state" => state(what, fields),
        "approve" => approve(what),
        "evidence" => evidence(books, fields).await,
        "judge" => judge(books, what, fields),
        "finish" => finish(what, fields),
        other => Err(format!("{other} is no verb of a scenario")),
    }
}

fn create(verb: &str, what: &str, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
    let kind = RecordKind::of_name(what).ok_or_else(|| format!("{what} is no kind of record"))?;
    let mut about = model::About::default();
    if verb == "propose" {
        about.proposed = Some(model::Proposed { origin: Line::new(text(fields, "origin")) });
    }
    let typed = typed(fields, &["origin", "id"]);
    let id = fields.get("id").and_then(|id| RecordId::parse(id));
    let uuid = (kind == RecordKind::Person).then(Uuid::new_v4);
    Ok(Box::new(CreateRecord { kind, id, typed, about, uuid }))
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

async fn evidence(books: &Books, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
    let file = match fields.get("file") {
        None => None,
        Some(name) => {
            let bytes = format!("{}\n{}\n", text(fields, "title"), text(fields, "content")).into_bytes();
            let file = NewFile { name: name.clone(), bytes };
            Some(books.keep_file(&file).await.map_err(words)?)
        }
    };
    Ok(Box::new(AddEvidence {
        typed: typed(fields, &["for", "file", "content"]),
        file,
        uses: value(fields, "for")?,
        about: About::default(),
        id: None,
    }))
}

fn judge(books: &Books, what: &str, fields: &Fields) -> Result<Box<dyn AnyOperation>, String> {
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
    let isms = books.now().isms;
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
