//! The difference between two versions of the statement of applicability, by what it means: what came in, went out, and why.

use model::records::{Control, Soa, SoaRow};
use model::{Date, Isms, Prose, Ref, Value as _, Words as _, YesNo};

/// One side of the comparison.
#[derive(Debug, Clone, PartialEq)]
pub struct Side {
    /// The version; none for the rows of the day.
    pub version: Option<u32>,
    /// Who approved it.
    pub by: Option<String>,
    /// When.
    pub on: Option<Date>,
    /// When it was taken back.
    pub withdrawn_on: Option<Date>,
    /// Its rows.
    pub rows: Vec<SoaRow>,
}

impl Side {
    /// Returns its short name: `v3`, or `now`.
    #[must_use]
    pub fn name(&self) -> String {
        self.version.map_or_else(|| "now".to_owned(), |version| format!("v{version}"))
    }

    /// Returns its name with who approved it and when.
    #[must_use]
    pub fn words(&self) -> String {
        match (&self.by, self.on) {
            (Some(by), Some(on)) => {
                let withdrawn = self.withdrawn_on.map(|on| format!(", withdrawn {on}")).unwrap_or_default();
                format!("{} approved {on} by {by}{withdrawn}", self.name())
            }
            (None, _) | (_, None) => "the rows as they stand".to_owned(),
        }
    }
}

/// Returns an approved version, the newest of that number; nothing where there is none.
#[must_use]
pub fn approved(isms: &Isms, version: u32) -> Option<Side> {
    let soa = isms.soa.one()?;
    let approval = soa.approvals.iter().rev().find(|approval| approval.version == version)?;
    Some(Side {
        version: Some(version),
        by: Some(isms.name_of(approval.by.id())),
        on: Some(approval.on),
        withdrawn_on: approval.withdrawn_on,
        rows: approval.content.rows.clone(),
    })
}

/// Returns the rows of the day.
#[must_use]
pub fn live(isms: &Isms, today: Date) -> Side {
    Side { version: None, by: None, on: None, withdrawn_on: None, rows: Soa::content(isms, today).rows }
}

/// What a difference means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Meaning {
    /// It applies now.
    Included,
    /// It does not apply any more.
    Excluded,
    /// Nobody has decided about it any more.
    Undecided,
    /// The row is new.
    New,
    /// The row is gone.
    Gone,
    /// Other reasons.
    Reasons,
    /// Other words for why.
    Justification,
    /// It is further, or less far.
    State,
    /// Somebody else answers for it.
    Owner,
    /// It is called otherwise.
    Title,
}

impl Meaning {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Included => "included",
            Self::Excluded => "excluded",
            Self::Undecided => "undecided again",
            Self::New => "new row",
            Self::Gone => "row gone",
            Self::Reasons => "reasons",
            Self::Justification => "justification",
            Self::State => "state",
            Self::Owner => "owner",
            Self::Title => "title",
        }
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoaChange {
    /// The control.
    pub control: Ref<Control>,
    /// What it is called.
    pub title: String,
    /// What the difference means.
    pub meaning: Meaning,
    /// What was said before.
    pub before: String,
    /// What is said after.
    pub after: String,
    /// Why, as the later side says: its justification, else its reasons; empty where neither is there, or it is the difference itself.
    pub because: String,
}

/// All that differs of one control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlDiff<'a> {
    /// The control.
    pub control: Ref<Control>,
    /// What it is called.
    pub title: &'a str,
    /// What differs, the gravest first.
    pub changes: Vec<&'a SoaChange>,
}

/// Returns the differences by control; the control with the gravest stands first.
#[must_use]
pub fn by_control(changes: &[SoaChange]) -> Vec<ControlDiff<'_>> {
    let mut found: Vec<ControlDiff> = Vec::new();
    for change in changes {
        match found.iter_mut().find(|one| one.control == change.control) {
            Some(one) => one.changes.push(change),
            None => {
                found.push(ControlDiff {
                    control: change.control,
                    title: &change.title,
                    changes: vec![change],
                });
            }
        }
    }
    found
}

/// Returns how many controls differ in one of some meanings.
#[must_use]
pub fn controls_with(changes: &[SoaChange], meanings: &[Meaning]) -> usize {
    let of = changes.iter().filter(|one| meanings.contains(&one.meaning)).map(|one| one.control);
    of.collect::<std::collections::BTreeSet<_>>().len()
}

/// Returns what differs: inclusions and exclusions first, then reasons, words, states and owners; by control.
#[must_use]
pub fn changes(before: &[SoaRow], after: &[SoaRow]) -> Vec<SoaChange> {
    let mut found = Vec::new();
    for row in after {
        match before.iter().find(|old| old.control == row.control) {
            Some(old) => found.extend(row_changes(old, row)),
            None => {
                let said = format!("{}, {}", applies(row.included), row.state.word());
                found.push(change(row, Meaning::New, "", &said));
            }
        }
    }
    for row in before.iter().filter(|old| !after.iter().any(|row| row.control == old.control)) {
        let said = format!("{}, {}", applies(row.included), row.state.word());
        found.push(SoaChange { because: String::new(), ..change(row, Meaning::Gone, &said, "") });
    }
    found.sort_by_key(|one| (one.meaning, one.control));
    found
}

