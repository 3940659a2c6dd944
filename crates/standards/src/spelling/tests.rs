//! Spellings of numbers of Annex A, as found in files of many tools and hands.

use super::*;

fn new(text: &str) -> Spelled {
    Spelled::Of2022(crate::printed::printed(text).expect("a number of 2022"))
}

fn old(text: &str) -> Spelled {
    Spelled::Of2013(crate::printed::printed_2013(text).expect("a number of 2013"))
}

#[test]
fn a_number_of_2022_may_be_spelled_in_many_ways() {
    for text in [
        "A.5.1",
        "a.5.1",
        "A5.1",
        "a5.1",
        "A 5.1",
        "a 5.1",
        "A. 5.1",
        "A.5. 1",
        "A-5.1",
        "A_5_1",
        "A-5-1",
        "A:5.1",
        "A.05.01",
        "A.5.01",
        "5.1",
        "5.01",
        "05.01",
        "5,1",
        "A.5.1.",
        "5.1.",
        "A.5.1:",
        " A.5.1 ",
        "\u{a0}A.5.1\u{a0}",
        "(A.5.1)",
        "[A.5.1]",
        "**A.5.1**",
        "'5.1",
        "Annex A 5.1",
        "Annex A.5.1",
        "Annex A: 5.1",
        "Control A.5.1",
        "control 5.1",
        "27001:2022-5.01",
        "27001:2022 A.5.1",
        "27002:2022 5.1",
        "ISO27001:A.5.1",
        "ISO27001-A.5.1",
        "ISO27001:2022-A.5.1",
        "ISO 27001 A.5.1",
        "ISO/IEC 27001:2022 A.5.1",
        "ISO/IEC 27001:2022, A.5.1",
        "iso_27001_2022_a_5_1",
    ] {
        assert_eq!(read(text), new("A.5.1"), "{text:?}");
    }
}

#[test]
fn every_number_is_read_with_and_without_letter_and_zeros() {
    for number in AnnexA::all() {
        let (theme, place) = (number.theme(), number.number());
        for text in [format!("A.{theme}.{place}"), format!("{theme}.{place}"), format!("a{theme}.{place:02}")]
        {
            assert_eq!(read(&text), Spelled::Of2022(number), "{text}");
        }
    }
    for number in OldNumber::all() {
        assert_eq!(read(&number.to_string()), Spelled::Of2013(number));
    }
}

#[test]
fn three_levels_are_of_2013() {
    for (text, expected) in [
        ("A.9.2.3", "A.9.2.3"),
        ("A.12.6.1", "A.12.6.1"),
        ("A12.6.1", "A.12.6.1"),
        ("12.6.1", "A.12.6.1"),
        ("A.09.02.03", "A.9.2.3"),
        ("ISO/IEC 27001:2013 A.9.2.3", "A.9.2.3"),
        ("ISO 27001:2013 9.2.2", "A.9.2.2"),
        ("A.9.2.2", "A.9.2.2"),
    ] {
        assert_eq!(read(text), old(expected), "{text}");
    }
}

#[test]
fn headings_and_clauses_are_no_controls() {
    for text in ["A.5", "A.9", "A.18", "Annex A.5", "A.9.2", "A.14.1", "12.6", "ISO 27001:2013 A.5.1"] {
        assert_eq!(read(text), Spelled::Heading, "{text}");
    }
    for text in
        ["4.1", "9.2", "10.2", "7.5.3", "6.1.3 d)", "9.3.2 a", "Clause 5.1", "cl.6.1.2", "27001:2022 9.2.2"]
    {
        assert_eq!(read(text), Spelled::Clause, "{text}");
    }
}

#[test]
fn a_clause_and_an_old_control_of_the_same_number_are_in_doubt() {
    for text in ["9.2.2", "6.1.2", "9.3.1", "ISO 27001 9.2.1"] {
        assert!(matches!(read(text), Spelled::Ambiguous(Doubt::ClauseOrOld(_))), "{text}");
    }
}

#[test]
fn what_is_no_number_of_annex_a_is_not_guessed() {
    for text in [
        "",
        " ",
        "A",
        "A.",
        "5",
        "A.5.38",
        "5.38",
        "A.6.9",
        "A.5.0",
        "A.4.1",
        "A.19.1",
        "A.5.1.3",
        "A.8.8.2",
        "A.9.2.3.1",
        "A.5.1a",
        "A.5.1 Policies",
        "A.5.1, A.5.2",
        "B.5.1",
        "CC6.1",
        "PR.AC-1",
        "5-1",
        "2022-05-01",
        "5.1.2022",
        "27001",
        "27001:2022",
        "ISO 27001",
        "27001:2022 A.9.2.3",
        "NIST 5.1",
        "-5.1",
        "+5.1",
        "5.1%",
        "5.1 TB",
        "$5.1",
        "> 5.1",
        "version 5.1",
        "\u{410}.5.1",
        "A.\u{665}.\u{661}",
        "A.999999999999.1",
        "A.5.1.1.1.1.1",
    ] {
        assert_eq!(read(text), Spelled::Unknown, "{text:?}");
    }
}

