//! Who watches a plan being made hears how far it is, and may end it.

use std::ops::ControlFlow;
use std::sync::Mutex;

use super::{TODAY, begun};
use crate::plan::{Options, Watch, plan_watched};

const FILE: &str = "ID,Risk,Likelihood,Impact\nR1,Theft,3,4\nR2,Fire,1,5\nR3,Flood,2,2\n";

/// Hears all, and wants so many rows.
struct Wants {
    rows: u64,
    heard: Mutex<Vec<Option<u64>>>,
}

impl Watch for Wants {
    fn rows(&self, total: Option<u64>) {
        self.heard.lock().expect("nobody panics here").push(total);
    }

    fn looked_at(&self, rows: u64) -> ControlFlow<()> {
        self.heard.lock().expect("nobody panics here").push(Some(rows));
        if rows < self.rows { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

fn plan_for(wanted: u64) -> (bool, Vec<Option<u64>>) {
    let wants = Wants { rows: wanted, heard: Mutex::default() };
    let plan = plan_watched(&begun(), "risks.csv", FILE.as_bytes(), &Options::on(TODAY), Some(&wants));
    (plan.expect("it can be read").is_some(), wants.heard.into_inner().expect("nobody panics here"))
}

#[test]
fn each_row_is_told_and_where_no_more_are_wanted_there_is_no_plan() {
    let (is_made, heard) = plan_for(u64::MAX);
    assert!(is_made);
    assert_eq!(heard[1..], [Some(0), Some(1), Some(2)], "the total came first");
    assert_eq!(heard[0], Some(3));
    let (is_made, heard) = plan_for(1);
    assert!(!is_made, "half a plan is none");
    assert_eq!(heard[1..], [Some(0), Some(1)], "nothing is looked at behind the end");
}
