//! Clients: whom a certification body audits or a consultancy advises.

use uuid::Uuid;

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, Line, Prose, Ref, YesNo};

use super::Person;
record! {
    /// An organisation that we audit or advise.
    Client => clients, "CLT", "client", "clients", clause "9.1", single false,
    "An organisation that a certification body audits, or that a consultancy advises.";
    title: Line, Form "Name", "The name of the client.";
    contact: Line, Form "Contact", "Whom to write to.";
    sells: Prose, Form "What it does", "What it makes or sells, in a sentence.";
    technical_areas: Vec<Line>, Form "Technical areas", "What an auditor of it has to know about.";
    people_count: Option<u32>, Form "People", "How many people work in the scope.";
    sites_count: Option<u32>, Form "Sites", "How many sites are in the scope.";
    state: ClientState, Operation "State", "Asked, accepted, declined or ended.";
    organisation: Option<Uuid>, Operation "Organisation", "Its records, where they lie on the same instance.";
    application_review: Vec<ApplicationReview>, Operation "Application reviews", "What was looked at before it was taken on (ISO/IEC 17021-1, 9.1.2).";
    threats: Vec<ImpartialityThreat>, Form "Threats to impartiality", "What could make us judge it otherwise than by what we find (ISO/IEC 17021-1, 5.2).";
    advised_until: Option<Date>, Form "Advised until", "The last day on which we, or somebody of ours, advised it.";
    ended_because: Prose, Operation "Ended because", "Why it was declined, or is no client any more.";
}

words! {
    /// Where the relation to a client stands.
    ClientState default Asked {
        /// It asks for our service.
        Asked = "asked" | "applied" | "",
        /// We took it on.
        Accepted = "accepted",
        /// We did not take it on.
        Declined = "declined",
        /// It is a client no more.
        Ended = "ended",
    }
}

part! {
    /// What was looked at before a client was taken on (ISO/IEC 17021-1, 9.1.2).
    ApplicationReview;
    by: Option<Ref<Person>>, "By", "Who looked.";
    on: Option<Date>, "On", "When.";
    complete: Option<YesNo>, "Information is enough", "Whether what the client said suffices for a programme.";
    scope_clear: Option<YesNo>, "Scope is clear", "Whether the scope asked for is understood.";
    competent: Option<YesNo>, "Competent", "Whether we have the competence and the means.";
    impartial: Option<YesNo>, "Impartial", "Whether nothing stands against our impartiality.";
    accepted: Option<YesNo>, "Accepted", "Whether we take it on.";
    because: Prose, "Because", "What the answer rests on.";
}

part! {
    /// Something that could make a body judge otherwise than by what it finds (ISO/IEC 17021-1, 5.2).
    ImpartialityThreat;
    what: Prose, "What", "What it is.";
    safeguard: Prose, "Safeguard", "What is done about it.";
    on: Option<Date>, "On", "When it was seen.";
}
