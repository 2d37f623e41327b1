//! When sessions were used last, where that could not be written down.

use crate::id::SessionId;
use crate::store::people::Session;
use chrono::{DateTime, Utc};
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard};

/// When sessions were used last, where that could not be written down.
#[derive(Debug, Default)]
pub(crate) struct Seen(Mutex<HashMap<SessionId, DateTime<Utc>>>);

impl Seen {
    fn all(&self) -> MutexGuard<'_, HashMap<SessionId, DateTime<Utc>>> {
        self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }

    pub(super) fn note(&self, session: SessionId, at: DateTime<Utc>) {
        self.all().insert(session, at);
    }

    pub(super) fn forget(&self, session: SessionId) {
        self.all().remove(&session);
    }

    pub(super) fn lately(&self, session: Session) -> Session {
        match self.all().get(&session.id) {
            Some(at) => Session { last_seen_at: session.last_seen_at.max(*at), ..session },
            None => session,
        }
    }
}
