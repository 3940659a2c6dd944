//! The project as files: what the tidy tests read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the workspace")
}

pub fn assert_none(wrong: Vec<String>, rule: &str) {
    assert!(wrong.is_empty(), "{rule}\n  {}", wrong.join("\n  "));
}

/// Returns each crate of the workspace and its folder.
pub fn crates() -> BTreeMap<String, PathBuf> {
    let folders = entries(&root().join("crates")).into_iter().chain([root().join("xtask")]);
    let with_manifest = folders.filter(|folder| folder.join("Cargo.toml").is_file());
    with_manifest.map(|folder| (file_name(&folder), folder)).collect()
}

/// Returns the crates of ours that a manifest names, in any kind of dependency.
pub fn ours_named_in(manifest: &Path) -> BTreeSet<String> {
    let ours: BTreeSet<String> = crates().into_keys().collect();
    let mut named = BTreeSet::new();
    let mut in_dependencies = false;
    for line in text(manifest).lines().map(str::trim) {
        if let Some(header) = line.strip_prefix('[') {
            let header = header.trim_end_matches(']');
            in_dependencies = header.ends_with("dependencies");
            if let Some((_, name)) = header.split_once("dependencies.") {
                named.insert(name.to_owned());
            }
        } else if in_dependencies {
            named.insert(line.split(['.', '=', ' ']).next().unwrap_or_default().to_owned());
        }
    }
    named.intersection(&ours).cloned().collect()
}

/// Returns every file of the project, without what is built or kept by git.
pub fn files() -> Vec<PathBuf> {
    files_below(root())
}

pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in entries(folder) {
        let name = file_name(&path);
        if path.is_dir() {
            let foreign =
                matches!(name.as_str(), "target" | ".git" | "node_modules") || name.ends_with(".plumb");
            if !foreign {
                found.extend(files_below(&path));
            }
        } else if name != ".git" {
            found.push(path);
        }
    }
    found
}

/// Returns what lies in a folder, in order; nothing where there is no folder.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(read) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = read.map(|entry| entry.expect("a folder can be read").path()).collect();
    paths.sort();
    paths
}

pub fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", shown(path)))
}

pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

pub fn file_name(path: &Path) -> String {
    path.file_name().expect("a path of ours has a name").to_string_lossy().into_owned()
}

pub fn has_end(path: &Path, ends: &[&str]) -> bool {
    path.extension().is_some_and(|end| ends.iter().any(|known| end == *known))
}

/// Says whether a file is where a crate or a binary begins.
pub fn is_root(path: &Path) -> bool {
    let folder = path.parent().expect("a file lies in a folder");
    let begins = path.ends_with("lib.rs") || path.ends_with("main.rs");
    folder.ends_with("src/bin")
        || begins
            && (folder.ends_with("src") || folder.parent().is_some_and(|above| above.ends_with("src/bin")))
}

/// Says whether the module file above a file has its `mod NAME;`.
pub fn is_declared(path: &Path) -> bool {
    let file = if path.ends_with("mod.rs") { path.parent().expect("mod.rs lies in a folder") } else { path };
    let name = file.file_stem().expect("a module has a name").to_string_lossy().into_owned();
    let folder = file.parent().expect("a module lies in a folder");
    let above = ["mod.rs", "lib.rs", "main.rs"].map(|list| folder.join(list)).into_iter();
    let mut above = above.chain([folder.with_extension("rs")]).filter(|list| list.is_file());
    above.any(|list| modules_declared(&list).contains(&name))
}

/// Returns the modules that a file declares as files of their own, in its order.
pub fn modules_declared(list: &Path) -> Vec<String> {
    text(list).lines().filter_map(module_named).collect()
}

fn module_named(line: &str) -> Option<String> {
    let rest = line.trim().trim_start_matches("pub(crate) ").trim_start_matches("pub ");
    Some(rest.strip_prefix("mod ")?.strip_suffix(';')?.trim().to_owned())
}

/// Returns the modules of a list that are built for tests alone; they stand apart from its order.
pub fn modules_for_tests(list: &Path) -> BTreeSet<String> {
    let text = text(list);
    let lines: Vec<&str> = text.lines().collect();
    let marked = lines.windows(2).filter(|pair| pair[0].trim() == "#[cfg(test)]");
    marked.filter_map(|pair| module_named(pair[1])).collect()
}

/// Returns the modules that lie in a folder, by name.
pub fn modules_in(folder: &Path) -> BTreeSet<String> {
    let is_module = |path: &PathBuf| has_end(path, &["rs"]) && !is_root(path) && !path.ends_with("mod.rs");
    let holds_one = |path: &PathBuf| path.join("mod.rs").is_file();
    let modules = entries(folder).into_iter().filter(|path| is_module(path) || holds_one(path));
    modules
        .map(|path| path.file_stem().expect("a module has a name").to_string_lossy().into_owned())
        .collect()
}

/// Returns the values of one key in the lock file.
pub fn locked(key: &str) -> impl Iterator<Item = String> {
    let lock = text(&root().join("Cargo.lock"));
    let values = lock
        .lines()
        .filter_map(|line| line.strip_prefix(key))
        .map(|value| value.trim_matches('"').to_owned());
    values.collect::<Vec<_>>().into_iter()
}
