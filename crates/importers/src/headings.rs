//! The headings that registers use, in our words: which field a heading means in which kind of register.

use crate::values::plain;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Declares an enum whose variants have a name in files.
macro_rules! named {
    ($(#[$doc:meta])* $enum:ident { $($(#[$variant_doc:meta])* $variant:ident = $name:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $enum {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $enum {
            /// All, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the name by which a map names it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }

            /// Returns the one of that name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|one| one.name() == name)
            }
        }
    };
}

named! {
    /// What a table lists.
    Kind {
        /// Risks.
        Risk = "risk",
        /// Assets.
        Asset = "asset",
        /// Controls that somebody runs.
        Control = "control",
        /// Rows of the Statement of Applicability.
        Soa = "soa",
        /// Suppliers.
        Supplier = "supplier",
        /// Actions of a treatment plan.
        Action = "action",
        /// Pieces of evidence.
        Evidence = "evidence",
        /// People.
        Person = "person",
    }
}

named! {
    /// What a column says.
    Field {
        /// The row's own id.
        Id = "id",
        /// Its title.
        Title = "title",
        /// What it is.
        Description = "description",
        /// A category or type.
        Category = "category",
        /// A class beside the type.
        Class = "class",
        /// Who answers for it.
        Owner = "owner",
        /// How far it is.
        Status = "status",
        /// When it was noted.
        Noted = "noted",
        /// When it was last looked at.
        Reviewed = "reviewed",
        /// When it is to be looked at again.
        NextReview = "next_review",
        /// When it is due.
        Due = "due",
        /// When it began.
        Start = "start",
        /// When it ends.
        Expires = "expires",
        /// When it was collected.
        Collected = "collected",
        /// Who collected it.
        CollectedBy = "collected_by",
        /// Remarks.
        Notes = "notes",
        /// A link.
        Link = "link",
        /// Labels.
        Labels = "labels",
        /// Assets it speaks of.
        Assets = "assets",
        /// What threatens.
        Threat = "threat",
        /// What makes it possible.
        Vulnerability = "vulnerability",
        /// How likely.
        Likelihood = "likelihood",
        /// How bad.
        Consequence = "consequence",
        /// Confidentiality.
        Confidentiality = "confidentiality",
        /// Integrity.
        Integrity = "integrity",
        /// Availability.
        Availability = "availability",
        /// A number made of the others.
        Score = "score",
        /// A word or number for the whole.
        Level = "level",
        /// What was decided about it.
        Treatment = "treatment",
        /// What is to be done.
        Actions = "actions",
        /// Controls that are there, in words.
        ExistingControls = "existing_controls",
        /// Controls, by number.
        Controls = "controls",
        /// Risks, by id.
        Risks = "risks",
        /// Yes or no: does the control apply.
        Applicable = "applicable",
        /// Why it applies, or does not.
        Justification = "justification",
        /// Why it does not apply.
        ExclusionReason = "exclusion_reason",
        /// A mark: because of a law.
        ReasonLaw = "reason_law",
        /// A mark: because of a contract.
        ReasonContract = "reason_contract",
        /// A mark: business need or good practice.
        ReasonBusiness = "reason_business",
        /// A mark: because of a risk.
        ReasonRisk = "reason_risk",
        /// How it is implemented, in words.
        Implementation = "implementation",
        /// Documents or evidence, in words.
        Evidence = "evidence",
        /// Where it is.
        Location = "location",
        /// How much depends on it.
        Criticality = "criticality",
        /// What it depends on.
        DependsOn = "depends_on",
        /// Whether it is in scope.
        InScope = "in_scope",
        /// The unit or function that uses it.
        Unit = "unit",
        /// What a supplier delivers.
        Service = "service",
        /// A contract.
        Contract = "contract",
        /// A person to ask.
        Contact = "contact",
        /// An address for mail.
        Email = "email",
        /// What a person does.
        Job = "job",
        /// How often it is done.
        Cadence = "cadence",
        /// How much is done.
        Progress = "progress",
        /// How urgent it is.
        Priority = "priority",
        /// Its function in the NIST framework.
        CsfFunction = "csf_function",
    }
}

named! {
    /// Which of a risk's ratings a column belongs to.
    Phase {
        /// As it is, or where nothing is said.
        Now = "now",
        /// After treatment.
        After = "after",
        /// Before any control.
        Inherent = "inherent",
    }
}

/// A heading, understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Heading {
    /// What the column says.
    pub field: Field,
    /// Which rating it belongs to.
    pub phase: Phase,
}

impl Heading {
    /// Returns the name by which a map names it: `likelihood`, `after_likelihood`.
    pub fn name(self) -> String {
        match self.phase {
            Phase::Now => self.field.name().to_owned(),
            Phase::After | Phase::Inherent => format!("{}_{}", self.phase.name(), self.field.name()),
        }
    }

