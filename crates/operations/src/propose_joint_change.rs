//! Propose a joint change: what two persons decide together is said by the first of them; nothing changes yet.

use model::records::{
    JointChange, JointField, JointSort, JointState, MemberRole, Parameter, Person, StoredFile,
};
use model::{Change, Date, Decimal, Digest, Isms, Line, Prose, RecordId, RecordKind, Ref, Value, YesNo};
use thiserror::Error;

use crate::absent::{Absent, counted};
use crate::sound::written;
use crate::stepping::StepRefusal;
use crate::{DUTY_LIMITS, Decided, DutyLimit, FieldProblem, Operation, Typed, in_a_line};

/// Propose what another person confirms.
#[derive(Debug, Clone)]
pub struct ProposeJointChange {
    /// The retention rule, the organisation, or the record whose file goes.
    pub record: Option<RecordId>,
    /// What would stand in the record.
    pub fields: Typed,
    /// Whether the bytes of its file go for good.
    pub redacts: Option<YesNo>,
    /// Why.
    pub because: Prose,
}

/// Why a joint change cannot be proposed or decided.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum JointRefusal {
    /// It is not there, not open, or its own proposer decides.
    #[error(transparent)]
    Step(#[from] StepRefusal),
    /// Fields cannot be written so.
    #[error("{}", in_a_line(.0))]
    Fields(Vec<FieldProblem>),
    /// Nothing of the kind takes two persons.
    #[error("{0} takes no two persons; change it as any other record")]
    Alone(RecordId),
    /// It has no file whose bytes could go.
    #[error("{0} has no file; only the bytes of a file can go for good")]
    NoFile(RecordId),
    /// Bytes go from every record that holds them: none may be there whose file would go unseen, a draft or the logo no more than
    /// any other. Records that were removed do not count. Redaction is for the bytes, wherever they lie; what was removed points at
    /// nothing any more, nobody could take the file out of it first, so a count of them could never be mended; and where such a
    /// record comes back by an undo, it says that its bytes were redacted.
    #[error(
        "another record, or a draft, holds the same bytes as {0}; take the file out of it first, so that nothing goes unseen"
    )]
    Shared(RecordId),
    /// The limit is none of those that duties read.
    #[error("there is no limit of duties called \"{name}\"; expected {expected}")]
    NoLimit {
        /// What was typed.
        name: String,
        /// The names that there are.
        expected: String,
    },
    /// Too many hands are missing.
    #[error(
        "two persons decide this together, and nobody beside {0} could; make somebody else top management or isms \
         manager first"
    )]
    Single(String),
}

impl From<Absent> for JointRefusal {
    fn from(absent: Absent) -> Self {
        Self::Step(absent.into())
    }
}

impl Operation for ProposeJointChange {
    const NAME: &'static str = "propose joint change";
    const INTENT: &'static str = "joint.propose";
    type Refusal = JointRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { record, fields, redacts, because } = self;
        let record = record.ok_or(StepRefusal::Unsaid("say which record it is about"))?;
        let found = isms.get(record).ok_or(Absent::Unknown(record))?;
        if is_kept_from(isms, record, actor) {
            return Err(Absent::Unknown(record).into());
        }
        if because.trim().is_empty() {
            return Err(StepRefusal::Unsaid("say why").into());
        }
        let open =
            isms.joint_changes.iter().find(|(_, one)| one.record == Some(record) && one.is_open(today));
        if let Some((other, _)) = open {
            return Err(StepRefusal::First { other: other.id(), help: "confirm or withdraw it" }.into());
        }
        if !has_second(isms, actor, today) {
            return Err(JointRefusal::Single(isms.name_of(actor.id())));
        }
        let (sort, digest) = sort_of(isms, record, redacts)?;
        if digest.is_none() && fields.is_empty() {
            return Err(
                StepRefusal::Unsaid("say what is to change: one a line, such as retention=6 years").into()
            );
        }
        if digest.is_some() && !fields.is_empty() {
            return Err(StepRefusal::Unsaid("say what is to change, or that the file goes; not both").into());
        }
        let asked: Vec<JointField> = fields
            .iter()
            .map(|(name, after)| JointField {
                name: Line::new(name),
                before: Prose::new(&before(isms, record, name)),
                after: Prose::new(after),
            })
            .collect();
        let change = JointChange {
            title: title(sort, record, &asked),
            sort: Some(sort),
            record: Some(record),
            revision: Some(found.revision()),
            fields: asked,
            digest,
            because,
            proposed_by: Some(actor),
            proposed_on: Some(today),
            state: JointState::Open,
            ..JointChange::default()
        };
        // It is looked at now as it will be when it is confirmed.
        changed(isms, &change, today)?;
        Ok(vec![isms.put::<JointChange>(isms.joint_changes.next(), change)])
    }
}

