//! Companies of three sizes in good order, on the days that matter: before Stage 1, before Stage 2, and certified.

use jiff::civil::date;

use super::{ENGINEER, Sample, grow};
use crate::records::*;
use crate::{Date, Ref, YesNo};

/// How large a company is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// Ten people in one office; nobody writes software, and the auditor comes from outside.
    Ten,
    /// Sixty people who write and run three products.
    Sixty,
    /// Two hundred and fifty people at two sites, in six departments, with five products.
    TwoHundredFifty,
}

/// A day on which a company is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The day of the other examples: before the summer of the audits.
    Preparing,
    /// A week before Stage 1.
    BeforeStage1,
    /// A week before Stage 2.
    BeforeStage2,
    /// Two months before the first surveillance must be done.
    Certified,
}

impl Moment {
    /// Returns the day.
    #[must_use]
    pub fn day(self) -> Date {
        match self {
            Self::Preparing => date(2026, 6, 1),
            Self::BeforeStage1 => date(2026, 8, 31),
            Self::BeforeStage2 => date(2026, 10, 12),
            Self::Certified => date(2027, 10, 10),
        }
    }
}

impl Sample {
    /// Returns a company of a size in good order, on a day of its way: no rule has an error or a warning to say about it.
    #[must_use]
    pub fn company(size: Size, moment: Moment) -> Self {
        let mut sample = Self::in_good_order();
        match size {
            Size::Ten => ten(&mut sample),
            Size::Sixty => sixty(&mut sample),
            Size::TwoHundredFifty => two_hundred_fifty(&mut sample),
        }
        sample.go_on(moment.day());
        sample
    }
}

/// What Ten leaves out because nobody writes software, and why.
const NO_SOFTWARE: &str = "No software is written by us or for us.";

/// Ten people buy all they run: no source code, no test system, one office.
fn ten(s: &mut Sample) {
    s.edit_one(|organisation: &mut Organisation| organisation.title = "Wren Bookkeeping".into());
    s.edit(1, |system: &mut Asset| system.developed_in_house = Some(YesNo::No));
    for gone in ["ACC-4", "ARV-3", "AST-5", "AST-4", "SIT-2"] {
        s.remove(gone);
    }
    for id in ["A.8.4", "A.8.25", "A.8.27", "A.8.28", "A.8.29", "A.8.30", "A.8.31", "A.8.33"] {
        s.edit_control(id, |control: &mut Control| {
            control.included = Some(YesNo::No);
            control.reasons.clear();
            control.justification = NO_SOFTWARE.into();
            control.review_on = Some(date(2027, 4, 15));
        });
    }
    grow::people(s, 10, 0);
    grow::supplier(s, "Deskhelp", ENGINEER, Ref::number(1));
}

/// Sixty people write three products, half of them at home.
fn sixty(s: &mut Sample) {
    s.edit_one(|organisation: &mut Organisation| organisation.title = "Heron Software".into());
    grow::people(s, 60, 25);
    let owner = |number: u32| Ref::<Person>::number(number);
    let products = [("Route planning", owner(6)), ("Invoices", owner(7))];
    for (title, owner) in products {
        let process = grow::product(s, title, owner, YesNo::Yes);
        grow::unit(s, &format!("{title} team"), owner, &[grow::of(process)]);
        grow::trusted(s, owner);
    }
    for title in ["Mailroute", "Paybridge", "Talkdesk", "Officeclean"] {
        grow::supplier(s, title, ENGINEER, Ref::number(1));
    }
}

/// Two hundred and fifty people at two sites, with departments that have systems of their own.
fn two_hundred_fifty(s: &mut Sample) {
    s.edit_one(|organisation: &mut Organisation| organisation.title = "Stork Instruments".into());
    grow::people(s, 250, 40);
    let owner = |number: u32| Ref::<Person>::number(number);
    grow::site(s, "Works", owner(8));
    let products = ["Gauges", "Calibration", "Spare parts", "Field service"];
    for (title, number) in products.into_iter().zip(10..) {
        let process = grow::product(s, title, owner(number), YesNo::No);
        grow::unit(
            s,
            &format!("Department of {}", title.to_lowercase()),
            owner(number),
            &[grow::of(process)],
        );
        grow::trusted(s, owner(number));
        for part in ["Transport", "Metal", "Help"] {
            grow::supplier(s, &format!("{part} for {title}"), owner(number), process);
        }
    }
    for (title, number) in ["Personnel", "Finance"].into_iter().zip(20..) {
        let system = grow::system(s, &format!("{title} system"), owner(number), YesNo::No);
        let records = grow::information(s, &format!("{title} records"), owner(number), system);
        let process = grow::process(s, title, owner(number), &[grow::of(system), grow::of(records)]);
        let touched = [grow::of(process), grow::of(system), grow::of(records)];
        grow::risk(s, &format!("{title} stands still"), owner(number), &touched, &[]);
        grow::unit(
            s,
            &format!("Department of {}", title.to_lowercase()),
            owner(number),
            &[grow::of(process)],
        );
    }
}
