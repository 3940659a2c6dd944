//! Records linked like a real ISMS, in four sizes.

use app::model::records::{ResidualState, Treatment};
use app::model::{About, Decimal, Prose, RecordKind, Ref};
use app::operations::{
    AddEvidence, AnyOperation, CreateRecord, DecideTreatment, EditRecord, Moment, RateRisk, RatedBy,
};

/// How large an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 3,000 records.
    S,
    /// 30,000 records.
    M,
    /// 300,000 records.
    L,
    /// The large client that pages are measured at: 2,000 assets, 1,000 risks, 10,000 items of evidence, 200,000 changes.
    C,
}

/// How many records of each kind, and edits of them, an organisation is made of.
struct Parts {
    people: u32,
    suppliers: u32,
    assets: u32,
    risks: u32,
    actions: u32,
    evidence: u32,
    controls: u32,
    edits: u32,
}

impl Size {
    /// Returns the size of a letter.
    pub fn of(letter: &str) -> Option<Self> {
        match letter {
            "S" => Some(Self::S),
            "M" => Some(Self::M),
            "L" => Some(Self::L),
            "C" => Some(Self::C),
            _ => None,
        }
    }

    /// Returns its letter.
    pub fn letter(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::M => "M",
            Self::L => "L",
            Self::C => "C",
        }
    }

    /// Returns what it is made of.
    fn parts(self) -> Parts {
        let unit = match self {
            Self::S => 30,
            Self::M => 300,
            Self::L => 3_000,
            Self::C => {
                // 140 controls: 93 of Annex A, the others own. What the records do not make of 200,000 changes, edits do.
                return Parts {
                    people: 200,
                    suppliers: 100,
                    assets: 2_000,
                    risks: 1_000,
                    actions: 400,
                    evidence: 10_000,
                    controls: 47,
                    edits: 183_000,
                };
            }
        };
        Parts {
            people: unit,
            suppliers: unit,
            assets: 25 * unit,
            risks: 15 * unit,
            actions: 7 * unit,
            evidence: 50 * unit,
            controls: 0,
            edits: 0,
        }
    }
}

/// What one commit does.
pub type Commit = Vec<Box<dyn AnyOperation>>;

/// Returns the commits that make an organisation: about one for each record.
pub fn commits(size: Size) -> Vec<Commit> {
    let Parts { people, suppliers, assets, risks, actions, evidence: items, controls, edits } = size.parts();
    let mut made = Vec::new();
    for number in 0..people {
        made.push(create(
            RecordKind::Person,
            &[("title", format!("Person {number}")), ("kind", "employee".into()), ("in_scope", "yes".into())],
        ));
    }
    for number in 0..suppliers {
        made.push(create(
            RecordKind::Supplier,
            &[
                ("title", format!("Supplier {number}")),
                ("kind", "cloud".into()),
                ("owner", person(number, people)),
                ("in_scope", "in".into()),
            ],
        ));
    }
    for number in 0..assets {
        let fields = [
            ("title", format!("System {number} of the plant")),
            ("kind", "system".into()),
            ("owner", person(number, people)),
            ("in_scope", "in".into()),
            ("criticality", if number % 9 == 0 { "high" } else { "medium" }.into()),
            ("depends_on", format!("SUP-{}", number % suppliers + 1)),
        ];
        made.push(create(RecordKind::Asset, &fields));
    }
    made.extend((0..risks).map(|number| risk(number, people, assets)));
    for number in 0..actions {
        let fields = [
            ("title", format!("Bring the control for risk {number} into use")),
            ("risk", format!("R-{}", number + 1)),
            ("control", control(number)),
            ("owner", person(number, people)),
            ("due", "2026-12-31".into()),
        ];
        made.push(create(RecordKind::TreatmentAction, &fields));
    }
    made.extend((0..items).map(evidence));
    for number in 0..controls {
        made.push(create(RecordKind::Control, &[("title", format!("Own control {number}"))]));
    }
    made.extend((0..edits).map(|number| edit(number, assets)));
    made
}

