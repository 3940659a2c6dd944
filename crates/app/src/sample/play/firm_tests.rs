//! A firm of one security lead and one director goes the way of a whole company, by the policies, to an open gate of Stage 1.

use diagnostics::{Severity, Stage};
use model::YesNo;
use model::records::{Audit, ExceptionKind, MemberRole};
use operations::{AnyOperation, ApproveException, AskException, CreateRecord, GrantMembership};
use policy::{Denial, Duty};
use reports::certification_gates::GateState;

use super::*;
use crate::clock::Clock;
use crate::duties::Proof;
use crate::sample::history;
use crate::sample::scenario::{Chapter, read};

/// 2026-11-21T12:00:00Z; the days of the scenario are counted back from it.
const NOON: i64 = 1_795_262_400_000_000;

/// So many days before, in the evening, the gate is asked: Stage 1 is the next day.
const EVE: i32 = 1046;

/// Who prepares.
const LEAD: &str = "Niamh Corrigan";

/// Who decides.
const DIRECTOR: &str = "Declan Foyle";

/// Who audits in the company of many.
const AUDITOR: &str = "Edith Marsh";

/// People of the company of many whose part the director takes; the lead takes that of all others.
const OF_THE_DIRECTOR: [&str; 2] = ["Aoife Brennan", AUDITOR];

/// What the two need to know for the parts that they take.
const COMPETENCES: &str = "Auditing | Course of two days and an exam\nRisk management | Course and exam\n\
    Information security management | Certified as lead implementer\nIncident handling | Course and exercise\n\
    Supplier management | Six years of practice\nData protection law | Course for officers";

/// What two people do that many do otherwise: the lead audits too, and the pack for Stage 1 is sealed.
const OWN: &str = r#"
[[scene]]
ago = 1091
at = "15:00"
by = "Niamh Corrigan"
because = "The lead looks at what the director has a part in"

[[scene.do]]
verb = "edit"
what = "$ia1"
auditors = "[Declan Foyle], [Niamh Corrigan]"

[[scene]]
ago = 1058
at = "10:00"
by = "Niamh Corrigan"

[[scene.do]]
verb = "create"
what = "pack"
as = "pack"
title = "Stage 1"
gate = "stage 1"
audit = "$stage1"
items = """
scope | Scope | SCO
policy | Policy | $policy
risk method | Method | MET
risk assessment | First assessment | $ra1
treatment plan | Plan | TP
statement of applicability | Statement | SOA
objectives | Objectives | $obj1, $obj2
audit programme | Programme | $programme
internal audit results | First internal audit | $ia1
management review results | First review | $mr1
list of documented information | Documents | DOC-4, DOC-5, DOC-6
organisation, sites and people | Organisation | ORG, SIT-1"""

[[scene.do]]
verb = "pack.seal"
what = "$pack"
"#;

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Who {
    Lead,
    Director,
}

impl Who {
    fn person(self) -> Ref<Person> {
        Ref::number(match self {
            Self::Lead => 1,
            Self::Director => 2,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Lead => LEAD,
            Self::Director => DIRECTOR,
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Lead => Self::Director,
            Self::Director => Self::Lead,
        }
    }
}

/// Why a step was not taken.
enum Not {
    Denied(Box<Denial>),
    Refused(String),
}

impl std::fmt::Display for Not {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Denied(denial) => write!(out, "{denial}"),
            Self::Refused(words) => out.write_str(words),
        }
    }
}

/// The two at work.
struct Firm {
    books: Arc<Books>,
    names: Names,
    zone: String,
    steps: BTreeMap<Who, usize>,
    /// The duties from which the lead is excepted, each with the step for which.
    excepted: Vec<(Duty, String)>,
    /// The duties that turned the lead away, and the director did it.
    left: BTreeMap<String, usize>,
    problems: Vec<String>,
    _files: tempfile::TempDir,
}

