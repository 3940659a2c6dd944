//! The commands: one command, one file, one line in each list.

mod accept;
mod action;
mod answer;
mod answers;
mod api;
mod approve;
mod audit;
mod backup;
mod blame;
mod cert;
mod check;
mod close;
mod comment;
mod confirm;
mod diff;
mod dispute;
mod doc;
mod engagement;
mod evidence;
mod explain;
mod export;
mod frameworks;
mod gap;
mod hand_over;
mod import;
mod init;
mod job;
mod log;
pub mod login;
mod logout;
mod ls;
mod membership;
mod new;
mod notices;
mod offer;
mod org;
mod pack_file;
mod plan;
mod policy;
mod portfolio;
mod proposals;
mod rate;
mod refuse;
mod register;
mod regrade;
mod remove;
mod restore;
mod review;
mod scope;
mod serve;
mod set;
mod share;
pub mod show;
mod sign_in;
mod soa;
mod status;
mod take;
mod timeline;
mod token;
mod treat;
mod undo;
mod user;
mod verify;
mod waive;
mod way;
mod withdraw;

use clap::Subcommand;
use model::{RecordKind, records};

use crate::args::Common;
use crate::exit::Stop;
use crate::screen::Screen;
use register::Register;
use way::Way;

macro_rules! commands {
    ($($(#[$meta:meta])* $name:ident($args:ty),)*) => {
        /// What plumb can do.
        #[derive(Debug, Subcommand)]
        pub enum Command {
            $($(#[$meta])* $name($args),)*
        }

        /// Runs a command.
        pub async fn run(command: Command, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
            match command {
                $(Command::$name(args) => Box::pin(args.run(common, screen)).await,)*
            }
        }
    };
}

commands! {
    /// Begin the records of an organisation in a new folder
    Init(init::Init),
    /// Answer the five questions, or more of them
    Answer(answer::Answer),
    /// Show the records in the browser, on this machine only
    Serve(serve::Serve),
    /// Take in a register, a statement of applicability or another tool's export
    Import(import::Import),
    /// Write the statement of applicability or a register to a file
    Export(export::Export),
    /// Say what is missing or wrong, and what to do next
    Check(check::Check),
    /// Explain a rule, a clause, a control, a word of the standard or an id
    Explain(explain::Explain),
    /// Live with a diagnostic until a day, for a reason
    Waive(waive::Waive),
    /// Say that a diagnostic is wrong, and why
    Dispute(dispute::Dispute),
    /// Say that a diagnostic is right
    Confirm(confirm::Confirm),
    /// Say that a diagnostic is graver or less grave here, and why
    Regrade(regrade::Regrade),
    /// Say in one look where the engagement stands
    Status(status::Status),
    /// All organisations in one look, and what waits in them, for whom
    Portfolio(portfolio::Portfolio),
    /// Offer a method, limits of the rules and documents to many clients, as drafts
    Offer(offer::Offer),
    /// The way to the certificate: phases with dates, the earliest honest day, audit days
    Plan(plan::Plan),
    /// Phases, gates, audits and dates of the certificate, with what holds each
    Timeline(timeline::Timeline),
    /// Other frameworks on the same controls: SOC 2, PCI DSS, NIST CSF
    Frameworks(frameworks::Frameworks),
    /// List records of a kind
    Ls(ls::Ls),
    /// Make a record of any kind
    New(new::New),
    /// Change fields of a record
    Set(set::Set),
    /// Remove a record; its history stays
    Remove(remove::Remove),
    /// Show a record, or a commit by its number
    Show(show::Show),
    /// Risks: list, add, change, show, rate as a second person
    Risk(Way<records::Risk>),
    /// Rate a risk, now or after treatment
    Rate(rate::Rate),
    /// Decide what is done about a risk
    Treat(treat::Treat),
    /// Accept what is left of a risk, until a day, for a reason
    Accept(accept::Accept),
    /// Take back an acceptance or an approval, for a reason
    Withdraw(withdraw::Withdraw),
    /// Close a risk that is gone, for a reason
    Close(close::Close),
    /// Reopen a closed risk, for a reason
    Reopen(close::Reopen),
    /// Approve scope, method, statement of applicability, treatment plan or a document
    Approve(approve::Approve),
    /// The statement of applicability: list, decide, compare, approve
    Soa(soa::Soa),
    /// Evidence: add a file, link it, accept or reject it
    Evidence(evidence::Evidence),
    /// Documents: list, write, attach a file, approve
    Doc(doc::Doc),
    /// The scope: show it, change its words, compare versions with what they bring
    Scope(scope::Scope),
    /// Assets: list, add, change, show, record access reviews and recovery tests
    Asset(Way<records::Asset>),
    /// Processes: list, add, change, show
    Process(Register<records::Process>),
    /// Suppliers: list, add, change, show
    Supplier(Register<records::Supplier>),
    /// Controls: list, add own ones, change, show, schedule and record runs and tests
    Control(Way<records::Control>),
    /// Tasks written by hand: list, add, change, done, drop
    Task(Way<records::Task>),
    /// Comments: say something about a record, answer, resolve, withdraw
    Comment(comment::Comment),
    /// What each person is to be told, ready to be sent
    Notices(notices::Notices),
    /// Treatment actions: list, add, change, start, finish, verify, move
    Action(action::Action),
    /// People: list, add, change, show, record competences
    Person(Way<records::Person>),
    /// Gap analyses: what to close first, what moved, each step
    Gap(gap::Gap),
    /// Risk assessments: start, finish
    Assessment(Way<records::RiskAssessment>),
    /// Objectives: progress, close, react
    Objective(Way<records::Objective>),
    /// Measures: readings and what they mean
    Measure(Way<records::Measure>),
    /// Planned changes: plan, approve, finish, report
    Change(Way<records::PlannedChange>),
    /// Trainings: who took part, and whether it helped
    Training(Way<records::Training>),
    /// Runs of controls: record, correct, withdraw
    Run(Way<records::ControlRun>),
    /// Tests of controls
    Test(Way<records::ControlTest>),
    /// Exceptions: ask, approve, refuse, extend, close
    Exception(Way<records::Exception>),
    /// Incidents: report, declare, contain, notify, learn, close
    Incident(Way<records::Incident>),
    /// Access reviews
    AccessReview(Way<records::AccessReview>),
    /// Vulnerabilities: fix, except, reopen
    Vulnerability(Way<records::Vulnerability>),
    /// Audit programmes: plan the cycle, approve
    Programme(Way<records::AuditProgramme>),
    /// Audits: coverage, samples, start, raise findings, conclude, report
    Audit(audit::Audit),
    /// Working papers: note evidence seen, conclude
    Paper(Way<records::WorkingPaper>),
    /// Populations: freeze the list, draw samples
    Population(Way<records::Population>),
    /// Samples: examine, exchange, extend
    Sample(Way<records::Sample>),
    /// Findings: answer, open a nonconformity, close
    Finding(Way<records::Finding>),
    /// Nonconformities: correct, explain, act, check the effect, close
    Nc(Way<records::Nonconformity>),
    /// Requests of auditors: ask, answer, return, accept
    Request(Way<records::Request>),
    /// Packs for auditors: seal, break the seal
    Pack(Way<records::Pack>),
    /// Management reviews: the agenda, fill the inputs, hold, decide
    Review(review::Review),
    /// Certifications: the calendar, audit days, what the body decided
    Cert(cert::Cert),
    /// Clients of a certification body or a consultancy: review, accept, end
    Client(Way<records::Client>),
    /// Engagements: agree, begin, issue papers, recommend, decide
    Engagement(engagement::Engagement),
    /// Shares: what a certification body sees of us, and taking what it issued
    Share(share::Share),
    /// Hand over what a person owns, holds and operates
    HandOver(hand_over::HandOverAll),
    /// Proposals: what was suggested and nobody has taken yet
    Proposals(proposals::Proposals),
    /// Take proposals: they count from today
    Take(take::Take),
    /// Refuse proposals: they are gone
    Refuse(refuse::Refuse),
    /// The organisations in the folder
    Org(org::Org),
    /// Accounts: set up, list, invite, disable, links to new passwords
    User(user::User),
    /// API tokens: make, list, revoke
    Token(token::Token),
    /// Sign in to the folder here, for the commands that follow
    SignIn(sign_in::SignInHere),
    /// Sign out
    SignOut(sign_in::SignOut),
    /// Keep a token for a server, to act there
    Login(login::Login),
    /// Revoke the token that is kept for a server, and forget it
    Logout(logout::Logout),
    /// Ask the API of a server for anything that has no command of its own
    Api(api::Api),
    /// Long work on a server: what runs, how far it is, cancel
    Job(job::Job),
    /// Memberships: grant roles, change, end, delegate, let in who runs the machine
    Membership(membership::Membership),
    /// What two persons decide together: propose, confirm, withdraw
    Joint(Way<records::JointChange>),
    /// Who may do what, why not, and who could instead
    Policy(policy::Policy),
    /// The newest commits, or those of a record
    Log(log::Log),
    /// Who set each field of a record, and when
    Blame(blame::Blame),
    /// What changed between two days
    Diff(diff::Diff),
    /// Take back a commit, by a new one
    Undo(undo::Undo),
    /// Check every hash and every file
    Verify(verify::Verify),
    /// Write each organisation to one file: the backup, and what is handed over
    Backup(backup::Backup),
    /// Take an organisation from such a file, and verify it
    Restore(restore::Restore),
}

/// Words of commands that are not the name of their kind.
const WORDS: &[(&str, RecordKind)] = &[
    ("gap", RecordKind::GapAnalysis),
    ("assessment", RecordKind::RiskAssessment),
    ("change", RecordKind::PlannedChange),
    ("run", RecordKind::ControlRun),
    ("test", RecordKind::ControlTest),
    ("programme", RecordKind::AuditProgramme),
    ("paper", RecordKind::WorkingPaper),
    ("nc", RecordKind::Nonconformity),
    ("review", RecordKind::ManagementReview),
    ("cert", RecordKind::Certification),
    ("doc", RecordKind::Document),
    ("joint", RecordKind::JointChange),
];

/// Returns the word of the command for a kind.
pub fn word_of(kind: RecordKind) -> String {
    let own = WORDS.iter().find(|(_, of)| *of == kind).map(|(word, _)| (*word).to_owned());
    own.unwrap_or_else(|| kind.kind().slug())
}

/// Returns the kind that the word of a command names, where that is not its own name.
pub fn kind_of(word: &str) -> Option<RecordKind> {
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind)
}