fn applies(included: Option<YesNo>) -> &'static str {
    match included {
        Some(YesNo::Yes) => "applies",
        Some(YesNo::No) => "does not apply",
        None => "undecided",
    }
}

fn change(row: &SoaRow, meaning: Meaning, before: &str, after: &str) -> SoaChange {
    SoaChange {
        control: row.control,
        title: row.title.to_string(),
        meaning,
        before: before.to_owned(),
        after: after.to_owned(),
        because: because(&row.justification, &reasons(row)),
    }
}

fn because(justification: &Prose, reasons: &str) -> String {
    if justification.is_empty() { reasons.to_owned() } else { justification.to_string() }
}

fn reasons(row: &SoaRow) -> String {
    row.reasons.text().replace('\n', ", ")
}

fn row_changes(old: &SoaRow, row: &SoaRow) -> Vec<SoaChange> {
    let mut found = Vec::new();
    if old.included != row.included {
        let meaning = match row.included {
            Some(YesNo::Yes) => Meaning::Included,
            Some(YesNo::No) => Meaning::Excluded,
            None => Meaning::Undecided,
        };
        found.push(change(row, meaning, applies(old.included), applies(row.included)));
    }
    let owner = |row: &SoaRow| row.owner.as_ref().map(model::Value::text).unwrap_or_default();
    let cells = [
        (Meaning::Reasons, reasons(old), reasons(row)),
        (Meaning::Justification, old.justification.to_string(), row.justification.to_string()),
        (Meaning::State, old.state.word().to_owned(), row.state.word().to_owned()),
        (Meaning::Owner, owner(old), owner(row)),
        (Meaning::Title, old.title.to_string(), row.title.to_string()),
    ];
    for (meaning, before, after) in cells {
        if before != after {
            found.push(change(row, meaning, &before, &after));
        }
    }
    // What came in or went out says why; else a reason that is the difference itself, or stands there already, explains nothing.
    let said: Vec<String> = found.iter().map(|one| one.after.clone()).collect();
    let mut given = String::new();
    for one in &mut found {
        let decides = matches!(one.meaning, Meaning::Included | Meaning::Excluded | Meaning::Undecided);
        if !decides && (said.contains(&one.because) || one.because == given) {
            one.because.clear();
        } else {
            given.clone_from(&one.because);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use model::records::ControlState;

    use super::*;
    use crate::sample::good;

    fn sides() -> (Vec<SoaRow>, Vec<SoaRow>) {
        let sample = good();
        let rows = live(&sample.isms, sample.today).rows;
        (rows.clone(), rows)
    }

    #[test]
    fn the_same_rows_differ_in_nothing() {
        let (before, after) = sides();
        assert!(changes(&before, &after).is_empty());
    }

    #[test]
    fn inclusions_and_exclusions_stand_first_and_say_why() {
        let (mut before, mut after) = sides();
        before[0].included = Some(YesNo::No);
        after[0].included = Some(YesNo::Yes);
        after[1].included = Some(YesNo::No);
        before[1].included = Some(YesNo::Yes);
        after[1].justification = "the building was given up".into();
        after[2].state = ControlState::Retired;
        after.pop();
        let found = changes(&before, &after);
        let meanings: Vec<Meaning> = found.iter().map(|one| one.meaning).collect();
        assert_eq!(
            meanings,
            [Meaning::Included, Meaning::Excluded, Meaning::Gone, Meaning::Justification, Meaning::State]
        );
        assert_eq!(found[1].because, "the building was given up");
        assert_eq!((found[1].before.as_str(), found[1].after.as_str()), ("applies", "does not apply"));
    }

    #[test]
    fn controls_are_counted_once_and_no_text_stands_twice() {
        let (mut before, mut after) = sides();
        before[0].justification = "one office".into();
        after[0].justification = "two offices".into();
        after[0].state = ControlState::Retired;
        after[1].state = ControlState::Retired;
        before[1].justification = "pay data".into();
        after[1].justification = "pay data".into();
        after[1].title = "Another title".into();
        let found = changes(&before, &after);
        assert_eq!((found.len(), by_control(&found).len()), (4, 2));
        assert_eq!(controls_with(&found, &[Meaning::State, Meaning::Justification]), 2);
        assert_eq!(controls_with(&found, &[Meaning::Justification]), 1);
        let first = &by_control(&found)[0];
        let becauses: Vec<&str> = first.changes.iter().map(|one| one.because.as_str()).collect();
        assert_eq!(becauses, ["", ""], "the justification is the difference");
        let second = &by_control(&found)[1];
        let becauses: Vec<&str> = second.changes.iter().map(|one| one.because.as_str()).collect();
        assert_eq!(becauses, ["pay data", ""], "said once");
    }

    #[test]
    fn an_approved_version_says_who_approved_it() {
        let sample = good();
        let version = sample.isms.soa.one().and_then(|soa| soa.in_force(sample.today)).map(|one| one.version);
        let side = approved(&sample.isms, version.expect("one is in force")).expect("it is there");
        assert!(side.words().contains("approved") && side.by.is_some(), "{}", side.words());
        assert!(approved(&sample.isms, 99).is_none());
    }
}
