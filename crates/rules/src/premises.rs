//! What makes controls of Annex A necessary: for each group of controls, the records that contradict an exclusion.

use model::records::{
    Asset, AssetKind, AuditState, Classification, Environment, Person, Supplier, SupplierKind,
    SupplierService,
};
use model::{ElementRef, RecordId, RecordKind, Ref, YesNo};

use crate::Ask;
use crate::planning::Inside;

/// Controls, the fact that makes them necessary, and where to see it.
pub(crate) struct Premise {
    /// The controls, by number.
    pub(crate) controls: &'static [&'static str],
    /// The fact, as it stands behind `but`.
    pub(crate) fact: &'static str,
    /// Looks for it.
    pub(crate) find: fn(&Ask, &Inside) -> Facts,
}

/// What the records say about a fact.
pub(crate) enum Facts {
    /// It is so in every organisation.
    Always,
    /// What was seen.
    Seen {
        /// Records that make it true.
        so: Vec<RecordId>,
        /// Records that leave it open.
        unsaid: Vec<RecordId>,
    },
}

/// All premises, as auditors know them.
pub(crate) static PREMISES: &[Premise] =
    &[
        Premise {
            controls: &["A.8.30"],
            fact: "a supplier develops for a process in scope",
            find: |ask, inside| suppliers(ask, needed(ask, inside, Who::Processes), develops),
        },
        Premise {
            controls: &["A.8.25", "A.8.26", "A.8.27", "A.8.28", "A.8.29", "A.8.31", "A.8.33"],
            fact: "software is developed",
            find: development,
        },
        Premise {
            controls: &["A.8.4"],
            fact: "source code is in scope",
            find: |ask, inside| {
                assets(ask, inside, |asset| asset.kind.map(|kind| kind == AssetKind::SourceRepository))
            },
        },
        Premise {
            controls: &["A.5.23"],
            fact: "a process in scope needs a cloud service",
            find: |ask, inside| {
                suppliers(ask, needed(ask, inside, Who::Processes), |supplier| {
                    supplier.kind.map(|kind| kind == SupplierKind::Cloud)
                })
            },
        },
        Premise {
            controls: &["A.5.19", "A.5.20", "A.5.22"],
            fact: "a process in scope needs a supplier",
            find: |ask, inside| suppliers(ask, needed(ask, inside, Who::Processes), |_| Some(true)),
        },
        Premise {
            controls: &["A.5.21"],
            fact: "a supplier of information technology serves the scope",
            find: |ask, inside| {
                suppliers(ask, needed(ask, inside, Who::All), |supplier| {
                    let known = !supplier.services.is_empty();
                    known.then(|| supplier.services.contains(&SupplierService::Ict))
                })
            },
        },
        Premise {
            controls: &["A.6.7"],
            fact: "people work remotely",
            find: |ask, _| people(ask, works_remotely),
        },
        Premise {
            controls: &["A.7.1", "A.7.2", "A.7.3", "A.7.5"],
            fact: "a site is in scope",
            find: |ask, inside| sites(ask, inside, |_| Some(true)),
        },
        Premise {
            controls: &["A.7.4", "A.7.6"],
            fact: "a site has a secure area",
            find: |ask, inside| sites(ask, inside, |site| said(site.secure_area)),
        },
        Premise {
            controls: &["A.7.8", "A.7.11", "A.7.12", "A.7.13"],
            fact: "equipment stands at a site",
            find: |ask, inside| sites(ask, inside, |site| said(site.own_equipment)),
        },
        Premise {
            controls: &["A.7.9", "A.8.1"],
            fact: "laptops or phones are in use",
            find: |ask, inside| {
                assets(ask, inside, |asset| {
                    asset.kind.map(|kind| kind == AssetKind::Laptop || kind == AssetKind::Phone)
                })
            },
        },
        Premise {
            controls: &["A.7.10", "A.7.14"],
            fact: "media that store information are in use",
            find: |ask, inside| assets(ask, inside, stores),
        },
        Premise {
            controls: &["A.5.34"],
            fact: "information in scope holds data of people",
            find: |ask, inside| {
                assets(ask, inside, |asset| {
                    if is_information(asset) { said(asset.personal_data) } else { Some(false) }
                })
            },
        },
        Premise {
            controls: &["A.8.11"],
            fact: "a test system holds confidential or personal information",
            find: masking,
        },
        Premise {
            controls: &["A.8.34"],
            fact: "an audit or test of live systems is to come",
            find: |ask, _| live_tests(ask),
        },
        Premise {
            controls: &["A.6.1", "A.6.2", "A.6.3", "A.6.4", "A.6.5", "A.6.6"],
            fact: "people work inside the scope",
            find: |ask, _| people(ask, |person| said(person.in_scope)),
        },
        Premise {
            controls: &["A.5.24", "A.5.25", "A.5.26", "A.5.27", "A.6.8"],
            fact: "incidents can happen everywhere",
            find: |_, _| Facts::Always,
        },
        Premise {
            controls: &["A.8.2", "A.8.3", "A.8.5", "A.8.8", "A.8.13", "A.8.15", "A.8.20", "A.8.24", "A.8.32"],
            fact: "a system is in scope",
            find: |ask, inside| assets(ask, inside, |asset| asset.kind.map(|kind| kind == AssetKind::System)),
        },
    ];

/// Returns what a yes or no says.
fn said(value: Option<YesNo>) -> Option<bool> {
    value.map(|value| value == YesNo::Yes)
}

