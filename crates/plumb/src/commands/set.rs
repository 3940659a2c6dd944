//! `plumb set`: other values for fields of a record.

use std::cell::Cell;

use clap::Args;
use model::{Prose, RecordId};
use operations::{EditRecord, Typed};

use crate::args::{Common, Writes};
use crate::commands::show::find;
use crate::exit::Stop;
use crate::fields;
use crate::remote::{self, Remote};
use crate::screen::Screen;
use crate::write;

/// Change fields of a record.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb set R-12 owner=\"Jana Novak\" --because \"she runs the platform\"\nplumb set AST-7 in_scope=\"out: sold in March\"\nplumb set SCO statement=\"The platform and the people who run it\"\nplumb set R-12 priority=             clears it"
)]
pub struct Set {
    /// The record
    id: String,
    /// Its fields; an empty value clears
    #[arg(value_name = "FIELD=VALUE", required = true)]
    fields: Vec<String>,
    /// The revision that was read; refused where somebody wrote meanwhile
    #[arg(long, value_name = "NUMBER")]
    revision: Option<u32>,
    #[command(flatten)]
    writes: Writes,
}

impl Set {
    /// Changes it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let id = fields::id(&self.id)?;
        let typed = fields::pairs(&self.fields)?;
        edit(id, self.revision, typed, self.writes, common, screen).await
    }
}

/// Changes fields of a record.
pub async fn edit(
    id: RecordId,
    revision: Option<u32>,
    typed: Typed,
    writes: Writes,
    common: &Common,
    screen: &mut Screen,
) -> Result<(), Stop> {
    if let Some(remote) = Remote::of(common).await? {
        return remote::write::edit(&remote, id, revision, typed, &writes, screen).await;
    }
    let was_proposed = Cell::new(false);
    write::perform(common, screen, &writes, |desk| {
        let isms = desk.books.now().isms;
        was_proposed.set(find(&isms, id)?.about().proposed.is_some());
        let typed = fields::even(&desk.books, id.kind, typed)?;
        if typed.is_empty() {
            return Err(Stop::usage("say which field changes; expected field=value"));
        }
        Ok(EditRecord { id, revision, typed, because: Prose::default() })
    })
    .await?;
    if was_proposed.get() && !writes.dry_run {
        screen.talk(format!("{id} was a proposal; changed by a person it counts from today"));
    }
    Ok(())
}
