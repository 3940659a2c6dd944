//! Commands as they work through a server: what is printed can be typed, or opened.

use model::RecordId;

/// Commands that work on a folder only: through a server the page is named on which the same is done.
const ON_A_FOLDER: &[&str] =
    &["accept", "approve", "evidence", "hand-over", "rate", "soa", "take", "treat", "verify", "withdraw"];

/// Where records lie that are read through a server, and how commands name it.
#[derive(Debug, Clone)]
pub struct Far {
    /// The organisation's first page.
    pub page: String,
    /// What stands before each command: `plumb --server URL`.
    pub plumb: String,
}

impl Far {
    /// Returns a text whose command works there: with the server named, or as the page about a record.
    pub fn here(&self, text: &str, about: Option<RecordId>) -> String {
        let Some((before, command)) = text.split_once("plumb ") else { return text.to_owned() };
        let verb = command.split_whitespace().next().unwrap_or_default();
        let page = match verb {
            "take" => "/proposals".to_owned(),
            _ => about.map_or_else(|| "/readiness".to_owned(), web::address::record),
        };
        if verb.starts_with("--") {
            text.to_owned()
        } else if ON_A_FOLDER.contains(&verb) {
            format!("{before}{}{page}", self.page)
        } else {
            format!("{before}{} {command}", self.plumb)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_names_the_server_and_what_works_on_a_folder_only_is_a_page() {
        let far = Far {
            page: "https://isms.example/o/acme".to_owned(),
            plumb: "plumb --server https://isms.example".to_owned(),
        };
        let risk = RecordId::parse("R-1");
        let set = far.here("plumb set R-1 owner=PERSON", risk);
        assert_eq!(set, "plumb --server https://isms.example set R-1 owner=PERSON");
        assert_eq!(far.here(&set, risk), set, "it is named once");
        assert_eq!(far.here("plumb accept R-1", risk), "https://isms.example/o/acme/risks/R-1");
        assert_eq!(
            far.here("read it, then take it: plumb take SCO", None),
            "read it, then take it: https://isms.example/o/acme/proposals"
        );
        assert_eq!(far.here("ask the owner", risk), "ask the owner");
    }
}
