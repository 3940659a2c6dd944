//! The plan is two pages, whatever the company.

use model::records::*;
use model::sample::Sample;
use model::{Line, Ref};
use rules::{Ask, check};

use typst::layout::{Abs, Frame, FrameItem, Point, Transform};

use super::texts;
use crate::director_plan::plan;
use crate::formats::pdf::*;
use crate::sample::{HOSTILE, basis, blank, good, head};

fn laid(sample: &Sample) -> PagedDocument {
    let ledger = head();
    let said = check(&Ask::new(&sample.isms, None, sample.today));
    let plan = plan(&basis(&sample.isms, sample.today, &ledger), said.diagnostics());
    let world = world::Paper::new(
        Template::Plan,
        director::view(&plan, Fonts::inside().all()).0,
        &[],
        Fonts::inside(),
    );
    let laid = typst::compile::<PagedDocument>(&world).output;
    laid.map_err(|all| failure(&world, Template::Plan, &all)).expect("laid out")
}

fn pages(sample: &Sample) -> Vec<String> {
    laid(sample).pages().iter().map(|page| texts(&page.frame)).collect()
}

fn longest() -> Sample {
    let mut sample = blank();
    let long = "Łódzkie Zakłady 株式会社 محمد Incomprehensibilities".repeat(40);
    for number in 1..=200 {
        sample.put(Ref::number(number), Site { title: Line::new(&long), ..Site::default() });
        let person =
            Person { title: Line::new(&long), kind: Some(PersonKind::TopManagement), ..Person::default() };
        sample.put(Ref::number(number), person);
        let duties = vec![Duty::Conformity, Duty::InternalAudit];
        let role =
            Role { title: Line::new(&long), holder: Some(Ref::number(number)), duties, ..Role::default() };
        sample.put(Ref::number(number), role);
    }
    let organisation = Organisation {
        title: Line::new(&"W".repeat(900)),
        people_count: Some(u32::MAX),
        body: Line::new(&long),
        ..Organisation::default()
    };
    sample.put(Ref::one(), organisation);
    sample.put(Ref::one(), Scope { statement: long.repeat(20).as_str().into(), ..Scope::default() });
    sample
}

#[test]
fn the_plan_is_two_pages_for_any_company() {
    let mut hostile = good();
    hostile.edit_one(|one: &mut Organisation| one.title = Line::new(HOSTILE));
    hostile.edit_one(|scope: &mut Scope| scope.statement = HOSTILE.into());
    for sample in [blank(), good(), longest(), hostile] {
        let pages = pages(&sample);
        assert_eq!(pages.len(), 2);
        assert!(pages[0].contains("page 1 of 2") && pages[1].contains("page 2 of 2"));
        assert!(pages[1].contains("What we decide next"));
    }
}

#[test]
fn the_first_page_says_scope_dates_and_days_and_marks_a_draft() {
    let mut sample = good();
    let page = pages(&sample).remove(0);
    assert!(page.contains("Certificate by this plan") && page.contains("First audit"));
    assert!(!page.contains("DRAFT"));
    sample.edit_one(|scope: &mut Scope| scope.approvals.clear());
    assert!(pages(&sample)[0].contains("DRAFT"));
}

#[test]
fn the_same_head_and_day_give_the_same_bytes() {
    let (sample, ledger) = (good(), head());
    let said = check(&Ask::new(&sample.isms, None, sample.today));
    let plan = plan(&basis(&sample.isms, sample.today, &ledger), said.diagnostics());
    assert!(
        director_pdf(&plan, &lend_nothing).expect("made")
            == director_pdf(&plan, &lend_nothing).expect("made")
    );
}

/// Returns the texts that stand in the lowest millimetres of a page.
fn foot(frame: &Frame, at: Transform, from: Abs) -> String {
    let mut found = String::new();
    for (place, item) in frame.items() {
        let at = at.pre_concat(Transform::translate(place.x, place.y));
        if let FrameItem::Group(group) = item {
            found += &foot(&group.frame, at.pre_concat(group.transform), from);
        } else if let FrameItem::Text(text) = item
            && Point::zero().transform(at).y > from
        {
            found += &text.text;
            found.push(' ');
        }
    }
    found
}

#[test]
fn nothing_of_the_longest_plan_falls_off_its_page() {
    let laid = laid(&longest());
    assert!(texts(&laid.pages()[0].frame).contains("travel is not audit time"));
    for page in laid.pages() {
        let from = page.frame.height() - Abs::mm(18.0);
        let foot = foot(&page.frame, Transform::identity(), from);
        assert!(foot.contains("ledger entry") && foot.len() < 160, "{foot}");
    }
}
