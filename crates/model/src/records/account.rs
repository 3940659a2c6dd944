//! Accounts: who can sign in where.

use crate::field::record;
use crate::{Date, Line, Ref, YesNo};

use super::{Asset, Person};
record! {
    /// An account of a person or a program in a system (A.5.16, A.8.2).
    Account => accounts, "ACC", "account", "accounts", clause "A.5.16", single false,
    "What lets a person or a program sign in to a system.";
    title: Line, Form "Account", "Its name in the system.";
    system: Option<Ref<Asset>>, Form "System", "The system.";
    person: Option<Ref<Person>>, Form "Person", "Whose it is; nobody's where a program uses it.";
    enabled: Option<YesNo>, Form "Enabled", "Whether one can sign in with it.";
    privileged: Option<YesNo>, Form "Privileged", "Whether it may change the system or the rights of others.";
    remote: Option<YesNo>, Form "Remote", "Whether one can sign in from outside.";
    writes_production: Option<YesNo>, Form "Writes production", "Whether it can change what runs.";
    multi_factor: Option<YesNo>, Form "Second factor", "Whether signing in takes more than a password.";
    created_on: Option<Date>, Form "Created on", "When it was made.";
    approved_on: Option<Date>, Form "Approved on", "When its rights were approved.";
    reviewed_on: Option<Date>, Form "Reviewed on", "When its rights were last looked at.";
}
