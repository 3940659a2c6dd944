//! Lines of a bulk change: what is to be done with each record, looked at before it is done.

use std::collections::BTreeSet;

use app::policy::{Denial, StepUp, Verdict};
use model::records::Control;
use model::{About, Change, Isms, Line as Words, Prose, RecordId, RecordKind, Ref, Shape, Shown, Stamp};
use operations::{
    AnnotateRecord, AnyOperation, CreateRecord, EditRecord, OperationForm, StateControl, Typed,
};
use sha2::{Digest as _, Sha256};

use super::read::is_stated;
use crate::locale::locale;
use crate::visit::Visit;

/// After how many rows others are answered.
const ROWS_AT_ONCE: usize = 16;
/// Of how many refused rows it is said who could do it instead.
const NAMED_MAX: usize = 5;

/// Operations that are decided later.
pub type Operations = Vec<Box<dyn AnyOperation>>;

/// What is to be done with one record.
pub struct Line {
    /// The record; nothing where one is to be made.
    pub id: Option<RecordId>,
    /// Where it stood in what was pasted; nothing where it was selected.
    pub row: Option<usize>,
    /// What is to be done.
    pub deed: Deed,
}

/// What is to be done with a record.
pub enum Deed {
    /// Fields get other values.
    Write(Typed),
    /// Labels are added.
    Label(Vec<Words>),
    /// A step is taken.
    Step(&'static OperationForm, Typed),
    /// Nothing, because it could not be read.
    Refused(String),
}

/// What would come of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The record changes: label, before, after.
    Changed(Vec<(String, String, String)>),
    /// A record is made: label and value.
    New(Vec<(String, String)>),
    /// It is so already.
    Same,
    /// It cannot be.
    Refused(String),
}

/// A line with what would come of it.
pub struct Looked {
    /// The line.
    pub line: Line,
    /// What would come of it.
    pub outcome: Outcome,
    /// Why it is not written before it is confirmed who writes.
    pub unproved: Option<Box<Denial>>,
    /// The revision of the record that was looked at.
    pub revision: Option<u32>,
}

impl Looked {
    /// Says whether something would be written.
    #[must_use]
    pub fn writes(&self) -> bool {
        match self.outcome {
            Outcome::Changed(_) | Outcome::New(_) => true,
            Outcome::Same | Outcome::Refused(_) => false,
        }
    }

    /// Says whether it cannot be.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        match self.outcome {
            Outcome::Refused(_) => true,
            Outcome::Changed(_) | Outcome::New(_) | Outcome::Same => false,
        }
    }
}

/// Returns the operations that write fields of a record: what is stated of a control by its own, all else as an edit.
///
/// # Errors
/// Says what was expected.
pub fn writing(
    isms: &Isms,
    id: RecordId,
    revision: Option<u32>,
    typed: &Typed,
) -> Result<Operations, String> {
    let mut operations: Operations = Vec::new();
    let (stated, plain): (Typed, Typed) =
        typed.iter().cloned().partition(|(name, _)| is_stated(id.kind, name));
    if !stated.is_empty() {
        let control = Ref::<Control>::of(id.key);
        let mut statement = StateControl::of(isms, control).ok_or_else(|| format!("there is no {id}"))?;
        statement.revision = revision;
        for (name, text) in &stated {
            statement.write(name, text).map_err(|problem| problem.to_string())?;
        }
        operations.push(Box::new(statement));
    }
    if !plain.is_empty() {
        // The first of two has looked at the revision already.
        let revision = revision.filter(|_| operations.is_empty());
        operations.push(Box::new(EditRecord { id, revision, typed: plain, because: Prose::default() }));
    }
    Ok(operations)
}

