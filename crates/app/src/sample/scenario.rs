//! The form of a scenario: scenes on days before the day it is played, each with what people do.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A company and what happened in it.
#[derive(Debug, Deserialize)]
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
}

/// One commit: a person does something on a day.
#[derive(Debug, Deserialize)]
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
#[derive(Debug, Deserialize)]
pub(crate) struct Step {
    /// create, edit, remove, rate, treat, accept, state, approve, evidence, judge, action, propose.
    pub verb: String,
    /// The kind or the record.
    #[serde(default)]
    pub what: String,
    /// Everything else, as text; `{-30}` stands for the day thirty days before the day of playing.
    #[serde(flatten)]
    pub fields: BTreeMap<String, String>,
    /// Rows of several records at once; the first row names the fields.
    #[serde(default)]
    pub rows: Vec<Vec<String>>,
}

/// Reads a scenario.
///
/// # Errors
/// Where it is not one, with line and column.
pub(crate) fn read(text: &str) -> Result<Scenario, String> {
    toml::from_str(text).map_err(|error| error.to_string())
}
