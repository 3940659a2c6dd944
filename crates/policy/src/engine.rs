//! The policies as Cedar reads them: checked against their schema when they are loaded, asked deed by deed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use cedar_policy::{
    ActionConstraint, Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    Policy, PolicySet, Request, RestrictedExpression, Schema, ValidationMode, Validator,
};
use model::records::{MemberRole, Person};
use model::{Ref, Words};

use crate::deed::Deed;
use crate::duty::Duty;
use crate::facts::{Asker, Facts, Flag, Mark, People, Situation, Trait};
use crate::text;

/// A question to the policies, with all that they look at.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// What is to be done.
    pub deed: Deed,
    /// Who asks.
    pub asker: &'a Asker,
    /// The record concerned.
    pub facts: &'a Facts,
    /// What is known of the question itself.
    pub situation: &'a Situation,
}

/// What the policies answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It may happen.
    Yes,
    /// No role of who asks has it.
    NoRole,
    /// These policies stand against it, by id.
    Against(Vec<String>),
    /// A policy could not be asked; that is a no.
    Broken,
}

/// The policies, ready to be asked.
pub struct Engine {
    authorizer: Authorizer,
    /// What entities are checked against wherever that costs nobody time.
    schema: Option<Schema>,
    /// Of each deed the policies that can concern it.
    sets: BTreeMap<Deed, Concerning>,
    /// What each forbidding policy says.
    because: HashMap<String, String>,
    names: Names,
}

/// The policies that can concern a deed.
struct Concerning {
    policies: PolicySet,
    /// What they look at; nothing else is told them, which makes most questions short.
    looks: BTreeSet<String>,
}

impl Concerning {
    fn of(all: &PolicySet, action: &EntityUid) -> Result<Self, String> {
        let some: Vec<Policy> = all.policies().filter(|policy| concerns(policy, action)).cloned().collect();
        let looks = some.iter().flat_map(|policy| looks_of(&policy.to_string())).collect();
        Ok(Self { policies: PolicySet::from_policies(some).map_err(words)?, looks })
    }
}

