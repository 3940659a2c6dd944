//! What tests of memberships share.

use model::Ref;
use model::YesNo;
use model::records::MemberRole;

use crate::GrantMembership;

/// Returns the grant of roles to a person.
pub fn grant(person: u32, roles: &[MemberRole]) -> GrantMembership {
    let roles = roles.to_vec();
    GrantMembership { person: Ref::number(person), roles, keeps: None, since: None, until: None }
}

/// Returns the grant that makes a person a keeper of the organisation.
pub fn keeper(person: u32) -> GrantMembership {
    GrantMembership { keeps: Some(YesNo::Yes), ..grant(person, &[MemberRole::IsmsManager]) }
}
