//! What comes back: each rhythm becomes scenes on its days, the same every time.

use std::collections::BTreeMap;

use jiff::Span;
use jiff::civil::Weekday;
use model::Date;

use super::scenario::{Beat, Rhythm, Scene, Step};

/// The words of a row by their names.
type Words<'a> = BTreeMap<&'a str, &'a str>;

/// One time that something comes back.
struct Turn<'a> {
    words: &'a Words<'a>,
    /// Which time it is, from 0.
    number: usize,
    start: Date,
    before: Date,
    day: Date,
}

/// Returns the scenes of a rhythm up to the day before the day of playing.
///
/// # Errors
/// Where a row does not say when, or a beat names a word that no row has.
pub(crate) fn scenes(rhythm: &Rhythm, today: Date) -> Result<Vec<Scene>, String> {
    let (head, rows) = rhythm.rows.split_first().ok_or("a rhythm needs rows")?;
    let mut scenes = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let words: Words = head.iter().map(String::as_str).zip(row.iter().map(String::as_str)).collect();
        let said = |name: &str| words.get(name).copied().unwrap_or_default();
        let start = days_ago(today, number(said("from"))?)?;
        let end = days_ago(today, if said("until").is_empty() { 0 } else { number(said("until"))? })?;
        let skipped: Vec<&str> = said("skip").split(',').map(str::trim).collect();
        let mut before = day_of(start, said("every"), -1)?;
        for turn in 0_usize.. {
            let day = day_of(start, said("every"), i64::try_from(turn).unwrap_or(i64::MAX))?;
            if day > end {
                break;
            }
            if !skipped.contains(&turn.to_string().as_str()) {
                let turn = Turn { words: &words, number: turn, start, before, day };
                for beat in &rhythm.beats {
                    scenes.extend(scene(beat, &turn, place, today)?);
                }
            }
            before = day;
        }
    }
    Ok(scenes)
}

/// Returns the day of a turn, counted from the first as runs of controls are scheduled.
fn day_of(start: Date, every: &str, turn: i64) -> Result<Date, String> {
    let span = match every {
        "week" => Span::new().weeks(turn),
        "fortnight" => Span::new().weeks(2 * turn),
        "month" => Span::new().months(turn),
        "quarter" => Span::new().months(3 * turn),
        "half year" => Span::new().months(6 * turn),
        "year" => Span::new().years(turn),
        other => return Err(format!("{other} is no rhythm")),
    };
    start.checked_add(span).map_err(|error| error.to_string())
}

/// Returns the scene of a beat; nothing where its day is not over yet. Nobody works on weekends.
fn scene(beat: &Beat, turn: &Turn, place: usize, today: Date) -> Result<Option<Scene>, String> {
    let mut day = later(turn.day, beat.after)?;
    day = match day.weekday() {
        Weekday::Saturday => later(day, 2)?,
        Weekday::Sunday => later(day, 1)?,
        Weekday::Monday | Weekday::Tuesday | Weekday::Wednesday | Weekday::Thursday | Weekday::Friday => day,
    };
    if day >= today {
        return Ok(None);
    }
    let ago = day.until(today).map_err(|error| error.to_string())?.get_days();
    let steps = beat.steps.iter().map(|step| filled_step(step, turn)).collect::<Result<_, _>>()?;
    Ok(Some(Scene {
        ago,
        at: minutes_later(&beat.at, place * 2 + turn.number % 7),
        by: filled(&beat.by, turn)?,
        because: filled(&beat.because, turn)?,
        steps,
    }))
}

/// Returns a time of day so many minutes later.
fn minutes_later(at: &str, minutes: usize) -> String {
    let (hour, minute) = at.split_once(':').unwrap_or(("9", "0"));
    let all = hour.parse().unwrap_or(9) * 60 + minute.parse().unwrap_or(0) + minutes;
    format!("{}:{:02}", (all / 60).min(23), all % 60)
}

