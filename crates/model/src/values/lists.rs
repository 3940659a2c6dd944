//! Values that may be missing, and lists of values.

use super::{Problem, Separator, Shape, Value};
use crate::RecordId;

impl<V: Value> Value for Option<V> {
    fn text(&self) -> String {
        self.as_ref().map(V::text).unwrap_or_default()
    }
    fn is_empty(&self) -> bool {
        self.as_ref().is_none_or(V::is_empty)
    }
    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        if let Some(value) = self {
            value.references(visit);
        }
    }
    fn read(text: &str) -> Result<Self, Problem> {
        if text.trim().is_empty() { Ok(None) } else { V::read(text).map(Some) }
    }
    fn shape() -> Shape {
        Shape::Optional(Box::new(V::shape()))
    }
    fn schema() -> serde_json::Value {
        super::one_of([V::schema(), serde_json::json!({ "type": "null" })])
    }
    fn separator() -> Separator {
        V::separator()
    }
}

impl<V: Value> Value for Vec<V> {
    fn text(&self) -> String {
        let texts: Vec<String> = self.iter().map(V::text).collect();
        texts.join(match V::separator() {
            Separator::Comma => ", ",
            Separator::Line => "\n",
        })
    }
    fn is_empty(&self) -> bool {
        Vec::is_empty(self)
    }
    fn references(&self, visit: &mut dyn FnMut(RecordId)) {
        for value in self {
            value.references(visit);
        }
    }
    fn read(text: &str) -> Result<Self, Problem> {
        let ends: &[char] = match V::separator() {
            Separator::Comma => &[',', ';', '\n'],
            Separator::Line => &['\n'],
        };
        text.split(ends).map(str::trim).filter(|part| !part.is_empty()).map(V::read).collect()
    }
    fn shape() -> Shape {
        Shape::List(Box::new(V::shape()))
    }
    fn schema() -> serde_json::Value {
        serde_json::json!({ "type": "array", "items": V::schema() })
    }
    fn separator() -> Separator {
        Separator::Line
    }
}
