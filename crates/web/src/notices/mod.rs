//! Notices by mail: one digest a day for each account, at eight where its organisation is, and at once what cannot wait.
//!
//! What is told is looked for anew each time, as its reader sees it; kept is only what was told. Nothing that a page asks
//! for waits for a mail server.

mod matters;
#[cfg(test)]
mod sink;
#[cfg(test)]
mod slow;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use app::identity::{Account, Accounts, Uuid};
use app::mail::{MailFailed, MailKept, MailSettings, MailTold, Post, Unsent};
use app::{Instance, LogId};
use model::Date;

use crate::failure::Failure;
use crate::site::Site;
use matters::{Matters, Moment, matters};

/// How often it is looked whether something is to be told.
const ROUND: Duration = Duration::from_secs(60);
/// The hours in which the digest is sent: at eight, or by noon where the server slept.
const DIGEST: std::ops::Range<i8> = 8..12;
/// Most messages to one account on one day that do not wait for the digest.
const AT_ONCE_MAX: u32 = 10;
/// For how long nothing is sent to an address that was refused, on the same way, in microseconds.
const REFUSED: i64 = 24 * 60 * 60 * 1_000_000;

/// How notices are sent.
pub struct Mail {
    /// How it was set.
    pub settings: MailSettings,
    /// The way to the mail server.
    pub post: Post,
    /// What is remembered of it.
    pub kept: MailKept,
    /// When somebody tried it the last time.
    tried: AtomicI64,
}

impl Mail {
    /// Returns mail that is sent as settings say.
    ///
    /// # Errors
    /// Where TLS cannot be made ready.
    pub fn new(settings: MailSettings, accounts: &Accounts) -> Result<Self, String> {
        let post = Post::new(&settings)?;
        Ok(Self { settings, post, kept: MailKept::beside(accounts), tried: AtomicI64::new(i64::MIN) })
    }

    /// Says whether it may be tried now, and remembers that it is: not twice within so many microseconds.
    pub fn may_try(&self, now: i64, apart: i64) -> bool {
        let earlier = |last: i64| (last.saturating_add(apart) <= now).then_some(now);
        self.tried.fetch_update(Ordering::Relaxed, Ordering::Relaxed, earlier).is_ok()
    }
}

/// Returns how the data folder says that mail is sent, where it says so.
///
/// # Errors
/// What is wrong with what it says.
pub fn of(instance: &Instance, accounts: &Accounts) -> Result<Option<Mail>, String> {
    let Some(folder) = instance.folder() else { return Ok(None) };
    let password = std::env::var(MailSettings::PASSWORD).ok();
    let settings = MailSettings::of_folder(folder, password).map_err(|failure| failure.to_string())?;
    settings.map(|settings| Mail::new(settings, accounts)).transpose()
}

/// Sends what is to be told, round after round, until the server ends; returns at once where no mail is sent.
pub async fn run(site: Site) {
    if site.mail().is_none() {
        return;
    }
    let mut rounds = Rounds::new(site);
    let mut minutes = tokio::time::interval(ROUND);
    minutes.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        minutes.tick().await;
        let now = rounds.site.instance().micros();
        if let Err(problem) = rounds.round(now).await {
            tracing::warn!("notices were not sent: {problem:?}");
        }
    }
}

/// What of an account was looked at: whether the digest was due, and each organisation's day and commits.
type Look = (bool, Vec<(LogId, Date, u64)>);

/// The rounds of one server.
struct Rounds {
    site: Site,
    holder: Uuid,
    /// What was looked at and told: as long as nothing changes there is nothing new.
    looked: HashMap<Uuid, Look>,
    /// How many messages in a row were refused in this round.
    refused: u32,
    /// What time it is: one message may take most of a minute, and a round many messages.
    clock: Box<dyn Fn() -> i64 + Send + Sync>,
    /// The moment of the round, and what the clock said then.
    begun: (i64, i64),
}

/// What came of an account in a round.
#[derive(Debug, PartialEq, Eq)]
enum Came {
    /// There was nothing to tell.
    Nothing,
    /// A message was sent.
    Sent,
    /// The mail server does not take what goes to this address; it is tried again after a day.
    Refused,
    /// The mail server takes nothing now, or another server of ours sends.
    Stopped,
}

impl Rounds {
    fn new(site: Site) -> Self {
        let instance = Arc::clone(site.instance());
        let clock = Box::new(move || instance.micros());
        Self { site, holder: Uuid::new_v4(), looked: HashMap::new(), refused: 0, clock, begun: (0, 0) }
    }

