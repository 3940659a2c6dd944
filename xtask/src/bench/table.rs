//! The figures as a table for people.

use super::baseline::Baseline;
use super::figure::{Figure, Goal, Size};

const HEAD: [&str; 6] = ["figure", "size", "measured", "goal", "verdict", "to baseline"];

/// Returns the table, one figure in a line, numbers to the right.
pub fn draw(figures: &[Figure], baseline: &Baseline) -> String {
    let mut rows = vec![HEAD.map(str::to_owned)];
    rows.extend(figures.iter().map(|figure| row(figure, baseline)));
    let widths: [usize; 6] =
        std::array::from_fn(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0));
    let mut drawn = String::new();
    for row in &rows {
        let cells: Vec<String> = row.iter().zip(widths).enumerate().map(cell).collect();
        drawn.push_str(cells.join("  ").trim_end());
        drawn.push('\n');
    }
    drawn
}

fn row(figure: &Figure, baseline: &Baseline) -> [String; 6] {
    let unit = &figure.unit;
    let goal = match figure.goal {
        Goal::None => "-".to_owned(),
        Goal::Under(limit) => format!("< {} {unit}", number(limit)),
        Goal::AtLeast(limit) => format!(">= {} {unit}", number(limit)),
    };
    [
        figure.name.clone(),
        figure.size.as_ref().map_or("-".to_owned(), Size::to_string),
        format!("{} {unit}", number(figure.value)),
        goal,
        figure.verdict(),
        baseline.ratio(figure).map_or("-".to_owned(), |ratio| format!("{ratio:.2}x")),
    ]
}

fn cell((column, (text, width)): (usize, (&String, usize))) -> String {
    match HEAD[column] {
        "measured" | "goal" | "to baseline" => format!("{text:>width$}"),
        _ => format!("{text:<width$}"),
    }
}

/// Returns a number with as many places as are worth reading.
fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 1.0 => format!("{value:.1}"),
        _ => format!("{value:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_below_each_other() {
        let figure = |name: &str, value| Figure {
            name: name.into(),
            size: Some(Size::S),
            value,
            unit: "ms".into(),
            goal: Goal::Under(10.0),
        };
        let drawn = draw(&[figure("check", 8.25), figure("a longer name", 1234.0)], &Baseline::default());
        assert_eq!(
            drawn,
            "figure         size  measured       goal  verdict            to baseline\n\
             check          S       8.2 ms  < 10.0 ms  met                          -\n\
             a longer name  S      1234 ms  < 10.0 ms  missed by 123.40x            -\n"
        );
    }
}
