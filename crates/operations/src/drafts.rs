//! Drafts that fit the answers: what the starters hold, filled with what the organisation has recorded.

use model::records::*;
use model::{
    About, AnyRecord, Decimal, ElementRef, Isms, Key, Line, Proposed, Prose, Record, RecordKind, Ref, Source,
    Stored, Value, Words as _, YesNo,
};
use standards::starters::{self, Company, Fact, ORIGIN, Words};

use crate::answer_questions::{Desk, is_free};
use crate::answers::{listed, plain};

/// Most systems, suppliers or sites that one draft names.
const NAMED_MAX: usize = 5;

/// Proposes all drafts that fit and are new; `before` is the state before the answers.
pub(crate) fn propose(before: &Isms, desk: &mut Desk) {
    let known = were_proposed(before).then(|| company(before));
    let drafter = Drafter { known, company: company(&desk.state), words: words(&desk.state), before };
    drafter.singles(desk);
    drafter.context(desk);
    drafter.laws(desk);
    drafter.risks(desk);
    drafter.documents(desk);
}

/// Returns how many drafts of the starters wait.
#[must_use]
pub fn drafts_waiting(isms: &Isms) -> usize {
    let all = RecordKind::ALL.iter().flat_map(|kind| isms.all(*kind));
    all.filter(|(_, record)| starters::is_waiting(record.about())).count()
}

/// Says whether drafts were proposed before: one is there, waiting or taken, or one was refused and left a single record blank.
fn were_proposed(isms: &Isms) -> bool {
    let mut all = RecordKind::ALL.iter().flat_map(|kind| isms.all(*kind));
    all.any(|(id, record)| {
        let is_single = [RecordKind::Scope, RecordKind::Context, RecordKind::Method].contains(&id.kind);
        starters::is_source(record.about()) || (is_single && record.revision() > 1 && is_blank(record))
    })
}

/// Says whether a single record holds nothing but what it began with.
fn is_blank(record: &dyn AnyRecord) -> bool {
    let fields = record.fields();
    fields.iter().all(|field| field.text.is_empty() || ["title", "version"].contains(&field.name))
}

/// Returns what the records tell of the company.
#[must_use]
pub fn company(isms: &Isms) -> Company {
    let mut company = Company::default();
    let organisation = isms.organisation.one();
    let mut heard: Vec<&str> = Vec::new();
    if let Some(organisation) = organisation {
        heard.extend([&*organisation.sells, &*organisation.why_now]);
        company.lives_in(&organisation.time_zone);
        if organisation.people_count.is_some_and(|people| people >= 100) {
            company.add(Fact::LargeTeam);
        }
        if matches!(organisation.remote, Some(Remote::Part | Remote::Everybody)) {
            company.add(Fact::RemoteWork);
        }
    }
    let assets = isms.assets.iter().map(|(_, asset)| &*asset.title);
    let sites = isms.sites.iter().map(|(_, site)| &*site.title);
    let suppliers = isms.suppliers.iter().map(|(_, supplier)| &*supplier.title);
    let obligations = isms.obligations.iter().map(|(_, obligation)| &*obligation.title);
    heard.extend(assets.chain(sites).chain(suppliers).chain(obligations));
    // Each answer is heard by itself, so that the end of one and the beginning of the next make no word.
    heard.into_iter().for_each(|answer| company.hear(answer));
    for (count, fact) in [
        (isms.sites.len(), Fact::HasSites),
        (isms.sites.len() / 2, Fact::SeveralSites),
        (isms.suppliers.len(), Fact::Suppliers),
    ] {
        if count > 0 {
            company.add(fact);
        }
    }
    match organisation.and_then(|organisation| organisation.writes_software) {
        Some(YesNo::Yes) => company.add(Fact::WritesSoftware),
        Some(YesNo::No) => {
            company.facts.remove(&Fact::WritesSoftware);
        }
        None => {}
    }
    company
}

