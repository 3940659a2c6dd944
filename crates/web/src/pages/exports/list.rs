//! All files that can be made, and what each one holds.

use maud::{Markup, html};
use model::RecordKind;

use super::HERE;
use super::file::{What, made};
use crate::address;
use crate::failure::{Answer, Failure};
use crate::fields::Fields;
use crate::layout::PageHead;
use crate::pages::naming::counted;
use crate::parts::digest::{command, digest_whole};
use crate::parts::table::{Table, table};
use crate::parts::{Action, Icon, section};
use crate::visit::Visit;

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
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(visit.page(HERE, head(&visit), main(&visit, Some((name, hex, bytes.len())))))
}

fn head(visit: &Visit) -> PageHead {
    PageHead {
        lead: Some(html! {
            "Files are made from the records " @if visit.is_past() { "as of " (visit.today) } @else { "as they are now" }
            ", after commit " (visit.snapshot.commits().saturating_sub(1)) ". The same records give the same bytes, always."
        }),
        ..PageHead::new("Exports")
    }
}

fn main(visit: &Visit, shown: Option<(String, String, usize)>) -> Markup {
    let file = |name: &str, label: &str| {
        Action::link(label, visit.at(&format!("/exports/{name}"))).icon(Icon::Download)
    };
    let prove = |name: &str| Action::post("Digest", visit.at(HERE)).with("file", name).quiet();
    let statement = vec![
        row(
            "Plan to the certificate, two pages",
            "For the director: scope, dates, audit days, who does what, the first gaps",
            "",
            &[file("plan.pdf", "PDF"), prove("plan.pdf")],
        ),
        row(
            "Statement of applicability, a document",
            "Cover, scope, all rows with their reasons, approvals, page numbers",
            "",
            &[file("soa.pdf", "PDF"), prove("soa.pdf")],
        ),
        row(
            "Statement of applicability, a workbook",
            "The layout that auditors know; can be imported again",
            "",
            &[file("soa.xlsx", "Excel"), prove("soa.xlsx")],
        ),
    ];
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
        (section("statement", "Plan and statement", "", &[], table(&Table { caption: String::new(), head: heads(["File", "What it holds", "", "As"]), rows: statement })))
        (section("registers", "Registers", "", &all, table(&Table { caption: String::new(), head: heads(["Register", "What it holds", "", "As"]), rows: registers.collect() })))
    }
}

fn row(name: &str, what: &str, count: &str, actions: &[Action]) -> Vec<Markup> {
    vec![
        html! { b { (name) } },
        html! { span.secondary { (what) } },
        html! { span.nowrap { (count) } },
        crate::parts::actions(actions),
    ]
}
