//! `plumb offer`: one method, one set of limits, the same documents for many clients, as drafts that each takes or refuses.

use std::sync::Arc;

use app::{Books, Instance, Via};
use clap::Args;
use model::records::Document;
use model::{RecordId, RecordKind, Ref};
use operations::OfferTemplate;

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
        if !self.writes.dry_run {
            // It stands where it comes from first, and who may not let it go is told so.
            let visit = desk.visit(&self.writes, Via::Cli, screen)?;
            let lent = desk.books.lend(&visit, &template, clients.len()).await?;
            lent.map_err(|refusal| Stop::refusal(&refusal))?;
        }
        let mut refused = 0;
        for books in clients {
            let client = folder::enter(&data, Arc::clone(&instance), books).await?;
            screen.line(screen.bold(&client.books.name()));
            let visit = client.visit(&self.writes, Via::Cli, screen)?;
            match write::run(&client, &self.writes, &visit, template.clone()).await {
                Ok(written) => write::show(screen, &self.writes, &visit, &client, &written),
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
        let method = match isms.method.one().filter(|_| self.method) {
            Some(method) => Some(method.stored.record.clone()),
            None if self.method => {
                return Err(Stop::not_found(format!("{} has no method", desk.books.name())));
            }
            None => None,
        };
        let parameters = isms.organisation.one().filter(|_| self.parameters);
        let parameters = parameters.map(|one| one.parameters.clone()).unwrap_or_default();
        let documents = self.document.iter().map(|text| {
            let id = RecordId::parse(text).filter(|id| id.kind == RecordKind::Document);
            let id = id.ok_or_else(|| {
                Stop::usage(format!("\"{text}\" is no document, expected one such as DOC-3"))
            })?;
            let found = isms.documents.get(&Ref::<Document>::of(id.key));
            let found = found.ok_or_else(|| Stop::not_found(format!("there is no {id}")))?;
            Ok((id, found.stored.record.clone()))
        });
        let documents = documents.collect::<Result<Vec<_>, Stop>>()?;
        let from = model::Line::new(&desk.books.name());
        Ok(OfferTemplate { from, method, parameters, documents })
    }
}
