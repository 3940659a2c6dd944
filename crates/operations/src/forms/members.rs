//! Forms of memberships, and of what only some people see.

use model::records::{MemberRole, Person};
use model::{Date, Prose, Ref, YesNo};

use crate::form::{OperationForm, composed, forms};
use crate::{GrantMembership, RestrictRecord, UnrestrictRecord};

pub(super) const FORMS: &[OperationForm] = forms! {
    ChangeMembership on membership: Membership, "change", "Change", "Says anew what the person is here." {
        roles: "Roles", "What the person is here from now on.";
        keeps: "Keeps the organisation", "Whether the person gives roles that only keepers give, and cannot be the last one to go.";
        until: "Until", "The last day; no end where nothing is said.";
        because: "Because", "Why.";
    }
    DelegateAcceptance on membership: Membership, "delegate", "Delegate risks", "Lets the person accept risks that you own, in your place." {
        risks: "Risks", "Which of your risks.";
        until: "Until", "The last day.";
    }
    EndMembership on membership: Membership, "end", "End", "Ends it at once; the person does nothing here any more." {
        because: "Because", "Why.";
    }
};

/// Forms whose inputs are put together, and those that make a record.
pub(super) const MORE: &[OperationForm] = composed! {
    GrantMembership making Membership, "grant", "Make somebody a member", "Says what a person may do here, and from when." {
        person: Ref<Person>, "Person", "Who it is.";
        roles: Vec<MemberRole>, "Roles", "What the person is here.";
        keeps: Option<YesNo>, "Keeps the organisation", "Whether the person gives roles that only keepers give, and cannot be the last one to go.";
        since: Option<Date>, "Since", "The first day; today where nothing is said.";
        until: Option<Date>, "Until", "The last day; no end where nothing is said.";
    } => |id| GrantMembership { person, roles, keeps, since, until };

    RestrictRecord on Evidence, "restrict", "Restrict", "Lets only named people see it." {
        to: Vec<Ref<Person>>, "Who sees it", "The people who see it beside you.";
        because: Prose, "Because", "Why others do not.";
    } => |id| RestrictRecord { id, to, because };
    UnrestrictRecord on Evidence, "unrestrict", "Lift the restriction", "Lets everybody here see it again." {
        because: Prose, "Because", "Why everybody may see it.";
    } => |id| UnrestrictRecord { id, because };

    RestrictRecord on Incident, "restrict", "Restrict", "Lets only named people see it." {
        to: Vec<Ref<Person>>, "Who sees it", "The people who see it beside you.";
        because: Prose, "Because", "Why others do not.";
    } => |id| RestrictRecord { id, to, because };
    UnrestrictRecord on Incident, "unrestrict", "Lift the restriction", "Lets everybody here see it again." {
        because: Prose, "Because", "Why everybody may see it.";
    } => |id| UnrestrictRecord { id, because };

    RestrictRecord on Document, "restrict", "Restrict", "Lets only named people see it." {
        to: Vec<Ref<Person>>, "Who sees it", "The people who see it beside you.";
        because: Prose, "Because", "Why others do not.";
    } => |id| RestrictRecord { id, to, because };
    UnrestrictRecord on Document, "unrestrict", "Lift the restriction", "Lets everybody here see it again." {
        because: Prose, "Because", "Why everybody may see it.";
    } => |id| UnrestrictRecord { id, because };
};
