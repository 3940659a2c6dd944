//! The operations on memberships and on who sees what, with one key, one day and one text.

use model::records::{Audience, MemberRole};
use model::{Date, Key, Line, Prose, RecordId, Ref, Words, YesNo};

use crate::*;

/// Returns all operations on memberships.
pub fn operations(key: Key, day: Date, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let because = || Prose::new(text);
    let mut all: Vec<Box<dyn AnyOperation>> = Vec::new();
    for keeps in [None, Some(YesNo::Yes)] {
        for roles in [Vec::new(), MemberRole::ALL.to_vec(), vec![MemberRole::IsmsManager]] {
            for (since, until) in [(None, None), (Some(day), Some(day))] {
                let (person, roles) = (Ref::of(key), roles.clone());
                all.push(Box::new(ChangeMembership {
                    membership: Ref::of(key),
                    roles: roles.clone(),
                    keeps,
                    until,
                    because: because(),
                }));
                all.push(Box::new(GrantMembership { person, roles, keeps, since, until }));
            }
        }
    }
    for role in [MemberRole::Viewer, MemberRole::TopManagement] {
        for hours in [0, 4, u8::MAX] {
            let now = day.at(23, 59, 0, 0);
            let (name, email, uuid) = (text.into(), text.into(), uuid::Uuid::from_u128(7));
            let person = Some(Ref::of(key));
            let because = because();
            all.push(Box::new(LetInOperator { person, name, email, uuid, role, hours, now, because }));
        }
    }
    for change in [Ref::of(key), Ref::number(1)] {
        all.push(Box::new(ConfirmJointChange { change, because: because() }));
        all.push(Box::new(WithdrawJointChange { change, because: because() }));
    }
    for file in [None, Some(crate::testing::stored_file())] {
        all.push(Box::new(SetLogo { of: LogoOf::Own, file: file.clone() }));
        all.push(Box::new(SetLogo { of: LogoOf::Preparer, file }));
    }
    for task in [Ref::of(key), Ref::number(1)] {
        all.push(Box::new(FinishTask { task, result: because(), on: Some(day) }));
        all.push(Box::new(ReopenTask { task, because: because() }));
        all.push(Box::new(DropTask { task, because: because() }));
    }
    for comment in [Ref::of(key), Ref::number(1)] {
        let answer = |audience| WriteComment {
            text: because(),
            audience,
            answers: Some(comment),
            ..WriteComment::default()
        };
        all.extend(
            [None, Some(Audience::Auditor), Some(Audience::Private)]
                .map(|audience| -> Box<dyn AnyOperation> { Box::new(answer(audience)) }),
        );
        all.push(Box::new(AmendComment { comment, text: because() }));
        all.push(Box::new(ResolveComment { comment, because: because() }));
        all.push(Box::new(ReopenComment { comment, because: because() }));
        all.push(Box::new(WithdrawComment { comment, because: because() }));
    }
    all.push(Box::new(DelegateAcceptance {
        membership: Ref::of(key),
        risks: vec![Ref::of(key)],
        until: day,
    }));
    all.push(Box::new(EndMembership { membership: Ref::of(key), because: because() }));
    all
}

/// Returns the operations that say who sees a record.
pub fn on_record(id: RecordId, text: &str) -> Vec<Box<dyn AnyOperation>> {
    let because = || Prose::new(text);
    vec![
        Box::new(RestrictRecord { id, to: vec![Ref::of(id.key)], because: because() }),
        Box::new(RestrictRecord { id, to: Vec::new(), because: because() }),
        Box::new(UnrestrictRecord { id, because: because() }),
        Box::new(WriteComment { about: Some(id), text: because(), ..WriteComment::default() }),
        Box::new(WriteComment {
            about: Some(id),
            text: because(),
            field: Line::new(text),
            quote: because(),
            ..WriteComment::default()
        }),
        Box::new(ProposeJointChange {
            record: Some(id),
            fields: vec![("retention".to_owned(), text.to_owned()), (text.to_owned(), text.to_owned())],
            redacts: None,
            because: because(),
        }),
        Box::new(ProposeJointChange {
            record: Some(id),
            fields: Vec::new(),
            redacts: Some(YesNo::Yes),
            because: because(),
        }),
    ]
}
