//! The gates of the certification body, held against the records: what holds, what does not, and what only the body sees.

use model::records::{
    Audit, AuditKind, AuditState, Certification, CertificationState, Finding, FindingGrade, ManagementReview,
    Nonconformity, NonconformityGrade, NonconformitySource, NonconformityState, ReviewState, Site,
};
use model::{Date, Element as _, InScope, Isms, RecordId, Ref};
use standards::certification::{CertificationDate, CertificationGate, GateBefore, gates};
use standards::schedule::{certificate_cycle, days_entered, persons_on_record};

use crate::audit_coverage::{Matrix, Whose, matrix};
use crate::audit_time::{NextDays, by_the_table, next_days};

/// A gate, and whether it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateStanding {
    /// The gate.
    pub gate: &'static CertificationGate,
    /// Whether it holds.
    pub state: GateState,
    /// Why, in words.
    pub because: String,
    /// The records behind that.
    pub records: Vec<RecordId>,
}

/// Whether a gate holds back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GateState {
    /// Nothing on record stands in the way.
    Passed,
    /// Something on record stands in the way, or is missing.
    Holds,
    /// It cannot be read from the records: the body looks at it.
    Body,
    /// What it is about has not begun.
    NotYet,
}

impl GateState {
    /// Returns its word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Holds => "holds",
            Self::Body => "for the body",
            Self::NotYet => "not yet",
        }
    }
}

type Said = (GateState, String, Vec<RecordId>);

/// Returns all gates with their standing on a day; those before Stage 2, the decision, the team, the programme, the time.
#[must_use]
pub fn standing(isms: &Isms, today: Date) -> Vec<GateStanding> {
    gates()
        .iter()
        .map(|gate| {
            let (state, because, records) = said(isms, today, gate.id);
            GateStanding { gate, state, because, records }
        })
        .collect()
}

/// Returns those that stand before some points of the way.
#[must_use]
pub fn standing_before(isms: &Isms, today: Date, before: &[GateBefore]) -> Vec<GateStanding> {
    standing(isms, today).into_iter().filter(|one| before.contains(&one.gate.before)).collect()
}

/// Says whether one gate holds.
fn said(isms: &Isms, today: Date, id: &str) -> Said {
    match id {
        "stage-1-concluded" => stage_1(isms, today),
        // Where the body found nothing yet, nothing of it can be passed.
        "majors-verified" | "minors-planned" | "majors-in-time" if !has_looked(isms, today) => {
            (GateState::NotYet, "no Stage 2 is on record".to_owned(), Vec::new())
        }
        "majors-verified" => {
            nonconformities(isms, NonconformityGrade::Major, |one| one.verified_on.is_none())
        }
        "minors-planned" => {
            nonconformities(isms, NonconformityGrade::Minor, |one| one.plan_accepted_on.is_none())
        }
        "majors-in-time" => in_time(isms, today),
        "isms-runs" => runs(isms, today),
        "others-decide" => others(isms),
        "all-covered" => covered(isms, today),
        "sites-covered" => sites(isms, today),
        "days-enough" => days(isms, today),
        "certificate-stands" => stands(isms, today),
        _ => (GateState::Body, "the body knows its people and its programme".to_owned(), Vec::new()),
    }
}

fn passed(because: impl Into<String>) -> Said {
    (GateState::Passed, because.into(), Vec::new())
}

fn holds(because: impl Into<String>, records: Vec<RecordId>) -> Said {
    (GateState::Holds, because.into(), records)
}

/// Returns the newest audit of a kind that was not cancelled.
pub(crate) fn newest(isms: &Isms, kind: AuditKind) -> Option<(Ref<Audit>, &Audit)> {
    let all = isms.audits.iter().filter(|(_, audit)| audit.kind == Some(kind));
    let all = all.filter(|(_, audit)| audit.state != AuditState::Cancelled);
    all.max_by_key(|(id, audit)| (audit.done_on.or(audit.planned_on), *id)).map(|(id, audit)| (id, &**audit))
}

fn stage_1(isms: &Isms, today: Date) -> Said {
    let Some((id, audit)) = newest(isms, AuditKind::Stage1) else {
        return holds("no Stage 1 is recorded", Vec::new());
    };
    if audit.concluded_on.is_none_or(|on| on > today) {
        return holds(format!("{id} is not concluded in writing"), vec![id.id()]);
    }
    let open = |finding: &Finding| {
        finding.audit == Some(id)
            && finding.grade == Some(FindingGrade::Concern)
            && finding.state.is_open()
            && finding.answer.is_empty()
    };
    let concerns: Vec<RecordId> =
        isms.findings.iter().filter(|(_, finding)| open(finding)).map(|(id, _)| id.id()).collect();
    if concerns.is_empty() {
        passed(format!("{id} is concluded, and no area of concern is without an answer"))
    } else {
        holds("areas of concern are without an answer", concerns)
    }
}