/// Returns the words that fill the blanks of drafts.
fn words(isms: &Isms) -> Words {
    let organisation = isms.organisation.one();
    let said = |text: Option<&str>, blank: &str| {
        text.filter(|text| !text.is_empty()).map_or_else(|| blank.to_owned(), ToOwned::to_owned)
    };
    let titles = |names: Vec<&Line>, blank: &str| {
        let more = names.len().saturating_sub(NAMED_MAX);
        let mut names: Vec<String> = names.into_iter().take(NAMED_MAX).map(ToString::to_string).collect();
        if more > 0 {
            names.push(format!("{more} more"));
        }
        if names.is_empty() { blank.to_owned() } else { listed(&names) }
    };
    let first = |names: &[&Line], blank: &str| {
        names.first().map_or_else(|| blank.to_owned(), |name| name.to_string())
    };
    let systems: Vec<&Line> = systems(isms).map(|(_, asset)| &asset.title).collect();
    let suppliers: Vec<&Line> = isms.suppliers.iter().map(|(_, supplier)| &supplier.title).collect();
    let sites: Vec<&Line> = isms.sites.iter().map(|(_, site)| &site.title).collect();
    let named = isms.obligations.iter().filter(|(_, one)| one.kind != Some(ObligationKind::Expectation));
    let named: Vec<&Line> = named.map(|(_, obligation)| &obligation.title).collect();
    let asks = isms.parties.iter().filter(|(_, party)| party.relevant == Some(YesNo::Yes));
    let asks: Vec<&Line> = asks.map(|(_, party)| &party.title).collect();
    let wanted = isms.plan.one().and_then(|plan| plan.wanted_on);
    Words {
        organisation: said(organisation.map(|one| &*one.title), "our organisation"),
        sells: within(&said(organisation.map(|one| sold(&one.sells)), "our products and services")),
        people_words: match organisation.and_then(|one| one.people_count) {
            Some(1) => "one person".to_owned(),
            Some(people) => format!("about {people} people"),
            None => "all people who work for this".to_owned(),
        },
        r#where: place_words(organisation.and_then(|one| one.remote), &sites, &titles),
        main_system: first(&systems, "our main system"),
        main_supplier: first(&suppliers, "our main supplier"),
        main_place: first(&sites, "the place of work"),
        systems: titles(systems, "those in our register of assets"),
        suppliers: titles(suppliers, "those in our register of suppliers"),
        sites: titles(sites, "the places where we work"),
        asked_by_sentence: if asks.is_empty() {
            String::new()
        } else {
            let verb = if asks.len() == 1 { "asks" } else { "ask" };
            format!("{} {verb} for it now.", titles(asks, ""))
        },
        wanted_on: wanted.map_or_else(|| "[date]".to_owned(), |day| day.to_string()),
        named: titles(named, "none"),
    }
}

/// Says where people work.
fn place_words(
    remote: Option<Remote>,
    sites: &[&Line],
    titles: &dyn Fn(Vec<&Line>, &str) -> String,
) -> String {
    match (sites.is_empty(), remote) {
        (true, Some(Remote::Everybody)) => "who all work remotely".to_owned(),
        (true, _) => "wherever they work".to_owned(),
        (false, remote) => {
            let word = if sites.len() == 1 { "site" } else { "sites" };
            let at = format!("at our {word} {}", titles(sites.to_vec(), ""));
            match remote {
                Some(Remote::Part | Remote::Everybody) => format!("{at} and working remotely"),
                Some(Remote::Nobody) | None => at,
            }
        }
    }
}

/// Returns what is sold without the words before it: `payroll software` of `We sell payroll software`.
fn sold(text: &str) -> &str {
    let verbs = [
        "we sell ",
        "we make ",
        "we provide ",
        "we offer ",
        "we build ",
        "we develop ",
        "we produce ",
        "we do ",
    ];
    let begins = |verb: &&&str| text.get(..verb.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(verb));
    verbs.iter().find(begins).map_or(text, |verb| &text[verb.len()..])
}

