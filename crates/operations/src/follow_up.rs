//! What follows from something that failed or is missing: work of its own, with a link to where it comes from.

use model::records::{
    Control, Evidence, Improvement, ImprovementState, Nonconformity, NonconformityGrade, NonconformitySource,
    Risk, TreatmentAction,
};
use model::{Change, Clause, Date, Isms, Line, Owner, Problem, Prose, RecordId, Ref, Shape, Value};

use crate::stepping::{StepRefusal, near, pointed_at};

/// What is begun because of something.
#[derive(Debug, Clone, PartialEq)]
pub enum FollowUp {
    /// A requirement is not met: what is put right, why it happened, what keeps it from coming back.
    Nonconformity {
        /// What is not met, in a few words.
        title: Line,
        /// How grave it is.
        grade: NonconformityGrade,
        /// The requirement.
        clause: Option<Clause>,
        /// Who sees to it.
        owner: Option<Owner>,
        /// What is asked, what is the case, and what shows it.
        statement: Prose,
    },
    /// Work on a risk or a control.
    Action {
        /// What is to be done.
        title: Line,
        /// The risk that it lowers.
        risk: Option<Ref<Risk>>,
        /// Who does it.
        owner: Option<Owner>,
        /// By when.
        due: Option<Date>,
    },
    /// Something is made better, though nothing is wrong yet.
    Improvement {
        /// What is to be better.
        title: Line,
        /// What is done, and what for.
        description: Prose,
        /// Who sees to it.
        owner: Option<Owner>,
        /// By when.
        due: Option<Date>,
    },
    /// Something that was begun before.
    Begun(RecordId),
}

/// As people type it: `NC-3`, or `minor: no restore was tried`, `action: …`, `improvement: …`.
impl Value for FollowUp {
    fn text(&self) -> String {
        match self {
            Self::Nonconformity { title, grade, .. } => format!("{}: {title}", grade.text()),
            Self::Action { title, .. } => format!("action: {title}"),
            Self::Improvement { title, .. } => format!("improvement: {title}"),
            Self::Begun(id) => id.to_string(),
        }
    }

    fn is_empty(&self) -> bool {
        false
    }

    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        if let Self::Begun(id) = self {
            visit(*id);
        }
    }

    fn read(text: &str) -> Result<Self, Problem> {
        if let Some(id) = RecordId::parse(text.trim()) {
            return Ok(Self::Begun(id));
        }
        let expected = "an id such as NC-3, or major:, minor:, action: or improvement: with what follows";
        let problem = || Problem::new("this says not what follows").expected(expected);
        let (word, title) = text.split_once(':').ok_or_else(problem)?;
        let title = Line::read(title.trim())?;
        if title.is_empty() {
            return Err(problem());
        }
        Ok(match word.trim().to_lowercase().as_str() {
            "action" => Self::Action { title, risk: None, owner: None, due: None },
            "improvement" => {
                Self::Improvement { title, description: Prose::default(), owner: None, due: None }
            }
            word => {
                let grade = NonconformityGrade::read(word).map_err(|_| problem())?;
                let statement = Prose::new(&title);
                Self::Nonconformity { title, grade, clause: None, owner: None, statement }
            }
        })
    }

    fn shape() -> Shape {
        Shape::Line
    }
}

/// Where a follow-up comes from.
pub(crate) struct Origin {
    /// The record, which may be made in the same decision.
    pub id: RecordId,
    /// How a nonconformity says it.
    pub source: NonconformitySource,
    pub control: Option<Ref<Control>>,
    pub evidence: Vec<Ref<Evidence>>,
}

impl FollowUp {
    /// Returns what follows, and the change that begins it where it is new.
    pub(crate) fn begin(
        self,
        isms: &Isms,
        from: Origin,
        today: Date,
    ) -> Result<(RecordId, Option<Change>), StepRefusal> {
        let Origin { id, source, control, evidence } = from;
        let titled = |title: &Line| {
            if title.is_empty() {
                Err(StepRefusal::Unsaid("say in a few words what follows"))
            } else {
                Ok(())
            }
        };
        match self {
            Self::Nonconformity { title, grade, clause, owner, statement } => {
                titled(&title)?;
                pointed_at(isms, &owner)?;
                let opened = isms.nonconformities.next();
                let nonconformity = Nonconformity {
                    title,
                    source: Some(source),
                    grade: Some(grade),
                    clause,
                    control,
                    about: vec![id],
                    owner,
                    raised_on: Some(today),
                    statement,
                    evidence,
                    ..Nonconformity::default()
                };
                Ok((opened.id(), Some(isms.put::<Nonconformity>(opened, nonconformity))))
            }
            Self::Action { title, risk, owner, due } => {
                titled(&title)?;
                let due = near(today, due)?;
                pointed_at(isms, &risk)?;
                pointed_at(isms, &owner)?;
                let begun = isms.treatment_actions.next();
                let action =
                    TreatmentAction { title, risk, control, owner, due, ..TreatmentAction::default() };
                Ok((begun.id(), Some(isms.put::<TreatmentAction>(begun, action))))
            }
            Self::Improvement { title, description, owner, due } => {
                titled(&title)?;
                let due = near(today, due)?;
                pointed_at(isms, &owner)?;
                let begun = isms.improvements.next();
                let improvement = Improvement {
                    title,
                    from: vec![id],
                    description,
                    owner,
                    due,
                    state: ImprovementState::Planned,
                    ..Improvement::default()
                };
                Ok((begun.id(), Some(isms.put::<Improvement>(begun, improvement))))
            }
            Self::Begun(begun) => {
                pointed_at(isms, &begun)?;
                Ok((begun, None))
            }
        }
    }
}
