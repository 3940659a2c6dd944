//! The frame of the sample: organisation, plan, people, context, elements, supplier and scope.

use jiff::civil::date;
use uuid::Uuid;

use super::{CLERK, ENGINEER, LEAD, Sample, TOP};
use crate::records::*;
use crate::{Approval, Date, ElementRef, InScope, Line, Owner, RecordId, Ref, YesNo};

/// Puts the frame.
pub(super) fn put(sample: &mut Sample) {
    organisation(sample);
    people(sample);
    context(sample);
    obligations(sample);
    places(sample);
    assets(sample);
    supplier(sample);
    processes(sample);
    scope(sample);
}

/// When most of the frame was written.
const WRITTEN: Date = date(2026, 1, 12);

/// Returns an element by its id.
pub(super) fn element(id: &str) -> ElementRef {
    RecordId::parse(id).and_then(ElementRef::new).expect("the sample names elements")
}

fn organisation(sample: &mut Sample) {
    let organisation = Organisation {
        title: "Kestrel Orders".into(),
        sells: "Handles orders for small shops.".into(),
        people_count: Some(4),
        time_zone: "Europe/Prague".into(),
        ..Organisation::default()
    };
    sample.put_on(date(2025, 11, 3), Ref::one(), organisation);
    let starts = [
        date(2025, 11, 3),
        date(2026, 1, 12),
        date(2026, 3, 1),
        date(2026, 3, 15),
        date(2026, 6, 15),
        date(2026, 9, 1),
        date(2026, 10, 15),
        date(2026, 12, 1),
        date(2027, 1, 15),
    ];
    let phases = (1..).zip(starts).map(|(number, starts)| Phase {
        number,
        starts_on: Some(starts),
        ends_on: starts.checked_add(jiff::Span::new().days(90)).ok(),
    });
    let plan = Plan {
        title: "Plan".into(),
        wanted_on: Some(date(2026, 12, 18)),
        phases: phases.collect(),
        ..Plan::default()
    };
    sample.put_on(date(2025, 11, 3), Ref::one(), plan);
}

fn people(sample: &mut Sample) {
    let people = [
        (TOP, "Mara Kral", "Managing director", PersonKind::TopManagement, YesNo::No),
        (LEAD, "Jonas Weil", "Security lead", PersonKind::Employee, YesNo::No),
        (ENGINEER, "Ida Novak", "Engineer", PersonKind::Employee, YesNo::Yes),
        (CLERK, "Tom Reha", "Office", PersonKind::Employee, YesNo::No),
    ];
    for (number, (id, name, job, kind, remote)) in (1..).zip(people) {
        let person = Person {
            title: name.into(),
            uuid: Uuid::from_u128(number),
            job: job.into(),
            kind: Some(kind),
            in_scope: Some(YesNo::Yes),
            joined_on: Some(date(2021, 2, 1)),
            works_remotely: Some(remote),
            sees_confidential: Some(YesNo::No),
            screened_on: Some(date(2021, 1, 20)),
            ..Person::default()
        };
        sample.put_on(date(2025, 11, 3), id, person);
    }
    let role = |title: &str, holder, deputy, duties: &[Duty]| Role {
        title: title.into(),
        holder: Some(holder),
        deputy: Some(deputy),
        duties: duties.to_vec(),
        ..Role::default()
    };
    let lead = role("Security lead", LEAD, ENGINEER, &[Duty::Conformity, Duty::Reporting, Duty::Risk]);
    sample.put_on(WRITTEN, Ref::number(1), lead);
    let operations = role("IT operations", ENGINEER, LEAD, &[Duty::Incident, Duty::Supplier]);
    sample.put_on(WRITTEN, Ref::number(2), operations);
}