/// Returns a commit that makes a risk, rates it and decides its treatment.
fn risk(number: u32, people: u32, assets: u32) -> Commit {
    let fields = [
        ("title", format!("Loss of service number {number} because of a failure")),
        ("threat", format!("Threat {}", number % 40)),
        ("owner", person(number, people)),
        ("elements", format!("AST-{}, AST-{}", number % assets + 1, (number * 7 + 3) % assets + 1)),
        ("properties", "availability".into()),
    ];
    let mut commit = create(RecordKind::Risk, &fields);
    let id = Ref::number(number + 1);
    let rate = |moment, likelihood: i32, consequence: i32| RateRisk {
        risk: id,
        moment,
        likelihood: Some(Decimal::whole(likelihood)),
        consequence: Some(Decimal::whole(consequence)),
        score: None,
        level: Some("medium".into()),
        rationale: "as the workshop found".into(),
        by: RatedBy::File { by: None, on: None },
    };
    let step = i32::try_from(number % 4).expect("small") + 2;
    commit.push(Box::new(rate(Moment::Now, step, 4)));
    commit.push(Box::new(rate(Moment::After(ResidualState::Target), 1, 4)));
    commit.push(Box::new(DecideTreatment {
        risk: id,
        treatment: Treatment::Modify,
        controls: vec![
            Ref::parse(&control(number)).expect("a control"),
            Ref::parse(&control(number + 31)).expect("a control"),
        ],
        shared_with: Vec::new(),
        stop_on: None,
        because: Prose::default(),
    }));
    commit
}

/// Returns a commit that adds evidence for a control.
fn evidence(number: u32) -> Commit {
    let typed = [
        ("title", format!("Report number {number} of the month")),
        ("kind", "report".to_owned()),
        ("origin", "reporting".to_owned()),
        ("period_start", "2026-10-01".to_owned()),
        ("period_end", "2026-10-31".to_owned()),
        ("collected_on", "2026-11-02".to_owned()),
        ("collected_by", "PER-2".to_owned()),
    ];
    let typed = typed.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    let target = Ref::<app::model::records::Control>::parse(&control(number)).expect("a control");
    vec![Box::new(AddEvidence { typed, uses: vec![target.id()], ..AddEvidence::default() })]
}

/// Returns a commit that changes the title of some asset.
fn edit(number: u32, assets: u32) -> Commit {
    let id = Ref::<app::model::records::Asset>::number(number % assets + 1).id();
    let typed = vec![("title".to_owned(), format!("System {number} of the plant, renamed"))];
    vec![Box::new(EditRecord { id, revision: None, typed, because: Prose::default() })]
}

/// Returns a commit that makes a record.
fn create(kind: RecordKind, fields: &[(&str, String)]) -> Commit {
    let typed = fields.iter().map(|(name, text)| ((*name).to_owned(), text.clone())).collect();
    vec![Box::new(CreateRecord { kind, id: None, typed, about: About::default(), uuid: None })]
}

/// Returns the id of some person.
fn person(number: u32, people: u32) -> String {
    format!("PER-{}", number % people + 1)
}

/// Returns the number of some control of Annex A.
fn control(number: u32) -> String {
    let all: Vec<String> = app::model::AnnexA::all().map(|control| control.to_string()).collect();
    all[usize::try_from(number).expect("small") % all.len()].clone()
}

/// Returns a register of risks as CSV.
pub fn register(rows: u32) -> String {
    let mut text = String::from("Id,Risk,Threat,Owner,Likelihood,Impact,Treatment,Remarks\n");
    for row in 1..=rows {
        let (likelihood, impact) = (row % 5 + 1, row % 4 + 1);
        text.push_str(&format!(
            "R-{},\"Failure {row}, of a part\",Threat {},Head of unit {},{likelihood},{impact},mitigate,remark {row}\n",
            row + 900_000,
            row % 40,
            row % 12
        ));
    }
    text
}
