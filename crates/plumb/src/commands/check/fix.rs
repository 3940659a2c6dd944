//! `plumb check --fix`: what can be mended safely, as one commit.

use app::Via;
use diagnostics::{Diagnostic, FixGrade};
use operations::ApplyFix;

use crate::args::{Common, Writes};
use crate::exit::Stop;
use crate::folder;
use crate::screen::{Screen, count};
use crate::write;

/// Says whether a diagnostic can be mended without asking anybody.
pub fn is_safe(one: &Diagnostic) -> bool {
    one.is_open() && one.help.grade == FixGrade::Safe && !one.help.writes.is_empty()
}

/// Mends what can be mended safely.
pub async fn run(writes: &Writes, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
    let desk = folder::open(common, writes.access()).await?;
    let results = desk.books.check();
    let safe: Vec<&Diagnostic> = results.diagnostics().filter(|one| is_safe(one)).collect();
    if safe.is_empty() && !screen.is_json() {
        screen.line("nothing can be mended without a decision: plumb check");
        return Ok(());
    }
    let fields = safe
        .iter()
        .flat_map(|one| &one.help.writes)
        .map(|write| (write.id, write.field.to_owned(), write.text.clone()))
        .collect();
    let visit = desk.visit(writes, Via::Cli, screen)?;
    let written = write::run(&desk, writes, &visit, ApplyFix { writes: fields }).await?;
    if !screen.is_json() {
        let word = if writes.dry_run { "would mend" } else { "mended" };
        screen.line(format!("{word} {}", count(safe.len(), "diagnostic", "diagnostics")));
    }
    write::show(screen, writes, &visit, &desk, &written);
    Ok(())
}