fn filled_step(step: &Step, turn: &Turn) -> Result<Step, String> {
    let fields = step.fields.iter().map(|(name, text)| Ok((name.clone(), filled(text, turn)?)));
    let rows = step.rows.iter().map(|row| row.iter().map(|text| filled(text, turn)).collect());
    Ok(Step {
        verb: filled(&step.verb, turn)?,
        what: filled(&step.what, turn)?,
        name: filled(&step.name, turn)?,
        fields: fields.collect::<Result<_, String>>()?,
        rows: rows.collect::<Result<_, String>>()?,
    })
}

/// Fills in the words: of the row, and the days `<day>`, `<day+3>`, `<before>`, `<start>` and the number `<n>`.
fn filled(text: &str, turn: &Turn) -> Result<String, String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        let (word, behind) = after.split_once('>').ok_or_else(|| format!("a word stands open in {text}"))?;
        out.push_str(before);
        out.push_str(&word_of(word, turn)?);
        rest = behind;
    }
    out.push_str(rest);
    // A word of a row may hold words itself.
    if out.contains('<') { filled(&out, turn) } else { Ok(out) }
}

fn word_of(word: &str, turn: &Turn) -> Result<String, String> {
    if let Some(text) = turn.words.get(word) {
        let choices: Vec<&str> = text.split(" ; ").collect();
        return Ok(choices[turn.number % choices.len()].to_owned());
    }
    match word {
        "day" => return Ok(turn.day.to_string()),
        "before" => return Ok(turn.before.to_string()),
        "start" => return Ok(turn.start.to_string()),
        "n" => return Ok((turn.number + 1).to_string()),
        _ => {}
    }
    let days = word.strip_prefix("day").ok_or_else(|| format!("no row has a word for {word}"))?;
    Ok(later(turn.day, number(days)?)?.to_string())
}

fn number(text: &str) -> Result<i32, String> {
    text.parse().map_err(|_| format!("{text} is not a number of days"))
}

fn later(day: Date, days: i32) -> Result<Date, String> {
    day.checked_add(Span::new().days(days)).map_err(|error| error.to_string())
}

fn days_ago(today: Date, days: i32) -> Result<Date, String> {
    later(today, -days)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::scenario::{Chapter, read};

    /// A Saturday.
    const TODAY: Date = Date::constant(2026, 11, 21);

    fn played(head: &str, row: &str, title: &str) -> Result<Vec<Scene>, String> {
        let text = format!(
            "[[rhythm]]\nrows = [[{head}], [{row}]]\n[[rhythm.beat]]\nat = \"9:00\"\nby = \"Ann\"\n\
             [[rhythm.beat.do]]\nverb = \"create\"\nwhat = \"risk\"\ntitle = \"{title}\"\n"
        );
        let chapter: Chapter = read(&text).expect("a chapter");
        scenes(&chapter.rhythms[0], TODAY)
    }

    #[test]
    fn what_comes_back_falls_on_working_days_before_today_and_takes_turns() {
        let found = played(
            r#""every", "from", "skip", "said""#,
            r#""week", "28", "1", "red ; green""#,
            "<said> <n> <day-1>",
        );
        let found: Vec<(i32, String)> = found
            .expect("played")
            .iter()
            .map(|scene| (scene.ago, scene.steps[0].fields["title"].clone()))
            .collect();
        let told = |ago: i32, title: &str| (ago, title.to_owned());
        assert_eq!(
            found,
            [told(26, "red 1 2026-10-23"), told(12, "red 3 2026-11-06"), told(5, "green 4 2026-11-13")]
        );
    }

    #[test]
    fn a_word_that_no_row_has_is_told() {
        let refused = |every: &str, title: &str| {
            played(r#""every", "from""#, &format!("\"{every}\", \"9\""), title).expect_err("refused")
        };
        assert_eq!(refused("week", "<who>"), "no row has a word for who");
        assert_eq!(refused("moon", "x"), "moon is no rhythm");
    }
}
