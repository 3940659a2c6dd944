//! The matrix of roles and deeds with the duties, written from the requirements and not from the policies.

use model::records::MemberRole;

use crate::deed::Deed;
use crate::facts::{Asker, Facts, Flag, Mark, Situation, Trait};

/// A prepared question.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    pub deed: Deed,
    pub asker: Asker,
    pub facts: Facts,
    pub situation: Situation,
}

/// What a role may: always, never, or on a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell {
    /// May.
    Yes,
    /// May not.
    No,
    /// What one owns.
    Own,
    /// As long as nothing rests on it.
    Draft,
    /// What others wrote.
    Others,
    /// In the team.
    Team,
    /// What was shared, or at home in the body.
    Shared,
    /// At home in the body.
    Home,
    /// At home in the body, in the team.
    HomeTeam,
    /// In a consultancy.
    House,
    /// Where it is a body's audit.
    External,
    /// Owner, delegate, or named by the method above the level.
    Accepts,
    /// What one owns or accepted.
    Accepted,
    /// What the body issues: shared at the client, in the team at home.
    Issues,
}

use Cell::{
    Accepted, Accepts, Draft as Dr, External as Ex, Home, HomeTeam, House, Issues, No as N, Others as Ot,
    Own as Ow, Shared, Team as Te, Yes as Y,
};