fn context(sample: &mut Sample) {
    for (number, title, kind) in [
        (1, "Few people know the order system", IssueKind::Internal),
        (2, "Customers ask for proof of security", IssueKind::External),
    ] {
        let issue = Issue {
            title: title.into(),
            kind: Some(kind),
            reviewed_on: Some(date(2026, 4, 1)),
            ..Issue::default()
        };
        sample.put_on(WRITTEN, Ref::number(number), issue);
    }
    let context = Context {
        title: "Context".into(),
        climate_relevant: Some(YesNo::No),
        climate_because: "No site lies where floods or heat stop the work.".into(),
        climate_decided_on: Some(WRITTEN),
        ..Context::default()
    };
    sample.put_on(WRITTEN, Ref::one(), context);
    for (number, title, relevant) in [
        (1, "Customers", YesNo::Yes),
        (2, "Data protection authority", YesNo::Yes),
        (3, "Employees", YesNo::Yes),
        (4, "Neighbours in the building", YesNo::No),
    ] {
        let party = Party {
            title: title.into(),
            relevant: Some(relevant),
            description: "What they care about.".into(),
        };
        sample.put_on(WRITTEN, Ref::number(number), party);
    }
}

fn obligations(sample: &mut Sample) {
    let obligation = |title: &str, party, kind, by: &[&str]| Obligation {
        title: title.into(),
        party: Some(Ref::number(party)),
        kind: Some(kind),
        cites: "as agreed".into(),
        addressed: Some(YesNo::Yes),
        by: by.iter().filter_map(|id| RecordId::parse(id)).collect(),
        reviewed_on: Some(date(2026, 3, 2)),
        ..Obligation::default()
    };
    let law = obligation("Protect data of people", 2, ObligationKind::Law, &["A.5.34"]);
    sample.put_on(WRITTEN, Ref::number(1), law);
    let contract = Obligation {
        notice_hours: Some(24),
        ..obligation("Tell customers of incidents", 1, ObligationKind::Contract, &["A.5.26"])
    };
    sample.put_on(WRITTEN, Ref::number(2), contract);
    let expectation = obligation("Pay on time", 3, ObligationKind::Expectation, &["PRC-1"]);
    sample.put_on(WRITTEN, Ref::number(3), expectation);
}

fn places(sample: &mut Sample) {
    let unit = Unit {
        title: "Order team".into(),
        owner: Some(Owner::Person(ENGINEER)),
        in_scope: InScope::In,
        criticality: Some(Criticality::Medium),
        ..Unit::default()
    };
    sample.put_on(WRITTEN, Ref::number(1), unit);
    let office = Site {
        title: "Office".into(),
        secure_area: Some(YesNo::No),
        own_equipment: Some(YesNo::Yes),
        owner: Some(Owner::Person(ENGINEER)),
        in_scope: InScope::In,
        criticality: Some(Criticality::Low),
        ..Site::default()
    };
    sample.put_on(WRITTEN, Ref::number(1), office);
    let store = Site {
        title: "Warehouse".into(),
        owner: Some(Owner::Person(ENGINEER)),
        in_scope: InScope::Out("Goods are stored there, no information.".into()),
        ..Site::default()
    };
    sample.put_on(WRITTEN, Ref::number(2), store);
}

fn assets(sample: &mut Sample) {
    let asset = |title: &str, kind, criticality| Asset {
        title: title.into(),
        kind: Some(kind),
        owner: Some(Owner::Person(ENGINEER)),
        in_scope: InScope::In,
        criticality: Some(criticality),
        ..Asset::default()
    };
    let system = Asset {
        environment: Some(Environment::Production),
        developed_in_house: Some(YesNo::Yes),
        backup_required: Some(YesNo::Yes),
        logging_required: Some(YesNo::Yes),
        last_log_on: Some(date(2026, 5, 31)),
        last_scan_on: Some(date(2026, 5, 20)),
        ..asset("Order system", AssetKind::System, Criticality::High)
    };
    sample.put_on(WRITTEN, Ref::number(1), system);
    let records = Asset {
        classification: Some(Classification::Confidential),
        personal_data: Some(YesNo::Yes),
        used_in: vec![Ref::number(1)],
        ..asset("Customer records", AssetKind::Information, Criticality::High)
    };
    sample.put_on(WRITTEN, Ref::number(2), records);
    let laptops =
        Asset { storage_media: Some(YesNo::Yes), ..asset("Laptops", AssetKind::Laptop, Criticality::Medium) };
    sample.put_on(WRITTEN, Ref::number(3), laptops);
    let code = asset("Source code", AssetKind::SourceRepository, Criticality::Medium);
    sample.put_on(WRITTEN, Ref::number(4), code);
    let test = Asset {
        environment: Some(Environment::Test),
        developed_in_house: Some(YesNo::Yes),
        backup_required: Some(YesNo::No),
        logging_required: Some(YesNo::No),
        last_scan_on: Some(date(2026, 5, 20)),
        holds_production_data: Some(YesNo::No),
        ..asset("Test system", AssetKind::System, Criticality::Low)
    };
    sample.put_on(WRITTEN, Ref::number(5), test);
    let archive = Asset {
        in_scope: InScope::Out("Run by the group, for old orders only.".into()),
        ..asset("Archive of the group", AssetKind::System, Criticality::Low)
    };
    sample.put_on(WRITTEN, Ref::number(6), archive);
}

