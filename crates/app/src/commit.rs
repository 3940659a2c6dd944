//! The one way to write: decide on the newest state, extend the chain, submit, wait for the disk, publish.

use std::collections::BTreeMap;
use std::sync::Arc;

use ledger::{Actor, ActorKind, Draft, Hash, Intent, Time, Via};
use model::records::Person;
use model::{Change, Date, Isms, Prose, RecordId, Ref, Stamp};
use operations::{AnyOperation, Operation, Outcome, decide_in_turn_where, last_of_each};
use policy::{Denial, Known, Naming};
use store::{Append, AppendError, Follows};
use tokio::task::JoinHandle;

use crate::books::{Books, Published, Queued, Snapshot, Writing};
use crate::duties::{Ground, PastOf, Proof, policy_of};
use crate::failure::Failure;
use crate::files::{Held, named_anew};
use crate::jobs::{Progress, Silent};
use crate::journal::CommitHead;
use crate::reload::touched;
use crate::sealing::{rows, seal};

/// Of how many denials of one commit it is told who could do it instead.
const DENIALS_TOLD: usize = 50;
/// How often a commit is decided where others are quicker, or bytes have to be held first.
const TRIES: u32 = 12;

/// Who is asking, through which channel, and why.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who acts.
    pub actor: Ref<Person>,
    /// How that was proved.
    pub proof: Proof,
    /// Through which channel.
    pub via: Via,
    /// Why, where a person gives a reason for the whole commit.
    pub because: Prose,
    /// The moment, where it is not now: only samples are made in the past.
    pub at: Option<i64>,
    /// What tells the same request from another, where it may come again; it stands in the header.
    pub idem: Option<[u8; 16]>,
}

impl Visit {
    /// Returns a visit of a person through a channel, now and without a reason; nobody checked who it is.
    #[must_use]
    pub fn of(actor: Ref<Person>, via: Via) -> Self {
        Self { actor, proof: Proof::default(), via, because: Prose::default(), at: None, idem: None }
    }

    /// Returns a visit by which the program itself notes what somebody does.
    pub(crate) fn noting(actor: Ref<Person>) -> Self {
        let proof = Proof { known: Known::System, method: "system".to_owned(), ..Proof::default() };
        Self { proof, ..Self::of(actor, Via::Session) }
    }
}

/// What was done.
#[derive(Debug, Clone)]
pub struct Done {
    /// The commit; nothing where there was nothing to change.
    pub seq: Option<u64>,
    /// The records it wrote.
    pub records: Vec<RecordId>,
}

/// What the policies denied of many operations: the words of each denial once, with what was meant and of which record.
#[derive(Default)]
pub(crate) struct Denied(BTreeMap<String, (String, Option<RecordId>)>);

impl Denied {
    /// Lets the changes of one operation through, or keeps the denial and returns its words, without who could do it instead.
    pub(crate) fn allow(
        &mut self,
        ground: &Ground<'_>,
        isms: &Isms,
        intent: &str,
        changes: &[Change],
    ) -> Result<(), String> {
        ground.allow_naming(isms, intent, changes, Naming::Nobody).map_err(|denial| {
            let words = denial.to_string();
            self.0.entry(words.clone()).or_insert_with(|| (intent.to_owned(), denial.record));
            words
        })
    }
}

impl Books {
    /// Runs an operation: its changes are on the disk when this returns.
    ///
    /// # Errors
    /// A failure of the world; a refusal is the inner error.
    pub async fn run<O: Operation + Clone>(
        &self,
        visit: &Visit,
        operation: O,
    ) -> Result<Result<Done, O::Refusal>, Failure> {
        let decided = self
            .decide_and_commit(visit, O::INTENT, |ground| {
                let decided = operation.clone().decide(ground.isms, visit.actor, ground.today);
                let changes = decided.map_err(Refused::Refusal)?;
                ground.allow(O::INTENT, &changes).map_err(Refused::Denied)?;
                Ok(changes)
            })
            .await?;
        Ok(decided)
    }

    /// Runs several operations as one commit; what is refused is left out and told.
    ///
    /// # Errors
    /// A failure of the world.
    pub async fn run_batch(
        &self,
        visit: &Visit,
        intent: &str,
        operations: &[Box<dyn AnyOperation>],
    ) -> Result<(Done, Vec<(usize, String)>), Failure> {
        self.run_batch_telling(visit, intent, operations, &Silent).await
    }