/// Says whether somebody else could confirm: a member who leads, or anybody where nobody is a member.
fn has_second(isms: &Isms, actor: Ref<Person>, today: Date) -> bool {
    let leads = [MemberRole::TopManagement, MemberRole::IsmsManager];
    let mut members = isms.memberships.iter().peekable();
    if members.peek().is_none() {
        return isms.people.iter().any(|(id, person)| id != actor && person.left_on.is_none());
    }
    members.any(|(_, one)| {
        one.is_in_force(today)
            && !one.is_let_in()
            && one.person.is_some_and(|person| person != actor)
            && one.roles.iter().any(|role| leads.contains(role))
    })
}

/// Returns what a change of a record is, and of a redaction the hash of the bytes.
fn sort_of(
    isms: &Isms,
    record: RecordId,
    redacts: Option<YesNo>,
) -> Result<(JointSort, Option<Digest>), JointRefusal> {
    if redacts == Some(YesNo::Yes) {
        let digest = file_of(isms, record).ok_or(JointRefusal::NoFile(record))?;
        if let Some(by) = redaction_of(isms, &digest) {
            return Err(StepRefusal::First { other: by.id(), help: "its bytes are gone already" }.into());
        }
        if is_shared(isms, record, &digest) {
            return Err(JointRefusal::Shared(record));
        }
        return Ok((JointSort::Redaction, Some(digest)));
    }
    if record.kind == RecordKind::RetentionRule {
        return Ok((JointSort::Retention, None));
    }
    if record.kind == RecordKind::Organisation {
        return Ok((JointSort::Duties, None));
    }
    Err(JointRefusal::Alone(record))
}

/// Says whether another record that is there names the same bytes: one that counts, a draft, or the organisation for its logo.
fn is_shared(isms: &Isms, record: RecordId, digest: &Digest) -> bool {
    let other = |id: RecordId, file: Option<&StoredFile>| id != record && holds(file, digest);
    let evidence = isms.evidence.everything().any(|(id, one)| other(id.id(), one.file.as_ref()));
    let papers = isms.documents.everything().any(|(id, one)| other(id.id(), one.file.as_ref()));
    let logo = isms
        .organisation
        .everything()
        .any(|(id, one)| other(id.id(), one.logo.as_ref()) || other(id.id(), one.prepared_logo.as_ref()));
    evidence || papers || logo
}

/// Says whether a file is the one of these bytes.
fn holds(file: Option<&StoredFile>, digest: &Digest) -> bool {
    file.is_some_and(|file| file.digest == *digest)
}

/// Says whether a record is restricted to others.
pub(crate) fn is_kept_from(isms: &Isms, record: RecordId, actor: Ref<Person>) -> bool {
    let found = isms.get(record);
    found.is_some_and(|found| found.about().restricted.as_ref().is_some_and(|few| !few.to.contains(&actor)))
}

/// Returns the hash of the file that a record names.
fn file_of(isms: &Isms, record: RecordId) -> Option<Digest> {
    let file = if record.kind == RecordKind::Evidence {
        isms.evidence.get(&Ref::of(record.key))?.file.clone()
    } else if record.kind == RecordKind::Document {
        isms.documents.get(&Ref::of(record.key))?.file.clone()
    } else {
        None
    };
    file.map(|file| file.digest)
}

/// Returns the joint change by which the bytes of a hash went for good.
#[must_use]
pub fn redaction_of(isms: &Isms, digest: &Digest) -> Option<Ref<JointChange>> {
    isms.joint_changes.iter().find(|(_, one)| one.redacted() == Some(digest)).map(|(id, _)| id)
}

/// Returns what a limit of the duties is here.
#[must_use]
pub fn duty_limit(isms: &Isms, name: &str) -> i32 {
    let Some(limit) = DutyLimit::named(name) else { return 0 };
    let here = isms.organisation.one().and_then(|here| here.parameter(name));
    let here = here.and_then(|value| value.text().parse::<i32>().ok());
    here.map_or(limit.usual, |value| value.clamp(limit.least, limit.most))
}

/// Returns the text of a field as it stands.
fn before(isms: &Isms, record: RecordId, name: &str) -> String {
    if record.kind == RecordKind::Organisation {
        return duty_limit(isms, name).to_string();
    }
    isms.get(record).and_then(|found| found.value(name)).map(|value| value.text()).unwrap_or_default()
}

/// Returns the title of a joint change.
fn title(sort: JointSort, record: RecordId, fields: &[JointField]) -> Line {
    let names: Vec<&str> = fields.iter().map(|field| &*field.name).collect();
    let text = match sort {
        JointSort::Retention | JointSort::Duties => format!("{record}: {}", names.join(", ")),
        JointSort::Redaction => format!("{record}: its file goes for good"),
    };
    Line::from(text.as_str())
}

