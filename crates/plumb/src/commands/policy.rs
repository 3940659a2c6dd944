//! `plumb policy`: who may do what, and why not.

use app::policy::{self, Verdict};
use app::{Access, Proof};
use clap::{Args, Subcommand};
use model::RecordId;
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
                let hash = app::policy_hash();
                if screen.is_json() {
                    screen.json(&POLICY_SHOW, json!({ "policy": hash, "text": policy::text() }));
                    return Ok(());
                }
                screen.line(policy::text());
                screen.talk(format!("sha256 {hash}, as it stands in each commit that they allowed"));
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
        let records = explain.what.iter().map(|text| {
            RecordId::parse(text)
                .ok_or_else(|| Stop::usage(format!("\"{text}\" is no id, expected one such as R-12")))
        });
        let records: Vec<RecordId> = records.collect::<Result<_, Stop>>()?;
        let isms = desk.books.now().isms;
        if let Some(absent) = records.iter().find(|id| isms.find(**id).is_none()) {
            return Err(Stop::not_found(format!("there is no {absent}")));
        }
        let name = isms.name_of(who.id());
        let verdict = desk.books.may(who, &Proof::just_now(), &explain.action, &records);
        let what: Vec<String> = records.iter().map(ToString::to_string).collect();
        let kept = desk.books.is_kept();
        if screen.is_json() {
            let denial = verdict.denial();
            screen.json(
                &POLICY_EXPLAIN,
                json!({
                    "who": name, "action": explain.action, "what": what, "kept": kept, "permitted": verdict.is_permit(),
                    "duty": denial.and_then(|denial| denial.duty).map(|duty| duty.to_string()),
                    "because": denial.map(|denial| denial.because.clone()), "could": denial.map(|denial| denial.names.clone()),
                }),
            );
            return Ok(());
        }
        let subject = format!("{name}   {}   {}", explain.action, what.join(" "));
        match verdict {
            Verdict::Permit => screen.line(format!("{}   {}", subject.trim_end(), screen.paint("32", "may"))),
            Verdict::Deny(denial) => {
                screen.line(format!("{}   {}", subject.trim_end(), screen.paint("31;1", "may not")));
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