    /// Returns the heading of that name.
    pub fn named(name: &str) -> Option<Self> {
        let (phase, field) = [Phase::After, Phase::Inherent]
            .into_iter()
            .find_map(|phase| Some((phase, name.strip_prefix(phase.name())?.strip_prefix('_')?)))
            .unwrap_or((Phase::Now, name));
        Field::named(field).map(|field| Self { field, phase })
    }
}

/// The table of spellings.
const SPELLINGS: &str = include_str!("headings/spellings.txt");

/// What each spelling means, by kind; `None` holds those that mean the same in every kind.
static MEANINGS: LazyLock<BTreeMap<(Option<Kind>, &'static str), Field>> = LazyLock::new(|| {
    let found = meanings(SPELLINGS).expect("the table of spellings is ours, and a test reads it");
    found.into_iter().map(|(kind, spelling, field)| ((kind, spelling), field)).collect()
});

/// Reads the table of spellings: sections of kinds, lines of fields, and lines that go on with the field above.
fn meanings(table: &'static str) -> Option<Vec<(Option<Kind>, &'static str, Field)>> {
    let mut found = Vec::new();
    let mut kind = None;
    let mut field = None;
    for line in table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            kind = if name == "common" { None } else { Some(Kind::named(name)?) };
            continue;
        }
        let spellings = if line.starts_with(' ') {
            line
        } else {
            let (name, rest) = line.split_once(':')?;
            field = Some(Field::named(name)?);
            rest
        };
        let spellings = spellings.split(',').map(str::trim).filter(|spelling| !spelling.is_empty());
        found.extend(spellings.map(|spelling| Some((kind, spelling, field?))).collect::<Option<Vec<_>>>()?);
    }
    Some(found)
}

impl Kind {
    /// Returns words that name the kind in a sheet's name or a heading above a table.
    pub(crate) fn sheet_words(self) -> &'static [&'static str] {
        match self {
            Self::Risk => &[
                "risk register",
                "risks",
                "risk assessment",
                "risiken",
                "risikoregister",
                "registre des risques",
            ],
            Self::Asset => &["asset", "assets", "inventory", "inventar", "actifs"],
            Self::Control => {
                &["applied control", "control list", "controls list", "measures", "ma\u{df}nahmen"]
            }
            Self::Soa => &["soa", "applicability", "annex a", "anwendbarkeit"],
            Self::Supplier => {
                &["supplier", "suppliers", "vendor", "vendors", "third part", "lieferanten", "entities"]
            }
            Self::Action => {
                &["treatment plan", "risk treatment", "action plan", "actions", "ma\u{df}nahmenplan"]
            }
            Self::Evidence => &["evidence", "nachweise"],
            Self::Person => &["people", "staff", "employees", "personen", "mitarbeiter"],
        }
    }

    /// Returns the fields that, beside a title or an id, make a table one of this kind.
    pub(crate) fn marks(self) -> &'static [Field] {
        match self {
            Self::Risk => &[
                Field::Likelihood,
                Field::Consequence,
                Field::Score,
                Field::Level,
                Field::Treatment,
                Field::Threat,
                Field::Vulnerability,
            ],
            Self::Asset => &[
                Field::Category,
                Field::Class,
                Field::Criticality,
                Field::Location,
                Field::Confidentiality,
                Field::InScope,
                Field::DependsOn,
            ],
            Self::Control => &[Field::CsfFunction, Field::Cadence, Field::Controls, Field::Status],
            Self::Soa => &[
                Field::Applicable,
                Field::ExclusionReason,
                Field::Status,
                Field::Justification,
                Field::ReasonLaw,
                Field::ReasonContract,
                Field::ReasonBusiness,
                Field::ReasonRisk,
            ],
            Self::Supplier => &[Field::Service, Field::Contract, Field::Contact, Field::Criticality],
            Self::Action => &[Field::Due, Field::Progress, Field::Risks],
            Self::Person => &[Field::Email, Field::Job],
            Self::Evidence => &[Field::Collected, Field::CollectedBy, Field::Location],
        }
    }
}

const PHASES: &[(&str, Phase)] = &[
    ("after treatment", Phase::After),
    ("post treatment", Phase::After),
    ("before treatment", Phase::Now),
    ("nach behandlung", Phase::After),
    ("residual", Phase::After),
    ("mitigated", Phase::After),
    ("target", Phase::After),
    ("after", Phase::After),
    ("net", Phase::After),
    ("rest", Phase::After),
    ("inherent", Phase::Inherent),
    ("gross", Phase::Inherent),
    ("raw", Phase::Inherent),
    ("brutto", Phase::Inherent),
    ("netto", Phase::After),
    ("current", Phase::Now),
    ("initial", Phase::Now),
];

/// Returns the form in which headings are compared.
pub(crate) fn heading_words(text: &str) -> String {
    if text.trim() == "#" { "#".to_owned() } else { plain(text) }
}

