//! The requirements of the frameworks, read from their files into one form.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use super::Framework;

/// One entry of a framework: a requirement, or a heading over some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrameworkRequirement {
    /// Its framework.
    pub framework: Framework,
    /// Its number as printed: `CC6.1`, `8.3`, `PR.DS-11`.
    pub id: String,
    /// Its short title.
    pub title: String,
    /// Whether the title is the official one; otherwise it is ours.
    pub is_official_title: bool,
    /// The outcome it asks for, where its text is in the public domain.
    pub outcome: Option<String>,
    /// The heading it stands under.
    pub parent: Option<String>,
    /// Whether it is a heading; coverage is of what stands under it.
    pub is_heading: bool,
    /// The category of a criterion of SOC 2.
    pub category: Option<TrustCategory>,
    /// The principle of internal control (COSO) that a criterion of SOC 2 comes from.
    pub coso_principle: Option<u8>,
}

/// What a SOC 2 report may be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrustCategory {
    /// The common criteria, which each report covers.
    Security,
    /// By choice.
    Availability,
    /// By choice.
    Confidentiality,
    /// By choice.
    ProcessingIntegrity,
    /// By choice.
    Privacy,
}

impl TrustCategory {
    /// Says whether each report covers it.
    #[must_use]
    pub const fn is_always_in_scope(self) -> bool {
        match self {
            Self::Security => true,
            Self::Availability | Self::Confidentiality | Self::ProcessingIntegrity | Self::Privacy => false,
        }
    }
}

/// Something that PCI DSS wants done again and again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Periodic {
    /// Where it stands, one level below the requirements here: `11.3.2`.
    #[serde(rename = "ref")]
    pub reference: String,
    /// After how many months at the latest.
    pub months: u32,
    /// What is done.
    pub activity: String,
    /// Whether a public source shows it.
    pub verified: bool,
}

impl Periodic {
    /// Returns the requirement it belongs to: `11.3`.
    #[must_use]
    pub fn requirement(&self) -> &str {
        let second = self.reference.match_indices('.').nth(1);
        second.map_or(self.reference.as_str(), |(place, _)| &self.reference[..place])
    }
}

#[derive(Deserialize)]
struct Soc2 {
    group: Vec<Entry>,
    criterion: Vec<Entry>,
}

#[derive(Deserialize)]
struct Pci {
    requirement: Vec<Entry>,
    item: Vec<Entry>,
    appendix_item: Vec<Entry>,
    periodic: Vec<Periodic>,
}

#[derive(Deserialize)]
struct Csf {
    function: Vec<CsfEntry>,
    category: Vec<CsfEntry>,
    subcategory: Vec<CsfEntry>,
}

/// An entry of SOC 2 or PCI DSS.
#[derive(Deserialize)]
struct Entry {
    id: String,
    title: String,
    #[serde(default)]
    official_title: bool,
    group: Option<String>,
    requirement: Option<String>,
    category: Option<TrustCategory>,
    coso_principle: Option<u8>,
}

#[derive(Deserialize)]
struct CsfEntry {
    id: String,
    title: String,
    outcome: String,
    function: Option<String>,
    category: Option<String>,
}

/// All requirements, and where each is.
struct All {
    of: BTreeMap<Framework, Vec<FrameworkRequirement>>,
    places: BTreeMap<(Framework, String), usize>,
    periodic: Vec<Periodic>,
}

fn all() -> &'static All {
    static ALL: OnceLock<All> = OnceLock::new();
    ALL.get_or_init(|| {
        let well_formed = "our own data is well formed";
        let soc2: Soc2 = toml::from_str(include_str!("../../data/soc2-tsc.toml")).expect(well_formed);
        let pci: Pci = toml::from_str(include_str!("../../data/pci-dss-4.0.1.toml")).expect(well_formed);
        let csf: Csf = toml::from_str(include_str!("../../data/nist-csf-2.0.toml")).expect(well_formed);
        let periodic = pci.periodic;
        let mut of = BTreeMap::new();
        let soc2 = headed(Framework::Soc2, soc2.group, soc2.criterion);
        of.insert(Framework::Soc2, soc2);
        let pci = headed(Framework::Pci, pci.requirement, pci.item.into_iter().chain(pci.appendix_item));
        of.insert(Framework::Pci, pci);
        let headings = csf.function.into_iter().chain(csf.category).map(|entry| csf_requirement(entry, true));
        let leaves = csf.subcategory.into_iter().map(|entry| csf_requirement(entry, false));
        of.insert(Framework::Csf, headings.chain(leaves).collect());
        let places = of.values().flat_map(|list| list.iter().enumerate());
        let places = places.map(|(place, found)| ((found.framework, found.id.clone()), place)).collect();
        All { of, places, periodic }
    })
}

fn headed(
    framework: Framework,
    headings: Vec<Entry>,
    entries: impl IntoIterator<Item = Entry>,
) -> Vec<FrameworkRequirement> {
    let made = |entry: Entry, is_heading| FrameworkRequirement {
        framework,
        id: entry.id,
        title: entry.title,
        is_official_title: entry.official_title,
        outcome: None,
        parent: entry.group.or(entry.requirement),
        is_heading,
        category: entry.category,
        coso_principle: entry.coso_principle,
    };
    let headings = headings.into_iter().map(|entry| made(entry, true));
    headings.chain(entries.into_iter().map(|entry| made(entry, false))).collect()
}

fn csf_requirement(entry: CsfEntry, is_heading: bool) -> FrameworkRequirement {
    FrameworkRequirement {
        framework: Framework::Csf,
        id: entry.id,
        title: entry.title,
        is_official_title: false,
        outcome: Some(entry.outcome),
        parent: entry.category.or(entry.function),
        is_heading,
        category: None,
        coso_principle: None,
    }
}

/// Returns all entries of a framework: headings first, then what stands under them, each in printed order.
#[must_use]
pub fn framework_requirements(framework: Framework) -> &'static [FrameworkRequirement] {
    all().of.get(&framework).map_or(&[], Vec::as_slice)
}

/// Returns the entry with this number, as printed.
#[must_use]
pub fn framework_requirement(framework: Framework, id: &str) -> Option<&'static FrameworkRequirement> {
    let place = *all().places.get(&(framework, id.trim().to_owned()))?;
    framework_requirements(framework).get(place)
}

/// Returns what PCI DSS wants done again and again.
#[must_use]
pub fn periodic() -> &'static [Periodic] {
    &all().periodic
}
