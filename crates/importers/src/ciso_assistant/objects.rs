//! The objects of an export that are read, as they stand in it.

use crate::problem::Problems;
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use std::collections::BTreeMap;

/// What an export says of itself.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
pub struct Meta {
    /// The version of the program that wrote it.
    #[serde(default, deserialize_with = "nullable")]
    pub media_version: String,
    /// The version of its form.
    #[serde(default, deserialize_with = "nullable")]
    pub schema_version: u32,
    /// When it was written, which is all that dates its evidence.
    #[serde(default, deserialize_with = "nullable")]
    pub exported_at: String,
}

/// An object, its id in the export and its number in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Object<T> {
    /// The id by which the others name it.
    pub id: String,
    /// Its number in the list, counted from one.
    pub number: usize,
    /// What it says.
    pub fields: T,
}

/// A file of the export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name in the zip.
    pub name: String,
    /// Its size unpacked.
    pub bytes: u64,
    /// The SHA-256 of what is in it, in hex.
    pub sha256: String,
}

/// Reads `null` as nothing.
fn nullable<'de, D: Deserializer<'de>, T: Default + Deserialize<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// Declares an object: every field may be missing or `null`.
macro_rules! object {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Deserialize)]
        pub struct $name {
            $($(#[$field_doc])* #[serde(default, deserialize_with = "nullable")] pub $field: $type,)*
        }
    };
}

