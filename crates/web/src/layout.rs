//! The frame of every page: rail, top bar, page head, main, foot. No style and no script stands in the page itself.

mod bar;

use maud::{DOCTYPE, Markup, html};

use crate::assets::{
    APP_CSS, DROP_JS, FAVICON_SVG, FORMS_JS, GRID_JS, KEYS_JS, PALETTE_JS, PRINT_CSS, THEME_JS,
};
use crate::parts::term::term;
use crate::parts::{Action, Icon, Status, actions, chip, icon};

/// What the answer's `Content-Security-Policy` says: nothing inline, nothing from elsewhere.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
     connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Which colours a person wants to read in. A cookie keeps it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// Returns the word that the cookie and the form use.
    pub fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Returns the theme of a word; an unknown word is the device's theme.
    pub fn read(word: &str) -> Self {
        match word {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// Whether single letters are keys; a person may turn them off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Letters {
    /// They are.
    #[default]
    On,
    /// They are not; Ctrl K and the arrows still work.
    Off,
}

impl Letters {
    /// Returns the word that the cookie and the form use.
    pub fn word(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
        }
    }

    /// Returns what a word says; an unknown word leaves them on.
    pub fn read(word: &str) -> Self {
        if word == "off" { Self::Off } else { Self::On }
    }
}

/// Whether a page looks on the screen as it does on paper.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paper {
    /// It has its frame, its controls and its script.
    #[default]
    No,
    /// It is the print form: `?print=1`.
    Yes,
}

/// Everything around the main part of a page.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    /// The organisation: its name, its address and others to switch to.
    pub organisation: Option<Organisation>,
    /// The rail: only what exists.
    pub rail: Vec<RailGroup>,
    /// Pages without an entry in the rail that the palette leads to.
    pub beyond: Vec<RailEntry>,
    /// The address that the rail marks as the present one.
    pub here: String,
    /// The moment up to which a past day is shown, with its zone, where it is known.
    pub until: String,
    /// Where the search form leads.
    pub search: Option<String>,
    /// What was searched for.
    pub searched: String,
    /// The day of the page.
    pub day: PageDay,
    /// The colours.
    pub theme: Theme,
    /// How many matters wait in the inbox of who reads, where that was counted.
    pub inbox: Option<usize>,
    /// Who reads, and what they can do with their account.
    pub person: Option<PersonMenu>,
    /// What was just done.
    pub flash: Option<Flash>,
    /// The heading.
    pub head: PageHead,
    /// The ledger's head, under every page.
    pub ledger: Option<LedgerFoot>,
    /// Whether single letters are keys.
    pub letters: Letters,
    /// Whether it looks as on paper.
    pub print: Paper,
    /// Which version of the document it shows, for paper: `v2`; empty for what has none.
    pub version: String,
    /// Load the page again after so many seconds, for long work without script.
    pub refresh_secs: Option<u32>,
    /// What stands before the title on the tab: `Error: ` where a form was refused.
    pub tab_prefix: &'static str,
}

/// The organisation that a page is about.
#[derive(Debug, Clone, Default)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// Its first page.
    pub href: String,
    /// The others that the reader may open.
    pub others: Vec<(String, String)>,
}

/// A group of the rail.
#[derive(Debug, Clone, Default)]
pub struct RailGroup {
    /// Its heading; empty: none.
    pub name: String,
    /// Its entries.
    pub entries: Vec<RailEntry>,
}

/// An entry of the rail.
#[derive(Debug, Clone)]
pub struct RailEntry {
    /// Its words.
    pub label: String,
    /// Its address.
    pub href: String,
    /// Its picture.
    pub icon: Icon,
    /// The letter that leads there after `g`.
    pub key: Option<char>,
    /// How many wait there, and how badly.
    pub count: Option<(Status, usize)>,
}

impl RailEntry {
    /// Returns an entry without key and count.
    pub fn new(label: impl Into<String>, href: impl Into<String>, icon: Icon) -> Self {
        Self { label: label.into(), href: href.into(), icon, key: None, count: None }
    }

    /// Adds the letter that leads there after `g`.
    pub fn key(self, key: char) -> Self {
        Self { key: Some(key), ..self }
    }

    /// Adds how many wait there.
    pub fn count(self, status: Status, count: usize) -> Self {
        Self { count: (count > 0).then_some((status, count)), ..self }
    }
}

/// The day that a page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PageDay {
    /// Today, in words.
    Today(String),
    /// A day that is over, in words, and the address of the same page today.
    AsOf(String, String),
    /// Today, although another day was asked for: the page has no past. The address of the page without that.
    NoPast(String),
    /// What is shared with an auditor of a certification body: as of when and until when, in words, and the way back to the work.
    Shared(String, String),
}