/// Returns what the statement of the scope names, each with its record.
fn mentions(isms: &Isms) -> Vec<Mention> {
    let systems = systems(isms).map(|(id, asset)| (&asset.title, id.id()));
    let sites = isms.sites.iter().map(|(id, site)| (&site.title, id.id()));
    let suppliers = isms.suppliers.iter().map(|(id, supplier)| (&supplier.title, id.id()));
    let first = systems.take(NAMED_MAX).chain(sites.take(NAMED_MAX)).chain(suppliers.take(NAMED_MAX));
    first.map(|(name, id)| Mention { name: name.clone(), record: Some(id) }).collect()
}

/// Returns an answer as it stands within a sentence: `websites` of `Websites`, and `SAP consulting` as it is.
fn within(text: &str) -> String {
    let mut signs = text.chars();
    match (signs.next(), signs.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(text.chars().skip(1)).collect()
        }
        _ => text.to_owned(),
    }
}

/// Returns the systems that count.
fn systems(isms: &Isms) -> impl Iterator<Item = (Ref<Asset>, &Asset)> {
    isms.assets
        .iter()
        .filter(|(_, asset)| asset.kind == Some(AssetKind::System))
        .map(|(id, asset)| (id, &**asset))
}

/// What drafts are made from.
struct Drafter<'a> {
    before: &'a Isms,
    /// What was known when drafts were proposed the last time; nothing where none ever were.
    known: Option<Company>,
    company: Company,
    words: Words,
}

