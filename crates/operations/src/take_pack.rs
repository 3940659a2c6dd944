//! Take pack: what a client elsewhere shares is kept as a file, and the engagement says which commit it shows.

use model::records::{
    Engagement, EngagementLink, EngagementState, Evidence, EvidenceKind, Person, StoredFile,
};
use model::{Date, Digest, Isms, Line, Prose, Ref, Words};

use crate::engaging::serving;
use crate::stepping::{Step, StepRefusal};
use crate::{Decided, Operation};

/// Keep the pack of a client; whoever hands it over has checked every file in it.
#[derive(Debug, Clone)]
pub struct TakePack {
    /// The engagement.
    pub engagement: Ref<Engagement>,
    /// The pack, as a file that is kept here.
    pub file: StoredFile,
    /// Who wrote it, as the pack says.
    pub client: Line,
    /// What the client calls the share.
    pub share: Line,
    /// The commit of the client's records that it shows.
    pub commit: u32,
    /// The hash of that commit.
    pub leaf: Digest,
}

impl Operation for TakePack {
    const NAME: &'static str = "take pack";
    const INTENT: &'static str = "engagement.pack";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, today: Date) -> Decided<Self> {
        let step = Step::of(isms, self.engagement, today)?;
        serving(isms, step.id)?;
        match step.record.state {
            EngagementState::Agreed | EngagementState::Running => {}
            EngagementState::Planned | EngagementState::Decided | EngagementState::Ended => {
                return Err(step.not_now(step.record.state.word(), "a pack comes to what is agreed or runs"));
            }
        }
        step.said(&self.share, "a pack that says which share it is of")?;
        let known = step.record.link.clone().unwrap_or_default();
        if known.organisation.is_some() {
            return Err(step.not_now("linked to records here", "its auditors see them by the share"));
        }
        if !known.share.is_empty() && known.share != self.share {
            return Err(step.missing("a pack of the share that it is linked to"));
        }
        let held = known.pack.and_then(|pack| isms.evidence.get(&pack)).and_then(|pack| pack.file.as_ref());
        if held.is_some_and(|held| held.digest == self.file.digest) {
            return Ok(Vec::new());
        }
        let pack: Ref<Evidence> = isms.evidence.next();
        let link = EngagementLink {
            organisation: None,
            share: self.share.clone(),
            commit: Some(self.commit),
            leaf: Some(self.leaf.clone()),
            on: Some(today),
            pack: Some(pack),
        };
        let linked = Engagement { link: Some(link), ..Engagement::clone(step.record) };
        let kept = Evidence {
            title: Line::new(&format!("Pack of {}: {}", self.client, self.share)),
            description: Prose::new(&format!(
                "what the client shares for {}, as of its commit {} with the hash {}",
                step.id, self.commit, self.leaf
            )),
            kind: Some(EvidenceKind::Document),
            origin: self.client,
            received_on: Some(today),
            file: Some(self.file),
            ..Evidence::default()
        };
        Ok(vec![isms.put::<Evidence>(pack, kept), isms.put::<Engagement>(self.engagement, linked)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AnyOperation;
    use crate::LinkEngagement;
    use crate::testing::{TODAY, accepted, agreed, refusal, run, stored_file};

    fn take(file: &[u8], share: &str) -> TakePack {
        TakePack {
            engagement: Ref::number(1),
            file: StoredFile { digest: Digest::of(file), ..stored_file() },
            client: "Fridge Ltd".into(),
            share: share.into(),
            commit: 41,
            leaf: Digest::of(b"leaf"),
        }
    }

    #[test]
    fn a_pack_is_kept_once_and_the_engagement_names_what_it_shows() {
        assert!(refusal(&accepted(), take(b"pack", "SHR-1")).starts_with("ENG-1 is planned"));
        let mut isms = agreed();
        run(&mut isms, take(b"pack", "SHR-1"));
        let link = isms.engagements.get(&Ref::number(1)).expect("there").link.clone().expect("linked");
        assert_eq!((&*link.share, link.commit, link.leaf), ("SHR-1", Some(41), Some(Digest::of(b"leaf"))));
        let pack = isms.evidence.get(&link.pack.expect("kept")).expect("there");
        assert_eq!(pack.file.as_ref().map(|file| file.digest.clone()), Some(Digest::of(b"pack")));
        let again = AnyOperation::decide(&take(b"pack", "SHR-1"), &isms, Ref::number(1), TODAY);
        assert!(again.expect("it is the same").is_empty());
        assert!(refusal(&isms, take(b"other", "SHR-2")).contains("the share that it is linked to"));
        run(&mut isms, take(b"newer", "SHR-1"));
    }

    #[test]
    fn a_client_of_this_instance_is_seen_by_its_share_and_not_by_a_pack() {
        let mut isms = agreed();
        let here = LinkEngagement {
            engagement: Ref::number(1),
            organisation: Some(uuid::Uuid::from_u128(9)),
            share: "SHR-1".into(),
            commit: Some(4),
            leaf: None,
        };
        run(&mut isms, here);
        assert!(refusal(&isms, take(b"pack", "SHR-1")).contains("its auditors see them by the share"));
    }
}