impl Default for PageDay {
    fn default() -> Self {
        Self::Today(String::new())
    }
}

/// Who reads.
#[derive(Debug, Clone, Default)]
pub struct PersonMenu {
    /// Their name.
    pub name: String,
    /// Their letters: `JN`.
    pub initials: String,
    /// What they can do with their account.
    pub actions: Vec<Action>,
}

/// What was just done.
#[derive(Debug, Clone)]
pub struct Flash {
    /// How it went.
    pub status: Status,
    /// In words.
    pub words: String,
    /// The way back.
    pub undo: Option<Action>,
}

/// The heading of a page.
#[derive(Debug, Clone, Default)]
pub struct PageHead {
    /// The way here: word and address.
    pub crumbs: Vec<(String, String)>,
    /// The record's id.
    pub id: String,
    /// The page's name.
    pub title: String,
    /// How the record stands.
    pub state: Option<(Status, String)>,
    /// One sentence under it.
    pub lead: Option<Markup>,
    /// The words of the standard that the page is about: id on the page, word, sentence.
    pub words: Vec<(String, String, String)>,
    /// What can be done here, at most three, the first one first.
    pub actions: Vec<Action>,
}

impl PageHead {
    /// Returns a heading of one name.
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }
}

/// The ledger's head, as the foot shows it.
#[derive(Debug, Clone, Default)]
pub struct LedgerFoot {
    /// How many commits there are.
    pub commits: u64,
    /// The head's digest.
    pub head: String,
    /// The page that proves it.
    pub href: Option<String>,
    /// When it was last verified, in words.
    pub verified: String,
}

/// Returns a whole page.
pub fn page(shell: &Shell, main: Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" data-theme=[chosen(shell.theme)] data-letters=[(shell.letters == Letters::Off).then_some("off")] {
            (meta(&title(shell), shell.refresh_secs, shell.print))
            body {
                @if shell.print == Paper::No { a.skip href="#main" { "Skip to the page" } }
                div.frame {
                    (print_head(shell))
                    @if shell.print == Paper::No { (bar::bar(shell)) (bar::rail(shell)) }
                    main.main id="main" tabindex="-1" {
                        @match &shell.day {
                            PageDay::Today(_) => {}
                            PageDay::AsOf(day, back) => (asof(if shell.until.is_empty() { day } else { &shell.until }, back)),
                            PageDay::NoPast(back) => (no_past(back)),
                            PageDay::Shared(words, back) => (shared(words, back)),
                        }
                        @if let Some(flash) = &shell.flash { (flashed(flash)) }
                        (head(&shell.head))
                        (main)
                    }
                    (foot(shell.ledger.as_ref()))
                }
                @if shell.print == Paper::No { (bar::palette(shell)) }
            }
        }
    }
}

/// Returns what stands at the head of each printed page: whose it is, what it is, as of when, and at which commit.
fn print_head(shell: &Shell) -> Markup {
    let head = &shell.head;
    let day = match &shell.day {
        PageDay::Today(day) => day.clone(),
        PageDay::AsOf(day, _) => {
            format!("as of {}", if shell.until.is_empty() { day } else { &shell.until })
        }
        PageDay::NoPast(_) => String::new(),
        PageDay::Shared(words, _) => words.clone(),
    };
    html! {
        div.print-head {
            div {
                span {
                    @if let Some(organisation) = &shell.organisation { b { (organisation.name) } " · " }
                    @if !head.id.is_empty() { (head.id) " " }
                    (head.title)
                    @if !shell.version.is_empty() { " · " (shell.version) }
                    @if let Some((_, word)) = &head.state { " · " (word) }
                }
                span {
                    (day)
                    @if let Some(ledger) = &shell.ledger { " · commit " (ledger.commits.saturating_sub(1)) " · " code { (short(&ledger.head)) } }
                }
            }
        }
    }
}

/// Returns a page without rail and bar: sign in, first run, a failure.
pub fn bare(title: &str, theme: Theme, width: Width, main: Markup) -> Markup {
    let class = match width {
        Width::Narrow => "",
        Width::Wide => "wide",
        Width::Full => "full",
    };
    html! {
        (DOCTYPE)
        html lang="en" data-theme=[chosen(theme)] {
            (meta(title, None, Paper::No))
            body.bare {
                header { p.brand { (icon(Icon::Plumb)) span { "Plumbline" } } }
                main.(class) id="main" { (main) }
            }
        }
    }
}