object! {
    /// A library that was loaded; its content is not taken.
    LoadedLibrary {
        /// Its name among libraries.
        urn: String,
        /// Its title.
        name: String,
        /// Its version.
        version: Option<i64>,
    }
}
object! {
    /// A framework that an assessment follows.
    Framework {
        /// Its name among frameworks.
        urn: String,
        /// Its short name.
        ref_id: Option<String>,
        /// Its title.
        name: String,
    }
}
object! {
    /// A risk matrix, with its scales.
    RiskMatrix {
        /// Its name among matrices.
        urn: String,
        /// Its title.
        name: String,
        /// What it says.
        description: Option<String>,
        /// Scales and grid.
        json_definition: Matrix,
    }
}
object! {
    /// The scales and the grid of a matrix.
    Matrix {
        /// The steps of likelihood, lowest first.
        probability: Vec<Step>,
        /// The steps of consequence, lowest first.
        impact: Vec<Step>,
        /// The levels, lowest first.
        risk: Vec<Step>,
        /// Rows by likelihood, columns by consequence; each cell is a position in `risk`.
        grid: Vec<Vec<usize>>,
    }
}
object! {
    /// One step of a scale.
    Step {
        /// Its short name.
        abbreviation: Value,
        /// Its name.
        name: String,
        /// What it means.
        description: Option<String>,
    }
}
object! {
    /// A control that a library proposes.
    ReferenceControl {
        /// Its name among controls.
        urn: Option<String>,
        /// Its short name.
        ref_id: Option<String>,
        /// Its title.
        name: Option<String>,
        /// Policy, process, technical, physical.
        category: Option<String>,
    }
}
object! {
    /// A threat.
    Threat {
        /// Its short name.
        ref_id: Option<String>,
        /// Its title.
        name: String,
        /// What it is.
        description: Option<String>,
    }
}
object! {
    /// A perimeter: what an assessment looks at.
    Perimeter {
        /// Its short name.
        ref_id: Option<String>,
        /// Its title.
        name: String,
        /// What it is.
        description: Option<String>,
        /// Where in its life it is.
        lc_status: Option<String>,
    }
}
object! {
    /// An asset.
    Asset {
        /// Its short name.
        ref_id: Option<String>,
        /// Its title.
        name: String,
        /// What it is.
        description: Option<String>,
        /// `PR` for a primary asset, `SP` for a supporting one.
        r#type: Option<String>,
        /// The assets that stand on this one.
        parent_assets: Vec<String>,
        /// A link.
        reference_link: Option<String>,
    }
}
object! {
    /// A control that somebody runs, or means to.
    AppliedControl {
        /// Its short name.
        ref_id: Option<String>,
        /// Its title.
        name: String,
        /// What it is.
        description: Option<String>,
        /// Policy, process, technical, physical.
        category: Option<String>,
        /// Its function in the NIST framework.
        csf_function: Option<String>,
        /// `--`, `to_do`, `in_progress`, `on_hold`, `active`, `degraded`, `deprecated`.
        status: Option<String>,
        /// From one to four.
        priority: Option<i64>,
        /// The control of a library that it follows.
        reference_control: Option<String>,
        /// When work on it began.
        start_date: Option<String>,
        /// When it is meant to be there.
        eta: Option<String>,
        /// When it ends.
        expiry_date: Option<String>,
        /// A link.
        link: Option<String>,
        /// How much work it is.
        effort: Option<String>,
        /// What was seen.
        observation: Option<String>,
        /// Who answers for it.
        owner: Vec<Value>,
        /// Its evidence.
        evidences: Vec<String>,
    }
}
object! {
    /// A piece of evidence; its files are its revisions.
    Evidence {
        /// Its title.
        name: String,
        /// What it is.
        description: Option<String>,
        /// `draft`, `in_review`, `approved`, `rejected`, `expired`: only `approved` was accepted by anyone.
        status: Option<String>,
        /// When it ends.
        expiry_date: Option<String>,
        /// Its file, in the older form.
        attachment: Option<String>,
        /// A link, in the older form.
        link: Option<String>,
    }
}
object! {
    /// One version of a piece of evidence.
    EvidenceRevision {
        /// The evidence.
        evidence: String,
        /// Its version.
        version: Option<i64>,
        /// Its file's name.
        attachment: Option<String>,
        /// A link.
        link: Option<String>,
        /// What was seen.
        observation: Option<String>,
        /// When it was put there.
        created_at: Option<String>,
    }
}
object! {
    /// An audit by a framework.
    ComplianceAssessment {
        /// Its short name.
        ref_id: Option<String>,
        /// Its title.
        name: String,
        /// Its version.
        version: Option<String>,
        /// The framework, by its URN.
        framework: String,
        /// How far it is; nothing is said where it is missing.
        status: Option<String>,
        /// When it is meant to be done.
        eta: Option<String>,
    }
}
object! {
    /// What an audit says of one requirement.
    RequirementAssessment {
        /// The audit.
        compliance_assessment: String,
        /// The requirement, by its URN.
        requirement: String,
        /// `to_do`, `in_progress`, `in_review`, `done`: how far the work of assessing is.
        status: Option<String>,
        /// `not_assessed`, `compliant`, `partially_compliant`, `non_compliant`, `not_applicable`.
        result: Option<String>,
        /// A score, where one is given.
        score: Option<f64>,
        /// What was seen.
        observation: Option<String>,
        /// Whether it belongs to the chosen groups.
        selected: Option<bool>,
        /// Results carried over from another framework, which nobody assessed here.
        mapping_inference: Value,
        /// Its evidence.
        evidences: Vec<String>,
        /// Its controls.
        applied_controls: Vec<String>,
    }
}
object! {
    /// A risk assessment.
    RiskAssessment {
        /// Its short name.
        ref_id: Option<String>,
        /// Its title.
        name: String,
        /// Its version.
        version: Option<String>,
        /// The matrix, by its URN.
        risk_matrix: String,
    }
}
object! {
    /// A risk. Likelihood and consequence are positions in the matrix; minus one is none.
    RiskScenario {
        /// Its short name.
        ref_id: Option<String>,
        /// Its title.
        name: String,
        /// What may happen.
        description: Option<String>,
        /// The assessment.
        risk_assessment: String,
        /// `open`, `mitigate`, `accept`, `avoid`, `transfer`.
        treatment: Option<String>,
        /// What threatens.
        threats: Vec<String>,
        /// What it befalls.
        assets: Vec<String>,
        /// Controls in words.
        existing_controls: Option<String>,
        /// Controls that are there.
        existing_applied_controls: Vec<String>,
        /// Controls that are meant to lower it.
        applied_controls: Vec<String>,
        /// Likelihood before any control.
        inherent_proba: Option<i64>,
        /// Consequence before any control.
        inherent_impact: Option<i64>,
        /// Likelihood now.
        current_proba: Option<i64>,
        /// Consequence now.
        current_impact: Option<i64>,
        /// Likelihood after treatment.
        residual_proba: Option<i64>,
        /// Consequence after treatment.
        residual_impact: Option<i64>,
        /// Why it is rated so.
        justification: Option<String>,
        /// Confidentiality, integrity, availability …
        qualifications: Vec<Value>,
        /// Who answers for it.
        owner: Vec<Value>,
        /// When it was written.
        created_at: Option<String>,
    }
}

