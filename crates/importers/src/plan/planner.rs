//! The planner: takes one row after the other, decides it on what the rows before left, and notes what becomes of it.

use super::draft::{Draft, Rated, Refusal, Says, Spot, Stated, Which, refusal};
use super::index::{Index, owner_now};
use super::outcome::{NotTaken, Outcome, PlannedRow, Unlinked, compare, sections};
use super::refused::RefusedRows;
use super::watch::Watched;
use super::{Attachment, FoundMethod, Options, Plan};
use model::records::{Control, Evidence, Risk, Treatment};
use model::{About, Column, Date, Isms, Key, Line, Prose, RecordId, RecordKind, Ref, Source, Stamp, Value};
use operations::*;
use std::collections::BTreeMap;

/// Plans rows.
pub(crate) struct Planner<'a> {
    /// The ISMS as it is.
    pub before: &'a Isms,
    /// The ISMS as the rows taken so far leave it.
    pub state: Isms,
    /// Where records are found.
    pub index: Index,
    /// The day.
    pub today: Date,
    /// The kind of file in the sources of records.
    pub source: String,
    /// What a person should know.
    pub notes: Vec<String>,
    /// What was not taken.
    pub not_taken: Vec<NotTaken>,
    /// Rows whose links are left out.
    pub unlinked: Unlinked,
    /// Files to be kept.
    pub attachments: Vec<Attachment>,
    /// The method found.
    pub method: Option<FoundMethod>,
    /// Who is told how far it is.
    pub watched: Watched<'a>,
    operations: Vec<Box<dyn AnyOperation>>,
    rows: Vec<(PlannedRow, Option<RecordId>)>,
    refused: RefusedRows,
    seen: BTreeMap<(RecordId, String), (String, u32)>,
    highest: BTreeMap<RecordKind, u32>,
}

/// The operations of one row, before they are decided.
pub(crate) type Operations = Vec<Box<dyn AnyOperation>>;

impl<'a> Planner<'a> {
    pub(crate) fn new(isms: &'a Isms, options: &Options) -> Self {
        Self {
            before: isms,
            state: isms.clone(),
            index: Index::of(isms),
            today: options.today,
            source: String::new(),
            notes: Vec::new(),
            not_taken: Vec::new(),
            unlinked: Unlinked::default(),
            attachments: Vec::new(),
            method: None,
            watched: Watched::default(),
            operations: Vec::new(),
            rows: Vec::new(),
            refused: RefusedRows::default(),
            seen: BTreeMap::new(),
            highest: BTreeMap::new(),
        }
    }

    /// Keeps numbers that later rows of the file want, so that no row without one takes them.
    pub(crate) fn reserve(&mut self, ids: impl IntoIterator<Item = RecordId>) {
        for id in ids {
            if let Key::Number(number) = id.key {
                let highest = self.highest.entry(id.kind).or_default();
                *highest = (*highest).max(number);
            }
        }
    }

    /// Takes a row, and returns its record unless it was refused.
    pub(crate) fn take(&mut self, draft: Draft) -> Option<RecordId> {
        if self.watched.stops(self.rows.len()) {
            return None;
        }
        let (kind, title, foreign) = (draft.kind, draft.shown(), draft.foreign());
        self.index.stands(kind, &foreign);
        if foreign.is_empty() {
            let refusal = Refusal::new("", "the row has no title", "a title, so that people can name it");
            self.refuse(draft.spot, kind, title, refusal);
            return None;
        }
        let id = self.find(&draft);
        if let Some((sheet, row)) = id.and_then(|id| self.seen.get(&(id, self.source.clone()))) {
            let reason = format!(
                "{} stands in row {row} of {sheet} too",
                id.map(|id| id.to_string()).unwrap_or_default()
            );
            let refusal = Refusal::new("", reason, "each record once in a file");
            self.refuse(draft.spot, kind, title, refusal);
            return None;
        }
        let id = id.unwrap_or_else(|| self.new_id(&draft));
        let operations = self.operations_of(&draft, id);
        let decided = self.decide(operations, &draft).and_then(|first| self.shown(&draft, id, first));
        match decided {
            Ok(Decided { state, operations }) => {
                self.state = state;
                let begin = self.operations.len();
                self.operations.extend(operations);
                let range = begin..self.operations.len();
                self.seen.insert((id, self.source.clone()), (draft.spot.sheet.clone(), draft.spot.row));
                if let Some(record) = self.state.find(id) {
                    self.index.add(id, record);
                    self.index.became(&foreign, id);
                }
                let row = PlannedRow {
                    sheet: draft.spot.sheet,
                    row: draft.spot.row,
                    kind: kind.kind().plural,
                    title,
                    outcome: Outcome::Same(id),
                    operations: range,
                };
                self.rows.push((row, Some(id)));
                Some(id)
            }
            Err(refusal) => {
                self.refuse(draft.spot, kind, title, refusal);
                None
            }
        }
    }

