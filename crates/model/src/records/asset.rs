//! Assets: systems, information, devices, repositories.

use crate::element::element;
use crate::field::record;
use crate::values::words;
use crate::{Date, ElementRef, InScope, Line, Owner, Prose, Ref, YesNo};
record! {
    /// Something of value: a system, information, a device.
    Asset => assets, "AST", "asset", "assets", clause "A.5.9", single false,
    "A system, information, a device or a repository that matters.";
    title: Line, Form "Name", "What the asset is called.";
    kind: Option<AssetKind>, Form "Kind", "System, information, laptop, phone, source repository or other.";
    description: Prose, Form "Description", "What it is and what it is for.";
    used_in: Vec<Ref<Asset>>, Form "Used in", "The systems that hold or process it.";
    classification: Option<Classification>, Form "Classification", "How confidential the information is.";
    personal_data: Option<YesNo>, Form "Personal data", "Whether it holds data of people.";
    storage_media: Option<YesNo>, Form "Storage media", "Whether it is or has media that store information.";
    environment: Option<Environment>, Form "Environment", "Of a system: production or test.";
    developed_in_house: Option<YesNo>, Form "Developed in house", "Of a system: whether we write it.";
    backup_required: Option<YesNo>, Form "Backup required", "Of a system: whether it must be backed up.";
    logging_required: Option<YesNo>, Form "Logging required", "Of a system: whether it must log.";
    last_log_on: Option<Date>, Form "Last log on", "Of a system: when it last sent a log.";
    last_scan_on: Option<Date>, Form "Last scan on", "Of a system: when it was last scanned for vulnerabilities.";
    recovery_target: Line, Form "Recovery target", "Of a system: within what time it must be back.";
    holds_production_data: Option<YesNo>, Form "Holds production data", "Of a test system: whether production data is in it.";
    data_approved: Option<YesNo>, Form "Data approved", "Of a test system: whether that was approved.";
    confidentiality: Option<u32>, Form "Confidentiality", "Value of keeping it secret, 1 low to 5 high.";
    integrity: Option<u32>, Form "Integrity", "Value of keeping it right, 1 low to 5 high.";
    availability: Option<u32>, Form "Availability", "Value of having it at hand, 1 low to 5 high.";
    location: Line, Form "Location", "Where it is.";
    owner: Option<Owner>, Form "Owner", "Who answers for it.";
    in_scope: InScope, Form "In scope", "Whether it belongs to the scope: in, or out with the reason (4.3).";
    criticality: Option<Criticality>, Form "Criticality", "How much hangs on it.";
    depends_on: Vec<ElementRef>, Form "Depends on", "What it needs to work: units, sites, processes, assets, suppliers.";
    changed_on: Option<Date>, Form "Changed on", "When it last changed in a way that matters to risks.";
    retired_on: Option<Date>, Form "Retired on", "When it was taken out of use.";
    no_risk_because: Prose, Form "No risk because", "Why no risk needs to look at it.";
}

words! {
    /// What an asset is.
    AssetKind {
        /// A system or application.
        System = "system" | "application" | "software" | "service",
        /// Information, whatever carries it.
        Information = "information" | "data" | "primary",
        /// A laptop or workstation.
        Laptop = "laptop" | "workstation" | "notebook",
        /// A phone or tablet.
        Phone = "phone" | "mobile" | "tablet",
        /// A repository of source code.
        SourceRepository = "source repository" | "source_repository" | "repository",
        /// Something else.
        Other = "other" | "support" | "supporting" | "hardware",
    }
}

words! {
    /// How confidential information is.
    Classification {
        /// For everybody.
        Public = "public",
        /// For us.
        Internal = "internal",
        /// For those who need it.
        Confidential = "confidential" | "restricted" | "secret" | "strictly confidential",
    }
}

words! {
    /// What a system serves.
    Environment {
        /// The business runs on it.
        Production = "production" | "prod",
        /// It serves building and trying.
        Test = "test" | "staging" | "development",
    }
}

words! {
    /// How much hangs on an element.
    Criticality {
        /// Little.
        Low = "low",
        /// Something.
        Medium = "medium" | "moderate",
        /// Much.
        High = "high" | "critical" | "very high",
    }
}

element!(Asset);
