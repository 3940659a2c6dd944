//! The form of a scenario: scenes on days before the day it is played, each with what people do.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A company and what happened in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scenario {
    /// The name of the organisation.
    pub name: String,
    /// Its time zone.
    pub time_zone: String,
    /// Who begins.
    pub person: String,
    /// How many days before the day of playing it begins.
    pub begins: i32,
    /// What happened, in order.
    #[serde(rename = "scene")]
    pub scenes: Vec<Scene>,
    /// What comes back again and again.
    #[serde(rename = "rhythm", default)]
    pub rhythms: Vec<Rhythm>,
}

/// A part of what happened in a company.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chapter {
    /// What happened.
    #[serde(rename = "scene", default)]
    pub scenes: Vec<Scene>,
    /// What comes back again and again.
    #[serde(rename = "rhythm", default)]
    pub rhythms: Vec<Rhythm>,
}

/// One commit: a person does something on a day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scene {
    /// How many days before the day of playing.
    pub ago: i32,
    /// The time of day in hours and minutes, in the time zone of the organisation.
    #[serde(default)]
    pub at: String,
    /// Who does it.
    pub by: String,
    /// Why, where a reason is given.
    #[serde(default)]
    pub because: String,
    /// What is done, in order.
    #[serde(rename = "do")]
    pub steps: Vec<Step>,
}

/// One thing that is done: the verb, what it is done to, and the fields by name.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Step {
    /// create, edit, rate, treat, accept, state, approve, evidence, judge, finish, propose; or kind and verb of a form:
    /// audit.start.
    pub verb: String,
    /// The kind or the record.
    #[serde(default)]
    pub what: String,
    /// What later scenes call the record that it makes: `$name`.
    #[serde(rename = "as", default)]
    pub name: String,
    /// Everything else, as text; `{-30}` stands for the day thirty days before the day of playing.
    #[serde(flatten)]
    pub fields: BTreeMap<String, String>,
    /// Rows of several records at once; the first row names the fields.
    #[serde(default)]
    pub rows: Vec<Vec<String>>,
}

/// Work that comes back: the same scenes on each of its days, once for each row.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rhythm {
    /// What the rows fill in: the first names the words that stand as `<word>` in the beats. `a ; b` takes turns.
    /// every, from, until and skip say when: week, days ago, days ago, and which times are left out.
    pub rows: Vec<Vec<String>>,
    /// What happens each time.
    #[serde(rename = "beat")]
    pub beats: Vec<Beat>,
}

/// What happens each time: a scene so many days after the day that is due.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Beat {
    /// How many days after.
    #[serde(default)]
    pub after: i32,
    /// The time of day.
    pub at: String,
    /// Who does it.
    pub by: String,
    /// Why, where a reason is given.
    #[serde(default)]
    pub because: String,
    /// What is done, in order.
    #[serde(rename = "do")]
    pub steps: Vec<Step>,
}

/// Reads a scenario or a chapter of one.
///
/// # Errors
/// Where it is not one, with line and column.
pub(crate) fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}
