//! The 93 controls of Annex A: titles and attributes as published, all else in our own words.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::cadence::{Cadence, CadenceLimits};
use model::AnnexA;

use crate::{OldNumber, Theme, place, printed};

/// One control of Annex A.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Control {
    /// Its number.
    #[serde(rename = "ref", deserialize_with = "printed::number")]
    pub number: AnnexA,
    /// Its official title in ISO/IEC 27001.
    pub title: String,
    /// Its title in ISO/IEC 27002, where that one differs.
    pub title_27002: Option<String>,
    /// Its theme.
    pub theme: Theme,
    /// Whether nothing in the edition of 2013 corresponds to it.
    pub new_in_2022: bool,
    /// What it is good for, in our own words.
    pub purpose: String,
    /// When it acts.
    pub control_types: Vec<ControlType>,
    /// What it keeps.
    pub properties: Vec<Property>,
    /// Which concepts of cybersecurity it serves.
    pub concepts: Vec<Concept>,
    /// Which practitioners' field it belongs to.
    pub capabilities: Vec<Capability>,
    /// Which security domains it belongs to.
    pub domains: Vec<Domain>,
    /// The controls of 2013 that went into it.
    #[serde(deserialize_with = "printed::numbers_2013")]
    pub refs_2013: Vec<OldNumber>,
    /// How to test whether it is designed well.
    pub design_test: String,
    /// How to test whether it works.
    pub operating_test: String,
    /// What may prove it.
    pub evidence: Vec<EvidenceHint>,
}

/// Something that may prove a control, as a suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EvidenceHint {
    /// What to show.
    pub item: String,
    /// What kind of thing it is.
    pub kind: EvidenceKind,
    /// How often a new one is due.
    pub cadence: Cadence,
}

macro_rules! attribute {
    ($(#[$doc:meta])* $name:ident { $($value:ident = $id:literal, $title:literal;)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $(#[doc = concat!($title, ".")] #[serde(rename = $id)] $value,)*
        }

        impl $name {
            /// All values, in the order of the standard.
            pub const ALL: &'static [Self] = &[$(Self::$value),*];

            /// Returns the word it is stored as.
            pub fn id(self) -> &'static str {
                match self { $(Self::$value => $id,)* }
            }

            /// Returns the words to show.
            pub fn title(self) -> &'static str {
                match self { $(Self::$value => $title,)* }
            }
        }
    };
}

attribute! {
    /// When a control acts on a risk.
    ControlType {
        Preventive = "preventive", "Preventive";
        Detective = "detective", "Detective";
        Corrective = "corrective", "Corrective";
    }
}

attribute! {
    /// What of information a control keeps.
    Property {
        Confidentiality = "confidentiality", "Confidentiality";
        Integrity = "integrity", "Integrity";
        Availability = "availability", "Availability";
    }
}

attribute! {
    /// The concepts of cybersecurity.
    Concept {
        Identify = "identify", "Identify";
        Protect = "protect", "Protect";
        Detect = "detect", "Detect";
        Respond = "respond", "Respond";
        Recover = "recover", "Recover";
    }
}

attribute! {
    /// The practitioners' fields.
    Capability {
        Governance = "governance", "Governance";
        AssetManagement = "asset_management", "Asset management";
        InformationProtection = "information_protection", "Information protection";
        HumanResourceSecurity = "human_resource_security", "Human resource security";
        PhysicalSecurity = "physical_security", "Physical security";
        SystemAndNetworkSecurity = "system_and_network_security", "System and network security";
        ApplicationSecurity = "application_security", "Application security";
        SecureConfiguration = "secure_configuration", "Secure configuration";
        IdentityAndAccessManagement = "identity_and_access_management", "Identity and access management";
        ThreatAndVulnerabilityManagement = "threat_and_vulnerability_management", "Threat and vulnerability management";
        Continuity = "continuity", "Continuity";
        SupplierRelationshipsSecurity = "supplier_relationships_security", "Supplier relationships security";
        LegalAndCompliance = "legal_and_compliance", "Legal and compliance";
        InformationSecurityEventManagement = "information_security_event_management", "Information security event management";
        InformationSecurityAssurance = "information_security_assurance", "Information security assurance";
    }
}

attribute! {
    /// The security domains.
    Domain {
        GovernanceAndEcosystem = "governance_and_ecosystem", "Governance and ecosystem";
        Protection = "protection", "Protection";
        Defence = "defence", "Defence";
        Resilience = "resilience", "Resilience";
    }
}

attribute! {
    /// What kind of thing proves a control.
    EvidenceKind {
        Config = "config", "Configuration";
        Contract = "contract", "Contract";
        Document = "document", "Document";
        Log = "log", "Log";
        Record = "record", "Record";
        Register = "register", "Register";
        Report = "report", "Report";
        Sample = "sample", "Sample";
    }
}

#[derive(Deserialize)]
struct File {
    cadence: Vec<CadenceLimits>,
    control: Vec<Control>,
}

fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| {
        toml::from_str(include_str!("../data/iso27001-2022-annex-a.toml"))
            .expect("our own data is well formed")
    })
}

/// Returns the 93 controls in the order of the standard.
pub fn annex_a() -> &'static [Control] {
    &file().control
}

/// Returns one control.
pub fn control(number: AnnexA) -> &'static Control {
    &annex_a()[place(number)]
}

