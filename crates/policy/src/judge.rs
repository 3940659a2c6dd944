//! The questions: may this happen, and who else could do it.

use std::collections::BTreeSet;

use model::records::{MemberRole, Person};
use model::{Change, RecordId, RecordKind, Ref, Stamp, Words as _};

use crate::asker::{asker, situation};
use crate::deed::Deed;
use crate::duty::Duty;
use crate::engine::{Answer, ENGINE, Question};
use crate::excused::excused;
use crate::facts::{Asker, Facts, Trait};
use crate::facts_of::Ground;
use crate::kept::{is_kept, keepers, roles_of};
use crate::table::{Line, Sort, line_of};
use crate::table_kinds::{edit_of, within};
use crate::view::restricted_to;
use crate::{Asking, Denial, Known, Proof, StepUp, Verdict};

/// How many people are named who could do it instead.
const NAMED_MAX: usize = 5;

/// A deed on a record.
type Act = (Deed, Option<RecordId>);

/// Whether a denial names who could do it instead, which asks the policies once for each member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// It does.
    Others,
    /// It does not: of many rows it is told once, later.
    Nobody,
}

/// Says whether what was decided may be written: each deed that lies in the changes has to be permitted.
#[must_use]
pub fn judge(asking: &Asking<'_>, intent: &str, changes: &[Change]) -> Verdict {
    judge_naming(asking, intent, changes, Naming::Others)
}

/// The same, where it is said whether a denial names who could do it instead.
#[must_use]
pub fn judge_naming(asking: &Asking<'_>, intent: &str, changes: &[Change], naming: Naming) -> Verdict {
    if !is_kept(asking.isms, asking.today) {
        return Verdict::Permit;
    }
    let mut after = asking.isms.clone();
    for change in changes {
        after.apply(change, Stamp { on: asking.today, ..Stamp::default() });
    }
    let ground = Ground { before: asking.isms, after: &after, past: asking.past, today: asking.today };
    match line_of(intent) {
        None => unknown(intent),
        Some(line) => all(asking, &ground, &acts(&ground, line, changes), naming),
    }
}

/// Says whether somebody may do something to records, before anything is decided.
#[must_use]
pub fn ask(asking: &Asking<'_>, intent: &str, records: &[RecordId]) -> Verdict {
    ask_naming(asking, intent, records, Naming::Others)
}

/// The same, with or without saying who could do it instead: for many rows that is worked out once, not for each.
#[must_use]
pub fn ask_naming(asking: &Asking<'_>, intent: &str, records: &[RecordId], naming: Naming) -> Verdict {
    if !is_kept(asking.isms, asking.today) {
        return Verdict::Permit;
    }
    let ground = Ground { before: asking.isms, after: asking.isms, past: asking.past, today: asking.today };
    match line_of(intent) {
        None => unknown(intent),
        Some(line) => all(asking, &ground, &asked_acts(&ground, line, records), naming),
    }
}

/// Returns the deeds that an intent is for records, for explanations; none for an unknown intent.
#[must_use]
pub fn deeds_of(asking: &Asking<'_>, intent: &str, records: &[RecordId]) -> Vec<Deed> {
    let ground = Ground { before: asking.isms, after: asking.isms, past: asking.past, today: asking.today };
    let acts = line_of(intent).map(|line| asked_acts(&ground, line, records)).unwrap_or_default();
    acts.into_iter().map(|(deed, _)| deed).collect()
}

