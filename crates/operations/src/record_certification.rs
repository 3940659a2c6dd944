//! Record certification: what the body decided, in the order in which it can happen.

use model::records::{Certification, CertificationEvent, CertificationState, Evidence, Person, Site};
use model::{Date, Isms, Line, Prose, Ref, Span};
use thiserror::Error;

use crate::absent::counted;
use crate::stepping::{Step, StepRefusal, all_counted, near};
use crate::{Decided, Operation};

/// Record what became of a certification, with the letter of the body.
#[derive(Debug, Clone)]
pub struct RecordCertification {
    /// The certification.
    pub certification: Ref<Certification>,
    /// Where it stands since then.
    pub state: CertificationState,
    /// When; today where nothing is said.
    pub on: Option<Date>,
    /// Why; has to be said where the certificate rests, shrinks or ends.
    pub because: Prose,
    /// What the body wrote; a decision of the body is recorded with its letter.
    pub letter: Option<Ref<Evidence>>,
    /// Who decided at the body; not an auditor of the audit.
    pub decided_by: Line,
    /// The last day of the certificate, where it is granted or restored.
    pub expires_on: Option<Date>,
    /// The words of the scope since then, where they changed; have to be said where the certificate shrinks.
    pub scope: Prose,
    /// All sites that the certificate names since then, where they changed.
    pub sites: Vec<Ref<Site>>,
    /// The version of the statement of applicability that it names since then, where it changed.
    pub soa_version: Option<u32>,
}

/// Why what became of a certification cannot be recorded.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum RecordCertificationRefusal {
    /// The step does not fit.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// One state does not follow the other.
    #[error("{certification} is {from} and cannot become {to}")]
    NoWay {
        /// The certification.
        certification: Ref<Certification>,
        /// Where it stands.
        from: CertificationState,
        /// Where it was to stand.
        to: CertificationState,
    },
    /// A certificate that holds is no new one.
    #[error(
        "{certification} is {from}; a certificate granted anew is a certification of its own that follows it"
    )]
    Again {
        /// The certification.
        certification: Ref<Certification>,
        /// Where it stands.
        from: CertificationState,
    },
    /// The certificate ended too long ago.
    #[error("{certification} ended on {ended}; after {last} a new first audit is needed")]
    TooLate {
        /// The certification.
        certification: Ref<Certification>,
        /// Its last day.
        ended: Date,
        /// The last day on which it could be restored.
        last: Date,
    },
    /// Who audits does not decide.
    #[error("{name} audited for {certification}; somebody else at the body decides")]
    ByAuditor {
        /// The certification.
        certification: Ref<Certification>,
        /// Who decided.
        name: Line,
    },
}

/// How many years a certificate holds at most; a month more for a decision made early.
const CYCLE_YEARS: i32 = 3;

/// How many months after its end a certificate can be restored (ISO/IEC 17021-1 9.6.3.2.5).
const RESTORE_MONTHS: i32 = 6;

/// Says whether one state of a certification may follow another.
fn may_follow(from: CertificationState, to: CertificationState) -> bool {
    use CertificationState as State;
    let next: &[State] = match from {
        // Whoever comes with a certificate starts with it.
        State::Preparing => &[State::Applied, State::Granted],
        State::Applied => &[State::Preparing, State::Granted, State::Withdrawn],
        // Granted anew, it is a certification of its own.
        State::Granted | State::Restored | State::Reduced => {
            &[State::Suspended, State::Reduced, State::Withdrawn, State::Expired, State::Transferred]
        }
        State::Suspended => {
            &[State::Restored, State::Reduced, State::Withdrawn, State::Expired, State::Transferred]
        }
        // Within six months after its end, when the work is done.
        State::Expired => &[State::Restored],
        State::Withdrawn | State::Transferred => &[],
    };
    next.contains(&to)
}

