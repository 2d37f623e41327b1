//! Where tries wait, and where passwords are looked at.

use crate::digest::Digest;
use crate::places::{self, Places};
use crate::refusal::{Fault, Outcome, Refusal};
use tokio::sync::{Semaphore, SemaphorePermit};

/// Tries from one network or device that are underway at a time.
pub const AT_ONCE: usize = 2;

/// Tries from one network or device that wait for their turn; a town hall in the morning is one network.
pub const WAITING: usize = 40;

/// Strangers, from wherever, who wait. One at a time of them is looked at, so that those who are known find the other core free.
pub const STRANGERS_WAITING: usize = 100;

/// Passwords of one person that are looked at, or made, at a time, however many sessions they have.
pub const HASHES_AT_ONCE: usize = 1;

/// Of one person that wait for that.
pub const HASHES_WAITING: usize = 8;

/// Argon2 takes 19 MiB and a core for tens of milliseconds: two at a time leave room for everything else.
pub(super) const HASHES: usize = 2;

/// Where passwords are looked at: a place for each person, and behind it the few that there are for all.
#[derive(Debug)]
pub(crate) struct Hashing {
    pub(super) own: Places<Digest>,
    pub(super) all: Semaphore,
}

impl Default for Hashing {
    fn default() -> Self {
        Self { own: Places::of(HASHES_AT_ONCE, HASHES_WAITING), all: Semaphore::new(HASHES) }
    }
}

/// A turn at a password, until it is dropped.
#[derive(Debug)]
pub(crate) struct HashingTurn<'a> {
    _all: SemaphorePermit<'a>,
    _own: Option<places::Place<Digest>>,
}

impl Hashing {
    /// Waits for the person's own turn first, and only then for one of those that are everybody's. `login` is what they are counted under; none: a
    /// stranger, of whom one is looked at a time anyway, and who must not stand in the way of who it says they are.
    pub(crate) async fn turn(&self, login: Option<Digest>) -> Outcome<HashingTurn<'_>> {
        let own = match login {
            Some(login) => Some(self.own.enter(login).await.ok_or(Refusal::SlowDown(2))?),
            None => None,
        };
        Ok(HashingTurn { _all: self.all.acquire().await.map_err(Fault::new)?, _own: own })
    }
}

/// The rooms in which tries wait.
#[derive(Debug)]
pub(crate) struct Porch {
    pub(super) by_origin: Places<Digest>,
    pub(super) strangers: Places<()>,
}

impl Default for Porch {
    fn default() -> Self {
        Self { by_origin: Places::of(AT_ONCE, WAITING), strangers: Places::of(1, STRANGERS_WAITING) }
    }
}
