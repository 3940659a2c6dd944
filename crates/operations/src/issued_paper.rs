//! What a certification body issues: a paper with its words, bound by the digest of its content.

use model::records::{Control, FindingGrade, IssuedKind};
use model::{Clause, Date, Decimal, Digest, Line, Prose, Ref, Value, YesNo};
use serde::{Deserialize, Serialize};

/// A plan, request, finding, report or decision, as the body writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedPaper {
    /// What it is.
    pub kind: IssuedKind,
    /// What it is called.
    pub title: Line,
    /// What it says.
    pub text: Prose,
    /// Of a finding: how grave it is.
    #[serde(default)]
    pub grade: Option<FindingGrade>,
    /// Of a finding: the requirement.
    #[serde(default)]
    pub clause: Option<Clause>,
    /// Of a finding or a request: the control concerned, as the client calls it.
    #[serde(default)]
    pub control: Option<Ref<Control>>,
    /// Of a finding or a request: by when an answer is wanted.
    #[serde(default)]
    pub due: Option<Date>,
    /// Of a plan the first day, of a report the last day of the audit, of a decision the last day of the certificate.
    #[serde(default)]
    pub day: Option<Date>,
    /// Of a plan: how many days of work the audit takes.
    #[serde(default)]
    pub days: Option<Decimal>,
    /// Of a decision: whether the certificate is given.
    #[serde(default)]
    pub granted: Option<YesNo>,
}

/// What the digest is of.
#[derive(Serialize)]
struct Bound<'a> {
    kind: IssuedKind,
    title: &'a Line,
    content: &'a Prose,
}

impl IssuedPaper {
    /// Returns a paper of a kind that says nothing.
    #[must_use]
    pub fn blank(kind: IssuedKind) -> Self {
        Self {
            kind,
            title: Line::default(),
            text: Prose::default(),
            grade: None,
            clause: None,
            control: None,
            due: None,
            day: None,
            days: None,
            granted: None,
        }
    }

    /// Returns all that it says, as one text: what it fixes line by line, then its words.
    #[must_use]
    pub fn content(&self) -> Prose {
        let fixed = [
            ("grade", self.grade.text()),
            ("clause", self.clause.text()),
            ("control", self.control.text()),
            ("due", self.due.text()),
            ("day", self.day.text()),
            ("days", self.days.text()),
            ("granted", self.granted.text()),
        ];
        let said = fixed.into_iter().filter(|(_, text)| !text.is_empty());
        let mut content: String = said.map(|(name, text)| format!("{name}: {text}\n")).collect();
        if !content.is_empty() {
            content.push('\n');
        }
        content.push_str(&self.text);
        Prose::new(&content)
    }

    /// Returns the digest that binds it.
    #[must_use]
    pub fn digest(&self) -> Digest {
        digest_of(self.kind, &self.title, &self.content())
    }
}

/// Returns the digest that binds what was issued: its kind, its title and all that it says.
#[must_use]
pub fn digest_of(kind: IssuedKind, title: &Line, content: &Prose) -> Digest {
    Digest::of_content(&Bound { kind, title, content })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::issued_finding;

    #[test]
    fn whatever_a_paper_fixes_is_bound_by_its_digest() {
        let paper = issued_finding();
        let others = [
            IssuedPaper { kind: IssuedKind::Report, ..paper.clone() },
            IssuedPaper { title: "another".into(), ..paper.clone() },
            IssuedPaper { text: "another".into(), ..paper.clone() },
            IssuedPaper { grade: Some(FindingGrade::Major), ..paper.clone() },
            IssuedPaper { clause: Some("9.2.1".into()), ..paper.clone() },
            IssuedPaper { control: Some(Ref::number(1)), ..paper.clone() },
            IssuedPaper { due: None, ..paper.clone() },
            IssuedPaper { day: Some(Date::constant(2026, 1, 1)), ..paper.clone() },
            IssuedPaper { days: Some(Decimal::whole(2)), ..paper.clone() },
            IssuedPaper { granted: Some(YesNo::Yes), ..paper.clone() },
        ];
        for other in others {
            assert_ne!(paper.digest(), other.digest(), "{other:?}");
        }
        assert_eq!(paper.digest(), digest_of(paper.kind, &paper.title, &paper.content()));
    }
}