/// Returns the deeds that lie in changes.
fn acts(ground: &Ground<'_>, line: &Line, changes: &[Change]) -> Vec<Act> {
    let (_, kinds, sort) = line;
    let changed = || changes.iter().filter_map(Change::id);
    let mut acts: BTreeSet<Act> = BTreeSet::new();
    match sort {
        Sort::Is(deed) => acts.extend(subjects(kinds, changed()).map(|id| (*deed, Some(id)))),
        Sort::By(deed) => {
            acts.extend(subjects(kinds, changed()).map(|id| (deed(ground.home(id), id), Some(id))))
        }
        Sort::Records => acts.extend(changed().map(|id| (edit_of(ground.home(id), id), Some(id)))),
    }
    if acts.is_empty() {
        acts.extend(without_record(ground, line).map(|deed| (deed, changed().next())));
    }
    let is_told = |deed: Deed| acts.iter().any(|(known, _)| *known == deed);
    let mut more = Vec::new();
    for change in changes {
        let Some(id) = change.id() else { continue };
        let inside = within(ground.before, ground.home(id), change);
        match sort {
            // What only its own step does, no form, import or undo does beside it.
            Sort::Records => more.extend(inside.into_iter().map(|deed| (deed, Some(id)))),
            // An operation of its own does what it says; nothing slips through that gives rights or hides.
            Sort::Is(_) | Sort::By(_) => {
                let guarded = inside.into_iter().filter(|deed| *deed == Deed::Restrict && !is_told(*deed));
                more.extend(guarded.map(|deed| (deed, Some(id))));
                let is_grant =
                    id.kind == RecordKind::Membership && !is_told(Deed::Grant) && !is_told(Deed::Delegate);
                // Whom a share lets in is said by who shares; anybody else is made a member by who grants.
                let is_let_in = is_told(Deed::Share) && ground.is_auditor_of_body(id);
                let deed = if is_let_in { Deed::Share } else { Deed::Grant };
                more.extend(is_grant.then_some((deed, Some(id))));
            }
        }
    }
    acts.extend(more);
    acts.into_iter().collect()
}

/// Returns the deeds of an intent for records of which nothing is decided yet.
fn asked_acts(ground: &Ground<'_>, line: &Line, records: &[RecordId]) -> Vec<Act> {
    let (_, kinds, sort) = line;
    let ids = || subjects(kinds, records.iter().copied());
    let acts: Vec<Act> = match sort {
        Sort::Is(deed) => ids().map(|id| (*deed, Some(id))).collect(),
        Sort::By(deed) => ids().map(|id| (deed(ground.home(id), id), Some(id))).collect(),
        Sort::Records => ids().map(|id| (edit_of(ground.home(id), id), Some(id))).collect(),
    };
    if acts.is_empty() {
        return without_record(ground, line).map(|deed| (deed, records.first().copied())).collect();
    }
    acts
}

/// Returns the records of some kinds; all where no kind is named.
fn subjects(kinds: &[RecordKind], ids: impl Iterator<Item = RecordId>) -> impl Iterator<Item = RecordId> {
    ids.filter(move |id| kinds.is_empty() || kinds.contains(&id.kind))
}

/// Returns the deed of an intent that concerns no record of its kinds.
fn without_record(ground: &Ground<'_>, line: &Line) -> impl Iterator<Item = Deed> {
    let (_, kinds, sort) = line;
    let nobody = |kind: &RecordKind| RecordId { kind: *kind, key: Ref::<Person>::number(u32::MAX).key };
    let deed = match sort {
        Sort::Is(deed) => Some(*deed),
        Sort::By(deed) => kinds.first().map(|kind| deed(ground.before, nobody(kind))),
        // A commit that changes nothing is judged as a comment on it.
        Sort::Records => Some(Deed::Comment),
    };
    deed.into_iter()
}

/// Asks for each act; the first that is not permitted answers.
fn all(asking: &Asking<'_>, ground: &Ground<'_>, acts: &[Act], naming: Naming) -> Verdict {
    for (deed, record) in acts {
        let mut facts = ground.facts(*deed, *record);
        // Who asks about something that is still to be made would own it, and be in its team.
        if record.is_none_or(|id| ground.after.find(id).is_none() && ground.before.find(id).is_none()) {
            facts.owners.insert(asking.actor);
            let in_team = [Deed::ConductAudit, Deed::AmendFinding, Deed::SettleRequest, Deed::ExportPack];
            facts.team.extend(in_team.contains(deed).then_some(asking.actor));
        }
        let case = Case { asking, ground, deed: *deed, record: *record, facts: &facts, naming };
        if let Some(denial) = case.denial() {
            return Verdict::Deny(Box::new(denial));
        }
    }
    Verdict::Permit
}

/// Returns the denial of an intent that the table does not know.
fn unknown(intent: &str) -> Verdict {
    Verdict::Deny(Box::new(Denial {
        duty: Duty::new(1),
        ..Denial::plain(&format!("no policy speaks of {intent}"))
    }))
}

/// One act with its facts.
struct Case<'a> {
    asking: &'a Asking<'a>,
    ground: &'a Ground<'a>,
    deed: Deed,
    record: Option<RecordId>,
    facts: &'a Facts,
    naming: Naming,
}

