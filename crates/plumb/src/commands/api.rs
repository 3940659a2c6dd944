//! `plumb api`: asks the API of a server for what has no command of its own.

use std::io::Read as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use reqwest::Method;
use serde_json::Value;

use crate::args::Common;
use crate::exit::{Exit, Stop};
use crate::remote;
use crate::remote::client::{Ask, ROOT};
use crate::screen::Screen;

/// The largest body that is sent, in bytes.
const BYTES_MAX: u64 = 1024 * 1024;

/// Ask the API of a server, and show its answer as JSON.
#[derive(Debug, Args)]
#[command(
    before_help = "plumb --server https://isms.example.org api GET /acme/risks?limit=5\nplumb api GET /acme/check?gate=stage1\nplumb api PATCH /acme/risks/R-1 --if-match 3 --body change.json\nplumb api POST /acme/risks/R-1/rate --body - < rating.json",
    after_help = "The server is that of --server or PLUMB_SERVER, the token the one that plumb login keeps. Addresses are those under /api/v1,\n\
                  as GET /openapi.json and the page /api of the server list them. A change carries a key of its own: where the answer is\n\
                  lost on the way, it is asked again and done once."
)]
pub struct Api {
    /// How
    #[arg(value_enum, ignore_case = true)]
    method: Verb,
    /// The address, such as /acme/risks
    path: String,
    /// A file with the JSON to send; - is standard input
    #[arg(long, value_name = "FILE")]
    body: Option<PathBuf>,
    /// The revision that was read, where a record changes
    #[arg(long, value_name = "NUMBER")]
    if_match: Option<u32>,
    /// Why; kept with the change
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
}

/// What is done at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Verb {
    /// Look
    Get,
    /// Make, or take a step
    Post,
    /// Change fields
    Patch,
    /// Remove
    Delete,
}

impl Api {
    /// Asks.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let client = remote::client(common)?.ok_or_else(|| {
            Stop::usage("no server is named").help("name one: plumb --server URL api … or PLUMB_SERVER=URL")
        })?;
        let method = match self.method {
            Verb::Get => Method::GET,
            Verb::Post => Method::POST,
            Verb::Patch => Method::PATCH,
            Verb::Delete => Method::DELETE,
        };
        let body = self.body.as_deref().map(read).transpose()?;
        let tag = self.if_match.map(|revision| format!("\"{revision}\""));
        let because = self.because.as_deref();
        let path = path(&self.path)?;
        let ask = Ask { method, path, body: body.as_ref(), tag: tag.as_deref(), because };
        let told = client.ask(ask).await?.or_stop()?;
        if !told.body.is_null() {
            screen.line(serde_json::to_string_pretty(&told.body).expect("a JSON value is text"));
        }
        Ok(())
    }
}

/// Returns an address below the root of the API, also where it was typed with it, or as pages have it.
fn path(typed: &str) -> Result<&str, Stop> {
    let path = typed.strip_prefix(ROOT).unwrap_or(typed);
    let path = path.strip_prefix("/o").filter(|rest| rest.starts_with('/')).unwrap_or(path);
    if path.starts_with('/') && !path.contains(['#', '\\']) && !path.contains(char::is_whitespace) {
        return Ok(path);
    }
    Err(Stop::usage(format!("\"{typed}\" is no address of the API; expected one such as /acme/risks")))
}

fn read(file: &std::path::Path) -> Result<Value, Stop> {
    let failed = |error: std::io::Error| Stop::not_found(format!("{}: {error}", file.display()));
    let mut text = String::new();
    if file.as_os_str() == "-" {
        std::io::stdin().take(BYTES_MAX + 1).read_to_string(&mut text).map_err(failed)?;
    } else {
        let file = std::fs::File::open(file).map_err(failed)?;
        file.take(BYTES_MAX + 1).read_to_string(&mut text).map_err(failed)?;
    }
    if u64::try_from(text.len()).is_ok_and(|bytes| bytes > BYTES_MAX) {
        return Err(Stop::new(Exit::Refused, format!("the body is larger than {BYTES_MAX} bytes")));
    }
    serde_json::from_str(&text)
        .map_err(|error| Stop::new(Exit::Refused, format!("the body is no JSON: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_as_the_api_and_as_pages_have_it() {
        for typed in ["/acme/risks", "/api/v1/acme/risks", "/o/acme/risks"] {
            assert_eq!(path(typed), Ok("/acme/risks"), "{typed}");
        }
        assert_eq!(path("/organisations"), Ok("/organisations"));
        for typed in ["acme", "https://evil.example/", "/a b", "/a#b", "", "/a\\b"] {
            assert!(path(typed).is_err(), "{typed}");
        }
    }
}
