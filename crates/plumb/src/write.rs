//! Writing: one operation, shown as what it changes; with `--dry-run` decided and not committed.

use app::{EventChange, Via, Visit};
use diagnostics::Colour;
use model::{AnyRecord, Change, Date, Difference, FieldDiff, Isms, RecordId, RecordKind, Stamp, record_diff};
use operations::{AnyOperation, Operation, decide_in_turn};
use serde_json::{Value, json};

use crate::args::{Common, Writes};
use crate::exit::{Exit, Stop};
use crate::folder::{self, Desk};
use crate::screen::{Screen, clip, count};
use crate::shapes::DONE;

/// The words that fields begin with before anybody decides.
const BEGINNINGS: &[&str] = &["undecided", "open", "not started", "submitted", "draft", "to do"];

/// What was written, or would be.
pub struct Written {
    /// The commit; nothing where nothing was to change, or nothing was written.
    pub seq: Option<u64>,
    /// What changed, or would change.
    pub changes: Vec<EventChange>,
    /// What was refused and left out, in a batch.
    pub refused: Vec<(usize, String)>,
}

/// Runs an operation in earnest, or only decides it.
pub async fn run<O>(desk: &Desk, writes: &Writes, visit: &Visit, operation: O) -> Result<Written, Stop>
where
    O: Operation + Clone,
{
    if writes.dry_run {
        let isms = desk.books.now().isms;
        let today = desk.books.today();
        let changes =
            operation.decide(&isms, visit.actor, today).map_err(|refusal| Stop::refusal(&refusal))?;
        return Ok(Written { seq: None, changes: told(&isms, &changes, today), refused: Vec::new() });
    }
    let done = desk.books.run(visit, operation).await?.map_err(|refusal| Stop::refusal(&refusal))?;
    committed(desk, done.seq, Vec::new()).await
}

/// Runs several operations as one commit; what is refused is left out and told.
pub async fn run_batch(
    desk: &Desk,
    writes: &Writes,
    visit: &Visit,
    intent: &str,
    operations: &[Box<dyn AnyOperation>],
) -> Result<Written, Stop> {
    if writes.dry_run {
        let isms = desk.books.now().isms;
        let today = desk.books.today();
        let outcome = decide_in_turn(operations, &isms, visit.actor, today);
        let changes = told(&isms, &outcome.changes, today);
        return Ok(Written { seq: None, changes, refused: outcome.refused });
    }
    let (done, refused) = desk.books.run_batch(visit, intent, operations).await?;
    committed(desk, done.seq, refused).await
}

/// Runs several operations as one commit, or none where one is refused.
pub async fn run_all(
    desk: &Desk,
    writes: &Writes,
    visit: &Visit,
    intent: &str,
    operations: &[Box<dyn AnyOperation>],
) -> Result<Written, Stop> {
    let stop = |words: String| {
        let exit = if words.starts_with("there is no ") { Exit::NotFound } else { Exit::Refused };
        Stop::new(exit, words)
    };
    if writes.dry_run {
        let mut written = run_batch(desk, writes, visit, intent, operations).await?;
        return match written.refused.pop() {
            None => Ok(written),
            Some((_, words)) => Err(stop(words)),
        };
    }
    let done = desk.books.run_all(visit, intent, operations).await?.map_err(|(_, words)| stop(words))?;
    committed(desk, done.seq, Vec::new()).await
}

/// Opens the folder, runs one operation made there, and shows what it changed.
pub async fn perform<O>(
    common: &Common,
    screen: &mut Screen,
    writes: &Writes,
    make: impl FnOnce(&Desk) -> Result<O, Stop>,
) -> Result<(), Stop>
where
    O: Operation + Clone,
{
    let desk = folder::open(common, writes.access()).await?;
    let operation = make(&desk)?;
    let visit = desk.visit(writes, Via::Cli, screen)?;
    let written = run(&desk, writes, &visit, operation).await?;
    show(screen, writes, &visit, &desk, &written);
    Ok(())
}

/// Returns what a commit changed.
pub async fn committed(
    desk: &Desk,
    seq: Option<u64>,
    refused: Vec<(usize, String)>,
) -> Result<Written, Stop> {
    let changes = match seq {
        None => Vec::new(),
        Some(seq) => desk.books.commit(seq).await?.changes,
    };
    Ok(Written { seq, changes, refused })
}

/// Tells changes that were decided and not committed.
pub fn told(isms: &Isms, changes: &[Change], today: Date) -> Vec<EventChange> {
    let mut after = isms.clone();
    for change in changes {
        after.apply(change, Stamp { on: today, ..Stamp::default() });
    }
    let ids: Vec<RecordId> = changes.iter().filter_map(Change::id).collect();
    ids.into_iter().filter_map(|id| told_one(id, isms.find(id), after.find(id))).collect()
}

fn told_one(
    id: RecordId,
    before: Option<&dyn AnyRecord>,
    after: Option<&dyn AnyRecord>,
) -> Option<EventChange> {
    let diff = record_diff(id, before, after)?;
    let verb = match diff.difference {
        Difference::Added => "create",
        Difference::Changed => "update",
        Difference::Removed => "delete",
    };
    Some(EventChange { id, title: diff.title, verb, fields: diff.fields })
}

