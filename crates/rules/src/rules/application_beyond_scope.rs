//! The application to the body asks for more than the scope covers.

use diagnostics::{FixGrade, Grade, Place, Severity, Stage};
use model::records::{Certification, CertificationState, Scope};
use model::{RecordId, RecordKind, Ref, Value};

use crate::planning::list;
use crate::{cycle, facts};

use crate::{Ask, Bad, Check, Escalate, Good, Report, Rule};

pub static RULE: Rule = Rule {
    code: "PB1306",
    name: "application beyond scope",
    severity: Severity::Error,
    grade: Grade::Minor,
    stage: Stage::Stage1,
    clauses: &["4.3", "17021-1 9.1.1"],
    what: "Finds applications for a certificate that name a site, process or service outside of the scope in force.",
    why: "the body plans its days for what was applied for, and audits what the scope says",
    fix: "correct the application, or widen the scope",
    fix_grade: FixGrade::Think,
    check: Check::Each { of: &[RecordKind::Certification], reads: &[RecordKind::Scope], through: &[], check },
    escalate: Escalate::Never,
    holds: &[],
    bad: &[
        Bad {
            title: "a service that the scope leaves out",
            given: |s| {
                s.edit(1, |application: &mut Certification| application.services.push("Fan shop".into()));
            },
            says: &["the application asks for Fan shop, which the scope does not cover"],
        },
        Bad {
            title: "a site and a process outside",
            given: |s| {
                s.edit(1, |application: &mut Certification| {
                    application.state = CertificationState::Preparing;
                    application.sites.push(Ref::number(2));
                    application.processes.push(Ref::number(3));
                });
            },
            says: &["the application asks for SIT-2 and PRC-3, which the scope does not cover"],
        },
    ],
    good: &[
        Good { title: "what the scope says", given: |_| {} },
        Good {
            title: "the words differ in case only",
            given: |s| {
                s.edit(1, |application: &mut Certification| {
                    application.services = vec!["order handling".into()];
                });
            },
        },
    ],
};

fn check(ask: &Ask, id: RecordId, report: &mut Report) {
    let Some(application) = facts::get::<Certification>(ask.isms, id) else { return };
    // What was granted is compared with the scope by another rule.
    if application.state.was_granted() {
        return;
    }
    let scope = ask.isms.scope.one();
    let approval = scope.and_then(|scope| scope.in_force(ask.today));
    let services = match (approval, scope) {
        (Some(approval), _) => approval.content.services.as_slice(),
        (None, Some(draft)) => draft.services.as_slice(),
        (None, None) => &[],
    };
    let known: Vec<String> = services.iter().map(|service| cycle::even(service)).collect();
    let sites = application.sites.iter().map(|site| site.id());
    let elements = sites.chain(application.processes.iter().map(|process| process.id()));
    let elements = elements.filter(|element| !ask.in_scope(*element)).map(|element| element.to_string());
    let services = application.services.iter().filter(|service| !known.contains(&cycle::even(service)));
    let items: Vec<String> = elements.chain(services.map(ToString::to_string)).collect();
    if items.is_empty() {
        return;
    }
    let version = approval.map(|approval| approval.version);
    report
        .add(
            Place::field(id, "services"),
            format!("the application asks for {}, which the scope does not cover", list(&items)),
        )
        .proof("applied on", application.sent_on.text())
        .proof("sites", application.sites.text())
        .proof("processes", application.processes.text())
        .proof("services", application.services.text())
        .proof_of(Ref::<Scope>::one(), "version in force", version.text());
}
