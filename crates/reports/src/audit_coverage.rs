//! The coverage matrix of a cycle: which audit looks at which clause and control, and what it found (9.2.2).

use model::records::{
    Audit, AuditProgramme, AuditState, Certification, Control, CriterionResult, WorkingPaper,
};
use model::{Clause, Date, Isms, Key, Ref, Span, YesNo};

use standards::schedule::certificate_cycle;

use crate::basis::Basis;
use crate::content::Fact;
use crate::workbook::{ColumnKind, Sheet, SheetColumn, Value, Workbook};

/// Which audits a matrix shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The internal ones of the cycle.
    Internal,
    /// Those of the certification body.
    Body,
}

/// The matrix of a cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    /// The programme of the cycle; without one the audits of three years around the day are taken.
    pub programme: Option<Ref<AuditProgramme>>,
    /// Of the body's audits, the certification whose years they are; nothing while none holds.
    pub certification: Option<Ref<Certification>>,
    /// The first day of the cycle.
    pub from: Date,
    /// The last day of the cycle.
    pub to: Date,
    /// The audits, by day.
    pub audits: Vec<Ref<Audit>>,
    /// Clauses 4.1 to 10.2, then the controls that apply.
    pub rows: Vec<Row>,
}

/// One clause or control.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number.
    pub criterion: Clause,
    /// What it is called.
    pub title: String,
    /// For each audit whether it looks at it.
    pub cells: Vec<Look>,
}

/// Whether an audit looks at a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It does not.
    No,
    /// It is planned to.
    Planned,
    /// The audit is done and named it; no working paper says what was seen.
    Named,
    /// A working paper says what was seen.
    Seen(CriterionResult),
}

impl Look {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::No => "",
            Self::Planned => "planned",
            Self::Named => "done, no paper",
            Self::Seen(result) => model::Words::word(result),
        }
    }

    /// Says whether the audit looked at it.
    #[must_use]
    pub fn is_done(self) -> bool {
        match self {
            Self::Named
            | Self::Seen(CriterionResult::Conforms | CriterionResult::Fails | CriterionResult::Improvable) => {
                true
            }
            Self::No | Self::Planned | Self::Seen(CriterionResult::NotSeen) => false,
        }
    }
}

impl Row {
    /// Says whether an audit looked at it, or one is planned to.
    #[must_use]
    pub fn is_in_the_cycle(&self) -> bool {
        self.cells.iter().any(|look| look.is_done() || *look == Look::Planned)
    }

    /// Says whether an audit looked at it.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.cells.iter().any(|look| look.is_done())
    }
}

impl Matrix {
    /// Returns how many clauses and controls an audit of the cycle has looked at.
    #[must_use]
    pub fn looked_at(&self) -> usize {
        self.rows.iter().filter(|row| row.is_done()).count()
    }

    /// Returns how many nobody has looked at and a planned audit is to look at.
    #[must_use]
    pub fn only_planned(&self) -> usize {
        self.rows.iter().filter(|row| row.is_in_the_cycle() && !row.is_done()).count()
    }

    /// Returns what no audit of the cycle looked at or is planned to.
    #[must_use]
    pub fn left_out(&self) -> Vec<&Row> {
        self.rows.iter().filter(|row| !row.is_in_the_cycle()).collect()
    }
}