/// Shows what was written, or would be.
pub fn show(screen: &mut Screen, writes: &Writes, visit: &Visit, desk: &Desk, written: &Written) {
    let by = desk.books.now().isms.name_of(visit.actor.id());
    show_by(screen, writes, &by, written);
}

/// Shows what somebody wrote, or would.
pub fn show_by(screen: &mut Screen, writes: &Writes, by: &str, written: &Written) {
    if screen.is_json() {
        screen.json(&DONE, json_by(writes, by, written));
        return;
    }
    for change in written.changes.iter().take(40) {
        let lines = lines(change, screen.colour());
        screen.line(lines);
    }
    if let Some(more) = written.changes.len().checked_sub(40).filter(|more| *more > 0) {
        screen.line(format!("… and {}", count(more, "more record", "more records")));
    }
    let ending = match written.seq {
        _ if writes.dry_run => "nothing written (dry run)".to_owned(),
        None => "nothing to change".to_owned(),
        // Approvals and acceptances are withdrawn or given anew, and so is what was said; an undo would be refused.
        Some(seq) if written.changes.iter().any(|change| is_judgement(change) || is_said(change)) => {
            format!("commit {seq}")
        }
        Some(seq) => format!("commit {seq}   take it back: plumb undo {seq}"),
    };
    screen.line(ending);
}

/// Says whether a change gives or takes back an approval, an acceptance or the second of two words. What was just made holds none yet.
fn is_judgement(change: &EventChange) -> bool {
    change.verb == "update"
        && change.fields.iter().any(|field| operations::is_judged(change.id.kind, field.name))
}

/// Says whether a change is of what somebody said: it is withdrawn, never undone.
fn is_said(change: &EventChange) -> bool {
    change.id.kind == RecordKind::Comment && change.verb != "delete"
}

/// Returns what was written as JSON.
fn json_by(writes: &Writes, by: &str, written: &Written) -> Value {
    let refused: Vec<Value> =
        written.refused.iter().map(|(place, words)| json!({ "what": place, "because": words })).collect();
    json!({
        "dry_run": writes.dry_run,
        "commit": written.seq,
        "by": by,
        "changes": written.changes.iter().map(change_json).collect::<Vec<_>>(),
        "refused": refused,
    })
}

/// Returns one change as JSON.
pub fn change_json(change: &EventChange) -> Value {
    let fields: Vec<Value> = change
        .fields
        .iter()
        .map(|field| {
            json!({ "name": field.name, "label": field.label, "before": field.before, "after": field.after })
        })
        .collect();
    json!({ "id": change.id.to_string(), "title": change.title, "verb": change.verb, "fields": fields })
}

/// Returns one change as lines: the record, and each field before and after.
pub fn lines(change: &EventChange, colour: Colour) -> String {
    let bold = |text: &str| match colour {
        Colour::Ansi => format!("\u{1b}[1m{text}\u{1b}[0m"),
        Colour::None => text.to_owned(),
    };
    let mark = match change.verb {
        "create" => "+",
        "delete" => "−",
        _ => "~",
    };
    let mut text = format!("{mark} {}  {}", bold(&change.id.to_string()), clip(&change.title, 90));
    let is_telling = |field: &&FieldDiff| match change.verb {
        "update" => true,
        // What a record begins or ends with anyway says nothing.
        _ => !matches!(field.name, "title" | "uuid") && !BEGINNINGS.contains(&field.after.as_str()),
    };
    let telling = || change.fields.iter().filter(is_telling);
    let names = telling().map(|field| field.label.chars().count()).max().unwrap_or(0).min(28);
    for field in telling() {
        let label = field.label.to_lowercase();
        let told = field.differing(&|id| id.to_string());
        let value = match (told.before.as_str(), told.after.as_str()) {
            ("", after) => clip(after, 100),
            (before, "") => format!("{} → nothing", clip(before, 60)),
            (before, after) => format!("{} → {}", clip(before, 60), clip(after, 60)),
        };
        text.push_str(&format!("\n    {label:names$}  {value}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::records::{Comment, Evidence, Risk};
    use model::{Record, Ref};

    /// Returns a change of one field of a record.
    fn change<R: Record>(verb: &'static str, name: &'static str) -> EventChange {
        let field = model::FieldDiff {
            name,
            label: "",
            before: String::new(),
            after: "x".to_owned(),
            shape: model::Shape::Line,
        };
        EventChange { id: Ref::<R>::number(1).id(), title: String::new(), verb, fields: vec![field] }
    }

    #[test]
    fn an_undo_is_offered_only_where_it_would_be_taken() {
        assert!(is_judgement(&change::<Risk>("update", "acceptances")));
        assert!(is_judgement(&change::<model::records::Document>("update", "approvals")));
        assert!(is_judgement(&change::<model::records::JointChange>("update", "state")));
        assert!(!is_judgement(&change::<model::records::JointChange>("create", "state")), "it is proposed");
        assert!(!is_judgement(&change::<Risk>("update", "title")));
        assert!(!is_judgement(&change::<Evidence>("update", "state")));
        assert!(
            is_said(&change::<Comment>("create", "text")) && !is_said(&change::<Risk>("create", "title"))
        );
        assert!(
            !is_said(&change::<Comment>("delete", "text")),
            "it went with its record, and comes back with it"
        );
    }
}
