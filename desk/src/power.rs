//! What gives power over the desk: passwords, one-time codes, sessions and tokens. Each is told by an event of its person, with the digest of its row,
//! and so is its end; a row that somebody put in or altered by hand is found like any other (R19).

use crate::digest::Digest;
use crate::event::{Facts, digest_of_state};
use crate::id::{Id, PersonId, SessionId};
use crate::store::people::{ApiToken, Credential, ResetCode, Session};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

/// A row that gives power to a person.
pub(crate) trait Power: Serialize {
    /// What kind of row it is.
    const WORD: &'static str;
    /// The columns that use moves, without an event.
    const MOVING: &'static [&'static str];

    /// What tells it from others of its kind.
    fn id(&self) -> Uuid;

    /// Whether it gives power no more, whatever its dates say.
    fn is_over(&self) -> bool;

    /// What is digested besides that which is shown.
    fn secret(&self) -> Value {
        Value::Null
    }

    /// The digest of the row. A column that is added later counts by itself, wherever it is neither null nor false.
    fn digest(&self) -> Digest {
        let mut state = serde_json::to_value(self).unwrap_or_default();
        if let Some(state) = state.as_object_mut() {
            state.retain(|column, _| !Self::MOVING.contains(&column.as_str()));
            state.insert("secret".into(), self.secret());
        }
        digest_of_state(&format!("{}/{}", Self::WORD, self.id().as_simple()), &state)
    }
}

impl Power for Credential {
    const WORD: &'static str = "credential";
    const MOVING: &'static [&'static str] = &[];

    fn id(&self) -> Uuid {
        self.person_id.uuid()
    }

    fn is_over(&self) -> bool {
        false
    }

    fn secret(&self) -> Value {
        self.hash.as_str().into()
    }
}

impl Power for ResetCode {
    const WORD: &'static str = "reset_code";
    const MOVING: &'static [&'static str] = &["used_at"];

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn is_over(&self) -> bool {
        self.used_at.is_some()
    }
}

impl Power for Session {
    const WORD: &'static str = "session";
    const MOVING: &'static [&'static str] = &["last_seen_at", "proved_at", "ended_at"];

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn is_over(&self) -> bool {
        self.ended_at.is_some()
    }
}

impl Power for ApiToken {
    const WORD: &'static str = "api_token";
    const MOVING: &'static [&'static str] = &["last_used_at", "revoked_at"];

    fn id(&self) -> Uuid {
        self.id.uuid()
    }

    fn is_over(&self) -> bool {
        self.revoked_at.is_some()
    }
}

/// What ends.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Ends {
    /// Everything a person is signed in with, and their codes; not the password.
    All,
    /// Everything but this session, if one: all other sessions, tokens and codes; not the password.
    Others(Option<SessionId>),
    /// One session.
    Session(SessionId),
}

impl Facts {
    /// Says that a row gives power from now on, or gives it in another way than before.
    pub(crate) fn gives<P: Power>(self, row: &P) -> Self {
        self.with("gives", json!({"what": P::WORD, "id": row.id().as_simple().to_string(), "digest": row.digest()}))
    }

    /// Says what ends.
    pub(crate) fn ends(self, what: Ends) -> Self {
        match what {
            Ends::All => self.with("ends", "ALL"),
            Ends::Others(but) => self.with("ends", "OTHERS").with("session", but),
            Ends::Session(session) => self.with("ends", "SESSION").with("session", session),
        }
    }
}

/// The name of a person's stream.
pub(crate) fn stream_of(person: PersonId) -> String {
    use crate::event::Recorded;
    format!("{}/{}", crate::person::Person::STREAM, person.0.as_simple())
}
