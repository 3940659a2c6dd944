//! The top bar, the rail and the palette of a page.

use maud::{Markup, html};

use super::{Letters, Organisation, PageDay, PersonMenu, RailEntry, Shell, Theme};
use crate::parts::inbox::to_inbox;
use crate::parts::{Icon, Status, icon};

pub(super) fn bar(shell: &Shell) -> Markup {
    html! {
        header.bar {
            button.rail-open.button.icon-button type="button" popovertarget="rail" title="menu" {
                (icon(Icon::Menu)) span.vh { "menu" }
            }
            a.brand href="/" { (icon(Icon::Plumb)) span { "Plumbline" } }
            @if let Some(organisation) = &shell.organisation { (switcher(organisation)) }
            @if let Some(search) = &shell.search {
                form.bar-search method="get" action=(search) role="search" aria-label="search everything" {
                    (icon(Icon::Search))
                    input type="search" name="q" value=(shell.searched) aria-label="search" placeholder="Search" autocomplete="off" maxlength="200" data-search;
                    kbd aria-hidden="true" { "/" }
                }
            }
            div.bar-end {
                @match &shell.day {
                    PageDay::Today(day) => (today(shell, day)),
                    PageDay::AsOf(day, _) => span.bar-day data-past { "as of " (day) },
                    PageDay::NoPast(_) => {}
                    PageDay::Shared(..) => span.bar-day data-past { "read-only" },
                }
                button.button.icon-button.with-script type="button" data-keys-help title="keys (?)" { (icon(Icon::Keyboard)) span.vh { "keys" } }
                @if let Some(person) = &shell.person { (to_inbox(shell.inbox)) (person_menu(person, shell)) }
            }
        }
    }
}

/// Shows the day, and the way to a past one: the same page as it stood then.
fn today(shell: &Shell, day: &str) -> Markup {
    if shell.organisation.is_none() || day.is_empty() {
        return html! { span.bar-day { (day) } };
    }
    html! {
        details.menu.bar-day {
            summary.button.quiet title="show this page as of a past day" { span { (day) } (icon(Icon::ChevronDown)) }
            form.menu-list.day-form method="get" {
                label for="bar-as-of" { "This page as of" }
                input.input type="date" id="bar-as-of" name="as_of" required;
                button.button type="submit" { (icon(Icon::History)) span { "Show" } }
            }
        }
    }
}

fn switcher(organisation: &Organisation) -> Markup {
    html! {
        div.bar-org {
            a href=(organisation.href) { (organisation.name) }
            @if !organisation.others.is_empty() {
                details.menu {
                    summary.button.icon-button title="other organisations" { (icon(Icon::ChevronDown)) span.vh { "other organisations" } }
                    div.menu-list.menu-start { @for (name, href) in &organisation.others { a.button.quiet href=(href) data-go=[(href == "/portfolio").then_some("p")] { (name) } } }
                }
            }
        }
    }
}

fn person_menu(person: &PersonMenu, shell: &Shell) -> Markup {
    let themes = [
        (Theme::System, Icon::Monitor, "System"),
        (Theme::Light, Icon::Sun, "Light"),
        (Theme::Dark, Icon::Moon, "Dark"),
    ];
    html! {
        details.menu {
            summary.button.icon-button title=(person.name) { span.person aria-hidden="true" { (person.initials) } span.vh { (person.name) } }
            div.menu-list {
                p.menu-title { (person.name) }
                @for action in &person.actions { (action.clone().quiet().show()) }
                form.themes method="post" action="/theme" {
                    @let other = if shell.letters == Letters::On { Letters::Off } else { Letters::On };
                    button.button.quiet type="submit" name="letters" value=(other.word()) aria-pressed=(if shell.letters == Letters::On { "true" } else { "false" }) {
                        (icon(Icon::Keyboard)) span { "Single-letter keys " (shell.letters.word()) }
                    }
                }
                form.themes method="post" action="/theme" data-theme-form {
                    @for (theme, picture, word) in themes {
                        button.button.quiet type="submit" name="theme" value=(theme.word()) aria-pressed=(if theme == shell.theme { "true" } else { "false" }) {
                            (icon(picture)) span { (word) }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn rail(shell: &Shell) -> Markup {
    html! {
        nav.rail id="rail" popover="auto" aria-label="pages" {
            div.rail-close {
                button.button.icon-button type="button" popovertarget="rail" popovertargetaction="hide" { (icon(Icon::Close)) span.vh { "close the menu" } }
            }
            @for group in &shell.rail {
                section {
                    @if !group.name.is_empty() { h2 { (group.name) } }
                    ul { @for entry in &group.entries { li { (rail_entry(entry, &shell.here)) } } }
                }
            }
        }
    }
}

fn rail_entry(entry: &RailEntry, here: &str) -> Markup {
    let key = entry.key.map(String::from);
    html! {
        a href=(entry.href) title=(entry.label) data-go=[key] aria-current=[(entry.href == here).then_some("page")] {
            (icon(entry.icon))
            span { (entry.label) }
            @if let Some((status, count)) = entry.count {
                b.n.(if status == Status::Problem { "n-problem" } else if status == Status::Attention { "n-attention" } else { "" }) { (count) }
            }
        }
    }
}

pub(super) fn palette(shell: &Shell) -> Markup {
    let others = shell.organisation.iter().flat_map(|organisation| &organisation.others);
    html! {
        dialog.palette id="palette" aria-label="go to, or do" data-search=[shell.search.as_deref()] {
            input type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-label="go to, or do" autocomplete="off" placeholder="a page, an id, an action, a client, a day";
            ul id="palette-list" role="listbox" {
                @for entry in shell.rail.iter().flat_map(|group| &group.entries).chain(&shell.beyond) {
                    li role="option" data-href=(entry.href) { (icon(entry.icon)) span { (entry.label) } @if let Some(key) = entry.key { kbd { "g " (key) } } }
                }
                @for (name, href) in others { li role="option" data-href=(href) { span { (name) } small { "switch" } } }
            }
        }
    }
}