/// Says whether an asset is information.
fn is_information(asset: &Asset) -> bool {
    asset.kind == Some(AssetKind::Information)
}

/// Says whether an asset is or has media; only devices and what nobody sorted leave that open.
fn stores(asset: &Asset) -> Option<bool> {
    let asked = match asset.kind {
        Some(AssetKind::Laptop | AssetKind::Phone | AssetKind::Other) | None => true,
        Some(AssetKind::System | AssetKind::Information | AssetKind::SourceRepository) => false,
    };
    said(asset.storage_media).or((!asked).then_some(false))
}

/// Says whether a supplier writes software for us.
fn develops(supplier: &Supplier) -> Option<bool> {
    Some(supplier.services.contains(&SupplierService::OutsourcedDevelopment))
}

/// Says whether a person of the scope works remotely.
fn works_remotely(person: &Person) -> Option<bool> {
    match (said(person.in_scope), said(person.works_remotely)) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        (None, _) | (_, None) => None,
    }
}

/// Sorts records by what they say: yes, or nothing at all.
fn sort(records: impl Iterator<Item = (RecordId, Option<bool>)>) -> Facts {
    let (mut so, mut unsaid) = (Vec::new(), Vec::new());
    for (id, says) in records {
        match says {
            Some(true) => so.push(id),
            Some(false) => {}
            None => unsaid.push(id),
        }
    }
    Facts::Seen { so, unsaid }
}

/// Asks the assets in scope.
fn assets(ask: &Ask, inside: &Inside, says: impl Fn(&Asset) -> Option<bool>) -> Facts {
    let inside = ask.isms.assets.iter().filter(|(id, asset)| inside.holds(ask, id.id(), &***asset));
    sort(inside.map(|(id, asset)| (id.id(), says(asset))))
}

/// Asks the sites in scope.
fn sites(ask: &Ask, inside: &Inside, says: impl Fn(&model::records::Site) -> Option<bool>) -> Facts {
    let inside = ask.isms.sites.iter().filter(|(id, site)| inside.holds(ask, id.id(), &***site));
    sort(inside.map(|(id, site)| (id.id(), says(site))))
}

/// Asks the people who work here today.
fn people(ask: &Ask, says: impl Fn(&Person) -> Option<bool>) -> Facts {
    let active = ask.isms.people.iter().filter(|(_, person)| person.is_active(ask.today));
    sort(active.map(|(id, person)| (id.id(), says(person))))
}

/// Asks suppliers.
fn suppliers(ask: &Ask, ids: Vec<Ref<Supplier>>, says: impl Fn(&Supplier) -> Option<bool>) -> Facts {
    let known = ids.into_iter().filter_map(|id| Some((id.id(), says(ask.isms.suppliers.get(&id)?))));
    sort(known)
}

/// Whose suppliers.
enum Who {
    Processes,
    All,
}

/// Returns the suppliers that processes, or all elements, in scope need.
fn needed(ask: &Ask, inside: &Inside, who: Who) -> Vec<Ref<Supplier>> {
    let mut ids = Vec::new();
    let supplier = |element: &ElementRef| {
        (element.id().kind == RecordKind::Supplier).then_some(Ref::<Supplier>::of(element.id().key))
    };
    match who {
        Who::All => {
            for (_, element) in ask.isms.elements().filter(|(id, element)| inside.holds(ask, *id, *element)) {
                ids.extend(element.depends_on().iter().filter_map(supplier));
            }
        }
        Who::Processes => {
            for (id, process) in ask.isms.processes.iter() {
                if inside.holds(ask, id.id(), &**process) {
                    ids.extend(process.depends_on.iter().filter_map(supplier));
                    ids.extend(process.outsourced_to.iter().copied());
                }
            }
        }
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Looks for systems that we write, and suppliers who write for us.
fn development(ask: &Ask, inside: &Inside) -> Facts {
    let systems = assets(ask, inside, |asset| {
        if asset.kind == Some(AssetKind::System) { said(asset.developed_in_house) } else { Some(false) }
    });
    let Facts::Seen { mut so, unsaid } = systems else { return systems };
    let suppliers = ask.isms.suppliers.iter().filter(|(_, supplier)| develops(supplier) == Some(true));
    so.extend(suppliers.map(|(id, _)| id.id()));
    Facts::Seen { so, unsaid }
}

/// Looks for audits and tests of systems in use that are not done yet; one that will not take place tests nothing.
fn live_tests(ask: &Ask) -> Facts {
    let audits = ask.isms.audits.iter();
    let to_come = audits.filter(|(_, one)| one.done_on.is_none() && one.state != AuditState::Cancelled);
    sort(to_come.map(|(id, audit)| (id.id(), said(audit.live_test))))
}

/// Looks for confidential or personal information in test systems.
fn masking(ask: &Ask, _: &Inside) -> Facts {
    let in_test = |asset: &Asset| {
        asset.used_in.iter().any(|system| {
            ask.isms.assets.get(system).is_some_and(|system| system.environment == Some(Environment::Test))
        })
    };
    let asked = ask.isms.assets.iter().filter(|(_, asset)| is_information(asset) && in_test(asset));
    sort(asked.map(|(id, asset)| {
        let confidential = asset.classification.map(|class| class == Classification::Confidential);
        let says = match (confidential, said(asset.personal_data)) {
            (Some(true), _) | (_, Some(true)) => Some(true),
            (Some(false), Some(false)) => Some(false),
            (None, _) | (_, None) => None,
        };
        (id.id(), says)
    }))
}