impl Operation for RecordCertification {
    const NAME: &'static str = "record certification";
    const INTENT: &'static str = "certification.record";
    type Refusal = RecordCertificationRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let id = self.certification;
        let step = Step::of(isms, id, today)?;
        let (from, to) = (step.record.state, self.state);
        if from.is_valid() && to == CertificationState::Granted {
            return Err(RecordCertificationRefusal::Again { certification: id, from });
        }
        if !may_follow(from, to) {
            return Err(RecordCertificationRefusal::NoWay { certification: id, from, to });
        }
        self.shown(isms, &step)?;
        let last = step.record.events.iter().filter_map(|event| event.on).max();
        let on = step.day(self.on, &[("last changed", last)])?;
        step.room(&step.record.events)?;
        let mut recorded = Certification::clone(step.record);
        self.carry_out(&step, &mut recorded, on)?;
        near(today, self.expires_on)?;
        let Self { because, letter, decided_by, scope, sites, soa_version, .. } = self;
        if !scope.is_empty() {
            recorded.scope_wording = scope.clone();
        }
        if !sites.is_empty() {
            recorded.sites = all_counted(isms, sites)?;
        }
        recorded.soa_version = soa_version.or(recorded.soa_version);
        recorded.state = to;
        let expires_on = recorded.expires_on;
        let event = CertificationEvent {
            state: Some(to),
            on: Some(on),
            because,
            letter,
            decided_by,
            expires_on,
            scope,
        };
        recorded.events.push(event);
        Ok(vec![isms.put::<Certification>(id, recorded)])
    }
}

impl RecordCertification {
    /// Looks that a decision of the body has its letter, and was not made by an auditor.
    fn shown(&self, isms: &Isms, step: &Step<'_, Certification>) -> Result<(), RecordCertificationRefusal> {
        match self.letter {
            Some(letter) => {
                counted(isms, letter).map_err(StepRefusal::Absent)?;
            }
            None if is_decision_of_the_body(step.record.state, self.state) => {
                return Err(step.missing("attach the letter of the body").into());
            }
            None => {}
        }
        let audit = step.record.audit.and_then(|audit| isms.audits.get(&audit));
        let auditors = audit.map(|audit| audit.auditors.clone()).unwrap_or_default();
        let named = self.decided_by.trim().to_lowercase();
        let is_auditor = auditors
            .iter()
            .filter_map(|auditor| isms.people.get(auditor))
            .any(|auditor| !named.is_empty() && auditor.title.trim().to_lowercase() == named);
        if is_auditor {
            let (certification, name) = (self.certification, self.decided_by.clone());
            return Err(RecordCertificationRefusal::ByAuditor { certification, name });
        }
        Ok(())
    }

    /// Writes what the new state brings with it.
    fn carry_out(
        &self,
        step: &Step<'_, Certification>,
        recorded: &mut Certification,
        on: Date,
    ) -> Result<(), RecordCertificationRefusal> {
        match self.state {
            CertificationState::Applied => recorded.sent_on = Some(on),
            CertificationState::Granted | CertificationState::Restored => {
                self.in_time(step, on)?;
                let ends = self.expires_on.or(step.record.expires_on).filter(|end| *end > on);
                let Some(ends) = ends else {
                    return Err(step.missing("say the last day of the certificate").into());
                };
                self.in_cycle(step, on, ends)?;
                recorded.expires_on = Some(ends);
                if self.state == CertificationState::Granted {
                    (recorded.decided_on, recorded.decided_by) = (Some(on), self.decided_by.clone());
                }
            }
            CertificationState::Reduced => {
                step.said(&self.because, "say why")?;
                step.said(&self.scope, "say the words of the smaller scope")?;
            }
            CertificationState::Expired => {
                if step.record.expires_on.is_some_and(|end| end >= on) {
                    return Err(step.missing("a day after the last day of the certificate").into());
                }
                step.said(&self.because, "say why")?;
            }
            CertificationState::Preparing
            | CertificationState::Suspended
            | CertificationState::Withdrawn
            | CertificationState::Transferred => step.said(&self.because, "say why")?,
        }
        Ok(())
    }

