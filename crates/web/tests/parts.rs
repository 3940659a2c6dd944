//! Every part keeps the walls: nothing inline, nothing from elsewhere, hostile words stay words.

use maud::{Markup, html};
use web::layout::{
    Flash, LedgerFoot, Letters, Organisation, PageDay, PageHead, PersonMenu, RailEntry, RailGroup, Shell,
    Theme, page,
};
use web::parts::confirm::{Confirm, confirm};
use web::parts::conflict::{Conflict, ConflictField, conflict};
use web::parts::digest::{code, command, digest, digest_whole};
use web::parts::empty::empty;
use web::parts::filter::{FilterBar, Pick, filter_bar};
use web::parts::heat_map::{HeatCell, HeatMap, HeatRow, heat_map};
use web::parts::lanes::{Lane, Lanes, lanes};
use web::parts::pager::{Pager, pager};
use web::parts::progress::progress;
use web::parts::steps::steps;
use web::parts::table::{Table, table};
use web::parts::term::term;
use web::parts::timeline::{Day, Event, FieldChange, timeline};
use web::parts::trace::{Here, TraceStop, TraceThing, trace};
use web::parts::upload::upload;
use web::parts::version_bar::{VersionBar, version_bar};
use web::parts::work::{Work, work};
use web::parts::{
    Action, Blame, Cell, Choice, Column, DiagnosticView, Editing, Fact, Fold, FormView, Grade, Grid, Group,
    HeldBack, Help, Icon, Input, Level, Open, Proof, Row, Secret, Status, Widget, ahead, chip, diagnostics,
    facts, form, grid, mark, menu, outside, section, split, state, tag,
};

const HOSTILE: &str = "\"><script>alert(1)</script><img src=x onerror=alert(2)>' style=\"x";

#[test]
fn no_part_has_a_style_or_a_script_of_its_own() {
    let html = everything("plain words");
    for inline in [" style=", "<style", " onclick", " onerror", " onload", "javascript:"] {
        assert!(!html.contains(inline), "a part has {inline}");
    }
    let scripts = html.matches("<script").count();
    assert_eq!(
        scripts,
        html.matches("<script type=\"module\" src=\"/assets/").count(),
        "a script is always a file of ours"
    );
}

#[test]
fn hostile_words_stay_words_in_every_part() {
    let html = everything(HOSTILE);
    assert!(!html.contains("<script>alert"), "a script came through");
    assert!(!html.contains("<img"), "an element came through");
    assert!(html.matches("&lt;script&gt;").count() > 60, "the words are shown as they are");
}

#[test]
fn an_address_of_others_is_a_link_only_where_it_leads_to_the_web() {
    assert!(
        outside("https://example.org/a", "report").into_string().contains("href=\"https://example.org/a\"")
    );
    for hostile in
        ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "//example.org", "https:\u{0}x"]
    {
        let html = outside(hostile, "report").into_string();
        assert!(!html.contains("href"), "{hostile:?} became a link");
        assert!(html.contains("report"), "its words are still there");
    }
}

#[test]
fn every_form_control_has_a_name_that_can_be_heard() {
    let html = everything("plain words");
    for (at, _) in html
        .match_indices("<input ")
        .chain(html.match_indices("<select "))
        .chain(html.match_indices("<textarea "))
    {
        let element = &html[at..at + html[at..].find('>').expect("an element ends")];
        if element.contains("type=\"hidden\"") || element.contains("aria-label=") {
            continue;
        }
        let inside_label =
            html[..at].rfind("<label").is_some_and(|from| !html[from..at].contains("</label>"));
        let named = attribute(element, "id").is_some_and(|id| html.contains(&format!("for=\"{id}\"")));
        assert!(inside_label || named, "nothing names {element}");
    }
}

#[test]
fn a_page_has_one_first_heading_and_a_way_past_the_rail() {
    let html = everything("plain words");
    assert_eq!(html.matches("<h1").count(), 1);
    assert!(html.contains("href=\"#main\"") && html.contains("id=\"main\""));
}

#[test]
fn a_past_day_is_said_on_the_page() {
    let day = PageDay::AsOf("31 March 2026".to_owned(), "/o/acme/risks".to_owned());
    let html = page(&Shell { day, ..Shell::default() }, html! {}).into_string();
    assert!(html.contains("As of 31 March 2026") && html.contains("back to today"));
}

#[test]
fn the_rail_marks_the_page_that_is_read_and_no_other() {
    let entries = vec![
        RailEntry::new("Risks", "/o/acme/risks", Icon::Risk),
        RailEntry::new("SoA", "/o/acme/soa", Icon::Soa),
    ];
    let shell = Shell {
        rail: vec![RailGroup { name: "Decide".to_owned(), entries }],
        here: "/o/acme/soa".to_owned(),
        ..Shell::default()
    };
    let html = page(&shell, html! {}).into_string();
    assert_eq!(html.matches("aria-current=\"page\"").count(), 1);
    assert!(html.contains("href=\"/o/acme/soa\" title=\"SoA\" aria-current=\"page\""));
}

