//! Who has come to a door. Whoever shows a session or a token is looked up with their record and the stamp of the organisation in one question, and what
//! they ask first is answered by that. It is used once, and only at once: whatever is asked later is judged by what holds then.

use super::Identity;
use crate::person::Person;
use std::time::{Duration, Instant};

/// Whoever had to wait longer for their turn is looked up again.
const AT_ONCE: Duration = Duration::from_secs(1);

/// Who has come to a door.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Whom it stands for what they show.
    pub identity: Identity,
    known: Option<Known>,
}

/// What was read of somebody when they came.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) person: Person,
    pub(crate) stamp: i64,
    read_at: Instant,
}

impl Arrival {
    pub(super) fn of(identity: Identity, known: Known) -> Self {
        Self { identity, known: Some(known) }
    }

    /// Their record.
    pub fn person(&self) -> Option<&Person> {
        self.known.as_ref().map(|known| &known.person)
    }

    /// What was read of them, the first time that it is asked for, if that is at once.
    pub(crate) fn take(&mut self) -> Option<Known> {
        self.known.take().filter(|known| known.read_at.elapsed() < AT_ONCE)
    }
}

/// Somebody of whom nothing has been read.
impl From<Identity> for Arrival {
    fn from(identity: Identity) -> Self {
        Self { identity, known: None }
    }
}

impl Known {
    pub(super) fn now(person: Person, stamp: i64) -> Self {
        Self { person, stamp, read_at: Instant::now() }
    }
}
