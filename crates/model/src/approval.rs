//! Approvals: part of the record approved, bound to its content by a digest, with the content frozen inside.

use serde::{Deserialize, Serialize};

use crate::records::Person;
use crate::values::Separator;
use crate::{Date, Digest, Problem, Prose, RecordId, Ref, Shape, Value};

/// One approval of one version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval<C> {
    /// The version approved.
    pub version: u32,
    /// Who approved it.
    pub by: Ref<Person>,
    /// When.
    pub on: Date,
    /// The digest of the content.
    pub digest: Digest,
    /// What was approved, as it stood.
    pub content: C,
    /// When the approval was taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<Date>,
    /// Why it was taken back.
    #[serde(default, skip_serializing_if = "Value::is_empty")]
    pub withdrawn_because: Prose,
}

impl<C: Serialize> Approval<C> {
    /// Approves a content as it stands.
    #[must_use]
    pub fn of(version: u32, by: Ref<Person>, on: Date, content: C) -> Self {
        let digest = Digest::of_content(&content);
        Self { version, by, on, digest, content, withdrawn_on: None, withdrawn_because: Prose::default() }
    }
}

/// Returns the approval in force on a day: the newest version approved by then and not taken back.
#[must_use]
pub fn in_force<C>(approvals: &[Approval<C>], today: Date) -> Option<&Approval<C>> {
    approvals
        .iter()
        .filter(|approval| approval.on <= today && approval.withdrawn_on.is_none_or(|on| on > today))
        .max_by_key(|approval| approval.version)
}

impl<C: 'static> Value for Approval<C> {
    fn text(&self) -> String {
        let withdrawn = self.withdrawn_on.map(|on| format!(", withdrawn on {on}")).unwrap_or_default();
        format!("v{} by {} on {}{withdrawn}", self.version, self.by, self.on)
    }
    fn is_empty(&self) -> bool {
        false
    }
    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        visit(self.by.id());
    }
    fn read(_: &str) -> Result<Self, Problem> {
        Err(Problem::new("an approval is given, not typed"))
    }
    fn shape() -> Shape {
        Shape::Line
    }
    fn schema() -> serde_json::Value {
        // What is frozen is as varied as what can be approved; its digest binds it.
        serde_json::json!({ "type": "object", "required": ["version", "by", "on", "digest", "content"] })
    }
    fn separator() -> Separator {
        Separator::Line
    }
}
