//! What a printed document promises, on a Statement of Applicability of 93 rows.

mod director;
mod sample;

use typst::layout::{Frame, FrameItem};

use super::*;
use crate::content::{Block, Cell, Column, Paper, Section, Table};
use sample::{plain, statement_of_applicability};

/// Returns the pages as their texts, in the order they were laid out.
fn pages(content: &Content) -> Vec<String> {
    let world = world::Paper::new(
        Template::Report,
        view::view(content, &[], Fonts::inside().all()).0,
        &[],
        Fonts::inside(),
    );
    let laid = typst::compile::<PagedDocument>(&world)
        .output
        .map_err(|all| failure(&world, Template::Report, &all))
        .unwrap();
    laid.pages().iter().map(|page| texts(&page.frame)).collect()
}

fn texts(frame: &Frame) -> String {
    let mut all = String::new();
    for (_, item) in frame.items() {
        if let FrameItem::Group(group) = item {
            all += &texts(&group.frame);
        } else if let FrameItem::Text(text) = item {
            all += &text.text;
            all.push(' ');
        }
    }
    all
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let content = statement_of_applicability();
    assert!(pdf(&content, &lend_nothing).unwrap() == pdf(&content, &lend_nothing).unwrap());
}

#[test]
fn another_ledger_head_gives_other_bytes() {
    let content = plain("one");
    let mut other = content.clone();
    other.ledger.seq += 1;
    assert!(pdf(&content, &lend_nothing).unwrap() != pdf(&other, &lend_nothing).unwrap());
}

#[test]
fn it_is_an_archive_file_with_the_given_day_and_no_other() {
    let bytes = pdf(&plain("one"), &lend_nothing).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.starts_with("%PDF-1.7"));
    assert!(
        text.contains("<pdfaid:part>3</pdfaid:part>")
            && text.contains("<pdfaid:conformance>B</pdfaid:conformance>")
    );
    assert!(text.contains("2026-11-21T00:00:00"), "the day of the content");
}

#[test]
fn every_page_says_which_document_it_is_and_how_many_pages_there_are() {
    let pages = pages(&statement_of_applicability());
    let count = pages.len();
    assert!((8..40).contains(&count), "{count} pages");
    for (number, page) in (1..).zip(&pages) {
        assert!(
            page.contains(&format!("page  {number}  of  {count}"))
                || page.contains(&format!("page {number} of {count}")),
            "{page}"
        );
        assert!(page.contains("ledger entry") && page.contains("3f9a6c21d07be845"), "{page}");
        assert!(number == 1 || page.contains("SOA v3"), "{page}");
    }
}

#[test]
fn all_93_rows_are_printed_and_the_head_of_the_table_is_on_each_of_its_pages() {
    let pages = pages(&statement_of_applicability());
    let rows: Vec<&String> =
        pages.iter().filter(|page| page.contains("A.5.1 ") || page.contains("Justification")).collect();
    assert!(rows.len() > 3);
    let all = pages.join(" ");
    for (theme, count) in sample::THEMES {
        for number in 1..=count {
            assert!(all.contains(&format!("A.{theme}.{number} ")), "A.{theme}.{number}");
        }
    }
    assert!(rows.iter().all(|page| page.contains("Justification")));
}

#[test]
fn hostile_text_is_printed_as_it_is_and_runs_nothing() {
    let texts = [
        "#let x = 1; #panic(\"no\")",
        "= heading",
        "*bold* _it_ $x^2$ `raw` <label> @ref \\ // /* [ ] { } #",
        "#read(\"/etc/passwd\") #import \"@preview/x:1.0.0\"",
        "{{7*7}} ${x} <%= x %> <script>alert(1)</script>",
        "\"}] , \\u0000 \\",
        "a --- b ... \"quoted\" 'single' ~ -?",
    ];
    for text in texts {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>().replace('\u{200b}', "");
        let all = squeezed(&pages(&plain(text)).join(" "));
        // On the cover, in a heading, a paragraph, a table and an approval.
        assert!(all.matches(&squeezed(text)).count() >= 5, "{text}: {all}");
    }
}

#[test]
fn no_text_is_refused() {
    let marks = format!("e{} ا{}", "\u{301}".repeat(30), "\u{64b}".repeat(10));
    let texts = [
        "",
        "\n\n\n",
        "\u{0}\u{1}\u{7}\u{1b}[31m\u{7f}\u{9f}",
        "שלום עולם 123 abc",
        "مرحبا بالعالم",
        "日本語 한국어 ไทย हिन्दी",
        "👩‍👩‍👧‍👦 🏳️‍🌈 🇨🇿 🔒",
        "\u{202e}reversed\u{202c}",
        "\u{feff}\u{fffe}\u{ffff}\u{e000}\u{10ffff}",
        &marks,
    ];
    for text in texts {
        assert_archive(&plain(text));
    }
}

#[test]
fn no_length_and_no_character_is_refused() {
    let all_planes: String = (0..0x11_0000).step_by(397).filter_map(char::from_u32).collect();
    for text in ["x".repeat(10_000), "many words ".repeat(1_000), all_planes] {
        let mut content = plain("");
        content.title.clone_from(&text);
        let mut table = Table::new(vec![Column::fixed("Id", 20), Column::share(text.as_str(), 1)]);
        table.band(text.as_str());
        table.row(vec![Cell::Id(text.clone()), Cell::Text(text.clone())]);
        content.sections[0].blocks = vec![Block::Table(table)];
        assert_archive(&content);
    }
}