impl Drafter<'_> {
    /// Says whether a draft that needs these facts is new: none was ever proposed, or it fits only since these answers.
    fn is_new(&self, fits: impl Fn(&Company) -> bool) -> bool {
        fits(&self.company) && !self.known.as_ref().is_some_and(fits)
    }

    /// Proposes a record, or writes a draft anew that still waits.
    fn offer<R: Record>(
        &self,
        desk: &mut Desk,
        key: &str,
        record: R,
        is_new: impl FnOnce() -> bool,
    ) -> Option<Ref<R>> {
        let table = R::table(&desk.state);
        let from = |about: &About| about.sources.iter().any(|one| one.file == ORIGIN && one.id == key);
        let found = table.everything().find(|(_, entry)| from(&entry.stored.about));
        if let Some((id, waits)) = found.map(|(id, entry)| (id, entry.stored.about.proposed.is_some())) {
            if waits {
                desk.put(R::put(id, stored(key, record)));
            }
            return Some(id);
        }
        let name = plain(record.title());
        if table.everything().any(|(_, other)| plain(other.title()) == name) || !is_new() {
            return None;
        }
        let id = table.next();
        desk.put(R::put(id, stored(key, record)));
        Some(id)
    }

    /// Proposes the drafts of scope, context and method over the blank ones.
    fn singles(&self, desk: &mut Desk) {
        if is_free(self.before, RecordKind::Scope) {
            let draft = self.scope(&desk.state);
            desk.put(Scope::put(Ref::one(), stored("scope", draft)));
        }
        if is_free(self.before, RecordKind::Context) {
            let climate = starters::climate(&self.company);
            let draft = Context {
                title: "Context".into(),
                climate_relevant: Some(if climate.relevant == "yes" { YesNo::Yes } else { YesNo::No }),
                climate_because: Prose::new(&self.words.fill(&climate.because)),
                ..Context::default()
            };
            desk.put(Context::put(Ref::one(), stored("context", draft)));
        }
        if is_free(self.before, RecordKind::Method) {
            desk.put(Method::put(Ref::one(), stored("method", method())));
        }
    }

    fn scope(&self, isms: &Isms) -> Scope {
        let starter = starters::scope();
        let organisation = isms.organisation.one();
        let sells =
            organisation.map(|one| Line::new(sold(&one.sells))).filter(|sells| !Value::is_empty(sells));
        let remote =
            organisation.and_then(|one| one.remote) == Some(Remote::Everybody) && isms.sites.is_empty();
        Scope {
            title: "Scope".into(),
            version: 1,
            statement: Prose::new(&self.words.fill(&starter.statement)),
            mentions: mentions(isms),
            services: sells.into_iter().collect(),
            certificate_wording: Prose::new(&self.words.fill(&starter.certificate_wording)),
            fully_remote: remote.then_some(YesNo::Yes),
            ..Scope::default()
        }
    }

    /// Proposes issues, and parties with what they ask.
    fn context(&self, desk: &mut Desk) {
        for issue in starters::issues() {
            let draft = Issue {
                title: Line::new(&issue.title),
                kind: IssueKind::ALL.iter().copied().find(|kind| kind.word() == issue.kind),
                description: Prose::new(&self.words.fill(&issue.description)),
                ..Issue::default()
            };
            let fits = |company: &Company| company.is(&issue.needs) && !company.is_any(&issue.unless);
            self.offer(desk, &issue.id, draft, || self.is_new(fits));
        }
        for party in starters::parties() {
            let draft = Party {
                title: Line::new(&party.title),
                relevant: Some(YesNo::Yes),
                description: Prose::new(&self.words.fill(&party.description)),
            };
            let fits = |company: &Company| company.is(&party.needs);
            let Some(id) = self.offer(desk, &party.id, draft, || self.is_new(fits)) else {
                continue;
            };
            let asks = Obligation {
                title: Line::new(&party.asks),
                party: Some(id),
                kind: Some(ObligationKind::Expectation),
                addressed: Some(YesNo::Yes),
                by: controls(&party.controls).map(Ref::id).collect(),
                ..Obligation::default()
            };
            self.offer(desk, &party.id, asks, || self.is_new(fits));
        }
    }

    /// Proposes what laws ask: those that were named, and those that fit.
    fn laws(&self, desk: &mut Desk) {
        for law in starters::laws() {
            let named = |isms: &Isms| {
                let mut all = isms.obligations.iter();
                all.any(|(_, one)| starters::law(&one.title).is_some_and(|found| found.id == law.id))
            };
            let (now, then) = (named(&desk.state), named(self.before));
            let fits = |company: &Company| law.fits.as_ref().is_some_and(|needs| company.is(needs));
            let kind = if law.kind == "framework" { ObligationKind::Framework } else { ObligationKind::Law };
            for (number, obligation) in law.obligation.iter().enumerate() {
                let draft = Obligation {
                    title: Line::new(&obligation.title),
                    kind: Some(kind),
                    cites: Line::new(&obligation.cites),
                    description: Prose::new(&obligation.description),
                    addressed: Some(YesNo::Yes),
                    by: controls(&obligation.controls).map(Ref::id).collect(),
                    notice_hours: obligation.notice_hours,
                    ..Obligation::default()
                };
                let is_new = || (now && !then) || self.is_new(fits);
                self.offer(desk, &format!("{} {}", law.id, number + 1), draft, is_new);
            }
        }
    }

    /// Proposes risks, unless a register is there that somebody brought.
    fn risks(&self, desk: &mut Desk) {
        let brought = |about: &About| {
            about.proposed.is_none() && about.sources.iter().any(|source| source.file != ORIGIN)
        };
        if self.before.risks.iter().any(|(_, risk)| brought(&risk.stored.about)) {
            return;
        }
        let known = self.known.as_ref().map(starters::risks_for).unwrap_or_default();
        let known: Vec<&str> = known.iter().map(|risk| risk.id.as_str()).collect();
        for risk in starters::risks_for(&self.company) {
            let properties =
                [('C', Property::Confidentiality), ('I', Property::Integrity), ('A', Property::Availability)];
            let draft = Risk {
                title: Line::new(&risk.title),
                description: Prose::new(&self.words.fill(&risk.story)),
                threat: Line::new(&risk.threat),
                weakness: Line::new(&risk.weakness),
                properties: properties
                    .iter()
                    .filter(|(c, _)| risk.stake.contains(*c))
                    .map(|(_, one)| *one)
                    .collect(),
                elements: touched(&desk.state, risk.about),
                controls: controls(&risk.controls).collect(),
                ..Risk::default()
            };
            self.offer(desk, &risk.id, draft, || !known.contains(&risk.id.as_str()));
        }
    }

    /// Proposes the outlines of documents.
    fn documents(&self, desk: &mut Desk) {
        for outline in starters::documents() {
            let of_kind = |document: &Document| document.kind.eq_ignore_ascii_case(&outline.kind);
            if desk.state.documents.iter().any(|(_, one)| of_kind(one)) {
                continue;
            }
            let mark = |word: &String| PolicyMark::ALL.iter().copied().find(|mark| mark.word() == word);
            let draft = Document {
                title: Line::new(&outline.title),
                kind: Line::new(&outline.kind),
                version: 1,
                text: Prose::new(&self.words.fill(&outline.text)),
                marks: outline.marks.iter().filter_map(mark).collect(),
                ..Document::default()
            };
            let fits = |company: &Company| company.is(&outline.needs);
            self.offer(desk, &outline.id, draft, || self.is_new(fits));
        }
    }
}

