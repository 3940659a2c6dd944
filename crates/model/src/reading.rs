//! Reading: who has to read the version of a document in force, and when each person said so.

use std::collections::BTreeMap;

use crate::records::{Acknowledgement, Document, Person};
use crate::{Date, Isms, Ref};

/// The version of a document in force, with who has to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The version.
    pub version: u32,
    /// Since when it is in force.
    pub since: Date,
    /// By when those who were asked are to confirm it, where that was said.
    pub due: Option<Date>,
    /// Who has to read it and works here, each with the day of the confirmation.
    pub readers: BTreeMap<Ref<Person>, Option<Date>>,
}

impl Reading {
    /// Returns who has to read a document: who is named in it, and who was asked about the version in force.
    ///
    /// Where no version is in force there is nothing to read.
    #[must_use]
    pub fn of(isms: &Isms, id: Ref<Document>, document: &Document, today: Date) -> Option<Self> {
        let approval = document.in_force(today)?;
        let version = approval.version;
        let confirmed = Self::confirmed(isms, id, version, today);
        let asked = || document.campaigns.iter().filter(|one| one.version == version);
        let people = document.required_readers.iter().chain(asked().flat_map(|one| &one.readers));
        let works = |person: &&Ref<Person>| isms.people.get(person).is_some_and(|one| one.is_active(today));
        let readers = people.filter(works).map(|person| (*person, confirmed.get(person).copied()));
        Some(Self {
            version,
            since: approval.on,
            due: asked().filter_map(|one| one.due).max(),
            readers: readers.collect(),
        })
    }

    /// Returns who confirmed having read a version by a day, and when.
    #[must_use]
    pub fn confirmed(
        isms: &Isms,
        document: Ref<Document>,
        version: u32,
        today: Date,
    ) -> BTreeMap<Ref<Person>, Date> {
        let of_version = |id: Ref<Acknowledgement>| {
            let one = isms.acknowledgements.get(&id)?;
            let is_it = one.document == Some(document) && one.version == Some(version);
            one.person.zip(one.on.filter(|on| is_it && *on <= today))
        };
        isms.sources::<Acknowledgement>(document.id()).filter_map(of_version).collect()
    }

    /// Returns who has not confirmed it.
    pub fn missing(&self) -> impl Iterator<Item = Ref<Person>> {
        self.readers.iter().filter(|(_, on)| on.is_none()).map(|(person, _)| *person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Approval;
    use crate::records::{DocumentContent, ReadingCampaign};
    use crate::{Change, Stamp};

    const TODAY: Date = Date::constant(2026, 3, 3);

    fn put(isms: &mut Isms, change: impl Into<Change>) {
        isms.apply(&change.into(), Stamp::default());
    }

    #[test]
    fn who_left_is_not_waited_for_and_another_version_is_no_confirmation() {
        let mut isms = Isms::default();
        for number in 1..=4 {
            let left_on = (number == 4).then_some(TODAY);
            put(&mut isms, (Ref::number(number), Person { left_on, ..Person::default() }));
        }
        let document = Document {
            required_readers: [1, 2, 4].map(Ref::number).to_vec(),
            approvals: vec![Approval::of(2, Ref::number(1), TODAY, DocumentContent::default())],
            campaigns: vec![ReadingCampaign {
                version: 2,
                due: Some(TODAY),
                readers: vec![Ref::number(3)],
                ..ReadingCampaign::default()
            }],
            ..Document::default()
        };
        let id: Ref<Document> = Ref::number(1);
        put(&mut isms, (id, document.clone()));
        for (number, person, version) in [(1, 1, 2), (2, 2, 1)] {
            let read = Acknowledgement {
                document: Some(id),
                version: Some(version),
                person: Some(Ref::number(person)),
                on: Some(TODAY),
                ..Acknowledgement::default()
            };
            put(&mut isms, (Ref::number(number), read));
        }
        let reading = Reading::of(&isms, id, &document, TODAY).expect("a version is in force");
        assert_eq!((reading.version, reading.due), (2, Some(TODAY)));
        assert_eq!(reading.readers.get(&Ref::number(1)), Some(&Some(TODAY)));
        assert_eq!(reading.missing().collect::<Vec<_>>(), [Ref::number(2), Ref::number(3)]);
    }
}
