//! The address by which people look for the risk method.

use axum::response::Response;
use maud::Markup;
use model::Ref;
use model::records::{Method, MethodContent};

use crate::visit::Visit;

/// Goes to the record of the method.
pub async fn page(visit: Visit) -> Response {
    visit.to(&crate::address::record(Ref::<Method>::one().id()))
}

/// Returns the matrix of a method, to stand beside its record.
#[must_use]
pub fn matrix(method: &MethodContent) -> Markup {
    super::heat::matrix(method)
}
