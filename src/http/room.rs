//! Rooms for what takes memory, a core or a line for long: so many places for one person, so many in all. Whoever takes all of theirs waits for
//! themselves; nobody can take everybody's.

use super::answer::No;
use desk::id::PersonId;
use desk::person::Language;
use desk::places::{Place, Places};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// How long somebody waits for one of everybody's places before they are told to come again.
const PATIENCE: Duration = Duration::from_secs(10);

/// A room.
#[derive(Debug)]
pub struct Room {
    theirs: Places<PersonId>,
    all: Arc<Semaphore>,
}

/// A place in it, until it is dropped.
#[derive(Debug)]
pub struct Turn {
    _all: OwnedSemaphorePermit,
    _theirs: Place<PersonId>,
}

/// How large a room is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Places for one person.
    pub each: usize,
    /// How many more of one person wait.
    pub waiting: usize,
    /// Places in all.
    pub all: usize,
}

impl Room {
    /// An empty one.
    pub fn of(size: Size) -> Self {
        Self { theirs: Places::of(size.each, size.waiting), all: Arc::new(Semaphore::new(size.all)) }
    }

    /// Takes a place for somebody.
    pub async fn enter(&self, person: PersonId, language: Language) -> Result<Turn, No> {
        let theirs = self.theirs.enter(person).await.ok_or_else(|| No::yours_at_once(language))?;
        let all = timeout(PATIENCE, self.all.clone().acquire_owned()).await;
        match all {
            Ok(Ok(all)) => Ok(Turn { _all: all, _theirs: theirs }),
            _ => Err(No::busy(language)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use uuid::Uuid;

    #[tokio::test]
    async fn nobody_takes_everybodys_places() {
        let room = Room::of(Size { each: 1, waiting: 1, all: 2 });
        let [ana, budi] = [1, 2].map(|n| PersonId(Uuid::from_u128(n)));
        let enter = |person| Box::pin(room.enter(person, Language::Indonesian));
        let held = enter(ana).await;
        let mut waits = enter(ana);
        assert!(held.is_ok() && waits.as_mut().now_or_never().is_none(), "the second place is not theirs");
        assert!(enter(ana).await.is_err(), "nor do they fill the house with waiting");
        assert!(enter(budi).await.is_ok());
        drop(held);
        assert!(waits.await.is_ok());
    }
}
