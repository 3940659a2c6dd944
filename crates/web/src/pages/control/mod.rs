//! One control: how it works here, when it ran, what shows it, who looked whether it works, and what hangs on it.

mod body;
mod elsewhere;
mod year;

use maud::html;
use model::records::{Control, ControlRun, RunStanding};
use model::{Date, Entry, Ref};
use rules::Parameters;

use crate::failure::{Answer, Failure};
use crate::layout::PageHead;
use crate::pages::auditor::path;
use crate::pages::comments;
use crate::pages::record::{deeds, page as generic};
use crate::parts::{Action, Icon, Weight, section, split};
use crate::visit::{Of, Visit};

/// The entry in the rail.
const HERE: &str = "/controls";

/// Answers with the page of a control.
///
/// # Errors
/// Where there is none, or the proofs of what the rules say cannot be read.
pub async fn page(visit: Visit, Of(id): Of<Control>) -> Answer {
    let control = visit.isms().controls.find(&id).ok_or_else(|| Failure::unknown(id))?;
    let ran = Ran::of(&visit, id);
    let main = html! {
        (path::of_page(&visit, id))
        (generic::said(&visit, id.id()).await?)
        (section("works", "How it works here", "", &[], body::works(&visit, id, control)))
        (section("runs", "Runs", &ran.count(), &[], html! { (year::picture(&visit, &ran)) (body::runs(&visit, &ran)) }))
        (body::evidence(&visit, id))
        (body::tests(&visit, id))
        (body::exceptions(&visit, id))
        (section("statement", "Statement of applicability", "", &[], body::statement(&visit, id, control)))
        (comments::thread(&visit, id.id()))
    };
    let panel = html! {
        (deeds::links(&visit, id.id(), control))
        (elsewhere::elsewhere(&visit, id, control))
        (generic::sources(&visit, id.id()))
        (generic::about(&visit, id.id(), control))
    };
    Ok(visit.page(HERE, head(&visit, id, control), split(main, panel)))
}

/// Returns the heading: recording a run is what people come for, where the control is carried out again and again.
fn head(visit: &Visit, id: Ref<Control>, control: &Entry<Control>) -> PageHead {
    let head = generic::head(visit, id.id(), control);
    let offered = deeds::offered(visit, id.id(), control);
    let run = offered.into_iter().find(|(verb, _)| *verb == "run").map(|(_, action)| action);
    let Some(run) = run else { return head };
    let mut actions = head.actions.clone();
    if let Some(edit) = actions.first_mut() {
        edit.weight = Weight::Plain;
    }
    actions.insert(0, Action { label: "Record a run".to_owned(), ..run }.primary().icon(Icon::Plus));
    PageHead { actions, ..head }
}

/// The runs of a control that were not withdrawn, by their day, and where each stands today.
struct Ran<'a> {
    control: Ref<Control>,
    all: Vec<(Ref<ControlRun>, &'a ControlRun, Date, RunStanding)>,
}

impl<'a> Ran<'a> {
    fn of(visit: &'a Visit, id: Ref<Control>) -> Self {
        let isms = visit.isms();
        let grace = Parameters::of(isms).days("run_grace_days");
        let found = isms.sources::<ControlRun>(id.id()).filter_map(|run| {
            let record: &ControlRun = isms.control_runs.get(&run).filter(|one| one.control == Some(id))?;
            let day = record.done_on.or(record.due)?;
            Some((run, record, day, record.standing(visit.today, grace)?))
        });
        let mut all: Vec<_> = found.collect();
        all.sort_by_key(|(run, _, day, _)| (*day, *run));
        Self { control: id, all }
    }

    fn stood(&self, standing: RunStanding) -> usize {
        self.all.iter().filter(|one| one.3 == standing).count()
    }

    /// Returns the next run that is to come.
    fn next(&self) -> Option<Date> {
        self.all.iter().filter(|one| one.3 == RunStanding::Due).filter_map(|one| one.1.due).min()
    }

    /// Returns the control that was carried out.
    fn control(&self) -> Ref<Control> {
        self.control
    }

    fn count(&self) -> String {
        if self.all.is_empty() { String::new() } else { self.all.len().to_string() }
    }
}