/// Returns the limits of age for each cadence, as a suggestion; an organization may set its own.
pub fn cadences() -> &'static [CadenceLimits] {
    &file().cadence
}

/// Returns the controls of 2022 that a control of 2013 went into; at least one.
pub fn correspondence(old: OldNumber) -> &'static [AnnexA] {
    static NEW: OnceLock<BTreeMap<OldNumber, Vec<AnnexA>>> = OnceLock::new();
    let new = NEW.get_or_init(|| {
        let mut new: BTreeMap<OldNumber, Vec<AnnexA>> = BTreeMap::new();
        for control in annex_a() {
            for old in &control.refs_2013 {
                new.entry(*old).or_default().push(control.number);
            }
        }
        new
    });
    new.get(&old).expect("each control of 2013 went somewhere; a test says so")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn number(text: &str) -> AnnexA {
        printed::printed(text).expect("a number of Annex A")
    }

    #[test]
    fn annex_a_has_93_controls_in_order_each_under_its_own_theme() {
        let numbers: Vec<_> = annex_a().iter().map(|control| control.number).collect();
        assert_eq!(numbers, AnnexA::all().collect::<Vec<_>>());
        assert!(annex_a().iter().all(|control| control.theme == Theme::of(control.number)));
        for (theme, count) in Theme::ALL.into_iter().zip([37, 8, 14, 34]) {
            assert_eq!(annex_a().iter().filter(|control| control.theme == theme).count(), count);
        }
    }

    #[test]
    fn eleven_controls_are_new_and_only_those_have_no_past() {
        assert_eq!(annex_a().iter().filter(|control| control.new_in_2022).count(), 11);
        assert!(annex_a().iter().all(|control| control.new_in_2022 == control.refs_2013.is_empty()));
        assert!(control(number("A.5.23")).new_in_2022);
    }

    #[test]
    fn every_control_says_what_for_and_how_to_prove_it() {
        for control in annex_a() {
            let texts = [&control.title, &control.purpose, &control.design_test, &control.operating_test];
            assert!(texts.iter().all(|text| !text.trim().is_empty()), "{}", control.number);
            assert!(!control.evidence.is_empty(), "{}", control.number);
            assert!(
                !control.control_types.is_empty() && !control.properties.is_empty(),
                "{}",
                control.number
            );
            assert!(!control.concepts.is_empty() && !control.capabilities.is_empty(), "{}", control.number);
            assert!(!control.domains.is_empty(), "{}", control.number);
        }
    }

    #[test]
    fn titles_do_not_repeat() {
        let titles: BTreeSet<_> = annex_a().iter().map(|control| &control.title).collect();
        assert_eq!(titles.len(), 93);
    }

    #[test]
    fn a_control_is_found_by_its_number() {
        assert_eq!(control(number("A.8.13")).title, "Information backup");
        assert_eq!(control(number("A.5.1")).title, "Policies for information security");
        assert_eq!(control(number("A.8.34")).number, number("A.8.34"));
    }

    #[test]
    fn each_of_the_114_controls_of_2013_went_somewhere() {
        for old in OldNumber::all() {
            assert!(!correspondence(old).is_empty(), "{old}");
        }
        let past: BTreeSet<_> = annex_a().iter().flat_map(|control| &control.refs_2013).collect();
        assert_eq!(past.len(), OldNumber::COUNT);
    }

    #[test]
    fn old_controls_that_met_in_one_and_one_that_was_split_are_found() {
        let old = |text: &str| printed::printed_2013(text).expect("a number of 2013");
        assert_eq!(correspondence(old("A.12.3.1")), [number("A.8.13")]);
        assert_eq!(correspondence(old("A.18.2.3")), [number("A.5.36"), number("A.8.8")]);
        assert_eq!(control(number("A.5.1")).refs_2013, [old("A.5.1.1"), old("A.5.1.2")]);
    }

    #[test]
    fn the_files_own_counts_hold() {
        let file: toml::Table =
            toml::from_str(include_str!("../data/iso27001-2022-annex-a.toml")).expect("well formed");
        let meta = file["meta"].as_table().expect("a table");
        assert_eq!(meta["control_count"].as_integer(), Some(annex_a().len() as i64));
        assert_eq!(meta["new_in_2022_count"].as_integer(), Some(11));
        for theme in Theme::ALL {
            let word = theme.title().split(' ').next().expect("a word").to_lowercase();
            assert_eq!(
                meta["theme_counts"][&word].as_integer(),
                i64::try_from(theme.controls().count()).ok()
            );
        }
        let ids = |key: &str| -> Vec<&str> {
            meta[key].as_array().expect("a list").iter().filter_map(|v| v.as_str()).collect()
        };
        assert_eq!(ids("capabilities"), Capability::ALL.iter().map(|value| value.id()).collect::<Vec<_>>());
        assert_eq!(ids("domains"), Domain::ALL.iter().map(|value| value.id()).collect::<Vec<_>>());
        assert_eq!(
            ids("evidence_kinds"),
            EvidenceKind::ALL.iter().map(|value| value.id()).collect::<Vec<_>>()
        );
        assert_eq!(
            ids("new_in_2022"),
            annex_a().iter().filter(|c| c.new_in_2022).map(|c| c.number.to_string()).collect::<Vec<_>>()
        );
    }
}
