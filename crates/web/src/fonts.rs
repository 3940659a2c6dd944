//! Fonts of this machine, lent to reports for characters that the fonts inside the program cannot draw.

use std::path::{Path, PathBuf};

use reports::formats::pdf::drawn_by;

/// Where systems keep fonts for everybody.
const FOLDERS: [&str; 5] = [
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "C:\\Windows\\Fonts",
];
/// How deep folders are looked through.
const DEPTH_MAX: usize = 6;
/// How many files are looked at.
const FILES_MAX: usize = 4000;
/// How large a file may be, and all that are read together.
const BYTES_MAX: u64 = 64 << 20;
const READ_MAX: u64 = 512 << 20;
/// Words in the names of fonts for headlines and emphasis; others come first.
const UNUSUAL: [&str; 9] =
    ["bold", "italic", "oblique", "light", "thin", "black", "mono", "condensed", "medium"];

/// Lends the fonts of this machine that draw some characters.
#[must_use]
pub fn lend(missing: &str) -> Vec<Vec<u8>> {
    found(missing).0
}

/// Returns the fonts of this machine that draw some characters, and the characters that none draws.
#[must_use]
pub fn found(missing: &str) -> (Vec<Vec<u8>>, String) {
    let home = std::env::home_dir().map(|home| [home.join(".local/share/fonts"), home.join(".fonts")]);
    let folders = FOLDERS.iter().map(PathBuf::from).chain(home.into_iter().flatten());
    found_in(folders, missing)
}

fn found_in(folders: impl IntoIterator<Item = PathBuf>, missing: &str) -> (Vec<Vec<u8>>, String) {
    let mut files = Vec::new();
    for folder in folders {
        gather(&folder, 0, &mut files);
    }
    files.sort_by_cached_key(|path| (unusual(path), path.clone()));
    let (mut left, mut lent, mut read) = (missing.to_owned(), Vec::new(), 0);
    for path in files {
        let size = path.metadata().map_or(u64::MAX, |about| about.len());
        if left.is_empty() || size > BYTES_MAX || read + size > READ_MAX {
            continue;
        }
        read += size;
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let drawn = drawn_by(bytes.clone(), &left);
        if !drawn.is_empty() {
            left.retain(|c| !drawn.contains(c));
            lent.push(bytes);
        }
    }
    (lent, left)
}

/// Gathers the files of fonts in a folder and those inside it.
fn gather(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    let Ok(entries) = folder.read_dir() else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if files.len() >= FILES_MAX {
            return;
        } else if matches!(ending.as_deref(), Some("ttf" | "otf" | "ttc" | "otc")) {
            files.push(path);
        } else if depth < DEPTH_MAX && path.is_dir() {
            gather(&path, depth + 1, files);
        }
    }
}

fn unusual(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().to_lowercase()).unwrap_or_default();
    UNUSUAL.iter().any(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_fitting_font_lends_none_and_says_what_is_left() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("broken.ttf"), b"no font").expect("written");
        std::fs::write(folder.path().join("notes.txt"), b"no font either").expect("written");
        let (lent, left) = found_in([folder.path().to_owned(), folder.path().join("gone")], "日本");
        assert_eq!((lent.len(), left.as_str()), (0, "日本"));
    }

    #[test]
    fn plain_fonts_come_before_those_for_emphasis() {
        let names = ["NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", "Inter-ThinItalic.otf"];
        assert_eq!(names.map(|name| unusual(Path::new(name))), [true, false, true]);
    }
}
