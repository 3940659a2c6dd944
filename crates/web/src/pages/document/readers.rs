//! Who has read a document, and who has to.

use maud::{Markup, html};
use model::records::{Document, Person};
use model::{Date, Reading, Ref};

use crate::pages::naming::short_day;
use crate::parts::{Status, count, section, state};
use crate::visit::Visit;

/// How many people are named.
const PEOPLE_MAX: usize = 60;

/// Returns the readers, those who have not read it first.
pub(super) fn readers(visit: &Visit, id: Ref<Document>, document: &Document) -> Markup {
    let Some(reading) = Reading::of(visit.isms(), id, document, visit.today) else { return html! {} };
    let (version, due) = (reading.version, reading.due);
    let mut all: Vec<(Option<Date>, Ref<Person>)> =
        reading.readers.into_iter().map(|(person, on)| (on, person)).collect();
    all.sort_by_key(|(on, person)| (on.is_some(), *on, *person));
    let read = all.iter().filter(|(on, _)| on.is_some()).count();
    html! {
        @if !all.is_empty() {
            (section("readers", "Who has read it", "", &[], html! {
                p { (count(read, all.len(), &format!("have read version {version}"))) }
                @if let Some(due) = due { p.secondary { "to be confirmed by " (short_day(due)) } }
                ul.plain {
                    @for (on, person) in all.iter().take(PEOPLE_MAX) {
                        li {
                            @match on {
                                Some(on) => (state(Status::Met, &format!("{}, {}", visit.isms().name_of(person.id()), short_day(*on)))),
                                None => (state(waits(due, visit.today), &format!("{}, not yet", visit.isms().name_of(person.id())))),
                            }
                        }
                    }
                }
                @if all.len() > PEOPLE_MAX { p.secondary { "and " (all.len() - PEOPLE_MAX) " more" } }
            }))
        }
    }
}

fn waits(due: Option<Date>, today: Date) -> Status {
    if due.is_some_and(|due| due < today) { Status::Attention } else { Status::NotStarted }
}
