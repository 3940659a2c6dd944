//! Tests of the starters as data: complete, applicable, in our own plain words.

use std::collections::BTreeSet;

use super::*;

fn company(facts: &[Fact]) -> Company {
    Company { facts: facts.iter().copied().collect() }
}

fn words() -> Words {
    let word = || "WORD".to_owned();
    Words {
        organisation: word(),
        sells: word(),
        people_words: word(),
        r#where: word(),
        systems: word(),
        suppliers: word(),
        sites: word(),
        asked_by_sentence: word(),
        main_system: word(),
        main_supplier: word(),
        main_place: word(),
        wanted_on: word(),
        named: word(),
    }
}

#[test]
fn ids_and_titles_are_given_once() {
    let sets: [Vec<(&str, &str)>; 4] = [
        risks().iter().map(|one| (one.id.as_str(), one.title.as_str())).collect(),
        issues().iter().map(|one| (one.id.as_str(), one.title.as_str())).collect(),
        parties().iter().map(|one| (one.id.as_str(), one.title.as_str())).collect(),
        documents().iter().map(|one| (one.id.as_str(), one.title.as_str())).collect(),
    ];
    for set in sets {
        assert_eq!(set.iter().map(|(id, _)| id).collect::<BTreeSet<_>>().len(), set.len());
        assert_eq!(set.iter().map(|(_, title)| title).collect::<BTreeSet<_>>().len(), set.len());
    }
    let obligations: Vec<&str> =
        laws().iter().flat_map(|law| &law.obligation).map(|one| one.title.as_str()).collect();
    assert_eq!(obligations.iter().collect::<BTreeSet<_>>().len(), obligations.len());
}

#[test]
fn the_pool_of_risks_is_wide_and_each_names_controls() {
    assert!((25..=35).contains(&risks().len()), "{}", risks().len());
    for risk in risks() {
        assert!((2..=6).contains(&risk.controls.len()), "{}", risk.id);
        assert!((1..=3).contains(&risk.rank), "{}", risk.id);
        assert!(!risk.stake.is_empty() && risk.stake.chars().all(|c| "CIA".contains(c)), "{}", risk.id);
        let longest = risk.title.len().max(risk.threat.len()).max(risk.weakness.len());
        assert!(longest <= 120 && !risk.title.ends_with('.') && risk.story.ends_with('.'), "{}", risk.id);
    }
}

#[test]
fn every_blank_of_every_draft_is_filled() {
    let mut texts: Vec<&str> = vec![&scope().statement, &scope().certificate_wording, &method().description];
    texts.extend(documents().iter().map(|draft| draft.text.as_str()));
    texts.extend(issues().iter().map(|issue| issue.description.as_str()));
    texts.extend(parties().iter().map(|party| party.description.as_str()));
    texts.extend(risks().iter().map(|risk| risk.story.as_str()));
    let with_sites = company(&[Fact::OwnServers, Fact::HasSites]);
    texts.extend([&*climate(&Company::default()).because, &*climate(&with_sites).because]);
    for text in texts {
        let filled = words().fill(text);
        assert!(!filled.contains(['{', '}']), "{filled}");
    }
    assert_eq!(words().fill("a {b} {sells"), "a {b} {sells");
}

#[test]
fn twelve_to_twenty_risks_fit_any_company() {
    use Fact::*;
    let pool = [
        WritesSoftware,
        HasSites,
        SeveralSites,
        RemoteWork,
        PersonalData,
        Suppliers,
        OwnServers,
        Cloud,
        ProductionPlant,
        PaymentCards,
        HealthData,
    ];
    for mask in 0..1_u32 << pool.len() {
        let facts: Vec<Fact> = pool
            .iter()
            .enumerate()
            .filter(|(bit, _)| mask & (1 << bit) != 0)
            .map(|(_, fact)| *fact)
            .collect();
        let chosen = risks_for(&company(&facts));
        assert!((12..=RISKS_MAX).contains(&chosen.len()), "{facts:?}: {}", chosen.len());
        let about_code = chosen.iter().any(|risk| risk.needs.contains(&WritesSoftware));
        assert_eq!(about_code, facts.contains(&WritesSoftware), "{facts:?}");
    }
}

