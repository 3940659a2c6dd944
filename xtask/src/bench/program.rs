//! The program that measures plumb itself: xtask builds it in release, runs it, and reads its figures.
//!
//! It is `crates/plumb/benches/figures.rs` (a bench target with `harness = false`): xtask depends on no crate of ours, so
//! that every chore starts at once. It is given the sizes as words and prints one line for each figure, parted by tabs:
//! `figure`, name, size or `-`, value, unit, goal (`<100`, `>2000` or `-`). All other lines are shown as they are.

use super::figure::{Figure, Goal, Size};
use crate::command::{cargo, root, run_and_read};

const SOURCE: &str = "crates/plumb/benches/figures.rs";

/// Returns the program's figures at these sizes; none while there is no such program.
pub fn figures(sizes: &[Size]) -> Result<Vec<Figure>, String> {
    if !root().join(SOURCE).is_file() {
        eprintln!("skipped: {SOURCE} is not there yet, so only the disk was measured");
        return Ok(Vec::new());
    }
    let letters: Vec<String> = sizes.iter().map(Size::to_string).collect();
    let mut command = cargo(&["bench", "--workspace", "--locked", "--bench", "figures", "--"]);
    let mut read = Vec::new();
    run_and_read(command.args(letters), |line| match line.strip_prefix("figure\t") {
        Some(rest) => read.push(figure(rest).ok_or_else(|| format!("not a figure: {line:?}"))),
        None => eprintln!("{line}"),
    })?;
    read.into_iter().collect()
}

fn figure(line: &str) -> Option<Figure> {
    let [name, size, value, unit, goal] = line.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let size = match size {
        "-" => None,
        letter => Some(Size::read(letter)?),
    };
    let value = value.parse().ok().filter(|value: &f64| value.is_finite())?;
    Some(Figure { name: name.to_owned(), size, value, unit: unit.to_owned(), goal: Goal::read(goal)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_program_becomes_a_figure() {
        let read = figure("check all rules\tM\t81.5\tms\t<100").unwrap();
        assert_eq!(
            (read.key().as_str(), read.value, read.goal),
            ("check all rules M", 81.5, Goal::Under(100.0))
        );
    }

    #[test]
    fn a_line_with_a_word_for_a_value_is_no_figure() {
        assert_eq!(figure("check all rules\tM\tfast\tms\t<100"), None);
        assert_eq!(figure("check all rules\tM\tNaN\tms\t<100"), None);
    }
}