/// Top management, risk owner, control owner, isms manager, internal auditor, certification auditor, consultant, viewer.
const ROWS: &[(Deed, [Cell; 8])] = &[
    (Deed::Read, [Y, Y, Y, Y, Y, Shared, Y, Y]),
    (Deed::Acknowledge, [Y, Y, Y, Y, Y, Home, Y, Y]),
    (Deed::ReportEvent, [Y, Y, Y, Y, Y, Home, Y, Y]),
    (Deed::Draft, [Y, N, N, Y, N, N, Y, N]),
    (Deed::WriteDocument, [Y, Y, Y, Y, N, Home, Y, N]),
    (Deed::KeepRegister, [Y, Ow, Ow, Y, N, N, Y, N]),
    (Deed::EditRisk, [N, Ow, N, Y, N, N, Dr, N]),
    (Deed::RateAgain, [N, Y, Y, Y, N, N, Y, N]),
    (Deed::AcceptRisk, [Accepts, Accepts, N, N, N, N, N, N]),
    (Deed::ApprovePlan, [Ow, Ow, N, N, N, N, N, N]),
    (Deed::WithdrawAcceptance, [Y, Accepted, N, Y, N, N, N, N]),
    (Deed::EditSoa, [N, N, Ow, Y, N, N, Dr, N]),
    (Deed::ApproveSoa, [Y, N, N, Ot, N, N, N, N]),
    (Deed::Implement, [N, N, Ow, Y, N, N, N, N]),
    (Deed::TestControl, [N, N, Y, Y, Y, Home, N, N]),
    (Deed::Collect, [N, Y, Y, Y, Y, Home, Y, N]),
    (Deed::Review, [Y, Y, Y, Y, Y, N, N, N]),
    (Deed::ApproveDirection, [Y, N, N, N, N, N, N, N]),
    (Deed::ApproveDocument, [Y, N, Y, Y, N, N, N, N]),
    (Deed::ApproveWork, [Y, N, N, Ot, N, N, N, N]),
    (Deed::Withdraw, [Y, N, N, Y, N, N, N, N]),
    (Deed::PlanAudit, [Y, N, N, Y, Y, Home, Dr, N]),
    (Deed::AssignAuditor, [Y, N, N, Y, N, N, N, N]),
    (Deed::ConductAudit, [N, N, N, N, Te, HomeTeam, N, N]),
    (Deed::AmendFinding, [N, N, N, N, Te, HomeTeam, N, N]),
    (Deed::DeleteFinding, [N, N, N, N, N, N, N, N]),
    (Deed::AnswerFinding, [N, Ow, Ow, Y, N, N, Dr, N]),
    (Deed::Work, [Ow, Ow, Ow, Y, Ow, N, Ow, N]),
    (Deed::CheckEffect, [Y, Y, Y, Y, Y, N, N, N]),
    (Deed::CloseFinding, [N, N, N, N, Y, Home, N, N]),
    (Deed::CloseNonconformity, [Y, Y, Y, Y, Y, N, N, N]),
    (Deed::Close, [Y, Ow, Ow, Y, N, N, N, N]),
    (Deed::PrepareReview, [Y, N, N, Y, N, N, N, N]),
    (Deed::DecideReview, [Y, N, N, N, N, N, N, N]),
    (Deed::HandleIncident, [Y, Ow, Ow, Y, N, N, N, N]),
    (Deed::AskException, [Y, Y, Y, Y, Y, N, Y, N]),
    (Deed::ApproveException, [Y, N, N, Y, N, N, N, N]),
    (Deed::Comment, [Y, Y, Y, Y, Y, Home, Y, N]),
    (Deed::Waive, [Y, N, N, Y, N, N, N, N]),
    (Deed::AskRequest, [N, N, N, Y, Y, Home, N, N]),
    (Deed::SettleRequest, [N, N, N, Ex, Te, HomeTeam, N, N]),
    (Deed::RecordBody, [Y, N, N, Y, N, N, N, N]),
    (Deed::ExportPack, [Y, N, N, Y, Te, Cell::Issues, N, N]),
    (Deed::Grant, [Y, N, N, Y, N, N, N, N]),
    (Deed::Delegate, [Ow, Ow, N, N, N, N, N, N]),
    (Deed::Restrict, [Y, N, N, Y, N, N, N, N]),
    (Deed::ProposeChange, [Y, N, N, Y, N, N, N, N]),
    (Deed::ChangePolicy, [Y, N, N, Y, N, N, N, N]),
    (Deed::Redact, [Y, N, N, Y, N, N, N, N]),
    (Deed::ServeClient, [Y, N, N, Y, N, Home, House, N]),
    (Deed::Recommend, [N, N, N, N, N, HomeTeam, N, N]),
    (Deed::Certify, [Home, N, N, Home, N, Home, N, N]),
    (Deed::Issue, [N, N, N, N, N, Issues, N, N]),
    (Deed::Share, [Y, N, N, Y, N, N, N, N]),
    (Deed::LogAccess, [N, N, N, N, N, Cell::Issues, N, N]),
    (Deed::HandOver, [Y, N, N, Y, N, N, N, N]),
    (Deed::Operate, [N, N, N, N, N, N, N, N]),
];

/// Deeds that bind the organisation: approvals, acceptances, closings, grants, exports, redaction, policy.
const BINDING: &[Deed] = &[
    Deed::AcceptRisk,
    Deed::ApprovePlan,
    Deed::ApproveSoa,
    Deed::ApproveDirection,
    Deed::ApproveDocument,
    Deed::ApproveWork,
    Deed::ApproveException,
    Deed::Close,
    Deed::CloseFinding,
    Deed::CloseNonconformity,
    Deed::Grant,
    Deed::Delegate,
    Deed::Restrict,
    Deed::Redact,
    Deed::ChangePolicy,
    Deed::ProposeChange,
    Deed::ExportPack,
    Deed::Share,
    Deed::Certify,
    Deed::Issue,
];

/// What consultants never do (SD14), whatever else they are.
const NOT_FOR_CONSULTANTS: &[Deed] = &[
    Deed::AcceptRisk,
    Deed::ApprovePlan,
    Deed::ApproveSoa,
    Deed::ApproveDirection,
    Deed::ApproveDocument,
    Deed::ApproveWork,
    Deed::ApproveException,
    Deed::Review,
    Deed::ConductAudit,
    Deed::AmendFinding,
    Deed::CheckEffect,
    Deed::Close,
    Deed::CloseFinding,
    Deed::CloseNonconformity,
    Deed::Grant,
    Deed::Delegate,
    Deed::Restrict,
    Deed::ExportPack,
    Deed::Share,
];

