//! What a rule is asked with: the ISMS, the standards, the facts about the ledger, and the day.

use std::cell::OnceCell;
use std::collections::HashSet;

use model::records::MethodContent;
use model::{Date, Isms, RecordId};
use standards::Standards;

use crate::Integrity;
use crate::cycle::Cycle;

/// What a rule is asked with.
pub struct Ask<'a> {
    /// Everything recorded.
    pub isms: &'a Isms,
    /// The standards.
    pub standards: &'static Standards,
    /// Facts about ledger and files; none in a forecast.
    pub integrity: Option<&'a Integrity>,
    /// The day asked, also a past or future one.
    pub today: Date,
    /// The limits of the rules, as they hold here.
    pub parameters: Parameters,
    /// The method in force today, or the draft where none is.
    pub method: MethodContent,
    /// The elements of the scope in force; nothing where none is.
    frozen_scope: Option<HashSet<RecordId>>,
    /// How many risks are open; counted once, where a rule asks.
    open_risks: OnceCell<usize>,
    /// Where the audits stand; found once, where a rule asks.
    cycle: OnceCell<Cycle>,
}

impl<'a> Ask<'a> {
    /// Asks about an ISMS on a day.
    #[must_use]
    pub fn new(isms: &'a Isms, integrity: Option<&'a Integrity>, today: Date) -> Self {
        let method = isms.method.one().map(|method| method.now(today)).unwrap_or_default();
        let parameters = Parameters::of(isms);
        let scope = isms.scope.one().and_then(|scope| scope.in_force(today));
        let frozen_scope =
            scope.map(|approval| approval.content.elements.iter().map(|element| element.id).collect());
        let standards = Standards::iso27001();
        let open_risks = OnceCell::new();
        let cycle = OnceCell::new();
        Self { isms, standards, integrity, today, parameters, method, frozen_scope, open_risks, cycle }
    }

    /// Says whether an element is in scope: in the scope in force, or by its own word where none is.
    ///
    /// A rule that asks this reads the whole kind `Scope`.
    #[must_use]
    pub fn in_scope(&self, element: RecordId) -> bool {
        match &self.frozen_scope {
            Some(frozen) => frozen.contains(&element) && self.isms.element(element).is_some(),
            None => self.isms.element(element).is_some_and(|element| element.in_scope().is_in()),
        }
    }

    /// Returns how many risks are open.
    ///
    /// A rule that asks this reads the whole kind `Risk`.
    #[must_use]
    pub fn open_risks(&self) -> usize {
        let count = || self.isms.risks.iter().filter(|(_, risk)| risk.status.is_open()).count();
        *self.open_risks.get_or_init(count)
    }

    /// Returns where the audits stand.
    ///
    /// A rule that asks this reads the kinds `Audit` and `AuditProgramme` as a whole.
    pub(crate) fn cycle(&self) -> &Cycle {
        let months = self.parameters.days("operating_months");
        self.cycle.get_or_init(|| Cycle::of(self.isms, self.today, months))
    }

    /// Returns how many days a date lies back; negative where it lies ahead.
    #[must_use]
    pub fn days_since(&self, date: Date) -> i32 {
        date.until(self.today).map(|span| span.get_days()).unwrap_or(0)
    }

    /// Says whether a date lies more than so many days back: a limit is met on its day and broken the day after.
    #[must_use]
    pub fn is_older(&self, date: Date, days: i32) -> bool {
        self.days_since(date) > days
    }
}

/// The limits of the rules: the usual values, and those that the organisation set with a reason.
#[derive(Debug, Clone)]
pub struct Parameters {
    own: Vec<(String, f64)>,
}

/// The usual values.
const USUAL: &[(&str, f64)] = &[
    ("draft_days", 30.0),
    ("issue_review_days", 400.0),
    ("obligation_review_days", 214.0),
    ("ack_days", 60.0),
    ("ack_share_min", 0.95),
    ("ratio_major", 0.1),
    ("rerate_days", 90.0),
    ("rating_gap", 2.0),
    ("risk_review_days", 30.0),
    ("change_before_days", 90.0),
    ("change_after_days", 30.0),
    ("same_text_max", 10.0),
    ("objective_progress_days", 120.0),
    ("newcomer_days", 30.0),
    ("awareness_gap_max", 0.05),
    ("effect_days", 90.0),
    ("run_grace_days", 7.0),
    ("analysis_days", 60.0),
    ("audit_slip_days", 60.0),
    ("audit_lead_days", 14.0),
    ("report_days", 45.0),
    ("review_interval_days", 400.0),
    ("nc_correction_days", 14.0),
    ("nc_cause_days", 30.0),
    ("evidence_review_days", 30.0),
    ("evidence_reuse_max", 10.0),
    ("operating_months", 3.0),
    ("removal_days", 30.0),
    ("leaver_days", 1.0),
    ("privileged_review_days", 120.0),
    ("supplier_review_days", 400.0),
    ("log_silence_days", 7.0),
    ("backup_rehearsal_days", 90.0),
    ("anchor_hours", 72.0),
    ("pack_days", 14.0),
    ("concern_days", 14.0),
    ("plan_days", 30.0),
    ("majors_warn_days", 30.0),
    ("surveillance_warn_days", 90.0),
    ("expiry_warn_days", 180.0),
];

impl Parameters {
    /// Returns the limits that hold for an organisation.
    #[must_use]
    pub fn of(isms: &Isms) -> Self {
        let set =
            isms.organisation.one().map(|organisation| organisation.parameters.clone()).unwrap_or_default();
        let own = set
            .iter()
            .filter_map(|parameter| {
                Some((parameter.name.to_string(), parameter.value.to_string().parse().ok()?))
            })
            .collect();
        Self { own }
    }

    /// Returns all names with their usual values.
    #[must_use]
    pub fn usual() -> &'static [(&'static str, f64)] {
        USUAL
    }

    /// Returns a limit as a number.
    #[must_use]
    pub fn number(&self, name: &str) -> f64 {
        let own = self.own.iter().find(|(known, _)| known == name).map(|(_, value)| *value);
        let usual = || USUAL.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        own.or_else(usual).expect("rules ask for parameters that exist; a test looks")
    }

    /// Returns a limit in days.
    #[must_use]
    pub fn days(&self, name: &str) -> i32 {
        // Truncation is wanted: half a day is no day.
        self.number(name).clamp(0.0, 36_500.0) as i32
    }
}
