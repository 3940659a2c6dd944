//! The description of the API: OpenAPI 3.1, made from the kinds, their fields, the steps and the table of routes.

mod paths;
mod schemas;

use std::sync::LazyLock;

use axum::extract::RawQuery;
use axum::http::header;
use axum::response::IntoResponse;
use serde_json::{Map, Value, json};

use super::query::Query;
use super::{REFERENCE, Told};
use crate::fields::Fields;

/// The description, made once.
static DOCUMENT: LazyLock<Value> = LazyLock::new(make);
/// The same as it is answered.
static TEXT: LazyLock<String> = LazyLock::new(|| format!("{:#}\n", &*DOCUMENT));

/// Returns the description of the API.
#[must_use]
pub fn document() -> &'static Value {
    &DOCUMENT
}

/// Answers with the description of the API.
///
/// # Errors
/// Where something stands in the query.
pub async fn get(RawQuery(query): RawQuery) -> Told {
    let fields = Fields::read(&query.unwrap_or_default());
    Query::of(&fields, |_| false).end()?;
    Ok(([(header::CONTENT_TYPE, "application/json; charset=utf-8")], TEXT.as_str()).into_response())
}

fn make() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Plumbline",
            "version": "1",
            "description": "Every record and every operation of an ISO/IEC 27001 engagement. The same rules hold as on the pages.",
        },
        "externalDocs": { "url": REFERENCE },
        "security": [{ "token": [] }, { "session": [] }],
        "paths": paths::all(),
        "components": {
            "schemas": schemas::all(),
            "parameters": parameters(),
            "headers": headers(),
            "responses": problems(),
            "securitySchemes": {
                "token": { "type": "http", "scheme": "bearer" },
                "session": { "type": "apiKey", "in": "cookie", "name": "plumb-7117" },
            },
        },
    })
}

/// Returns the parameters that several addresses take.
fn parameters() -> Value {
    let text = |most: u32| json!({ "type": "string", "minLength": 1, "maxLength": most });
    let one = |name: &str, place: &str, schema: Value, words: &str| json!({ "name": name, "in": place, "required": place == "path", "schema": schema, "description": words });
    let needed = |name: &str, schema: Value, words: &str| json!({ "name": name, "in": "header", "required": true, "schema": schema, "description": words });
    let key = json!({ "type": "string", "pattern": "^[!-~]{1,255}$" });
    let tag = json!({ "type": "string", "pattern": "^\"[0-9]+\"$" });
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": super::query::LIMIT_MAX, "default": 50 });
    json!({
        "org": one("org", "path", text(60), "The word of the organisation, as the list of organisations gives it."),
        "id": one("id", "path", text(24), "The id of the record."),
        "job": one("id", "path", json!({ "type": "string", "pattern": "^[0-9a-f]{32}$" }), "The id of the job."),
        "seq": one("seq", "path", json!({ "type": "integer", "minimum": 0 }), "The number of the commit."),
        "limit": one("limit", "query", limit, "How many are answered at most."),
        "after": one("after", "query", text(1000), "The cursor that the page before gave as next."),
        "as_of": one("as_of", "query", json!({ "type": "string", "format": "date" }), "The state at the end of this day."),
        "q": one("q", "query", text(1000), "Words that all have to stand in the record."),
        "proposed": one("proposed", "query", json!({ "enum": super::list::PROPOSED }), "Whether what is only proposed is listed."),
        "Idempotency-Key": needed("Idempotency-Key", key, "A key of your own; the same request with it is done once."),
        "Because": one("Because", "header", json!({ "type": "string", "maxLength": 8000 }), "Why; kept with the commit. Text in UTF-8 with percent signs, as in an address."),
        "If-Match": needed("If-Match", tag.clone(), "The ETag that you read."),
        "If-Match-optional": one("If-Match", "header", tag.clone(), "Done only where the record is still as you read it."),
        "If-None-Match": one("If-None-Match", "header", json!({ "type": "string" }), "Answered with 304 where the record is still so."),
    })
}

