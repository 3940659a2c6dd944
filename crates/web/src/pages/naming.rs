//! How people, records and days are named on pages, and chosen in forms.

use std::collections::HashMap;

use diagnostics::{Diagnostic, Severity, Time};
use maud::{Markup, html};
use model::records::Audit;
use model::{Date, Isms, Owner, RecordId, RecordKind, Value};
use rules::Results;

use crate::locale::{Locale, locale};
use crate::parts::{Choice, Status, mark};

/// Most records that a form offers in one list.
const CHOICES_MAX: usize = 2_000;

/// Returns who an owner is, in full; nothing where nobody is named.
#[must_use]
pub fn owner_name(isms: &Isms, owner: Option<&Owner>) -> String {
    match owner {
        None => String::new(),
        Some(Owner::Person(person)) => isms.name_of(person.id()),
        Some(Owner::Role(role)) => isms.name_of(role.id()),
        Some(Owner::Named(name)) => name.to_string(),
    }
}

/// Returns a name that fits a narrow column: `J. Novak`.
#[must_use]
pub fn short_name(name: &str) -> String {
    let mut words = name.split_whitespace();
    match (words.next(), words.next(), words.next()) {
        (Some(first), Some(last), None) => {
            format!("{}. {last}", first.chars().take(1).collect::<String>())
        }
        (Some(_), Some(_), Some(_)) | (Some(_) | None, None, _) | (None, Some(_), _) => name.to_owned(),
    }
}

/// Shows an owner in a narrow column: a person, a role, or the words of a file that name nobody on record.
#[must_use]
pub fn owner_cell(isms: &Isms, owner: Option<&Owner>) -> Markup {
    let name = owner_name(isms, owner);
    html! {
        @match owner {
            None => span.missing { "nobody" },
            Some(Owner::Person(_)) => span title=(name) { (short_name(&name)) },
            Some(Owner::Role(_)) => span title="a role" { (name) },
            Some(Owner::Named(_)) => span.as-written title="as a file names it; nobody on record" { "“" (name) "”" },
        }
    }
}

/// Returns a day in few words: `21 Nov 2026`.
#[must_use]
pub fn short_day(day: Date) -> String {
    locale().short_day(day)
}

/// Returns the people and roles that may own something.
#[must_use]
pub fn owners(isms: &Isms) -> Vec<Choice> {
    let mut choices = records(isms, RecordKind::Person);
    choices.extend(records(isms, RecordKind::Role));
    choices
}

/// Returns the records of a kind as choices: id and title.
#[must_use]
pub fn records(isms: &Isms, kind: RecordKind) -> Vec<Choice> {
    let all = isms.all(kind).into_iter().take(CHOICES_MAX);
    all.map(|(id, record)| Choice::new(id.to_string(), record.title())).collect()
}

/// Reads who was typed: an id, or the name of a person or role on record.
#[must_use]
pub fn owner_typed(isms: &Isms, typed: &str) -> String {
    let same = |id: RecordId, title: &str| title.eq_ignore_ascii_case(typed.trim()).then(|| id.to_string());
    let person = isms.people.iter().find_map(|(id, person)| same(id.id(), &person.title));
    let role = || isms.roles.iter().find_map(|(id, role)| same(id.id(), &role.title));
    person.or_else(role).unwrap_or_else(|| typed.to_owned())
}

/// Reads a day as people type it: `2026-03-31`, `31 Mar`, `+30d`, `+6w`, `next fri`, and in numbers in their own order.
///
/// # Errors
/// Says what was expected.
pub fn day(typed: &str, today: Date) -> Result<Date, String> {
    day_in(locale(), typed, today)
}