/// Returns what a joint change does to its record; nothing for a redaction, which changes no record.
pub(crate) fn changed(
    isms: &Isms,
    change: &JointChange,
    today: Date,
) -> Result<Option<Change>, JointRefusal> {
    let Some(record) = change.record else { return Ok(None) };
    let fields = &change.fields;
    match change.sort {
        Some(JointSort::Retention) => {
            counted(isms, Ref::<model::records::RetentionRule>::of(record.key))?;
            let typed: Typed =
                fields.iter().map(|one| (one.name.to_string(), one.after.to_string())).collect();
            written(isms, record, &typed, today).map(Some).map_err(JointRefusal::Fields)
        }
        Some(JointSort::Duties) => {
            let here = counted(isms, Ref::<model::records::Organisation>::one())?;
            let mut organisation = here.stored.record.clone();
            for field in fields {
                let parameter = limit(field, &change.because)?;
                organisation.parameters.retain(|known| known.name != parameter.name);
                organisation.parameters.push(parameter);
            }
            organisation.parameters.sort_by(|one, other| one.name.cmp(&other.name));
            Ok(Some(isms.put::<model::records::Organisation>(Ref::one(), organisation)))
        }
        // Another record may hold the bytes since it was proposed.
        Some(JointSort::Redaction)
            if change.digest.as_ref().is_some_and(|gone| is_shared(isms, record, gone)) =>
        {
            Err(JointRefusal::Shared(record))
        }
        Some(JointSort::Redaction) | None => Ok(None),
    }
}

