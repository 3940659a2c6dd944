//! Change share: it is seen for longer or shorter, shows other kinds, or shows what stands today.

use model::records::{Membership, Person, Share, ShareState};
use model::{Date, Isms, Line, RecordId, Ref, Words, YesNo};

use crate::engaging::is_yes;
use crate::sharing::{ShareRefusal, certifying_membership, known_kinds, last_day, sees_by_another};
use crate::stepping::{Step, near, pointed_at};
use crate::{Decided, Operation};

/// Change an open share; what is not said stays.
#[derive(Debug, Clone)]
pub struct ChangeShare {
    /// The share.
    pub share: Ref<Share>,
    /// The last day on which it is seen.
    pub until: Option<Date>,
    /// The last day of the audit, where that moved: it is seen for thirty days more at most.
    pub ends_on: Option<Date>,
    /// The kinds of records that are shared from now on.
    pub kinds: Vec<Line>,
    /// Single records that are shared from now on.
    pub records: Vec<RecordId>,
    /// Whether files are shared from now on.
    pub files: Option<YesNo>,
    /// Whether it shows what stands today from now on.
    pub renew: Option<YesNo>,
}

impl Operation for ChangeShare {
    const NAME: &'static str = "change share";
    const INTENT: &'static str = "share.change";
    type Refusal = ShareRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.share, today)?;
        if step.record.state != ShareState::Open {
            return Err(step.not_now(step.record.state.word(), "what is open is changed").into());
        }
        known_kinds(&self.kinds)?;
        pointed_at(isms, &self.records)?;
        near(today, self.until)?;
        near(today, self.ends_on)?;
        let mut changed = Share::clone(step.record);
        let last = self.ends_on.map(last_day).or(step.record.until).unwrap_or(today);
        let until = self.until.unwrap_or(last);
        if until > last {
            return Err(ShareRefusal::TooLong { share: step.id, until, last });
        }
        if until < today {
            return Err(step.missing("a last day that is not over; close it instead").into());
        }
        let mut changes = Vec::new();
        if step.record.until != Some(until) {
            for who in &step.record.team {
                let Some((id, member)) = certifying_membership(isms, *who, today) else { continue };
                let keeps = sees_by_another(isms, self.share, *who, today) && member.until > Some(until);
                if !keeps {
                    let moved = Membership { until: Some(until), ..member.clone() };
                    changes.push(isms.put::<Membership>(id, moved));
                }
            }
        }
        changed.until = Some(until);
        if !self.kinds.is_empty() {
            changed.kinds = self.kinds;
        }
        if !self.records.is_empty() {
            changed.records = self.records;
        }
        changed.files = self.files.or(changed.files);
        if is_yes(self.renew) {
            (changed.commit, changed.leaf) = (None, None);
        }
        if changed == **step.record && changes.is_empty() {
            return Err(step.missing("say what changes").into());
        }
        changes.push(isms.put::<Share>(self.share, changed));
        Ok(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, kept, open_share, refusal, run};

    fn change() -> ChangeShare {
        ChangeShare {
            share: Ref::number(1),
            until: None,
            ends_on: None,
            kinds: Vec::new(),
            records: Vec::new(),
            files: None,
            renew: None,
        }
    }

    #[test]
    fn memberships_move_with_the_window_and_the_window_with_the_audit() {
        let mut isms = kept();
        assert!(refusal(&isms, change()).starts_with("SHR-1 is prepared"));
        run(&mut isms, open_share());
        assert_eq!(refusal(&isms, change()), "SHR-1 needs more: say what changes");
        let long = ChangeShare { until: Some(Date::constant(2026, 5, 1)), ..change() };
        assert!(
            refusal(&isms, long.clone()).starts_with("SHR-1 would be seen until 2026-05-01; expected a day")
        );
        run(&mut isms, ChangeShare { ends_on: Some(Date::constant(2026, 4, 10)), ..long });
        let who = isms.shares.get(&Ref::number(1)).expect("there").team[0];
        let until = |isms: &Isms| certifying_membership(isms, who, TODAY).and_then(|(_, one)| one.until);
        assert_eq!(until(&isms), Some(Date::constant(2026, 5, 1)));
        run(&mut isms, ChangeShare { until: Some(TODAY), ..change() });
        assert_eq!(until(&isms), Some(TODAY));
        assert!(
            refusal(&isms, ChangeShare { until: Some(Date::constant(2026, 3, 2)), ..change() })
                .contains("close it instead")
        );
        run(&mut isms, ChangeShare { files: Some(YesNo::Yes), renew: Some(YesNo::Yes), ..change() });
        assert_eq!(isms.shares.get(&Ref::number(1)).expect("there").files, Some(YesNo::Yes));
    }
}