/// Reads a day as people of a locale type it.
///
/// # Errors
/// Says what was expected.
pub fn day_in(locale: &Locale, typed: &str, today: Date) -> Result<Date, String> {
    let text = typed.trim().to_lowercase();
    if let Some(span) = text.strip_prefix('+').map(str::trim).and_then(span) {
        return span.and_then(|span| today.checked_add(span)).map_err(|_| "Enter a nearer day".to_owned());
    }
    let words: Vec<&str> = text.split([' ', ',', '.']).filter(|word| !word.is_empty()).collect();
    let in_words = match words.as_slice() {
        ["today"] => Some(today),
        ["tomorrow"] => today.tomorrow().ok(),
        ["next", weekday] => weekday_of(weekday).and_then(|weekday| today.nth_weekday(1, weekday).ok()),
        [one, other] => in_month(one, other, today),
        [one, other, year] => year.parse().ok().and_then(|year| day_of(one, other, year)),
        _ => None,
    };
    let read = in_words.or_else(|| locale.day_in_numbers(&text, today));
    let read = read.map_or_else(|| Date::read(typed).map_err(|_| ()), Ok);
    read.map_err(|()| format!("Enter a day such as {today}, {} or +30d", locale.example_day(today)))
}

/// Reads `30d`, `6w`, `3m`, `1y`; nothing where it is none of these.
fn span(text: &str) -> Option<Result<jiff::Span, jiff::Error>> {
    let unit = text.chars().last()?;
    let number: i32 = text[..text.len() - unit.len_utf8()].trim().parse().ok()?;
    let span = jiff::Span::new();
    match unit {
        'd' => Some(span.try_days(number)),
        'w' => Some(span.try_weeks(number)),
        'm' => Some(span.try_months(number)),
        'y' => Some(span.try_years(number)),
        _ => None,
    }
}

/// Reads `31 mar` or `mar 31`: the next such day.
fn in_month(one: &str, other: &str, today: Date) -> Option<Date> {
    let this = day_of(one, other, today.year());
    this.filter(|day| *day >= today).or_else(|| day_of(one, other, today.year().checked_add(1)?))
}

fn day_of(one: &str, other: &str, year: i16) -> Option<Date> {
    let (day, month) =
        if one.starts_with(|sign: char| sign.is_ascii_digit()) { (one, other) } else { (other, one) };
    let day = day.trim_end_matches(|sign: char| sign.is_ascii_alphabetic()).parse().ok()?;
    Date::new(year, month_of(month)?, day).ok()
}

fn month_of(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let found = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(word))?;
    i8::try_from(found + 1).ok()
}

fn weekday_of(word: &str) -> Option<jiff::civil::Weekday> {
    use jiff::civil::Weekday::{Friday, Monday, Saturday, Sunday, Thursday, Tuesday, Wednesday};
    let days = [
        ("monday", Monday),
        ("tuesday", Tuesday),
        ("wednesday", Wednesday),
        ("thursday", Thursday),
        ("friday", Friday),
        ("saturday", Saturday),
        ("sunday", Sunday),
    ];
    days.iter().find(|(day, _)| word.len() >= 2 && day.starts_with(word)).map(|(_, weekday)| *weekday)
}

/// Counts things in words: `1 risk`, `2 risks`.
#[must_use]
pub fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{} {many}", locale().whole(count)) }
}

/// The gravest open diagnostic of each record, and how many there are.
pub struct Marks<'a>(HashMap<RecordId, (&'a Diagnostic, usize)>);

impl<'a> Marks<'a> {
    /// Finds them for the records of one kind.
    #[must_use]
    pub fn of(results: &'a Results, kind: RecordKind) -> Self {
        let mut marks: HashMap<RecordId, (&Diagnostic, usize)> = HashMap::new();
        for one in results.diagnostics().filter(|one| one.is_open() && one.time == Time::Now) {
            let Some(id) = one.place.record().filter(|id| id.kind == kind) else { continue };
            add(&mut marks, id, one);
        }
        Self(marks)
    }

    /// Finds them for the records of one kind; of those that `also` says, what stands elsewhere and rests on them too.
    #[must_use]
    pub fn and_named(results: &'a Results, kind: RecordKind, also: impl Fn(RecordId) -> bool) -> Self {
        let Self(mut marks) = Self::of(results, kind);
        for one in results.diagnostics().filter(|one| one.is_open() && one.time == Time::Now) {
            let mut named: Vec<RecordId> = one.proof.iter().filter_map(|proof| proof.record).collect();
            named.sort_unstable();
            named.dedup();
            for id in named {
                if id.kind == kind && one.place.record() != Some(id) && also(id) {
                    add(&mut marks, id, one);
                }
            }
        }
        Self(marks)
    }

