//! Who acted, through which channel, and how surely the server knew it.

use uuid::Uuid;

use crate::word::Method;

/// Makes an enum whose variants each have one spelling.
macro_rules! spelled {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$of])* $variant,)+ }

        impl $name {
            /// Every one of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns its one spelling.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// Returns the one that is spelled so.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}
pub(crate) use spelled;

spelled! {
    /// What kind of actor it was.
    ActorKind {
        /// A person.
        User = "user",
        /// A key that belongs to a person.
        ApiKey = "apikey",
        /// The program itself.
        System = "system",
        /// Who runs the instance.
        Operator = "operator",
        /// Who keeps checkpoints for others.
        Witness = "witness",
    }
}

spelled! {
    /// The channel through which a commit came.
    Via {
        /// The browser.
        Session = "session",
        /// The API.
        ApiKey = "apikey",
        /// The command line.
        Cli = "cli",
        /// A file of another tool.
        Import = "import",
        /// A new version of the program.
        Upgrade = "upgrade",
        /// A job that runs by the clock.
        Scheduler = "scheduler",
    }
}

spelled! {
    /// How surely the server knew the actor, in the levels of NIST SP 800-63B.
    Aal {
        /// Nobody checked.
        Aal0 = "aal0",
        /// One factor.
        Aal1 = "aal1",
        /// Two factors.
        Aal2 = "aal2",
        /// Two factors, one of them hardware that resists phishing.
        Aal3 = "aal3",
    }
}

/// Who acted: a pseudonym, whose name lies in a redactable record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Actor {
    /// What kind of actor.
    pub kind: ActorKind,
    /// Which one.
    pub id: Uuid,
}

/// How the server recognised the actor for this request.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Auth {
    /// How surely.
    pub level: Aal,
    /// By what.
    pub method: Method,
}
