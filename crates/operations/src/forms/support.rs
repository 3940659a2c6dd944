//! Forms of support and measurement: readers, training, competence, objectives, measures, planned changes, gap analysis.

use model::records::{Evidence, GapAnalysis, GapDepth, GapState, Person};
use model::{Clause, Date, Decimal, Line, Owner, PartId, Prose, Ref};

use crate::form::{OperationForm, composed, forms};
use crate::{AssessGap, AttendTraining, FollowUp, FollowUpGap, StartGapAnalysis};

pub(super) const FORMS: &[OperationForm] = forms! {
    AskReaders on document: Document, "ask-readers", "Ask readers to confirm", "Asks those who must read it to confirm." {
        due: "Due", "By when.";
    }
    Acknowledge on document: Document, "acknowledge", "Confirm having read it", "Says that you read and understood it." {
        version: "Version", "The version read; the one in force where nothing is said.";
    }
    RecordCompetence on person: Person, "competence", "Record a competence", "Says what the person can do, and what shows it." {
        competence: "Competence", "What the person knows or can do.";
        proof: "Proof", "The certificate, course or years of work that show it.";
        evidence: "Evidence", "The file that shows it.";
        valid_until: "Valid until", "The last day on which the proof counts.";
    }
    CheckTraining on training: Training, "check", "Check the effect", "Says whether the training had its effect." {
        effect: "Effect", "What was looked at, and what was seen.";
        on: "On", "When; today where nothing is said.";
    }

    SetProgress on objective: Objective, "progress", "Record progress", "Says how far it is." {
        value: "Value", "The number reached.";
        note: "Note", "What explains it.";
        on: "On", "When; today where nothing is said.";
    }
    CloseObjective on objective: Objective, "close", "Close", "Says whether it was reached." {
        outcome: "Outcome", "Reached, missed or dropped.";
        because: "Because", "Why.";
        on: "On", "When; today where nothing is said.";
    }
    ReactToObjective on objective: Objective, "react", "React", "Says what follows from a miss." {
        reaction: "What follows", "An id such as NC-3 or MR-2, or in words: minor: …; action: …; improvement: ….";
    }
    RecordReading on measure: Measure, "read", "Record a reading", "Says what was measured." {
        value: "Value", "The number.";
        on: "On", "When; today where nothing is said.";
    }
    AnalyseReading on measure: Measure, "analyse", "Analyse a reading", "Says what a reading means, and what follows." {
        of: "Reading of", "The day of the reading; the newest where nothing is said.";
        note: "Note", "What it means.";
        action: "What follows", "An id such as NC-3, or in words: minor: …; action: …; improvement: ….";
    }
    ConcludeEvaluation on measure: Measure, "conclude", "Conclude", "Says what the readings say about the management system." {
        conclusion: "Conclusion", "What they say.";
        on: "On", "When; today where nothing is said.";
    }

    PlanChange on change: PlannedChange, "plan", "Plan", "Says that the plan was made before the change." {
        on: "On", "When; today where nothing is said.";
    }
    ApproveChange on change: PlannedChange, "approve", "Approve", "Allows the change." {}
    FinishChange on change: PlannedChange, "finish", "Finish", "Says that the change took effect, and what came of it." {
        result: "Result", "What came of it, and what was mended.";
        on: "On", "When; today where nothing is said.";
    }
    ReportChange on change: PlannedChange, "report", "Report to the body", "Says that the certification body was told." {
        on: "On", "When; today where nothing is said.";
    }
    DropChange on change: PlannedChange, "drop", "Drop", "Says that the change will not be made." {
        because: "Because", "Why.";
    }

    FillGapAnalysis on analysis: GapAnalysis, "fill", "Fill in from the records", "Answers what the records answer already, and says from what." {}
    FinishGapAnalysis on analysis: GapAnalysis, "finish", "Finish", "Ends the analysis." {
        summary: "Summary", "What it comes to.";
        on: "On", "When; today where nothing is said.";
    }
};

/// Forms whose inputs are put together, and those that make a record.
pub(super) const MORE: &[OperationForm] = composed! {
    AttendTraining on Training, "attend", "Record attendance", "Says who took part." {
        people: Vec<Ref<Person>>, "People", "Who took part.";
        on: Option<Date>, "On", "When; today where nothing is said.";
    } => |id| AttendTraining { training: Ref::of(id.key), people: people.into_iter().map(|person| (person, Line::default())).collect(), on };

    StartGapAnalysis making GapAnalysis, "start", "Start a gap analysis", "Begins a look at how far the organisation is from the standard." {
        title: Line, "Title", "What the analysis is called.";
        depth: GapDepth, "Depth", "Quick: 30 questions; full: each clause item and each control.";
        by: Vec<Ref<Person>>, "By", "Who assesses.";
        follows: Option<Ref<GapAnalysis>>, "Follows", "The analysis before, to show what moved.";
        on: Option<Date>, "On", "When; today where nothing is said.";
    } => |id| StartGapAnalysis { title, depth, by, follows, on };

    AssessGap on GapAnalysis, "assess", "Assess an item", "Says how far one clause item or control is." {
        criterion: Clause, "Item", "The clause item or control: 6.1.2 c), A.8.13.";
        state: GapState, "State", "Met, partly, not met, or not applicable.";
        maturity: Option<u32>, "Maturity", "0 nothing, 1 by chance, 2 repeated, 3 written down, 4 measured, 5 improved.";
        gap: Prose, "Gap", "What is missing.";
        seen: Prose, "Seen", "What was seen that speaks for the state.";
        evidence: Vec<Ref<Evidence>>, "Evidence", "What shows it.";
        effort_days: Option<Decimal>, "Effort", "How many days of work close the gap.";
        owner: Option<Owner>, "Owner", "Who closes it.";
    } => |id| AssessGap { entry: PartId::GapEntry(Ref::of(id.key), criterion), state, maturity, gap, seen, evidence, effort_days, owner };

    FollowUpGap on GapAnalysis, "follow-up", "Turn a gap into work", "Begins the work that closes a gap." {
        criterion: Clause, "Item", "The clause item or control: 6.1.2 c), A.8.13.";
        work: FollowUp, "Work", "improvement: …, action: …, or an id such as TRT-3.";
    } => |id| FollowUpGap { entry: PartId::GapEntry(Ref::of(id.key), criterion), work };
};
