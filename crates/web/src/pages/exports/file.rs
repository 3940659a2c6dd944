//! One file: made from the records of the page's day, and sent to be kept.

use axum::extract::RawPathParams;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use model::records::{GapAnalysis, GapState};
use model::{Isms, RecordId, RecordKind, Ref, Words};
use operations::{GapMove, GapTurn, movement};
use reports::Basis;
use reports::content::LedgerHead;
use reports::formats::csv::Mark;
use reports::formats::excel::ExcelFailure;
use reports::formats::pdf::PdfFailure;
use reports::gap_report::Moved;
use reports::statement_of_applicability::Edition;
use sha2::{Digest as _, Sha256};
use standards::Standards;

use crate::address;
use crate::failure::{Answer, Failure, Unmade};
use crate::visit::Visit;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The statement as a document.
    SoaPdf,
    /// The plan on two pages.
    PlanPdf,
    /// The statement as a workbook.
    SoaXlsx,
    /// The risks, by area and level, as a document.
    RiskReportPdf,
    /// The plan of treatment with its owners and days, as a document.
    TreatmentPlanPdf,
    /// The newest gap analysis as a document.
    GapPdf,
    /// The newest gap analysis as a workbook.
    GapXlsx,
    /// What the audits of the cycle look at, as a workbook.
    AuditCoverageXlsx,
    /// All registers as one workbook.
    RegistersXlsx,
    /// One register as a workbook.
    Xlsx(RecordKind),
    /// One register as a text table.
    Csv(RecordKind),
}

impl What {
    /// Reads it from the name in an address: `soa.pdf`, `risks.csv`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let (word, ending) = name.rsplit_once('.')?;
        match (word, ending) {
            ("soa", "pdf") => Some(Self::SoaPdf),
            ("plan", "pdf") => Some(Self::PlanPdf),
            ("soa", "xlsx") => Some(Self::SoaXlsx),
            ("risk-report", "pdf") => Some(Self::RiskReportPdf),
            ("treatment-plan", "pdf") => Some(Self::TreatmentPlanPdf),
            ("gap", "pdf") => Some(Self::GapPdf),
            ("gap", "xlsx") => Some(Self::GapXlsx),
            ("audit-coverage", "xlsx") => Some(Self::AuditCoverageXlsx),
            ("registers", "xlsx") => Some(Self::RegistersXlsx),
            (word, "xlsx") => address::kind_of(word).map(Self::Xlsx),
            (word, "csv") => address::kind_of(word).map(Self::Csv),
            _ => None,
        }
    }

    /// Returns its media type.
    fn media(self) -> &'static str {
        match self {
            Self::SoaPdf | Self::PlanPdf | Self::RiskReportPdf | Self::TreatmentPlanPdf | Self::GapPdf => {
                "application/pdf"
            }
            Self::SoaXlsx | Self::GapXlsx | Self::AuditCoverageXlsx | Self::RegistersXlsx | Self::Xlsx(_) => {
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
            Self::Csv(_) => "text/csv; charset=utf-8",
        }
    }
}

/// Answers with the file.
///
/// # Errors
/// Where there is no such file, or it cannot be made.
pub async fn file(visit: Visit, params: RawPathParams) -> Answer {
    let name = params.iter().find(|(name, _)| *name == "file").map(|(_, value)| value.to_owned());
    let name = name.unwrap_or_default();
    let what = What::named(&name).ok_or_else(|| Failure::unknown("such file"))?;
    let bytes = made(&visit, what).await?;
    if let What::RegistersXlsx | What::Xlsx(RecordKind::Evidence) | What::Csv(RecordKind::Evidence) = what {
        let evidence: Vec<RecordId> = visit.isms().evidence.everything().map(|(id, _)| id.id()).collect();
        visit.books.looked(&evidence).await?;
    }
    Ok(sent(&kept_name(&visit, &name), what.media(), bytes))
}

/// Makes the file beside the pages that others wait for.
///
/// # Errors
/// Where it cannot be made.
pub async fn made(visit: &Visit, what: What) -> Result<Vec<u8>, Failure> {
    if [What::GapPdf, What::GapXlsx].contains(&what) && newest_gap(visit.isms()).is_none() {
        return Err(Failure::unknown("gap analysis"));
    }
    let isms = std::sync::Arc::clone(&visit.snapshot.isms);
    let head = ledger(visit);
    let today = visit.today;
    let results = visit.results();
    let logos = visit.books.logos().await;
    let made = tokio::task::spawn_blocking(move || {
        let basis = Basis {
            isms: &isms,
            standards: Standards::iso27001(),
            as_of: today,
            ledger: &head,
            logos: logos.lent(),
        };
        bytes(what, &basis, &results)
    });
    let made = made.await.map_err(|_| Failure::Bug)?;
    made.map_err(Failure::NotMade)
}

/// Returns the head of the ledger that the page rests on, as files name it.
#[must_use]
pub fn ledger(visit: &Visit) -> LedgerHead {
    let head = visit.snapshot.head;
    let digest = head.map(|head| operations::hex(&head.leaf.0));
    LedgerHead {
        organisation: visit.books.log().org.to_string(),
        seq: head.map_or(0, |head| head.seq),
        digest: digest.unwrap_or_default(),
    }
}

