//! Starters: drafts and proposals for a company that begins, as data in our own words. Who answers five questions gets those that fit.

mod company;
mod drafts;

use std::sync::OnceLock;

pub use company::{Company, Fact, Region, Words};
pub use drafts::{
    About, Acceptor, Climate, Draft, Issue, Law, LawObligation, LevelWord, Method, Party, Risk, Scope,
    StepWord,
};

/// Where drafts of the starters say that they come from.
pub const ORIGIN: &str = "starters";

/// The places that drafts leave open where the answers do not say what belongs there.
pub const BLANKS: [&str; 24] = [
    "[main system]",
    "[main supplier]",
    "[systems]",
    "[suppliers]",
    "[places of work]",
    "[date]",
    "[name]",
    "[number]",
    "[days]",
    "[hours]",
    "[years]",
    "[whom]",
    "[who]",
    "[place]",
    "[address]",
    "[address or telephone]",
    "[write it down now]",
    "[time and money]",
    "[second way]",
    "[quarter or half year]",
    "[other supplier]",
    "[name or company]",
    "[list]",
    "[deputy]",
];

/// Returns the first place in a text that its draft left open, and nobody filled in.
#[must_use]
pub fn blank(text: &str) -> Option<&'static str> {
    blanks(text).first().copied()
}

/// Returns the places in a text that its draft left open, and nobody filled in: each once, in the order of the text.
#[must_use]
pub fn blanks(text: &str) -> Vec<&'static str> {
    let text = text.to_ascii_lowercase();
    let found = BLANKS.iter().filter_map(|blank| Some((text.find(blank)?, *blank)));
    let mut found: Vec<(usize, &'static str)> = found.collect();
    found.sort_unstable();
    found.into_iter().map(|(_, blank)| blank).collect()
}

/// Says whether a record is a draft of the starters that still waits.
pub fn is_waiting(about: &model::About) -> bool {
    about.proposed.as_ref().is_some_and(|proposed| proposed.origin == ORIGIN)
}

/// Says whether a record came from the starters, whether it waits or was taken.
pub fn is_source(about: &model::About) -> bool {
    about.sources.iter().any(|source| source.file == ORIGIN)
}

/// How many starter risks are proposed at most; there are always a dozen that fit everybody.
pub const RISKS_MAX: usize = 20;

/// Returns all starter risks.
pub fn risks() -> &'static [Risk] {
    #[derive(serde::Deserialize)]
    struct File {
        risk: Vec<Risk>,
    }
    static FILE: OnceLock<File> = OnceLock::new();
    &FILE.get_or_init(|| read(include_str!("../data/starters/risks.toml"))).risk
}

/// Returns the starter risks to be proposed to a company, in the order of the file: those that fit, the more telling first.
pub fn risks_for(company: &Company) -> Vec<&'static Risk> {
    let mut fitting: Vec<(usize, &Risk)> =
        risks().iter().enumerate().filter(|(_, risk)| company.is(&risk.needs)).collect();
    fitting.sort_by_key(|(place, risk)| (risk.rank, *place));
    fitting.truncate(RISKS_MAX);
    fitting.sort_by_key(|(place, _)| *place);
    fitting.into_iter().map(|(_, risk)| risk).collect()
}

/// Returns what surrounds a company: issues, parties and the answer to the question about climate change.
fn context() -> &'static drafts::Context {
    static FILE: OnceLock<drafts::Context> = OnceLock::new();
    FILE.get_or_init(|| read(include_str!("../data/starters/context.toml")))
}

/// Returns the starter issues.
pub fn issues() -> &'static [Issue] {
    &context().issue
}

/// Returns the starter parties.
pub fn parties() -> &'static [Party] {
    &context().party
}

/// Returns the draft of the decision whether climate change matters.
pub fn climate(company: &Company) -> &'static Climate {
    let climate = &context().climate;
    if company.is(&[Fact::OwnServers, Fact::HasSites]) || company.is(&[Fact::ProductionPlant, Fact::HasSites])
    {
        &climate.own_equipment
    } else {
        &climate.usual
    }
}

/// Returns the laws, standards and the like that are known by name.
pub fn laws() -> &'static [Law] {
    #[derive(serde::Deserialize)]
    struct File {
        law: Vec<Law>,
    }
    static FILE: OnceLock<File> = OnceLock::new();
    &FILE.get_or_init(|| read(include_str!("../data/starters/laws.toml"))).law
}

/// Returns the law that people write like this.
pub fn law(named: &str) -> Option<&'static Law> {
    laws().iter().find(|law| law.names.iter().any(|name| company::has_word(named, name)))
}

/// Returns the outlines of documents.
pub fn documents() -> &'static [Draft] {
    #[derive(serde::Deserialize)]
    struct File {
        document: Vec<Draft>,
    }
    static FILE: OnceLock<File> = OnceLock::new();
    &FILE.get_or_init(|| read(include_str!("../data/starters/documents.toml"))).document
}

/// Returns the draft of a risk method.
pub fn method() -> &'static Method {
    static FILE: OnceLock<Method> = OnceLock::new();
    FILE.get_or_init(|| read(include_str!("../data/starters/method.toml")))
}

/// Returns the draft of a scope.
pub fn scope() -> &'static Scope {
    static FILE: OnceLock<Scope> = OnceLock::new();
    FILE.get_or_init(|| read(include_str!("../data/starters/scope.toml")))
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    toml::from_str(text).expect("our own data is well formed")
}

#[cfg(test)]
mod tests;
