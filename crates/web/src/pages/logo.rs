//! The pictures on the first page of reports: chosen in the settings, checked, kept.

use axum::extract::Multipart;
use axum::http::StatusCode;
use maud::{Markup, html};
use model::records::StoredFile;
use operations::{LogoOf, Operation as _, SetLogo};

use crate::failure::Answer;
use crate::layout::PageHead;
use crate::locale::locale;
use crate::pages::evidence::add;
use crate::parts::form::{field, problems};
use crate::parts::{Input, Widget, section};
use crate::visit::Visit;

/// Takes a picture, or takes one away.
///
/// # Errors
/// Where the upload cannot be read, or it may not be done.
pub async fn set(visit: Visit, mut upload: Multipart) -> Answer {
    visit.writable()?;
    let (typed, file) = add::read(&mut upload).await?;
    let of = if typed.get("of") == "preparer" { LogoOf::Preparer } else { LogoOf::Own };
    let refused = |words: &str| {
        let head = PageHead {
            crumbs: vec![("Settings".to_owned(), visit.at("/settings"))],
            ..PageHead::new("Logo")
        };
        visit.refused_page(StatusCode::UNPROCESSABLE_ENTITY, "/settings", head, forms(&visit, Some(words)))
    };
    if file.is_none() && typed.get("remove").is_empty() {
        return Ok(refused("choose a picture: PNG or JPEG"));
    }
    match visit.books.set_logo(&visit.acting(""), of, file).await? {
        Ok(done) => {
            visit.say("The first page of reports changed".to_owned(), Some(&done));
            Ok(visit.to("/settings"))
        }
        Err(refusal) => Ok(refused(&refusal.to_string())),
    }
}

/// Shows the section of the settings.
#[must_use]
pub fn shown(visit: &Visit) -> Markup {
    section("reports", "First page of reports", "", &[], forms(visit, None))
}

fn forms(visit: &Visit, problem: Option<&str>) -> Markup {
    let isms = visit.isms();
    let here = isms.organisation.one();
    let own = here.and_then(|here| here.logo.as_ref());
    let preparer = here.and_then(|here| here.prepared_logo.as_ref());
    let forms =
        if !visit.is_past() && visit.offers(SetLogo::INTENT, &[]) { Forms::Shown } else { Forms::Hidden };
    html! {
        (problems(problem, &[]))
        p.words.secondary { "A picture of the organisation, and one of who prepares its reports, such as a consultancy. Who prepares them is named in the organisation's record." }
        (of_one(visit, "own", "Our logo", own, forms))
        (of_one(visit, "preparer", "Logo of who prepares the reports", preparer, forms))
    }
}

/// Whether the forms that change a picture are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Forms {
    Shown,
    Hidden,
}

fn of_one(visit: &Visit, of: &str, label: &str, file: Option<&StoredFile>, forms: Forms) -> Markup {
    let input = Input::new(format!("{of}-logo"), label, Widget::File("image/png,image/jpeg".to_owned()))
        .hint("PNG or JPEG, at most 256 KiB and 4,000 pixels a side");
    let action = visit.at("/settings/logo");
    html! {
        @if let Some(file) = file { p { (label) ": " (file.name) " (" (locale().whole(file.size)) " bytes)" } }
        @if forms == Forms::Shown {
            form.form method="post" action=(action) enctype="multipart/form-data" {
                input type="hidden" name="of" value=(of);
                (field(&input))
                div.form-end {
                    button.button type="submit" { "Put it there" }
                    @if file.is_some() { button.button.quiet type="submit" name="remove" value="yes" { "Take it away" } }
                }
            }
        }
    }
}
