//! What policies are told: who asks, and who has a part in the record.

use std::collections::BTreeSet;

use model::Ref;
use model::records::{MemberRole, Person};

use crate::Duty;

/// People with a part in a record.
pub type People = BTreeSet<Ref<Person>>;

/// Who asks, as the state knows them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asker {
    /// The person; none for the program itself.
    pub person: Option<Ref<Person>>,
    /// Their roles today.
    pub roles: Vec<MemberRole>,
    /// The traits that are true of them.
    pub traits: BTreeSet<Trait>,
}

/// Something that is true of who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trait {
    /// Checked to be somebody who was made a member here.
    Known,
    /// The membership holds today.
    Active,
    /// Keeps the organisation.
    Keeper,
    /// Is the program itself, run by whoever runs the machine.
    Operator,
}

/// What is known of the question itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Situation {
    /// What is true of it.
    pub marks: BTreeSet<Mark>,
    /// Duties from which the person is excepted for this record, today.
    pub excused: BTreeSet<Duty>,
}

/// Something that is true of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A token asks.
    Token,
    /// The token reaches this kind of record.
    InScope,
    /// A proof of who it is was given within ten minutes.
    Fresh,
    /// And the strongest that the person has: a passkey, or two factors where there is none.
    Strong,
    /// The organisation is a certification body.
    Body,
    /// The organisation is a consultancy.
    Consultancy,
}

/// Declares the facts of a record with their names in the policies.
macro_rules! facts {
    (people { $($(#[$pdoc:meta])* $people:ident),+ $(,)? } flags { $($(#[$fdoc:meta])* $flag:ident = $name:literal),+ $(,)? }) => {
        /// A record as the policies see it.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct Facts {
            $($(#[$pdoc])* pub $people: People,)+
            /// Roles that are given.
            pub gives: BTreeSet<MemberRole>,
            /// Roles that are given or taken.
            pub moves: BTreeSet<MemberRole>,
            /// What is true of it.
            pub flags: BTreeSet<Flag>,
        }

        /// Something that is true of a record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Flag {
            $($(#[$fdoc])* $flag,)+
        }

        impl Flag {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$flag),+];

            /// Returns its name in the policies.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$flag => $name,)+
                }
            }
        }

        impl Facts {
            /// Returns the sets of people by their names in the policies.
            #[must_use]
            pub fn people(&self) -> Vec<(&'static str, &People)> {
                vec![$((stringify!($people), &self.$people)),+]
            }

            /// Returns a set of people by its name in the policies.
            #[cfg(test)]
            pub fn people_mut(&mut self, name: &str) -> Option<&mut People> {
                match name {
                    $(stringify!($people) => Some(&mut self.$people),)+
                    _ => None,
                }
            }
        }
    };
}

facts! {
    people {
        /// Who answers for it; of a plan, the owners of its risks.
        owners,
        /// Who wrote it since it was last approved.
        authors,
        /// Who collected it, or brought it in.
        collectors,
        /// Who alone rated it.
        raters,
        /// Who may accept in the place of the owner.
        delegates,
        /// Whom the method names for its level.
        acceptors,
        /// Who accepted it as it is rated now.
        seconders,
        /// Who audits, or works on an engagement.
        team,
        /// Who had a part in what is audited.
        involved,
        /// Who owned or did the actions whose effect is judged.
        doers,
        /// Who is newly made an auditor.
        assigned,
        /// Whose membership it is.
        subjects,
        /// Who sees it, where it is restricted.
        readers,
        /// Certification auditors with whom it is shared today.
        shared,
        /// Who proposed what needs two persons.
        proposers,
    }
    flags {
        /// Only some people see it.
        Restricted = "restricted",
        /// Nothing that counts rests on it yet.
        Draft = "draft",
        /// Its level is above the one that is accepted without more ado.
        Above = "above",
        /// Somebody whom the method names accepted it as it is rated now.
        Agreed = "agreed",
        /// Somebody else than who rated it alone accepted it as it is rated now.
        Seconded = "seconded",
        /// The report of its audit went out.
        Reported = "reported",
        /// It belongs to an audit of a certification body.
        External = "external",
        /// Somebody who runs the management system is newly made an auditor of it.
        Manager = "manager",
        /// It would mix certifying with advising, auditing from inside or working here.
        Mixes = "mixes",
        /// It gives or takes the right to keep the organisation.
        KeeperMoves = "keeper_moves",
        /// Nobody would keep the organisation any more.
        LastKeeper = "last_keeper",
        /// It lets somebody in who runs the machine.
        LetIn = "let_in",
        /// It is an exception from a duty.
        Duty = "duty",
        /// It is an exception from a duty that knows none, or for too long.
        Barred = "barred",
    }
}

impl Facts {
    /// Says whether something is true of the record.
    #[must_use]
    pub fn is(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }

    /// Says of the record what is true of it.
    pub fn mark(&mut self, flags: impl IntoIterator<Item = Flag>) {
        self.flags.extend(flags);
    }
}