    /// Refuses a last day beyond the cycle: three years from the decision, or from the end of the cycle before. What was
    /// suspended keeps its end.
    fn in_cycle(&self, step: &Step<'_, Certification>, on: Date, ends: Date) -> Result<(), StepRefusal> {
        let before = step.record.expires_on;
        let is_restored = self.state == CertificationState::Restored;
        if is_restored && step.record.state == CertificationState::Suspended {
            let keeps = before.is_none_or(|before| before == ends);
            return if keeps {
                Ok(())
            } else {
                Err(step.missing("the last day as it was; it is restored, not renewed"))
            };
        }
        let from = if is_restored { before.unwrap_or(on) } else { on };
        let last = from.checked_add(Span::new().years(CYCLE_YEARS).months(1)).unwrap_or(Date::MAX);
        if ends <= last {
            Ok(())
        } else {
            Err(step
                .missing("a last day at most three years and a month after the decision or the cycle before"))
        }
    }

    /// Refuses to restore what ended too long ago.
    fn in_time(&self, step: &Step<'_, Certification>, on: Date) -> Result<(), RecordCertificationRefusal> {
        let Some(ended) = step.record.expires_on.filter(|_| step.record.state == CertificationState::Expired)
        else {
            return Ok(());
        };
        let last = ended.checked_add(Span::new().months(RESTORE_MONTHS)).unwrap_or(Date::MAX);
        if on > last {
            let certification = self.certification;
            return Err(RecordCertificationRefusal::TooLate { certification, ended, last });
        }
        Ok(())
    }
}