#[test]
fn a_refused_form_lists_its_problems_and_keeps_what_was_typed() {
    let input = Input::new("until", "Until", Widget::Date)
        .value("3 Feb 2026")
        .error(Some("Enter a day after 21 November 2026".to_owned()));
    let view = FormView {
        parts: vec![(String::new(), vec![input])],
        submit: "Save".to_owned(),
        ..FormView::default()
    };
    let html = form(&view).into_string();
    assert!(html.contains("There is a problem"));
    assert!(html.contains("<a href=\"#until\">Enter a day after 21 November 2026</a>"));
    assert!(html.contains("value=\"3 Feb 2026\""));
}

#[test]
fn a_row_that_is_written_works_without_script() {
    let columns = vec![
        Column { field: "id".to_owned(), ..Column::default() },
        Column { field: "owner".to_owned(), edit: Some(Widget::Text), ..Column::default() },
    ];
    let row = Row {
        id: "A.8.11".to_owned(),
        action: Some("/o/acme/soa/A.8.11".to_owned()),
        revision: 7,
        cells: vec![Cell::words("A.8.11"), Cell::words_edit("JN")],
        editing: Editing::Yes,
        ..Row::default()
    };
    let html = grid(&Grid { columns, rows: vec![row], ..Grid::default() }).into_string();
    assert!(html.contains(
        "<form class=\"one-button\" id=\"edit-A.8.11\" method=\"post\" action=\"/o/acme/soa/A.8.11\">"
    ));
    assert!(html.contains("form=\"edit-A.8.11\""), "the control belongs to the row's form");
    assert!(html.contains("name=\"revision\" value=\"7\""));
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let from = element.find(&format!(" {name}=\""))? + name.len() + 3;
    element.get(from..from + element.get(from..)?.find('"')?)
}

fn everything(words: &str) -> String {
    let main = html! { (lists(words)) (pictures(words)) (questions(words)) (small(words)) };
    page(&shell(words), main).into_string()
}

fn shell(w: &str) -> Shell {
    let entry = RailEntry::new(w, w, Icon::Risk).key('r').count(Status::Problem, 3);
    Shell {
        organisation: Some(Organisation {
            name: w.to_owned(),
            href: w.to_owned(),
            others: vec![(w.to_owned(), w.to_owned())],
        }),
        rail: vec![RailGroup { name: w.to_owned(), entries: vec![entry] }],
        here: w.to_owned(),
        beyond: vec![RailEntry::new(w, w, Icon::Timeline)],
        search: Some(w.to_owned()),
        searched: w.to_owned(),
        print: web::layout::Paper::No,
        version: w.to_owned(),
        day: PageDay::AsOf(w.to_owned(), w.to_owned()),
        until: w.to_owned(),
        theme: Theme::Dark,
        inbox: None,
        person: Some(PersonMenu {
            name: w.to_owned(),
            initials: w.to_owned(),
            actions: vec![Action::post(w, w).with(w, w)],
        }),
        flash: Some(Flash { status: Status::Met, words: w.to_owned(), undo: Some(Action::post(w, w)) }),
        head: PageHead {
            crumbs: vec![(w.to_owned(), w.to_owned())],
            id: w.to_owned(),
            title: w.to_owned(),
            state: Some((Status::Held, w.to_owned())),
            lead: Some(html! { (w) }),
            actions: vec![Action::link(w, w).key(w)],
            words: vec![(w.to_owned(), w.to_owned(), w.to_owned())],
        },
        ledger: Some(LedgerFoot {
            commits: 3,
            head: w.to_owned(),
            href: Some(w.to_owned()),
            verified: w.to_owned(),
        }),
        letters: Letters::Off,
        refresh_secs: Some(5),
        tab_prefix: "",
    }
}

fn lists(w: &str) -> Markup {
    let s = || w.to_owned();
    let said = DiagnosticView {
        place: Some((s(), s())),
        field: Some(s()),
        proof: vec![Proof { name: s(), value: s(), note: s(), blame: Blame::Here }],
        rule: Some((s(), s())),
        notes: vec![s()],
        help: vec![Help {
            text: s(),
            grade: Grade::Safe,
            command: Some(s()),
            action: Some(Action::post(w, w)),
        }],
        explain: Some(s()),
        since: s(),
        ..DiagnosticView::new(w, Level::Error, w)
    };
    let fold = Fold {
        message: s(),
        count: s(),
        shown: vec![said.clone(), said],
        more: Some((3, s())),
        open: Open::Yes,
    };
    let column =
        Column { field: s(), label: s(), help: Some(s()), edit: Some(Widget::Text), ..Column::default() };
    let row = Row {
        id: s(),
        action: Some(s()),
        edit_href: Some(s()),
        cells: vec![Cell::words(w), Cell::words_edit(w).proposed(w)],
        ..Row::default()
    };
    let event = Event {
        number: s(),
        href: Some(s()),
        time: s(),
        who: s(),
        what: s(),
        record: Some((s(), s())),
        channel: s(),
        because: Some(s()),
        changes: vec![FieldChange { field: s(), before: s(), after: s() }],
    };
    let doable = Work {
        status: (Status::Held, s()),
        title: s(),
        href: s(),
        place: s(),
        why: html! { (s()) },
        due: Some((Status::Problem, s())),
        action: Some(Action::link(w, w)),
    };
    html! {
        (diagnostics(&[Group { title: s(), folds: vec![fold], held: vec![HeldBack { count: 2, code: s(), message: s() }] }]))
        (ahead(3, w, w))
        (grid(&Grid { id: s(), caption: s(), columns: vec![Column { label: s(), ..Column::default() }, column], rows: vec![row], ..Grid::default() }))
        (table(&Table { caption: s(), head: vec![s()], rows: vec![vec![html! { (w) }]] }))
        (timeline(&[Day { day: s(), events: vec![event] }]))
        (work(&[doable]))
        (facts(&[Fact::words(w, w).help(w).history(w)]))
        (pager(&Pager { first: 1, last: 2, whole: 3, of: s(), before: Some(s()), after: Some(s()), all: Some(s()) }))
    }
}