/// Returns the headers that answers carry.
fn headers() -> Value {
    let one = |schema: Value, words: &str| json!({ "schema": schema, "description": words });
    json!({
        "ETag": one(json!({ "type": "string" }), "The revision of the record, in quotation marks."),
        "Log-Head": one(json!({ "type": "integer", "minimum": 0 }), "The newest commit of the state that is answered."),
        "Location": one(json!({ "type": "string" }), "Where the new record is."),
    })
}

/// Returns the answers where something is the matter, by status.
fn problems() -> Value {
    let mut all = Map::new();
    for kind in super::problem::ProblemKind::ALL {
        let (status, _, title) = kind.words();
        let name = format!("p{}", status.as_u16());
        let entry = all.entry(name).or_insert_with(|| {
            let media = super::problem::MEDIA;
            json!({
                "description": "",
                "content": { media: { "schema": { "$ref": "#/components/schemas/Problem" } } },
            })
        });
        let before = entry["description"].as_str().unwrap_or_default().to_owned();
        let words = if before.is_empty() { title.to_owned() } else { format!("{before}; or: {title}") };
        entry["description"] = words.into();
    }
    Value::Object(all)
}

#[cfg(test)]
mod tests {
    use super::super::ROUTES;
    use super::*;

    /// Returns the address of the table that a described path is one of.
    fn route_of(path: &str) -> Option<&'static str> {
        let path = path.strip_prefix(super::super::ROOT)?;
        let fits = |route: &&super::super::Route| {
            let (ours, theirs): (Vec<&str>, Vec<&str>) =
                (route.path.split('/').collect(), path.split('/').collect());
            ours.len() == theirs.len()
                && ours
                    .iter()
                    .zip(&theirs)
                    .all(|(one, other)| one == other || (one.starts_with('{') && *one != "{org}"))
        };
        let mut found: Vec<&super::super::Route> = ROUTES.iter().filter(fits).collect();
        found.sort_by_key(|route| route.path.matches('{').count());
        found.first().map(|route| route.path)
    }

    #[test]
    fn each_route_is_described_and_each_described_path_is_routed() {
        let paths = document()["paths"].as_object().expect("paths");
        let mut described = std::collections::BTreeSet::new();
        for (path, item) in paths {
            let route = route_of(path).unwrap_or_else(|| panic!("{path} is no route"));
            let known = ROUTES.iter().find(|known| known.path == route).expect("of the table");
            for method in item.as_object().expect("methods").keys().filter(|name| *name != "parameters") {
                let method = method.to_uppercase();
                assert!(known.methods.split(", ").any(|one| one == method), "{method} {path}");
                described.insert((known.path, method));
            }
        }
        for route in ROUTES {
            for method in route.methods.split(", ").filter(|method| *method != "HEAD") {
                assert!(described.contains(&(route.path, method.to_owned())), "{method} {}", route.path);
            }
        }
    }

    #[test]
    fn every_reference_leads_somewhere_and_every_operation_has_a_name_of_its_own() {
        fn walk<'a>(value: &'a Value, visit: &mut dyn FnMut(&'a str)) {
            match value {
                Value::Object(map) => {
                    if let Some(Value::String(to)) = map.get("$ref") {
                        visit(to);
                    }
                    map.values().for_each(|inner| walk(inner, visit));
                }
                Value::Array(items) => items.iter().for_each(|inner| walk(inner, visit)),
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
            }
        }
        walk(document(), &mut |to| {
            let place = to.strip_prefix('#').unwrap_or_else(|| panic!("{to}"));
            assert!(document().pointer(place).is_some(), "{to} leads nowhere");
        });
        let mut names = std::collections::BTreeSet::new();
        for item in document()["paths"].as_object().expect("paths").values() {
            for (method, operation) in
                item.as_object().expect("methods").iter().filter(|(name, _)| *name != "parameters")
            {
                let name = operation["operationId"].as_str().expect("a name");
                assert!(names.insert(name.to_owned()), "{method} {name} is there twice");
            }
        }
    }
}
