//! Write comment: somebody says something about a record, or answers what was said.

use model::records::{Audience, Comment, OrganisationKind, Person};
use model::{Date, Isms, Line, Prose, RecordId, RecordKind, Ref};

use crate::commenting::{CommentRefusal, Place, beginning, place, settled};
use crate::stepping::{Step, StepRefusal};
use crate::{Absent, Decided, Operation};

/// Say something about a record.
#[derive(Debug, Clone, Default)]
pub struct WriteComment {
    /// The record; that of the thread where an answer names none.
    pub about: Option<RecordId>,
    /// What is said.
    pub text: Prose,
    /// Who reads it; those who read what is answered where nothing is said, else the team.
    pub audience: Option<Audience>,
    /// A comment of the thread that it answers.
    pub answers: Option<Ref<Comment>>,
    /// The field that a new thread is about, by name or label; empty for all of the record.
    pub field: Line,
    /// Words of that field that the thread is about; of a document's text where no field is named.
    pub quote: Prose,
}

/// Records of a certification body's own work, on which its people keep notes for themselves.
const OF_ENGAGEMENTS: &[RecordKind] = &[
    RecordKind::Client,
    RecordKind::Engagement,
    RecordKind::Audit,
    RecordKind::WorkingPaper,
    RecordKind::Finding,
    RecordKind::Request,
    RecordKind::Population,
    RecordKind::Sample,
];

/// Says whether somebody may keep notes for themselves on a record: at a certification body, on its own engagements.
#[must_use]
pub fn takes_private_notes(isms: &Isms, about: RecordId) -> bool {
    let is_body = isms.organisation.one().is_some_and(|one| one.kind == OrganisationKind::Body);
    is_body && OF_ENGAGEMENTS.contains(&about.kind)
}

impl Operation for WriteComment {
    const NAME: &'static str = "write comment";
    const INTENT: &'static str = "comment.write";
    type Refusal = CommentRefusal;

    fn decide(self, isms: &Isms, actor: Ref<Person>, today: Date) -> Decided<Self> {
        let Self { about, text, audience, answers, field, quote } = self;
        let first = answers.map(|answered| begun_by(isms, answered, today)).transpose()?;
        let about = about.or(first.as_ref().and_then(|first| first.record.about));
        let about = about.ok_or(StepRefusal::Unsaid("name the record that it is about"))?;
        if isms.find(about).is_none() {
            return Err(Absent::Unknown(about).into());
        }
        if about.kind == RecordKind::Comment {
            return Err(StepRefusal::Unsaid("answer a comment in its thread").into());
        }
        let Place { field, quote, quoted_version } = place(isms, about, (&field, &quote), today)?;
        let mut comment = Comment {
            about: Some(about),
            field,
            quote,
            quoted_version,
            by: Some(actor),
            on: Some(today),
            ..Comment::default()
        };
        if let Some(first) = first {
            if !comment.field.is_empty() {
                return Err(StepRefusal::Unsaid("name a field, or quote, where a thread begins").into());
            }
            if first.record.about != Some(about) {
                // Of a thread elsewhere it is not told that there is one.
                return Err(Absent::Unknown(answers.map_or(first.id, Ref::id)).into());
            }
            if first.record.resolved_on.is_some() {
                return Err(first.not_now("resolved", "reopen the thread to go on").into());
            }
            comment.answers = Some(Ref::of(first.id.key));
            comment.audience = first.record.audience;
            let others = audience.is_some_and(|audience| audience != Audience::Private);
            if first.record.audience == Audience::Private && (others || first.record.by != Some(actor)) {
                return Err(CommentRefusal::Private(first.id));
            }
        }
        comment.audience = audience.unwrap_or(comment.audience);
        if comment.audience == Audience::Private && !takes_private_notes(isms, about) {
            return Err(CommentRefusal::NotPrivate);
        }
        if text.is_empty() {
            return Err(StepRefusal::Unsaid("say something").into());
        }
        comment.text = settled(isms, &text)?;
        comment.title = Line::new(&beginning(isms, &comment.text));
        Ok(vec![isms.put::<Comment>(isms.comments.next(), comment)])
    }
}

