//! Events: what happened, in a form that can be hashed, checked years later and read by other programs (R19).

use crate::digest::Digest;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};

pub mod code;
pub mod happened;

pub use crate::store::entity::event::Model as Event;
pub use code::{ActorKind, Concern, Door, Kind};
pub use happened::{Columns, Happened};

/// The version of the event format that this program writes.
pub const VERSION: i32 = 1;

/// The fact that only those who hold the database know of ([`Facts::salted`]).
const SALT: &str = "salt";

/// The facts of an event: codes, ids and numbers, never sentences, names or other texts (R10, R22).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts(Map<String, Value>);

impl Facts {
    /// No facts yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fact: a code, an id, a digest, a number.
    pub fn with(mut self, key: &str, value: impl Serialize) -> Self {
        if let Ok(value) = serde_json::to_value(value) {
            self.0.insert(key.to_owned(), value);
        }
        self
    }

    /// Adds an instant, in microseconds since 1970.
    pub fn at(self, key: &str, at: DateTime<Utc>) -> Self {
        self.with(key, at.timestamp_micros())
    }

    /// Adds what became of a record: the columns that are new or other than before.
    pub(crate) fn change(mut self, before: Option<&Value>, after: &Value) -> Self {
        let (Some(after), empty) = (after.as_object(), Map::new()) else { return self };
        let before = before.and_then(Value::as_object).unwrap_or(&empty);
        let (mut was, mut now) = (Map::new(), Map::new());
        for (key, value) in after {
            let old = before.get(key).unwrap_or(&Value::Null);
            if old != value {
                now.insert(key.clone(), value.clone());
                if !old.is_null() {
                    was.insert(key.clone(), old.clone());
                }
            }
        }
        self.0.insert("now".into(), now.into());
        if !was.is_empty() {
            self.0.insert("was".into(), was.into());
        }
        self
    }

    /// Adds bytes that no reader is told, so that nobody who is not told all facts can try out a guess on the event's hash: a hidden name is one of few.
    pub(crate) fn salted(self, salt: [u8; 16]) -> Self {
        self.with(SALT, hex::encode(salt))
    }

    /// The bytes that are hashed and stored.
    pub(crate) fn bytes(self) -> Vec<u8> {
        canonical(&Value::Object(self.0))
    }
}

/// The one spelling of a JSON value: keys sorted, no white space; what is null or false is left out, so that a column that is added later with
/// such a default changes no digest; true is 1. Floating-point numbers do not occur in our records.
pub fn canonical(value: &Value) -> Vec<u8> {
    fn write(value: &Value, out: &mut Vec<u8>) {
        match value {
            Value::Null | Value::Bool(false) => out.push(b'0'),
            Value::Bool(true) => out.push(b'1'),
            Value::Number(_) | Value::String(_) => out.extend(value.to_string().bytes()),
            Value::Array(items) => {
                out.push(b'[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(b',');
                    }
                    write(item, out);
                }
                out.push(b']');
            }
            Value::Object(map) => {
                let mut entries: Vec<_> =
                    map.iter().filter(|(_, v)| !matches!(v, Value::Null | Value::Bool(false))).collect();
                entries.sort_by_key(|(key, _)| key.as_str());
                out.push(b'{');
                for (i, (key, item)) in entries.into_iter().enumerate() {
                    if i > 0 {
                        out.push(b',');
                    }
                    out.extend(Value::from(key.as_str()).to_string().bytes());
                    out.push(b':');
                    write(item, out);
                }
                out.push(b'}');
            }
        }
    }
    let mut out = Vec::new();
    write(value, &mut out);
    out
}

/// A record whose every change is an event: its stream and the state that is digested.
pub trait Recorded: Serialize {
    /// What kind of record it is, the first part of its stream's name.
    const STREAM: &'static str;

    /// What tells it from others of its kind.
    fn key(&self) -> String;

    /// The name of its stream.
    fn stream(&self) -> String {
        format!("{}/{}", Self::STREAM, self.key())
    }