/// The columns of the matrix.
pub const ROLES: [MemberRole; 8] = [
    MemberRole::TopManagement,
    MemberRole::RiskOwner,
    MemberRole::ControlOwner,
    MemberRole::IsmsManager,
    MemberRole::InternalAuditor,
    MemberRole::CertificationAuditor,
    MemberRole::Consultant,
    MemberRole::Viewer,
];

/// Says whether a role could do a deed in some situation.
pub fn is_ever(deed: Deed, role: MemberRole) -> bool {
    let (_, row) = ROWS.iter().find(|(known, _)| *known == deed).expect("each deed has a row");
    ROLES.iter().zip(row).any(|(known, cell)| *known == role && *cell != Cell::No)
}

/// Returns the deeds that have a row.
pub fn deeds() -> Vec<Deed> {
    ROWS.iter().map(|(deed, _)| *deed).collect()
}

/// Says whether the requirements let a case happen.
pub fn may(case: &Case) -> bool {
    let is = |one: Trait| case.asker.traits.contains(&one);
    let marked = |mark: Mark| case.situation.marks.contains(&mark);
    if !is(Trait::Known) || !is(Trait::Active) || !marked(Mark::InScope) {
        return false;
    }
    if BINDING.contains(&case.deed) && (marked(Mark::Token) || !marked(Mark::Fresh)) {
        return false;
    }
    // SD16: two persons, each by the strongest proof that they have.
    let together = [Deed::ChangePolicy, Deed::ProposeChange, Deed::Redact];
    if together.contains(&case.deed) && !marked(Mark::Strong) {
        return false;
    }
    if is(Trait::Operator) && !matches!(case.deed, Deed::Operate | Deed::LogAccess) {
        return false;
    }
    has_role(case) && !is_against(case)
}

/// Says whether one of the roles may.
fn has_role(case: &Case) -> bool {
    let is = |one: Trait| case.asker.traits.contains(&one);
    if is(Trait::Operator) && matches!(case.deed, Deed::Operate | Deed::LogAccess) {
        return true;
    }
    if is(Trait::Keeper) && case.deed == Deed::Grant {
        return true;
    }
    let (_, row) = ROWS.iter().find(|(deed, _)| *deed == case.deed).expect("each deed has a row");
    ROLES.iter().zip(row).any(|(role, cell)| case.asker.roles.contains(role) && holds(*cell, case))
}

/// Says whether the condition of a cell holds.
fn holds(cell: Cell, case: &Case) -> bool {
    let facts = &case.facts;
    let me = case.asker.person.expect("a person");
    let at_home = case.situation.marks.contains(&Mark::Body);
    match cell {
        Cell::Yes => true,
        Cell::No => false,
        Cell::Own => facts.owners.contains(&me),
        Cell::Draft => facts.is(Flag::Draft),
        Cell::Others => !facts.authors.contains(&me),
        Cell::Team => facts.team.contains(&me),
        Cell::Shared => at_home || facts.shared.contains(&me),
        Cell::Home => at_home,
        Cell::HomeTeam => at_home && facts.team.contains(&me),
        Cell::House => case.situation.marks.contains(&Mark::Consultancy),
        Cell::External => facts.is(Flag::External),
        Cell::Accepts => {
            let is_named = facts.is(Flag::Above) && facts.acceptors.contains(&me);
            facts.owners.contains(&me) || facts.delegates.contains(&me) || is_named
        }
        Cell::Accepted => facts.owners.contains(&me) || facts.seconders.contains(&me),
        Cell::Issues => {
            let in_team = case.deed == Deed::Issue && at_home && facts.team.contains(&me);
            facts.shared.contains(&me) || in_team
        }
    }
}

