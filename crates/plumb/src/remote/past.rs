//! Commits of a server as events: the same values that a folder gives.

use app::{Event, EventChange, Via};
use model::{FieldDiff, Isms, RecordId, Stamp};
use serde_json::Value;

use super::client::text;
use super::{Remote, moment, unreadable};
use crate::exit::Stop;

/// How many commits are asked for at once.
const PAGE: usize = 200;

impl Remote {
    /// Returns a commit.
    pub async fn commit(&self, isms: &Isms, seq: u64) -> Result<Event, Stop> {
        let told = self.client.get(&self.at(&format!("/history/{seq}"))).await?;
        event(isms, &told.body).ok_or_else(|| unreadable(&self.client))
    }

    /// Returns commits that are wanted, newest first, at most so many; of one record only, where one is named.
    pub async fn history(
        &self,
        isms: &Isms,
        record: Option<RecordId>,
        most: usize,
        mut wanted: impl FnMut(&mut Event, &Value) -> bool,
    ) -> Result<Vec<Event>, Stop> {
        let path = record
            .map_or_else(|| "/history".to_owned(), |id| format!("{}/history", web::address::record(id)));
        let (mut events, mut after) = (Vec::new(), String::new());
        let limit = most.clamp(1, PAGE).to_string();
        while events.len() < most {
            let query = [("limit", limit.as_str()), ("after", after.as_str())];
            let told = self.client.get(&web::address::with_query(&self.at(&path), query)).await?.body;
            for one in told["commits"].as_array().map(Vec::as_slice).unwrap_or_default() {
                let mut event = event(isms, one).ok_or_else(|| unreadable(&self.client))?;
                if wanted(&mut event, one) {
                    events.push(event);
                }
            }
            match told["next"].as_str() {
                Some(next) if next != after => next.clone_into(&mut after),
                Some(_) | None => break,
            }
        }
        events.truncate(most);
        Ok(events)
    }
}

fn event(isms: &Isms, told: &Value) -> Option<Event> {
    let by = told["by"].as_str().and_then(RecordId::parse).and_then(|id| {
        isms.people.iter().find(|(person, _)| person.id() == id).map(|(_, person)| person.uuid)
    });
    let changes = told["changes"].as_array()?.iter().map(change).collect::<Option<Vec<_>>>()?;
    Some(Event {
        seq: told["seq"].as_u64()?,
        stamp: Stamp {
            at: moment(told, "at"),
            on: text(told, "on").parse().ok()?,
            by: by.unwrap_or_default(),
        },
        who: text(told, "who").to_owned(),
        intent: text(told, "intent").to_owned(),
        via: via(text(told, "via")),
        leaf: text(told, "leaf").to_owned(),
        auth: text(told, "auth").to_owned(),
        policy: text(told, "policy").to_owned(),
        because: text(told, "because").to_owned(),
        changes,
        untold: told["untold"].as_u64().and_then(|untold| usize::try_from(untold).ok()).unwrap_or(0),
    })
}

fn change(told: &Value) -> Option<EventChange> {
    let id = RecordId::parse(text(told, "id"))?;
    let known = id.kind.fields();
    let field = |one: &Value| {
        let name = text(one, "name");
        let found = known.iter().find(|field| field.name == name)?;
        Some(FieldDiff {
            name: found.name,
            label: found.label,
            before: text(one, "before").to_owned(),
            after: text(one, "after").to_owned(),
            shape: found.shape.clone(),
        })
    };
    let fields = told["fields"].as_array()?.iter().filter_map(field).collect();
    let verb = match text(told, "verb") {
        "create" => "create",
        "delete" => "delete",
        _ => "update",
    };
    Some(EventChange { id, title: text(told, "title").to_owned(), verb, fields })
}

fn via(word: &str) -> Via {
    match word {
        "apikey" => Via::ApiKey,
        "cli" => Via::Cli,
        "import" => Via::Import,
        "upgrade" => Via::Upgrade,
        "scheduler" => Via::Scheduler,
        _ => Via::Session,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_commit_of_a_server_is_told_as_one_of_a_folder() {
        let told = json!({
            "seq": 4, "at": "2026-11-21T12:00:00Z", "on": "2026-11-21", "by": null, "who": "Jana Novak",
            "intent": "record.edit", "via": "apikey", "because": "", "leaf": "x", "untold": 2,
            "changes": [{ "id": "R-1", "title": "Fire", "verb": "update",
                "fields": [{ "name": "title", "before": "Fir", "after": "Fire" }, { "name": "unheard_of", "before": "", "after": "x" }] }],
        });
        let event = event(&Isms::default(), &told).expect("a commit");
        assert_eq!(
            (event.seq, event.via, event.untold, event.who.as_str()),
            (4, Via::ApiKey, 2, "Jana Novak")
        );
        let fields = &event.changes[0].fields;
        assert!(fields.len() == 1 && fields[0].label == "Title", "{fields:?}");
        assert!(super::event(&Isms::default(), &json!({})).is_none());
    }
}