/// Says whether the body looked at how the system works, or raised something all the same.
fn has_looked(isms: &Isms, today: Date) -> bool {
    let is_done = |audit: &Audit| audit.done_on.is_some_and(|on| on <= today);
    newest(isms, AuditKind::Stage2).is_some_and(|(_, audit)| is_done(audit)) || of_body(isms).next().is_some()
}

/// Returns the nonconformities of the body.
fn of_body(isms: &Isms) -> impl Iterator<Item = (Ref<Nonconformity>, &Nonconformity)> {
    let all = isms.nonconformities.iter().map(|(id, one)| (id, &**one));
    all.filter(|(_, one)| one.source == Some(NonconformitySource::Body))
}

fn nonconformities(isms: &Isms, grade: NonconformityGrade, lacks: fn(&Nonconformity) -> bool) -> Said {
    let word = model::Words::word(grade);
    let graded = of_body(isms).filter(|(_, one)| one.grade == Some(grade));
    let open: Vec<RecordId> = graded
        .filter(|(_, one)| one.state != NonconformityState::Closed && lacks(one))
        .map(|(id, _)| id.id())
        .collect();
    match (open.len(), grade) {
        (0, _) => passed(format!("no {word} of the body waits")),
        (count, NonconformityGrade::Major) => holds(format!("{count} {word} not verified by the body"), open),
        (count, NonconformityGrade::Minor) => {
            holds(format!("{count} {word} without a plan that the body accepted"), open)
        }
    }
}

