//! Joins the styles, hashes styles, scripts and icons, and writes the table that `src/assets.rs` serves.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use flate2::Compression;
use flate2::write::GzEncoder;
use lucide_svg_rs::{ICONS_TAR, LucideClient};
use sha2::{Digest, Sha256};

/// The style sheets in the order of their layers.
const STYLES: &[&str] =
    &["tokens", "base", "layout", "parts", "forms", "grid", "charts", "pages", "boards", "talk", "jobs"];

/// The scripts; each is a module of its own, and a page works without any of them.
const SCRIPTS: &[&str] = &["theme", "keys", "palette", "forms", "grid", "drop", "passkey", "job"];

/// The icons: our name, and Lucide's.
const ICONS: &[(&str, &str)] = &[
    ("ArrowDown", "arrow-down"),
    ("ArrowLeft", "arrow-left"),
    ("ArrowRight", "arrow-right"),
    ("ArrowUp", "arrow-up"),
    ("Asset", "boxes"),
    ("Attention", "triangle-alert"),
    ("Audit", "search-check"),
    ("Calendar", "calendar"),
    ("Certificate", "award"),
    ("Chart", "chart-line"),
    ("Check", "check"),
    ("ChevronDown", "chevron-down"),
    ("ChevronRight", "chevron-right"),
    ("Circle", "circle"),
    ("Clock", "clock"),
    ("Close", "x"),
    ("Command", "command"),
    ("Compare", "git-compare"),
    ("Context", "compass"),
    ("Control", "shield-check"),
    ("Copy", "copy"),
    ("Decision", "gavel"),
    ("Document", "file-text"),
    ("Download", "download"),
    ("Dash", "minus"),
    ("Evidence", "paperclip"),
    ("External", "external-link"),
    ("Eye", "eye"),
    ("Flag", "flag"),
    ("Folder", "folder"),
    ("Framework", "layers"),
    ("Gap", "list-checks"),
    ("History", "history"),
    ("Home", "inbox"),
    ("Inbox", "inbox"),
    ("Incident", "siren"),
    ("Info", "info"),
    ("Integrity", "fingerprint"),
    ("Key", "key-round"),
    ("Leave", "log-out"),
    ("Keyboard", "keyboard"),
    ("Link", "link"),
    ("Locked", "lock"),
    ("Map", "network"),
    ("Menu", "menu"),
    ("Monitor", "monitor"),
    ("Moon", "moon"),
    ("More", "ellipsis"),
    ("Nonconformity", "octagon-x"),
    ("Objective", "target"),
    ("Organisation", "building-2"),
    ("Pencil", "pencil"),
    ("People", "users"),
    ("Person", "user"),
    ("Plus", "plus"),
    ("Portfolio", "briefcase"),
    ("Process", "workflow"),
    ("Quantify", "calculator"),
    ("Readiness", "gauge"),
    ("Request", "message-square"),
    ("Risk", "flame"),
    ("Say", "message-square-plus"),
    ("Scope", "frame"),
    ("Search", "search"),
    ("Settings", "settings"),
    ("Soa", "clipboard-list"),
    ("Stop", "ban"),
    ("Sun", "sun"),
    ("Supplier", "truck"),
    ("Task", "square-check-big"),
    ("Timeline", "route"),
    ("Treatment", "wrench"),
    ("Undo", "undo-2"),
    ("Upload", "upload"),
];

/// Icons of our own, on the same 24-unit field.
const OWN_ICONS: &[(&str, &str)] = &[
    (
        "Plumb",
        "<path d=\"M12 2v8\"/><path d=\"M8.5 10h7l-1.2 6L12 22l-2.3-6z\" fill=\"currentColor\"/><path d=\"M6 2h12\"/>",
    ),
    (
        "Quarter",
        "<circle cx=\"12\" cy=\"12\" r=\"9\"/><path d=\"M12 3a9 9 0 0 1 0 18z\" fill=\"currentColor\" stroke=\"none\"/>",
    ),
    ("Triangle", "<path d=\"M12 4 21.5 20h-19z\" fill=\"currentColor\"/>"),
];

/// The picture on the browser's tab.
const FAVICON: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"6\" fill=\"#0B57B0\"/>\
    <path d=\"M9 5h14M16 5v8\" stroke=\"#fff\" stroke-width=\"2.5\" stroke-linecap=\"round\"/><path d=\"M11 13h10l-1.8 8L16 28l-3.2-7z\" fill=\"#fff\"/></svg>";

fn main() -> Result<(), Box<dyn Error>> {
    let here = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=assets");

    let mut written = Table::new(&out);
    written.add("APP_CSS", "app", "css", "text/css; charset=utf-8", &styles(&here)?)?;
    // What paper looks like is a sheet of its own: a page that is asked to look so on a screen brings it for all media.
    let paper = smaller_css(&fs::read_to_string(here.join("assets/css/print.css"))?);
    written.add("PRINT_CSS", "print", "css", "text/css; charset=utf-8", &paper)?;
    for name in SCRIPTS {
        let text = fs::read_to_string(here.join(format!("assets/js/{name}.js")))?;
        let constant = format!("{}_JS", name.to_uppercase());
        written.add(
            &constant,
            name,
            "js",
            "text/javascript; charset=utf-8",
            &without_comment_lines(&text),
        )?;
    }
    written.add("ICONS_SVG", "icons", "svg", "image/svg+xml", &sprite()?)?;
    written.add("FAVICON_SVG", "favicon", "svg", "image/svg+xml", FAVICON)?;
    fs::write(out.join("assets.rs"), written.finish())?;
    fs::write(out.join("icons.rs"), icon_enum())?;
    Ok(())
}

