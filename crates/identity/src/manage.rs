//! What those do who manage the installation: invite, disable, give a link to a new password.

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use crate::account::{Account, Admin, Email, Standing, name};
use crate::accounts::{Accounts, note, owner};
use crate::link::{INVITATION_LASTS, Invitation, Invited, Link, Opens, RESET_LASTS};
use crate::network::Network;
use crate::password::Strength;
use crate::refusal::{Answer, Refusal};
use crate::secret::{self, Digest, Purpose, Secret};
use crate::session::Session;
use crate::sign_in::{Second, take};
use crate::state::{Change, State};

/// The most links that are open at once.
const LINKS_MAX: usize = 5_000;

/// By whom something is managed.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    /// Somebody signed in, who must manage the installation and have proved it within ten minutes.
    Session(&'a Session),
    /// Somebody signed in of whom the caller checked that it may invite to the seat; proved within ten minutes.
    Vouched(&'a Session),
    /// Who can open the data folder on the machine itself.
    Machine,
}

/// What a link to a new password asks, and what it takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResetTerms {
    /// Nothing: it was made at the machine itself, by who has the folder anyway.
    Free,
    /// A code of the person's app, or a recovery code.
    Code,
}

impl Accounts {
    /// Invites somebody and returns the link's secret, which is shown once. Whether there is an account of this address
    /// already is not told.
    pub async fn invite(&self, by: By<'_>, invited: Invited) -> Answer<Secret> {
        let called = name("name", &invited.name)?;
        self.change(|state| {
            let own = match by {
                By::Vouched(_) => invited.seat.is_some() && invited.admin == Admin::No,
                By::Session(_) | By::Machine => true,
            };
            if !own {
                return Err(Refusal::NotAdmin);
            }
            let by = self.authority(state, by)?;
            let invited = Invited { name: called.clone(), ..invited.clone() };
            self.linked(state, Opens::Invitation(invited), INVITATION_LASTS, by)
        })
        .await
    }

    /// Returns the invitations that are open.
    pub fn invitations(&self) -> Vec<Invitation> {
        let (state, now) = (self.state(), self.now());
        let open = state.links.values().filter(|link| link.until >= now);
        let mut open: Vec<Invitation> = open.filter_map(shown).collect();
        open.sort_by(|one, other| other.until.cmp(&one.until).then(one.id.cmp(&other.id)));
        open
    }

    /// Takes an invitation back.
    pub async fn withdraw_invitation(&self, by: By<'_>, id: Uuid) -> Answer<()> {
        self.change(|state| {
            let found = state.links.iter().find(|(_, link)| link.id == id && shown(link).is_some());
            let (digest, link) = found.ok_or(Refusal::Unknown("invitation"))?;
            match by {
                // Who vouched for an invitation may take that one back.
                By::Vouched(session) if link.by != Some(session.account) => return Err(Refusal::NotAdmin),
                By::Session(_) | By::Vouched(_) | By::Machine => self.authority(state, by)?,
            };
            Ok((vec![Change::EndLink(digest.clone())], ()))
        })
        .await
    }

    /// Disables an account: its sessions end, its tokens open nothing.
    pub async fn disable(&self, by: By<'_>, account: Uuid) -> Answer<()> {
        self.manage(by, account, |state, account| {
            account.standing = Standing::Disabled;
            stays_managed(state, account)
        })
        .await
    }

    /// Lets a disabled account sign in again.
    pub async fn enable(&self, by: By<'_>, account: Uuid) -> Answer<()> {
        self.manage(by, account, |_, account| {
            account.standing = Standing::Active;
            Ok(())
        })
        .await
    }

    /// Says whether an account manages the installation. Its sessions end.
    pub async fn set_admin(&self, by: By<'_>, account: Uuid, admin: Admin) -> Answer<()> {
        self.manage(by, account, |state, account| {
            account.admin = admin;
            stays_managed(state, account)
        })
        .await
    }

    /// Gives an account another e-mail address. Its sessions end, and links to a new password open nothing.
    pub async fn set_email(&self, by: By<'_>, account: Uuid, email: &str) -> Answer<()> {
        let email = Email::read(email)?;
        self.manage(by, account, |state, account| {
            if state.by_email(&email).is_some_and(|other| other.id != account.id) {
                return Err(Refusal::Taken);
            }
            account.email = email.clone();
            Ok(())
        })
        .await
    }

    /// Takes an account's codes away, for one who lost the phone and the recovery codes. Its sessions end, and a
    /// password that does not stand alone opens nothing any more.
    pub async fn drop_codes_of(&self, by: By<'_>, account: Uuid) -> Answer<()> {
        self.manage(by, account, |_, account| {
            account.keys.totp = None;
            account.keys.recovery = crate::recovery::KeptCodes::default();
            account.keys.password.take_if(|kept| kept.strength == Strength::Beside);
            Ok(())
        })
        .await
    }

    /// Returns the secret of a link to a new password, which is shown once. What else proves the person stays; what it
    /// asks beside, [`ResetTerms`] says.
    pub async fn reset(&self, by: By<'_>, account: Uuid) -> Answer<Secret> {
        self.change(|state| {
            let by = self.authority(state, by)?;
            let account = state.accounts.get(&account).ok_or(Refusal::Unknown("account"))?;
            if by.is_some() && !account.has_codes() {
                // Who manages accounts would sit in the seats of the person.
                return Err(Refusal::ResetAtMachine);
            }
            let opens = Opens::Reset { account: account.id, email: account.email.clone() };
            self.linked(state, opens, RESET_LASTS, by)
        })
        .await
    }

