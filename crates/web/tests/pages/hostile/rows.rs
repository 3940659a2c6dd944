//! The list of attacks of the classes A (who somebody is), B (organisations apart), C (duties and races) and I (HTTP): each
//! row with its expected answer and the tests that show it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A row: its id, the expected answer, and the tests that show it.
type Row = (&'static str, &'static str, &'static [&'static str]);

/// All rows.
const ROWS: &[Row] = &[
    (
        "A1",
        "an unknown name and a wrong password get the same answer for the same work",
        &[
            "a1_a_disabled_account_answers_as_an_unknown_one",
            "a1_a_wrong_password_and_an_unknown_name_get_the_same_page",
            "a1_an_unknown_name_gets_the_same_answer_for_the_same_work",
            "a1_an_unknown_name_is_asked_for_a_passkey_alike",
        ],
    ),
    (
        "A2",
        "fourteen characters are refused where nothing else proves who one is, fifteen are taken",
        &[
            "a2_a_first_password_of_14_characters_is_refused_and_15_are_taken",
            "a2_a_password_alone_needs_15_characters_and_no_kind_of_them",
            "a2_a_short_password_is_refused_in_the_form_and_nothing_is_made",
        ],
    ),
    (
        "A4",
        "a password that others know, or with the name of the place, is refused with its reason",
        &[
            "a4_a_common_password_is_refused_also_where_it_is_disguised",
            "a4_a_password_with_a_word_of_the_person_or_the_place_is_refused",
            "a4_a_password_with_the_name_of_the_organisation_is_refused_with_the_reason",
            "a4_a_pattern_is_refused",
        ],
    ),
    (
        "A5",
        "whoever guesses waits; the same person signs in from elsewhere",
        &[
            "a5_100_guesses_make_one_network_wait_and_nobody_else",
            "a5_guesses_from_one_network_do_not_keep_the_person_out_elsewhere",
            "a5_many_guesses_are_told_to_wait",
        ],
    ),
    (
        "A7",
        "a code of an app is good once",
        &[
            "a7_a_code_is_good_once_and_those_before_it_no_more",
            "a7_a_code_signs_in_once",
            "a7_of_two_who_use_one_code_at_once_one_gets_in",
        ],
    ),
    (
        "A8",
        "a passkey for another origin is refused, also for one that looks alike",
        &[
            "a8_a_passkey_that_did_not_verify_its_user_is_refused",
            "a8_another_origin_is_refused_also_one_that_looks_alike",
        ],
    ),
    (
        "A10",
        "a session is over after signing out, another password, another factor, another right",
        &[
            "a10_a_session_is_over_after_sign_out",
            "a10_a_session_that_ended_opens_nothing",
            "a10_all_other_sessions_end_when_the_password_or_a_factor_changes",
            "a10_all_sessions_end_when_the_account_is_disabled_or_its_seat_or_rights_change",
        ],
    ),
    (
        "A11",
        "signing in gives a new secret and ends the old one",
        &["a11_signing_in_gives_a_new_secret_and_ends_the_session_before"],
    ),
    (
        "A13",
        "a link to a new password opens once, for an hour, and passes no second factor",
        &[
            "a13_a_link_to_a_new_password_dies_with_the_address",
            "a13_a_link_to_a_new_password_opens_once_and_for_an_hour",
            "a13_a_link_to_a_new_password_works_once",
            "a13_a_new_password_passes_no_second_factor",
        ],
    ),
    (
        "A14",
        "an invitation is for its own address, once",
        &[
            "a14_a_provider_accepts_an_invitation_only_for_an_address_that_it_verified",
            "a14_an_invitation_is_good_once_for_seven_days_and_for_its_address",
            "a14_an_invitation_makes_one_account_and_is_gone",
            "a14_another_account_cannot_take_an_invitation",
        ],
    ),
    (
        "A16",
        "a token that ended, or is none, opens nothing: 401",
        &[
            "a16_a_token_dies_when_it_is_revoked_or_its_account_or_seat_ends",
            "a16_a_token_that_is_expired_truncated_or_huge_opens_nothing",
        ],
    ),
    (
        "A17",
        "what binds needs a proof of ten minutes at most: 401 and nothing is written",
        &[
            "a17_a_proof_is_good_for_ten_minutes_and_then_asked_again_under_a_new_secret",
            "a17_a_proof_needs_the_code_where_codes_are_set",
            "a17_a_provider_proves_again_only_what_it_asked_again",
            "a17_what_needs_a_proof_asks_for_it_and_leads_back",
        ],
    ),
    (
        "A19",
        "few passwords are hashed at a time, others are told to come again, and are served",
        &[
            "a19_a_storm_runs_two_at_a_time_and_leaves_room_for_others",
            "a19_ten_thousand_at_once_are_answered_and_few_of_them_are_hashed",
        ],
    ),
    (
        "A20",
        "the last who manages is neither disabled nor removed",
        &[
            "a20_the_last_who_manages_cannot_be_disabled_at_the_terminal",
            "a20_the_last_who_manages_cannot_be_disabled_by_the_page",
            "a20_the_last_who_manages_cannot_disable_or_remove_itself",
        ],
    ),
    (
        "B2",
        "search, counts, lists and exports say nothing of another organisation",
        &["b2_nothing_beside_the_records_tells_of_another_organisation"],
    ),
    (
        "B3",
        "what lies elsewhere is refused as what is nowhere, in each field and input, and nothing is written",
        &[
            "b3_a_reference_to_what_is_not_there_is_refused_in_each_field",
            "b3_no_cell_of_an_import_reaches_what_lies_elsewhere",
            "b3_no_field_at_the_terminal_takes_what_lies_elsewhere",
            "b3_no_field_of_a_form_takes_what_lies_elsewhere",
            "b3_no_field_of_the_api_takes_what_lies_elsewhere",
            "b3_no_input_of_a_step_of_the_api_takes_what_lies_elsewhere",
            "b3_no_input_of_a_step_takes_what_lies_elsewhere",
        ],
    ),
    (
        "B5",
        "own and foreign ids together: all is refused, and the words do not tell which",
        &["b5_own_and_foreign_ids_together_are_refused_whole_and_alike"],
    ),
    (
        "B6",
        "an export and a file on its way are found by their owner alone: 404",
        &[
            "b6_a_job_is_its_beginners_alone_under_an_id_of_128_random_bits",
            "b6_an_export_is_made_while_one_asks_and_a_file_on_its_way_is_its_owners_alone",
        ],
    ),
    (
        "B8",
        "a file that lies elsewhere is taken as any other",
        &["b8_a_file_that_lies_in_another_organisation_is_taken_as_any_other"],
    ),
    (
        "B9",
        "a form writes where its address says; a field that names another organisation moves nothing",
        &["b9_a_form_writes_where_its_address_says_and_nothing_in_it_says_otherwise"],
    ),
    (
        "B11",
        "a record of another organisation is not there below ours: 404",
        &["b11_a_record_of_another_organisation_is_not_there_below_ours"],
    ),
    (
        "B12",
        "nothing stays open: the next request after a membership ended finds nothing",
        &["b12_no_connection_outlives_a_membership"],
    ),
    (
        "B14",
        "a search looks in one organisation",
        &["b14_who_serves_several_organisations_searches_one_at_a_time"],
    ),
    (
        "B15",
        "no-store on every answer, and no kept page for a second reader",
        &["b15_no_answer_may_be_kept_on_the_way_to_a_second_person"],
    ),
    (
        "B17",
        "a number means a record of the organisation in the address",
        &["b17_a_number_means_a_record_of_the_organisation_in_the_address"],
    ),
    (
        "B18",
        "a new person with an old address has a uuid and rights of its own",
        &["b18_a_second_person_with_the_address_of_one_who_left_has_rights_of_its_own_alone"],
    ),
    (
        "B20",
        "restricted evidence needs a grant of its own, whatever the role",
        &["b20_restricted_evidence_is_seen_only_with_a_grant_of_its_own"],
    ),
    (
        "C1",
        "a risk is accepted by its owner alone, and by no token",
        &["c1_a_risk_is_accepted_by_its_owner_only"],
    ),
    ("C3", "nobody approves what one wrote, by any way", &["c3_nobody_approves_the_own_document_by_any_way"]),
    (
        "C4",
        "whoever brought evidence in for another does not judge it",
        &["c4_whoever_imported_evidence_for_another_does_not_judge_it"],
    ),
    (
        "C6",
        "of two approvals at once one is written, the other is refused",
        &["c6_of_two_who_approve_at_once_one_does"],
    ),
    (
        "C7",
        "of an approval and a refusal at once one is written",
        &["c7_an_approval_and_a_refusal_at_once_have_one_outcome"],
    ),
    (
        "C9",
        "the same key with another body is refused: 422",
        &["c9_the_same_key_with_another_body_is_refused"],
    ),
    (
        "C10",
        "no state is skipped",
        &["c10_a_state_is_not_skipped_over_by_a_request", "c10_no_state_is_skipped_by_a_form_or_an_import"],
    ),
    (
        "C12",
        "nobody becomes a keeper by another way than a keeper's grant",
        &["c12_nobody_becomes_a_keeper_by_another_way"],
    ),
    (
        "C13",
        "nobody gives a role that holds more than one's own",
        &["c13_a_role_with_more_rights_than_the_granter_holds_is_not_given"],
    ),
    ("C15", "a finding is never deleted", &["c15_a_finding_is_never_deleted"]),
    ("C16", "a value beyond its scale is refused", &["c16_a_value_beyond_its_scale_is_refused"]),
    (
        "C18",
        "a circle is taken, as in the world, and each page that follows it comes to an end",
        &["c18_records_that_refer_to_each_other_in_a_circle_stop_no_page"],
    ),
    (
        "C19",
        "more links than a field may hold are refused",
        &["c19_a_hundred_thousand_links_on_one_record_are_refused"],
    ),
    (
        "C21",
        "no exception is given from who accepts risks",
        &["c21_no_exception_is_given_from_who_accepts_risks"],
    ),
    (
        "C22",
        "who acts is the session's, never what a body says",
        &["c22_who_acts_is_never_what_a_client_says"],
    ),
    (
        "C24",
        "what runs for a person who lost the rights does nothing, and nothing runs by itself",
        &["c24_what_runs_for_a_person_who_lost_the_rights_does_nothing"],
    ),
    (
        "I2",
        "HTTP/2 is not spoken: its preface and frames are refused",
        &["i2_the_server_speaks_http_1_1_and_nothing_of_http_2"],
    ),
    (
        "I3",
        "headers that are too large, too many or not plain are refused: 400 or 431",
        &["i3_headers_that_are_too_large_too_many_or_not_plain_are_refused"],
    ),
    (
        "I5",
        "a path has one spelling; every other is nothing: 404",
        &["i5_a_path_is_read_one_way_and_everything_else_is_nothing"],
    ),
    (
        "I6",
        "another type than JSON is refused: 415",
        &["i6_a_body_that_is_not_the_json_of_the_api_is_refused_by_its_type"],
    ),
    (
        "I8",
        "who brings nothing is shut out, and keeps nobody out; who waits for an answer or is being answered is not cut",
        &[
            "i8_a_body_that_trickles_is_no_whole_request_and_a_long_one_arrives",
            "i8_a_long_answer_comes_whole_whoever_else_comes",
            "i8_hundreds_who_bring_nothing_keep_nobody_out",
            "i8_one_network_takes_its_share_and_leaves_the_rest_to_others",
            "i8_where_all_places_are_taken_who_never_asked_makes_room",
            "i8_where_nobody_can_go_who_comes_is_turned_away_and_nobody_is_cut",
            "i8_who_brings_nothing_or_half_a_request_is_shut_out",
            "i8_who_waits_for_an_answer_is_not_cut_by_any_number_that_trickle",
        ],
    ),
    (
        "I9",
        "a file is served whole, however parts of it are asked for",
        &["i9_parts_of_a_file_are_not_served_however_they_are_asked_for"],
    ),
    (
        "I11",
        "what is meant for another host is refused: 421, or 400 of the API",
        &["i11_what_is_meant_for_another_host_is_answered_by_none"],
    ),
    (
        "I12",
        "no answer carries a header that lets another origin read",
        &["i12_no_answer_lets_another_origin_read_or_write"],
    ),
    (
        "I14",
        "TLS is a proxy's: a handshake is not begun, and without a proxy only this machine is served",
        &["i14_what_asks_for_tls_is_not_answered_and_only_a_proxy_is_let_serve_others"],
    ),
    (
        "I15",
        "what servers often show by mistake is not there: 404",
        &["i15_what_servers_often_show_by_mistake_is_not_there"],
    ),
];

