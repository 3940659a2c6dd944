//! Notices by mail: one digest a day for each account, at eight where its organisation is, and at once what cannot wait.
//!
//! What is told is looked for anew each time, as its reader sees it; kept is only what was told. Nothing that a page asks
//! for waits for a mail server.

mod matters;
#[cfg(test)]
mod sink;
#[cfg(test)]
mod tests;

use std::collections::{BTreeSet, HashMap};
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
/// For how long nothing is sent to an address that was refused, in microseconds.
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
}

/// What came of an account in a round.
#[derive(Debug, PartialEq, Eq)]
enum Came {
    /// There was nothing to tell.
    Nothing,
    /// A message was sent.
    Sent,
    /// The mail server takes nothing now, or another server of ours sends.
    Stopped,
}

impl Rounds {
    fn new(site: Site) -> Self {
        Self { site, holder: Uuid::new_v4(), looked: HashMap::new() }
    }

    /// Tells all accounts what is to be told now, unless another server does; returns how many messages were sent.
    async fn round(&mut self, now: i64) -> Result<usize, Failure> {
        let site = self.site.clone();
        let Some(mail) = site.mail() else { return Ok(0) };
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
            match self.tell(mail, account, &moment, now).await? {
                Came::Nothing => {}
                Came::Sent => sent += 1,
                Came::Stopped => break,
            }
        }
        Ok(sent)
    }

    /// Tells one account what is to be told now.
    async fn tell(
        &mut self,
        mail: &Mail,
        account: &Account,
        moment: &Moment,
        now: i64,
    ) -> Result<Came, Failure> {
        let look: Look = (DIGEST.contains(&moment.hour), moment.commits());
        if self.looked.get(&account.id) == Some(&look) {
            return Ok(Came::Nothing);
        }
        let told = mail.kept.told(account.id).await?;
        if told.not_before.is_some_and(|until| until > now) {
            return Ok(Came::Nothing);
        }
        let is_due = look.0 && told.digest_on != Some(moment.day);
        let found = matters(&self.site, moment).await?;
        let came = self.send(mail, account, moment, (told, is_due, found), now).await?;
        if came != Came::Stopped {
            self.looked.insert(account.id, look);
        }
        Ok(came)
    }

    /// Sends what is new, and remembers that it was told.
    async fn send(
        &self,
        mail: &Mail,
        account: &Account,
        moment: &Moment,
        (mut told, is_due, found): (MailTold, bool, Matters),
        now: i64,
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
        match mail.post.send(&letter).await {
            Ok(()) => {
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
                told.not_before = Some(now + REFUSED);
                mail.kept.keep_told(account.id, &told).await?;
                let words = format!("to {}: {words}", account.email);
                mail.kept.failed(&words, now, MailFailed::Letter).await?;
                Ok(Came::Nothing)
            }
            Err(Unsent::Later(words)) => {
                mail.kept.failed(&words, now, MailFailed::Server).await?;
                Ok(Came::Stopped)
            }
        }
    }
}
