//! Controls: what keeps risks low, and each one's row of the statement of applicability.

use serde::{Deserialize, Serialize};

use crate::field::record;
use crate::values::{Separator, clip, one_of, tagged, words};
use crate::{Date, Line, Owner, Problem, Prose, RecordId, RecordKind, Recurrence, Ref, Shape, Value, YesNo};

use super::{Agreement, Document, Obligation, Risk};
record! {
    /// What keeps risks low: one of the 93 of Annex A, or an own control; with its row of the statement of applicability.
    Control => controls, "C", "control", "controls", clause "6.1.3", single false,
    "Something that keeps risks low: a rule, a habit, a lock, a setting.";
    title: Line, Form "Title", "What the control is called.";
    reference: Line, Form "Reference", "The number that a file or another framework gives it.";
    implements: Vec<Ref<Control>>, Form "Serves", "Of an own control: the rows of Annex A that it serves.";
    design: Prose, Form "How it works here", "Who does what, when, and with which tool.";
    owner: Option<Owner>, Form "Owner", "Who answers for it.";
    operators: Vec<Owner>, Form "Operators", "Who carries it out.";
    cadence: Option<Cadence>, Form "Rhythm", "How often it is carried out.";
    recurrence: Option<Recurrence>, Form "Own rhythm", "On which days exactly, as calendars write it: FREQ=MONTHLY;BYMONTHDAY=-1.";
    state: ControlState, Form "State", "How far it is.";
    implemented_on: Option<Date>, Form "Implemented on", "Since when it works.";
    documents: Vec<Ref<Document>>, Form "Documents", "Documents that describe it.";
    cites: Vec<Line>, Form "Follows", "Documents from outside that it follows: a law, a standard, a guide, one a line.";
    included: Option<YesNo>, Operation "Applicable", "Whether the statement of applicability includes it.";
    reasons: Vec<Reason>, Operation "Reasons", "Why it is included: risks, obligations, agreements, or a baseline.";
    justification: Prose, Operation "Justification", "The reason in words.";
    review_on: Option<Date>, Operation "Review on", "When the decision is to be looked at again.";
    stated_on: Option<Date>, Operation "Stated on", "When the row was last decided.";
}

words! {
    /// How often a control is carried out.
    Cadence {
        /// All the time, by a machine.
        Continuous = "continuous",
        /// Each day.
        Daily = "daily",
        /// Each week.
        Weekly = "weekly",
        /// Each month.
        Monthly = "monthly",
        /// Each quarter.
        Quarterly = "quarterly",
        /// Each half year.
        Semiannual = "semiannual" | "half-yearly" | "biannual",
        /// Each year.
        Annual = "annual" | "yearly" | "annually",
        /// Each second year.
        Biennial = "biennial",
        /// When something happens.
        OnEvent = "on event" | "on_event" | "ad hoc" | "as needed",
    }
}

words! {
    /// How far a control is.
    ControlState {
        /// Nothing is there.
        NotStarted = "not started" | "not_started" | "open" | "" | "--",
        /// It is planned.
        Planned = "planned" | "to do" | "to_do",
        /// Part of it works.
        Partial = "partial" | "partly" | "in progress" | "in_progress" | "partially implemented",
        /// It works.
        Implemented = "implemented" | "active" | "done",
        /// It was given up.
        Retired = "retired" | "deprecated",
    }
}

#[expect(clippy::derivable_impls, reason = "the enum is declared by a macro that knows no default")]
impl Default for ControlState {
    fn default() -> Self {
        Self::NotStarted
    }
}

/// Why a control is included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Reason {
    /// It lowers this risk.
    #[serde(rename = "risk")]
    Risk(Ref<Risk>),
    /// A law, contract or party asks for it.
    #[serde(rename = "obligation")]
    Obligation(Ref<Obligation>),
    /// An agreement asks for it.
    #[serde(rename = "agreement")]
    Agreement(Ref<Agreement>),
    /// It belongs to the baseline that the organisation chose, for this reason.
    #[serde(rename = "baseline")]
    Baseline(Line),
}

impl Value for Reason {
    fn text(&self) -> String {
        match self {
            Self::Risk(risk) => risk.to_string(),
            Self::Obligation(obligation) => obligation.to_string(),
            Self::Agreement(agreement) => agreement.to_string(),
            Self::Baseline(because) => format!("baseline: {because}"),
        }
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        match self {
            Self::Risk(risk) => visit(risk.id()),
            Self::Obligation(obligation) => visit(obligation.id()),
            Self::Agreement(agreement) => visit(agreement.id()),
            Self::Baseline(_) => {}
        }
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if let Some((word, because)) = text.split_once(':')
            && word.trim().eq_ignore_ascii_case("baseline")
            && !because.trim().is_empty()
        {
            return Line::read(because).map(Self::Baseline);
        }
        let id = RecordId::parse(text.split_whitespace().next().unwrap_or_default());
        let reason = id.and_then(|id| {
            if id.kind == RecordKind::Risk {
                Some(Self::Risk(Ref::of(id.key)))
            } else if id.kind == RecordKind::Obligation {
                Some(Self::Obligation(Ref::of(id.key)))
            } else if id.kind == RecordKind::Agreement {
                Some(Self::Agreement(Ref::of(id.key)))
            } else {
                None
            }
        });
        reason.ok_or_else(|| {
            Problem::new(format!("\"{}\" is not a reason", clip(text)))
                .expected("the id of a risk, obligation or agreement, or baseline: and why")
        })
    }
    fn shape() -> Shape {
        Shape::Line
    }
    fn schema() -> serde_json::Value {
        let forms = ["risk", "obligation", "agreement", "baseline"];
        one_of(forms.map(|form| tagged(form, serde_json::json!({ "type": "string" }))))
    }
    fn separator() -> Separator {
        Separator::Line
    }
}