impl Line {
    /// Returns its operations; at a revision, they write only what was looked at.
    ///
    /// # Errors
    /// Says why there are none.
    pub fn operations(
        &self,
        isms: &Isms,
        kind: RecordKind,
        revision: Option<u32>,
    ) -> Result<Operations, String> {
        let operations: Operations = match (&self.deed, self.id) {
            (Deed::Refused(words), _) => return Err(words.clone()),
            (Deed::Write(typed), Some(id)) => {
                let typed: Typed =
                    typed.iter().filter(|(name, text)| is_other(isms, id, name, text)).cloned().collect();
                writing(isms, id, revision, &typed)?
            }
            (Deed::Write(typed), None) => {
                let typed = typed.iter().filter(|(_, text)| !text.is_empty()).cloned().collect();
                vec![Box::new(CreateRecord { kind, id: None, typed, about: About::default(), uuid: None })]
            }
            (Deed::Label(labels), Some(id)) => {
                let about = About { labels: labels.clone(), ..About::default() };
                vec![Box::new(AnnotateRecord { id, about })]
            }
            (Deed::Step(form, typed), Some(id)) => {
                let made = (form.make)(id, typed)
                    .map_err(|found| found.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
                vec![made]
            }
            (Deed::Label(_) | Deed::Step(..), None) => return Err("there is no such record".to_owned()),
        };
        Ok(operations)
    }
}

/// Says whether a field holds something else.
fn is_other(isms: &Isms, id: RecordId, name: &str, text: &str) -> bool {
    isms.find(id).and_then(|record| record.text(name)).is_none_or(|now| now != *text)
}

/// Looks at lines in turn, each on the state that the ones before leave; nothing is written.
#[must_use]
pub async fn look(visit: &Visit, kind: RecordKind, lines: Vec<Line>) -> Vec<Looked> {
    let mut state = Isms::clone(visit.isms());
    let mut met: BTreeSet<RecordId> = BTreeSet::new();
    let mut looked = Vec::with_capacity(lines.len());
    let mut named = 0;
    for (place, line) in lines.into_iter().enumerate() {
        if place % ROWS_AT_ONCE == ROWS_AT_ONCE - 1 {
            // Others are answered in between.
            tokio::task::yield_now().await;
        }
        let mut unproved = None;
        let outcome = match line.id.filter(|id| !met.insert(*id)) {
            Some(id) => Outcome::Refused(format!("{id} stands there twice")),
            None => one(visit, kind, &mut state, &line, &mut (&mut unproved, &mut named))
                .unwrap_or_else(Outcome::Refused),
        };
        let revision = line.id.map(|id| visit.isms().revision(id));
        looked.push(Looked { line, outcome, unproved, revision });
    }
    looked
}

/// Looks at one line, and leaves the state as the line would.
fn one(
    visit: &Visit,
    kind: RecordKind,
    state: &mut Isms,
    line: &Line,
    (unproved, named): &mut (&mut Option<Box<Denial>>, &mut usize),
) -> Result<Outcome, String> {
    let operations = line.operations(state, kind, None).map_err(|words| labelled(kind, &words))?;
    let before = line.id.map(|id| told(state, id)).unwrap_or_default();
    let mut changes: Vec<Change> = Vec::new();
    for operation in &operations {
        let asked: Vec<RecordId> = line.id.into_iter().collect();
        let (proof, intent) = (visit.proof(), operation.intent());
        if let Verdict::Deny(denial) = visit.books.may_briefly(visit.actor, &proof, intent, &asked) {
            if denial.step_up == StepUp::Useless {
                // Who could do it instead is said of the first few rows.
                **named += 1;
                let full = (**named <= NAMED_MAX).then(|| {
                    visit.books.may(visit.actor, &proof, intent, &asked).denial().map(ToString::to_string)
                });
                return Err(full.flatten().unwrap_or_else(|| denial.to_string()));
            }
            **unproved = Some(denial);
        }
        let decided = operation.decide(state, visit.actor, visit.today);
        for change in decided.map_err(|words| labelled(kind, &words))? {
            state.apply(&change, Stamp { on: visit.today, ..Stamp::default() });
            changes.push(change);
        }
    }
    let made = changes.iter().filter_map(Change::id).find(|id| id.kind == kind);
    Ok(match (line.id, made) {
        _ if changes.is_empty() => Outcome::Same,
        (None, Some(id)) => {
            let fields = told(state, id).into_iter().filter(|(_, text)| !text.is_empty());
            Outcome::New(fields.collect())
        }
        (None, None) => Outcome::New(Vec::new()),
        (Some(id), _) => {
            let after = told(state, id);
            let pairs = before.into_iter().zip(after).filter(|((_, before), (_, after))| before != after);
            Outcome::Changed(pairs.map(|((label, before), (_, after))| (label, before, after)).collect())
        }
    })
}

/// Returns what stands in a record: its fields by label, and its labels.
fn told(isms: &Isms, id: RecordId) -> Vec<(String, String)> {
    let Some(record) = isms.find(id) else { return Vec::new() };
    let fields = record.fields().into_iter().filter(|shown| shown.name != "uuid");
    let mut told: Vec<(String, String)> =
        fields.map(|shown| (shown.label.to_owned(), named(isms, &shown))).collect();
    let labels: Vec<&str> = record.about().labels.iter().map(|label| &**label).collect();
    told.push(("Labels".to_owned(), labels.join(", ")));
    told
}

/// Returns the text of a field as its reader writes it, with people and roles by their names.
fn named(isms: &Isms, shown: &Shown) -> String {
    let is_one = shown.shape.points() || shown.shape.each().is_some_and(Shape::points);
    if !is_one {
        return locale().told(&shown.shape, &shown.text);
    }
    let part = |part: &str| match RecordId::parse(part) {
        Some(id) if [RecordKind::Person, RecordKind::Role].contains(&id.kind) => isms.name_of(id),
        Some(_) | None => part.to_owned(),
    };
    shown.text.split([',', '\n']).map(|one| part(one.trim())).collect::<Vec<_>>().join(", ")
}

/// Returns a refusal that calls fields as people do.
fn labelled(kind: RecordKind, words: &str) -> String {
    let label = |part: &str| {
        let (name, rest) = part.split_once(": ")?;
        let shown = kind.fields().into_iter().find(|shown| shown.name == name)?;
        Some(format!("{}: {rest}", shown.label))
    };
    words
        .split("; ")
        .map(|part| label(part).unwrap_or_else(|| part.to_owned()))
        .collect::<Vec<_>>()
        .join("; ")
}

/// Returns what tells one look from another: what was seen is what is done, or it is looked at again.
#[must_use]
pub fn seen(looked: &[Looked]) -> String {
    let mut digest = Sha256::new();
    for one in looked {
        let id = one.line.id.map(|id| id.to_string()).unwrap_or_default();
        digest.update(format!("{id}\u{0}{:?}\u{1}", one.outcome));
    }
    operations::hex(&digest.finalize()[..16])
}
