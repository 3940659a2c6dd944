//! What the files of starters hold.

use model::AnnexA;
use serde::Deserialize;

use super::Fact;
use crate::printed;

/// A risk to begin with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// The word it is named by.
    pub id: String,
    /// 1 is proposed first, 3 is left out first.
    pub rank: u32,
    /// What may happen.
    pub title: String,
    /// Who or what could cause it.
    pub threat: String,
    /// What makes it possible.
    pub weakness: String,
    /// What happens then, and what it hurts.
    pub story: String,
    /// What is at stake: letters of `CIA`.
    pub stake: String,
    /// What in the answers it is about.
    #[serde(default)]
    pub about: Option<About>,
    /// What a company must be for it.
    #[serde(default)]
    pub needs: Vec<Fact>,
    /// The controls that usually treat it.
    #[serde(deserialize_with = "printed::numbers")]
    pub controls: Vec<AnnexA>,
}

/// What a starter risk is linked to in the answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The systems it runs on.
    System,
    /// The suppliers named.
    Supplier,
    /// The places of work.
    Site,
}

/// What surrounds a company.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Context {
    pub climate: Climates,
    pub issue: Vec<Issue>,
    pub party: Vec<Party>,
}

/// The two answers to the question about climate change.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Climates {
    #[serde(flatten)]
    pub usual: Climate,
    pub own_equipment: Climate,
}

/// A decision whether climate change matters.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Climate {
    /// `yes` or `no`.
    pub relevant: String,
    /// Why.
    pub because: String,
}

/// An issue to begin with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issue {
    /// The word it is named by.
    pub id: String,
    /// `internal` or `external`.
    pub kind: String,
    /// The issue in a few words.
    pub title: String,
    /// What it does to us.
    pub description: String,
    /// What a company must be for it.
    #[serde(default)]
    pub needs: Vec<Fact>,
    /// What a company must not be for it.
    #[serde(default)]
    pub unless: Vec<Fact>,
}

/// An interested party to begin with.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// The word it is named by.
    pub id: String,
    /// Who it is.
    pub title: String,
    /// What it expects.
    pub description: String,
    /// The same as an obligation, in a few words.
    pub asks: String,
    /// The controls that usually meet it.
    #[serde(deserialize_with = "printed::numbers")]
    pub controls: Vec<AnnexA>,
    /// What a company must be for it.
    #[serde(default)]
    pub needs: Vec<Fact>,
}

/// A law, or another text that binds, known by name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// The word it is named by.
    pub id: String,
    /// How people write it.
    pub names: Vec<String>,
    /// `law`, or `framework` for what is agreed rather than enacted.
    #[serde(default = "law_kind")]
    pub kind: String,
    /// What a company must be for it to be proposed though nobody named it; nothing where it is only proposed when named.
    pub fits: Option<Vec<Fact>>,
    /// What it asks of information security.
    pub obligation: Vec<LawObligation>,
}

fn law_kind() -> String {
    "law".to_owned()
}

/// One thing that a law asks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawObligation {
    /// What is asked, in a few words.
    pub title: String,
    /// The paragraph that says so.
    pub cites: String,
    /// What exactly is asked.
    pub description: String,
    /// Within how many hours an incident must be reported.
    pub notice_hours: Option<u32>,
    /// The controls that usually meet it; they become reasons in the statement of applicability.
    #[serde(deserialize_with = "printed::numbers")]
    pub controls: Vec<AnnexA>,
}

/// The outline of a document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The word it is named by.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Which required document it is.
    pub kind: String,
    /// Of the policy: what it says of what the standard asks.
    #[serde(default)]
    pub marks: Vec<String>,
    /// What a company must be for it.
    #[serde(default)]
    pub needs: Vec<Fact>,
    /// The text, in Markdown.
    pub text: String,
}

/// The draft of a risk method.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// What it is called.
    pub title: String,
    /// The highest level that is accepted without more ado.
    pub acceptance_level: String,
    /// Months until the assessment is repeated.
    pub interval_months: u32,
    /// What calls for one before that.
    pub triggers: Vec<String>,
    /// The method in words.
    pub description: String,
    /// Levels, row by row.
    pub matrix: String,
    /// Steps of likelihood, lowest first.
    pub likelihood: Vec<StepWord>,
    /// Steps of consequence, lowest first.
    pub consequence: Vec<StepWord>,
    /// Levels, lowest first.
    pub level: Vec<LevelWord>,
    /// Who may accept above the acceptance level.
    pub acceptor: Vec<Acceptor>,
}

/// A step of a scale in words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepWord {
    /// Its name.
    pub word: String,
    /// So that two people choose the same.
    pub definition: String,
}

/// A level of risk in words.
pub type LevelWord = StepWord;

/// Who may accept up to a level.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptor {
    /// Up to this level.
    pub level: String,
    /// Anybody of this kind.
    pub kind: String,
}

/// The draft of a scope.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// The scope in a few sentences.
    pub statement: String,
    /// The sentence for the certificate.
    pub certificate_wording: String,
}