/// Reads a limit of the duties.
fn limit(field: &JointField, because: &Prose) -> Result<Parameter, JointRefusal> {
    let Some(known) = DutyLimit::named(&field.name) else {
        let expected: Vec<&str> = DUTY_LIMITS.iter().map(|limit| limit.name).collect();
        return Err(JointRefusal::NoLimit { name: field.name.to_string(), expected: expected.join(", ") });
    };
    let number =
        field.after.trim().parse::<i32>().ok().filter(|number| (known.least..=known.most).contains(number));
    match number {
        Some(number) => Ok(Parameter {
            name: field.name.clone(),
            value: Decimal::whole(number),
            because: because.clone(),
        }),
        None => Err(StepRefusal::Number {
            number: field.after.chars().take(40).collect(),
            what: "as a limit of the duties",
            expected: known.expected,
        }
        .into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{create, edit, grant, id, keeper, refusal, refusal_of, run, run_as, small};
    use crate::{ConfirmJointChange, WithdrawJointChange};

    fn kept() -> Isms {
        let mut isms = small();
        run(&mut isms, create("retention rule", "Logs"));
        run(&mut isms, edit("RET-1", "retention", "one year"));
        run(&mut isms, keeper(1));
        run(&mut isms, grant(2, &[MemberRole::TopManagement]));
        isms
    }

    fn propose(record: &str, fields: &[(&str, &str)]) -> ProposeJointChange {
        let fields = crate::testing::typed(fields);
        ProposeJointChange { record: Some(id(record)), fields, redacts: None, because: "a new law".into() }
    }

    fn confirm() -> ConfirmJointChange {
        ConfirmJointChange { change: Ref::number(1), because: "".into() }
    }

    fn retention(isms: &Isms) -> String {
        isms.retention_rules.get(&Ref::number(1)).expect("RET-1").retention.to_string()
    }

    #[test]
    fn nothing_changes_until_somebody_else_confirms() {
        let mut isms = kept();
        run(&mut isms, propose("RET-1", &[("retention", "six years")]));
        assert_eq!(retention(&isms), "one year");
        let own = refusal(&isms, confirm());
        assert_eq!(own, "PER-1 proposed JNT-1; somebody else decides about it");
        assert!(
            refusal(&isms, propose("RET-1", &[("retention", "ten years")])).starts_with("JNT-1 comes first")
        );
        run_as(&mut isms, 2, confirm());
        assert_eq!(retention(&isms), "six years");
        assert_eq!(refusal_of(&isms, 2, confirm()), "JNT-1 is confirmed; propose another");
    }

    #[test]
    fn what_changed_meanwhile_or_waited_too_long_is_proposed_anew() {
        let mut isms = kept();
        run(&mut isms, propose("RET-1", &[("retention", "six years")]));
        let late = crate::testing::TODAY.checked_add(model::Span::new().days(8)).expect("a day");
        let refused = confirm().decide(&isms, Ref::number(2), late).expect_err("too late").to_string();
        assert_eq!(refused, "JNT-1 is out of date; it waits seven days; propose it anew");
        run(&mut isms, edit("RET-1", "kept_at", "the archive"));
        let refused = refusal_of(&isms, 2, confirm());
        assert!(refused.starts_with("JNT-1 is overtaken"), "{refused}");
        run(&mut isms, WithdrawJointChange { change: Ref::number(1), because: "overtaken".into() });
        assert_eq!(retention(&isms), "one year");
        run(&mut isms, propose("RET-1", &[("retention", "six years")]));
    }

    #[test]
    fn a_firm_without_a_second_person_is_told_so() {
        let mut isms = small();
        run(&mut isms, create("retention rule", "Logs"));
        run(&mut isms, keeper(1));
        let refused = refusal(&isms, propose("RET-1", &[("retention", "six years")]));
        assert!(
            refused.starts_with("two persons decide this together, and nobody beside Pat could"),
            "{refused}"
        );
    }

    #[test]
    fn limits_of_duties_are_bounded_and_known() {
        let mut isms = kept();
        assert_eq!(duty_limit(&isms, "independence_months"), 24);
        let none = refusal(&isms, propose("ORG", &[("independence_month", "12")]));
        assert!(none.ends_with("expected independence_months"), "{none}");
        for number in ["11", "121", "-3", "x", "99999999999"] {
            let refused = refusal(&isms, propose("ORG", &[("independence_months", number)]));
            assert!(refused.contains("expected months from 12 to 120"), "{refused}");
        }
        run(&mut isms, propose("ORG", &[("independence_months", "12")]));
        run_as(&mut isms, 2, confirm());
        assert_eq!(duty_limit(&isms, "independence_months"), 12);
        assert!(refusal(&isms, propose("R-1", &[("title", "x")])).starts_with("R-1 takes no two persons"));
    }

    #[test]
    fn only_bytes_that_are_there_are_redacted_and_only_once() {
        let mut isms = kept();
        let redact = |record: &str| ProposeJointChange { redacts: Some(YesNo::Yes), ..propose(record, &[]) };
        assert_eq!(
            refusal(&isms, redact("R-1")),
            "R-1 has no file; only the bytes of a file can go for good"
        );
        let file = crate::testing::stored_file();
        let evidence =
            model::records::Evidence { title: "Log".into(), file: Some(file.clone()), ..Default::default() };
        isms.apply(&isms.put::<model::records::Evidence>(Ref::number(1), evidence), model::Stamp::default());
        run(&mut isms, redact("EV-1"));
        assert_eq!(redaction_of(&isms, &file.digest), None, "it is only proposed");
        run_as(&mut isms, 2, confirm());
        assert_eq!(redaction_of(&isms, &file.digest), Some(Ref::number(1)));
        assert!(refusal(&isms, redact("EV-1")).starts_with("JNT-1 comes first"));
    }

    #[test]
    fn bytes_that_a_draft_or_a_logo_holds_too_are_not_redacted_and_those_of_what_was_removed_are() {
        use model::records::{Document, Evidence, Organisation};
        let mut isms = kept();
        let redact = ProposeJointChange { redacts: Some(YesNo::Yes), ..propose("EV-1", &[]) };
        let file = Some(crate::testing::stored_file());
        let evidence = || Evidence { title: "Log".into(), file: file.clone(), ..Evidence::default() };
        let stamp = model::Stamp::default();
        isms.apply(&isms.put::<Evidence>(Ref::number(1), evidence()), stamp);
        let without = isms.clone();
        let shared = "another record, or a draft, holds the same bytes as EV-1";
        let paper = Document { title: "Rules".into(), file: file.clone(), ..Document::default() };
        let draft = isms.put::<Document>(Ref::number(9), paper).with_about(|about| {
            about.proposed = Some(model::Proposed { origin: "an import".into() });
        });
        isms.apply(&draft, stamp);
        assert!(refusal(&isms, redact.clone()).starts_with(shared), "a draft");
        let mut isms = without.clone();
        let here = isms.organisation.one().map(|one| one.stored.record.clone()).unwrap_or_default();
        isms.apply(&isms.put::<Organisation>(Ref::one(), Organisation { logo: file.clone(), ..here }), stamp);
        assert!(refusal(&isms, redact.clone()).starts_with(shared), "a logo");
        let mut isms = without;
        isms.apply(&isms.put::<Evidence>(Ref::number(2), evidence()), stamp);
        assert!(refusal(&isms, redact.clone()).starts_with(shared), "another record");
        run(&mut isms, crate::RemoveRecord { id: id("EV-2"), because: "twice".into() });
        run(&mut isms, redact);
        isms.apply(&isms.put::<Evidence>(Ref::number(3), evidence()), stamp);
        assert!(refusal_of(&isms, 2, confirm()).starts_with(shared), "also when it is confirmed");
    }
}
