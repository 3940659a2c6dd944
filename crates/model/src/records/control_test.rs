//! Control tests: somebody looks whether a control is well made and whether it works.

use crate::field::record;
use crate::values::words;
use crate::{Date, Line, Prose, RecordId, Ref};

use super::{Control, Person, Sample};
record! {
    /// A look at one control: is it well made, does it work (9.1).
    ControlTest => control_tests, "TST", "control test", "control tests", clause "9.1", single false,
    "A look at one control by somebody else: is it well made, and does it work.";
    title: Line, Form "Title", "What is tested.";
    control: Option<Ref<Control>>, Form "Control", "The control tested.";
    kind: Option<TestKind>, Form "Kind", "Of its design, or of its operation.";
    by: Option<Ref<Person>>, Form "By", "Who tested it.";
    on: Option<Date>, Form "On", "When.";
    procedure: Prose, Form "Procedure", "What was done.";
    sample: Option<Ref<Sample>>, Form "Sample", "The cases looked at.";
    result: Option<TestResult>, Form "Result", "Effective or failed.";
    observed: Prose, Form "Observed", "What was seen.";
    follow_up: Vec<RecordId>, Form "Follow-up", "The nonconformity, action or exception that followed.";
}

words! {
    /// What a test looks at.
    TestKind {
        /// Whether the control, carried out as written, would lower the risk.
        Design = "design",
        /// Whether it is carried out, again and again.
        Operation = "operation" | "operating effectiveness",
    }
}

words! {
    /// What a test of a control came to.
    TestResult {
        /// It works.
        Effective = "effective" | "passed" | "pass",
        /// It does not.
        Failed = "failed" | "fail" | "ineffective" | "not effective",
    }
}
