//! The steps of a wizard, with a way back to those that are done.

use maud::{Markup, html};

/// Returns the steps: word and, where one can go back, address. `now` counts from zero.
pub fn steps(steps: &[(&str, Option<String>)], now: usize) -> Markup {
    html! {
        nav aria-label="steps" {
            ol.steps {
                @for (at, (word, href)) in steps.iter().enumerate() {
                    li .done[at < now] .now[at == now] aria-current=[(at == now).then_some("step")] {
                        span.step-number { (at + 1) }
                        @match href {
                            Some(href) if at < now => a href=(href) { (word) },
                            Some(_) | None => span { (word) },
                        }
                    }
                }
            }
        }
    }
}
