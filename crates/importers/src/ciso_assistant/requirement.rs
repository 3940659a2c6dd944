//! Which requirement a row of an audit speaks of.

use model::AnnexA;
use standards::OldNumber;
use standards::spelling::{Spelled, read};

/// What a requirement's URN names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// A control of Annex A: a row of the Statement of Applicability.
    Control(AnnexA),
    /// A control of Annex A of 2013.
    Old(OldNumber),
    /// A clause of ISO/IEC 27001:2022.
    Clause(String),
    /// A heading of ISO/IEC 27001:2022, which nobody can assess; a result on it says nothing.
    Heading(String),
    /// A requirement of another framework.
    Other {
        /// The framework's name in the URN.
        framework: String,
        /// The requirement's name in the URN.
        node: String,
    },
}

/// Reads the URN of a requirement, `urn:PACKAGER:risk:req_node:FRAMEWORK:NODE`.
pub fn requirement(urn: &str) -> Option<Requirement> {
    let parts: Vec<&str> = urn.splitn(6, ':').collect();
    let [scheme, _packager, "risk", "req_node", framework, node] = *parts.as_slice() else { return None };
    if !scheme.eq_ignore_ascii_case("urn") || framework.is_empty() || node.is_empty() {
        return None;
    }
    let node = node.to_lowercase();
    let old = framework.eq_ignore_ascii_case("iso27001-2013");
    if !framework.eq_ignore_ascii_case("iso27001-2022") && !old {
        return Some(Requirement::Other { framework: framework.to_owned(), node });
    }
    if node.starts_with("a.") {
        match read(&node) {
            Spelled::Of2022(number) if !old => return Some(Requirement::Control(number)),
            Spelled::Of2013(number) if old => return Some(Requirement::Old(number)),
            Spelled::Of2022(_)
            | Spelled::Of2013(_)
            | Spelled::Heading
            | Spelled::Clause
            | Spelled::Ambiguous(_)
            | Spelled::Unknown => return Some(Requirement::Heading(node)),
        }
    }
    if gathers(&node) {
        return Some(Requirement::Heading(node));
    }
    let clause = node.starts_with(|c: char| c.is_ascii_digit());
    Some(if clause { Requirement::Clause(node) } else { Requirement::Heading(node) })
}

/// Says whether a clause only gathers numbered clauses, so that nobody can assess it.
fn gathers(node: &str) -> bool {
    let under = |reference: &str| {
        let rest = reference.strip_prefix(node).and_then(|rest| rest.strip_prefix('.'));
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    standards::clauses().iter().any(|clause| under(&clause.reference))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_clauses_headings_and_other_frameworks_are_told_apart() {
        let of = |node: &str| requirement(&format!("urn:intuitem:risk:req_node:{node}"));
        let control = AnnexA::new(8, 13).expect("it is one of the 93");
        assert_eq!(of("iso27001-2022:a.8.13"), Some(Requirement::Control(control)));
        assert_eq!(of("iso27001-2022:6.1.2"), Some(Requirement::Clause("6.1.2".into())));
        assert_eq!(of("iso27001-2022:9.2"), Some(Requirement::Heading("9.2".into())));
        assert_eq!(of("iso27001-2022:a.8"), Some(Requirement::Heading("a.8".into())));
        let other = Requirement::Other { framework: "nist-csf-2.0".into(), node: "rs.an-08".into() };
        assert_eq!(of("nist-csf-2.0:rs.an-08"), Some(other));
        assert_eq!(of("iso27001-2022"), None);
        assert_eq!(requirement("a.5.1"), None);
    }
}