    /// The same, and tells how many are decided; before the commit it can be cancelled.
    pub(crate) async fn run_batch_telling(
        &self,
        visit: &Visit,
        intent: &str,
        operations: &[Box<dyn AnyOperation>],
        progress: &dyn Progress,
    ) -> Result<(Done, Vec<(usize, String)>), Failure> {
        progress.part("deciding what changes", "changes", Some(operations.len() as u64))?;
        let mut refused = Vec::new();
        let mut denied = Denied::default();
        let done = self
            .decide_and_commit(visit, intent, |ground| {
                denied = Denied::default();
                let mut decided = 0;
                let allow = |isms: &Isms, intent: &str, changes: &[Change]| {
                    decided += 1;
                    progress.done(decided).map_err(|cancelled| cancelled.to_string())?;
                    denied.allow(ground, isms, intent, changes)
                };
                let Outcome { changes, refused: left_out } =
                    decide_in_turn_where(operations, ground.isms, visit.actor, ground.today, allow);
                refused = left_out;
                // The last look: what is decided whole is written whole.
                progress.writes().map_err(Refused::Refusal)?;
                Ok(changes)
            })
            .await?;
        Ok((done?, self.with_who_could(visit, refused, &denied)))
    }

    /// Adds to refusals of the policies who could do it instead; asked once for each, when nobody waits for it any more.
    pub(crate) fn with_who_could(
        &self,
        visit: &Visit,
        refused: Vec<(usize, String)>,
        Denied(denied): &Denied,
    ) -> Vec<(usize, String)> {
        let told = |(words, (intent, record)): (&String, &(String, Option<RecordId>))| {
            let records: Vec<RecordId> = record.iter().copied().collect();
            let verdict = self.may(visit.actor, &visit.proof, intent, &records);
            // Where the changes said more than the question without them, the short words stand.
            let full =
                verdict.denial().map(ToString::to_string).filter(|full| full.starts_with(words.as_str()));
            Some((words.clone(), full?))
        };
        let told: BTreeMap<String, String> = denied.iter().take(DENIALS_TOLD).filter_map(told).collect();
        let with = |words: String| told.get(&words).cloned().unwrap_or(words);
        refused.into_iter().map(|(place, words)| (place, with(words))).collect()
    }

    /// Runs several operations as one commit, or none where one is refused.
    ///
    /// # Errors
    /// A failure of the world; the inner error is the place of the refused operation and its words.
    pub async fn run_all(
        &self,
        visit: &Visit,
        intent: &str,
        operations: &[Box<dyn AnyOperation>],
    ) -> Result<Result<Done, (usize, String)>, Failure> {
        self.decide_and_commit(visit, intent, |ground| {
            let mut denied = None;
            let allow = |isms: &Isms, intent: &str, changes: &[Change]| {
                ground.allow_on(isms, intent, changes).map_err(|denial| {
                    let words = denial.to_string();
                    denied.get_or_insert(denial);
                    words
                })
            };
            let Outcome { changes, refused } =
                decide_in_turn_where(operations, ground.isms, visit.actor, ground.today, allow);
            match (refused.into_iter().next(), denied) {
                (None, _) => Ok(changes),
                (Some(_), Some(denial)) => Err(Refused::Denied(denial)),
                (Some(refusal), None) => Err(Refused::Refusal(refusal)),
            }
        })
        .await
    }

    /// Decides on the newest state and goes on before the disk has it: for whoever alone writes, as samples do.
    ///
    /// # Errors
    /// A failure of the world; a refusal is the inner error.
    pub(crate) fn run_ahead<E>(
        &self,
        visit: &Visit,
        intent: &str,
        underway: &mut Underway,
        mut decide: impl FnMut(&Isms, Date) -> Result<Vec<Change>, E>,
    ) -> Result<Result<(), E>, Failure> {
        let mut decide = |ground: &Ground<'_>| decide(ground.isms, ground.today).map_err(Refused::Refusal);
        match self.submit(visit, intent, &mut self.shelf.try_hold(), &mut decide)? {
            Submitted::Refused(refusal, _) => return Ok(Err(refusal)),
            Submitted::Denied(denial, _) => return Err(Failure::NotAllowed(denial)),
            Submitted::Nothing(_) => {}
            // Only while bytes are taken away, or the log is read again, at this very moment.
            Submitted::Names | Submitted::Stale => return Err(Failure::Busy),
            Submitted::Waiting(waiting, ..) => underway.0.push(waiting),
        }
        Ok(Ok(()))
    }

    /// Waits until all that is underway is on the disk and seen.
    ///
    /// # Errors
    /// Where the store did not take one of the commits.
    pub(crate) async fn land(&self, underway: &mut Underway) -> Result<(), Failure> {
        for waiting in underway.0.drain(..) {
            let answer =
                waiting.await.map_err(|_| Failure::Broken("the commit was interrupted".to_owned()))?;
            answer?;
        }
        self.refresh().await
    }

