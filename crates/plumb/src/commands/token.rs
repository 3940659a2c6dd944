//! `plumb token`: keys for programs, within the rights of a person and for a while.

use app::Access;
use app::identity::{Accounts, By, Scopes, Token as Key};
use clap::{Args, Subcommand};
use serde_json::json;

use super::user::{found, open, stop};
use crate::args::Common;
use crate::exit::Stop;
use crate::folder;
use crate::screen::Screen;
use crate::shapes::{TOKEN, TOKENS};
use crate::table::table;

/// Keys for programs: make, list, revoke.
#[derive(Debug, Args)]
pub struct Token {
    #[command(subcommand)]
    verb: Verb,
}

/// What is done with tokens.
#[derive(Debug, Subcommand)]
enum Verb {
    /// Make one for somebody's seat in the organisation; it is shown once
    #[command(before_help = "plumb token new Backup --user jana@example.org --scopes read --days 90")]
    New(New),
    /// List them
    #[command(before_help = "plumb token ls\nplumb token ls --user jana@example.org")]
    Ls(List),
    /// Revoke one: it opens nothing any more
    #[command(before_help = "plumb token revoke 6a1c… ")]
    Revoke(Revoke),
}

/// A token to make.
#[derive(Debug, Args)]
struct New {
    /// What uses it
    name: String,
    /// Whose it is, by e-mail address
    #[arg(long, value_name = "EMAIL")]
    user: String,
    /// What it may at most: read, write, read:risk, write:evidence
    #[arg(long, value_name = "SCOPES", default_value = "read")]
    scopes: String,
    /// Days until it ends, at most 365
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    days: i64,
}

/// Whose tokens are listed.
#[derive(Debug, Args)]
struct List {
    /// Only of this account
    #[arg(long, value_name = "EMAIL")]
    user: Option<String>,
}

/// A token to revoke.
#[derive(Debug, Args)]
struct Revoke {
    /// Its id, or the beginning of it
    id: String,
}

impl Token {
    /// Does it.
    pub async fn run(self, common: &Common, screen: &mut Screen) -> Result<(), Stop> {
        let access = if matches!(self.verb, Verb::Ls(_)) { Access::Read } else { Access::Write };
        let (instance, accounts) = open(common, access).await?;
        match self.verb {
            Verb::New(asked) => {
                let account = found(&accounts, &asked.user)?;
                let books = folder::chosen(&instance.all().await?, common.org.as_deref())?;
                let scopes =
                    Scopes::read(&asked.scopes).map_err(|refusal| Stop::usage(refusal.to_string()))?;
                let seat = (account.id, books.log().org);
                let made = accounts.new_token(By::Machine, seat, &asked.name, scopes, asked.days).await;
                let (token, secret) = made.map_err(stop)?;
                if screen.is_json() {
                    screen.json(&TOKEN, json!({ "id": token.id.to_string(), "secret": secret.show(), "until": token.until.to_string() }));
                } else {
                    screen.talk(format!(
                        "{} may {} until {}; it is not shown again:",
                        token.name,
                        token.scopes,
                        day(&token)
                    ));
                    screen.line(secret.show());
                }
                Ok(())
            }
            Verb::Ls(asked) => list(&accounts, asked, screen),
            Verb::Revoke(asked) => {
                let all = all(&accounts, None);
                let mut meant = all.iter().filter(|(_, token)| token.id.to_string().starts_with(&asked.id));
                let (Some((_, token)), None) = (meant.next(), meant.next()) else {
                    return Err(Stop::not_found(format!("there is not exactly one token {}", asked.id))
                        .help("which there are: plumb token ls"));
                };
                accounts.revoke_token(token.account, token.id).await.map_err(stop)?;
                screen.talk(format!("{} opens nothing any more", token.name));
                Ok(())
            }
        }
    }
}

/// Returns tokens with the address of whose they are.
fn all(accounts: &Accounts, only: Option<&str>) -> Vec<(String, Key)> {
    let of = accounts
        .accounts()
        .into_iter()
        .filter(|account| only.is_none_or(|only| account.email.as_str() == only));
    of.flat_map(|account| {
        let email = account.email.to_string();
        accounts.tokens(account.id).into_iter().map(move |token| (email.clone(), token))
    })
    .collect()
}

fn list(accounts: &Accounts, asked: List, screen: &mut Screen) -> Result<(), Stop> {
    let only = asked.user.as_deref().map(|email| found(accounts, email)).transpose()?;
    let tokens = all(accounts, only.as_ref().map(|account| account.email.as_str()));
    if screen.is_json() {
        let rows: Vec<_> = tokens
            .iter()
            .map(|(email, token)| {
                json!({
                    "id": token.id.to_string(), "name": token.name, "user": email, "org": token.org.to_string(),
                    "scopes": token.scopes.to_string(), "until": token.until.to_string(),
                    "used": token.used.map(|used| used.to_string()),
                })
            })
            .collect();
        screen.json(&TOKENS, json!({ "tokens": rows }));
        return Ok(());
    }
    let rows = tokens.iter().map(|(email, token)| {
        let id = token.id.to_string();
        vec![
            id.get(..8).unwrap_or(&id).to_owned(),
            token.name.clone(),
            email.clone(),
            token.scopes.to_string(),
            day(token),
        ]
    });
    table(screen, &["id", "name", "user", "may at most", "until"], rows.collect());
    Ok(())
}

/// Returns the day on which a token ends.
fn day(token: &Key) -> String {
    token.until.to_string().split('T').next().unwrap_or_default().to_owned()
}
