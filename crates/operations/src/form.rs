//! The form of an operation: what it is done to, what it asks, and how it is made from typed text.
//!
//! Pages, commands and scenarios read the same forms, so an operation is described once.

use model::{Date, Isms, Problem, RecordId, RecordKind, Ref, Shape, Value};

use crate::{Absent, AnyOperation, FieldProblem, Operation, StepRefusal};

/// What a form becomes: an operation, or each input that could not be read.
pub type Made = Result<Box<dyn AnyOperation>, Vec<FieldProblem>>;

/// The form of an operation on one record.
pub struct OperationForm {
    /// The operation's words for people: `raise finding`.
    pub name: &'static str,
    /// Its dotted name: `finding.raise`.
    pub intent: &'static str,
    /// The kind of record that it is done to, or that it makes.
    pub on: RecordKind,
    /// Whether it is done to a record that is there.
    pub target: FormTarget,
    /// Its word in addresses and commands, unique among those of its kind: `raise`.
    pub verb: &'static str,
    /// Its words on a button: `Raise a finding`.
    pub label: &'static str,
    /// One sentence: what happens.
    pub what: &'static str,
    /// What it asks, in order.
    pub inputs: &'static [Input],
    /// Makes the operation from the record and typed text.
    pub make: fn(RecordId, &[(String, String)]) -> Made,
    /// Says whether the state of a record lets it happen, whatever is still to be said.
    pub fits: fn(&Isms, RecordId, Date) -> bool,
}

impl OperationForm {
    /// Returns the records that what was typed names, where its inputs point at records.
    #[must_use]
    pub fn named(&self, typed: &[(String, String)]) -> Vec<RecordId> {
        let points = |name: &str| {
            let input = self.inputs.iter().find(|input| input.name == name);
            input
                .map(|input| (input.shape)())
                .is_some_and(|shape| shape.points() || shape.each().is_some_and(Shape::points))
        };
        let pointing = typed.iter().filter(|(name, _)| points(name));
        let parts = pointing.flat_map(|(_, text)| text.split([',', '\n']));
        parts.filter_map(|part| RecordId::parse(part.trim())).collect()
    }
}

/// What a form is filled in for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormTarget {
    /// A record that is there.
    Record,
    /// None yet: it makes one of its kind.
    Kind,
}

/// Something that an operation asks.
pub struct Input {
    /// Its name in commands and scenarios.
    pub name: &'static str,
    /// Its name for people.
    pub label: &'static str,
    /// One sentence: what belongs here.
    pub help: &'static str,
    /// How it is written.
    pub shape: fn() -> Shape,
}

impl Input {
    /// Says whether it may stay empty.
    #[must_use]
    pub fn may_be_empty(&self) -> bool {
        match (self.shape)() {
            Shape::Optional(_) | Shape::List(_) | Shape::Line | Shape::Prose => true,
            Shape::Date
            | Shape::Number
            | Shape::Decimal
            | Shape::Choice(_)
            | Shape::Reference(_)
            | Shape::Owner
            | Shape::Parts(_) => false,
        }
    }
}

/// A number that no record has: it stands for a record that nobody named.
const NOBODY: u32 = 999_999_999;

/// A refusal that can say that the state of the record is not the one that the operation needs.
pub(crate) trait Refused {
    /// Says whether another state of the subject, or another record, has to come first.
    fn is_too_soon(&self, subject: RecordId) -> bool;
}

impl Refused for StepRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            // What an input names is absent as long as nothing is said.
            Self::Absent(Absent::Unknown(id) | Absent::Proposed(id)) => *id == subject,
            Self::NotNow { .. } | Self::First { .. } => true,
            Self::Ahead { .. }
            | Self::Early { .. }
            | Self::Far { .. }
            | Self::Number { .. }
            | Self::Before { .. }
            | Self::Missing { .. }
            | Self::NoPart { .. }
            | Self::OtherPart { .. }
            | Self::Oneself { .. }
            | Self::TooMany(_)
            | Self::Unsaid(_) => false,
        }
    }
}

impl Refused for crate::CheckEffectivenessRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            Self::Step(step) => step.is_too_soon(subject),
            Self::ByDoer { .. } => false,
        }
    }
}

impl Refused for crate::DrawSampleRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            Self::Step(step) => step.is_too_soon(subject),
            Self::Draw(_) | Self::NotListed { .. } | Self::NoShare { .. } => false,
        }
    }
}