    /// Decides, commits and waits; decides again where another process was quicker.
    async fn decide_and_commit<E>(
        &self,
        visit: &Visit,
        intent: &str,
        mut decide: impl FnMut(&Ground<'_>) -> Result<Vec<Change>, Refused<E>>,
    ) -> Result<Result<Done, E>, Failure> {
        let mut held = None;
        for _ in 0..TRIES {
            self.refresh().await?;
            let submitted = self.submit(visit, intent, &mut held, &mut decide)?;
            let (waiting, seq, records) = match submitted {
                Submitted::Names => {
                    // From now on no bytes are taken away; those that went before are found when it is decided again.
                    held = Some(self.shelf.hold().await);
                    continue;
                }
                Submitted::Stale => continue,
                // What an answer rests on must be on the disk, and seen by readers, before it is told.
                Submitted::Refused(refusal, rests_on) => match self.settled(rests_on).await {
                    Published::Yes => return Ok(Err(refusal)),
                    Published::ReadAgain => continue,
                },
                Submitted::Denied(denial, rests_on) => match self.settled(rests_on).await {
                    Published::Yes => return Err(Failure::NotAllowed(denial)),
                    Published::ReadAgain => continue,
                },
                Submitted::Nothing(rests_on) => match self.settled(rests_on).await {
                    Published::Yes => return Ok(Ok(Done { seq: None, records: Vec::new() })),
                    Published::ReadAgain => continue,
                },
                Submitted::Waiting(waiting, seq, records) => (waiting, seq, records),
            };
            let answer =
                waiting.await.map_err(|_| Failure::Broken("the commit was interrupted".to_owned()))?;
            match answer {
                Ok(published) => {
                    if published == Published::ReadAgain {
                        self.refresh().await?;
                        self.after(&self.now().isms, &records).redact().await;
                    }
                    return Ok(Ok(Done { seq: Some(seq), records }));
                }
                Err(AppendError::Moved) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::Busy)
    }

    /// Decides on the newest state and takes a place in the store's queue. Where files are named anew, what holds their bytes goes
    /// with the commit until it is published.
    fn submit<E>(
        &self,
        visit: &Visit,
        intent: &str,
        held: &mut Option<Held>,
        decide: &mut impl FnMut(&Ground<'_>) -> Result<Vec<Change>, Refused<E>>,
    ) -> Result<Submitted<E>, Failure> {
        let mut writing = self.kept.writing();
        if writing.stale {
            return Ok(Submitted::Stale);
        }
        let now = visit.at.unwrap_or_else(|| self.clock.micros());
        let today = writing.days.day(now);
        if crate::let_in::is_over(&writing.isms, visit.actor, today, now) {
            return Err(Failure::NotAllowed(Box::new(crate::let_in::over())));
        }
        let decided = {
            let journal = self.kept.journal.read().expect("no writer panics");
            let past = PastOf { journal, queued: &writing.queued };
            decide(&Ground::new(&writing.isms, today, &past, visit))
        };
        let mut changes = match decided {
            Ok(changes) => changes,
            Err(Refused::Denied(denial)) => return Ok(Submitted::Denied(denial, writing.rests_on())),
            Err(Refused::Refusal(refusal)) => return Ok(Submitted::Refused(refusal, writing.rests_on())),
        };
        if changes.is_empty() {
            return Ok(Submitted::Nothing(writing.rests_on()));
        }
        let named = named_anew(&writing.isms, &changes);
        if !named.is_empty() && held.is_none() {
            return Ok(Submitted::Names);
        }
        self.are_there(&writing.isms, intent, &named)?;
        if !visit.because.is_empty() {
            changes.insert(0, Change::Note(visit.because.clone()));
            changes = last_of_each(changes);
        }
        let actor = actor(&writing.isms, &changes, visit.actor);
        let before = writing.chain.head();
        if crate::engage::freeze(&mut changes, before) {
            let snapshot = Snapshot { isms: Arc::clone(&writing.isms), head: before };
            self.keep_frozen(snapshot, &writing.isms);
        }
        let sealed = seal(&changes, &writing.isms)?;
        let draft = draft(visit, intent, actor, now, policy_of(&writing.isms, today))?;
        let idem = draft.idem;
        let entry =
            writing.chain.extend(draft, &sealed).map_err(|fault| Failure::Broken(fault.to_string()))?;
        let queued = self.advance(&mut writing, &changes, intent, (visit.via, idem), actor);
        let rows = rows(&changes, &sealed);
        let (seq, records) = (queued.end.seq, queued.records.clone());
        writing.queued.push_back(queued);
        let follows = before.map_or_else(|| Follows::Genesis(self.genesis.clone()), Follows::Head);
        let pending = self.store.submit(Append { log: self.log, follows, entries: vec![entry], rows });
        let generation = writing.generation;
        let after = self.after(&writing.isms, &records);
        drop(writing);
        // A task of its own publishes it, whoever still waits: what is on the disk must be seen, and what is redacted goes.
        let kept = Arc::clone(&self.kept);
        let held = if named.is_empty() { None } else { held.take() };
        let waiting = tokio::spawn(async move {
            match pending.await {
                Ok(_) => {
                    let published = kept.publish(seq);
                    drop(held);
                    if published == Published::Yes {
                        after.redact().await;
                    }
                    Ok(published)
                }
                Err(error) => {
                    kept.throw_away(generation);
                    Err(error)
                }
            }
        });
        Ok(Submitted::Waiting(waiting, seq, records))
    }

    /// Applies the changes of the commit just made to the state on which the next one is decided.
    fn advance(
        &self,
        writing: &mut Writing,
        changes: &[Change],
        intent: &str,
        (via, idem): (Via, [u8; 16]),
        actor: uuid::Uuid,
    ) -> Queued {
        let end = writing.chain.head().expect("it was just extended");
        let at = writing.chain.time().map_or(0, Time::micros);
        let stamp = Stamp { at, on: writing.days.day(at), by: actor };
        let mut isms = Isms::clone(&writing.isms);
        for change in changes {
            if let Some((id, people)) = policy::kept_from(&isms, change) {
                self.kept.journal.write().expect("no writer panics").keep_from(id, people);
            }
            isms.apply(change, stamp);
            if let Change::Organisation(_, stored) = change {
                writing.days.set_zone(&stored.record.time_zone);
            }
        }
        writing.isms = Arc::new(isms);
        let intent = {
            let mut journal = self.kept.journal.write().expect("no writer panics");
            journal.take_names(changes);
            journal.intent(intent)
        };
        let head = CommitHead {
            seq: end.seq,
            stamp,
            intent,
            via,
            changes: u32::try_from(changes.len()).unwrap_or(u32::MAX),
            leaf: end.leaf,
            idem,
        };
        Queued { head, records: touched(changes), isms: Arc::clone(&writing.isms), end }
    }
}

/// Commits that were decided and that the disk does not have yet.
#[derive(Default)]
pub(crate) struct Underway(Vec<JoinHandle<Result<Published, AppendError>>>);

impl Underway {
    /// Returns how many there are.
    pub(crate) fn commits(&self) -> usize {
        self.0.len()
    }
}

/// Why nothing was decided.
pub(crate) enum Refused<E> {
    /// It cannot happen.
    Refusal(E),
    /// It may not be done by who asks.
    Denied(Box<Denial>),
}

/// What became of a decision.
///
/// What was not written rests on the newest commit that is decided, named by its number.
enum Submitted<E> {
    Refused(E, Option<u64>),
    Denied(Box<Denial>, Option<u64>),
    Nothing(Option<u64>),
    /// What would be decided on was thrown away; the log has to be read again.
    Stale,
    /// It names files whose bytes nobody holds yet.
    Names,
    Waiting(JoinHandle<Result<Published, AppendError>>, u64, Vec<RecordId>),
}

/// Returns the uuid of the actor; in the first commit that is the person whom it makes.
fn actor(isms: &Isms, changes: &[Change], actor: Ref<Person>) -> uuid::Uuid {
    if let Some(person) = isms.people.find(&actor) {
        return person.uuid;
    }
    let made = changes.iter().find_map(|change| {
        if let Change::Person(id, stored) = change {
            (*id == actor).then_some(stored.record.uuid)
        } else {
            None
        }
    });
    made.unwrap_or_default()
}

/// Returns the header's own part of a commit.
fn draft(visit: &Visit, intent: &str, actor: uuid::Uuid, now: i64, policy: Hash) -> Result<Draft, Failure> {
    let mut idem = visit.idem.unwrap_or_default();
    if visit.idem.is_none() {
        getrandom::fill(&mut idem).map_err(|error| Failure::Broken(format!("no random numbers: {error}")))?;
    }
    let bad = |what: &str| Failure::Broken(format!("{what} is not sound"));
    Ok(Draft {
        now: Time::from_micros(now).map_err(|_| bad("the clock"))?,
        actor: Actor { kind: kind_of(visit), id: actor },
        via: visit.via,
        auth: visit.proof.auth().ok_or_else(|| bad("the way of signing in"))?,
        intent: intent.parse::<Intent>().map_err(|_| bad("the intent"))?,
        policy,
        schema: u64::from(model::stored::SCHEMA),
        idem,
    })
}

/// Returns what kind of actor it is: a person, or a key that belongs to one.
fn kind_of(visit: &Visit) -> ActorKind {
    match visit.proof.known {
        Known::Token(_) => ActorKind::ApiKey,
        Known::System => ActorKind::System,
        Known::Nobody | Known::Signed { .. } => ActorKind::User,
    }
}