/// Returns what a heading means in a kind of register; `banner` is what stands above it in a row of banners.
pub fn recognise(kind: Kind, text: &str, banner: &str) -> Option<Heading> {
    let whole = heading_words(text);
    let bare = heading_words(text.split_once(['(', '[']).map_or(text, |(before, _)| before));
    let above = phase_in(&plain(banner));
    for words in [&whole, &bare] {
        if let Some(field) = field_of(kind, words) {
            let phase = above.filter(|_| rated(field)).unwrap_or(Phase::Now);
            return Some(Heading { field, phase });
        }
        for (word, phase) in PHASES {
            let rest = words
                .strip_prefix(word)
                .and_then(|rest| rest.strip_prefix(' '))
                .or_else(|| words.strip_suffix(word).and_then(|rest| rest.strip_suffix(' ')));
            let Some(rest) = rest else { continue };
            let field = if rest == "risk" { Some(Field::Level) } else { field_of(kind, rest) };
            if let Some(field) = field.filter(|field| rated(*field)) {
                return Some(Heading { field, phase: *phase });
            }
        }
    }
    if kind == Kind::Risk {
        return abbreviated(&whole, above);
    }
    None
}

/// Reads the short headings of ratings after treatment: `MC` under a banner, `RL`, `RI`, `RR`.
fn abbreviated(words: &str, above: Option<Phase>) -> Option<Heading> {
    let after = |field| Some(Heading { field, phase: Phase::After });
    match words {
        "rl" | "rp" => after(Field::Likelihood),
        "ri" => after(Field::Consequence),
        "rr" | "rs" => after(Field::Level),
        _ if above == Some(Phase::After) && words.len() == 2 => match words.strip_prefix(['m', 'r'])? {
            "r" => after(Field::Consequence),
            "i" => after(Field::Consequence),
            rest => after(field_of(Kind::Risk, rest)?),
        },
        _ => None,
    }
}

/// Says whether a field is rated more than once.
fn rated(field: Field) -> bool {
    use Field::{Availability, Confidentiality, Consequence, Integrity, Level, Likelihood, Score, Treatment};
    [Availability, Confidentiality, Consequence, Integrity, Level, Likelihood, Score, Treatment]
        .contains(&field)
}

fn phase_in(words: &str) -> Option<Phase> {
    PHASES
        .iter()
        .find(|(word, _)| words == *word || words.split(' ').any(|one| one == *word))
        .map(|(_, phase)| *phase)
}

fn field_of(kind: Kind, words: &str) -> Option<Field> {
    MEANINGS.get(&(Some(kind), words)).or_else(|| MEANINGS.get(&(None, words))).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: Kind, text: &str, banner: &str) -> String {
        recognise(kind, text, banner).map_or_else(|| "-".to_owned(), Heading::name)
    }

    #[test]
    fn a_heading_means_what_its_register_means() {
        for (kind, text, name) in [
            (Kind::Risk, "Risk Owner", "owner"),
            (Kind::Risk, "current_proba", "likelihood"),
            (Kind::Risk, "residual_impact", "after_consequence"),
            (Kind::Risk, "Inherent Risk Rating", "inherent_level"),
            (Kind::Risk, "Residual Risk", "after_level"),
            (Kind::Risk, "Impact (residual)", "after_consequence"),
            (Kind::Risk, "Likelihood (1-5)", "likelihood"),
            (Kind::Risk, "NIST CSF", "-"),
            (Kind::Soa, "Control", "id"),
            (Kind::Control, "Control", "title"),
            (Kind::Risk, "Control", "controls"),
            (Kind::Soa, "Applicable (Y/N)", "applicable"),
            (Kind::Soa, "BR/BP", "reason_business"),
            (Kind::Evidence, "Collection Date (DD.MM.YYYY)", "collected"),
            (Kind::Risk, "#", "id"),
        ] {
            assert_eq!(read(kind, text, ""), name, "{text}");
        }
    }

    #[test]
    fn a_banner_says_which_rating_a_short_heading_belongs_to() {
        assert_eq!(read(Kind::Risk, "L", "Initial Risk"), "likelihood");
        assert_eq!(read(Kind::Risk, "L", "Residual Risk"), "after_likelihood");
        assert_eq!(read(Kind::Risk, "ML", "Residual Risk"), "after_likelihood");
        assert_eq!(read(Kind::Risk, "ML", ""), "-");
    }

    #[test]
    fn no_spelling_means_two_fields_of_one_register() {
        let mut seen = BTreeMap::new();
        for (kind, spelling, field) in meanings(SPELLINGS).expect("a sound table") {
            assert_eq!(heading_words(spelling), spelling, "not in its plain form");
            if let Some(other) = seen.insert((kind, spelling), field) {
                panic!("{spelling} means {} and {} in {kind:?}", field.name(), other.name());
            }
        }
        for name in Field::ALL.iter().map(|field| field.name()) {
            assert!(Heading::named(name).is_some_and(|heading| heading.name() == name));
        }
        assert_eq!(Heading::named("after_likelihood").map(Heading::name), Some("after_likelihood".into()));
    }
}