impl Refused for crate::SealPackRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            Self::Step(step) => step.is_too_soon(subject),
            Self::Bare { .. } => false,
        }
    }
}

impl Refused for crate::ConfirmTextRefusal {
    fn is_too_soon(&self, _: RecordId) -> bool {
        match self {
            Self::Absent(_) | Self::Nothing(_) => true,
            Self::OtherField { .. } | Self::NoReason(_) => false,
        }
    }
}

impl Refused for crate::RateRiskAgainRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            Self::Step(step) => step.is_too_soon(subject),
            Self::NotRated(_) | Self::Closed(_) => true,
            Self::SamePerson { .. } | Self::Rating(_) => false,
        }
    }
}

impl Refused for crate::FreezePopulationRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            Self::Step(step) => step.is_too_soon(subject),
            Self::TooMany { .. } | Self::Blank { .. } | Self::Twice { .. } | Self::CountsDiffer { .. } => {
                false
            }
        }
    }
}

impl Refused for crate::RecordCertificationRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            Self::Step(step) => step.is_too_soon(subject),
            Self::NoWay { .. } | Self::Again { .. } | Self::TooLate { .. } | Self::ByAuditor { .. } => false,
        }
    }
}

impl Refused for crate::TeamRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            Self::Step(step) => step.is_too_soon(subject),
            Self::Twice { .. }
            | Self::Conflict { .. }
            | Self::Unknowing { .. }
            | Self::Stranger { .. }
            | Self::Unreasoned { .. } => false,
        }
    }
}

impl Refused for crate::JointRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            Self::Step(step) => step.is_too_soon(subject),
            Self::Fields(_)
            | Self::Alone(_)
            | Self::NoFile(_)
            | Self::Shared(_)
            | Self::NoLimit { .. }
            | Self::Single(_) => false,
        }
    }
}

impl Refused for crate::ShareRefusal {
    fn is_too_soon(&self, subject: RecordId) -> bool {
        match self {
            Self::Step(step) => step.is_too_soon(subject),
            Self::Mixed { .. } | Self::TooLong { .. } | Self::NoKind { .. } => false,
        }
    }
}

/// Says whether an operation fits a state, where nothing is said yet; what has no blank form is left to the operation.
pub(crate) fn fits<O>(blank: Option<O>, isms: &Isms, subject: RecordId, today: Date) -> bool
where
    O: Operation,
    O::Refusal: Refused,
{
    // Who does it plays no part in whether the state fits.
    let nobody = Ref::number(NOBODY);
    let refusal = blank.and_then(|operation| operation.decide(isms, nobody, today).err());
    refusal.is_none_or(|refusal| !refusal.is_too_soon(subject))
}

/// What was typed for a form, and what was wrong with it so far.
pub(crate) struct Reading<'a> {
    typed: &'a [(String, String)],
    problems: Vec<FieldProblem>,
}

impl Reading<'_> {
    /// Reads an input; what was not typed is empty. A problem is kept.
    pub(crate) fn read<V: Value>(&mut self, name: &str) -> Option<V> {
        let last = self.typed.iter().rev().find(|(known, _)| known == name);
        let text = last.map_or("", |(_, text)| text.as_str());
        let keep = |problem| self.problems.push(FieldProblem { field: name.to_owned(), problem });
        V::read(text).map_err(keep).ok()
    }
}

