//! The fields that no edit changes once a record is frozen, kind by kind.

pub(super) const SAMPLE: &[&str] = &[
    "population",
    "method",
    "seed",
    "size",
    "basis",
    "items",
    "exchange_reason",
    "deviations",
    "confidence",
    "tolerable_rate",
];

pub(super) const REVIEW: &[&str] = &["planned_on", "chair", "invited", "inputs"];

pub(super) const PAPER: &[&str] = &[
    "audit",
    "by",
    "clause",
    "control",
    "procedure",
    "interviewed",
    "observed",
    "operation_test",
    "no_operation_because",
    "samples",
];

pub(super) const INCIDENT: &[&str] = &[
    "severity",
    "detected_on",
    "reported_by",
    "description",
    "elements",
    "response",
    "notifiable",
    "obligation",
    "cause",
    "lessons",
];

pub(super) const OBJECTIVE: &[&str] = &[
    "measure",
    "measured_with",
    "unit",
    "target",
    "better",
    "not_measurable_because",
    "set_on",
    "due",
    "progress",
];

pub(super) const NONCONFORMITY: &[&str] = &[
    "source",
    "grade",
    "clause",
    "process",
    "control",
    "raised_on",
    "statement",
    "similar_checked",
    "isms_change_checked",
    "no_action_because",
];

pub(super) const GAP_ANALYSIS: &[&str] = &["depth", "by", "follows", "started_on", "done_on", "entries"];

pub(super) const RUN: &[&str] =
    &["control", "due", "done_on", "done_by", "output", "exceptions", "correction"];

pub(super) const PACK: &[&str] = &["gate", "audit", "items", "notes"];

pub(super) const REQUEST: &[&str] = &["audit", "asked_by", "asked_on", "about", "description", "due"];

pub(super) const POPULATION: &[&str] = &[
    "control",
    "source",
    "source_query",
    "run_by",
    "run_on",
    "period_start",
    "period_end",
    "count",
    "check_total",
    "events",
];

pub(super) const FINDING: &[&str] = &[
    "answer_due",
    "title",
    "audit",
    "grade",
    "clause",
    "control",
    "statement",
    "reference",
    "raised_by",
    "raised_on",
];

pub(super) const EXCEPTION: &[&str] =
    &["kind", "target", "duty", "person", "audit", "asked_by", "asked_on", "reason", "compensating", "until"];

pub(super) const AUDIT: &[&str] = &[
    "kind",
    "programme",
    "certification",
    "auditors",
    "objectives",
    "criteria",
    "clauses",
    "controls",
    "sites",
    "processes",
    "documents",
    "planned_on",
    "period_start",
    "period_end",
    "live_test",
    "agenda",
];

pub(super) const PLANNED_CHANGE: &[&str] =
    &["kind", "significant", "purpose", "consequences", "resources", "touches", "owner", "due"];

pub(super) const CERTIFICATION: &[&str] =
    &["follows", "scope_wording", "sites", "processes", "services", "soa_version", "persons"];

/// No field of it is one of a form: that it is frozen keeps it on record.
pub(super) const ISSUED: &[&str] = &[];

pub(super) const ISSUED_REQUEST: &[&str] =
    &["title", "audit", "asked_by", "asked_on", "about", "description", "due"];

/// No field of it is one of a form: that it is frozen keeps it on record.
pub(super) const ACCESS: &[&str] = &[];

pub(super) const SHARE: &[&str] = &["body", "purpose", "from", "until", "kinds", "records", "files"];

pub(super) const ENGAGEMENT: &[&str] =
    &["client", "purpose", "lead", "team", "from", "until", "scope", "audit_days", "time_reasons", "audit"];

pub(super) const TASK: &[&str] = &["title", "why", "owner", "due", "about"];
