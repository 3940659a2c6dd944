//! Open share: named auditors of a certification body see a frozen view of what we have, for a while.

use model::records::*;
use model::{Change, Date, Isms, Key, Line, Ref, Words};
use uuid::Uuid;

use crate::create_record::following;
use crate::sharing::{
    Auditor, ShareRefusal, auditors, body_key, certifying_membership, from_outside, known_kinds, last_day,
};
use crate::stepping::{Step, near};
use crate::{Decided, Operation};

/// Open a share: its view is that of the commit on which this is decided.
#[derive(Debug, Clone)]
pub struct OpenShare {
    /// The share.
    pub share: Ref<Share>,
    /// Who sees it, each by name and e-mail address: `Ada Byron <ada@body.example>`.
    pub auditors: Vec<Line>,
    /// What the body calls the work.
    pub engagement: Line,
    /// The last day of the audit; it is seen for thirty days more at most.
    pub ends_on: Date,
    /// The body's records, where they lie on the same instance.
    pub body_organisation: Option<Uuid>,
    /// The key by which the body's papers are known, where it is known already.
    pub body_key: Line,
}

impl Operation for OpenShare {
    const NAME: &'static str = "open share";
    const INTENT: &'static str = "share.open";
    type Refusal = ShareRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.share, today)?;
        if step.record.state != ShareState::Prepared {
            return Err(step.not_now(step.record.state.word(), "prepare another share").into());
        }
        step.said(&step.record.body, "say which body it is for")?;
        known_kinds(&step.record.kinds)?;
        let key = body_key(&step, &self.body_key)?;
        near(today, Some(self.ends_on))?;
        let last = last_day(self.ends_on);
        let (from, until) = (step.record.from.unwrap_or(today), step.record.until.unwrap_or(last));
        if until > last {
            return Err(ShareRefusal::TooLong { share: step.id, until, last });
        }
        if until < from || until < today {
            return Err(step.missing("a window that is not over").into());
        }
        let named = auditors(step.id, &self.auditors)?;
        let window = Window { from, until, granted_by: actor };
        let (team, mut changes) = seats(isms, &named, &window, today)?;
        let mut open = Share::clone(step.record);
        open.state = ShareState::Open;
        (open.from, open.until, open.team) = (Some(from), Some(until), team);
        open.engagement = self.engagement;
        open.body_key = key;
        open.body_organisation = self.body_organisation.filter(|org| !org.is_nil());
        (open.opened_by, open.opened_on) = (Some(actor), Some(today));
        // Whoever writes the commit notes on which one it was decided.
        (open.commit, open.leaf) = (None, None);
        changes.push(isms.put::<Share>(self.share, open));
        Ok(changes)
    }
}

/// From when to when auditors are members, and by whom.
struct Window {
    from: Date,
    until: Date,
    granted_by: Ref<Person>,
}

/// Returns the auditors as people of ours, with the changes that make them that and members for a while.
fn seats(
    isms: &Isms,
    named: &[Auditor],
    window: &Window,
    today: Date,
) -> Result<(Vec<Ref<Person>>, Vec<Change>), ShareRefusal> {
    let (mut team, mut changes) = (Vec::new(), Vec::new());
    let (mut people, mut memberships) = (number(isms.people.next()), number(isms.memberships.next()));
    for auditor in named {
        let who = match auditor.find(isms) {
            Some(known) => {
                from_outside(isms, known, today)?;
                known
            }
            None => {
                let id = Ref::<Person>::number(people);
                people += 1;
                let person = Person {
                    title: auditor.name.clone(),
                    email: auditor.email.clone(),
                    kind: Some(PersonKind::Outside),
                    uuid: following(isms, id.id()),
                    ..Person::default()
                };
                changes.push(isms.put::<Person>(id, person));
                id
            }
        };
        if team.contains(&who) {
            return Err(crate::StepRefusal::Unsaid("name each auditor once").into());
        }
        team.push(who);
        // In an organisation without members there is nobody to give anything, and nobody reads by signing in.
        if isms.memberships.is_empty() {
            continue;
        }
        let Window { from, until, granted_by } = *window;
        match certifying_membership(isms, who, today) {
            Some((_, known)) if known.until.is_none_or(|known| known >= until) => {}
            Some((id, known)) => {
                let longer = Membership { until: Some(until), ..known.clone() };
                changes.push(isms.put::<Membership>(id, longer));
            }
            None => {
                let id = Ref::<Membership>::number(memberships);
                memberships += 1;
                let membership = Membership {
                    title: Line::new(&format!("{}: certification auditor", auditor.name)),
                    person: Some(who),
                    roles: vec![MemberRole::CertificationAuditor],
                    since: Some(from),
                    until: Some(until),
                    granted_by: Some(granted_by),
                    ..Membership::default()
                };
                changes.push(isms.put::<Membership>(id, membership));
            }
        }
    }
    Ok((team, changes))
}

