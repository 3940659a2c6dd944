//! `plumb policy`: who may do what, and why not.

use app::policy::{self, Verdict};
use app::{Access, Proof};
use clap::{Args, Subcommand};
use model::records::Person;
use model::{Date, Isms, RecordId, Ref};
use operations::{Typed, every_form};
use serde_json::json;

use crate::args::Common;
use crate::exit::Stop;
use crate::folder;
use crate::nearest::did_you_mean;
use crate::screen::Screen;
use crate::shapes::{POLICY_EXPLAIN, POLICY_SHOW};

/// Who may do what: ask, or read the policies.
#[derive(Debug, Args)]
pub struct Policy {
    #[command(subcommand)]
    verb: Verb,
}

/// What is asked.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Say whether somebody may do something to a record, why not, and who could
    #[command(
        before_help = "plumb policy explain Jana risk.accept R-12\nplumb policy explain PER-3 document.approve DOC-2\nplumb policy explain Sam record.create"
    )]
    Explain(Explain),
    /// Print the policies that decide, and their hash as it stands in each commit
    #[command(before_help = "plumb policy show")]
    Show,
}

/// A question to the policies.
#[derive(Debug, Args)]
struct Explain {
    /// Who, by id or name
    who: String,
    /// The operation, by its dotted name, such as risk.accept
    action: String,
    /// The records, by id
    what: Vec<String>,
}

impl Policy {
    /// Answers.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let explain = match self.verb {
            Verb::Show => {
                show(screen);
                return Ok(());
            }
            Verb::Explain(explain) => explain,
        };
        let known = operations::ALL.iter().map(|one| one.intent);
        if !known.clone().any(|intent| intent == explain.action) {
            let near = did_you_mean(&explain.action, known);
            return Err(Stop::usage(format!("\"{}\" is no operation{near}", explain.action))
                .help("all of them: docs/reference/policy.md"));
        }
        let desk = folder::open(common, Access::Read).await?;
        let who = desk.person(&explain.who)?;
        let isms = desk.books.now().isms;
        let records = explain.records(&isms)?;
        let name = isms.name_of(who.id());
        let verdict = desk.books.may(who, &Proof::just_now(), &explain.action, &records);
        // What the policies permit, the operation may still keep from this person.
        let kept_from = match verdict {
            Verdict::Permit => kept_from(&isms, who, &explain.action, &records, desk.books.today()),
            Verdict::Deny(_) => None,
        };
        let what: Vec<String> = records.iter().map(ToString::to_string).collect();
        let kept = desk.books.is_kept();
        if screen.is_json() {
            let denial = verdict.denial();
            let duty = denial.and_then(|denial| denial.duty).map(|duty| duty.to_string());
            let because = denial.map(|denial| match &denial.nobody {
                Some(nobody) => format!("{}; {nobody}", denial.because),
                None => denial.because.clone(),
            });
            screen.json(
                &POLICY_EXPLAIN,
                json!({
                    "who": name, "action": explain.action, "what": what, "kept": kept,
                    "permitted": verdict.is_permit() && kept_from.is_none(),
                    "duty": duty.or_else(|| kept_from.is_some().then(|| duty_of(&explain.action)).flatten()),
                    "because": because.or(kept_from), "could": denial.map(|denial| denial.names.clone()),
                }),
            );
            return Ok(());
        }
        let subject = format!("{name}   {}   {}", explain.action, what.join(" "));
        let may_not = screen.paint("31;1", "may not");
        match (verdict, kept_from) {
            (Verdict::Permit, Some(words)) => {
                let duty = duty_of(&explain.action).map(|duty| format!("{duty}: ")).unwrap_or_default();
                screen.line(format!("{}   {may_not}", subject.trim_end()));
                screen.line(format!("because: {duty}{words}"));
            }
            (Verdict::Permit, None) => {
                screen.line(format!("{}   {}", subject.trim_end(), screen.paint("32", "may")))
            }
            (Verdict::Deny(denial), _) => {
                screen.line(format!("{}   {may_not}", subject.trim_end()));
                screen.line(format!("because: {denial}"));
            }
        }
        if !kept {
            screen.talk(
                "nobody has a membership here yet: everybody may do everything, and the history says so",
            );
        }
        Ok(())
    }
}

/// Prints the policies and their hash.
fn show(screen: &mut Screen) {
    let hash = app::policy_hash();
    if screen.is_json() {
        screen.json(&POLICY_SHOW, json!({ "policy": hash, "text": policy::text() }));
        return;
    }
    screen.line(policy::text());
    screen.talk(format!("sha256 {hash}, as it stands in each commit that they allowed"));
}

impl Explain {
    /// Returns the records that are asked about.
    fn records(&self, isms: &Isms) -> Result<Vec<RecordId>, Stop> {
        let records = self.what.iter().map(|text| {
            RecordId::parse(text)
                .ok_or_else(|| Stop::usage(format!("\"{text}\" is no id, expected one such as R-12")))
        });
        let records: Vec<RecordId> = records.collect::<Result<_, Stop>>()?;
        match records.iter().find(|id| isms.find(**id).is_none()) {
            Some(absent) => Err(Stop::not_found(format!("there is no {absent}"))),
            None => Ok(records),
        }
    }
}

/// Returns the words with which an operation refuses this person, and nobody else, to do it to one of the records.
fn kept_from(
    isms: &Isms,
    who: Ref<Person>,
    intent: &str,
    records: &[RecordId],
    today: Date,
) -> Option<String> {
    /// A number that no person has.
    const NOBODY: u32 = 999_999_999;
    records.iter().find_map(|id| {
        let form = every_form().find(|form| form.on == id.kind && form.intent == intent)?;
        let inputs = form.inputs.iter().filter(|input| input.name == "because");
        let typed: Typed = inputs.map(|input| (input.name.to_owned(), "asked".to_owned())).collect();
        let operation = (form.make)(*id, &typed).ok()?;
        let own = operation.decide(isms, who, today).err()?;
        let others = operation.decide(isms, Ref::number(NOBODY), today).err();
        (others.as_ref() != Some(&own)).then_some(own)
    })
}

/// Returns the duty behind what an operation itself keeps apart.
fn duty_of(intent: &str) -> Option<String> {
    intent.starts_with("exception.").then(|| "SD18".to_owned())
}
