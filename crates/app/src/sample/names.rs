//! What scenes call records: `$name` of one that a scene made, `[Name]` of a person.

use std::collections::BTreeMap;

use model::records::{Control, Person};
use model::{Change, RecordId, Ref};

/// Records by what scenes call them.
#[derive(Debug, Default, Clone)]
pub(super) struct Names {
    made: BTreeMap<String, RecordId>,
    people: BTreeMap<String, Ref<Person>>,
    /// How many runs of each control were scheduled.
    runs: BTreeMap<Ref<Control>, u32>,
}

impl Names {
    /// Names a record.
    pub(super) fn name(&mut self, name: &str, id: RecordId) {
        self.made.insert(name.to_owned(), id);
    }

    /// Names a person.
    pub(super) fn introduce(&mut self, name: &str, person: Ref<Person>) {
        self.people.insert(name.to_owned(), person);
    }

    /// Finds a person by name.
    pub(super) fn person(&self, name: &str) -> Option<Ref<Person>> {
        self.people.get(name).copied()
    }

    /// Takes names from what was decided: of people, and of runs by control and day, and by control and number:
    /// `$due:A.8.13:2026-03-01` and `$due:A.8.13#4`.
    pub(super) fn take(&mut self, change: &Change) {
        if let Change::Person(id, stored) = change {
            self.introduce(&stored.record.title, *id);
        }
        if let Change::ControlRun(id, stored) = change
            && let (Some(control), Some(due), None) =
                (stored.record.control, stored.record.due, stored.record.done_on)
        {
            self.made.insert(format!("due:{control}:{due}"), id.id());
            let count = self.runs.entry(control).or_default();
            *count += 1;
            self.made.insert(format!("due:{control}#{count}"), id.id());
        }
    }

    /// Puts ids in the place of names.
    ///
    /// # Errors
    /// Where nothing has the name.
    pub(super) fn fill(&self, text: &str) -> Result<String, String> {
        if !text.contains(['$', '[']) {
            return Ok(text.to_owned());
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(place) = rest.find(['$', '[']) {
            out.push_str(&rest[..place]);
            let after = &rest[place + 1..];
            if rest[place..].starts_with('$') {
                let end = after.find(|c: char| !(c.is_alphanumeric() || "-_:.#".contains(c)));
                let (name, behind) = after.split_at(end.unwrap_or(after.len()));
                let id = self.made.get(name).ok_or_else(|| format!("nothing is called ${name}"))?;
                out.push_str(&id.to_string());
                rest = behind;
            } else {
                let (name, behind) = after.split_once(']').ok_or("a bracket stands open")?;
                let id = self.person(name).ok_or_else(|| format!("nobody is called {name}"))?;
                out.push_str(&id.to_string());
                rest = behind;
            }
        }
        out.push_str(rest);
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ids_and_strangers_are_told() {
        let mut names = Names::default();
        names.introduce("Ann Lee", Ref::number(4));
        names.name("ev:A.8.13:2026-01-02", RecordId::parse("EV-7").expect("an id"));
        assert_eq!(names.fill("[Ann Lee], $ev:A.8.13:2026-01-02").as_deref(), Ok("PER-4, EV-7"));
        assert_eq!(names.fill("$nothing").err().as_deref(), Some("nothing is called $nothing"));
        assert_eq!(names.fill("[Bob]").err().as_deref(), Some("nobody is called Bob"));
        assert_eq!(names.fill("[Bob").err().as_deref(), Some("a bracket stands open"));
    }
}