impl Case<'_> {
    /// Returns why the act is not permitted.
    fn denial(&self) -> Option<Denial> {
        let Asking { actor, known, .. } = self.asking;
        let answer = self.answer(*actor, known);
        if answer == Answer::Yes {
            return None;
        }
        let fresh = fresh(known);
        let would = fresh.map_or(Answer::Broken, |fresh| self.answer(*actor, &fresh));
        let (answer, step_up) = match would {
            Answer::Yes => (answer, StepUp::Wanted),
            Answer::Broken => (answer, StepUp::Useless),
            Answer::NoRole | Answer::Against(_) => (would, StepUp::Useless),
        };
        Some(self.in_words(&answer, step_up))
    }

    /// Asks the policies for a person.
    fn answer(&self, person: Ref<Person>, known: &Known) -> Answer {
        let Asking { isms, today, .. } = self.asking;
        let asker = asker(isms, person, known, *today);
        let mut situation = situation(isms, known, self.deed, self.record.map(|id| id.kind));
        if asker.person.is_some() {
            let audit = self.record.and_then(|id| self.ground.audit_of(id));
            situation.excused = excused(isms, person, self.record, audit, *today);
        }
        ENGINE.answer(Question { deed: self.deed, asker: &asker, facts: self.facts, situation: &situation })
    }

    /// Says why not, and who could.
    fn in_words(&self, answer: &Answer, step_up: StepUp) -> Denial {
        let policy = match answer {
            Answer::Against(policies) => policies.iter().min_by_key(|policy| rank(policy)),
            Answer::Yes | Answer::NoRole | Answer::Broken => None,
        };
        let told = policy.and_then(|policy| ENGINE.because(policy));
        let because = match told {
            Some(words) => self.filled(words),
            None if *answer == Answer::Broken => {
                "the policies could not be asked; nothing happens".to_owned()
            }
            None => self.deed.whose().replace("{owners}", &self.owners()),
        };
        let duty = policy.and_then(|policy| Duty::read(policy.split('-').next().unwrap_or_default()));
        let is_secret = self.deed == Deed::Read || duty.is_some_and(|duty| SECRET.contains(&duty.number()));
        let is_brief = self.naming == Naming::Nobody;
        let is_open = !is_secret && !is_brief && step_up == StepUp::Useless && *answer != Answer::Broken;
        let who = if is_open { self.others() } else { Vec::new() };
        let nobody = if is_open && who.is_empty() { self.nobody() } else { None };
        let names = who.iter().map(|person| self.asking.isms.name_of(person.id())).collect();
        Denial { duty, because, who, names, nobody, record: self.record, step_up }
    }

    /// Returns the names of who answers for the record, in brackets: those whom everybody may know.
    fn owners(&self) -> String {
        let isms = self.asking.isms;
        let is_there = self.record.is_some_and(|id| isms.find(id).is_some());
        if !is_there {
            return String::new();
        }
        let is_known = |person: &&Ref<Person>| {
            let id = person.id();
            isms.find(id).is_some_and(|record| restricted_to(isms, id, record).is_none())
        };
        let names: Vec<String> =
            self.facts.owners.iter().filter(is_known).map(|person| isms.name_of(person.id())).collect();
        if self.facts.owners.is_empty() {
            return " (nobody yet)".to_owned();
        }
        match names.as_slice() {
            [] => String::new(),
            [.., _] if names.len() > NAMED_MAX => {
                let more = names.len() - NAMED_MAX;
                format!(" ({} and {more} more)", names[..NAMED_MAX].join(", "))
            }
            _ => format!(" ({})", joined(&names, "and")),
        }
    }

    /// Says which role nobody else has that could do it, and who can give it.
    fn nobody(&self) -> Option<String> {
        let Asking { isms, actor, today, .. } = self.asking;
        let known = Known::Signed { step_up_seconds: Some(0), proof: Proof::Passkey };
        let somebody = Asker {
            person: Some(Ref::number(u32::MAX)),
            roles: Vec::new(),
            traits: BTreeSet::from([Trait::Known, Trait::Active]),
        };
        let situation = situation(isms, &known, self.deed, self.record.map(|id| id.kind));
        let could = |role: &&MemberRole| {
            let asker = Asker { roles: vec![**role], ..somebody.clone() };
            let question =
                Question { deed: self.deed, asker: &asker, facts: self.facts, situation: &situation };
            ENGINE.answer(question) == Answer::Yes
        };
        let roles: Vec<MemberRole> = MemberRole::ALL.iter().filter(could).copied().collect();
        let called: Vec<String> = roles.iter().map(|role| called(*role).to_owned()).collect();
        let (called, this) = match called.as_slice() {
            [] => return None,
            [one] => (one.clone(), "this role"),
            several => (joined(several, "or"), "one of these roles"),
        };
        let has =
            |person: Ref<Person>| roles_of(isms, person, *today).iter().any(|role| roles.contains(role));
        let others = isms.memberships.iter().filter_map(|(_, one)| one.person).filter(|one| one != actor);
        let nobody = if others.into_iter().any(has) {
            format!("nobody here who is {called} could")
        } else if has(*actor) {
            format!("nobody else here is {called}")
        } else {
            format!("nobody here is {called}")
        };
        let names: Vec<String> =
            keepers(isms, *today).into_iter().take(NAMED_MAX).map(|one| isms.name_of(one.id())).collect();
        let keep = if names.len() == 1 { "keeps" } else { "keep" };
        Some(match joined(&names, "and") {
            none if none.is_empty() => nobody,
            names => format!("{nobody}; {names}, who {keep} the organisation, can give somebody {this}"),
        })
    }

    /// Puts names in the places that a policy's words leave open.
    fn filled(&self, words: &str) -> String {
        let isms = self.asking.isms;
        let record = self.record.map_or_else(|| "this".to_owned(), |id| id.to_string());
        let subject = self.facts.assigned.first().map(|one| isms.name_of(one.id())).unwrap_or_default();
        let months = operations::duty_limit(isms, "independence_months").to_string();
        words
            .replace("{months}", &months)
            .replace("{record}", &record)
            .replace("{actor}", &isms.name_of(self.asking.actor.id()))
            .replace("{subject}", &subject)
    }

    /// Returns who else could do it, as soon as they prove who they are.
    fn others(&self) -> Vec<Ref<Person>> {
        let Asking { isms, actor, today, .. } = self.asking;
        let known = Known::Signed { step_up_seconds: Some(0), proof: Proof::Passkey };
        let members = isms.memberships.iter().filter(|(_, one)| one.is_in_force(*today));
        let people: BTreeSet<Ref<Person>> = members.filter_map(|(_, one)| one.person).collect();
        let others = people.into_iter().filter(|one| one != actor);
        others.filter(|one| self.answer(*one, &known) == Answer::Yes).take(NAMED_MAX).collect()
    }
}

