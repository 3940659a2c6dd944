//! The five questions as fields of a form, and what was typed into them.

use model::records::Remote;
use model::{Date, Value as _, YesNo};
use operations::{Answers, AnswersProblem, answer_list};

use crate::fields::Fields;
use crate::locale::locale;
use crate::pages::naming::day;
use crate::pages::record::capital;
use crate::pages::words::of_label;
use crate::parts::{Choice, Input, Widget};

/// What is wrong: the field and the words.
pub type Wrong = Vec<(&'static str, String)>;

/// The questions, in order: name of the field, what is asked, and what helps.
const ASKED: &[(&str, &[Asked])] = &[
    (
        "1. What you do",
        &[("sells", "What do you make or sell?", "One sentence, as you say it to a customer", Kind::Line)],
    ),
    (
        "2. People and places",
        &[
            (
                "people",
                "How many people?",
                "Everybody who works in it, such as 60; audit days follow from it",
                Kind::Line,
            ),
            (
                "sites",
                "Where do they work?",
                "The names of the places, one a line or with commas between",
                Kind::Lines,
            ),
            ("remote", "Who works remotely?", "", Kind::Remote),
        ],
    ),
    (
        "3. What it runs on",
        &[
            (
                "runs_on",
                "Which systems and services?",
                "Those that the work would stop without, such as Microsoft 365, AWS, ERP",
                Kind::Lines,
            ),
            ("writes_software", "Do you write software?", "For customers or for yourselves", Kind::YesNo),
            (
                "suppliers",
                "Which suppliers could you not work without?",
                "One a line or with commas between",
                Kind::Lines,
            ),
        ],
    ),
    (
        "4. Why now",
        &[
            (
                "asked_by",
                "Who asks for the certificate?",
                "Customers, a parent company, owners, an insurer",
                Kind::Lines,
            ),
            (
                "contracts",
                "Which contracts ask for it?",
                "As you call them, such as Frame contract with Volta",
                Kind::Lines,
            ),
            (
                "laws",
                "Which laws or standards ask for security?",
                "Such as GDPR, NIS2, DORA, TISAX",
                Kind::Lines,
            ),
        ],
    ),
    (
        "5. When",
        &[
            (
                "wanted_on",
                "By which day is the certificate wanted?",
                "Such as 2027-09-30, 30 Sep or +40w; the plan says whether that can be met",
                Kind::Day,
            ),
            ("body", "Which certification body?", "If you know it already", Kind::Line),
        ],
    ),
];

type Asked = (&'static str, &'static str, &'static str, Kind);

/// How a question is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Line,
    Lines,
    Remote,
    YesNo,
    Day,
}

/// Returns the fields of the questions: each part with its heading. `known` says what is recorded already: such a question is left out
/// where it takes one answer, and where it takes names they stand in its hint.
#[must_use]
pub fn parts(typed: &Fields, wrong: &Wrong, known: &[(&str, String)]) -> Vec<(String, Vec<Input>)> {
    let of = |name: &str| known.iter().find(|(field, _)| *field == name).map(|(_, words)| words.as_str());
    let input = |(name, label, hint, kind): &Asked| {
        let hint = match of(name) {
            Some(_) if *kind != Kind::Lines => return None,
            Some(words) => format!("{hint}. Recorded: {words}"),
            None => (*hint).to_owned(),
        };
        let error = wrong.iter().find(|(field, _)| field == name).map(|(_, words)| words.clone());
        let term = (*name == "body").then(|| of_label("certification body")).flatten();
        let term = term.or_else(|| (*name == "asked_by").then(|| of_label("interested party")).flatten());
        let input = Input::new(*name, *label, widget(*kind)).hint(hint).value(typed.get(name)).error(error);
        Some(Input { term, ..input })
    };
    let part = |(heading, asked): &(&str, &[Asked])| {
        ((*heading).to_owned(), asked.iter().filter_map(input).collect::<Vec<Input>>())
    };
    ASKED.iter().map(part).filter(|(_, inputs)| !inputs.is_empty()).collect()
}

fn widget(kind: Kind) -> Widget {
    match kind {
        Kind::Line => Widget::Text,
        Kind::Lines => Widget::Lines(3),
        Kind::Day => Widget::Date,
        Kind::Remote => Widget::Radio(["nobody", "some", "everybody"].map(choice).to_vec()),
        Kind::YesNo => Widget::Radio(["yes", "no"].map(choice).to_vec()),
    }
}

fn choice(word: &str) -> Choice {
    Choice::new(word, capital(word))
}

/// Reads what was typed.
///
/// # Errors
/// Says of each field what was expected.
pub fn read(typed: &Fields, today: Date) -> Result<Answers, Wrong> {
    let mut wrong = Wrong::new();
    let filled = |name: &str| Some(typed.get(name)).filter(|text| !text.is_empty());
    let line = |name: &str| filled(name).map(str::to_owned);
    let list = |name: &str| answer_list(typed.get(name));
    let people = filled("people").map(people).transpose();
    let remote =
        filled("remote").map(|word| Remote::read(word).map_err(|problem| problem.to_string())).transpose();
    let writes =
        filled("writes_software").map(|word| YesNo::read(word).map_err(|problem| problem.to_string()));
    let wanted = filled("wanted_on").map(|text| day(text, today)).transpose();
    let answers = Answers {
        sells: line("sells"),
        people: taken(people, "people", &mut wrong),
        sites: list("sites"),
        remote: taken(remote, "remote", &mut wrong),
        runs_on: list("runs_on"),
        writes_software: taken(writes.transpose(), "writes_software", &mut wrong),
        suppliers: list("suppliers"),
        why_now: None,
        asked_by: list("asked_by"),
        contracts: list("contracts"),
        laws: list("laws"),
        wanted_on: taken(wanted, "wanted_on", &mut wrong),
        body: line("body"),
    };
    if wrong.is_empty() { Ok(answers) } else { Err(wrong) }
}

fn taken<T>(read: Result<Option<T>, String>, field: &'static str, wrong: &mut Wrong) -> Option<T> {
    read.unwrap_or_else(|words| {
        wrong.push((field, capital(&words)));
        None
    })
}

/// Reads a number of people: `60`, `1 200`, `60 people`.
fn people(typed: &str) -> Result<u32, String> {
    let digits = typed.trim().trim_end_matches("people").trim_end_matches("employees");
    let digits: String = digits.chars().filter(|sign| !sign.is_whitespace()).collect();
    let plain = locale().typed_number(&model::Shape::Number, &digits);
    plain
        .parse()
        .map_err(|_| format!("Enter how many people as a number, such as 60 or {}", locale().whole(1_200)))
}

/// Returns which field a refusal is about, and the words that stand beside it.
#[must_use]
pub fn wrong(problem: &AnswersProblem) -> (&'static str, String) {
    let field = |answer: &str| match answer {
        "what you sell" | "why now" => "sells",
        "places of work" => "sites",
        "what it runs on" => "runs_on",
        "suppliers" => "suppliers",
        "who asks" => "asked_by",
        "contracts" => "contracts",
        "laws" => "laws",
        _ => "body",
    };
    match problem {
        AnswersProblem::NoPeople | AnswersProblem::TooManyPeople(_) => {
            ("people", capital(&problem.to_string()))
        }
        AnswersProblem::TooMany { answer, given } => (
            field(answer),
            format!(
                "{given} names were given for {answer}, and at most {} are taken here: keep the most important ones, and \
                 import the whole list afterwards",
                operations::ANSWERS_MAX
            ),
        ),
        AnswersProblem::Text { answer, problem } => (field(answer), capital(problem)),
        AnswersProblem::Past(..) | AnswersProblem::Far(_) => ("wanted_on", capital(&problem.to_string())),
    }
}

/// Takes an answer away.
pub fn leave_out(answers: &mut Answers, field: &str) {
    match field {
        "sells" => answers.sells = None,
        "people" => answers.people = None,
        "sites" => answers.sites.clear(),
        "runs_on" => answers.runs_on.clear(),
        "suppliers" => answers.suppliers.clear(),
        "asked_by" => answers.asked_by.clear(),
        "contracts" => answers.contracts.clear(),
        "laws" => answers.laws.clear(),
        "wanted_on" => answers.wanted_on = None,
        _ => answers.body = None,
    }
}
