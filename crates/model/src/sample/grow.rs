//! What a sample can be made larger with: people, systems, information, processes, units, sites, suppliers; each complete.

use jiff::civil::date;
use uuid::Uuid;

use super::frame::element;
use super::life::{add, days_after};
use super::{ENGINEER, LEAD, Sample};
use crate::records::*;
use crate::{Date, Decimal, ElementRef, InScope, Line, Owner, Record, RecordId, Ref, YesNo};

/// When most of it was written.
const WRITTEN: Date = date(2026, 1, 12);

/// First names and family names of people.
const FIRST: [&str; 20] = [
    "Adam", "Bela", "Cyril", "Dana", "Emil", "Filip", "Greta", "Hana", "Igor", "Jana", "Karel", "Lena",
    "Milan", "Nora", "Otto", "Petra", "Quido", "Rita", "Stan", "Tereza",
];
const FAMILY: [&str; 15] = [
    "Adler", "Benes", "Cerny", "Dvorak", "Erben", "Fiala", "Gross", "Hajek", "Janda", "Klima", "Lang",
    "Maly", "Nemec", "Pokorny", "Richter",
];

/// Whether somebody writes software.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writes {
    /// Software.
    Software,
    /// No software.
    Nothing,
}

/// Takes people on until so many work here; each is screened, trained and has read the policy.
pub(super) fn people(s: &mut Sample, count: u32, developers: u32) {
    // The auditor from outside is one of the records and not one of the people.
    for number in 6..=count + 1 {
        let place = usize::try_from(number - 6).unwrap_or_default();
        let name = format!("{} {}", FIRST[place % FIRST.len()], FAMILY[(place / FIRST.len()) % FAMILY.len()]);
        let writes = if number - 6 < developers { Writes::Software } else { Writes::Nothing };
        person(s, Ref::number(number), &name, writes);
    }
    s.edit_one(|organisation: &mut Organisation| organisation.people_count = Some(count));
    s.edit(1, |certification: &mut Certification| certification.persons = Some(count));
}

fn person(s: &mut Sample, id: Ref<Person>, name: &str, writes: Writes) {
    let crate::Key::Number(number) = id.key else { return };
    let (job, remote, develops) = match writes {
        Writes::Software => ("Developer", YesNo::Yes, YesNo::Yes),
        Writes::Nothing => ("Clerk", YesNo::No, YesNo::No),
    };
    let person = Person {
        title: name.into(),
        uuid: Uuid::from_u128(u128::from(number)),
        job: job.into(),
        kind: Some(PersonKind::Employee),
        in_scope: Some(YesNo::Yes),
        joined_on: Some(date(2022, 3, 1)),
        works_remotely: Some(remote),
        develops: Some(develops),
        sees_confidential: Some(YesNo::No),
        screened_on: Some(date(2022, 2, 14)),
        ..Person::default()
    };
    s.put_on(date(2025, 11, 3), id, person);
    let read = Acknowledgement {
        title: format!("Security policy, read by {id}").into(),
        document: Some(Ref::number(1)),
        version: Some(1),
        person: Some(id),
        on: Some(date(2026, 3, 20)),
    };
    add(s, date(2026, 3, 20), read);
    s.edit(1, |awareness: &mut Training| {
        awareness.attendance.push(Attendance { person: Some(id), ..Attendance::default() });
    });
}

/// Returns what the sample calls an element.
pub(super) fn of<R: Record>(id: Ref<R>) -> ElementRef {
    element(&id.to_string())
}

/// Adds a system in use, with accounts whose rights were reviewed, and a backup that came back.
pub(super) fn system(s: &mut Sample, title: &str, owner: Ref<Person>, own: YesNo) -> Ref<Asset> {
    let system = Asset {
        kind: Some(AssetKind::System),
        environment: Some(Environment::Production),
        developed_in_house: Some(own),
        backup_required: Some(YesNo::Yes),
        logging_required: Some(YesNo::Yes),
        last_log_on: Some(date(2026, 5, 31)),
        last_scan_on: Some(date(2026, 5, 20)),
        ..asset(title, owner)
    };
    let system = add(s, WRITTEN, system);
    let account = |title: &str, person, privileged| Account {
        title: title.into(),
        system: Some(system),
        person: Some(person),
        enabled: Some(YesNo::Yes),
        privileged: Some(privileged),
        remote: Some(YesNo::Yes),
        writes_production: Some(YesNo::No),
        multi_factor: Some(YesNo::Yes),
        created_on: Some(date(2022, 3, 1)),
        approved_on: Some(date(2026, 3, 20)),
        reviewed_on: Some(REVIEWED),
    };
    add(s, REVIEWED, account("ida.novak", ENGINEER, YesNo::Yes));
    if owner != ENGINEER {
        add(s, REVIEWED, account("owner", owner, YesNo::No));
    }
    let accounts = if owner == ENGINEER { 1 } else { 2 };
    rights_reviewed(s, system, REVIEWED, accounts, Ref::number(18));
    restored(s, system, date(2026, 5, 6));
    system
}

