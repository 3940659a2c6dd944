//! Interfaces: where the inside of the scope meets the outside.

use crate::field::record;
use crate::{ElementRef, Line, Prose};
record! {
    /// A boundary where something inside the scope meets something outside.
    Interface => interfaces, "IFC", "interface", "interfaces", clause "4.3 c", single false,
    "A place where what is inside the scope touches what is outside.";
    title: Line, Form "Title", "What the interface is called.";
    inside: Option<ElementRef>, Form "Inside", "What is on our side.";
    outside: Option<ElementRef>, Form "Outside", "What is on the other side.";
    responsibility_split: Prose, Form "Who does what", "Which duties end here and which begin.";
}
