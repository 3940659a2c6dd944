//! Commits of a server as events: the same values that a folder gives.

use app::{Event, EventChange, Via};
use model::{FieldDiff, Isms, RecordId, Stamp};
use serde_json::Value;

use super::client::text;
use super::{Remote, moment};
use crate::exit::{Exit, Stop};
use crate::screen::clip;

/// How many commits are asked for at once.
const PAGE: usize = 200;

impl Remote {
    /// Returns a commit.
    pub async fn commit(&self, isms: &Isms, seq: u64) -> Result<Event, Stop> {
        let told = self.client.get(&self.at(&format!("/history/{seq}"))).await?;
        event(isms, &told.body).map_err(|words| self.unheard_of(&words))
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
                let mut event = event(isms, one).map_err(|words| self.unheard_of(&words))?;
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

impl Remote {
    /// Says what of a commit cannot be told here.
    fn unheard_of(&self, words: &str) -> Stop {
        Stop::new(Exit::Unreachable, format!("a commit of {} cannot be told: {words}", self.client.server()))
            .help("is it a newer plumb? take the same here")
    }
}

/// Reads a commit; a word that is not known here is told, so that no history is told wrongly.
fn event(isms: &Isms, told: &Value) -> Result<Event, String> {
    let by = told["by"].as_str().and_then(RecordId::parse).and_then(|id| {
        isms.people.iter().find(|(person, _)| person.id() == id).map(|(_, person)| person.uuid)
    });
    let seq = told["seq"].as_u64().ok_or("it has no number")?;
    let changes = told["changes"].as_array().ok_or_else(|| format!("commit {seq} names no changes"))?;
    let changes = changes.iter().map(|one| change(one).map_err(|words| format!("commit {seq} {words}")));
    let on = text(told, "on").parse().map_err(|_| format!("commit {seq} has no day"))?;
    Ok(Event {
        seq,
        stamp: Stamp { at: moment(told, "at"), on, by: by.unwrap_or_default() },
        who: text(told, "who").to_owned(),
        intent: text(told, "intent").to_owned(),
        via: via(text(told, "via")).map_err(|words| format!("commit {seq} {words}"))?,
        leaf: text(told, "leaf").to_owned(),
        auth: text(told, "auth").to_owned(),
        policy: text(told, "policy").to_owned(),
        because: text(told, "because").to_owned(),
        changes: changes.collect::<Result<Vec<_>, String>>()?,
        untold: told["untold"].as_u64().and_then(|untold| usize::try_from(untold).ok()).unwrap_or(0),
    })
}

fn change(told: &Value) -> Result<EventChange, String> {
    let named = text(told, "id");
    let id =
        RecordId::parse(named).ok_or_else(|| format!("changes \"{}\", which is no id", clip(named, 40)))?;
    let known = id.kind.fields();
    // A field that is not known here has no words; it is left out, and the rest is told.
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
    let fields = told["fields"].as_array().ok_or_else(|| format!("names no fields of {id}"))?;
    let verb = text(told, "verb");
    let verbs = ["create", "update", "delete"];
    let verb = verbs.into_iter().find(|known| *known == verb).ok_or_else(|| {
        format!("does \"{}\" to {id}; expected one of {}", clip(verb, 40), verbs.join(", "))
    })?;
    let fields = fields.iter().filter_map(field).collect();
    Ok(EventChange { id, title: text(told, "title").to_owned(), verb, fields })
}

fn via(word: &str) -> Result<Via, String> {
    Via::parse(word).ok_or_else(|| {
        let known: Vec<&str> = Via::ALL.iter().map(|via| via.as_str()).collect();
        format!("came by \"{}\"; expected one of {}", clip(word, 40), known.join(", "))
    })
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
        assert!(super::event(&Isms::default(), &json!({})).is_err());
    }

    #[test]
    fn a_word_that_is_not_known_here_is_told_and_not_taken_for_another() {
        let told = |verb: &str, via: &str| json!({ "seq": 4, "on": "2026-11-21", "via": via, "changes": [{ "id": "R-1", "verb": verb, "fields": [] }] });
        let said = |verb, via| super::event(&Isms::default(), &told(verb, via)).map(|event| event.via);
        assert_eq!(said("delete", "import"), Ok(Via::Import));
        let words = said("merge", "cli").expect_err("no such verb");
        assert_eq!(words, "commit 4 does \"merge\" to R-1; expected one of create, update, delete");
        assert!(
            said("update", "pigeon").is_err_and(|words| words.starts_with("commit 4 came by \"pigeon\""))
        );
    }
}