/// Returns the nonconformities that an audit raised.
pub(crate) fn raised_by(isms: &Isms, audit: Ref<Audit>) -> Vec<Ref<Nonconformity>> {
    let findings = isms.findings.iter().filter(|(_, finding)| finding.audit == Some(audit));
    let mut all: Vec<_> = findings.filter_map(|(_, finding)| finding.nonconformity).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn in_time(isms: &Isms, today: Date) -> Said {
    let Some((audit, done_on)) =
        newest(isms, AuditKind::Stage2).and_then(|(id, audit)| Some((id, audit.done_on?)))
    else {
        return passed("Stage 2 is not done, so no time runs yet");
    };
    let by = CertificationDate::MajorsVerified.after(done_on);
    let late = |id: &Ref<Nonconformity>| {
        let one = isms.nonconformities.get(id);
        one.is_some_and(|one| {
            one.grade == Some(NonconformityGrade::Major)
                && one.verified_on.or(one.closed_on).unwrap_or(today) > by
        })
    };
    let late: Vec<RecordId> = raised_by(isms, audit).into_iter().filter(late).map(|id| id.id()).collect();
    if late.is_empty() {
        passed(format!("majors of {audit} have time until {by}"))
    } else {
        holds(format!("not verified by {by}: another Stage 2 is needed"), late)
    }
}

/// Says whether the certificate that was decided last still holds.
fn stands(isms: &Isms, today: Date) -> Said {
    let decided = isms.certifications.iter().filter_map(|(id, one)| Some((one.decided_on?, id, one)));
    let Some((_, id, one)) = decided.filter(|(on, ..)| *on <= today).max_by_key(|(on, id, _)| (*on, *id))
    else {
        return (GateState::Body, "no certificate is on record".to_owned(), Vec::new());
    };
    let lost = |words: &str| holds(format!("{id} is {words}"), vec![id.id()]);
    match one.state {
        CertificationState::Suspended => lost("suspended; the body restores it once the cause is resolved"),
        CertificationState::Withdrawn => lost("withdrawn; another initial audit leads to a new certificate"),
        CertificationState::Expired => lost("expired; ask the body what it takes to renew it"),
        CertificationState::Transferred => lost("transferred; go on in the certification that followed"),
        CertificationState::Preparing
        | CertificationState::Applied
        | CertificationState::Granted
        | CertificationState::Restored
        | CertificationState::Reduced => match one.expires_on.filter(|end| *end < today) {
            Some(end) => holds(format!("{id} ended on {end}"), vec![id.id()]),
            None => passed(format!("{id} holds")),
        },
    }
}

fn runs(isms: &Isms, today: Date) -> Said {
    // In the years of a certificate those before its decision were looked at then.
    let since = certificate_cycle(isms, today).map(|cycle| cycle.decided_on);
    let counts = |on: Option<Date>| on.is_some_and(|on| on <= today && since.is_none_or(|since| on > since));
    let audited = isms.audits.iter().filter(|(_, audit)| audit.is_internal() && counts(audit.done_on));
    let audited = audited.max_by_key(|(id, audit)| (audit.done_on, *id));
    let held = |review: &ManagementReview| review.state == ReviewState::Held && counts(review.held_on);
    let reviewed = isms.management_reviews.iter().filter(|(_, review)| held(review));
    let reviewed = reviewed.max_by_key(|(id, review)| (review.held_on, *id));
    match (audited, reviewed) {
        (Some((audit, _)), Some((review, _))) => passed(format!("{audit} is done and {review} was held")),
        (None, Some(_)) => holds("no internal audit is done", Vec::new()),
        (Some(_), None) => holds("no management review was held", Vec::new()),
        (None, None) => holds("no internal audit is done and no management review was held", Vec::new()),
    }
}

fn others(isms: &Isms) -> Said {
    let same = |one: &Certification| {
        let decided_by = one.decided_by.trim().to_lowercase();
        let auditors =
            one.audit.and_then(|audit| isms.audits.get(&audit)).map(|audit| audit.auditors.clone());
        let mut names = auditors.unwrap_or_default().into_iter().map(|person| isms.name_of(person.id()));
        !decided_by.is_empty() && names.any(|name| name.to_lowercase() == decided_by)
    };
    let wrong: Vec<RecordId> =
        isms.certifications.iter().filter(|(_, one)| same(one)).map(|(id, _)| id.id()).collect();
    if !wrong.is_empty() {
        return holds("an auditor of the audit decided", wrong);
    }
    match isms.certifications.iter().any(|(_, one)| !one.decided_by.is_empty()) {
        true => passed("who decided was no auditor of the audit"),
        false => (GateState::Body, "no decision is recorded".to_owned(), Vec::new()),
    }
}

fn covered(isms: &Isms, today: Date) -> Said {
    let matrix = matrix(isms, today, Whose::Body);
    if matrix.audits.is_empty() {
        return (GateState::Body, "no audit of the body is planned on record".to_owned(), Vec::new());
    }
    let left = matrix.left_out();
    if left.is_empty() {
        return passed("each clause and control is named in an audit of the body");
    }
    let audits = matrix.audits.iter().map(|audit| audit.id()).collect();
    let named: Vec<&str> = left.iter().take(5).map(|row| row.criterion.as_str()).collect();
    let more = left.len() - named.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let because = format!(
        "no audit of the body on record names {}{more}; {}",
        named.join(", "),
        inside(&self::matrix(isms, today, Whose::Internal))
    );
    // A body that lists clauses alone has told nothing about controls; one that lists some has left out the others.
    let names_controls =
        matrix.audits.iter().filter_map(|id| isms.audits.get(id)).any(|audit| !audit.controls.is_empty());
    let clause_left = left.iter().any(|row| !row.criterion.as_str().starts_with("A."));
    let state = if names_controls || clause_left { GateState::Holds } else { GateState::Body };
    (state, because, audits)
}

/// Says what the internal audits looked at, so that nobody takes the one for the other.
fn inside(matrix: &Matrix) -> String {
    format!("internal audits looked at {} of {}", matrix.looked_at(), matrix.rows.len())
}

fn sites(isms: &Isms, today: Date) -> Said {
    let audits = matrix(isms, today, Whose::Body).audits;
    let in_use = |site: &Site| {
        !matches!(site.in_scope(), InScope::Out(_)) && site.retired_on().is_none_or(|on| on > today)
    };
    let all: Vec<Ref<Site>> = isms.sites.iter().filter(|(_, site)| in_use(site)).map(|(id, _)| id).collect();
    if all.len() < 2 {
        return passed("there is at most one site");
    }
    let seen = |site: &Ref<Site>| {
        let audits = audits.iter().filter_map(|audit| isms.audits.get(audit));
        audits.flat_map(|audit| &audit.sites).any(|one| one == site)
    };
    let left: Vec<RecordId> = all.iter().filter(|site| !seen(site)).map(|site| site.id()).collect();
    match left.len() {
        0 => passed("each site is in an audit of the cycle"),
        count => (GateState::Body, format!("{count} of {} sites are in no plan on record", all.len()), left),
    }
}

fn days(isms: &Isms, today: Date) -> Said {
    let Some((persons, _)) = persons_on_record(isms, today) else {
        let because = match days_entered(isms) {
            Some(days) => format!(
                "{days} days are entered in the plan; how many people work in the scope is not recorded"
            ),
            None => "how many people work in the scope is not recorded".to_owned(),
        };
        return (GateState::Body, because, Vec::new());
    };
    let next = match by_the_table(persons) {
        Ok(time) => next_days(isms, today, &time),
        Err(refusal) => return (GateState::Body, refusal.to_string(), Vec::new()),
    };
    let NextDays { what, usual, fewest, share, .. } = &next;
    let takes = format!("for {persons} people a {what} takes {usual} ({share}), and {fewest} at the least");
    match (next.planned, next.is_enough()) {
        (Some(planned), Some(true)) => {
            passed(format!("{planned} days are planned in {}; {takes}", next.names()))
        }
        (Some(planned), _) => {
            holds(format!("{planned} days are planned in {}; {takes}", next.names()), next.records())
        }
        (None, _) => (GateState::Body, format!("the days are not recorded; {takes}"), next.records()),
    }
}

#[cfg(test)]
mod tests {
    use model::records::*;

    use super::*;
    use crate::sample::{blank, good};

    fn state(isms: &Isms, today: Date, id: &str) -> (GateState, String) {
        let all = standing(isms, today);
        let one = all.into_iter().find(|one| one.gate.id == id).expect("the gate is there");
        (one.state, one.because)
    }

    #[test]
    fn each_gate_says_why() {
        let sample = blank();
        for one in standing(&sample.isms, sample.today) {
            assert!(!one.because.is_empty(), "{}", one.gate.id);
        }
        assert_eq!(state(&sample.isms, sample.today, "isms-runs").0, GateState::Holds);
        let sample = good();
        assert_eq!(state(&sample.isms, sample.today, "isms-runs").0, GateState::Passed);
        assert_eq!(state(&sample.isms, sample.today, "stage-1-concluded").0, GateState::Holds);
    }

    #[test]
    fn a_certificate_that_was_lost_holds_each_visit() {
        let mut sample = good();
        let stood = |sample: &model::sample::Sample| state(&sample.isms, sample.today, "certificate-stands");
        let today = sample.today;
        let certified = Certification {
            state: CertificationState::Granted,
            decided_on: Some(today),
            ..Certification::default()
        };
        sample.put(Ref::number(70), certified);
        assert_eq!(stood(&sample).0, GateState::Passed);
        for (lost, word) in
            [(CertificationState::Suspended, "suspended"), (CertificationState::Withdrawn, "withdrawn")]
        {
            sample.edit(70, |one: &mut Certification| one.state = lost);
            let (state, because) = stood(&sample);
            assert!(state == GateState::Holds && because.contains(word), "{because}");
        }
    }

    #[test]
    fn a_major_holds_the_decision_until_the_body_has_verified_it() {
        let mut sample = good();
        let major = Nonconformity {
            source: Some(NonconformitySource::Body),
            grade: Some(NonconformityGrade::Major),
            ..Nonconformity::default()
        };
        sample.put(Ref::number(70), major);
        assert_eq!(state(&sample.isms, sample.today, "majors-verified").0, GateState::Holds);
        let today = sample.today;
        sample.edit(70, |one: &mut Nonconformity| one.verified_on = Some(today));
        assert_eq!(state(&sample.isms, sample.today, "majors-verified").0, GateState::Passed);
    }

    #[test]
    fn a_body_that_names_no_control_has_told_nothing_about_controls() {
        let mut sample = good();
        let clauses: Vec<model::Clause> =
            ["4", "5", "6", "7", "8", "9", "10"].map(model::Clause::new).to_vec();
        for number in [2, 3] {
            sample.edit(number, |audit: &mut Audit| {
                audit.clauses = clauses.clone();
                audit.controls.clear();
            });
        }
        let (stands, because) = state(&sample.isms, sample.today, "all-covered");
        assert_eq!(stands, GateState::Body, "{because}");
        assert!(because.contains("no audit of the body on record names A.5.1"), "{because}");
        assert!(because.contains("internal audits looked at"), "{because}");
        sample.edit(3, |audit: &mut Audit| audit.clauses.truncate(3));
        sample.edit(2, |audit: &mut Audit| audit.clauses.truncate(3));
        assert_eq!(state(&sample.isms, sample.today, "all-covered").0, GateState::Holds);
    }

    #[test]
    fn too_few_days_hold_the_time() {
        let mut sample = good();
        sample.edit_one(|organisation: &mut Organisation| organisation.people_count = Some(500));
        sample.edit(1, |one: &mut Certification| one.persons = Some(500));
        let (state, because) = state(&sample.isms, sample.today, "days-enough");
        assert_eq!(state, GateState::Holds, "{because}");
    }
}
