//! What can be done from here: links, buttons that post, and menus of both.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// How strongly an action asks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Weight {
    /// The one thing to do here.
    Primary,
    /// One of the others.
    #[default]
    Plain,
    /// What cannot be taken back easily.
    Grave,
    /// A button that reads like a link.
    Quiet,
}

/// A link or a form of one button.
#[derive(Debug, Clone, Default)]
pub struct Action {
    /// The words on it.
    pub label: String,
    /// Where it goes, or posts to.
    pub href: String,
    /// The fields that it posts; `None` makes it a link.
    pub post: Option<Vec<(String, String)>>,
    /// How strongly it asks.
    pub weight: Weight,
    /// Its picture.
    pub icon: Option<Icon>,
    /// The key that does the same.
    pub key: Option<String>,
}

impl Action {
    /// Returns a link.
    pub fn link(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), ..Self::default() }
    }

    /// Returns a button that posts to `href`.
    pub fn post(label: impl Into<String>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into(), post: Some(Vec::new()), ..Self::default() }
    }

    /// Adds a field to what is posted.
    pub fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.post.get_or_insert_with(Vec::new).push((name.into(), value.into()));
        self
    }

    /// Makes it the one thing to do here.
    pub fn primary(self) -> Self {
        Self { weight: Weight::Primary, ..self }
    }

    /// Makes it one that cannot be taken back easily.
    pub fn grave(self) -> Self {
        Self { weight: Weight::Grave, ..self }
    }

    /// Makes it read like a link.
    pub fn quiet(self) -> Self {
        Self { weight: Weight::Quiet, ..self }
    }

    /// Gives it a picture.
    pub fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// Gives it a key.
    pub fn key(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    /// Returns the action as HTML.
    pub fn show(&self) -> Markup {
        let class = class(self.weight);
        html! {
            @if let Some(fields) = &self.post {
                form.one-button method="post" action=(self.href) {
                    @for (name, value) in fields { input type="hidden" name=(name) value=(value); }
                    button.(class) type="submit" data-key=[self.key.as_deref()] { (self.inside()) }
                }
            } @else {
                a.(class) href=(self.href) data-key=[self.key.as_deref()] { (self.inside()) }
            }
        }
    }

    fn inside(&self) -> Markup {
        html! {
            @if let Some(picture) = self.icon { (icon(picture)) }
            span { (self.label) }
            @if let Some(key) = &self.key { kbd aria-hidden="true" { (key) } }
        }
    }
}

/// Returns actions side by side.
pub fn actions(actions: &[Action]) -> Markup {
    html! { @if !actions.is_empty() { div.actions { @for action in actions { (action.show()) } } } }
}

/// Returns a menu that opens under its button, without script.
pub fn menu(label: &str, picture: Icon, actions: &[Action]) -> Markup {
    html! {
        details.menu {
            summary.button.icon-button title=(label) { (icon(picture)) span.vh { (label) } }
            div.menu-list { @for action in actions { (action.clone().quiet().show()) } }
        }
    }
}

fn class(weight: Weight) -> &'static str {
    match weight {
        Weight::Primary => "button primary",
        Weight::Plain => "button",
        Weight::Grave => "button grave",
        Weight::Quiet => "button quiet",
    }
}
