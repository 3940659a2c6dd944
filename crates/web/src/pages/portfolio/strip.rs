//! How much work the next weeks hold, over the clients in sight: a bar and a figure for each week.

use maud::{Markup, html};
use model::Span;
use reports::portfolio::{WEEKS, monday};

use super::One;
use crate::locale::locale;
use crate::pages::naming::counted;
use crate::parts::table::{Table, table};
use crate::parts::{Status, section, state};

/// How many hours of work a week holds for one person.
const WEEK_HOURS: usize = 40;
/// How many clients are named of a week.
const NAMED: usize = 3;

/// Returns the strip; nothing where no work is known.
pub(super) fn strip(all: &[One]) -> Markup {
    let minutes: Vec<usize> =
        (0..WEEKS).map(|week| all.iter().map(|one| one.standing.weeks[week]).sum()).collect();
    let Some(first) = all.iter().map(|one| monday(one.today)).min() else { return html! {} };
    let most = minutes.iter().copied().max().unwrap_or(0).max(WEEK_HOURS * 60);
    if minutes.iter().all(|minutes| *minutes == 0) {
        return html! {};
    }
    let row = |week: usize| {
        let begins = first.saturating_add(Span::new().weeks(i64::try_from(week).unwrap_or(0)));
        let hours = minutes[week].div_ceil(60);
        let mut of: Vec<(&str, usize)> =
            all.iter().map(|one| (one.standing.name.as_str(), one.standing.weeks[week])).collect();
        of.retain(|(_, minutes)| *minutes > 0);
        of.sort_by(|(_, one), (_, other)| other.cmp(one));
        let rest = of.len().saturating_sub(NAMED);
        let named: Vec<String> = of
            .iter()
            .take(NAMED)
            .map(|(name, minutes)| format!("{name} {} h", minutes.div_ceil(60)))
            .collect();
        vec![
            html! { "from " (locale().short_day(begins)) },
            html! { (bar(minutes[week], most)) },
            html! { (hours) " h" @if hours > WEEK_HOURS { " " (state(Status::Attention, &format!("over {WEEK_HOURS}"))) } },
            html! { (named.join(" · ")) @if rest > 0 { " · " (counted(rest, "more", "more")) } },
        ]
    };
    let shown = Table {
        caption: String::new(),
        head: ["Week", "Load", "Hours", "Most of it at"].map(str::to_owned).to_vec(),
        rows: (0..WEEKS).map(row).collect(),
    };
    let how = html! {
        p.small.secondary {
            "The steps that are open now, in the minutes that stand beside each, spread evenly until the client's next date; and planned audits at eight hours a day, in the week in which they begin. The line marks "
            (WEEK_HOURS) " hours."
        }
    };
    section("weeks", "The next weeks", "", &[], html! { (how) (table(&shown)) })
}

/// Draws one week.
fn bar(minutes: usize, most: usize) -> Markup {
    let share = |minutes: usize| format!("{}%", (minutes.min(most) * 100).div_ceil(most.max(1)));
    let is_over = minutes.div_ceil(60) > WEEK_HOURS;
    html! {
        svg.week-load.over[is_over] width="100%" height="12" aria-hidden="true" {
            rect.week-room width="100%" height="12" {}
            rect.week-work width=(share(minutes)) height="12" {}
            line.week-line x1=(share(WEEK_HOURS * 60)) x2=(share(WEEK_HOURS * 60)) y1="0" y2="12" {}
        }
    }
}
