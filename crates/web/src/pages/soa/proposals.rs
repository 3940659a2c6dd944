//! What is typed or pressed as reasons of a row, on top of what the records already say about it.

use model::records::Control;
use model::{Ref, Value};

pub use rules::Naming;

/// What is pressed for a kind of reason, and what it means.
pub const WORDS: [&str; 4] = ["risk", "law", "contract", "baseline"];
/// What stands for the baseline where no more is said.
const BASELINE: &str = "part of the baseline that we chose";

/// Reads what was typed or pressed as reasons, one a line: ids, `baseline: why`, or a word that stands for all of a kind.
///
/// # Errors
/// Says what a word cannot stand for.
pub fn reasons_typed(naming: &Naming, control: Ref<Control>, text: &str) -> Result<String, String> {
    let (mut parts, baseline) = split(text);
    let toggled: Vec<String> = parts.iter().filter(|part| WORDS.contains(&part.as_str())).cloned().collect();
    parts.retain(|part| !WORDS.contains(&part.as_str()));
    let mut lines = parts;
    lines.extend(baseline);
    for word in toggled {
        toggle(naming, control, &word, &mut lines)?;
    }
    Ok(lines.join("\n"))
}

/// Puts all reasons of a kind among the lines, or takes them away where they stand there.
fn toggle(naming: &Naming, control: Ref<Control>, word: &str, lines: &mut Vec<String>) -> Result<(), String> {
    let all = match word {
        "risk" => &naming.risks,
        "law" => &naming.laws,
        "contract" => &naming.contracts,
        _ => {
            let stood = lines.len();
            lines.retain(|line| !is_baseline(line));
            if lines.len() == stood {
                lines.push(format!("baseline: {BASELINE}"));
            }
            return Ok(());
        }
    };
    if all.is_empty() {
        return Err(format!(
            "no {word} names {control} yet; type the id of one, or name {control} there first"
        ));
    }
    let texts: Vec<String> = all.iter().map(Value::text).collect();
    if texts.iter().all(|text| lines.contains(text)) {
        lines.retain(|line| !texts.contains(line));
    } else {
        lines.extend(texts.into_iter().filter(|text| !lines.contains(text)).collect::<Vec<_>>());
    }
    Ok(())
}

/// Splits typed reasons; what follows `baseline:` is one reason, commas and all, but for words pressed after it.
fn split(text: &str) -> (Vec<String>, Option<String>) {
    let even = text.replace(['\n', ';'], ",");
    let lower = even.to_lowercase();
    let (ids, baseline) = match lower.find("baseline:") {
        Some(place) if even.is_char_boundary(place) => even.split_at(place),
        Some(_) | None => (even.as_str(), ""),
    };
    let mut parts: Vec<String> =
        ids.split(',').map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
    let mut rest: Vec<&str> = baseline.split(',').collect();
    while rest.last().is_some_and(|last| WORDS.contains(&last.trim())) {
        parts.extend(rest.pop().map(|word| word.trim().to_owned()));
    }
    let baseline = rest.join(",").trim().to_owned();
    (parts, (!baseline.is_empty()).then_some(baseline))
}

fn is_baseline(line: &str) -> bool {
    line.to_lowercase().starts_with("baseline:")
}

#[cfg(test)]
mod tests {
    use model::records::Reason;

    use super::*;

    fn naming() -> Naming {
        Naming {
            risks: vec![Reason::Risk(Ref::number(14)), Reason::Risk(Ref::number(22))],
            ..Naming::default()
        }
    }

    fn typed(text: &str) -> Result<String, String> {
        let id = model::RecordId::parse("A.8.11").expect("an id");
        reasons_typed(&naming(), Ref::of(id.key), text)
    }

    #[test]
    fn a_pressed_word_stands_for_all_of_its_kind_and_pressed_again_takes_them_away() {
        assert_eq!(typed("risk").as_deref(), Ok("R-14\nR-22"));
        assert_eq!(typed("R-14,risk").as_deref(), Ok("R-14\nR-22"));
        assert_eq!(typed("R-14, R-22, risk").as_deref(), Ok(""));
        assert_eq!(
            typed("OBL-1,baseline").as_deref(),
            Ok("OBL-1\nbaseline: part of the baseline that we chose")
        );
        assert_eq!(typed("baseline: we chose it, all of it,baseline").as_deref(), Ok(""));
        assert!(typed("law").expect_err("none").contains("no law names A.8.11 yet"));
    }

    #[test]
    fn a_baseline_keeps_its_commas() {
        assert_eq!(
            typed("R-3\nbaseline: customers, auditors, we").as_deref(),
            Ok("R-3\nbaseline: customers, auditors, we")
        );
        assert_eq!(typed("baseline: a, b,risk").as_deref(), Ok("baseline: a, b\nR-14\nR-22"));
    }

    #[test]
    fn a_justification_is_made_of_what_is_recorded_and_of_nothing_else() {
        assert_eq!(naming().justification(), "Treats R-14, R-22");
        assert_eq!(Naming::default().justification(), "");
    }
}
