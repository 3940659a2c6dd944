//! All files that can be made, and what each one holds.

use maud::{Markup, html};
use model::RecordKind;

use super::HERE;
use super::file::{What, made, newest_gap};
use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::naming::counted;
use crate::parts::digest::{command, digest_whole};
use crate::parts::table::{Table, stacked};
use crate::parts::{Action, Icon, section};
use crate::visit::Visit;

/// A report: its name, what it holds, and its files, each with the word on its button.
type Report = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// All reports.
const REPORTS: &[Report] = &[
    (
        "Plan to the certificate, two pages",
        "For the director: scope, dates, audit days, who does what, the first gaps",
        &[("plan.pdf", "PDF")],
    ),
    (
        "Statement of applicability",
        "As a document: cover, scope, all rows with their reasons, approvals. As a workbook: the layout that auditors know; can be imported again",
        &[("soa.pdf", "PDF"), ("soa.xlsx", "Excel")],
    ),
    (
        "Risk report",
        "The method, the risks by level, and what was decided about each",
        &[("risk-report.pdf", "PDF")],
    ),
    (
        "Treatment plan",
        "What lowers which risk: control, owner, means and day, with the approvals",
        &[("treatment-plan.pdf", "PDF")],
    ),
    (
        "Gap analysis",
        "The newest one: how far each clause is, what to close first, and what moved since the one before",
        &[("gap.pdf", "PDF"), ("gap.xlsx", "Excel")],
    ),
    (
        "Coverage of the audits",
        "Which clauses and controls each internal audit looks at",
        &[("audit-coverage.xlsx", "Excel")],
    ),
];

/// Answers with all files.
///
/// # Errors
/// None of its own.
pub async fn page(visit: Visit) -> Answer {
    Ok(visit.page(HERE, head(&visit), main(&visit, None)))
}

/// Answers with the digest of a file, made now from the same records.
///
/// # Errors
/// Where there is no such file, or it cannot be made.
pub async fn digest(visit: Visit, typed: Fields) -> Answer {
    let name = typed.get("file").to_owned();
    let what = What::named(&name).ok_or_else(|| Failure::unknown("such file"))?;
    let bytes = made(&visit, what).await?;
    let hash = <sha2::Sha256 as sha2::Digest>::digest(&bytes);
    let digits = operations::hex(&hash);
    Ok(visit.page(HERE, head(&visit), main(&visit, Some((name, digits, bytes.len())))))
}

fn head(visit: &Visit) -> PageHead {
    PageHead {
        lead: Some(html! {
            "Files are made from the records " @if visit.is_past() { "as of " (locale().short_day(visit.today)) } @else { "as they are now" }
            ", after commit " (visit.snapshot.commits().saturating_sub(1)) ". The same records give the same bytes, always."
        }),
        actions: vec![crate::pages::jobs::way(visit)],
        ..PageHead::new("Exports")
    }
}

fn main(visit: &Visit, shown: Option<(String, String, usize)>) -> Markup {
    let file = |name: &str, label: &str| {
        Action::link(label, visit.at(&format!("/exports/{name}"))).icon(Icon::Download)
    };
    let prove = |name: &str| Action::post("Digest", visit.at(HERE)).with("file", name).quiet();
    let report = |(name, what, files): &Report| {
        let made = files.iter().map(|(name, label)| file(name, label));
        let proved = files.first().map(|(name, _)| prove(name));
        row(name, what, "", &made.chain(proved).collect::<Vec<_>>())
    };
    let has_gap = newest_gap(visit.isms()).is_some();
    let reports = REPORTS
        .iter()
        .filter(|(.., files)| has_gap || !files.iter().any(|(name, _)| name.starts_with("gap.")));
    let reports = reports.map(report).collect();
    let several = RecordKind::ALL.iter().copied().filter(|kind| visit.isms().count(*kind) > 0);
    let registers = several.map(|kind| {
        let word = address::kind(kind);
        let count = visit.isms().count(kind);
        let (xlsx, csv) = (format!("{word}.xlsx"), format!("{word}.csv"));
        row(
            &crate::pages::readiness::rule::capital(kind.kind().plural),
            kind.kind().what,
            &counted(count, "record", "records"),
            &[file(&xlsx, "Excel"), file(&csv, "CSV"), prove(&csv)],
        )
    });
    let empty: Vec<&str> = RecordKind::ALL
        .iter()
        .filter(|kind| visit.isms().count(**kind) == 0)
        .map(|kind| kind.kind().plural)
        .collect();
    let all = [file("registers.xlsx", "All in one workbook")];
    let heads = |words: [&str; 4]| words.map(str::to_owned).to_vec();
    html! {
        @if let Some((name, hex, bytes)) = shown {
            div.callout {
                p { b { (name) } " · " (bytes) " bytes, made from these records" }
                p { (digest_whole("sha256", &hex)) }
                p.secondary { "To check the file that you keep: " (command(&format!("sha256sum {name}"))) }
            }
        }
        (super::archive::whole(visit))
        (section("reports", "Reports", "", &[], stacked(&Table { caption: String::new(), head: heads(["File", "What it holds", "", "As"]), rows: reports })))
        (section("registers", "Registers", "", &all, stacked(&Table { caption: String::new(), head: heads(["Register", "What it holds", "", "As"]), rows: registers.collect() })))
        @if !empty.is_empty() {
            details.fold {
                summary { (counted(empty.len(), "register has", "registers have")) " no record" }
                p.secondary { (empty.join(", ")) }
            }
        }
    }
}

fn row(name: &str, what: &str, count: &str, actions: &[Action]) -> Vec<Markup> {
    vec![
        html! { b { (name) } },
        html! { span.secondary { (what) } },
        if count.is_empty() {
            html! {}
        } else {
            html! { span.nowrap { (count) } }
        },
        html! { div.as-files { (crate::parts::actions(actions)) } },
    ]
}
