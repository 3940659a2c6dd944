//! Logo: a picture is measured and kept before it stands on the first page of reports.

use operations::{LOGO_BYTES_MAX, LOGO_SIDE_MAX, LogoOf, SetLogo, StepRefusal, picture_size};

use crate::commit::{Done, Visit};
use crate::failure::Failure;
use crate::files::NewFile;
use crate::room::Room;

/// The pictures on the first page of reports, as their files.
#[derive(Debug, Clone, Default)]
pub struct Logos {
    own: Option<Vec<u8>>,
    preparer: Option<Vec<u8>>,
}

impl Logos {
    /// Returns them for a report.
    #[must_use]
    pub fn lent(&self) -> reports::Logos<'_> {
        reports::Logos { own: self.own.as_deref(), preparer: self.preparer.as_deref() }
    }
}

impl Room {
    /// Returns the pictures on the first page of reports; one that cannot be read is left out.
    pub async fn logos(&self) -> Logos {
        let isms = self.now().isms;
        let Some(here) = isms.organisation.one() else { return Logos::default() };
        let mut logos = Logos::default();
        if let Some(file) = &here.logo {
            logos.own = self.books().file(&file.digest).await.ok();
        }
        if let Some(file) = &here.prepared_logo {
            logos.preparer = self.books().file(&file.digest).await.ok();
        }
        logos
    }

    /// Puts a picture on the first page of reports, or takes it away.
    ///
    /// # Errors
    /// A failure of the world, or that it is not allowed; a refusal is the inner error.
    pub async fn set_logo(
        &self,
        visit: &Visit,
        of: LogoOf,
        picture: Option<NewFile>,
    ) -> Result<Result<Done, StepRefusal>, Failure> {
        let file = match picture {
            None => None,
            Some(picture) => {
                if let Some(words) = unfit(&picture.bytes) {
                    return Ok(Err(StepRefusal::Unsaid(words)));
                }
                Some(self.keep_file(&picture).await?)
            }
        };
        self.run(visit, SetLogo { of, file }).await
    }
}

/// Says why bytes are no logo.
fn unfit(bytes: &[u8]) -> Option<&'static str> {
    if bytes.len() > LOGO_BYTES_MAX as usize {
        return Some("a logo has at most 256 KiB; save it smaller");
    }
    match picture_size(bytes) {
        None => Some("a logo is a picture: PNG or JPEG"),
        Some((width, height)) if width == 0 || height == 0 => Some("the picture is empty; choose another"),
        Some((width, height)) if width > LOGO_SIDE_MAX || height > LOGO_SIDE_MAX => {
            Some("a logo has at most 4,000 pixels a side; save it smaller")
        }
        Some(_) => None,
    }
}