    /// Returns the record at which the gravest of a record's diagnostics stands.
    #[must_use]
    pub fn stands_at(&self, id: RecordId) -> Option<RecordId> {
        self.0.get(&id).and_then(|(one, _)| one.place.record())
    }

    /// Says whether a record has an open diagnostic.
    #[must_use]
    pub fn has(&self, id: RecordId) -> bool {
        self.0.contains_key(&id)
    }

    /// Returns how many records have one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Says whether none has one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Shows the mark of a record, leading to what is said about it.
    #[must_use]
    pub fn show(&self, id: RecordId, href: &str) -> Markup {
        html! {
            @if let Some((one, count)) = self.0.get(&id) {
                a.mark-link href=(href) {
                    (mark(status_of(one.severity), &if *count == 1 {
                        format!("{} {}", one.code, one.message)
                    } else {
                        format!("{} {}, and {} more", one.code, one.message, count - 1)
                    }))
                }
            }
        }
    }
}

fn add<'a>(marks: &mut HashMap<RecordId, (&'a Diagnostic, usize)>, id: RecordId, one: &'a Diagnostic) {
    let mark = marks.entry(id).or_insert((one, 0));
    mark.1 += 1;
    if one.severity > mark.0.severity {
        mark.0 = one;
    }
}

/// Returns a sentence of a rule as people read it: people by their names, days as they are written here.
#[must_use]
pub fn told(isms: &Isms, text: &str) -> String {
    const PERSON: &str = "PER-";
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(PERSON) {
        let digits = rest[at + PERSON.len()..].bytes().take_while(u8::is_ascii_digit).count();
        let end = at + PERSON.len() + digits;
        let is_word = !rest[..at].ends_with(|before: char| before.is_alphanumeric() || before == '-')
            && !rest[end..].starts_with(|after: char| after.is_alphanumeric());
        let person = RecordId::parse(&rest[at..end]).filter(|id| is_word && isms.find(*id).is_some());
        out.push_str(&rest[..at]);
        match person {
            Some(id) => out.push_str(&isms.name_of(id)),
            None => out.push_str(&rest[at..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    locale().days_in(&out)
}

/// Returns the status that looks as grave.
#[must_use]
pub fn status_of(severity: Severity) -> Status {
    match severity {
        Severity::Error => Status::Problem,
        Severity::Warning => Status::Attention,
        Severity::Note => Status::Info,
    }
}

/// Returns the day of an audit: when it was done, began, or is planned.
#[must_use]
pub fn day_of_audit(audit: &Audit) -> Option<Date> {
    audit.done_on.or(audit.started_on).or(audit.planned_on)
}

/// Returns the beginning of a text, of so many signs at most, with a mark where it goes on.
#[must_use]
pub fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some((cut, _)) => format!("{}…", &text[..cut]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_shortened_only_where_it_stays_clear() {
        assert_eq!(short_name("Jana Novak"), "J. Novak");
        assert_eq!(short_name("Šárka Malá"), "Š. Malá");
        assert_eq!(short_name("IT operations team"), "IT operations team");
        assert_eq!(short_name("Jana"), "Jana");
    }

    #[test]
    fn a_day_is_read_as_people_type_it() {
        let today = Date::constant(2026, 11, 21);
        assert_eq!(day("2027-01-31", today), Ok(Date::constant(2027, 1, 31)));
        assert_eq!(day("+30d", today), Ok(Date::constant(2026, 12, 21)));
        assert_eq!(day("31 Mar", today), Ok(Date::constant(2027, 3, 31)));
        assert_eq!(day("Dec 1", today), Ok(Date::constant(2026, 12, 1)));
        assert_eq!(day("30 September 2027", today), Ok(Date::constant(2027, 9, 30)));
        assert_eq!(day("next fri", today), Ok(Date::constant(2026, 11, 27)));
        assert_eq!(day("+2w", today), Ok(Date::constant(2026, 12, 5)));
        for bad in [
            "",
            "soon",
            "31 Febr",
            "30 Feb",
            "next",
            "next x",
            "+ž",
            "ž",
            "1 ma 99999",
            "+d",
            "+99999999999d",
            "+9999999d",
            "2026-02-30",
        ] {
            assert!(day(bad, today).is_err(), "{bad}");
        }
    }
}