fn bytes(what: What, basis: &Basis, results: &rules::Results) -> Result<Vec<u8>, Unmade> {
    let isms = basis.isms;
    let lend = &crate::fonts::lend;
    let pdf = |made: Result<Vec<u8>, PdfFailure>| made.map_err(Unmade::from);
    let xlsx = |made: Result<Vec<u8>, ExcelFailure>| made.map_err(Unmade::from);
    match what {
        What::SoaPdf => pdf(reports::soa_pdf(basis, Edition::Now, lend)),
        What::PlanPdf => pdf(reports::director_plan_pdf(basis, results.diagnostics(), lend)),
        What::RiskReportPdf => pdf(reports::risk_report_pdf(basis, lend)),
        What::TreatmentPlanPdf => pdf(reports::treatment_plan_pdf(basis, lend)),
        What::GapPdf => {
            let (id, moved) = gap(isms).map_err(Unmade::Fault)?;
            pdf(reports::gap_report_pdf(basis, id, &moved, lend).map(Option::unwrap_or_default))
        }
        What::GapXlsx => {
            let (id, moved) = gap(isms).map_err(Unmade::Fault)?;
            xlsx(reports::gap_report_xlsx(basis, id, &moved).map(Option::unwrap_or_default))
        }
        What::AuditCoverageXlsx => xlsx(reports::audit_coverage_xlsx(basis)),
        What::SoaXlsx => xlsx(reports::soa_xlsx(basis)),
        What::RegistersXlsx => xlsx(reports::registers_xlsx(basis)),
        What::Xlsx(kind) => xlsx(reports::register_xlsx(basis, kind)),
        What::Csv(kind) => Ok(reports::register_csv(basis, kind, Mark::Bom)),
    }
}

/// Returns the newest gap analysis.
#[must_use]
pub fn newest_gap(isms: &Isms) -> Option<Ref<GapAnalysis>> {
    let day = |analysis: &GapAnalysis| analysis.done_on.or(analysis.started_on);
    isms.gap_analyses.iter().map(|(id, analysis)| (day(analysis), id)).max().map(|(_, id)| id)
}

/// Returns the newest gap analysis, with what moved since the one that it follows.
fn gap(isms: &Isms) -> Result<(Ref<GapAnalysis>, Vec<Moved>), String> {
    let found = newest_gap(isms).and_then(|id| Some((id, isms.gap_analyses.get(&id)?)));
    let (id, analysis) = found.ok_or("there is no gap analysis")?;
    let before = analysis.follows.and_then(|before| isms.gap_analyses.get(&before));
    let all = before.map(|before| movement(before, analysis)).unwrap_or_default();
    let word = |state: Option<GapState>| state.map_or("–", Words::word).to_owned();
    let turn = |turn| match turn {
        GapTurn::Better => Some("better"),
        GapTurn::Worse => Some("worse"),
        GapTurn::Applies => Some("applies otherwise"),
        GapTurn::New => Some("new"),
        GapTurn::Gone => Some("gone"),
        GapTurn::Same => None,
    };
    let moved = |one: &GapMove| {
        Some(Moved {
            criterion: one.criterion.to_string(),
            before: word(one.before),
            after: word(one.after),
            turn: turn(one.turn)?.to_owned(),
        })
    };
    Ok((id, all.iter().filter_map(moved).collect()))
}

/// Returns the name under which it is kept: organisation, file, day.
fn kept_name(visit: &Visit, name: &str) -> String {
    let (word, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    format!("{}-{word}-{}.{ending}", visit.org, visit.today)
}

/// Sends bytes to be kept, with their digest.
#[must_use]
pub fn sent(name: &str, media: &'static str, bytes: Vec<u8>) -> Response {
    let hash = Sha256::digest(&bytes);
    let digits = operations::hex(&hash);
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, hash);
    let safe: String = name
        .chars()
        .map(|sign| if sign.is_ascii_alphanumeric() || "-_.".contains(sign) { sign } else { '-' })
        .collect();
    let mut answer = ([(header::CONTENT_TYPE, media)], bytes).into_response();
    let headers = answer.headers_mut();
    let mut put = |name: header::HeaderName, value: String| {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(name, value);
        }
    };
    put(header::CONTENT_DISPOSITION, format!("attachment; filename=\"{safe}\""));
    put(header::HeaderName::from_static("repr-digest"), format!("sha-256=:{encoded}:"));
    put(header::HeaderName::from_static("x-sha256"), digits);
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_known_by_its_name_and_no_other_is() {
        assert_eq!(What::named("soa.pdf"), Some(What::SoaPdf));
        assert_eq!(What::named("treatment-plan.pdf"), Some(What::TreatmentPlanPdf));
        assert_eq!(What::named("treatment-actions.csv"), Some(What::Csv(RecordKind::TreatmentAction)));
        for bad in ["", "soa", "risks.pdf", "../risks.csv", "nothing.xlsx", ".csv"] {
            assert_eq!(What::named(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_name_cannot_leave_its_header() {
        let answer = sent("a\"b\r\nc/..é.csv", "text/csv; charset=utf-8", Vec::new());
        let name = answer.headers().get(header::CONTENT_DISPOSITION).expect("a name");
        assert_eq!(name, "attachment; filename=\"a-b--c-..-.csv\"");
    }
}
