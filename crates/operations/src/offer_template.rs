//! Offer template: what a consultancy keeps for all its clients, as drafts that count as nothing until the client takes them.

use model::records::{Acceptor, Document, DocumentStatus, Method, Parameter, Person};
use model::{
    About, Change, Date, Digest, Isms, Key, Line, Proposed, Record, RecordId, RecordKind, Ref, Source,
    Stored, Value,
};
use thiserror::Error;

use crate::{Absent, Decided, Operation};

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

/// One thing that can be offered, as it was chosen where the template is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TemplatePart {
    /// The risk method.
    Method,
    /// The limits of the rules that are set there.
    Parameters,
    /// A document.
    Document(Ref<Document>),
}

impl OfferTemplate {
    /// Returns a template of what was chosen from the records of who keeps it.
    ///
    /// # Errors
    /// Where one of them is not there.
    pub fn chosen(isms: &Isms, from: &str, parts: &[TemplatePart]) -> Result<Self, Absent> {
        let mut template = Self { from: Line::new(from), ..Self::default() };
        for part in parts {
            match part {
                TemplatePart::Method => {
                    let method = isms.method.one().ok_or(Absent::Unknown(one(RecordKind::Method)))?;
                    template.method = Some(method.stored.record.clone());
                }
                TemplatePart::Parameters => {
                    let here = isms.organisation.one();
                    template.parameters = here.map(|here| here.parameters.clone()).unwrap_or_default();
                }
                TemplatePart::Document(id) => {
                    let found = isms.documents.get(id).ok_or(Absent::Unknown(id.id()))?;
                    template.documents.push((id.id(), found.stored.record.clone()));
                }
            }
        }
        Ok(template)
    }

    /// Says whether nothing was chosen.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.method.is_none() && self.parameters.is_empty() && self.documents.is_empty()
    }
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
    #[error("a proposal for {0} waits already; the client takes or refuses it first")]
    Waits(RecordId),
}

impl Operation for OfferTemplate {
    const NAME: &'static str = "offer template";
    const INTENT: &'static str = "template.offer";
    type Refusal = OfferTemplateRefusal;

    fn decide(self, isms: &Isms, _actor: Ref<Person>, _today: Date) -> Decided<Self> {
        if self.from.is_empty() {
            return Err(OfferTemplateRefusal::Nobody);
        }
        if self.is_empty() {
            return Err(OfferTemplateRefusal::Nothing);
        }
        let Self { from, method, parameters, documents } = self;
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
    let method = over(method, here.map(|here| here.stored.record.clone()).unwrap_or_default());
    if here.is_some_and(|here| here.stored.record == method) {
        return Ok(None);
    }
    waits(isms, id)?;
    Ok(Some(draft(Ref::one(), method, from, id)))
}

/// Returns a method as it would be here: what the template leaves blank stays as it is, what was approved there was not approved
/// here, and a person of another organisation accepts nothing here.
fn over(template: Method, here: Method) -> Method {
    fn filled<T: Value>(offered: T, here: T) -> T {
        if offered.is_empty() { here } else { offered }
    }
    let by_kind = |one: Acceptor| one.kind.map(|kind| Acceptor { person: None, kind: Some(kind), ..one });
    let acceptors = template.acceptors.into_iter().filter_map(by_kind).collect();
    Method {
        title: filled(template.title, here.title),
        version: here.version,
        likelihood: filled(template.likelihood, here.likelihood),
        consequence: filled(template.consequence, here.consequence),
        levels: filled(template.levels, here.levels),
        function: filled(template.function, here.function),
        acceptance_level: filled(template.acceptance_level, here.acceptance_level),
        acceptors: filled(acceptors, here.acceptors),
        interval_months: filled(template.interval_months, here.interval_months),
        triggers: filled(template.triggers, here.triggers),
        description: filled(template.description, here.description),
        approvals: here.approvals,
    }
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
            "a proposal for MET waits already; the client takes or refuses it first"
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
    fn what_a_template_leaves_blank_stays_and_nobody_of_another_organisation_accepts_here() {
        let mut isms = small();
        let acceptor = |level: &str, person: Option<u32>, kind| Acceptor {
            level: level.into(),
            person: person.map(Ref::number),
            kind,
        };
        let here = Method {
            interval_months: Some(6),
            description: "Ours.".into(),
            acceptors: vec![acceptor("low", Some(1), None)],
            ..isms.method.one().expect("there").stored.record.clone()
        };
        isms.apply(&isms.put::<Method>(Ref::one(), here.clone()), model::Stamp::default());
        let offered = |isms: &mut Isms, method: Method| {
            let offer = OfferTemplate {
                from: "Steady Hands".into(),
                method: Some(method),
                ..OfferTemplate::default()
            };
            run(isms, offer);
            isms.method.find(&Ref::one()).expect("a draft").stored.record.clone()
        };
        let there = Method {
            title: "Five by five".into(),
            acceptors: vec![acceptor("high", Some(7), None)],
            ..Method::default()
        };
        let draft = offered(&mut isms.clone(), there.clone());
        assert_eq!(draft, Method { title: "Five by five".into(), ..here.clone() });
        let board = Some(model::records::PersonKind::TopManagement);
        let draft = offered(&mut isms, Method { acceptors: vec![acceptor("high", Some(7), board)], ..there });
        assert_eq!(draft.acceptors, vec![acceptor("high", None, board)]);
    }

    #[test]
    fn what_is_chosen_is_there_and_counts() {
        let isms = small();
        let chosen = OfferTemplate::chosen(&isms, "Acme", &[TemplatePart::Method, TemplatePart::Parameters]);
        let chosen = chosen.expect("both are there");
        assert_eq!((chosen.method.is_some(), &*chosen.from, chosen.is_empty()), (true, "Acme", false));
        let missing = OfferTemplate::chosen(&isms, "Acme", &[TemplatePart::Document(Ref::number(99))]);
        assert_eq!(missing.map_err(|absent| absent.to_string()).err().as_deref(), Some("there is no DOC-99"));
        assert!(OfferTemplate::chosen(&isms, "Acme", &[]).is_ok_and(|none| none.is_empty()));
    }

    #[test]
    fn an_offer_says_what_and_whose_it_is() {
        let isms = small();
        assert_eq!(refusal(&isms, OfferTemplate { from: Line::default(), ..offer() }), "say who offers it");
        let nothing = OfferTemplate { from: "Steady Hands".into(), ..OfferTemplate::default() };
        assert!(refusal(&isms, nothing).starts_with("name what is offered"));
    }
}
