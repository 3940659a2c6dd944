//! Set logo: the picture on the first page of reports, of the organisation or of who prepares them for it.

use model::records::{Organisation, Person, StoredFile};
use model::{Date, Isms, Ref};

use crate::absent::counted;
use crate::stepping::StepRefusal;
use crate::{Decided, Operation};

/// Bytes of a logo at most.
pub const LOGO_BYTES_MAX: u32 = 256 * 1024;
/// Pixels of a side of a logo at most.
pub const LOGO_SIDE_MAX: u32 = 4_000;

/// Whose logo it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoOf {
    /// The organisation's own.
    Own,
    /// Of who prepares its reports.
    Preparer,
}

/// Put a picture on the first page of reports, or take it away.
#[derive(Debug, Clone)]
pub struct SetLogo {
    /// Whose it is.
    pub of: LogoOf,
    /// The picture, kept and measured already; nothing to take it away.
    pub file: Option<StoredFile>,
}

impl Operation for SetLogo {
    const NAME: &'static str = "set logo";
    const INTENT: &'static str = "organisation.logo";
    type Refusal = StepRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { of, file } = self;
        let here = counted(isms, Ref::<Organisation>::one())?;
        if let Some(file) = &file {
            if !matches!(&*file.media, "image/png" | "image/jpeg") {
                return Err(StepRefusal::Unsaid("a logo is a picture: PNG or JPEG"));
            }
            if file.size > LOGO_BYTES_MAX {
                return Err(StepRefusal::Unsaid("a logo has at most 256 KiB; save it smaller"));
            }
        }
        let mut organisation = here.stored.record.clone();
        match of {
            LogoOf::Own => organisation.logo = file,
            LogoOf::Preparer => organisation.prepared_logo = file,
        }
        if organisation == here.stored.record {
            return Ok(Vec::new());
        }
        Ok(vec![isms.put::<Organisation>(Ref::one(), organisation)])
    }
}

/// Returns width and height of a PNG or JPEG picture, from its own head; nothing where it is neither, or is cut short.
#[must_use]
pub fn picture_size(bytes: &[u8]) -> Option<(u32, u32)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let side = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
        return (bytes.get(12..16)? == b"IHDR").then_some((side(16)?, side(20)?));
    }
    let mut rest = bytes.strip_prefix(b"\xff\xd8")?;
    loop {
        let [0xff, mark, ..] = rest else { return None };
        let length = usize::from(u16::from_be_bytes(rest.get(2..4)?.try_into().ok()?));
        // Frames begin with C0 to CF, but for tables (C4), extensions (C8) and arithmetic (CC).
        if (0xc0..=0xcf).contains(mark) && ![0xc4, 0xc8, 0xcc].contains(mark) {
            let side =
                |at: usize| Some(u32::from(u16::from_be_bytes(rest.get(at..at + 2)?.try_into().ok()?)));
            return Some((side(7)?, side(5)?));
        }
        rest = rest.get(2 + length.max(2)..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{refusal, run, small, stored_file};

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    #[test]
    fn a_picture_says_its_size_and_a_cut_one_nothing() {
        assert_eq!(picture_size(&png(120, 40)), Some((120, 40)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x28\0\x78\x03";
        assert_eq!(picture_size(jpeg), Some((120, 40)));
        for end in 0..jpeg.len() - 1 {
            assert_eq!(picture_size(&jpeg[..end.min(16)]), None, "{end}");
        }
        for bytes in [&b"<svg"[..], b"", b"\xff\xd8\xff\xe0\xff\xff", b"GIF89a"] {
            assert_eq!(picture_size(bytes), None);
        }
    }

    #[test]
    fn only_small_pictures_are_logos() {
        let mut isms = small();
        let file = |media: &str, size: u32| StoredFile { media: media.into(), size, ..stored_file() };
        let set = |file: StoredFile| SetLogo { of: LogoOf::Own, file: Some(file) };
        assert!(refusal(&isms, set(file("image/svg+xml", 10))).starts_with("a logo is a picture"));
        assert!(refusal(&isms, set(file("image/png", LOGO_BYTES_MAX + 1))).starts_with("a logo has at most"));
        run(&mut isms, set(file("image/png", 10)));
        assert!(isms.organisation.one().is_some_and(|one| one.logo.is_some() && one.prepared_logo.is_none()));
        run(&mut isms, SetLogo { of: LogoOf::Own, file: None });
        assert!(isms.organisation.one().is_some_and(|one| one.logo.is_none()));
    }
}
