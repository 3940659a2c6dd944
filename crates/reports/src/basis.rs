//! What every report is made from: the ISMS, the day it speaks of, and the end of the ledger that gave it.

use model::records::Person;
use model::{Date, Isms, Owner, RecordId, Ref, Value};
use standards::Standards;

use crate::content::{Fact, LedgerHead};
use crate::workbook::{Sheet, Workbook};

/// What a report is made from.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// What was recorded.
    pub isms: &'a Isms,
    /// The standard that it is held against.
    pub standards: &'a Standards,
    /// The day that the report speaks of.
    pub as_of: Date,
    /// The end of the ledger that gave the ISMS.
    pub ledger: &'a LedgerHead,
}

impl Basis<'_> {
    /// Returns the name of the organisation, or a word for a missing one.
    pub fn organisation(&self) -> String {
        let title = self.isms.organisation.one().map(|organisation| organisation.title.to_string());
        title.filter(|title| !title.is_empty()).unwrap_or_else(|| "organisation without a name".to_owned())
    }

    /// Returns the title of a record; nothing where it is not there, is only proposed, or has no title.
    pub fn title(&self, id: RecordId) -> Option<&str> {
        self.isms.get(id).map(model::AnyRecord::title).filter(|title| !title.is_empty())
    }

    /// Returns an id with the title behind it.
    pub fn named(&self, id: RecordId) -> String {
        self.title(id).map_or_else(|| id.to_string(), |title| format!("{id} {title}"))
    }

    /// Returns the name of a person, or the id where there is none.
    pub fn person(&self, person: Ref<Person>) -> String {
        self.title(person.id()).map_or_else(|| person.to_string(), str::to_owned)
    }

    /// Returns who an owner is: the person, the role with its holder, or the name that a file gave.
    pub fn owner(&self, owner: Option<&Owner>) -> String {
        match owner {
            None => String::new(),
            Some(Owner::Person(person)) => self.person(*person),
            Some(Owner::Role(role)) => {
                let title = self.title(role.id()).map_or_else(|| role.to_string(), str::to_owned);
                let holder = self.isms.roles.get(role).and_then(|role| role.holder);
                holder.map_or(title.clone(), |holder| format!("{title} ({})", self.person(holder)))
            }
            Some(Owner::Named(name)) => name.text(),
        }
    }

    /// Returns a workbook of these sheets.
    pub(crate) fn workbook(
        &self,
        title: impl Into<String>,
        about: Vec<Fact>,
        sheets: Vec<Sheet>,
    ) -> Workbook {
        Workbook {
            title: title.into(),
            organisation: self.organisation(),
            as_of: self.as_of,
            ledger: self.ledger.clone(),
            about,
            sheets,
        }
    }
}