    /// Returns the present moment in the time of the round.
    fn now(&self) -> i64 {
        let (moment, said) = self.begun;
        moment + ((self.clock)() - said)
    }

    /// Tells all accounts what is to be told now, unless another server does; returns how many messages were sent.
    async fn round(&mut self, now: i64) -> Result<usize, Failure> {
        let site = self.site.clone();
        let Some(mail) = site.mail() else { return Ok(0) };
        (self.begun, self.refused) = ((now, (self.clock)()), 0);
        if !mail.kept.take(self.holder, now).await? {
            return Ok(0);
        }
        let all = site.all().await?;
        let accounts: Vec<Account> = site.accounts().accounts();
        let ids: BTreeSet<Uuid> = accounts.iter().map(|account| account.id).collect();
        if self.looked.keys().any(|known| !ids.contains(known)) {
            self.looked.retain(|known, _| ids.contains(known));
            mail.kept.forget_all_but(&ids).await?;
        }
        let mut sent = 0;
        for account in accounts.iter().filter(|account| account.is_active()) {
            let Some(moment) = Moment::of(account, &all, now) else { continue };
            match self.tell(mail, account, &moment).await? {
                Came::Nothing | Came::Refused => {}
                Came::Sent => sent += 1,
                Came::Stopped => break,
            }
        }
        Ok(sent)
    }

    /// Tells one account what is to be told now.
    async fn tell(&mut self, mail: &Mail, account: &Account, moment: &Moment) -> Result<Came, Failure> {
        let look: Look = (DIGEST.contains(&moment.hour), moment.commits());
        if self.looked.get(&account.id) == Some(&look) {
            return Ok(Came::Nothing);
        }
        let told = mail.kept.told(account.id).await?;
        if told.is_refused(account.email.as_str(), mail.post.way(), self.now()) {
            return Ok(Came::Nothing);
        }
        let is_due = look.0 && told.digest_on != Some(moment.day);
        let found = matters(&self.site, moment).await?;
        let came = self.send(mail, account, moment, (told, is_due, found)).await?;
        match came {
            Came::Nothing | Came::Sent => {
                self.looked.insert(account.id, look);
            }
            // What was not taken is told later, though nothing new comes to it.
            Came::Refused | Came::Stopped => {}
        }
        Ok(came)
    }

    /// Sends what is new, and remembers that it was told.
    async fn send(
        &mut self,
        mail: &Mail,
        account: &Account,
        moment: &Moment,
        (mut told, is_due, found): (MailTold, bool, Matters),
    ) -> Result<Came, Failure> {
        let today = moment.day;
        let new = found.untold(&told, is_due);
        let already = told.at_once.filter(|(day, _)| *day == today).map_or(0, |(_, count)| count);
        if new.is_empty() || (!is_due && already >= AT_ONCE_MAX) {
            if is_due {
                told.digest_on = Some(today);
                mail.kept.keep_told(account.id, &told).await?;
            }
            return Ok(Came::Nothing);
        }
        let letter = found.letter(account, &new, is_due, self.site.sessions().origin());
        let sent = mail.post.send(&letter).await;
        let now = self.now();
        match sent {
            Ok(()) => {
                self.refused = 0;
                told.tell(new.iter().map(|matter| matter.key.clone()), &found.present);
                if is_due {
                    told.digest_on = Some(today);
                } else {
                    told.at_once = Some((today, already + 1));
                }
                mail.kept.keep_told(account.id, &told).await?;
                let goes_on = mail.kept.sent(self.holder, now).await?;
                Ok(if goes_on { Came::Sent } else { Came::Stopped })
            }
            Err(Unsent::Refused(words)) => {
                told.refuse(account.email.as_str(), mail.post.way(), now + REFUSED);
                mail.kept.keep_told(account.id, &told).await?;
                let words = format!("to {}: {words}", account.email);
                self.refused += 1;
                // Who refuses one after the other does not take what comes from here.
                let is_server = self.refused > 1;
                let of = if is_server { MailFailed::Server } else { MailFailed::Letter };
                mail.kept.failed(&words, now, of).await?;
                Ok(if is_server { Came::Stopped } else { Came::Refused })
            }
            Err(Unsent::Later(words)) => {
                mail.kept.failed(&words, now, MailFailed::Server).await?;
                Ok(Came::Stopped)
            }
        }
    }
}
