//! Offer template: what a consultancy keeps for all its clients, as drafts that count as nothing until the client takes them.

use model::records::{Document, DocumentStatus, Method, Parameter, Person};
use model::{
    About, Change, Date, Digest, Isms, Key, Line, Proposed, Record, RecordId, RecordKind, Ref, Source, Stored,
};
use thiserror::Error;

use crate::{Decided, Operation};

/// Offer a risk method, limits of the rules and documents that were written elsewhere.
#[derive(Debug, Clone, Default)]
pub struct OfferTemplate {
    /// Who offers it: the name of the organisation that keeps it.
    pub from: Line,
    /// The risk method.
    pub method: Option<Method>,
    /// Limits of the rules, each with its reason; those with the same names take the place of the ones here.
    pub parameters: Vec<Parameter>,
    /// Documents, each with its id there.
    pub documents: Vec<(RecordId, Document)>,
}

/// Why a template cannot be offered.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum OfferTemplateRefusal {
    /// Nothing was named.
    #[error("name what is offered: the method, limits of the rules, documents")]
    Nothing,
    /// It does not say whose it is.
    #[error("say who offers it")]
    Nobody,
    /// Another draft waits in its place.
    #[error("a draft of {0} waits already; the client takes or refuses it first")]
    Waits(RecordId),
}

impl Operation for OfferTemplate {
    const NAME: &'static str = "offer template";
    const INTENT: &'static str = "template.offer";
    type Refusal = OfferTemplateRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        let Self { from, method, parameters, documents } = self;
        if from.is_empty() {
            return Err(OfferTemplateRefusal::Nobody);
        }
        if method.is_none() && parameters.is_empty() && documents.is_empty() {
            return Err(OfferTemplateRefusal::Nothing);
        }
        let mut changes = Vec::new();
        if let Some(method) = method {
            changes.extend(offered_method(isms, &from, method)?);
        }
        if !parameters.is_empty() {
            changes.extend(offered_parameters(isms, &from, parameters)?);
        }
        changes.extend(offered_documents(isms, &from, documents));
        Ok(changes)
    }
}

/// Returns the method as a draft over the one here; nothing where both say the same.
fn offered_method(isms: &Isms, from: &Line, method: Method) -> Result<Option<Change>, OfferTemplateRefusal> {
    let id = one(RecordKind::Method);
    let here = isms.method.one();
    // What was approved there was not approved here.
    let method = Method {
        approvals: here.map(|here| here.approvals.clone()).unwrap_or_default(),
        version: here.map_or(method.version, |here| here.version),
        ..method
    };
    if here.is_some_and(|here| here.stored.record == method) {
        return Ok(None);
    }
    waits(isms, id)?;
    Ok(Some(draft(Ref::one(), method, from, id)))
}

/// Returns the organisation with limits of the rules as a draft; nothing where they hold already.
fn offered_parameters(
    isms: &Isms,
    from: &Line,
    offered: Vec<Parameter>,
) -> Result<Option<Change>, OfferTemplateRefusal> {
    let id = one(RecordKind::Organisation);
    let Some(here) = isms.organisation.one() else { return Ok(None) };
    let mut organisation = here.stored.record.clone();
    // Limits of the duties are changed by two persons of the organisation, and by nobody else.
    let is_duty = |one: &Parameter| crate::DutyLimit::named(&one.name).is_some();
    for parameter in offered.into_iter().filter(|one| !is_duty(one)) {
        organisation.parameters.retain(|known| known.name != parameter.name);
        organisation.parameters.push(parameter);
    }
    organisation.parameters.sort_by(|one, other| one.name.cmp(&other.name));
    let mut before = here.parameters.clone();
    before.sort_by(|one, other| one.name.cmp(&other.name));
    if before == organisation.parameters {
        return Ok(None);
    }
    waits(isms, id)?;
    Ok(Some(draft(Ref::one(), organisation, from, id)))
}