/// When the rights of accounts were last looked at.
const REVIEWED: Date = date(2026, 5, 5);

fn asset(title: &str, owner: Ref<Person>) -> Asset {
    Asset {
        title: title.into(),
        owner: Some(Owner::Person(owner)),
        in_scope: InScope::In,
        criticality: Some(Criticality::Medium),
        ..Asset::default()
    }
}

/// Records that the rights in a system were looked at, all of them.
pub(super) fn rights_reviewed(
    s: &mut Sample,
    system: Ref<Asset>,
    on: Date,
    accounts: u32,
    shown: Ref<Evidence>,
) {
    let review = AccessReview {
        title: format!("Rights in {system}").into(),
        system: Some(system),
        by: Some(LEAD),
        done_on: Some(on),
        covered_accounts: Some(accounts),
        total_accounts: Some(accounts),
        removals: Some(0),
        removals_open: Some(0),
        evidence: vec![shown],
        ..AccessReview::default()
    };
    add(s, on, review);
}

/// Records that a backup of a system came back.
pub(super) fn restored(s: &mut Sample, system: Ref<Asset>, on: Date) {
    let restore = RecoveryTest {
        title: format!("One day of {system} comes back").into(),
        kind: Some(RecoveryKind::Restore),
        system: Some(system),
        on: Some(on),
        by: Some(Owner::Person(ENGINEER)),
        result: Some(RecoveryResult::Ok),
        actual_hours: Some(Decimal::whole(2)),
        verified: "Counts and sums of the day are the same.".into(),
        evidence: vec![Ref::number(72)],
        ..RecoveryTest::default()
    };
    add(s, on, restore);
}

/// Adds information that a system holds.
pub(super) fn information(
    s: &mut Sample,
    title: &str,
    owner: Ref<Person>,
    used_in: Ref<Asset>,
) -> Ref<Asset> {
    let information = Asset {
        kind: Some(AssetKind::Information),
        classification: Some(Classification::Confidential),
        personal_data: Some(YesNo::Yes),
        used_in: vec![used_in],
        ..asset(title, owner)
    };
    add(s, WRITTEN, information)
}

/// Adds a process of the business in scope, which the audits look at.
pub(super) fn process(s: &mut Sample, title: &str, owner: Ref<Person>, needs: &[ElementRef]) -> Ref<Process> {
    let process = Process {
        title: title.into(),
        kind: Some(ProcessKind::Business),
        inputs: "requests".into(),
        outputs: "results".into(),
        criteria: "Done within two days.".into(),
        owner: Some(Owner::Person(owner)),
        in_scope: InScope::In,
        criticality: Some(Criticality::Medium),
        depends_on: needs.to_vec(),
        ..Process::default()
    };
    let process = add(s, WRITTEN, process);
    for number in 1..=4 {
        s.edit(number, |audit: &mut Audit| audit.processes.push(process));
    }
    s.edit(1, |certification: &mut Certification| certification.processes.push(process));
    process
}

/// Adds a product: a service of the scope, its process, its system and what that holds, and a risk of them.
pub(super) fn product(s: &mut Sample, title: &str, owner: Ref<Person>, own: YesNo) -> Ref<Process> {
    let system = system(s, &format!("{title} system"), owner, own);
    let records = information(s, &format!("{title} records"), owner, system);
    let process = process(s, title, owner, &[of(system), of(records)]);
    risk(s, &format!("{title} stands still"), owner, &[of(process), of(system), of(records)], &[]);
    s.edit_one(|scope: &mut Scope| scope.services.push(Line::new(title)));
    s.edit(1, |certification: &mut Certification| certification.services.push(Line::new(title)));
    process
}

