//! Tests of the policies as a whole.

use crate::deed::Deed;
use crate::engine::ENGINE;

#[test]
fn the_policies_fit_their_schema() {
    for deed in Deed::ALL {
        assert!(ENGINE.concerning(*deed) > 0, "no policy speaks of {deed:?}");
    }
}