/// Returns a draft with where it comes from.
fn stored<R>(key: &str, record: R) -> Stored<R> {
    let source = Source { file: ORIGIN.into(), id: Line::new(key), row: Line::default() };
    let proposed = Some(Proposed { origin: ORIGIN.into() });
    Stored { about: About { sources: vec![source], proposed, ..About::default() }, record }
}

/// Returns references to controls of Annex A.
fn controls(numbers: &[model::AnnexA]) -> impl Iterator<Item = Ref<Control>> {
    numbers.iter().map(|number| Ref::of(Key::AnnexA(*number)))
}

/// Returns what a risk touches among the answers.
fn touched(isms: &Isms, about: Option<starters::About>) -> Vec<ElementRef> {
    let Some(about) = about else { return Vec::new() };
    let ids: Vec<model::RecordId> = match about {
        starters::About::System => systems(isms).map(|(id, _)| id.id()).collect(),
        starters::About::Supplier => isms.suppliers.iter().map(|(id, _)| id.id()).collect(),
        starters::About::Site => isms.sites.iter().map(|(id, _)| id.id()).collect(),
    };
    ids.into_iter().take(NAMED_MAX).filter_map(ElementRef::new).collect()
}

/// Returns the draft of the method.
fn method() -> Method {
    let starter = starters::method();
    let steps = |words: &[starters::StepWord]| {
        let step = |(number, step): (i32, &starters::StepWord)| Step {
            value: Decimal::whole(number),
            word: Line::new(&step.word),
            definition: Prose::new(&step.definition),
        };
        Scale::Steps((1..).zip(words).map(step).collect())
    };
    let level = |step: &starters::LevelWord| LevelStep {
        word: Line::new(&step.word),
        from: None,
        definition: Prose::new(&step.definition),
    };
    let acceptor = |one: &starters::Acceptor| Acceptor {
        level: Line::new(&one.level),
        person: None,
        kind: PersonKind::ALL.iter().copied().find(|kind| kind.word() == one.kind),
    };
    Method {
        title: Line::new(&starter.title),
        version: 1,
        likelihood: steps(&starter.likelihood),
        consequence: steps(&starter.consequence),
        levels: starter.level.iter().map(level).collect(),
        function: LevelFunction::read(&starter.matrix).expect("our own matrix is even"),
        acceptance_level: Some(Line::new(&starter.acceptance_level)),
        acceptors: starter.acceptor.iter().map(acceptor).collect(),
        interval_months: Some(starter.interval_months),
        triggers: starter.triggers.iter().map(|trigger| Line::new(trigger)).collect(),
        description: Prose::new(&starter.description),
        approvals: Vec::new(),
    }
}
