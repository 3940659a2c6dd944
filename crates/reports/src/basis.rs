//! What every report is made from: the ISMS, the day it speaks of, and the end of the ledger that gave it.

use model::records::{Exception, ExceptionKind, Person};
use model::{Date, Isms, Owner, RecordId, Ref, Value};
use standards::Standards;

use crate::content::{Cell, Fact, LedgerHead};
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
    /// The pictures on the first page.
    pub logos: Logos<'a>,
}

/// The pictures on the first page of a report: bytes of PNG or JPEG files, each checked before it was kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Logos<'a> {
    /// Of the organisation.
    pub own: Option<&'a [u8]>,
    /// Of who prepares its reports.
    pub preparer: Option<&'a [u8]>,
}

/// How many exceptions stand on a first page; the register of exceptions holds the others.
const EXCEPTIONS_MAX: usize = 12;

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

    /// Returns what stands on the first page of every report: its own facts, who prepared it, and the exceptions from duties.
    pub(crate) fn cover(&self, facts: Vec<Fact>) -> Vec<Fact> {
        let here = self.isms.organisation.one().map(|here| here.prepared_by.to_string());
        let prepared = here.filter(|name| !name.is_empty()).map(|name| Fact::text("Prepared by", name));
        facts.into_iter().chain(prepared).chain([self.duty_exceptions()]).collect()
    }

    /// Returns the exceptions from duties that hold on the day, as a fact for a first page.
    fn duty_exceptions(&self) -> Fact {
        let all = duty_exceptions(self.isms, self.as_of);
        let value = match all.len() {
            0 => Cell::Text(NO_EXCEPTION.to_owned()),
            many if many > EXCEPTIONS_MAX => {
                let more = format!("and {} more, in the register of exceptions", many - EXCEPTIONS_MAX);
                Cell::Lines(all.into_iter().take(EXCEPTIONS_MAX).chain([more]).collect())
            }
            _ => Cell::Lines(all),
        };
        Fact { label: "Exceptions from duties".to_owned(), value }
    }

    /// Returns the pictures on the first page: the organisation's, then of who prepares its reports.
    pub(crate) fn pictures(&self) -> Vec<Vec<u8>> {
        [self.logos.own, self.logos.preparer].into_iter().flatten().map(<[u8]>::to_vec).collect()
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
            about: self.cover(about),
            sheets,
        }
    }
}

/// What is said where no exception from a duty holds.
pub const NO_EXCEPTION: &str = "none recorded";

/// Returns the exceptions from duties that hold on a day: which duty, for whom, until when, why, and what stands instead.
#[must_use]
pub fn duty_exceptions(isms: &Isms, as_of: Date) -> Vec<String> {
    let of_duty = isms.exceptions.iter().filter(|(_, one)| one.kind == Some(ExceptionKind::Duty));
    of_duty.filter(|(_, one)| one.is_in_force(as_of)).map(|(id, one)| in_words(isms, id, one)).collect()
}

fn in_words(isms: &Isms, id: Ref<Exception>, one: &Exception) -> String {
    let who = one.person.map_or_else(|| "everybody".to_owned(), |person| isms.name_of(person.id()));
    let until = one.until.map_or_else(|| "without an end".to_owned(), |day| format!("until {day}"));
    let about = one.audit.map(|audit| audit.id()).or(one.target);
    let about = about.map(|id| format!(" ({id})")).unwrap_or_default();
    let instead = if one.compensating.is_empty() {
        String::new()
    } else {
        format!("; instead: {}", short(&one.compensating))
    };
    format!("{id}: {} for {who}{about}, {until}: {}{instead}", one.duty, short(&one.reason))
}

/// Returns the beginning of a text that stands on a first page.
fn short(text: &str) -> String {
    const MOST: usize = 160;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST { line } else { line.chars().take(MOST).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{basis, blank, put_with};
    use model::About;
    use model::records::ExceptionState;
    use model::sample::Sample;

    const TODAY: Date = Date::constant(2026, 11, 22);

    fn put(sample: &mut Sample, number: u32, exception: Exception) {
        put_with(sample, Ref::number(number), About::default(), exception);
    }

    #[test]
    fn the_first_page_names_each_exception_from_a_duty_that_holds_and_no_other() {
        let mut sample = blank();
        let ledger = LedgerHead::default();
        let none = basis(&sample.isms, TODAY, &ledger).duty_exceptions();
        assert_eq!(none.value, Cell::Text("none recorded".to_owned()));
        let exception = |duty: &str, until: Date| Exception {
            title: "Small firm".into(),
            kind: Some(ExceptionKind::Duty),
            duty: duty.into(),
            person: Some(Ref::number(1)),
            reason: "we are two".into(),
            compensating: "the director reads it".into(),
            until: Some(until),
            state: ExceptionState::Approved,
            ..Exception::default()
        };
        put(&mut sample, 71, exception("SD5", TODAY));
        put(&mut sample, 72, exception("SD7", TODAY.yesterday().expect("a day")));
        put(&mut sample, 73, Exception { state: ExceptionState::Asked, ..exception("SD8", TODAY) });
        let basis = basis(&sample.isms, TODAY, &ledger);
        let Cell::Lines(lines) = basis.duty_exceptions().value else { panic!("lines") };
        let name = basis.person(Ref::number(1));
        let expected =
            format!("EXC-71: SD5 for {name}, until {TODAY}: we are two; instead: the director reads it");
        assert_eq!(lines, [expected]);
        for number in 100..120 {
            put(&mut sample, number, exception("SD6", TODAY));
        }
        let many = crate::sample::basis(&sample.isms, TODAY, &ledger).duty_exceptions().value;
        let Cell::Lines(lines) = many else { panic!("lines") };
        assert_eq!(lines.len(), EXCEPTIONS_MAX + 1);
        assert_eq!(lines.last().map(String::as_str), Some("and 9 more, in the register of exceptions"));
    }
}