fn pictures(w: &str) -> Markup {
    let s = || w.to_owned();
    let cell = HeatCell { level: 3, score: s(), word: s(), count: 2, href: Some(s()), ..HeatCell::default() };
    let lane = Lane {
        number: 1,
        name: s(),
        href: s(),
        state: (Status::Held, s()),
        span: (900, 100),
        done: 250,
        dates: s(),
        gate: html! { (w) },
        action: Some(Action::link(w, w)),
    };
    let thing = TraceThing { id: s(), href: s(), title: s(), status: Some((Status::Met, s())) };
    html! {
        (heat_map(&HeatMap { caption: s(), down: s(), across: s(), rows: vec![HeatRow { label: s(), cells: vec![cell] }], columns: vec![s()], levels: vec![(s(), 2)] }))
        (lanes(&Lanes { ticks: vec![(s(), 10)], today: Some(20), lanes: vec![lane] }))
        (trace(&[TraceStop { kind: s(), things: vec![thing], gap: s(), here: Here::Yes, quiet: false }, TraceStop { kind: s(), gap: s(), ..TraceStop::default() }]))
    }
}

fn questions(w: &str) -> Markup {
    let s = || w.to_owned();
    let choices = || vec![Choice::new(w, w).help(w)];
    let widgets = [
        Widget::Text,
        Widget::LongText(3),
        Widget::Date,
        Widget::Number(0, 9, s()),
        Widget::Secret(Secret::Known),
        Widget::Select(choices()),
        Widget::Radio(choices()),
        Widget::Check(choices()),
        Widget::Ref(choices()),
        Widget::Refs(choices()),
        Widget::Decision,
        Widget::Tags,
        Widget::File(s()),
    ];
    let inputs = widgets
        .into_iter()
        .enumerate()
        .map(|(at, widget)| Input::new(format!("f{at}{w}"), w, widget).hint(w).value(w).error(Some(s())))
        .collect();
    let view = FormView {
        action: s(),
        revision: Some(1),
        hidden: vec![(s(), s())],
        parts: vec![(s(), inputs)],
        problem: Some(s()),
        submit: s(),
        cancel: Some(s()),
        beside: Some(html! { (s()) }),
    };
    let field = ConflictField { name: s(), label: s(), was: s(), theirs: s(), yours: s() };
    let pick = Pick { name: s(), label: s(), choices: choices(), chosen: s() };
    html! {
        (form(&view))
        (conflict(&Conflict { action: s(), revision: 2, theirs: s(), fields: vec![field], merged: vec![(s(), s(), s())], cancel: s() }))
        (confirm(&Confirm { sentence: s(), follows: vec![s()], action: s(), hidden: vec![(s(), s())], inputs: vec![Input::new("why", w, Widget::Text)], yes: s(), no: s() }))
        (filter_bar(&FilterBar { go: "", action: s(), words: Some(s()), picks: vec![pick], views: vec![(s(), s())], view: 0, kept: vec![(s(), s())], counted: s(), clear: Some(s()) }))
        (steps(&[(w, Some(s())), (w, None)], 1))
        (upload(w, w, w, w))
    }
}

fn small(w: &str) -> Markup {
    let bar = VersionBar {
        version: w.to_owned(),
        state: (Status::Met, w.to_owned()),
        words: w.to_owned(),
        holds: Some((w.to_owned(), w.to_owned())),
        actions: vec![Action::link(w, w)],
    };
    html! {
        (section(w, w, w, &[Action::link(w, w)], split(html! { (chip(Status::Met, w)) (state(Status::Met, w)) (mark(Status::Met, w)) (tag(w)) }, html! { (w) })))
        (menu(w, Icon::More, &[Action::link(w, w)]))
        (term(w, w, w)) (digest(w, w)) (digest_whole(w, w)) (command(w)) (code(w))
        (empty(Icon::Risk, w, w, &[Action::link(w, w)]))
        (progress(w, 3, 2, w))
        (version_bar(&bar))
    }
}