    /// Returns the record that a draft speaks of, where it is there already.
    pub(crate) fn present(&self, draft: &Draft) -> Option<RecordId> {
        self.find(draft).filter(|id| self.state.find(*id).is_some())
    }

    /// Adds an operation behind the rows, such as a link to a row that came later.
    pub(crate) fn also(&mut self, operation: impl AnyOperation + 'static) {
        let mut trial = self.state.clone();
        let operation: Box<dyn AnyOperation> = Box::new(operation);
        if let Ok(true) = decided(&*operation, &mut trial, self.today) {
            self.state = trial;
            self.operations.push(operation);
        }
    }

    /// Notes a row that cannot be taken.
    pub(crate) fn refuse(&mut self, spot: Spot, kind: RecordKind, title: String, refusal: Refusal) {
        self.refused.add(&spot, &refusal);
        let Refusal { column, reason, expected } = refusal;
        self.push(spot, kind, title, Outcome::Refused { column, reason, expected });
    }

    /// Notes a row of a sort that is not taken.
    pub(crate) fn pass(&mut self, spot: Spot, kind: RecordKind, title: String, reason: &str) {
        self.push(spot, kind, title, Outcome::NotTaken { reason: reason.to_owned() });
    }

    fn push(&mut self, spot: Spot, kind: RecordKind, title: String, outcome: Outcome) {
        let end = self.operations.len();
        let row = PlannedRow {
            sheet: spot.sheet,
            row: spot.row,
            kind: kind.kind().plural,
            title,
            outcome,
            operations: end..end,
        };
        self.rows.push((row, None));
    }

    /// Ends the plan.
    pub(crate) fn finish(mut self, file: &'static str) -> Plan {
        let is_new = |id: &RecordId| compare(self.before, &self.state, *id).brings();
        let brought: Vec<RecordId> = self.rows.iter().filter_map(|(_, id)| *id).filter(is_new).collect();
        self.replace_drafts_of(&brought);
        self.notes.extend(self.unlinked.notes());
        let (before, after) = (self.before, self.state);
        let rows: Vec<PlannedRow> = self
            .rows
            .into_iter()
            .map(|(mut row, id)| {
                if let Some(id) = id {
                    row.outcome = compare(before, &after, id);
                }
                row
            })
            .collect();
        // Where the rows come from is worth no commit of its own.
        let operations = if self.operations.iter().all(|operation| operation.name() == AnnotateRecord::NAME)
            && !rows.iter().any(|row| matches!(row.outcome, Outcome::New(_) | Outcome::Changed(..)))
        {
            Vec::new()
        } else {
            self.operations
        };
        Plan {
            file,
            sections: sections(&rows),
            rows,
            not_taken: self.not_taken,
            attachments: self.attachments,
            method: self.method,
            notes: self.notes,
            refused: self.refused,
            operations,
        }
    }

    /// Returns the record that a row speaks of, where there is one.
    fn find(&self, draft: &Draft) -> Option<RecordId> {
        let (foreign, number) = match &draft.which {
            Which::Ours(id) | Which::Control(id) => return Some(*id),
            Which::Theirs { foreign, number } => (foreign, number),
        };
        if let Some(id) = self.index.from(draft.kind, &self.source, &draft.foreign()) {
            return Some(id);
        }
        let titled = self.index.titled(draft.kind, &draft.title);
        let same = number.filter(|id| {
            let record = self.state.find(*id);
            record.is_some_and(|record| {
                crate::values::plain(record.title()) == crate::values::plain(&draft.title)
            })
        });
        let free = |id: &RecordId| {
            let sources = self.state.find(*id).map(|record| record.about().sources.as_slice());
            foreign.is_empty() || !sources.unwrap_or_default().iter().any(|known| known.file == *self.source)
        };
        same.or_else(|| titled.filter(free))
    }

    fn new_id(&self, draft: &Draft) -> RecordId {
        let kind = draft.kind;
        let wanted = match &draft.which {
            Which::Ours(id) | Which::Control(id) => Some(*id),
            Which::Theirs { number, .. } => *number,
        };
        if let Some(id) = wanted.filter(|id| self.state.revision(*id) == 0) {
            return id;
        }
        let next = self.state.next(kind);
        match (next.key, self.highest.get(&kind)) {
            (Key::Number(number), Some(highest)) => {
                RecordId { kind, key: Key::Number(number.max(highest + 1)) }
            }
            (Key::Number(_) | Key::One | Key::AnnexA(_), _) => next,
        }
    }