/// Declares the list of kinds that are read.
macro_rules! domain {
    ($($model:literal => $list:ident: $type:ident,)*) => {
        /// An export, read.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Domain {
            /// What it says of itself.
            pub meta: Meta,
            $(#[doc = concat!("The objects of `", $model, "`.")] pub $list: Vec<Object<$type>>,)*
            /// How many objects there are of each kind that is not read.
            pub others: BTreeMap<String, usize>,
            /// The files beside the objects.
            pub attachments: Vec<Attachment>,
            /// What is wrong with single objects.
            pub problems: Problems,
        }

        impl Domain {
            pub(super) fn add(
                &mut self,
                model: &str,
                id: String,
                number: usize,
                fields: Value,
            ) -> Result<(), serde_json::Error> {
                match model {
                    $($model => {
                        let fields = serde_json::from_value(fields)?;
                        self.$list.push(Object { id, number, fields });
                    })*
                    other => *self.others.entry(other.to_owned()).or_default() += 1,
                }
                Ok(())
            }
        }
    };
}

domain! {
    "core.loadedlibrary" => loaded_libraries: LoadedLibrary,
    "core.framework" => frameworks: Framework,
    "core.riskmatrix" => risk_matrices: RiskMatrix,
    "core.referencecontrol" => reference_controls: ReferenceControl,
    "core.threat" => threats: Threat,
    "core.perimeter" => perimeters: Perimeter,
    "core.asset" => assets: Asset,
    "core.appliedcontrol" => applied_controls: AppliedControl,
    "core.evidence" => evidences: Evidence,
    "core.evidencerevision" => evidence_revisions: EvidenceRevision,
    "core.complianceassessment" => compliance_assessments: ComplianceAssessment,
    "core.requirementassessment" => requirement_assessments: RequirementAssessment,
    "core.riskassessment" => risk_assessments: RiskAssessment,
    "core.riskscenario" => risk_scenarios: RiskScenario,
}

impl Domain {
    /// Returns the file of a revision: in the older layout by its name, in the newer by evidence and version.
    pub fn file_of(&self, revision: &Object<EvidenceRevision>) -> Option<&Attachment> {
        let named = revision.fields.attachment.as_deref()?;
        let base = named.rsplit('/').next().unwrap_or(named);
        let older = format!("attachments/{base}");
        let version = format!("_v{}_", revision.fields.version.unwrap_or(1));
        self.attachments.iter().find(|file| file.name == older).or_else(|| {
            let fits = |file: &&Attachment| {
                file.name
                    .strip_prefix("attachments/evidence-revisions/")
                    .is_some_and(|rest| rest.ends_with(base) && (rest.contains(&version) || rest == base))
            };
            let mut found = self.attachments.iter().filter(fits);
            let first = found.next();
            if found.next().is_some() { None } else { first }
        })
    }
}
