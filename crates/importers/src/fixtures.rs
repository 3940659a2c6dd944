//! Files for tests: those beside the workspace, and hostile ones made here.

use std::io::Write;
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Returns the bytes of a file beside the workspace; where it is absent the test is skipped, but not in CI.
#[expect(clippy::disallowed_methods, reason = "tests read the files that lie beside the workspace")]
pub(crate) fn fixture(name: &str) -> Option<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/fixtures").join(name);
    match std::fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "{}: {error}", path.display());
            println!("skipped: fixtures are not here");
            None
        }
    }
}

/// Returns a zip of these files.
pub(crate) fn zip_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a name");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// Returns a zip whose one entry is a symbolic link.
pub(crate) fn zip_with_symlink(name: &str, target: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    writer.add_symlink(name, target, SimpleFileOptions::default()).expect("memory");
    writer.finish().expect("memory").into_inner()
}

/// Returns a zip whose headers claim another unpacked size for every entry.
pub(crate) fn claim_size(bytes: &[u8], claimed: u32) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for at in 0..bytes.len().saturating_sub(30) {
        let size_at = match &bytes[at..at + 4] {
            b"PK\x01\x02" => at + 24,
            b"PK\x03\x04" => at + 22,
            _ => continue,
        };
        bytes[size_at..size_at + 4].copy_from_slice(&claimed.to_le_bytes());
    }
    bytes
}