/// Returns what the text of a policy looks at: `resource.owners`, `context.fresh`.
fn looks_of(text: &str) -> Vec<String> {
    let mut looks = Vec::new();
    for subject in ["principal.", "resource.", "context."] {
        for (at, _) in text.match_indices(subject) {
            let rest = &text[at + subject.len()..];
            let end =
                rest.find(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_').unwrap_or(rest.len());
            looks.push(format!("{subject}{}", &rest[..end]));
        }
    }
    looks
}

/// Names that are parsed once.
struct Names {
    person: EntityTypeName,
    record: EntityUid,
    operator: EntityUid,
    roles: Vec<(MemberRole, EntityUid)>,
    actions: BTreeMap<Deed, EntityUid>,
}

/// The policies of this program.
pub static ENGINE: LazyLock<Engine> =
    LazyLock::new(|| Engine::of(&text::policies()).expect("the policies that are shipped fit their schema"));

impl Engine {
    /// Reads policies and checks them strictly against the schema.
    ///
    /// # Errors
    /// What does not fit, in the words of the checker.
    pub fn of(policies: &str) -> Result<Self, String> {
        let (schema, _) = Schema::from_cedarschema_str(text::SCHEMA).map_err(|error| error.to_string())?;
        let all = named(policies)?;
        let validator = Validator::new(schema.clone());
        let checked = validator.validate(&all, ValidationMode::Strict);
        if !checked.validation_passed() {
            return Err(checked.to_string());
        }
        Self::from_set(schema, &all)
    }

    /// Makes an engine of policies that are already checked.
    fn from_set(schema: Schema, all: &PolicySet) -> Result<Self, String> {
        let names = Names::new()?;
        let mut sets = BTreeMap::new();
        for deed in Deed::ALL {
            sets.insert(*deed, Concerning::of(all, &names.actions[deed])?);
        }
        let words =
            |policy: &Policy| Some((policy.id().to_string(), policy.annotation("because")?.to_owned()));
        let because = all.policies().filter_map(words).collect();
        let schema = cfg!(debug_assertions).then_some(schema);
        Ok(Self { authorizer: Authorizer::new(), schema, sets, because, names })
    }

    /// Asks the policies.
    #[must_use]
    pub fn answer(&self, question: Question<'_>) -> Answer {
        let asked = self.asked(question);
        let Ok((request, entities)) = asked else { return Answer::Broken };
        let response =
            self.authorizer.is_authorized(&request, &self.sets[&question.deed].policies, &entities);
        let diagnostics = response.diagnostics();
        // A policy that fails is left out by Cedar: a forbid would disappear.
        if diagnostics.errors().next().is_some() {
            return Answer::Broken;
        }
        let against: Vec<String> = diagnostics.reason().map(ToString::to_string).collect();
        match response.decision() {
            Decision::Allow => Answer::Yes,
            Decision::Deny if against.is_empty() => Answer::NoRole,
            Decision::Deny => Answer::Against(against),
        }
    }

    /// Returns what a forbidding policy says.
    #[must_use]
    pub fn because(&self, policy: &str) -> Option<&str> {
        self.because.get(policy).map(String::as_str)
    }

    /// Returns how many policies can concern a deed.
    #[cfg(test)]
    #[must_use]
    pub fn concerning(&self, deed: Deed) -> usize {
        self.sets[&deed].policies.policies().count()
    }

    /// Builds the request and its entities.
    fn asked(&self, question: Question<'_>) -> Result<(Request, Entities), String> {
        let Question { deed, asker, facts, situation } = question;
        let names = &self.names;
        let schema = self.schema.as_ref();
        let looks = &self.sets[&deed].looks;
        let wanted = |name: &str| schema.is_some() || looks.contains(name);
        let principal = names.asker(asker);
        let is = |one: Trait| RestrictedExpression::new_bool(asker.traits.contains(&one));
        let traits = [("known", Trait::Known), ("active", Trait::Active), ("keeper", Trait::Keeper)];
        let traits = traits.into_iter().filter(|(name, _)| wanted(&format!("principal.{name}")));
        let attributes = traits.map(|(name, one)| (name.to_owned(), is(one)));
        let roles: HashSet<EntityUid> = names.roles_of(asker);
        let entities = [
            Entity::new(principal.clone(), attributes.collect(), roles).map_err(words)?,
            Entity::new(names.record.clone(), names.facts(facts, &wanted), HashSet::new()).map_err(words)?,
        ];
        let entities = Entities::from_entities(entities, schema).map_err(words)?;
        let context = Context::from_pairs(situation_of(situation, &wanted)).map_err(words)?;
        let action = names.actions[&deed].clone();
        let request =
            Request::new(principal, action, names.record.clone(), context, schema).map_err(words)?;
        Ok((request, entities))
    }
}

#[cfg(test)]
impl Engine {
    /// Returns the same without the check of what it is asked.
    pub fn unchecked(mut self) -> Self {
        self.schema = None;
        self
    }

    /// Returns all policies, each once.
    pub fn policies(&self) -> PolicySet {
        let mut all: BTreeMap<String, Policy> = BTreeMap::new();
        for policy in self.sets.values().flat_map(|one| one.policies.policies()) {
            all.insert(policy.id().to_string(), policy.clone());
        }
        PolicySet::from_policies(all.into_values()).expect("each id once")
    }

    /// Says whether a policy can concern a deed.
    pub fn is_about(&self, policy: &Policy, deed: Deed) -> bool {
        concerns(policy, &self.names.actions[&deed])
    }

    /// Returns an engine of other policies, ready for some deeds.
    pub fn with(&self, all: &PolicySet, deeds: &[Deed]) -> Self {
        let names = Names::new().expect("they are names");
        let set = |deed: &Deed| (*deed, Concerning::of(all, &names.actions[deed]).expect("each id once"));
        let sets = deeds.iter().map(set).collect();
        Self { authorizer: Authorizer::new(), schema: None, sets, because: HashMap::new(), names }
    }
}

/// Turns an error into its words.
fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Returns policies by the ids that they give themselves.
fn named(policies: &str) -> Result<PolicySet, String> {
    let read: PolicySet = policies.parse().map_err(words)?;
    let mut all = PolicySet::new();
    for policy in read.policies() {
        let id = policy.annotation("id").ok_or_else(|| format!("{policy} has no id"))?;
        let id = id.parse().map_err(|_| format!("{id} is no id"))?;
        all.add(policy.new_id(id)).map_err(words)?;
    }
    Ok(all)
}

/// Says whether a policy can concern an action.
fn concerns(policy: &Policy, action: &EntityUid) -> bool {
    match policy.action_constraint() {
        ActionConstraint::Any => true,
        ActionConstraint::Eq(one) => one == *action,
        ActionConstraint::In(some) => some.contains(action),
    }
}

/// Returns what is known of a question, by name.
fn situation_of(
    situation: &Situation,
    wanted: &impl Fn(&str) -> bool,
) -> Vec<(String, RestrictedExpression)> {
    let marks = [
        ("token", Mark::Token),
        ("in_scope", Mark::InScope),
        ("fresh", Mark::Fresh),
        ("strong", Mark::Strong),
        ("body", Mark::Body),
        ("consultancy", Mark::Consultancy),
    ];
    let is = |mark: Mark| RestrictedExpression::new_bool(situation.marks.contains(&mark));
    let marks = marks.into_iter().filter(|(name, _)| wanted(&format!("context.{name}")));
    let mut pairs: Vec<_> = marks.map(|(name, mark)| (name.to_owned(), is(mark))).collect();
    let word = |duty: &Duty| RestrictedExpression::new_string(duty.to_string());
    if wanted("context.excused") {
        pairs.push(("excused".to_owned(), RestrictedExpression::new_set(situation.excused.iter().map(word))));
    }
    pairs
}

impl Names {
    fn new() -> Result<Self, String> {
        let kind = |name: &str| name.parse::<EntityTypeName>().map_err(words);
        let (role, action) = (kind("Role")?, kind("Action")?);
        let uid = |kind: &EntityTypeName, name: &str| {
            EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(name))
        };
        let roles = MemberRole::ALL.iter().map(|one| (*one, uid(&role, &one.word().replace(' ', "_"))));
        Ok(Self {
            person: kind("Person")?,
            record: uid(&kind("Record")?, "record"),
            operator: uid(&role, "operator"),
            roles: roles.collect(),
            actions: Deed::ALL.iter().map(|deed| (*deed, uid(&action, deed.name()))).collect(),
        })
    }

    fn person(&self, person: Ref<Person>) -> EntityUid {
        EntityUid::from_type_name_and_id(self.person.clone(), EntityId::new(person.to_string()))
    }

    fn asker(&self, asker: &Asker) -> EntityUid {
        match asker.person {
            Some(person) => self.person(person),
            None => EntityUid::from_type_name_and_id(self.person.clone(), EntityId::new("system")),
        }
    }

    fn roles_of(&self, asker: &Asker) -> HashSet<EntityUid> {
        let held =
            self.roles.iter().filter(|(role, _)| asker.roles.contains(role)).map(|(_, uid)| uid.clone());
        let operator = asker.traits.contains(&Trait::Operator).then(|| self.operator.clone());
        held.chain(operator).collect()
    }

    fn facts(&self, facts: &Facts, wanted: &impl Fn(&str) -> bool) -> HashMap<String, RestrictedExpression> {
        let set = |people: &People| {
            let each = people.iter().map(|one| RestrictedExpression::new_entity_uid(self.person(*one)));
            RestrictedExpression::new_set(each)
        };
        let roles = |roles: &BTreeSet<MemberRole>| {
            let each = roles.iter().map(|one| RestrictedExpression::new_string(one.word().to_owned()));
            RestrictedExpression::new_set(each)
        };
        let looked_at = |name: &str| wanted(&format!("resource.{name}"));
        let people = facts.people().into_iter().filter(|(name, _)| looked_at(name));
        let mut all: HashMap<String, RestrictedExpression> =
            people.map(|(name, people)| (name.to_owned(), set(people))).collect();
        for (name, held) in [("gives", &facts.gives), ("moves", &facts.moves)] {
            if looked_at(name) {
                all.insert(name.to_owned(), roles(held));
            }
        }
        for flag in Flag::ALL.iter().filter(|flag| looked_at(flag.name())) {
            all.insert(flag.name().to_owned(), RestrictedExpression::new_bool(facts.is(*flag)));
        }
        all
    }
}