/// Returns the comment that began the thread of another.
fn begun_by(isms: &Isms, answered: Ref<Comment>, today: Date) -> Result<Step<'_, Comment>, StepRefusal> {
    let step = Step::of(isms, answered, today)?;
    Step::of(isms, step.record.thread(answered), today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{edit, id, refusal, refusal_of, run, run_as, say, small};
    use crate::{AmendComment, RemoveRecord, ReopenComment, ResolveComment, WithdrawComment};

    fn answer(text: &str) -> WriteComment {
        WriteComment { about: None, answers: Some(Ref::number(1)), ..say("R-1", text) }
    }

    fn comment(isms: &Isms, number: u32) -> &Comment {
        isms.comments.get(&Ref::number(number)).expect("it was said")
    }

    #[test]
    fn what_is_said_calls_people_by_name_and_keeps_their_ids() {
        let mut isms = small();
        run(&mut isms, edit("PER-1", "title", "Jana Novák"));
        run(&mut isms, edit("PER-2", "title", "Jana Nováková"));
        run(&mut isms, edit("PER-2", "email", "jn@acme.example"));
        run(
            &mut isms,
            say("R-1", "@jana nováková and @Jana Novák: see #R-1; @Jana? a@jana novák @jn@acme.example"),
        );
        let said = comment(&isms, 1);
        let ids = "@PER-2 and @PER-1: see #R-1; @Jana? a@jana novák @PER-2";
        assert_eq!(&*said.text, ids, "a name that two share calls nobody, nor does an address");
        assert!(said.calls(Ref::number(2)) && !said.calls(Ref::number(3)));
        let names = "@Jana Nováková and @Jana Novák: see #R-1; @Jana? a@jana novák @Jana Nováková";
        assert_eq!(crate::as_written(&isms, &said.text), names);
        assert_eq!(
            &*said.title,
            "@Jana Nováková and @Jana Novák: see #R-1; @Jana? a@jana novák @Jana Nováková"
        );
    }

    #[test]
    fn a_text_is_kept_as_it_was_written_up_to_ten_thousand_characters() {
        let mut isms = small();
        let odd = "<script>alert(1)</script> 👩‍💻 R-01 #R-1, A.8.13. @@ @PER-9 ünï\n\n- **a**";
        run(&mut isms, say("R-1", odd));
        assert_eq!(&*comment(&isms, 1).text, odd);
        assert_eq!(crate::as_written(&isms, odd), odd);
        run(&mut isms, say("R-1", &"é".repeat(10_000)));
        let long = refusal(&isms, say("R-1", &"é".repeat(10_001)));
        assert_eq!(long, "the text has 10001 characters; expected at most 10000");
        run(&mut isms, edit("PER-2", "title", "Ann Two"));
        assert!(
            refusal(&isms, say("R-1", &"@Ann Two ".repeat(51))).starts_with("51 people are called; expected")
        );
        for (say, words) in [
            (say("R-99", "x"), "there is no R-99"),
            (say("R-1", "  \n "), "say something"),
            (say("CMT-1", "x"), "answer a comment in its thread"),
            (WriteComment { about: None, ..say("R-1", "x") }, "name the record that it is about"),
        ] {
            assert_eq!(refusal(&isms, say), words);
        }
    }

    #[test]
    fn a_thread_may_be_about_a_field_or_about_words_that_stand_there() {
        let mut isms = small();
        run(&mut isms, crate::testing::create("document", "Access policy"));
        run(&mut isms, edit("DOC-1", "text", "## Access\n\n**Accounts** are made by the service desk."));
        let quoting = |field: &str, quote: &str| WriteComment {
            field: field.into(),
            quote: quote.into(),
            ..say("DOC-1", "really?")
        };
        run(&mut isms, quoting("Next review", ""));
        assert_eq!((&*comment(&isms, 1).field, comment(&isms, 1).quoted_version), ("next_review", None));
        run(&mut isms, quoting("", "Accounts are made"));
        let second = comment(&isms, 2);
        assert_eq!(
            (&*second.field, &*second.quote, second.quoted_version),
            ("text", "Accounts are made", Some(1))
        );
        for (field, quote, words) in [
            ("colour", "", "DOC-1 has no field colour; expected one of its fields by name, such as title"),
            (
                "",
                "Accounts are sold",
                "the quoted words do not stand in Text of DOC-1; quote them as they are there",
            ),
            (
                "title",
                "Accounts",
                "the quoted words do not stand in Title of DOC-1; quote them as they are there",
            ),
            ("text", &"a ".repeat(501), "the quote has 1001 characters; expected at most 1000"),
        ] {
            assert_eq!(refusal(&isms, quoting(field, quote)), words);
        }
        let answer = WriteComment { about: None, answers: Some(Ref::number(2)), ..quoting("text", "") };
        assert_eq!(refusal(&isms, answer), "name a field, or quote, where a thread begins");
    }

    #[test]
    fn an_answer_stands_in_the_thread_and_a_resolved_one_keeps_what_was_said() {
        let mut isms = small();
        run(&mut isms, say("R-1", "too high?"));
        run_as(&mut isms, 2, answer("no"));
        run(&mut isms, WriteComment { answers: Some(Ref::number(2)), ..answer("why") });
        assert_eq!(comment(&isms, 3).answers, Some(Ref::number(1)), "threads have one level");
        assert_eq!(comment(&isms, 3).about, Some(id("R-1")));
        let resolve =
            |number, because: &str| ResolveComment { comment: Ref::number(number), because: because.into() };
        assert!(refusal(&isms, resolve(2, "done")).starts_with("CMT-1 comes first"));
        assert_eq!(refusal(&isms, resolve(1, "")), "CMT-1 needs more: say what the thread came to");
        run(&mut isms, resolve(1, "it stays high"));
        assert!(refusal(&isms, answer("but")).starts_with("CMT-1 is resolved; reopen"));
        assert_eq!(&*comment(&isms, 2).text, "no");
        run(&mut isms, ReopenComment { comment: Ref::number(1), because: "it changed".into() });
        run(&mut isms, answer("but"));
        assert!(comment(&isms, 1).resolved_on.is_none() && comment(&isms, 1).resolved_because.is_empty());
    }

    #[test]
    fn only_who_said_it_changes_it_while_nobody_answered_and_withdraws_it() {
        let mut isms = small();
        run(&mut isms, say("R-1", "tpyo"));
        let amend = |text: &str| AmendComment { comment: Ref::number(1), text: text.into() };
        let yours = refusal_of(&isms, 2, amend("other words"));
        assert!(
            yours.starts_with("CMT-1 was said by ")
                && yours.ends_with("only who said it changes or withdraws it")
        );
        run(&mut isms, amend("typo"));
        assert_eq!(&*comment(&isms, 1).text, "typo");
        run(&mut isms, answer("and more"));
        run(&mut isms, amend("typo again"));
        run_as(&mut isms, 2, answer("I see"));
        assert!(refusal(&isms, amend("never said")).starts_with("CMT-1 is answered; "));
        let withdraw = WithdrawComment { comment: Ref::number(1), because: "wrong record".into() };
        assert!(refusal_of(&isms, 2, withdraw.clone()).starts_with("CMT-1 was said by "));
        run(&mut isms, withdraw);
        assert!(comment(&isms, 1).is_withdrawn() && &*comment(&isms, 1).text == "typo again");
        assert!(
            refusal(&isms, RemoveRecord { id: id("CMT-1"), because: "x".into() }).contains("stays on record")
        );
        assert!(refusal(&isms, edit("CMT-1", "text", "x")).contains("an operation of its own"));
    }

    #[test]
    fn a_private_note_is_only_for_the_records_of_a_body_and_for_who_keeps_it() {
        let mut isms = small();
        let private = WriteComment { audience: Some(Audience::Private), ..say("R-1", "hm") };
        assert!(refusal(&isms, private.clone()).starts_with("only a certification body keeps private notes"));
        let mut body = isms.organisation.one().expect("begun").stored.record.clone();
        body.kind = OrganisationKind::Body;
        isms.apply(&isms.put::<model::records::Organisation>(Ref::one(), body), model::Stamp::default());
        assert!(
            refusal(&isms, private.clone()).starts_with("only a certification body"),
            "not on any record"
        );
        run(&mut isms, crate::testing::create("audit", "Stage 2 at Acme"));
        run(&mut isms, WriteComment { about: Some(id("AUD-1")), ..private });
        let answer = WriteComment { about: None, ..answer("seen") };
        assert!(refusal_of(&isms, 2, answer.clone()).starts_with("CMT-1 is a private note"));
        run(&mut isms, answer);
        assert_eq!(comment(&isms, 2).audience, Audience::Private);
    }

    #[test]
    fn comments_hold_nothing_and_go_with_their_record() {
        let mut isms = small();
        run(&mut isms, say("R-2", "is it one?"));
        run(&mut isms, RemoveRecord { id: id("R-2"), because: "twice".into() });
        assert!(isms.comments.is_empty() && isms.find(id("R-2")).is_none());
    }
}
