//! Incidents: what happened, whom it had to be told, and what was learnt.

use crate::field::{part, record};
use crate::values::words;
use crate::{Date, DateTime, ElementRef, Line, Owner, Prose, Ref, YesNo};

use super::{Evidence, Nonconformity, Obligation, Person, Risk};
record! {
    /// Something that hurt information security, or may have (A.5.24 to A.5.28).
    Incident => incidents, "INC", "incident", "incidents", clause "A.5.24", single false,
    "Something that happened and hurt, or may have hurt, information security.";
    title: Line, Form "Title", "What happened.";
    severity: Option<Severity>, Form "Severity", "Low, medium, high or critical.";
    state: IncidentState, Operation "State", "Event, incident, contained, closed, or no incident.";
    owner: Option<Owner>, Form "Owner", "Who handles it.";
    detected_on: Option<DateTime>, Form "Detected on", "Day and hour at which it was noticed.";
    reported_by: Option<Owner>, Form "Reported by", "Who noticed it.";
    description: Prose, Form "Description", "What happened, in order.";
    elements: Vec<ElementRef>, Form "Touches", "Systems, sites, processes and suppliers concerned.";
    response: Prose, Form "Response", "What was done, in order.";
    notifiable: Option<YesNo>, Form "Must be notified", "Whether an authority, a customer or a person has to be told.";
    obligation: Option<Ref<Obligation>>, Form "Obligation", "What asks for the notice, and within how many hours.";
    notified_on: Option<DateTime>, Operation "Notified on", "Day and hour of the notice.";
    cause: Prose, Form "Cause", "Why it happened.";
    risks: Vec<Ref<Risk>>, Form "Risks", "The risks that came true, or that have to be looked at again.";
    nonconformity: Option<Ref<Nonconformity>>, Form "Nonconformity", "The nonconformity that followed.";
    evidence: Vec<Ref<Evidence>>, Form "Evidence", "What was kept of it (A.5.28).";
    lessons: Prose, Form "Lessons", "What was learnt (A.5.27).";
    closed_on: Option<Date>, Operation "Closed on", "When it was over.";
    decided_by: Option<Ref<Person>>, Operation "Decided by", "Who decided whether it is an incident (A.5.25).";
    decided_on: Option<Date>, Operation "Decided on", "When.";
    contained_on: Option<DateTime>, Operation "Contained on", "Day and hour since which it cannot spread.";
    notices: Vec<IncidentNotice>, Operation "Notices", "Who was told when.";
    closed_by: Option<Ref<Person>>, Operation "Closed by", "Who said that it is over.";
}

part! {
    /// Somebody outside who was told of an incident.
    IncidentNotice;
    to: Line, "To", "The authority, customer or person told.";
    on: Option<DateTime>, "On", "Day and hour.";
    content: Prose, "Content", "What was told.";
    letter: Option<Ref<Evidence>>, "Letter", "What shows it.";
}

words! {
    /// How bad something is.
    Severity {
        /// Hardly felt.
        Low = "low",
        /// Felt.
        Medium = "medium" | "moderate",
        /// It hurts.
        High = "high",
        /// It threatens the whole.
        Critical = "critical",
    }
}

words! {
    /// How far the handling of an incident is.
    IncidentState default Event {
        /// Somebody reported something; nobody has decided what it is (A.5.25).
        Event = "event" | "reported" | "",
        /// It is one, and is being handled.
        Incident = "incident" | "open",
        /// It cannot spread.
        Contained = "contained",
        /// It is over.
        Closed = "closed" | "resolved",
        /// It was none.
        NoIncident = "no incident" | "false alarm",
    }
}