/// Returns documents as drafts; one that was offered in these words is not offered again.
fn offered_documents(isms: &Isms, from: &Line, documents: Vec<(RecordId, Document)>) -> Vec<Change> {
    let Key::Number(mut number) = isms.next(RecordKind::Document).key else { return Vec::new() };
    let mut changes = Vec::new();
    for (there, document) in documents {
        let document = Document {
            title: document.title,
            kind: document.kind,
            family: document.family,
            text: document.text,
            link: document.link,
            marks: document.marks,
            status: DocumentStatus::Draft,
            version: 1,
            ..Document::default()
        };
        let source = source(from, there, &document);
        let is_here =
            isms.documents.everything().any(|(_, known)| known.stored.about.sources.contains(&source));
        if is_here {
            continue;
        }
        let about = About { proposed: Some(proposed(from)), sources: vec![source], ..About::default() };
        let id: Ref<Document> = Ref::number(number);
        changes.push(Change::Document(id, std::sync::Arc::new(Stored { about, record: document })));
        number += 1;
    }
    changes
}

/// Returns where a document came from: whose, which, and in which words.
fn source(from: &Line, there: RecordId, document: &Document) -> Source {
    let words = Digest::of(document.text.as_bytes());
    Source {
        file: Line::new(&format!("template of {from}")),
        id: Line::new(&there.to_string()),
        row: Line::new(words.short()),
    }
}

fn draft<R: Record>(id: Ref<R>, record: R, from: &Line, there: RecordId) -> Change
where
    Change: From<(Ref<R>, R)>,
{
    Change::from((id, record)).with_about(|about| {
        about.proposed = Some(proposed(from));
        about.sources = vec![Source {
            file: Line::new(&format!("template of {from}")),
            id: Line::new(&there.to_string()),
            row: Line::default(),
        }];
    })
}

fn proposed(from: &Line) -> Proposed {
    Proposed { origin: Line::new(&format!("template of {from}")) }
}

/// Says that a draft waits in the same place.
fn waits(isms: &Isms, id: RecordId) -> Result<(), OfferTemplateRefusal> {
    let waits = isms.find(id).is_some_and(|found| found.about().proposed.is_some());
    if waits { Err(OfferTemplateRefusal::Waits(id)) } else { Ok(()) }
}

fn one(kind: RecordKind) -> RecordId {
    RecordId { kind, key: Key::One }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{id, refusal, run, small};
    use crate::{RefuseProposal, TakeProposal};

    fn offer() -> OfferTemplate {
        let parameter = Parameter {
            name: "evidence_review_days".into(),
            value: <model::Decimal as model::Value>::read("14").expect("a number"),
            because: "our clients are small".into(),
        };
        let document =
            Document { title: "Access".into(), text: "Who may what.".into(), ..Document::default() };
        OfferTemplate {
            from: "Steady Hands".into(),
            method: Some(Method { title: "Five by five".into(), ..Method::default() }),
            parameters: vec![parameter],
            documents: vec![(id("DOC-7"), document)],
        }
    }

    #[test]
    fn what_is_offered_counts_nowhere_until_it_is_taken_and_is_gone_when_it_is_refused() {
        let mut isms = small();
        let before = isms.method.one().map(|method| method.title.clone());
        run(&mut isms, offer());
        assert_eq!(isms.method.one().map(|method| method.title.clone()), before, "the method here goes on");
        assert!(isms.organisation.one().is_some_and(|here| here.parameters.is_empty()));
        assert_eq!(isms.proposed(RecordKind::Document).len(), 1);
        assert_eq!(
            refusal(&isms, offer()),
            "a draft of MET waits already; the client takes or refuses it first"
        );
        run(&mut isms, RefuseProposal { ids: vec![one(RecordKind::Organisation)] });
        run(&mut isms, TakeProposal { ids: vec![one(RecordKind::Method)] });
        assert_eq!(isms.method.one().map(|method| method.title.to_string()), Some("Five by five".to_owned()));
        assert!(isms.organisation.one().is_some_and(|here| here.parameters.is_empty()));
        let method = OfferTemplate { parameters: Vec::new(), ..offer() };
        let again = method.decide(&isms, Ref::number(1), Date::constant(2026, 3, 3)).expect("nothing new");
        assert_eq!(again, Vec::new(), "the same is not offered twice");
    }

    #[test]
    fn an_offer_says_what_and_whose_it_is() {
        let isms = small();
        assert_eq!(refusal(&isms, OfferTemplate { from: Line::default(), ..offer() }), "say who offers it");
        let nothing = OfferTemplate { from: "Steady Hands".into(), ..OfferTemplate::default() };
        assert!(refusal(&isms, nothing).starts_with("name what is offered"));
    }
}
