//! The figures of an earlier run on the same machine, to compare with: `xtask/baseline.tsv`.

use super::figure::Figure;
use super::machine::Machine;
use crate::command::{Outcome, root};
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

/// What each figure was; empty where there is none, or it was made on another machine.
#[derive(Debug, Default, PartialEq)]
pub struct Baseline {
    values: BTreeMap<String, f64>,
}

impl Baseline {
    /// Reads the baseline, if it was made on this machine.
    pub fn read(machine: &Machine) -> Result<Self, String> {
        match fs::read_to_string(file()) {
            Ok(text) => Self::parse(&text, &machine.name),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(format!("{}: {error}", file().display())),
        }
    }

    /// Returns how a figure stands to what it was: 1.0 is the same.
    pub fn ratio(&self, figure: &Figure) -> Option<f64> {
        self.values.get(&figure.key()).map(|was| figure.value / was)
    }

    /// Keeps these figures as the baseline from now on.
    pub fn write(machine: &Machine, figures: &[Figure]) -> Outcome {
        let lines = figures.iter().map(|figure| format!("{}\t{:.4}\n", figure.key(), figure.value));
        let text = format!("machine\t{}\n{}", machine.name, lines.collect::<String>());
        fs::write(file(), text).map_err(|error| format!("{}: {error}", file().display()))
    }

    fn parse(text: &str, machine: &str) -> Result<Self, String> {
        let mut lines = text.lines();
        if lines.next().and_then(|line| line.strip_prefix("machine\t")) != Some(machine) {
            return Ok(Self::default());
        }
        let read = |line: &str| {
            let (key, value) = line.split_once('\t')?;
            Some((key.to_owned(), value.parse().ok()?))
        };
        let values = lines
            .map(|line| read(line).ok_or_else(|| format!("baseline.tsv: not a figure: {line:?}")))
            .collect::<Result<_, _>>()?;
        Ok(Self { values })
    }
}

fn file() -> PathBuf {
    root().join("xtask").join("baseline.tsv")
}

#[cfg(test)]
mod tests {
    use super::super::figure::{Goal, Size};
    use super::*;

    fn check_at_m(value: f64) -> Figure {
        Figure { name: "check".into(), size: Some(Size::M), value, unit: "ms".into(), goal: Goal::None }
    }

    #[test]
    fn a_figure_is_compared_with_what_it_was() {
        let baseline = Baseline::parse("machine\tours\ncheck M\t50.0\n", "ours").unwrap();
        assert_eq!(baseline.ratio(&check_at_m(75.0)), Some(1.5));
    }

    #[test]
    fn a_baseline_of_another_machine_compares_nothing() {
        let baseline = Baseline::parse("machine\ttheirs\ncheck M\t50.0\n", "ours").unwrap();
        assert_eq!(baseline.ratio(&check_at_m(75.0)), None);
    }

    #[test]
    fn a_spoilt_line_is_named() {
        let problem = Baseline::parse("machine\tours\ncheck M fifty\n", "ours").unwrap_err();
        assert!(problem.contains("check M fifty"), "{problem}");
    }
}
