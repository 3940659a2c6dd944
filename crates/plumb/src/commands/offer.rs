//! `plumb offer`: one method, one set of limits, the same documents for many clients, as drafts that each takes or refuses.

use std::sync::Arc;

use app::{Books, Instance, Via};
use clap::Args;
use model::{RecordId, RecordKind, Ref};
use operations::{OfferTemplate, TemplatePart};

use crate::args::{Common, Writes};
use crate::exit::{Exit, Stop};
use crate::folder::{self, Desk};
use crate::screen::{Screen, count};
use crate::write;

/// Offer what one organisation keeps to others: its risk method, its limits of the rules, documents.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb offer --from \"Steady Hands\" --method --parameters --to Acme --to Bolt -n      what would change, client by client\nplumb offer --from \"Steady Hands\" --document DOC-3 --to Acme",
    after_help = "What is offered counts as nothing until the client takes it (plumb proposals, plumb take). Nothing that was approved\n\
                  there is overwritten, and the same is not offered twice. Templates come from a consultancy's own organisation; out of\n\
                  any other who may let records go does it. Where it comes from, the history says that it was offered."
)]
pub struct Offer {
    /// The organisation that keeps the templates
    #[arg(long, value_name = "NAME")]
    from: String,
    /// A client; several are named one after another
    #[arg(long, value_name = "NAME", required = true)]
    to: Vec<String>,
    /// The risk method
    #[arg(long)]
    method: bool,
    /// The limits of the rules that are set there
    #[arg(long)]
    parameters: bool,
    /// A document, by id; several are named one after another
    #[arg(long, value_name = "ID")]
    document: Vec<String>,
    #[command(flatten)]
    writes: Writes,
}

impl Offer {
    /// Offers.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let data = folder::folder(common)?;
        let instance = Instance::open(&data, self.writes.access())
            .await
            .map_err(|failure| folder::in_use(&data, failure))?;
        let instance = Arc::new(instance);
        let all = folder::seen(&data, &instance, instance.all().await?).await?;
        let from = folder::chosen(&all, Some(&self.from))?;
        let desk = folder::enter(&data, Arc::clone(&instance), from).await?;
        let template = self.template(&desk)?;
        // All clients are found before anything is written to one.
        let clients: Vec<Arc<Books>> =
            self.to.iter().map(|name| folder::chosen(&all, Some(name))).collect::<Result<_, Stop>>()?;
        let mut takers = 0;
        let mut entered = Vec::new();
        for books in clients {
            let client = folder::enter(&data, Arc::clone(&instance), books).await?;
            let visit = client.visit(&self.writes, Via::Cli, screen)?;
            let got = client.books.would_get(visit.actor, &visit.proof, &template);
            takers += usize::from(got.is_ok_and(|changes| !changes.is_empty()));
            entered.push((client, visit));
        }
        // Where nobody gets anything, nothing is let go.
        let writes = Writes { dry_run: self.writes.dry_run || takers == 0, ..self.writes.clone() };
        if !writes.dry_run {
            // It stands where it comes from first, and who may not let it go is told so.
            let visit = desk.visit(&writes, Via::Cli, screen)?;
            let lent = desk.books.lend(&visit, &template, takers).await?;
            lent.map_err(|refusal| Stop::refusal(&refusal))?;
        }
        let mut refused = 0;
        for (client, visit) in entered {
            screen.line(screen.bold(&client.books.name()));
            match write::run(&client, &writes, &visit, template.clone()).await {
                Ok(written) => write::show(screen, &writes, &visit, &client, &written),
                Err(stop) => {
                    refused += 1;
                    screen.line(format!("not offered: {}", stop.words));
                }
            }
        }
        if refused == 0 {
            return Ok(());
        }
        Err(Stop::new(Exit::Refused, format!("{} not get it", count(refused, "client did", "clients did"))))
    }

    /// Returns what is offered, from the records of who offers it.
    fn template(&self, desk: &Desk) -> Result<OfferTemplate, Stop> {
        let isms = desk.books.now().isms;
        let mut parts = Vec::new();
        parts.extend(self.method.then_some(TemplatePart::Method));
        parts.extend(self.parameters.then_some(TemplatePart::Parameters));
        for text in &self.document {
            let id = RecordId::parse(text).filter(|id| id.kind == RecordKind::Document);
            let id = id.ok_or_else(|| {
                Stop::usage(format!("\"{text}\" is no document, expected one such as DOC-3"))
            })?;
            parts.push(TemplatePart::Document(Ref::of(id.key)));
        }
        OfferTemplate::chosen(&isms, &desk.books.name(), &parts)
            .map_err(|absent| Stop::not_found(absent.to_string()))
    }
}