/// Adds a risk that needs no treatment.
pub(super) fn risk(
    s: &mut Sample,
    title: &str,
    owner: Ref<Person>,
    touches: &[ElementRef],
    interfaces: &[Ref<Interface>],
) -> Ref<Risk> {
    let small = s.isms.risks.get(&Ref::number(4)).map(|small| Risk::clone(small));
    let small = small.expect("the sample has a risk that needs nothing");
    let risk = Risk {
        title: title.into(),
        threat: format!("what leads to it: {title}").into(),
        owner: Some(Owner::Person(owner)),
        elements: touches.to_vec(),
        interfaces: interfaces.to_vec(),
        ..small
    };
    add(s, date(2026, 4, 10), risk)
}

/// Adds a supplier that a process needs: what was agreed, who does what, and what may go wrong.
pub(super) fn supplier(s: &mut Sample, title: &str, owner: Ref<Person>, process: Ref<Process>) {
    let supplier = Supplier {
        title: title.into(),
        kind: Some(SupplierKind::Other),
        services: vec![SupplierService::Other],
        responsibility_split: "They deliver, we check.".into(),
        sees_confidential: Some(YesNo::No),
        reviewed_on: Some(date(2026, 3, 20)),
        owner: Some(Owner::Person(owner)),
        in_scope: InScope::Out("Outside; an interface describes the boundary.".into()),
        criticality: Some(Criticality::Low),
        ..Supplier::default()
    };
    let supplier = add(s, WRITTEN, supplier);
    let agreement = Agreement {
        title: format!("Contract with {title}").into(),
        with: Some(supplier.id()),
        kind: Some(AgreementKind::Supplier),
        clauses: vec![Clause { text: "Security of what they deliver".into(), control: Ref::parse("A.5.20") }],
        signed_on: Some(date(2025, 9, 1)),
        expires_on: Some(date(2027, 8, 31)),
    };
    add(s, WRITTEN, agreement);
    s.edit_at(process, |process: &mut Process| process.depends_on.push(of(supplier)));
    let interface = Interface {
        title: title.into(),
        inside: Some(of(process)),
        outside: Some(of(supplier)),
        responsibility_split: "They deliver, we check.".into(),
    };
    let interface = add(s, WRITTEN, interface);
    risk(s, &format!("{title} does not deliver"), owner, &[of(supplier)], &[interface]);
}

/// Adds a unit that does some processes.
pub(super) fn unit(s: &mut Sample, title: &str, owner: Ref<Person>, needs: &[ElementRef]) {
    let unit = Unit {
        title: title.into(),
        owner: Some(Owner::Person(owner)),
        in_scope: InScope::In,
        criticality: Some(Criticality::Medium),
        depends_on: needs.to_vec(),
        ..Unit::default()
    };
    let unit = add(s, WRITTEN, unit);
    risk(s, &format!("{title} is short of people"), owner, &[of(unit)], &[]);
}

/// Adds a site in scope, which the audits visit.
pub(super) fn site(s: &mut Sample, title: &str, owner: Ref<Person>) {
    let site = Site {
        title: title.into(),
        secure_area: Some(YesNo::No),
        own_equipment: Some(YesNo::Yes),
        owner: Some(Owner::Person(owner)),
        in_scope: InScope::In,
        criticality: Some(Criticality::Medium),
        ..Site::default()
    };
    let site = add(s, WRITTEN, site);
    risk(s, &format!("{title} cannot be entered"), owner, &[of(site)], &[]);
    for number in 1..=4 {
        s.edit(number, |audit: &mut Audit| audit.sites.push(site));
    }
    s.edit(1, |certification: &mut Certification| certification.sites.push(site));
    s.edit_one(|scope: &mut Scope| {
        scope.mentions.push(Mention { name: title.into(), record: Some(RecordId::from(site)) });
        let first = scope.statement.trim_end_matches('.').to_owned();
        scope.statement = format!("{first} and in {title}.").into();
    });
}

/// Says that a person sees what is confidential, and has promised secrecy.
pub(super) fn trusted(s: &mut Sample, person: Ref<Person>) {
    s.edit_at(person, |person: &mut Person| person.sees_confidential = Some(YesNo::Yes));
    let promise = Agreement {
        title: format!("Secrecy, {person}").into(),
        with: Some(person.id()),
        kind: Some(AgreementKind::Confidentiality),
        signed_on: Some(days_after(date(2022, 3, 1), -7)),
        ..Agreement::default()
    };
    add(s, WRITTEN, promise);
}
