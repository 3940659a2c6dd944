//! `plumb waive`: a diagnostic is right, and lived with until a day.

use clap::Args;
use diagnostics::{Diagnostic, Severity};
use model::{Line, Prose};
use operations::{DiagnosticAt, Grade, WaiveDiagnostic};

use crate::args::{Common, Day, Writes};
use crate::commands::explain::rule_code;
use crate::exit::Stop;
use crate::fields;
use crate::folder::Desk;
use crate::screen::Screen;
use crate::write;

/// Which diagnostic is meant.
#[derive(Debug, Args)]
pub struct At {
    /// The code of the rule
    code: String,
    /// The record, where the diagnostic speaks of one
    id: Option<String>,
}

impl At {
    /// Finds the diagnostic meant among those of today.
    pub fn find(&self, desk: &Desk) -> Result<(DiagnosticAt, Diagnostic), Stop> {
        let rule = rule_code(&self.code)?;
        let record = self.id.as_deref().map(fields::id).transpose()?;
        let results = desk.books.check();
        let of_rule: Vec<&Diagnostic> = results.diagnostics().filter(|one| one.code == rule.code).collect();
        let found = match record {
            Some(id) => of_rule.iter().find(|one| one.place.record() == Some(id)),
            None if of_rule.len() > 1 => {
                let ids: Vec<String> =
                    of_rule.iter().take(8).filter_map(|one| Some(one.place.record()?.to_string())).collect();
                return Err(Stop::usage(format!(
                    "{} speaks of several records: {}",
                    rule.code,
                    ids.join(", ")
                ))
                .help(format!("say which: {} ID", rule.code)));
            }
            None => of_rule.first(),
        };
        let Some(found) = found else {
            let place = record.map(|id| format!(" of {id}")).unwrap_or_default();
            return Err(Stop::not_found(format!("{} says nothing{place} today", rule.code))
                .help(format!("what it looks for: plumb explain {}", rule.code)));
        };
        let at = DiagnosticAt {
            rule: Line::new(rule.code),
            record: found.place.record(),
            title: Line::new(&found.message),
        };
        Ok((at, (*found).clone()))
    }
}

/// Live with a diagnostic until a day, for a reason; errors cannot be waived.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb waive PB0614 --until 2027-01-31 --because \"rewritten with the next version\"\nplumb waive PB0803 R-12 --until +60d --because \"workshop in January\""
)]
pub struct Waive {
    #[command(flatten)]
    at: At,
    /// The last day on which it holds
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Day,
    #[command(flatten)]
    writes: Writes,
}

impl Waive {
    /// Waives.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let because = Prose::new(self.writes.because.as_deref().unwrap_or_default());
        let writes = Writes { because: None, ..self.writes };
        write::perform(common, screen, &writes, |desk| {
            let (at, found) = self.at.find(desk)?;
            let grade = grade(found.severity);
            Ok(WaiveDiagnostic { at, grade, until: self.until.on(desk.books.today()), because })
        })
        .await
    }
}

/// Returns the grade of a severity.
pub fn grade(severity: Severity) -> Grade {
    match severity {
        Severity::Error => Grade::Error,
        Severity::Warning => Grade::Warning,
        Severity::Note => Grade::Note,
    }
}
