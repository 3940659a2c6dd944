//! The guide from day one to Stage 2: its commands work in the order in which they stand.

use super::Here;

/// The day on which the guide was written: its dates are moved by the days that passed since.
const WRITTEN: &str = "2026-11-22";

/// Splits commands as a shell does: at blanks and line ends, but not within quotes.
fn commands(block: &str) -> Vec<Vec<String>> {
    let mut commands = vec![vec![String::new()]];
    let mut is_quoted = false;
    for sign in block.chars() {
        let command = commands.last_mut().expect("never empty");
        match sign {
            '"' => is_quoted = !is_quoted,
            '\n' if !is_quoted => commands.push(vec![String::new()]),
            ' ' if !is_quoted => command.push(String::new()),
            _ => command.last_mut().expect("never empty").push(sign),
        }
    }
    commands.retain(|command| command[0] == "plumb");
    commands
}

/// Moves the days in a word.
fn moved(word: &str, by: jiff::Span) -> String {
    let day = |line: &str| line.parse::<jiff::civil::Date>().ok().filter(|_| line.len() == WRITTEN.len());
    let lines = word
        .split('\n')
        .map(|line| day(line).map_or_else(|| line.to_owned(), |day| day.saturating_add(by).to_string()));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_command_of_the_guide_works_where_it_stands() {
    let guide = include_str!("../../../../docs/guide/engagement.md");
    let today = jiff::Zoned::now().date();
    let passed = today - WRITTEN.parse::<jiff::civil::Date>().expect("a day");
    let here = Here::empty();
    for file in ["policy.md", "restore.log", "plan.pdf", "report.pdf", "certificate.pdf"] {
        std::fs::write(here.0.path().join(file), file).expect("written");
    }
    let mut count = 0;
    for block in guide.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        for command in commands(block) {
            let words: Vec<String> = command[1..].iter().map(|word| moved(word, passed)).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let ran = here.plumb(&words);
            // A check tells with its code that something is to be done.
            let is_well = ran.code == 0 || (ran.code == 1 && words[0] == "check");
            assert!(is_well, "{}\n{}\n{}", command.join(" "), ran.out, ran.err);
            count += 1;
        }
    }
    assert!(count > 70, "the walk has its commands: {count}");
}