impl Firm {
    /// Begins the organisation and makes it kept: from here on the policies decide.
    async fn begin(scenario: &Scenario) -> Self {
        use MemberRole::{ControlOwner, InternalAuditor, IsmsManager, RiskOwner, TopManagement};
        let files = tempfile::tempdir().expect("a folder");
        let evening = NOON - i64::from(EVE) * DAY + DAY / 3;
        let instance = Instance::in_memory(files.path(), Clock::Fixed(evening)).expect("memory");
        let at = NOON - i64::from(scenario.begins) * DAY;
        let beginning = Beginning {
            name: Line::new(&scenario.name),
            kind: model::records::OrganisationKind::Client,
            time_zone: Line::new(&scenario.time_zone),
            person: Line::new(LEAD),
            at: Some(at),
        };
        let books = instance.begin(beginning).await.expect("it begins");
        let zone = scenario.time_zone.clone();
        let (steps, left) = (BTreeMap::new(), BTreeMap::new());
        let (excepted, problems, names) = (Vec::new(), Vec::new(), Names::default());
        let mut firm = Self { books, names, zone, steps, excepted, left, problems, _files: files };
        let typed = vec![("title".to_owned(), DIRECTOR.to_owned())];
        let director = CreateRecord {
            kind: model::RecordKind::Person,
            id: None,
            typed,
            about: model::About::default(),
            uuid: None,
        };
        firm.does(Who::Lead, at + 1, director).await;
        let member = |who: Who, roles: &[MemberRole], keeps| GrantMembership {
            person: who.person(),
            roles: roles.to_vec(),
            keeps,
            since: None,
            until: None,
        };
        let director = member(Who::Director, &[TopManagement, RiskOwner, InternalAuditor], Some(YesNo::Yes));
        firm.does(Who::Lead, at + 2, director).await;
        let lead = member(Who::Lead, &[IsmsManager, ControlOwner, InternalAuditor], None);
        firm.does(Who::Director, at + 3, lead).await;
        firm.names.introduce(LEAD, Who::Lead.person());
        firm.names.introduce(DIRECTOR, Who::Director.person());
        firm
    }

    fn visit(who: Who, at: i64) -> Visit {
        Visit { at: Some(at), proof: Proof::just_now(), ..Visit::of(who.person(), Via::Session) }
    }

    /// Lets one of the two do what has to go.
    async fn does<O>(&self, who: Who, at: i64, operation: O)
    where
        O: operations::Operation<Refusal: std::fmt::Debug> + Clone,
    {
        let done = self.books.run(&Self::visit(who, at), operation).await;
        done.expect("it may be done").expect("it is not refused");
    }

    /// Takes a step: by whom it falls to, else by the other, else by exception from the duty that is in the way.
    async fn take(&mut self, deed: &Deed, order: &[Who], at: i64) {
        let step = format!("{} {} {}", deed.verb, deed.what, deed.name);
        loop {
            let mut not = Vec::new();
            for who in order {
                match self.attempt(deed, *who, at).await {
                    Ok(()) => {
                        *self.steps.entry(*who).or_default() += 1;
                        let duties = not.iter().filter_map(|(_, not)| duty_of(not));
                        duties.for_each(|duty| *self.left.entry(duty.to_string()).or_default() += 1);
                        return;
                    }
                    Err(problem) => not.push((*who, problem)),
                }
            }
            let in_the_way = not.iter().find_map(|(who, not)| in_the_way(*who, not));
            let new = in_the_way.filter(|duty| self.excepted.iter().all(|(known, _)| known != duty));
            let Some(duty) = new else {
                let told: Vec<String> =
                    not.iter().map(|(who, not)| format!("  {}: {not}", who.name())).collect();
                self.problems.push(format!("{step} {:?}\n{}", deed.fields, told.join("\n")));
                return;
            };
            self.except(duty, at).await;
            self.excepted.push((duty, step.clone()));
        }
    }

    /// The lead asks for an exception for the audit, and the director gives it.
    async fn except(&self, duty: Duty, at: i64) {
        let day = civil_day(at, &self.zone);
        let audit: Option<Ref<Audit>> = self.names.fill("$ia1").ok().and_then(|id| Ref::parse(&id));
        let ask = AskException {
            title: Line::new(&format!("The lead does what {duty} keeps apart")),
            kind: ExceptionKind::Duty,
            target: None,
            duty: Line::new(&duty.to_string()),
            person: Some(Who::Lead.person()),
            audit: audit.filter(|_| [7, 8].contains(&duty.number())),
            asked_by: None,
            reason: "we are two".into(),
            compensating: "the director reads each paper".into(),
            until: operations::duty_exception_last_day(day),
        };
        self.does(Who::Lead, at, ask).await;
        let last = self.books.now().isms.exceptions.iter().map(|(id, _)| id).max().expect("it was asked for");
        self.does(Who::Director, at, ApproveException { exception: last, because: "we are two".into() })
            .await;
    }

