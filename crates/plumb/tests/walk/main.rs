//! The walk: the scripts in `docs/walk`, played line by line against the binary. What a script says is what has to come of it.
//!
//! To read it: `cargo xtask walk`.

mod browser;
mod codes;
mod player;
mod script;

use std::path::{Path, PathBuf};

use player::Player;

/// Returns the path of a script.
fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/walk").join(name)
}

#[track_caller]
fn plays(name: &str) {
    let text = std::fs::read_to_string(script(name)).expect("the script is there");
    Player::new().play(name, &text);
}

#[test]
fn one_organisation_with_six_people_keeps_duties_apart() {
    plays("duties.walk");
}

#[test]
fn two_bodies_a_consultancy_and_three_clients_read_nothing_of_each_other() {
    plays("isolation.walk");
}

#[test]
fn a_script_that_says_what_is_not_so_fails() {
    let wrong = ["nobody$ plumb --version\n! 3\n", "nobody$ plumb --version\n| no such words\n"];
    for text in wrong {
        let played = std::panic::catch_unwind(|| Player::new().play("wrong", text));
        assert!(played.is_err(), "{text}");
    }
}
