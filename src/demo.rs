//! The demo: an invented regency with ninety days of history, told through the desk's own commands with a still clock. Nothing is inserted past them,
//! so that the demo's tickets have the same events, numbers and due times as anybody's.

use chrono::{DateTime, TimeDelta, Utc};
use desk::clock::StillClock;
use desk::refusal::{Outcome, Refusal};
use desk::ticket::Status;
use desk::{Desk, store};
use rand::SeedableRng;
use std::collections::BTreeMap;
use std::sync::Arc;

pub mod content;
mod letter;
mod plan;
mod play;
mod region;
mod script;

/// The same history every time, relative to the day.
const SEED: u64 = 20_260_706;

/// Somebody to sign in as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Name.
    pub name: String,
    /// What they sign in with: NIP, else phone.
    pub login: String,
    /// What they are.
    pub role: String,
    /// What can be tried with it.
    pub note: String,
}

/// A command of the history that the desk refused: a defect of the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Whose story.
    pub story: String,
    /// Which command.
    pub what: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Why.
    pub refusal: Refusal,
}

/// What was told.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Tickets.
    pub tickets: usize,
    /// By the status they have at the end.
    pub statuses: BTreeMap<Status, usize>,
    /// Commands on tickets.
    pub commands: usize,
    /// Tickets on which the clock did something.
    pub by_clock: usize,
    /// What was refused; none, unless the demo is wrong.
    pub refusals: Vec<Refused>,
    /// Whom to sign in as.
    pub accounts: Vec<Account>,
}

/// Loads the regency into an empty desk and tells its history up to `now`. The desk must run on `clock`, which stands at `now` in the end; everybody
/// on the list of accounts gets `password`.
pub async fn load(desk: &Arc<Desk>, clock: &Arc<StillClock>, now: DateTime<Utc>, password: &str) -> Outcome<Summary> {
    let content = content::Content::read()?;
    // A day more than the history, so that nothing happens before there is somebody to do it.
    clock.set(now - TimeDelta::days(plan::DAYS + 2));
    let region = region::Region::settle(desk, &content, now).await?;
    // Before the history, so that a password that somebody cannot have is refused within seconds.
    for account in &content.people.accounts {
        desk.set_password(region.person(&account.key)?, password, false).await?;
    }
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(SEED);
    let plans = plan::plan(&content, &region, &*desk.directory().await?, now, &mut rng)?;
    let player = play::Player::new(desk, clock, &content, &region, now, plans, rng)?;
    let summary = player.play().await?;
    Ok(Summary { accounts: accounts(&content), ..summary })
}

/// Gives everybody on the list of accounts a new password, in a regency that was told at an earlier start.
pub async fn set_passwords(desk: &Desk, password: &str) -> Outcome<Vec<Account>> {
    let accounts = accounts(&content::Content::read()?);
    for account in &accounts {
        let db = desk.store().read();
        let mut people = store::people::by_phone(&db, &account.login).await?;
        people.extend(store::people::by_nip(&db, &account.login).await?);
        // Whoever left, or has another number by now, was made so by whoever tries the demo out.
        if let [person] = people.as_slice()
            && person.retired_at.is_none()
        {
            desk.set_password(person.id, password, false).await?;
        }
    }
    Ok(accounts)
}

fn accounts(content: &content::Content) -> Vec<Account> {
    let account = |account: &content::AccountEntry| {
        let entry = content.people.people.iter().find(|entry| entry.key == account.key);
        let login = entry.and_then(|entry| entry.nip.clone().or_else(|| entry.phone.clone()));
        Account {
            name: entry.map(|entry| entry.name.clone()).unwrap_or_default(),
            login: login.unwrap_or_default(),
            role: account.role.clone(),
            note: account.note.clone(),
        }
    };
    content.people.accounts.iter().map(account).collect()
}