    /// Returns the operations of a row.
    fn operations_of(&self, draft: &Draft, id: RecordId) -> Operations {
        let known = self.state.find(id).is_some();
        let source = Source {
            file: Line::new(&self.source),
            id: Line::new(&draft.foreign()),
            row: Line::new(&format!("{}, {}", draft.spot.sheet, draft.spot.row)),
        };
        let ours = matches!(draft.which, Which::Ours(_));
        let columns: Vec<Column> = draft
            .columns
            .iter()
            .map(|(heading, text)| Column { heading: Line::new(heading), text: Prose::new(text) })
            .collect();
        let mut operations: Operations = Vec::new();
        if known {
            let typed: Typed = draft
                .typed
                .iter()
                .filter(|(field, text)| ours || self.may(id, field, text))
                .cloned()
                .collect();
            if !typed.is_empty() {
                operations.push(Box::new(EditRecord {
                    id,
                    revision: None,
                    typed,
                    because: Prose::default(),
                }));
            }
            let about = self.annotation(draft, id, source, columns);
            operations.push(Box::new(AnnotateRecord { id, about }));
        } else {
            let sources = if ours { Vec::new() } else { vec![source] };
            let about = About { sources, columns, ..About::default() };
            operations.push(created(draft, id, about));
        }
        for says in &draft.says {
            self.says(says, id, &mut operations);
        }
        operations
    }

    /// Returns what is kept beside a record that is there; a row that only moved in its file says nothing new.
    fn annotation(&self, draft: &Draft, id: RecordId, source: Source, columns: Vec<Column>) -> About {
        // A control of Annex A is found by its number, so a row that says nothing else about it leaves no trace either.
        let own = match draft.which {
            Which::Ours(_) => true,
            Which::Control(_) => columns.is_empty(),
            Which::Theirs { .. } => false,
        };
        let present = self.state.find(id).map(|record| record.about().sources.as_slice()).unwrap_or_default();
        let known = present.iter().any(|known| known.file == source.file && known.id == source.id);
        let sources = if known || own { Vec::new() } else { vec![source] };
        About { sources, columns, ..About::default() }
    }

    /// Says whether a file may write a field: a mere name never takes the place of a person or a role.
    fn may(&self, id: RecordId, field: &str, text: &str) -> bool {
        if field != "owner" {
            return true;
        }
        let named =
            !matches!(RecordId::parse(text).map(|id| id.kind), Some(RecordKind::Person | RecordKind::Role));
        let present = owner_now(&self.state, id);
        !(named && present.is_some_and(|owner| !matches!(owner, model::Owner::Named(_))))
    }

    fn says(&self, says: &Says, id: RecordId, operations: &mut Operations) {
        let known = self.state.find(id).is_some();
        match says {
            Says::Rated(rated) => operations.extend(self.rate(rated, Ref::of(id.key))),
            Says::Treated { treatment, controls } => {
                operations.extend(self.treat(*treatment, controls, Ref::of(id.key)));
            }
            Says::Stated(stated) => self.state_control(stated, Ref::of(id.key), operations),
            Says::Shows { targets, .. } if known => {
                let evidence: Ref<Evidence> = Ref::of(id.key);
                let uses = self.state.evidence.find(&evidence).map(|found| found.uses.as_slice());
                let linked = |target: &RecordId| {
                    uses.unwrap_or_default().iter().any(|used| used.target == Some(*target))
                };
                let targets: Vec<RecordId> =
                    targets.iter().filter(|target| !linked(target)).copied().collect();
                if !targets.is_empty() {
                    operations.push(Box::new(LinkEvidence { evidence, targets }));
                }
            }
            Says::Begun => {
                let action = Ref::of(id.key);
                let state = self.state.treatment_actions.find(&action).map(|found| &found.state);
                if state.is_none_or(|state| *state == model::records::ActionState::ToDo) {
                    operations.push(Box::new(ProgressAction { action, step: ActionStep::Start }));
                }
            }
            Says::Shows { .. } | Says::Shown { .. } => {}
        }
    }

    fn rate(&self, rated: &Rated, risk: Ref<Risk>) -> Option<Box<dyn AnyOperation>> {
        let present = self.state.risks.find(&risk);
        let present =
            present.map(|risk| if rated.after.is_some() { risk.after.clone() } else { risk.now.clone() });
        let same = present.is_some_and(|present| {
            fn agrees<T: PartialEq>(said: &Option<T>, there: &Option<T>) -> bool {
                said.is_none() || said == there
            }
            agrees(&rated.likelihood, &present.likelihood)
                && agrees(&rated.consequence, &present.consequence)
                && agrees(&rated.score, &present.score)
                && agrees(&rated.level, &present.level)
        });
        if same || rated.is_blank() {
            return None;
        }
        let moment = rated.after.map_or(Moment::Now, Moment::After);
        let by = RatedBy::File { by: rated.by.clone(), on: rated.on };
        let Rated { likelihood, consequence, score, .. } = *rated;
        let (level, rationale) = (rated.level.clone(), rated.rationale.clone());
        Some(Box::new(RateRisk { risk, moment, likelihood, consequence, score, level, rationale, by }))
    }