/// Says whether the body decided it, and not the client or the calendar.
fn is_decision_of_the_body(from: CertificationState, to: CertificationState) -> bool {
    match to {
        CertificationState::Granted
        | CertificationState::Suspended
        | CertificationState::Restored
        | CertificationState::Reduced => true,
        // An application can be taken back by who sent it.
        CertificationState::Withdrawn => from != CertificationState::Applied,
        CertificationState::Preparing
        | CertificationState::Applied
        | CertificationState::Expired
        | CertificationState::Transferred => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{certify, create, edit, engaged, refusal, run};
    use CertificationState as State;

    #[test]
    fn a_certificate_is_granted_with_a_last_day_and_rests_for_a_reason() {
        let mut isms = engaged();
        let refused = refusal(&isms, certify(State::Suspended));
        assert_eq!(refused, "CRT-1 is preparing and cannot become suspended");
        run(&mut isms, certify(State::Applied));
        let endless = RecordCertification { expires_on: None, ..certify(State::Granted) };
        assert_eq!(refusal(&isms, endless), "CRT-1 needs more: say the last day of the certificate");
        run(&mut isms, certify(State::Granted));
        let silent = RecordCertification { because: "".into(), ..certify(State::Suspended) };
        assert_eq!(refusal(&isms, silent), "CRT-1 needs more: say why");
        run(&mut isms, certify(State::Suspended));
        run(&mut isms, certify(State::Restored));
        run(&mut isms, certify(State::Withdrawn));
        assert_eq!(refusal(&isms, certify(State::Granted)), "CRT-1 is withdrawn and cannot become granted");
        let certification = isms.certifications.get(&Ref::number(1)).expect("there");
        assert_eq!(certification.events.len(), 5);
        assert_eq!(certification.decided_on, Some(crate::testing::TODAY));
    }

    #[test]
    fn a_decision_of_the_body_has_its_letter_and_is_not_made_by_an_auditor() {
        let mut isms = engaged();
        run(&mut isms, edit("CRT-1", "audit", "AUD-1"));
        run(&mut isms, RecordCertification { letter: None, ..certify(State::Applied) });
        let unshown = RecordCertification { letter: None, ..certify(State::Granted) };
        assert_eq!(refusal(&isms, unshown), "CRT-1 needs more: attach the letter of the body");
        let own = RecordCertification { decided_by: " kim".into(), ..certify(State::Granted) };
        assert!(refusal(&isms, own).ends_with("audited for CRT-1; somebody else at the body decides"));
        run(&mut isms, RecordCertification { letter: None, ..certify(State::Withdrawn) });
    }

    #[test]
    fn a_certificate_shrinks_in_words_and_is_restored_within_six_months() {
        let mut isms = engaged();
        let on =
            |state, on: Date, expires_on| RecordCertification { on: Some(on), expires_on, ..certify(state) };
        let (granted, ended) = (Date::constant(2022, 8, 15), Date::constant(2025, 8, 14));
        run(&mut isms, on(State::Granted, granted, Some(ended)));
        let shrunk = RecordCertification { scope: "".into(), ..on(State::Reduced, granted, None) };
        assert!(refusal(&isms, shrunk).ends_with("say the words of the smaller scope"));
        run(&mut isms, RecordCertification { scope: "the shop".into(), ..on(State::Reduced, granted, None) });
        assert_eq!(isms.certifications.get(&Ref::number(1)).expect("there").scope_wording, "the shop");
        let early = refusal(&isms, on(State::Expired, ended, None));
        assert!(early.ends_with("a day after the last day of the certificate"));
        run(&mut isms, on(State::Expired, Date::constant(2025, 8, 15), None));
        let late = refusal(&isms, on(State::Restored, Date::constant(2026, 2, 15), Some(Date::MAX)));
        assert_eq!(late, "CRT-1 ended on 2025-08-14; after 2026-02-14 a new first audit is needed");
        let in_time = |ends| on(State::Restored, Date::constant(2026, 2, 14), Some(ends));
        assert!(refusal(&isms, in_time(Date::MAX)).contains("at most three years and a month"));
        run(&mut isms, in_time(Date::constant(2028, 8, 14)));
    }

    #[test]
    fn what_the_certificate_names_is_recorded_with_the_decision() {
        let mut isms = engaged();
        run(&mut isms, create("site", "Head office"));
        run(&mut isms, create("site", "Depot"));
        let names = |state, sites: &[u32], soa_version| RecordCertification {
            sites: sites.iter().map(|number| Ref::number(*number)).collect(),
            soa_version,
            ..certify(state)
        };
        assert!(refusal(&isms, names(State::Granted, &[9], None)).ends_with("there is no SIT-9"));
        run(&mut isms, names(State::Granted, &[1, 2, 2], Some(2)));
        let told = |isms: &Isms| {
            let certification = isms.certifications.get(&Ref::number(1)).expect("there");
            (certification.sites.clone(), certification.soa_version)
        };
        assert_eq!(told(&isms), (vec![Ref::number(1), Ref::number(2)], Some(2)));
        run(&mut isms, RecordCertification { scope: "the shop".into(), ..names(State::Reduced, &[1], None) });
        assert_eq!(told(&isms), (vec![Ref::number(1)], Some(2)), "what is not said stays");
    }

    #[test]
    fn events_stand_in_the_order_of_their_days() {
        let mut isms = engaged();
        run(&mut isms, certify(State::Applied));
        let early = RecordCertification { on: Some(Date::constant(2026, 3, 2)), ..certify(State::Granted) };
        assert!(refusal(&isms, early).contains("when CRT-1 last changed"));
    }

    #[test]
    fn a_certificate_holds_three_years_is_not_granted_twice_and_is_restored_to_its_end() {
        let mut isms = engaged();
        let ends = |state, year, month, day| RecordCertification {
            expires_on: Some(Date::constant(year, month, day)),
            ..certify(state)
        };
        let long = refusal(&isms, ends(State::Granted, 2029, 4, 4));
        assert!(long.contains("at most three years and a month after the decision"), "{long}");
        run(&mut isms, ends(State::Granted, 2029, 4, 3));
        let again = refusal(&isms, certify(State::Granted));
        let words =
            "CRT-1 is granted; a certificate granted anew is a certification of its own that follows it";
        assert_eq!(again, words);
        run(&mut isms, certify(State::Suspended));
        let renewed = refusal(&isms, ends(State::Restored, 2029, 12, 31));
        assert!(renewed.ends_with("the last day as it was; it is restored, not renewed"), "{renewed}");
        run(&mut isms, RecordCertification { expires_on: None, ..certify(State::Restored) });
        let kept = isms.certifications.get(&Ref::number(1)).expect("there").expires_on;
        assert_eq!(kept, Some(Date::constant(2029, 4, 3)));
        assert!(
            refusal(&isms, certify(State::Granted))
                .starts_with("CRT-1 is restored; a certificate granted anew")
        );
    }
}