    /// Returns what a link to a new password asks and takes; nothing where it is not good.
    pub fn reset_terms(&self, link: &str) -> Option<ResetTerms> {
        self.reset_of(&self.state(), link).ok().map(|(_, _, terms)| terms)
    }

    /// Sets the password that a link is for. It signs nobody in, and codes are still asked for.
    ///
    /// Whoever manages the installation makes such links, and shall not sit in anybody's seat by one: it takes a code
    /// of the person.
    pub async fn use_reset(
        &self,
        link: &str,
        password: &str,
        second: Option<Second<'_>>,
        words: &[String],
        network: Network,
    ) -> Answer<ResetTerms> {
        let (_, account, terms) = self.reset_of(&self.state(), link)?;
        if terms == ResetTerms::Code {
            self.attempt(account.email.as_str(), network)?;
        }
        let least = if account.has_codes() { Strength::Beside } else { Strength::Alone };
        let kept = self.hashed(&account.name, &account.email, password, least, words, network).await?;
        let now = self.now();
        let terms = self
            .change(|state| {
                let (digest, mut account, terms) = self.reset_of(state, link)?;
                if kept.strength == Strength::Beside && !account.has_codes() {
                    return Err(Refusal::PasswordNeedsSecond);
                }
                let mut changes = state.end_sessions(account.id, None);
                match terms {
                    ResetTerms::Free => {}
                    ResetTerms::Code => {
                        take(&mut account, second.ok_or(Refusal::WrongCode)?, now)?;
                    }
                }
                account.keys.password = Some(kept.clone());
                note("password set by link", Some(account.id), network);
                changes.extend([Change::Account(Box::new(account)), Change::EndLink(digest)]);
                Ok((changes, terms))
            })
            .await?;
        self.got_in(account.email.as_str(), network);
        Ok(terms)
    }

    fn reset_of(&self, state: &State, link: &str) -> Result<(Digest, Account, ResetTerms), Refusal> {
        let digest = Digest::of(Purpose::Link, link);
        let Some(Link { opens: Opens::Reset { account, email }, until, by, .. }) = state.links.get(&digest)
        else {
            return Err(Refusal::Gone);
        };
        let account = state.accounts.get(account).filter(|account| account.email == *email);
        let account = account.filter(|account| account.is_active() && *until >= self.now());
        let account = account.ok_or(Refusal::Gone)?.clone();
        let terms = match (by, account.has_codes()) {
            (None, _) => ResetTerms::Free,
            (Some(_), true) => ResetTerms::Code,
            (Some(_), false) => return Err(Refusal::Gone),
        };
        Ok((digest, account, terms))
    }

    /// Changes an account of which one or more sessions then end.
    async fn manage(
        &self,
        by: By<'_>,
        account: Uuid,
        edit: impl Fn(&State, &mut Account) -> Result<(), Refusal>,
    ) -> Answer<()> {
        self.change(|state| {
            match by {
                By::Vouched(_) => return Err(Refusal::NotAdmin),
                By::Session(_) | By::Machine => self.authority(state, by)?,
            };
            let mut account = state.accounts.get(&account).ok_or(Refusal::Unknown("account"))?.clone();
            edit(state, &mut account)?;
            let mut changes = state.end_sessions(account.id, None);
            changes.push(Change::Account(Box::new(account)));
            Ok((changes, ()))
        })
        .await
    }

    /// Returns by which account something is managed, if it may be.
    pub(crate) fn authority(&self, state: &State, by: By<'_>) -> Result<Option<Uuid>, Refusal> {
        let (session, must_manage) = match by {
            By::Machine => return Ok(None),
            By::Session(session) => (session, true),
            By::Vouched(session) => (session, false),
        };
        let account = owner(state, session, self.now())?;
        if must_manage && !account.manages() { Err(Refusal::NotAdmin) } else { Ok(Some(account.id)) }
    }

    fn linked(
        &self,
        state: &State,
        opens: Opens,
        lasts: SignedDuration,
        by: Option<Uuid>,
    ) -> Result<(Vec<Change>, Secret), Refusal> {
        if state.links.len() >= LINKS_MAX {
            return Err(Refusal::TooMany { what: "open links", most: LINKS_MAX });
        }
        let secret = Secret::new(self.surroundings(), "");
        let until: Timestamp = self.now() + lasts;
        let link = Link { id: secret::uuid(self.surroundings()), opens, until, by };
        let digest = Digest::of(Purpose::Link, secret.show());
        Ok((vec![Change::Link(digest, Box::new(link))], secret))
    }
}

/// Refuses what would leave nobody who manages the installation.
fn stays_managed(state: &State, changed: &Account) -> Result<(), Refusal> {
    let others = state.accounts.values().any(|other| other.id != changed.id && other.manages());
    let was = state.accounts.get(&changed.id).is_some_and(Account::manages);
    if was && !changed.manages() && !others { Err(Refusal::LastAdmin) } else { Ok(()) }
}

fn shown(link: &Link) -> Option<Invitation> {
    match &link.opens {
        Opens::Invitation(invited) => {
            Some(Invitation { id: link.id, invited: invited.clone(), until: link.until, by: link.by })
        }
        Opens::Reset { .. } => None,
    }
}