/// Returns the sources of all crates.
fn sources() -> Vec<PathBuf> {
    let mut all = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of ours").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                all.push(path);
            }
        }
    }
    all
}

/// Returns the names of all tests; none of ours is switched off.
fn tests() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for path in sources() {
        let text = std::fs::read_to_string(&path).expect("a source of ours");
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            let is_mark = line == "#[test]" || line.starts_with("#[tokio::test");
            if let Some((_, rest)) = line.split_once("fn ").filter(|_| is_test && !line.starts_with("//")) {
                names.insert(rest.split(['(', '<']).next().unwrap_or_default().to_owned());
            }
            is_test = is_mark || (is_test && line.starts_with("#["));
        }
    }
    names
}

/// Returns the row that the name of a test begins with: `a10_a_session…` shows A10.
fn id_of(test: &str) -> Option<String> {
    let (id, _) = test.split_once('_')?;
    let (class, number) = id.split_at_checked(1)?;
    let is_id = ["a", "b", "c", "i"].contains(&class) && !number.is_empty();
    (is_id && number.chars().all(|sign| sign.is_ascii_digit())).then(|| id.to_uppercase())
}

#[test]
fn every_row_is_shown_by_tests_that_are_there_and_every_such_test_has_its_row() {
    let tests = tests();
    let mut told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (id, expected, shown_by) in ROWS {
        assert!(!expected.is_empty() && !shown_by.is_empty(), "{id} says nothing");
        assert!(told.insert(id, shown_by.iter().copied().collect()).is_none(), "{id} has two rows");
        for name in *shown_by {
            assert!(tests.contains(*name), "{id} names {name}, and there is no such test");
            assert_eq!(id_of(name).as_deref(), Some(*id), "{name} shows another row");
        }
    }
    for test in &tests {
        let Some(id) = id_of(test) else { continue };
        let known = told.get(id.as_str()).is_some_and(|names| names.contains(test.as_str()));
        assert!(known, "{test} stands in no row of {id}");
    }
    println!("{} rows, {} tests", ROWS.len(), told.values().map(BTreeSet::len).sum::<usize>());
}

#[test]
fn no_row_of_the_list_of_attacks_is_missing() {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/trust.md");
    let Ok(text) = std::fs::read_to_string(&list) else {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "the list of attacks is not here");
        println!("skipped: the list of attacks is not here");
        return;
    };
    let listed: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" |"))
        .filter_map(|(id, _)| id_of(&format!("{}_", id.to_lowercase())))
        .collect();
    let rows: BTreeSet<String> = ROWS.iter().map(|(id, ..)| (*id).to_owned()).collect();
    assert_eq!(listed, rows);
}
