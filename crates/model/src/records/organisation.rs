//! The organisation itself: what it is, and how it wants to be judged.

use crate::field::{part, record};
use crate::values::words;
use crate::{Decimal, Line, Prose, YesNo};

use super::StoredFile;
record! {
    /// The organisation whose ISMS this is.
    Organisation => organisation, "ORG", "organisation", "organisation", clause "4.1", single true,
    "The company or the part of it whose management system this is.";
    title: Line, Form "Name", "The name of the organisation.";
    kind: OrganisationKind, Operation "Kind", "A company with its management system, a consultancy or a certification body.";
    sells: Prose, Form "What it does", "What it makes or sells, in a sentence.";
    people_count: Option<u32>, Form "People", "How many people work in the scope, contractors among them.";
    remote: Option<Remote>, Form "Works remotely", "Whether nobody, some or everybody works away from the sites.";
    writes_software: Option<YesNo>, Form "Writes software", "Whether software is written here, for customers or for ourselves.";
    time_zone: Line, Form "Time zone", "The time zone in which days end, such as Europe/Prague.";
    locale: Option<LocaleName>, Form "Dates and numbers", "How days and numbers are written for who chose nothing and whose browser names no language, such as de-CH.";
    why_now: Prose, Form "Why now", "Who asks for the certificate: customers, contracts, laws.";
    body: Line, Form "Certification body", "The body that will audit, where it is chosen.";
    logo: Option<StoredFile>, Operation "Logo", "The picture on the first page of reports: PNG or JPEG.";
    prepared_by: Line, Form "Reports prepared by", "Who prepares the reports, where that is somebody else: the consultancy.";
    prepared_logo: Option<StoredFile>, Operation "Logo of who prepares", "The picture of who prepares the reports.";
    parameters: Vec<Parameter>, Form "Parameters of the rules", "Limits of the rules that are set differently here, each with its reason.";
}

words! {
    /// What an organisation does here.
    OrganisationKind default Client {
        /// It has a management system of its own.
        Client = "client" | "company" | "",
        /// It advises others.
        Consultancy = "consultancy" | "consultant",
        /// It certifies others.
        Body = "certification body" | "body",
    }
}

words! {
    /// How days and numbers are written: a language and a country.
    LocaleName {
        /// English, United Kingdom.
        EnGb = "en-GB" | "en-gb",
        /// English, United States.
        EnUs = "en-US" | "en-us",
        /// German, Germany.
        DeDe = "de-DE" | "de-de",
        /// German, Switzerland.
        DeCh = "de-CH" | "de-ch",
        /// French, France.
        FrFr = "fr-FR" | "fr-fr",
        /// Czech, Czechia.
        CsCz = "cs-CZ" | "cs-cz",
        /// Spanish, Spain.
        EsEs = "es-ES" | "es-es",
        /// Italian, Italy.
        ItIt = "it-IT" | "it-it",
        /// Dutch, Netherlands.
        NlNl = "nl-NL" | "nl-nl",
        /// Polish, Poland.
        PlPl = "pl-PL" | "pl-pl",
        /// Swedish, Sweden.
        SvSe = "sv-SE" | "sv-se",
        /// Portuguese, Portugal.
        PtPt = "pt-PT" | "pt-pt",
        /// Danish, Denmark.
        DaDk = "da-DK" | "da-dk",
        /// Norwegian Bokmål, Norway.
        NbNo = "nb-NO" | "nb-no",
        /// Finnish, Finland.
        FiFi = "fi-FI" | "fi-fi",
        /// Slovak, Slovakia.
        SkSk = "sk-SK" | "sk-sk",
    }
}

words! {
    /// Who works away from the sites.
    Remote {
        /// Nobody.
        Nobody = "nobody" | "none" | "no" | "never",
        /// Some people, or all on some days.
        Part = "some" | "partly" | "hybrid" | "yes" | "sometimes",
        /// Everybody, always.
        Everybody = "everybody" | "all" | "fully" | "always" | "only",
    }
}

part! {
    /// A limit of the rules that is set differently here.
    Parameter;
    name: Line, "Name", "The name of the parameter, such as evidence_review_days.";
    value: Decimal, "Value", "The value that holds here.";
    because: Prose, "Because", "Why the usual value does not fit.";
}

impl Organisation {
    /// Returns the value set here for a parameter of the rules.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<Decimal> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.value)
    }
}