/// Returns the matrix of the cycle in which a day lies.
#[must_use]
pub fn matrix(isms: &Isms, today: Date, whose: Whose) -> Matrix {
    let contains = |programme: &AuditProgramme| {
        programme.cycle_start.is_some_and(|start| start <= today)
            && programme.cycle_end.is_some_and(|end| end >= today)
    };
    let programmes = isms.audit_programmes.iter().filter(|(_, programme)| contains(programme));
    let programme = programmes.max_by_key(|(id, programme)| (programme.cycle_start, *id));
    let around = |years: i64| today.saturating_add(Span::new().years(years));
    let from = programme.and_then(|(_, programme)| programme.cycle_start).unwrap_or_else(|| around(-3));
    let to = programme.and_then(|(_, programme)| programme.cycle_end).unwrap_or_else(|| around(3));
    let programme = programme.map(|(id, _)| id);
    // The body counts from its decision; the programme is ours.
    let cycle = certificate_cycle(isms, today).filter(|_| whose == Whose::Body);
    let (from, to) = cycle.map_or((from, to), |cycle| (cycle.decided_on, cycle.expires_on));
    let certification = cycle.map(|cycle| cycle.certification);
    let meant = |audit: &Audit| {
        let is_whose = audit.is_internal() == (whose == Whose::Internal) && audit.kind.is_some();
        let in_cycle = day(audit).is_some_and(|day| from <= day && day <= to);
        let named = match certification {
            Some(_) => audit.certification == certification,
            None => audit.programme.is_some() && audit.programme == programme,
        };
        is_whose && audit.state != AuditState::Cancelled && (named || in_cycle)
    };
    let mut audits: Vec<(Option<Date>, Ref<Audit>)> =
        isms.audits.iter().filter(|(_, audit)| meant(audit)).map(|(id, audit)| (day(audit), id)).collect();
    audits.sort_unstable();
    let audits: Vec<Ref<Audit>> = audits.into_iter().map(|(_, id)| id).collect();
    let clauses = standards::clauses().iter().filter(|clause| is_second_level(&clause.reference));
    let clauses = clauses.map(|clause| {
        let criterion = Clause::new(&clause.reference);
        let cells = audits.iter().map(|audit| of_clause(isms, *audit, &criterion, today)).collect();
        Row { criterion, title: clause.title.clone(), cells }
    });
    let controls = isms.controls.iter().filter(|(_, control)| control.included == Some(YesNo::Yes));
    let controls = controls.map(|(id, control)| {
        let cells = audits.iter().map(|audit| of_control(isms, *audit, id, today)).collect();
        Row { criterion: Clause::new(&id.to_string()), title: control.title.to_string(), cells }
    });
    Matrix { programme, certification, from, to, rows: clauses.chain(controls).collect(), audits }
}

fn day(audit: &Audit) -> Option<Date> {
    audit.done_on.or(audit.started_on).or(audit.planned_on)
}

/// Says whether a number has two parts: `9.2`.
fn is_second_level(reference: &str) -> bool {
    reference.matches('.').count() == 1 && !reference.contains(' ')
}

/// Returns whether an audit that names a criterion looks or looked at it.
fn named(audit: &Audit, today: Date) -> Look {
    if audit.done_on.is_some_and(|on| on <= today) { Look::Named } else { Look::Planned }
}

/// Returns what the papers of an audit say, the worst of several.
fn papers(isms: &Isms, id: Ref<Audit>, on: impl Fn(&WorkingPaper) -> bool) -> Option<Look> {
    let papers = isms.sources::<WorkingPaper>(id.id()).filter_map(|paper| isms.working_papers.get(&paper));
    let results =
        papers.filter(|paper| paper.audit == Some(id) && on(paper)).filter_map(|paper| paper.result);
    let grave = |result: &CriterionResult| match result {
        CriterionResult::NotSeen => 0,
        CriterionResult::Conforms => 1,
        CriterionResult::Improvable => 2,
        CriterionResult::Fails => 3,
    };
    results.max_by_key(grave).map(Look::Seen)
}

fn of_clause(isms: &Isms, id: Ref<Audit>, criterion: &Clause, today: Date) -> Look {
    let Some(audit) = isms.audits.get(&id) else { return Look::No };
    let on = |clause: &Clause| clause.holds(criterion) || criterion.holds(clause);
    papers(isms, id, |paper| paper.clause.as_ref().is_some_and(on))
        .unwrap_or_else(|| if audit.clauses.iter().any(on) { named(audit, today) } else { Look::No })
}

fn of_control(isms: &Isms, id: Ref<Audit>, control: Ref<Control>, today: Date) -> Look {
    let Some(audit) = isms.audits.get(&id) else { return Look::No };
    let own = Clause::new(&control.to_string());
    let themes = |clause: &Clause| matches!(control.key, Key::AnnexA(_)) && clause.holds(&own);
    let on = |paper: &WorkingPaper| paper.control == Some(control) || paper.clause.as_ref() == Some(&own);
    let is_named = audit.controls.contains(&control) || audit.clauses.iter().any(themes);
    papers(isms, id, on).unwrap_or_else(|| if is_named { named(audit, today) } else { Look::No })
}