/// Says whether a duty stands against a case that a role would allow.
fn is_against(case: &Case) -> bool {
    let Case { deed, asker, facts, situation } = case;
    let me = asker.person;
    let am = |people: &crate::facts::People| me.is_some_and(|me| people.contains(&me));
    let have = |role: MemberRole| asker.roles.contains(&role);
    let excused = |number: u8| crate::Duty::new(number).is_some_and(|duty| situation.excused.contains(&duty));
    let at_home = situation.marks.contains(&Mark::Body);
    // SD19: restricted records need a grant of their own.
    if facts.is(Flag::Restricted) && !am(&facts.readers) {
        return true;
    }
    // SD11: who certifies reads what is shared and issues papers; nothing else at a client.
    let at_client = [Deed::Read, Deed::ExportPack, Deed::Issue, Deed::LogAccess];
    if have(MemberRole::CertificationAuditor) && !at_home && !at_client.contains(deed) {
        return true;
    }
    // SD14.
    if have(MemberRole::Consultant) && NOT_FOR_CONSULTANTS.contains(deed) {
        return true;
    }
    let among = |deeds: &[Deed]| deeds.contains(deed);
    if *deed == Deed::AcceptRisk && facts.is(Flag::Above) {
        let alone = am(&facts.raters) && !facts.is(Flag::Seconded) && !excused(4);
        // Above the owner's level: the owner and whom the method names.
        return alone || (!facts.is(Flag::Agreed) && !am(&facts.acceptors));
    }
    if among(&[Deed::ApproveDocument, Deed::ApproveDirection]) {
        return am(&facts.authors) && !excused(5);
    }
    if *deed == Deed::Review {
        return am(&facts.collectors) && !excused(6);
    }
    if among(&[Deed::ConductAudit, Deed::AmendFinding]) {
        let involved = am(&facts.involved) && !excused(7);
        let manages = have(MemberRole::IsmsManager) && !at_home && !excused(8);
        let late = *deed == Deed::AmendFinding && facts.is(Flag::Reported);
        return involved || manages || late;
    }
    if *deed == Deed::AssignAuditor {
        return am(&facts.assigned) || (facts.is(Flag::Manager) && !at_home);
    }
    if among(&[Deed::CheckEffect, Deed::CloseFinding, Deed::CloseNonconformity]) {
        return am(&facts.doers) && !excused(10);
    }
    if among(&[Deed::ChangePolicy, Deed::Redact]) {
        let proposed = !facts.proposers.is_empty() && !am(&facts.proposers);
        return !proposed;
    }
    if *deed == Deed::RecordBody {
        return am(&facts.proposers);
    }
    if *deed == Deed::ApproveException {
        return facts.is(Flag::Barred) || (facts.is(Flag::Duty) && !have(MemberRole::TopManagement));
    }
    (among(&[Deed::ServeClient, Deed::Share]) && facts.is(Flag::Mixes))
        || (*deed == Deed::Certify && am(&facts.team))
        || (*deed == Deed::Grant && is_grant_barred(case))
}

/// SD12 and SD15.
fn is_grant_barred(case: &Case) -> bool {
    let Case { asker, facts, .. } = case;
    let keeps = asker.traits.contains(&Trait::Keeper);
    let leads = asker.roles.contains(&MemberRole::TopManagement);
    let above = [
        MemberRole::TopManagement,
        MemberRole::RiskOwner,
        MemberRole::InternalAuditor,
        MemberRole::CertificationAuditor,
    ];
    let beyond = facts.moves.iter().any(|role| above.contains(role)) && !keeps && !leads;
    let is_own = asker.person.is_some_and(|me| facts.subjects.contains(&me));
    let for_self = is_own && (facts.is(Flag::KeeperMoves) || !facts.gives.is_empty());
    let keeping = (facts.is(Flag::KeeperMoves) || facts.is(Flag::LetIn)) && !keeps;
    beyond || for_self || keeping || facts.is(Flag::LastKeeper) || facts.is(Flag::Mixes)
}
