//! Which refusals say that another state has to come first, of the operations whose pages were made by hand.

use model::RecordId;

use crate::form::Refused;
use crate::{
    Absent, AcceptResidualRiskRefusal, AnnotateRecordRefusal, AnswersProblem, ApprovalRefusal,
    CloseRiskRefusal, DecideTreatmentRefusal, DiagnosticRefusal, HandOverRefusal, JudgeEvidenceRefusal,
    LinkEvidenceRefusal, MoveDueDateRefusal, PlanDatesRefusal, ProgressActionRefusal, RateRiskRefusal,
    RefuseProposalRefusal, ReopenRiskRefusal, SendForReviewRefusal, StateControlRefusal, VerifyActionRefusal,
    WithdrawAcceptanceRefusal, WithdrawApprovalRefusal, WithdrawDocumentRefusal, WithdrawEvidenceRefusal,
};

/// What an input names is absent as long as nothing is said.
fn is_subject(absent: Absent, subject: RecordId) -> bool {
    match absent {
        Absent::Unknown(id) | Absent::Proposed(id) => id == subject,
    }
}

/// Says of each refusal whether another state has to come first.
macro_rules! too_soon {
    ($($refusal:ident { soon($($soon:pat),*) said($($said:pat),*) })*) => {
        $(impl Refused for $refusal {
            fn is_too_soon(&self, subject: RecordId) -> bool {
                match self {
                    Self::Absent(absent) => is_subject(*absent, subject),
                    $($soon => true,)*
                    $($said => false,)*
                }
            }
        })*
    };
}

too_soon! {
    AnnotateRecordRefusal { soon() said(Self::TooMany { .. }) }
    RefuseProposalRefusal { soon(Self::NotProposed(_), Self::Nothing) said(Self::Needed { .. }) }
    AcceptResidualRiskRefusal { soon(Self::Closed(_), Self::NotRated(_)) said(Self::Over { .. }, Self::Far(_), Self::NoReason(_)) }
    CloseRiskRefusal { soon(Self::Already(_)) said(Self::NoReason(_), Self::Ahead { .. }) }
    ReopenRiskRefusal { soon(Self::Already(_)) said(Self::NoReason(_)) }
    RateRiskRefusal { soon() said(Self::Likelihood(..), Self::Consequence(..), Self::Level(..), Self::Contradiction { .. }, Self::Nothing) }
    DecideTreatmentRefusal { soon(Self::Closed(_)) said(Self::SharedElsewhere(_), Self::StoppedElsewhere(_), Self::Far(_), Self::TooMany(_)) }
    WithdrawAcceptanceRefusal { soon(Self::Nothing(_)) said(Self::NoSuch { .. }, Self::Already { .. }, Self::Over { .. }, Self::NoReason(_)) }
    VerifyActionRefusal { soon(Self::NotNow { .. }) said() }
    MoveDueDateRefusal { soon(Self::NotOpen { .. }) said(Self::Same { .. }, Self::Over { .. }, Self::Far(_), Self::NoReason(_)) }
    ProgressActionRefusal { soon(Self::NotNow { .. }) said(Self::Ahead { .. }, Self::NoResult(_), Self::NoReason(_)) }
    SendForReviewRefusal { soon(Self::Already(_), Self::Nothing(_), Self::Blank { .. }, Self::Approved { .. }) said() }
    ApprovalRefusal { soon(Self::Nothing { .. }, Self::Already { .. }, Self::Blank { .. }, Self::Withdrawn(_)) said(Self::Changed(_)) }
    WithdrawDocumentRefusal { soon(Self::Already(_)) said(Self::NoReason(_), Self::Itself(_)) }
    WithdrawEvidenceRefusal { soon(Self::Already(_)) said(Self::NoReason(_)) }
    LinkEvidenceRefusal { soon(Self::Withdrawn(_)) said(Self::Itself(_), Self::NotLinked { .. }, Self::TooMany(_)) }
    JudgeEvidenceRefusal { soon(Self::Withdrawn(_), Self::Already { .. }) said(Self::NoReason(_), Self::NotLinked { .. }, Self::Contradiction { .. }) }
    StateControlRefusal { soon() said(Self::Stale { .. }, Self::Baseline(_), Self::TooMany(_)) }
    HandOverRefusal { soon(Self::Nothing(_)) said(Self::Same(_), Self::Left { .. }, Self::Field(_)) }
    PlanDatesRefusal { soon() said(Self::Wanted(_), Self::NoPhase(_), Self::Backwards { .. }, Self::Disorder(_), Self::NoDay(_), Self::NoDays(_)) }
    WithdrawApprovalRefusal { soon(Self::BuiltOn { .. }) said(Self::NotApproved(_), Self::Nothing { .. }, Self::Several { .. }, Self::NoReason(_)) }
    DiagnosticRefusal { soon(Self::Nothing(_)) said(Self::NoRule(_), Self::NoReason, Self::Error(_), Self::Regraded(_), Self::Over(_), Self::Far(_), Self::SameGrade { .. }) }
}

impl Refused for AnswersProblem {
    fn is_too_soon(&self, _: RecordId) -> bool {
        false
    }
}