/// The Rust table of what is embedded, while it grows.
struct Table<'a> {
    out: &'a Path,
    constants: String,
    rows: String,
}

impl<'a> Table<'a> {
    fn new(out: &'a Path) -> Self {
        Self { out, constants: String::new(), rows: String::new() }
    }

    fn add(
        &mut self,
        constant: &str,
        stem: &str,
        end: &str,
        kind: &str,
        text: &str,
    ) -> Result<(), Box<dyn Error>> {
        let digest = Sha256::digest(text.as_bytes());
        let hash: String = digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let name = format!("{stem}-{hash}.{end}");
        let mut packed = GzEncoder::new(Vec::new(), Compression::best());
        packed.write_all(text.as_bytes())?;
        fs::write(self.out.join(format!("{stem}.{end}")), text)?;
        fs::write(self.out.join(format!("{stem}.{end}.gz")), packed.finish()?)?;
        writeln!(
            self.constants,
            "/// The address of `{stem}.{end}`.\npub const {constant}: &str = \"/assets/{name}\";"
        )?;
        writeln!(
            self.rows,
            "    Asset {{ name: \"{name}\", kind: \"{kind}\", tag: \"\\\"{hash}\\\"\", \
             plain: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{stem}.{end}\")), \
             packed: include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{stem}.{end}.gz\")) }},"
        )?;
        Ok(())
    }

    fn finish(self) -> String {
        format!(
            "{}\n/// Every embedded file.\npub static ASSETS: &[Asset] = &[\n{}];\n",
            self.constants, self.rows
        )
    }
}

fn styles(here: &Path) -> Result<String, Box<dyn Error>> {
    let mut all = String::new();
    for name in STYLES {
        all.push_str(&fs::read_to_string(here.join(format!("assets/css/{name}.css")))?);
    }
    Ok(smaller_css(&all))
}

/// Returns the styles without comments and without the space that means nothing. Strings are kept as they are.
fn smaller_css(text: &str) -> String {
    let mut small = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut quote = None;
    while let Some(c) = rest.next() {
        if let Some(end) = quote {
            small.push(c);
            quote = (c != end).then_some(end);
        } else if c == '/' && rest.peek() == Some(&'*') {
            let mut before = ' ';
            for inside in rest.by_ref() {
                if before == '*' && inside == '/' {
                    break;
                }
                before = inside;
            }
        } else if c.is_whitespace() {
            let next = rest.peek().copied().unwrap_or(' ');
            let last = small.chars().last().unwrap_or(' ');
            if !next.is_whitespace() && !"{};,>".contains(next) && !" {};,>:".contains(last) {
                small.push(' ');
            }
        } else {
            if c == '}' && small.ends_with(';') {
                small.pop();
            }
            small.push(c);
            quote = (c == '"' || c == '\'').then_some(c);
        }
    }
    small
}

/// Returns a script without its indentation, blank lines and whole-line comments.
fn without_comment_lines(text: &str) -> String {
    let mut small = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        small.push_str(line);
        small.push('\n');
    }
    small
}

fn sprite() -> Result<String, Box<dyn Error>> {
    let lucide = LucideClient::new(ICONS_TAR)?;
    let mut all = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\">\n");
    for (name, theirs) in ICONS {
        let text = lucide.get_icon_content(theirs)?;
        let from = text.find('>').ok_or("an icon is an svg element")? + 1;
        let to = text.rfind("</svg>").ok_or("an icon is an svg element")?;
        let inside: String = text.get(from..to).unwrap_or("").lines().map(str::trim).collect();
        symbol(&mut all, name, &inside)?;
    }
    for (name, inside) in OWN_ICONS {
        symbol(&mut all, name, inside)?;
    }
    all.push_str("</svg>\n");
    Ok(all)
}

fn symbol(all: &mut String, name: &str, inside: &str) -> Result<(), Box<dyn Error>> {
    writeln!(
        all,
        "<symbol id=\"{}\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" \
         stroke-linecap=\"round\" stroke-linejoin=\"round\">{inside}</symbol>",
        name.to_lowercase()
    )?;
    Ok(())
}

fn icon_enum() -> String {
    let names: Vec<&str> = ICONS.iter().chain(OWN_ICONS).map(|(name, _)| *name).collect();
    let variants: String = names.iter().map(|name| format!("    /// `{name}`.\n    {name},\n")).collect();
    let ids: String = names.iter().map(|name| format!("    \"{}\",\n", name.to_lowercase())).collect();
    format!(
        "/// A picture of the sprite.\n#[derive(Debug, Clone, Copy, PartialEq, Eq)]\npub enum Icon {{\n{variants}}}\n\n\
         /// The ids in the sprite, in the order of the variants.\nconst IDS: [&str; {}] = [\n{ids}];\n\n\
         impl Icon {{\n    /// Returns the picture's id in the sprite.\n    pub fn id(self) -> &'static str {{\n        \
         IDS[self as usize]\n    }}\n}}\n",
        names.len()
    )
}