/// How wide a bare page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Wide enough for a password.
    Narrow,
    /// Wide enough for a form.
    Wide,
    /// Wide enough for a table of many columns.
    Full,
}

/// Returns the heading of a page.
pub fn head(head: &PageHead) -> Markup {
    html! {
        header.head {
            div.head-words {
                @if !head.crumbs.is_empty() {
                    nav.crumbs aria-label="the way here" {
                        @for (word, href) in &head.crumbs { a href=(href) { (word) } span aria-hidden="true" { "/" } }
                    }
                }
                div.head-title {
                    @if !head.id.is_empty() { code.id { (head.id) } }
                    h1 { (head.title) }
                    @if let Some((status, word)) = &head.state { (chip(*status, word)) }
                }
                @if let Some(lead) = &head.lead { p.head-lead { (lead) } }
                @if !head.words.is_empty() {
                    p.head-words-of {
                        span.vh { "Words: " }
                        @for (id, word, says) in &head.words { (term(id, word, says)) " " }
                    }
                }
            }
            (actions(&head.actions))
        }
    }
}

fn meta(title: &str, refresh_secs: Option<u32>, print: Paper) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="referrer" content="same-origin";
            // With script the page hears by itself what is new.
            @if let Some(secs) = refresh_secs { noscript { meta http-equiv="refresh" content=(secs); } }
            title { (title) }
            link rel="stylesheet" href=(APP_CSS);
            link rel="stylesheet" href=(PRINT_CSS) media=(if print == Paper::Yes { "all" } else { "print" });
            link rel="icon" type="image/svg+xml" href=(FAVICON_SVG);
            @if print == Paper::No { @for script in [THEME_JS, KEYS_JS, PALETTE_JS, FORMS_JS, GRID_JS, DROP_JS] {
                script type="module" src=(script) {}
            } }
        }
    }
}

fn title(shell: &Shell) -> String {
    let mut words = vec![shell.tab_prefix.to_owned()];
    if shell.tab_prefix.is_empty()
        && shell.flash.as_ref().is_some_and(|flash| flash.status == Status::Problem)
    {
        words.push("Error: ".to_owned());
    }
    if !shell.head.id.is_empty() {
        words.push(format!("{} ", shell.head.id));
    }
    words.push(shell.head.title.clone());
    if let Some(organisation) = &shell.organisation {
        words.push(format!(" · {}", organisation.name));
    }
    words.push(" · Plumbline".to_owned());
    words.concat()
}

fn chosen(theme: Theme) -> Option<&'static str> {
    match theme {
        Theme::System => None,
        Theme::Light | Theme::Dark => Some(theme.word()),
    }
}

fn asof(day: &str, back: &str) -> Markup {
    html! {
        p.asof role="status" {
            (icon(Icon::History)) b { "As of " (day) } span { "read-only, and links stay in the past" } a href=(back) { "back to today" }
        }
    }
}

fn no_past(back: &str) -> Markup {
    html! {
        p.asof role="status" {
            (icon(Icon::History)) b { "This page has no past" } span { "today is shown, and nothing is compared" } a href=(back) { "the page of today" }
        }
    }
}

fn shared(words: &str, back: &str) -> Markup {
    html! {
        p.asof.asof-shared role="status" {
            (icon(Icon::Eye)) b { "Shared with you" } span { "read-only, " (words) } a href=(back) { "auditor workspace" }
        }
    }
}

fn flashed(flash: &Flash) -> Markup {
    html! {
        div.flash.(flash.status.class()) role=(if flash.status == Status::Problem { "alert" } else { "status" }) {
            (icon(flash.status.icon()))
            p { (flash.words) }
            @if let Some(undo) = &flash.undo { (undo.show()) }
        }
    }
}

fn foot(ledger: Option<&LedgerFoot>) -> Markup {
    html! {
        footer.foot {
            @if let Some(ledger) = ledger {
                span {
                    (icon(Icon::Integrity)) "ledger " b { (crate::locale::locale().whole(ledger.commits)) } " commits, head "
                    @match &ledger.href {
                        Some(href) => a.mono href=(href) title=(ledger.head) { (short(&ledger.head)) },
                        None => code title=(ledger.head) { (short(&ledger.head)) },
                    }
                }
                @if !ledger.verified.is_empty() { span { "verified " (ledger.verified) } }
            }
            span { "Plumbline " (env!("CARGO_PKG_VERSION")) }
        }
    }
}

fn short(digest: &str) -> &str {
    digest.get(..12).unwrap_or(digest)
}
