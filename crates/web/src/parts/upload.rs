//! Where a file is dropped, pasted or chosen; without script it is a form with a file field.

use maud::{Markup, html};

use super::icon::{Icon, icon};

/// Returns the drop zone. `accept` and `hint` say which files.
pub fn upload(action: &str, name: &str, accept: &str, hint: &str) -> Markup {
    html! {
        form.drop method="post" action=(action) enctype="multipart/form-data" data-drop {
            (icon(Icon::Upload))
            label for={ "drop-" (name) } { "Choose a file" span.drop-words { ", drop it here, or paste it" } }
            input id={ "drop-" (name) } type="file" name=(name) accept=(accept) required;
            @if !hint.is_empty() { p.hint { (hint) } }
            p.error data-says role="alert" hidden {}
            button.button type="submit" { "Upload" }
        }
    }
}