    fn treat(
        &self,
        treatment: Option<Treatment>,
        listed: &[RecordId],
        risk: Ref<Risk>,
    ) -> Option<Box<dyn AnyOperation>> {
        let present = self.state.risks.find(&risk).map(|risk| Risk::clone(risk)).unwrap_or_default();
        let decided = treatment.unwrap_or(present.treatment);
        let mut controls = present.controls;
        for control in listed.iter().map(|id| Ref::of(id.key)) {
            if !controls.contains(&control) {
                controls.push(control);
            }
        }
        if decided == Treatment::Undecided && controls.is_empty() {
            return None;
        }
        let shared_with = if decided == Treatment::Share { present.shared_with } else { Vec::new() };
        let stop_on = present.stop_on.filter(|_| decided == Treatment::Avoid);
        let because = Prose::default();
        Some(Box::new(DecideTreatment { risk, treatment: decided, controls, shared_with, stop_on, because }))
    }

    fn state_control(&self, stated: &Stated, control: Ref<Control>, operations: &mut Operations) {
        if let Some(state) = stated.state {
            let typed = vec![("state".to_owned(), state.text())];
            operations.push(Box::new(EditRecord {
                id: control.id(),
                revision: None,
                typed,
                because: Prose::default(),
            }));
        }
        let nothing =
            stated.included.is_none() && stated.justification.is_empty() && stated.reasons.is_empty();
        if nothing {
            return;
        }
        let present = self.state.controls.find(&control).map(|control| Control::clone(control));
        let present = present.unwrap_or_default();
        let mut reasons = present.reasons;
        reasons.extend(
            stated.reasons.iter().filter(|reason| !reasons.contains(reason)).cloned().collect::<Vec<_>>(),
        );
        let justification = if stated.justification.is_empty() {
            present.justification
        } else {
            Prose::new(&stated.justification)
        };
        operations.push(Box::new(StateControl {
            control,
            revision: None,
            included: stated.included.or(present.included),
            reasons,
            justification,
            review_on: present.review_on,
        }));
    }

    /// Decides what our own registers show of a record, once its fields are written.
    fn shown(&mut self, draft: &Draft, id: RecordId, first: Decided) -> Result<Decided, Refusal> {
        let more = super::shown::operations(&first.state, id, &draft.says)?;
        let Decided { state, mut operations } = first;
        let next = decide_all(state, more, draft, self.today)?;
        operations.extend(next.operations);
        Ok(Decided { state: next.state, operations })
    }

    /// Decides the operations of a row, all or none, and keeps those that change something.
    fn decide(&self, operations: Operations, draft: &Draft) -> Result<Decided, Refusal> {
        decide_all(self.state.clone(), operations, draft, self.today)
    }
}

/// The operations of a row that change something, and the state they leave.
struct Decided {
    state: Isms,
    operations: Operations,
}

fn decide_all(
    mut state: Isms,
    operations: Operations,
    draft: &Draft,
    today: Date,
) -> Result<Decided, Refusal> {
    let mut kept = Vec::new();
    for operation in operations {
        match decided(&*operation, &mut state, today) {
            Ok(true) => kept.push(operation),
            Ok(false) => {}
            Err(message) => return Err(refusal(draft, &message)),
        }
    }
    Ok(Decided { state, operations: kept })
}

/// Returns the operation that makes the record.
fn created(draft: &Draft, id: RecordId, about: About) -> Box<dyn AnyOperation> {
    let typed = draft.typed.clone();
    let shows = draft.says.iter().find_map(|says| match says {
        Says::Shows { file, targets } => Some((file.clone(), targets.clone())),
        Says::Rated(_) | Says::Treated { .. } | Says::Stated(_) | Says::Begun | Says::Shown { .. } => None,
    });
    if draft.kind == RecordKind::Evidence {
        let (file, uses) = shows.unwrap_or_default();
        return Box::new(AddEvidence { id: Some(id), typed, file, uses, about });
    }
    Box::new(CreateRecord { kind: draft.kind, id: Some(id), typed, about, uuid: None })
}

/// Decides an operation and says whether it changes anything.
fn decided(operation: &dyn AnyOperation, state: &mut Isms, today: Date) -> Result<bool, String> {
    let changes = operation.decide(state, Ref::number(1), today)?;
    let mut changed = false;
    for change in &changes {
        let same = change.id().is_some_and(|id| state.present(id).as_ref() == Some(change));
        if !same {
            changed = true;
            state.apply(change, Stamp { on: today, ..Stamp::default() });
        }
    }
    Ok(changed)
}
