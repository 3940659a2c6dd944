//! The pages of docs/reference, made from the code; a test says when one is stale.

use std::fmt::Write as _;
use std::path::Path;

use clap::CommandFactory as _;
use model::{RecordKind, Shape, Writer};

use crate::cli::Cli;
use crate::fields::placeholder;
use crate::shapes::SHAPES;

const MARK: &str = "<!-- made from the code: do not edit -->";

/// Compares a page with what the code says, or writes it where asked to.
fn compare(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference").join(name);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("the folder can be made");
        std::fs::write(&path, text).expect("the page can be written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "docs/reference/{name} is stale: UPDATE=1 cargo test -p plumb reference");
}

/// Returns a cell of a Markdown table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[test]
fn the_page_of_commands_is_what_the_command_line_takes() {
    let mut page = format!("{MARK}\n\n# Commands\n\nEvery command, from its own help. ");
    page.push_str("Results go to stdout, talk to stderr; `--json` gives one of the shapes at the end.\n");
    let mut root = Cli::command().term_width(100);
    root.build();
    commands(&root, "plumb", &mut page);
    page.push_str("\n## Shapes of JSON results\n\nEach result names its shape under `schema`.\n");
    for shape in SHAPES {
        let _ = write!(page, "\n### {}\n\n| key | holds |\n| --- | --- |\n", shape.schema());
        for (key, holds) in shape.keys {
            let _ = writeln!(page, "| `{key}` | {} |", cell(holds));
        }
    }
    compare("commands.md", &page);
}

/// Writes a command and those below it.
fn commands(command: &clap::Command, path: &str, page: &mut String) {
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        let path = format!("{path} {}", sub.get_name());
        let _ =
            write!(page, "\n## {path}\n\n{}\n", sub.get_about().map(ToString::to_string).unwrap_or_default());
        if let Some(examples) = sub.get_before_help() {
            let _ = write!(page, "\n```console\n{examples}\n```\n");
        }
        options(sub, page);
        if let Some(more) = sub.get_after_help() {
            let _ = write!(page, "\n{more}\n");
        }
        commands(sub, &path, page);
    }
}

/// Writes the arguments of a command; what holds everywhere stands once, under `plumb init`.
fn options(command: &clap::Command, page: &mut String) {
    let everywhere =
        |arg: &&clap::Arg| arg.get_help_heading() != Some("Everywhere") && arg.get_id() != "help";
    let args: Vec<&clap::Arg> = command.get_arguments().filter(everywhere).collect();
    if args.is_empty() || command.get_subcommands().next().is_some() {
        return;
    }
    page.push_str("\n| argument | meaning |\n| --- | --- |\n");
    for arg in args {
        let values: Vec<String> =
            arg.get_value_names().unwrap_or_default().iter().map(ToString::to_string).collect();
        let takes = arg.get_action().takes_values();
        let name = match (arg.get_long(), takes) {
            (Some(long), true) => format!("--{long} {}", values.join(" ")),
            (Some(long), false) => format!("--{long}"),
            (None, _) => values.join(" "),
        };
        let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(page, "| `{}` | {} |", cell(name.trim()), cell(&help));
    }
}

#[test]
fn the_pages_of_the_api_are_what_it_answers() {
    compare("api.md", &format!("{MARK}\n\n{}", web::api::markdown()));
    compare("openapi.json", &(lines(web::api::document()) + "\n"));
}

/// Writes JSON so that each path and each schema stands on a line of its own.
fn lines(document: &serde_json::Value) -> String {
    let mut text = document.to_string();
    for (before, after) in
        [("\"/api/v1", "\n\"/api/v1"), ("\"schemas\":{", "\n\"schemas\":{\n"), ("},\"", "},\n\"")]
    {
        text = text.replace(before, after);
    }
    assert_eq!(
        serde_json::from_str::<serde_json::Value>(&text).ok().as_ref(),
        Some(document),
        "the same document"
    );
    text
}

#[test]
fn the_page_of_rules_is_what_the_rules_say() {
    let mut page = format!("{MARK}\n\n# Rules\n\n{} rules. ", rules::RULES.len());
    page.push_str("`plumb explain CODE` shows one with its examples.\n\n");
    page.push_str("| code | name | level | likely grade | from | phase | rests on |\n| --- | --- | --- | --- | --- | --- | --- |\n");
    for rule in rules::RULES {
        let phase = rules::phase_of(rule.code);
        let _ = writeln!(
            page,
            "| [{0}](#{1}) | {2} | {3} | {4} | {5} | {6} | {7} |",
            rule.code,
            rule.code.to_lowercase(),
            cell(rule.name),
            rule.severity.word(),
            rule.grade.word(),
            rule.stage.title(),
            phase.title(),
            cell(&rule.clauses.join("; "))
        );
    }
    for rule in rules::RULES {
        let _ = write!(page, "\n## {}\n\n**{}.** {}\n\n", rule.code, cell(rule.name), rule.what);
        let _ = writeln!(page, "- Why: {}", rule.why);
        let _ = writeln!(page, "- Mend it: {} ({})", rule.fix, rule.fix_grade.word());
        for bad in rule.bad {
            let _ = writeln!(
                page,
                "- Speaks when {}: {}",
                bad.title,
                bad.says.iter().map(|says| format!("`{says}`")).collect::<Vec<_>>().join(", ")
            );
        }
        for good in rule.good {
            let _ = writeln!(page, "- Silent when {}", good.title);
        }
    }
    compare("rules.md", &page);
}

#[test]
fn the_page_of_records_is_what_the_model_holds() {
    let mut page = format!("{MARK}\n\n# Records\n\nEvery kind of record and its fields. ");
    page.push_str("Fields marked *operation* are written by a command of their own.\n");
    for kind in RecordKind::ALL {
        let words = kind.kind();
        let _ = write!(
            page,
            "\n## {}\n\n{} Clause {}; ids such as `{}`.\n\n",
            words.singular,
            words.what,
            words.clause,
            words.example()
        );
        page.push_str("| field | holds | meaning |\n| --- | --- | --- |\n");
        for field in kind.fields() {
            let writer = if field.writer == Writer::Operation { " *(operation)*" } else { "" };
            let _ = writeln!(
                page,
                "| `{}` | {}{writer} | {} |",
                field.name,
                cell(&holds(&field.shape)),
                cell(field.help)
            );
        }
    }
    compare("records.md", &page);
}

/// Says what a field holds.
fn holds(shape: &Shape) -> String {
    match shape {
        Shape::Choice(words) => words.join(", "),
        Shape::Reference(kinds) => kinds.iter().map(|kind| kind.kind().prefix).collect::<Vec<_>>().join(", "),
        Shape::Optional(inner) => holds(inner),
        Shape::List(inner) => format!("list of {}", holds(inner)),
        Shape::Parts(parts) => parts.iter().map(|part| part.name).collect::<Vec<_>>().join(" \\| "),
        Shape::Line | Shape::Prose | Shape::Date | Shape::Number | Shape::Decimal | Shape::Owner => {
            placeholder(shape).to_lowercase()
        }
    }
}