/// Makes an operation from what was typed, or says of each input what is wrong with it.
pub(crate) fn made<O>(
    typed: &[(String, String)],
    names: &[&str],
    read: fn(&mut Reading<'_>, RecordId) -> Option<O>,
    id: RecordId,
) -> Made
where
    O: Operation + Clone + Send + Sync + 'static,
{
    let mut reading = Reading { typed, problems: strangers(names, typed) };
    match read(&mut reading, id) {
        Some(operation) if reading.problems.is_empty() => Ok(Box::new(operation)),
        Some(_) | None => Err(reading.problems),
    }
}

/// Returns a value of an input for looking whether the state fits: an empty one, or the first word of a choice.
pub(crate) fn blank<V: Value>() -> Option<V> {
    let first = match V::shape() {
        Shape::Choice(words) => words.first().copied().unwrap_or_default().to_owned(),
        Shape::Number | Shape::Decimal => "1".to_owned(),
        Shape::Date => "2000-01-01".to_owned(),
        Shape::Reference(kinds) => {
            let prefix = kinds.first().map_or("", |kind| kind.kind().prefix);
            format!("{prefix}-{NOBODY}")
        }
        Shape::Line | Shape::Prose | Shape::Owner | Shape::Optional(_) | Shape::List(_) | Shape::Parts(_) => {
            String::new()
        }
    };
    V::read(&first).ok()
}

/// Returns what a function returns; lets `forms!` leave early where an input has no blank.
pub(crate) fn optional<O>(make: impl FnOnce() -> Option<O>) -> Option<O> {
    make()
}

/// Finds what was typed for no input of a form.
fn strangers(names: &[&str], typed: &[(String, String)]) -> Vec<FieldProblem> {
    let expected = if names.is_empty() { "nothing more".to_owned() } else { names.join(", ") };
    let strange = typed.iter().filter(|(name, _)| !names.contains(&name.as_str()));
    let problem = |name: &str| Problem::new(format!("{name} is not asked here")).expected(expected.clone());
    strange.map(|(name, _)| FieldProblem { field: name.clone(), problem: problem(name) }).collect()
}

/// Returns the shape of what a projection returns; lets `forms!` name the type of an input without spelling it.
pub(crate) fn shape_of<O, V: Value>(_: fn(&O) -> &V) -> Shape {
    V::shape()
}

/// Declares forms whose inputs are the fields of the operation: its subject, its verb and what it asks, in the order
/// people say it.
macro_rules! forms {
    ($(
        $operation:ident on $subject:ident: $kind:ident, $verb:literal, $label:literal, $what:literal
        { $($input:ident: $name:literal, $help:literal;)* }
    )*) => {
        &[$($crate::form::OperationForm {
            name: <$crate::$operation as $crate::Operation>::NAME,
            intent: <$crate::$operation as $crate::Operation>::INTENT,
            on: model::RecordKind::$kind,
            target: $crate::form::FormTarget::Record,
            verb: $verb,
            label: $label,
            what: $what,
            inputs: &[$($crate::form::Input {
                name: stringify!($input),
                label: $name,
                help: $help,
                shape: || $crate::form::shape_of(|operation: &$crate::$operation| &operation.$input),
            },)*],
            make: |id, typed| $crate::form::made(
                typed,
                &[$(stringify!($input),)*],
                |reading, id| {
                    let _ = &reading;
                    // Each input is read before one that fails ends it, so that all problems are told.
                    $(let $input = reading.read(stringify!($input));)*
                    Some($crate::$operation { $subject: model::Ref::of(id.key), $($input: $input?,)* })
                },
                id,
            ),
            fits: |isms, id, today| $crate::form::fits(
                $crate::form::optional(|| {
                    Some($crate::$operation { $subject: model::Ref::of(id.key), $($input: $crate::form::blank()?,)* })
                }),
                isms,
                id,
                today,
            ),
        },)*]
    };
}
pub(crate) use forms;

/// Declares forms whose inputs are put together to an operation: `on` a record that is there, or `making` one.
macro_rules! composed {
    ($(
        $operation:ident $target:ident $kind:ident, $verb:literal, $label:literal, $what:literal
        { $($input:ident: $type:ty, $name:literal, $help:literal;)* }
        => |$id:ident| $make:expr;
    )*) => {
        &[$($crate::form::OperationForm {
            name: <$crate::$operation as $crate::Operation>::NAME,
            intent: <$crate::$operation as $crate::Operation>::INTENT,
            on: model::RecordKind::$kind,
            target: $crate::form::target!($target),
            verb: $verb,
            label: $label,
            what: $what,
            inputs: &[$($crate::form::Input {
                name: stringify!($input),
                label: $name,
                help: $help,
                shape: || <$type as model::Value>::shape(),
            },)*],
            make: |id, typed| $crate::form::made(
                typed,
                &[$(stringify!($input),)*],
                |reading, $id| {
                    let _ = (&reading, $id);
                    $(let $input: Option<$type> = reading.read(stringify!($input));)*
                    $(let $input = $input?;)*
                    Some($make)
                },
                id,
            ),
            fits: |isms, $id, today| $crate::form::fits(
                $crate::form::optional(|| {
                    let _ = $id;
                    $(let $input: $type = $crate::form::blank()?;)*
                    Some($make)
                }),
                isms,
                $id,
                today,
            ),
        },)*]
    };
}
pub(crate) use composed;

/// Says what a form is filled in for.
macro_rules! target {
    (on) => {
        $crate::form::FormTarget::Record
    };
    (making) => {
        $crate::form::FormTarget::Kind
    };
}
pub(crate) use target;