#[test]
fn documents_are_of_kinds_that_the_registers_know() {
    let known: BTreeSet<&str> = crate::documents()
        .annex_a
        .iter()
        .map(|entry| entry.id.as_str())
        .chain(crate::documents().mandatory.iter().map(|entry| entry.id.as_str()))
        .chain(["policy_top", "method"])
        .collect();
    for draft in documents() {
        assert!(known.contains(draft.kind.as_str()), "{}", draft.kind);
    }
}

#[test]
fn the_method_is_whole() {
    let method = method();
    let rows: Vec<Vec<usize>> = method
        .matrix
        .trim()
        .lines()
        .map(|row| row.split_whitespace().map(|cell| cell.parse().unwrap()).collect())
        .collect();
    assert_eq!(rows.len(), method.likelihood.len());
    assert!(rows.iter().all(|row| row.len() == method.consequence.len()));
    assert!(rows.iter().flatten().all(|level| (1..=method.level.len()).contains(level)));
    // More likely or worse is never a lower level.
    assert!(rows.iter().all(|row| row.is_sorted()));
    assert!((1..rows.len()).all(|row| rows[row - 1].iter().zip(&rows[row]).all(|(low, high)| low <= high)));
    assert!(method.level.iter().any(|level| level.word == method.acceptance_level));
}

#[test]
fn answers_tell_what_a_company_is_like_by_whole_words() {
    let told = |answer: &str| {
        let mut company = Company::default();
        company.hear(answer);
        company.facts
    };
    assert!(told("AWS, Postgres").contains(&Fact::Cloud));
    assert!(told("Manufacturing of pumps").contains(&Fact::ProductionPlant));
    assert!(!told("Flaws and laws").contains(&Fact::Cloud));
    assert!(told("").is_empty() && told("Grüße 日本").is_empty());
    assert_eq!(law("GDPR and others").map(|law| law.id.as_str()), Some("gdpr"));
    assert_eq!(law("NIS 2 (Czech law)").map(|law| law.id.as_str()), Some("nis2"));
    assert!(law("Law of nature").is_none());
}

#[test]
fn the_time_zone_tells_the_region_where_it_can() {
    assert_eq!(Region::of("Europe/Prague"), Some(Region::Eu));
    assert_eq!(Region::of("Europe/London"), Some(Region::Uk));
    assert_eq!(Region::of("Europe/Istanbul"), None);
    assert_eq!(Region::of("America/Denver"), Some(Region::Us));
    assert_eq!(Region::of("UTC"), None);
}

#[test]
fn every_open_place_of_a_draft_is_known_as_one() {
    let files = [
        include_str!("../../data/starters/scope.toml"),
        include_str!("../../data/starters/context.toml"),
        include_str!("../../data/starters/documents.toml"),
        include_str!("../../data/starters/risks.toml"),
    ];
    let mut found = 0;
    for piece in files.iter().flat_map(|file| file.split('[').skip(1)) {
        let Some((word, _)) = piece.split_once(']') else { continue };
        let is_open = word.contains(|sign: char| sign.is_ascii_lowercase())
            && word.chars().all(|sign| sign.is_ascii_alphabetic() || sign == ' ');
        let text = format!("[{}]", word.to_ascii_lowercase());
        // Tables of the file stand in brackets too.
        if is_open && !files.iter().any(|file| file.lines().any(|line| line.trim_matches(['[', ']']) == word))
        {
            assert_eq!(blank(&text), Some(text.as_str()), "{text}");
            found += 1;
        }
    }
    assert!(found > 5, "{found}");
    assert_eq!(blank("On [systems], by [date]"), Some("[systems]"));
    assert_eq!(blank("[Name] leads"), Some("[name]"));
    assert_eq!(blank("On our own systems [1]"), None);
}
