//! The reference page of the policies is what the code says.

use std::path::Path;

#[test]
#[expect(clippy::disallowed_methods, reason = "the page is a file beside the code")]
fn the_page_of_policies_is_what_the_code_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/policy.md");
    let text = crate::reference();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &text).expect("the page can be written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == text, "docs/reference/policy.md is stale: UPDATE=1 cargo test -p policy page");
}