/// Returns the number of a reference; records that are there once have none.
fn number<R: model::Record>(id: Ref<R>) -> u32 {
    match id.key {
        Key::Number(number) => number,
        Key::One | Key::AnnexA(_) => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{TODAY, edit, kept, open_share, refusal, run, typed};
    use crate::{CloseShare, CreateRecord};

    #[test]
    fn auditors_become_members_for_the_window_and_nothing_else() {
        let mut isms = kept();
        let before = isms.memberships.len();
        run(&mut isms, open_share());
        let share = isms.shares.get(&Ref::number(1)).expect("there").clone();
        assert_eq!(
            (share.state, share.team.len(), share.until),
            (ShareState::Open, 2, Some(Date::constant(2026, 4, 19)))
        );
        assert_eq!(isms.memberships.len(), before + 2);
        for who in &share.team {
            let person = isms.people.get(who).expect("made");
            assert_eq!(person.kind, Some(PersonKind::Outside));
            assert!(!person.uuid.is_nil());
            let (_, member) = certifying_membership(&isms, *who, TODAY).expect("a member");
            assert_eq!((member.since, member.until), (Some(TODAY), share.until));
        }
        assert_eq!(refusal(&isms, open_share()), "SHR-1 is open; prepare another share");
        assert!(refusal(&isms, edit("SHR-1", "files", "yes")).starts_with("files: SHR-1 is open; change it"));
    }

    #[test]
    fn a_share_ends_thirty_days_after_the_audit_at_the_latest() {
        let mut isms = kept();
        run(&mut isms, edit("SHR-1", "until", "2026-04-20"));
        assert_eq!(
            refusal(&isms, open_share()),
            "SHR-1 would be seen until 2026-04-20; expected a day until 2026-04-19, 30 days after the audit"
        );
        run(&mut isms, edit("SHR-1", "until", "2026-03-02"));
        assert!(refusal(&isms, open_share()).contains("a window that is not over"));
        run(&mut isms, edit("SHR-1", "until", ""));
        run(&mut isms, edit("SHR-1", "kinds", "control\ngossip"));
        assert!(refusal(&isms, open_share()).starts_with("there are no records of kind gossip"));
    }

    #[test]
    fn nobody_who_works_or_advised_here_certifies_us() {
        let mut isms = kept();
        let with = |who: &str| OpenShare { auditors: vec![who.into()], ..open_share() };
        let words =
            "Pat works here, or advised or audited here less than two years ago, and does not certify us";
        assert_eq!(refusal(&isms, with("Pat")), words);
        let outside = [("title", "Con"), ("email", "con@advice.example"), ("kind", "outside")];
        let advised = [&outside[..], &[("advised_until", "2024-03-03")]].concat();
        let made = CreateRecord { typed: typed(&advised), ..crate::testing::create("person", "Con") };
        run(&mut isms, made);
        assert!(
            refusal(&isms, with("Other Name <CON@advice.example>")).starts_with("Con works here, or advised")
        );
        for bad in [vec![], vec!["<x@y>".into()], vec!["A".into(), "A".into()]] {
            let words = refusal(&isms, OpenShare { auditors: bad, ..open_share() });
            assert!(words.contains("auditor"), "{words}");
        }
    }

    #[test]
    fn an_auditor_who_comes_again_is_the_same_person() {
        let mut isms = kept();
        run(&mut isms, open_share());
        run(&mut isms, CloseShare { share: Ref::number(1), because: "done".into() });
        run(&mut isms, crate::testing::create("share", "Surveillance"));
        run(&mut isms, edit("SHR-2", "body", "Certs"));
        run(&mut isms, OpenShare { share: Ref::number(2), ..open_share() });
        let team = |share| isms.shares.get(&Ref::number(share)).expect("there").team.clone();
        assert_eq!(team(1), team(2));
    }

    #[test]
    fn where_nobody_is_a_member_a_share_makes_nobody_one() {
        let mut isms = crate::testing::engaged();
        run(&mut isms, crate::testing::create("share", "Stage 2"));
        run(&mut isms, edit("SHR-1", "body", "Certs"));
        run(&mut isms, open_share());
        assert!(isms.memberships.is_empty());
    }
}