    /// Tries a step: decided on the newest state, judged by the policies, and written.
    async fn attempt(&mut self, deed: &Deed, who: Who, at: i64) -> Result<(), Not> {
        let isms = self.books.now().isms;
        let mut names = self.names.clone();
        names.introduce("Actor", who.person());
        names.introduce("Other", who.other().person());
        let what = names.fill(&deed.what).map_err(Not::Refused)?;
        let fields = deed.fields.iter().map(|(name, text)| Ok((name.clone(), names.fill(text)?)));
        let fields = fields.collect::<Result<Fields, String>>().map_err(Not::Refused)?;
        let step = operation(&isms, &deed.verb, &what, &fields, deed.file.clone()).map_err(Not::Refused)?;
        let day = civil_day(at, &self.zone);
        let changes = step.decide(&isms, who.person(), day).map_err(Not::Refused)?;
        let made = changes.iter().find_map(|change| change.id().filter(|id| isms.revision(*id) == 0));
        let intent = step.intent();
        let all: [Box<dyn AnyOperation>; 1] = [step];
        match self.books.run_all(&Self::visit(who, at), intent, &all).await {
            Ok(Ok(_)) => {}
            Ok(Err((_, words))) => return Err(Not::Refused(words)),
            Err(Failure::NotAllowed(denial)) => return Err(Not::Denied(denial)),
            Err(failure) => panic!("{failure}"),
        }
        if !deed.name.is_empty() {
            self.names.name(&deed.name, made.expect("it makes a record"));
        }
        changes.iter().for_each(|change| self.names.take(change));
        Ok(())
    }

    /// Prints who did how much, and which exceptions it took.
    fn tell(&self) {
        println!("steps: {:?}; commits: {}", self.steps, self.books.now().commits());
        println!("turned away by a duty, and done by the other: {:?}", self.left);
        for (duty, step) in &self.excepted {
            println!("exception from {duty} for the lead: {step}");
        }
    }
}

/// Returns the duty that turned somebody away.
fn duty_of(not: &Not) -> Option<Duty> {
    match not {
        Not::Denied(denial) => denial.duty,
        Not::Refused(_) => None,
    }
}

/// Returns the duty from which the lead would have to be excepted: nobody is there who could except the director.
fn in_the_way(who: Who, not: &Not) -> Option<Duty> {
    let duty = duty_of(not).filter(|duty| duty.can_be_excepted())?;
    // Who runs the management system is made an auditor by somebody else.
    (who == Who::Lead || duty.number() == 8).then_some(duty)
}

/// Returns by whom a step is tried, in order: by the lead first, audits by the director first; each confirms reading for oneself.
fn order(by: &str, verb: &str) -> Vec<Who> {
    match (by, verb) {
        (LEAD, "document.acknowledge") => vec![Who::Lead],
        (DIRECTOR, "document.acknowledge") => vec![Who::Director],
        (AUDITOR, _) => vec![Who::Director, Who::Lead],
        _ => vec![Who::Lead, Who::Director],
    }
}

/// Returns a step as it is in a firm of two; nothing where only others would do it.
fn in_two(by: &str, mut deed: Deed) -> Option<Deed> {
    let is_one = |name: &str| name == LEAD || name == DIRECTOR;
    let title = deed.fields.get("title").cloned().unwrap_or_default();
    let mut set = Vec::new();
    match (&*deed.verb, &*deed.what) {
        ("document.acknowledge", _) if !is_one(by) => return None,
        ("approve", "plan") if by != LEAD => return None,
        ("create", "person") if title != DIRECTOR => return None,
        ("create", "person") => {
            (deed.verb, deed.what) = ("edit".to_owned(), format!("[{DIRECTOR}]"));
            set.push(("competences", COMPETENCES));
        }
        ("edit", "[Niamh Corrigan]") => set.push(("competences", COMPETENCES)),
        ("edit", "ORG") => set.push(("people_count", "2")),
        ("create", "certification") => set.push(("persons", "2")),
        ("create", "role") => {
            let is_held = |holder: &String| holder.contains(AUDITOR);
            let is_auditor = deed.fields.get("holder").is_some_and(is_held);
            set.push(("deputy", if is_auditor { "[Niamh Corrigan]" } else { "[Declan Foyle]" }));
        }
        // Who owns a risk accepts what is left of it; the lead rates it.
        ("create", "risk") => set.push(("owner", "[Declan Foyle]")),
        ("edit", _) if deed.fields.contains_key("design") => set.push(("owner", "[Niamh Corrigan]")),
        ("create", "working paper") => set.extend([("by", "[Actor]"), ("interviewed", "[Other]")]),
        ("evidence", _) => set.push(("collected_by", "[Actor]")),
        ("create", "agreement") if deed.fields.get("with").is_some_and(|with| with.starts_with('[')) => {
            let with = deed.fields.get("with").map(|with| with.trim_matches(['[', ']'])).unwrap_or_default();
            if !is_one(with) {
                return None;
            }
        }
        _ => {}
    }
    deed.fields.extend(set.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())));
    deed.fields.values_mut().for_each(|text| *text = among_two(text));
    Some(deed)
}