#[test]
fn a_title_behind_the_number_is_handed_back() {
    assert_eq!(
        read_start("A.5.1 Policies for information security"),
        (new("A.5.1"), "Policies for information security")
    );
    assert_eq!(read_start("5.01 - Policies"), (new("A.5.1"), "Policies"));
    assert_eq!(read_start("A.12.6.1: Technical"), (old("A.12.6.1"), "Technical"));
    assert_eq!(read_start("Policies"), (Spelled::Unknown, "Policies"));
}

#[test]
fn lists_and_ranges_in_one_cell_are_taken_apart() {
    let read = |text| read_all(text).into_iter().map(|piece| piece.spelled).collect::<Vec<_>>();
    let three = [new("A.5.19"), new("A.5.20"), new("A.5.21")];
    assert_eq!(read("A.5.19, A.5.20; 5.21"), three);
    assert_eq!(read("A.5.19 A.5.20\nA.5.21"), three);
    assert_eq!(read("A.5.19 and A.5.20 & A.5.21"), three);
    for text in [
        "A.5.19-A.5.21",
        "A.5.19-5.21",
        "A.5.19 - A.5.21",
        "A.5.19-21",
        "A.5.19\u{2013}5.21",
        "A.5.19 to A.5.21",
    ] {
        assert_eq!(read(text), three, "{text}");
    }
    assert_eq!(read("A.8.8 Management of vulnerabilities; A.9.2.3"), [new("A.8.8"), old("A.9.2.3")]);
    assert_eq!(read("A.5.21-A.5.19"), [new("A.5.21"), new("A.5.19")]);
    assert_eq!(read(""), []);
}

#[test]
fn what_is_not_understood_in_a_list_is_named() {
    let pieces = read_all("A.5.1; the firewall; A.5.99");
    assert_eq!(pieces[0], Piece { text: "A.5.1", spelled: new("A.5.1") });
    assert_eq!(pieces[1], Piece { text: "the firewall", spelled: Spelled::Unknown });
    assert_eq!(pieces[2], Piece { text: "A.5.99", spelled: Spelled::Unknown });
}

#[test]
fn prose_names_a_control_only_with_its_letter() {
    assert_eq!(
        find("Backups (A.8.13) of 5.1 TB, see ISO 27001:2013 A.12.3.1 and a.8.13."),
        [new("A.8.13"), old("A.12.3.1")]
    );
    assert_eq!(find("version 5.1 of the plan from 5.1.2024, USA.5.1"), []);
    assert_eq!(find("a 5.1 TB disk, ISO 27001 5.1, 27001:2013 A.5.1 and ISO 27001:2022 A.9.2.3"), []);
    assert_eq!(find("Annex A 5.1, A5.2"), [new("A.5.1"), new("A.5.2")]);
}

#[test]
fn old_numbers_lead_to_their_successors() {
    let texts = |text: &str| read(text).numbers().iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(texts("A.18.2.3"), ["A.5.36", "A.8.8"]);
    assert_eq!(texts("A.5.1"), ["A.5.1"]);
    assert!(texts("A.9.2").is_empty());
}

#[test]
fn clauses_are_known_here_as_in_the_data() {
    for first in 0..=12 {
        assert_eq!(is_clause(&[first]), crate::clause(&first.to_string()).is_some(), "{first}");
        for second in 0..=12 {
            assert_eq!(is_clause(&[first, second]), crate::clause(&format!("{first}.{second}")).is_some());
            for third in 0..=12 {
                let text = format!("{first}.{second}.{third}");
                assert_eq!(is_clause(&[first, second, third]), crate::clause(&text).is_some(), "{text}");
            }
        }
    }
}

#[test]
fn long_and_strange_texts_are_read_without_harm() {
    for text in
        ["A.".repeat(50_000), "5.1,".repeat(20_000), "\u{1f980}".repeat(10_000), "ISO ".repeat(20_000)]
    {
        let _ = (read(&text), read_start(&text), read_all(&text), find(&text));
    }
}