/// Returns the matrix as a workbook.
#[must_use]
pub fn workbook(basis: &Basis, whose: Whose) -> Workbook {
    let matrix = matrix(basis.isms, basis.as_of, whose);
    let mut columns = vec![
        SheetColumn::new("read:criterion", "Criterion", 12, ColumnKind::Text),
        SheetColumn::new("read:title", "Title", 44, ColumnKind::Text),
    ];
    for audit in &matrix.audits {
        let day = basis.isms.audits.get(audit).and_then(|audit| day(audit));
        let label = day.map_or_else(|| audit.to_string(), |day| format!("{audit} {day}"));
        columns.push(SheetColumn::new(format!("read:{audit}"), label, 18, ColumnKind::Text));
    }
    let mut sheet = Sheet::new("Coverage", columns);
    for row in &matrix.rows {
        let mut values = vec![Value::text(row.criterion.to_string()), Value::text(row.title.clone())];
        values.extend(row.cells.iter().map(|look| Value::text(look.word())));
        sheet.row(values);
    }
    let of = |count: usize| format!("{count} of {}", matrix.rows.len());
    let about = vec![
        Fact::text("Cycle", format!("{} to {}", matrix.from, matrix.to)),
        Fact::text("Looked at", of(matrix.looked_at())),
        Fact::text("Planned, not looked at yet", of(matrix.only_planned())),
        Fact::text("In no audit", of(matrix.left_out().len())),
    ];
    basis.workbook("Audit coverage", about, vec![sheet])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{basis, blank, good, head};

    fn look(matrix: &Matrix, criterion: &str, audit: &str) -> Look {
        let place = matrix.audits.iter().position(|id| id.to_string() == audit).expect("the audit is there");
        let row =
            matrix.rows.iter().find(|row| row.criterion.as_str() == criterion).expect("the row is there");
        row.cells[place]
    }

    #[test]
    fn a_criterion_is_seen_named_planned_or_left_out() {
        let mut sample = good();
        let matrix = matrix(&sample.isms, sample.today, Whose::Internal);
        assert_eq!(look(&matrix, "A.8.13", "AUD-1"), Look::Seen(CriterionResult::Conforms));
        assert_eq!(look(&matrix, "9.2", "AUD-1"), Look::Named);
        assert_eq!(look(&matrix, "9.2", "AUD-4"), Look::Planned);
        assert!(matrix.left_out().is_empty(), "{:?}", matrix.left_out());
        assert!(matrix.looked_at() > 0);
        assert_eq!(matrix.looked_at() + matrix.only_planned(), matrix.rows.len(), "each is one or the other");
        for number in [1, 4] {
            sample.edit(number, |audit: &mut Audit| {
                audit.clauses = vec![Clause::new("4"), Clause::new("9.2.2")]
            });
        }
        let matrix = super::matrix(&sample.isms, sample.today, Whose::Internal);
        let left: Vec<&str> = matrix.left_out().iter().map(|row| row.criterion.as_str()).collect();
        assert!(left.contains(&"10.1") && !left.contains(&"4.3") && !left.contains(&"9.2"), "{left:?}");
    }

    #[test]
    fn the_audits_of_the_body_have_a_matrix_of_their_own() {
        let sample = good();
        let matrix = matrix(&sample.isms, sample.today, Whose::Body);
        let audits: Vec<String> = matrix.audits.iter().map(ToString::to_string).collect();
        assert_eq!(audits, ["AUD-2", "AUD-3"]);
        let head = head();
        let book = workbook(&basis(&sample.isms, sample.today, &head), Whose::Body);
        assert_eq!(book.sheets[0].columns().len(), 4);
    }

    #[test]
    fn without_audits_everything_is_left_out() {
        let sample = blank();
        let matrix = matrix(&sample.isms, sample.today, Whose::Internal);
        assert_eq!((matrix.audits.len(), matrix.left_out().len()), (0, matrix.rows.len()));
        assert!(matrix.rows.iter().any(|row| row.criterion.as_str() == "4.1"));
    }
}
