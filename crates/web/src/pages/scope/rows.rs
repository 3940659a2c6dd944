//! The elements of the builder: whether each is inside, and why not.

use model::records::AssetKind;
use model::{InScope, RecordId, RecordKind, Ref, Value};

use crate::fields::Fields;
use crate::visit::Visit;

/// How many elements have a row.
const ROWS_MAX: usize = 400;
/// The kinds in their order, each with its heading.
pub(super) const KINDS: &[(RecordKind, &str)] = &[
    (RecordKind::Unit, "Units"),
    (RecordKind::Site, "Sites"),
    (RecordKind::Process, "Processes"),
    (RecordKind::Asset, "Systems"),
    (RecordKind::Supplier, "Suppliers"),
];

/// What was chosen for an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Chosen {
    In,
    Out,
    Undecided,
}

impl Chosen {
    pub(super) const ALL: [(Self, &str, &str); 3] =
        [(Self::In, "in", "inside"), (Self::Out, "out", "outside"), (Self::Undecided, "", "not decided")];

    fn read(text: &str) -> Self {
        Self::ALL.iter().find(|(_, word, _)| *word == text).map_or(Self::Undecided, |(chosen, ..)| *chosen)
    }
}

/// One element.
pub(super) struct Row {
    pub(super) id: RecordId,
    pub(super) name: String,
    pub(super) chosen: Chosen,
    pub(super) because: String,
    pub(super) revision: u32,
    was: InScope,
}

impl Row {
    /// Returns the field and what is wrong with it: what is outside needs a reason.
    pub(super) fn wrong(&self) -> Option<(String, String)> {
        let is_wrong = self.chosen == Chosen::Out && self.because.is_empty() && self.is_changed();
        is_wrong.then(|| (format!("why-{}", self.id), format!("Say why {} is left out", self.name)))
    }

    /// Returns what was chosen as the record keeps it.
    pub(super) fn text(&self) -> String {
        match self.chosen {
            Chosen::In => "in".to_owned(),
            Chosen::Out => format!("out: {}", self.because),
            Chosen::Undecided => String::new(),
        }
    }

    pub(super) fn is_changed(&self) -> bool {
        match (&self.was, self.chosen) {
            (InScope::In, Chosen::In) | (InScope::Undecided, Chosen::Undecided) => false,
            (InScope::Out(because), Chosen::Out) => because.trim() != self.because,
            (InScope::In | InScope::Undecided | InScope::Out(_), _) => true,
        }
    }
}

/// Returns the elements in use with what is on record, or what was typed; and how many have no row.
pub(super) fn all(visit: &Visit, fields: Option<&Fields>) -> (Vec<Row>, usize) {
    let isms = visit.isms();
    let is_shown = |id: RecordId| {
        let asset = (id.kind == RecordKind::Asset).then(|| isms.assets.get(&Ref::of(id.key)));
        match asset.flatten() {
            None => true,
            // Devices and files follow the system and the process that they belong to.
            Some(asset) => asset.kind.is_none_or(|kind| kind == AssetKind::System),
        }
    };
    let all = isms.elements().filter(|(_, one)| one.retired_on().is_none_or(|on| on > visit.today));
    let (rows, others): (Vec<_>, Vec<_>) = all.partition(|(id, _)| is_shown(*id));
    let left_out = others.len() + rows.len().saturating_sub(ROWS_MAX);
    let rows = rows.into_iter().take(ROWS_MAX).map(|(id, element)| {
        let was = element.in_scope().clone();
        let (mut chosen, mut because) = match &was {
            InScope::Undecided => (Chosen::Undecided, String::new()),
            InScope::In => (Chosen::In, String::new()),
            InScope::Out(because) => (Chosen::Out, because.text()),
        };
        let mut revision = isms.revision(id);
        if let Some(fields) = fields.filter(|fields| fields.has(&format!("in-{id}"))) {
            chosen = Chosen::read(fields.get(&format!("in-{id}")));
            because = fields.get(&format!("why-{id}")).to_owned();
            revision = fields.get(&format!("rev-{id}")).parse().unwrap_or(revision);
        }
        Row { id, name: element.name().to_owned(), chosen, because, revision, was }
    });
    (rows.collect(), left_out)
}