    /// Its state without texts and without what is derived.
    fn state(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Whether its texts are those that its state has the digest of. What was erased has no texts.
    fn texts_fit(&self) -> bool {
        true
    }

    /// The digest of its state.
    fn state_digest(&self) -> Digest {
        digest_of_state(&self.stream(), &self.state())
    }
}

/// The digest of a record's canonical state.
pub fn digest_of_state(stream: &str, state: &Value) -> Digest {
    Digest::of("tanggap/state/1", [stream.as_bytes(), &canonical(state)])
}

macro_rules! recorded {
    ($($kind:literal: $name:ty, |$it:ident| $key:expr $(, texts $fit:expr)?;)+) => { $(
        impl Recorded for $name {
            const STREAM: &'static str = $kind;

            fn key(&self) -> String {
                let $it = self;
                $key
            }

            $(fn texts_fit(&self) -> bool {
                let $it = self;
                $fit
            })?
        }
    )+ };
}

recorded! {
    "ticket": crate::ticket::Ticket, |it| it.id.0.as_simple().to_string(),
        texts it.text_salt.is_none_or(|salt| {
            crate::ticket::head_digest(salt, &it.title, &it.location, &it.contact, &it.form) == it.text_digest
        });
    "request": crate::ticket::SolutionRequest, |it| it.id.0.as_simple().to_string(),
        texts it.salt.is_none_or(|salt| {
            Digest::of_text(salt, [&*it.diagnosis, &*it.steps_tried, &*it.help_wanted]) == it.digest
        });
    "person": crate::person::Person, |it| it.id.0.as_simple().to_string(),
        texts it.salt.is_none_or(|salt| {
            let (nip, phone, email) = (it.nip.as_deref(), it.phone.as_deref(), it.email.as_deref());
            crate::person::digest(salt, &it.name, nip, phone, email) == it.digest
        });
    "appointment": crate::appointment::Appointment, |it| it.id.0.as_simple().to_string();
    "absence": crate::absence::Absence, |it| it.id.0.as_simple().to_string();
    "unit": crate::unit::Unit, |it| it.id.0.as_simple().to_string();
    "team": crate::team::Team, |it| it.id.0.as_simple().to_string();
    "service": crate::service::Service, |it| it.id.0.as_simple().to_string();
    "holiday": crate::calendar::Holiday, |it| it.id.0.as_simple().to_string();
    "calendar": crate::calendar::CalendarVersion, |it| it.code.clone();
    "setting": crate::setting::Setting, |it| it.key.code().to_owned();
    "sla": crate::sla::BookVersion, |it| it.code.clone();
    "on-call": crate::on_call::Shift, |it| it.id.0.as_simple().to_string();
    "handover": crate::on_call::Handover, |it| it.id.0.as_simple().to_string(),
        texts it.salt.is_none_or(|salt| Digest::of_text(salt, [&*it.note]) == it.digest);
    "macro": crate::reply_macro::Macro, |it| it.id.0.as_simple().to_string();
}

impl Event {
    /// The hash over every field, each length-prefixed: what the next event and the seals point to.
    pub fn computed_hash(&self) -> Digest {
        Digest::of(
            "tanggap/event/1",
            [
                self.stream.as_bytes(),
                &self.seq.to_be_bytes(),
                &self.recorded_at.timestamp_micros().to_be_bytes(),
                &self.effective_at.timestamp_micros().to_be_bytes(),
                self.actor.as_bytes(),
                self.door.code().as_bytes(),
                self.kind.as_bytes(),
                &self.v.to_be_bytes(),
                &self.data,
                self.state_digest.as_ref().map_or(&[][..], |digest| &digest.0),
                &self.prev_hash.0,
            ],
        )
    }

    /// The facts as they are printed, without the salt among them. Whoever wants to know something of them asks [`Happened`].
    pub fn facts(&self) -> Value {
        Value::Object(Facts::of(self).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn canonical_bytes_do_not_depend_on_order_nulls_or_switches_that_are_off() {
        let a = json!({"b": 1, "a": {"y": null, "x": "\"é\n"}, "off": false, "on": true});
        let b = json!({"on": 1, "a": {"x": "\"é\n"}, "b": 1});
        assert_eq!(canonical(&a), canonical(&b));
        assert_eq!(String::from_utf8_lossy(&canonical(&b)), "{\"a\":{\"x\":\"\\\"é\\n\"},\"b\":1,\"on\":1}");
    }
}