/// Returns what somebody of a role is called.
fn called(role: MemberRole) -> &'static str {
    match role {
        MemberRole::TopManagement => "top management",
        MemberRole::IsmsManager => "an ISMS manager",
        MemberRole::RiskOwner => "a risk owner",
        MemberRole::ControlOwner => "a control owner",
        MemberRole::InternalAuditor => "an internal auditor",
        MemberRole::CertificationAuditor => "a certification auditor",
        MemberRole::Consultant => "a consultant",
        MemberRole::Viewer => "a viewer",
    }
}

/// Returns words as one list, with the last word before the last one.
fn joined(words: &[String], last: &str) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

/// Numbers of the duties of which nobody is told who could do it instead: that would say what is there.
const SECRET: [u8; 4] = [1, 2, 11, 19];

/// Returns the strongest proof given just now, where there is something to renew.
fn fresh(known: &Known) -> Option<Known> {
    match known {
        Known::Signed { .. } => Some(Known::Signed { step_up_seconds: Some(0), proof: Proof::Passkey }),
        Known::Nobody | Known::Token(_) | Known::System => None,
    }
}

/// Returns the place of a policy among those that stand against something: who one is comes first, a fresh proof last.
fn rank(policy: &str) -> (usize, u8) {
    const FIRST: [&str; 8] = ["SD1", "SD2", "SD20", "SD19", "SD11", "SD14", "SD17", "SD2-scope"];
    let place = FIRST.iter().position(|first| *first == policy).unwrap_or(FIRST.len());
    let duty = Duty::read(policy.split('-').next().unwrap_or_default());
    (place, duty.map_or(u8::MAX, Duty::number))
}

/// Answers one prepared question; what the benchmark measures.
#[must_use]
pub fn bench_answer(asking: &Asking<'_>, deed: Deed, record: RecordId) -> bool {
    let ground = Ground { before: asking.isms, after: asking.isms, past: asking.past, today: asking.today };
    let facts = ground.facts(deed, Some(record));
    let case =
        Case { asking, ground: &ground, deed, record: Some(record), facts: &facts, naming: Naming::Nobody };
    case.answer(asking.actor, &asking.known) == Answer::Yes
}
