//! The papers of a review as a file: what the page shows, to be printed and handed out.

use model::records::ManagementReview;
use reports::Basis;
use standards::Standards;

use super::agenda;
use crate::failure::{Answer, Failure};
use crate::pages::exports::file::{ledger, sent};
use crate::visit::{Of, Visit};

/// Answers with the papers as PDF.
///
/// # Errors
/// Where there is no such review, or the past cannot be read.
pub async fn file(visit: Visit, Of(id): Of<ManagementReview>) -> Answer {
    if visit.isms().management_reviews.get(&id).is_none() {
        return Err(Failure::unknown("such review"));
    }
    let pack = agenda::of(&visit, id).await?;
    let isms = std::sync::Arc::clone(&visit.snapshot.isms);
    let (ledger, as_of) = (ledger(&visit), visit.today);
    let logos = visit.books.logos().await;
    // Layout of a long document takes a second or more.
    let made = tokio::task::spawn_blocking(move || {
        let basis = Basis {
            isms: &isms,
            standards: Standards::iso27001(),
            as_of,
            ledger: &ledger,
            logos: logos.lent(),
        };
        reports::review_pack_pdf(&basis, &pack, &crate::fonts::lend)
    });
    let made = made.await.map_err(|_| Failure::Bug)?;
    let bytes = made.map_err(|failure| Failure::NotMade(failure.into()))?;
    let name = format!("{}-{}-{as_of}.pdf", visit.org, id.to_string().to_lowercase());
    Ok(sent(&name, "application/pdf", bytes))
}