/// Puts the two in the place of all others, each once.
fn among_two(text: &str) -> String {
    let is_person = |part: &str| part.starts_with('[') || part.starts_with("PER-");
    if text.split(", ").all(is_person) {
        let mut people: Vec<&str> = text.split(", ").map(one_of_two).collect();
        people.sort_unstable();
        people.dedup();
        return people.join(", ");
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, (name, behind))) =
        rest.split_once('[').and_then(|(before, after)| Some((before, after.split_once(']')?)))
    {
        out = out + before + one_of_two(&format!("[{name}]"));
        rest = behind;
    }
    out + rest
}

/// Returns which of the two takes the part of a person.
fn one_of_two(person: &str) -> &'static str {
    let name = person.trim_matches(['[', ']']);
    if name == DIRECTOR || name == "PER-2" || name == "PER-3" || OF_THE_DIRECTOR.contains(&name) {
        "[Declan Foyle]"
    } else if name == "Actor" {
        "[Actor]"
    } else if name == "Other" {
        "[Other]"
    } else {
        "[Niamh Corrigan]"
    }
}

/// Returns what happened up to the eve of Stage 1, in order.
fn scenes(scenario: &Scenario, today: Date) -> Vec<Scene> {
    let mut scenes = scenario.scenes.clone();
    for one in &scenario.rhythms {
        scenes.extend(rhythm::scenes(one, today).expect("a rhythm"));
    }
    scenes.extend(read::<Chapter>(OWN).expect("a chapter").scenes);
    scenes.retain(|scene| scene.ago >= EVE);
    scenes.sort_by_key(|scene| (-scene.ago, hour_and_minute(scene)));
    scenes
}

#[tokio::test]
async fn one_lead_and_one_director_reach_an_open_stage_1_gate_with_at_most_three_exceptions() {
    let scenario = history::scenario().expect("a scenario");
    let today = civil_day(NOON, &scenario.time_zone);
    let mut firm = Firm::begin(&scenario).await;
    for scene in scenes(&scenario, today) {
        let at = moment(&scene, today, &scenario.time_zone, NOON);
        for deed in deeds(&firm.books, &scene, today).await.expect("steps") {
            let order = order(&scene.by, &deed.verb);
            if let Some(deed) = in_two(&scene.by, deed) {
                firm.take(&deed, &order, at).await;
            }
        }
    }
    firm.tell();
    assert!(
        firm.problems.is_empty(),
        "{} steps not taken:\n{}",
        firm.problems.len(),
        firm.problems.join("\n")
    );
    let isms = firm.books.now().isms;
    let day = firm.books.today();
    let held = isms.exceptions.iter().filter(|(_, one)| one.is_in_force(day)).count();
    assert!(
        firm.books.is_kept() && isms.memberships.len() == 2,
        "the policies decided, and nobody else acted"
    );
    assert!(held == isms.exceptions.len() && held <= 3, "{held} exceptions");
    let duties: Vec<String> = firm.excepted.iter().map(|(duty, _)| duty.to_string()).collect();
    assert_eq!(duties, ["SD8", "SD7"], "as the guide tells a firm of two");
    assert!(firm.steps.values().all(|steps| *steps > 30), "each does a part: {:?}", firm.steps);
    let results = rules::check(&rules::Ask::new(&isms, None, day));
    let holds = |one: &&diagnostics::Diagnostic| {
        one.stage <= Stage::Stage1 && one.counts() && one.severity == Severity::Error
    };
    let errors: Vec<String> = results
        .diagnostics()
        .filter(holds)
        .map(|one| format!("{} {}: {}", one.code, one.place, one.message))
        .collect();
    assert!(errors.is_empty(), "{} errors hold the gate: {errors:#?}", errors.len());
    let body = reports::timeline::body_gates(&isms, day, reports::timeline::Gate::Stage1);
    let conditions: Vec<&str> =
        body.iter().filter(|one| one.state == GateState::Holds).map(|one| &*one.because).collect();
    assert!(conditions.is_empty(), "conditions hold the gate: {conditions:#?}");
}
