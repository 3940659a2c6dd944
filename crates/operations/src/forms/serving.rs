//! Forms of bodies and consultancies: clients, engagements, and what a client shares with a body.

use model::records::{Control, FindingGrade, IssuedKind};
use model::{Clause, Date, Decimal, Line, Prose, Ref, YesNo};

use crate::form::{OperationForm, composed, forms};
use crate::{IssuePaper, IssuedFile, IssuedPaper};

pub(super) const FORMS: &[OperationForm] = forms! {
    ReviewClient on client: Client, "review", "Review the application", "Records what was looked at before it is taken on." {
        complete: "Information is enough", "Whether what it said suffices for a programme.";
        scope_clear: "Scope is clear", "Whether the scope asked for is understood.";
        competent: "Competent", "Whether we have the competence and the means.";
        impartial: "Impartial", "Whether nothing stands against our impartiality.";
        accepted: "To be taken on", "Whether it is to be taken on.";
        because: "Because", "What the answer rests on.";
    }
    AcceptClient on client: Client, "accept", "Take it on", "Takes it on; at a certification body a review has to say so." {
        organisation: "Its records", "Where they lie on the same instance: the uuid of its log.";
    }
    DeclineClient on client: Client, "decline", "Decline", "Says that it is not taken on." {
        because: "Because", "Why.";
    }
    EndClient on client: Client, "end", "End", "Says that it is a client no more." {
        because: "Because", "Why.";
    }

    AgreeEngagement on engagement: Engagement, "agree", "Agree", "Says that client, team, days and window stand." {}
    LinkEngagement on engagement: Engagement, "link", "Link the share", "Notes what the client shares, bound to the commit that is seen." {
        organisation: "Its records", "Where they lie on the same instance: the uuid of its log.";
        share: "Share", "What the client calls it.";
        commit: "Commit", "The commit of its records that is seen.";
        leaf: "Leaf", "The hash of that commit.";
    }
    NoteKey on engagement: Engagement, "key", "Note our key", "Notes the key that our papers are signed with, for the client to compare." {
        key: "Key", "Empty: that of this instance.";
    }
    BeginEngagement on engagement: Engagement, "begin", "Begin", "Begins the work, in its window." {}
    RecommendCertification on engagement: Engagement, "recommend", "Recommend", "Says what the team recommends." {
        recommendation: "Recommendation", "What the team recommends, and why.";
    }
    DecideCertification on engagement: Engagement, "decide", "Decide", "Decides on the certificate; not one of the team." {
        granted: "Granted", "Whether the certificate is given.";
        because: "Because", "What the decision rests on.";
    }
    EndEngagement on engagement: Engagement, "end", "End", "Says that the work is over, or will not be done." {
        because: "Because", "Why.";
    }

    OpenShare on share: Share, "open", "Open", "Lets named auditors see what stands today, for a while." {
        auditors: "Auditors", "Who sees it, each by name and e-mail address: Ada Byron <ada@body.example>.";
        engagement: "Engagement", "What the body calls the work.";
        ends_on: "Audit ends on", "The last day of the audit; it is seen for thirty days more at most.";
        body_organisation: "Body's records", "Where they lie on the same instance: the uuid of its log.";
        body_key: "Body's key", "As the body gives it with the engagement: ed25519: and 64 digits; compare the fingerprint.";
    }
    BindShare on share: Share, "bind", "Bind the body's key", "Says by which key the body's papers are known; compare its fingerprint first." {
        body_key: "Body's key", "As the body gives it: ed25519: and 64 digits.";
        engagement: "Engagement", "What the body calls the work, where that is not said yet.";
        body: "Body", "What the body calls itself, where that is another name.";
    }
    ChangeShare on share: Share, "change", "Change", "Changes window, kinds or files; what is not said stays." {
        until: "Until", "The last day on which it is seen.";
        ends_on: "Audit ends on", "The last day of the audit, where that moved.";
        kinds: "Kinds", "The kinds of records that are shared from now on.";
        records: "Records", "Single records that are shared beside them from now on.";
        files: "Files", "Whether files are shared from now on.";
        renew: "Show what stands today", "Whether it shows what stands today from now on.";
    }
    CloseShare on share: Share, "close", "Close", "Ends it: nobody of the body sees us by it any more." {
        because: "Because", "Why.";
    }
};

pub(super) const ISSUING: &[OperationForm] = composed! {
    IssuePaper on Engagement, "issue", "Issue", "Sends a plan, request, finding, report or decision to the client, bound by its hash." {
        kind: IssuedKind, "Kind", "What it is.";
        title: Line, "Title", "What it is called.";
        text: Prose, "Text", "What it says.";
        grade: Option<FindingGrade>, "Grade", "Of a finding: how grave it is.";
        clause: Option<Clause>, "Clause", "Of a finding: the requirement.";
        control: Option<Ref<Control>>, "Control", "Of a finding or request: the control concerned, as the client calls it.";
        due: Option<Date>, "Due", "Of a finding or request: by when an answer is wanted.";
        day: Option<Date>, "Day", "Of a plan the first day, of a report the last day of the audit, of a decision the last day of the certificate.";
        days: Option<Decimal>, "Days", "Of a plan: how many days of work the audit takes.";
        granted: Option<YesNo>, "Granted", "Of a decision: whether the certificate is given.";
        there: Line, "There", "What the client's records call it, where that is known.";
    } => |id| IssuePaper {
        engagement: Ref::of(id.key),
        paper: IssuedPaper { kind, title, text, grade, clause, control, due, day, days, granted },
        there,
    };
    ReceiveIssued on Share, "receive", "Take in a paper", "Takes what the body issued, from its file, as it wrote it; its signature is checked." {
        file: IssuedFile, "File", "The whole text of the file that the body sent.";
    } => |id| file.received_by(Ref::of(id.key));
};