fn assert_archive(content: &Content) {
    let bytes = pdf(content, &lend_nothing).unwrap_or_else(|no| panic!("{no}: {:.40}", content.title));
    assert!(bytes.starts_with(b"%PDF-"));
    assert!(
        String::from_utf8_lossy(&bytes).contains("pdfaid:part"),
        "not an archive file: {:.40}",
        content.title
    );
}

#[test]
fn a_document_tells_how_many_characters_it_could_not_print() {
    let last = pages(&plain("日本")).pop().unwrap();
    assert!(last.contains("have no shape in the fonts"), "{last}");
    assert!(!pages(&plain("Řehoř")).join(" ").contains("have no shape"));
}

#[test]
fn a_document_that_nobody_would_read_is_refused_before_it_is_set() {
    let mut content = plain("");
    let mut table = Table::new(vec![Column::share("Text", 1)]);
    (0..=PARTS_MAX).for_each(|_| table.row(vec![Cell::Empty]));
    content.sections[0].blocks = vec![Block::Table(table)];
    assert!(matches!(pdf(&content, &lend_nothing), Err(PdfFailure::TooLong(_))));
    content.sections[0].blocks = vec![Block::Paragraph("x".repeat(CHARACTERS_MAX + 1))];
    let refused = pdf(&content, &lend_nothing).unwrap_err().to_string();
    assert_eq!(
        refused,
        "the document is too long to print: 2000001 characters, 2000000 at most; a workbook holds it"
    );
}

#[test]
fn nothing_at_all_is_still_a_document() {
    let mut content = plain("");
    content.sections = vec![];
    content.facts = vec![];
    assert_eq!(pages(&content).len(), 1);
    let table = Block::Table(Table::new(vec![Column::share("Id", 0), Column::fixed("Wide", 900)]));
    let none = Block::Table(Table::new(vec![]));
    let blocks = vec![table, none, Block::Facts(vec![]), Block::Approvals(vec![])];
    content.sections = vec![Section { heading: String::new(), paper: Paper::Landscape, blocks }];
    assert!(pdf(&content, &lend_nothing).is_ok());
}

#[test]
fn a_row_taller_than_a_page_goes_on_over_pages() {
    let mut content = plain("");
    let mut table = Table::new(vec![Column::fixed("Narrow", 12), Column::share("Text", 1)]);
    table.row(vec![Cell::Text("word ".repeat(400)), Cell::Text("word ".repeat(4_000))]);
    content.sections = vec![Section {
        heading: "Long".to_owned(),
        paper: Paper::Portrait,
        blocks: vec![Block::Table(table)],
    }];
    let pages = pages(&content);
    assert!(pages.len() > 4);
    assert_eq!(pages.join(" ").matches("word").count(), 4_400);
}

#[test]
fn a_lent_font_draws_what_the_fonts_inside_cannot() {
    // A letter for formulas: only the fonts that are left out have it.
    let content = plain("𝔸𝔹");
    let formulas = typst_assets::fonts().find(|bytes| {
        typst::text::Font::new(typst::foundations::Bytes::new(*bytes), 0)
            .is_some_and(|font| font.info().family.contains("Math"))
    });
    let formulas = formulas.expect("it comes with the typesetter").to_vec();
    assert_eq!(drawn_by(formulas.clone(), "𝔸日"), "𝔸");
    let asked = std::cell::RefCell::new(String::new());
    let lent = pdf(&content, &|missing: &str| {
        asked.borrow_mut().push_str(missing);
        vec![formulas.clone()]
    });
    assert!(lent.unwrap() != pdf(&content, &lend_nothing).unwrap());
    assert_eq!(*asked.borrow(), "𝔸𝔹");
    pdf(&plain("plain"), &|_: &str| panic!("nothing is missing")).unwrap();
    let fonts = Fonts::with(vec![formulas]);
    assert_eq!(view::view(&content, &[], fonts.all()).1, "");
}

/// A picture of one black point.
const POINT: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 144,
    119, 83, 222, 0, 0, 0, 12, 73, 68, 65, 84, 120, 156, 99, 96, 96, 96, 0, 0, 0, 4, 0, 1, 246, 23, 56, 85,
    0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

#[test]
fn a_logo_stands_on_the_first_page_and_one_that_cannot_be_drawn_is_left_out() {
    let plain = sample::plain("x");
    let with = |logos: Vec<Vec<u8>>| {
        pdf(&Content { logos, ..plain.clone() }, &lend_nothing).expect("it can be laid out")
    };
    let none = with(Vec::new());
    let drawn = with(vec![POINT.to_vec(), POINT.to_vec()]);
    assert_eq!(drawn, with(vec![POINT.to_vec(), POINT.to_vec()]), "the same content, the same bytes");
    let has_picture =
        |bytes: &[u8]| bytes.windows(14).any(|part| part == b"/Subtype/Image" || part == b"/Subtype /Imag");
    assert!(has_picture(&drawn) && !has_picture(&none));
    for broken in [&POINT[..40], b"<svg/>", b""] {
        assert_eq!(with(vec![broken.to_vec()]), none);
    }
}
