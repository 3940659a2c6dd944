//! `plumb review`: management reviews, and the agenda as the records would fill it now.

use app::AsOf;
use clap::{Args, Subcommand};
use model::records::{InputLetter, ManagementReview, ReviewInput, ReviewState};
use model::{Date, Isms, Ref, Words as _};
use operations::review_inputs;
use reports::review_pack::{Drawn, Pack, days_of};
use reports::review_trends::Trend;
use serde_json::{Value, json};

use crate::args::{Common, Reads};
use crate::commands::register;
use crate::commands::show::{find, reference, wrapped};
use crate::commands::way::WayVerb;
use crate::exit::Stop;
use crate::folder::{self, Desk, Reading};
use crate::screen::Screen;
use crate::shapes::REVIEW_AGENDA;

/// So many characters beside each other where the result goes into a file or a pipe.
const WIDTH: usize = 100;
/// So many records are named behind an input.
const NAMED: usize = 12;

/// Management reviews: the agenda, and the steps of a review.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb review\nplumb review agenda\nplumb review build MR-2\nplumb review hold MR-2 --attendees \"Mira Kral\""
)]
pub struct Review {
    #[command(subcommand)]
    verb: Option<ReviewVerb>,
}

/// What is done with management reviews.
#[derive(Debug, Subcommand)]
enum ReviewVerb {
    /// The inputs of 9.3.2 as the records would fill them now, with trends since the last review
    #[command(before_help = "plumb review agenda\nplumb review agenda MR-2")]
    Agenda(Agenda),
    #[command(flatten)]
    Way(WayVerb<ManagementReview>),
}

/// Whose agenda.
#[derive(Debug, Args)]
struct Agenda {
    /// The review; without it the next one planned, or none
    #[arg(value_name = "MR", id = "review")]
    review: Option<String>,
    #[command(flatten)]
    reads: Reads,
}

impl Review {
    /// Runs the verb; without one the records are listed.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        match self.verb {
            None => register::list::<ManagementReview>(common, screen).await,
            Some(ReviewVerb::Agenda(agenda)) => agenda.run(common, screen).await,
            Some(ReviewVerb::Way(verb)) => verb.run(common, screen).await,
        }
    }
}

impl Agenda {
    async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let desk = folder::open(common, app::Access::Read).await?;
        let reading = desk.read(&self.reads, screen).await?;
        let isms = &reading.snapshot.isms;
        let pack = gathered(&desk, &reading, self.review.as_deref()).await?;
        let shown = Shown {
            isms,
            on: pack.on,
            review: pack.review,
            last: pack.last,
            inputs: &pack.inputs,
            trends: &pack.trends,
        };
        if screen.is_json() {
            screen.json(&REVIEW_AGENDA, shown.value());
        } else {
            shown.show(screen);
            screen.talk("as papers: plumb export review --pdf, or --md");
        }
        Ok(())
    }
}

/// Returns what lies on the table of a review; without a name of the next one planned.
pub async fn gathered(desk: &Desk, reading: &Reading, review: Option<&str>) -> Result<Pack, Stop> {
    let isms = &reading.snapshot.isms;
    let review = match review {
        Some(word) => {
            let id = reference::<ManagementReview>(word)?;
            find(isms, id.id())?;
            Some(id)
        }
        None => next(isms),
    };
    let days = days_of(isms, review, reading.day);
    let then = match days.last {
        Some((_, on)) if on < reading.day => Some(desk.books.as_of(AsOf::Day(on)).await?),
        Some(_) | None => None,
    };
    let now = match days.on < reading.day {
        true => Some(desk.books.as_of(AsOf::Day(days.on)).await?),
        false => None,
    };
    let drawn = Drawn {
        now: now.as_ref().map_or(&**isms, |snapshot| &*snapshot.isms),
        then: days.last.map(|_| then.as_ref().map_or(&**isms, |snapshot| &*snapshot.isms)),
        found: review_inputs(isms, reading.day),
    };
    Ok(reports::review_pack::gathered(isms, review, days, drawn))
}

/// Returns the next review that is planned.
fn next(isms: &Isms) -> Option<Ref<ManagementReview>> {
    let planned = isms.management_reviews.iter().filter(|(_, review)| review.state == ReviewState::Planned);
    planned.min_by_key(|(id, review)| (review.planned_on, *id)).map(|(id, _)| id)
}

/// What is shown.
struct Shown<'a> {
    isms: &'a Isms,
    on: Date,
    review: Option<Ref<ManagementReview>>,
    last: Option<(Ref<ManagementReview>, Date)>,
    inputs: &'a [ReviewInput],
    trends: &'a [Trend],
}

impl Shown<'_> {
    fn of(&self, letter: Option<InputLetter>) -> impl Iterator<Item = &Trend> {
        self.trends.iter().filter(move |trend| Some(trend.now.letter) == letter)
    }

    fn show(&self, screen: &mut Screen) {
        let room = screen.width().unwrap_or(WIDTH).min(WIDTH);
        let name = self.review.map_or_else(
            || "agenda of a review that nobody has planned yet".to_owned(),
            |id| format!("{id} {}", self.isms.name_of(id.id())),
        );
        let since = match self.last {
            Some((id, on)) => format!("since {id} on {on}"),
            None => "the first review".to_owned(),
        };
        screen.line(format!("{}   on {}   {since}", screen.bold(&name), self.on));
        for input in self.inputs {
            let Some(letter) = input.letter else { continue };
            screen.line("");
            screen.line(screen.bold(&format!("{}) {}", letter.word(), letter.asks())));
            for line in input.text.lines().flat_map(|line| wrapped(line, room.saturating_sub(3))) {
                screen.line(format!("   {line}"));
            }
            for trend in self.of(input.letter) {
                screen.line(format!("   {}: {}", trend.now.label, trend.words()));
            }
            let ids: Vec<String> = input.references.iter().take(NAMED).map(ToString::to_string).collect();
            let more = input.references.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            if !ids.is_empty() {
                screen.line(screen.quiet(&format!("   {}{more}", ids.join(" "))));
            }
        }
        match self.review {
            Some(id) => screen.talk(format!("write it into the review: plumb review build {id}")),
            None => screen.talk("plan it: plumb review add \"Management review\" --planned-on DATE"),
        }
    }

    fn value(&self) -> Value {
        let trend = |trend: &Trend| {
            json!({
                "what": trend.now.label, "now": { "count": trend.now.count, "of": trend.now.of },
                "then": trend.then.map(|then| json!({ "count": then.count, "of": then.of })),
            })
        };
        let inputs: Vec<Value> = self
            .inputs
            .iter()
            .map(|input| {
                json!({
                    "letter": input.letter.map(model::Words::word), "asks": input.letter.map(InputLetter::asks),
                    "text": input.text.to_string(),
                    "records": input.references.iter().map(ToString::to_string).collect::<Vec<_>>(),
                    "trends": self.of(input.letter).map(trend).collect::<Vec<_>>(),
                })
            })
            .collect();
        json!({
            "review": self.review.map(|id| id.to_string()), "on": self.on.to_string(),
            "last": self.last.map(|(id, on)| json!({ "review": id.to_string(), "held_on": on.to_string() })),
            "inputs": inputs,
        })
    }
}
