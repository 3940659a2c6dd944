//! `plumb withdraw`: an acceptance, an approval or evidence is taken back, for a reason.

use clap::Args;
use model::records::{Evidence, Risk};
use model::{Isms, Prose, RecordId, RecordKind, Ref, in_force};
use operations::{EndDisposition, WithdrawAcceptance, WithdrawApproval, WithdrawEvidence};

use crate::args::{Common, Writes};
use crate::commands::approve::approved_kind;
use crate::exit::Stop;
use crate::folder;
use crate::screen::Screen;
use crate::{fields, write};

/// Take back an acceptance, an approval, evidence, or what was said about a diagnostic; for a reason.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb withdraw R-12 --because \"the office did not move\"\nplumb withdraw soa --because \"two rows were wrong\"\nplumb withdraw DOC-3 --version 2 --because \"sent too early\"\nplumb withdraw EV-4 --because \"wrong quarter\""
)]
pub struct Withdraw {
    /// A risk, scope, method, soa, plan, a document, evidence, or a disposition
    what: String,
    /// Which version's approval; without it the one in force
    #[arg(long = "approved-version", alias = "version", value_name = "NUMBER")]
    version: Option<u32>,
    /// Whose approval, where several persons approved
    #[arg(long, value_name = "PERSON")]
    by: Option<String>,
    #[command(flatten)]
    writes: Writes,
}

impl Withdraw {
    /// Takes back.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let because = Prose::new(self.writes.because.as_deref().unwrap_or_default());
        let writes = Writes { because: None, ..self.writes.clone() };
        if let Some(id) = RecordId::parse(&self.what) {
            if id.kind == RecordKind::Risk {
                let risk: Ref<Risk> = Ref::of(id.key);
                let make = |_: &folder::Desk| Ok(WithdrawAcceptance { risk, acceptance: None, because });
                return write::perform(common, screen, &writes, make).await;
            }
            if id.kind == RecordKind::Evidence {
                let evidence: Ref<Evidence> = Ref::of(id.key);
                return write::perform(common, screen, &writes, |_| {
                    Ok(WithdrawEvidence { evidence, because })
                })
                .await;
            }
            if id.kind == RecordKind::Disposition {
                let make = |_: &folder::Desk| Ok(EndDisposition { disposition: Ref::of(id.key), because });
                return write::perform(common, screen, &writes, make).await;
            }
        } else if self.what.contains('-') {
            fields::id(&self.what)?;
        }
        let (kind, key) = approved_kind(&self.what)?;
        let id = RecordId { kind, key };
        write::perform(common, screen, &writes, |desk| {
            let by = self.by.as_deref().map(|name| desk.person(name)).transpose()?;
            let isms = desk.books.now().isms;
            let version = self.version.or_else(|| approved_version(&isms, id, desk.books.today()));
            let version = version.ok_or_else(|| {
                Stop::not_found(format!("no version of {id} is approved; there is nothing to withdraw"))
            })?;
            Ok(WithdrawApproval { id, version, by, because })
        })
        .await
    }
}

/// Returns the version whose approval is in force.
fn approved_version(isms: &Isms, id: RecordId, today: model::Date) -> Option<u32> {
    if id.kind == RecordKind::Scope {
        in_force(&isms.scope.one()?.approvals, today).map(|one| one.version)
    } else if id.kind == RecordKind::Method {
        in_force(&isms.method.one()?.approvals, today).map(|one| one.version)
    } else if id.kind == RecordKind::Soa {
        in_force(&isms.soa.one()?.approvals, today).map(|one| one.version)
    } else if id.kind == RecordKind::TreatmentPlan {
        in_force(&isms.treatment_plan.one()?.approvals, today).map(|one| one.version)
    } else {
        in_force(&isms.documents.get(&Ref::of(id.key))?.approvals, today).map(|one| one.version)
    }
}
