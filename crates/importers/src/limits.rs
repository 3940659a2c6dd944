//! How much of a file is read before it is refused.

/// The bounds that every reader holds, checked before anything is parsed.
///
/// They are far above what an ISMS needs and far below what harms a machine; tests lower them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The size of the file itself, zipped or not.
    pub file_bytes_max: u64,
    /// The entries in a zip.
    pub entries_max: usize,
    /// What all entries of a zip may unpack to.
    pub unzipped_bytes_max: u64,
    /// What one part of a workbook, or the list of objects in an export, may unpack to.
    pub part_bytes_max: u64,
    /// How many bytes one zipped byte may become, once an entry is above a mebibyte.
    pub ratio_max: u64,
    /// The sheets of a workbook, or the tables of a document.
    pub sheets_max: usize,
    /// The rows of one sheet that hold anything.
    pub rows_max: usize,
    /// The columns of a sheet.
    pub columns_max: u16,
    /// The cells of a whole workbook that hold anything.
    pub cells_max: usize,
    /// The characters of one cell; Excel's own bound.
    pub cell_chars_max: usize,
    /// The text of all cells together.
    pub text_bytes_max: usize,
    /// The values in one object of JSON.
    pub values_max: usize,
    /// The objects of an export.
    pub objects_max: usize,
}

impl Limits {
    /// Returns the bounds that the program uses.
    pub const fn usual() -> Self {
        Self {
            file_bytes_max: 256 << 20,
            entries_max: 10_000,
            unzipped_bytes_max: 512 << 20,
            part_bytes_max: 96 << 20,
            ratio_max: 400,
            sheets_max: 200,
            rows_max: 200_000,
            columns_max: 1_000,
            cells_max: 3_000_000,
            cell_chars_max: 32_767,
            text_bytes_max: 128 << 20,
            values_max: 200_000,
            objects_max: 500_000,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::usual()
    }
}