fn supplier(sample: &mut Sample) {
    let supplier = Supplier {
        title: "Hostline".into(),
        kind: Some(SupplierKind::Cloud),
        services: vec![SupplierService::Ict, SupplierService::Operation],
        responsibility_split: "They run the machines, we run what is on them.".into(),
        exit_arrangement: "Data back within 30 days, then deleted.".into(),
        sees_confidential: Some(YesNo::Yes),
        reviewed_on: Some(date(2026, 3, 20)),
        owner: Some(Owner::Person(ENGINEER)),
        in_scope: InScope::Out("Outside; IFC-1 describes the boundary.".into()),
        criticality: Some(Criticality::Medium),
        ..Supplier::default()
    };
    sample.put_on(WRITTEN, Ref::number(1), supplier);
    for (number, title, kind) in
        [(1, "Hosting contract", AgreementKind::Supplier), (2, "Secrecy", AgreementKind::Confidentiality)]
    {
        let clause = Clause { text: "Security of hosting".into(), control: Ref::parse("A.5.20") };
        let agreement = Agreement {
            title: title.into(),
            with: RecordId::parse("SUP-1"),
            kind: Some(kind),
            clauses: vec![clause],
            signed_on: Some(date(2025, 9, 1)),
            expires_on: Some(date(2027, 8, 31)),
        };
        sample.put_on(WRITTEN, Ref::number(number), agreement);
    }
    for (number, title, outside) in [(1, "Hosting", "SUP-1"), (2, "Archive", "AST-6")] {
        let interface = Interface {
            title: title.into(),
            inside: Some(element("PRC-1")),
            outside: Some(element(outside)),
            responsibility_split: "Machines there, data and access here.".into(),
        };
        sample.put_on(WRITTEN, Ref::number(number), interface);
    }
}

fn processes(sample: &mut Sample) {
    let process = |title: &str, kind| Process {
        title: title.into(),
        kind: Some(kind),
        inputs: "requests".into(),
        outputs: "results".into(),
        criteria: "Done within two days.".into(),
        owner: Some(Owner::Person(ENGINEER)),
        criticality: Some(Criticality::Medium),
        ..Process::default()
    };
    let orders = Process {
        in_scope: InScope::In,
        depends_on: ["AST-1", "AST-2", "AST-6", "SUP-1"].map(element).to_vec(),
        ..process("Order handling", ProcessKind::Business)
    };
    sample.put_on(WRITTEN, Ref::number(1), orders);
    let hosting = Process {
        in_scope: InScope::In,
        outsourced_to: vec![Ref::number(1)],
        controls: Ref::parse("A.5.22").into_iter().collect(),
        ..process("Hosting", ProcessKind::Business)
    };
    sample.put_on(WRITTEN, Ref::number(2), hosting);
    let own = Process { related: vec![Ref::number(1)], ..process("Risk management", ProcessKind::Isms) };
    sample.put_on(WRITTEN, Ref::number(3), own);
}

fn scope(sample: &mut Sample) {
    let mention = |name: &str, id| Mention { name: name.into(), record: RecordId::parse(id) };
    let scope = Scope {
        title: "Scope".into(),
        version: 1,
        statement: "Order handling for shops, done in the Office.".into(),
        mentions: vec![mention("Order handling", "PRC-1"), mention("Office", "SIT-1")],
        services: vec![Line::new("Order handling")],
        exclusions: vec![Exclusion {
            title: "Fan shop".into(),
            because: "Sells cups, and shares nothing with the rest.".into(),
        }],
        fully_remote: Some(YesNo::No),
        certificate_wording: "Order handling for shops".into(),
        approvals: vec![Approval::of(1, TOP, date(2026, 3, 1), ScopeContent::default())],
    };
    sample.put_on(date(2026, 3, 1), Ref::one(), scope);
}
