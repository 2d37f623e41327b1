//! Events: what happened, in a form that can be hashed, checked years later and read by other programs (R19).

use crate::codes::codes;
use crate::digest::Digest;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value};

pub use crate::store::entity::event::Model as Event;

codes! {
    /// Through which door a command came.
    pub enum Door {
        /// The GraphQL API, of the portal or of a program.
        Graphql = "GRAPHQL",
        /// The Telegram bot.
        Telegram = "TELEGRAM",
        /// The command line of the server.
        Console = "CONSOLE",
        /// The clock.
        Clock = "CLOCK",
    }
}

codes! {
    /// What happened.
    pub enum Kind {
        /// A ticket was opened by its requester or for them.
        TicketOpened = "TICKET_OPENED",
        /// A report that reached a handler was recorded.
        TicketRecorded = "TICKET_RECORDED",
        /// Somebody of the queue took it.
        TicketTaken = "TICKET_TAKEN",
        /// It was assigned.
        TicketAssigned = "TICKET_ASSIGNED",
        /// A public reply.
        TicketReplied = "TICKET_REPLIED",
        /// Files were added.
        TicketFilesAttached = "TICKET_FILES_ATTACHED",
        /// An internal note.
        TicketNoted = "TICKET_NOTED",
        /// A question to the requester.
        TicketAsked = "TICKET_ASKED",
        /// The requester was reminded of a question.
        TicketReminded = "TICKET_REMINDED",
        /// It waits for a third party or a date.
        TicketHeld = "TICKET_HELD",
        /// The handler was asked to check on the third party.
        TicketCheckDue = "TICKET_CHECK_DUE",
        /// Work goes on.
        TicketResumed = "TICKET_RESUMED",
        /// To another unit's Tier 1.
        TicketForwarded = "TICKET_FORWARDED",
        /// To Tier 2.
        TicketEscalated = "TICKET_ESCALATED",
        /// Tier 2 accepted the solution request.
        TicketAccepted = "TICKET_ACCEPTED",
        /// To another team.
        TicketHandedOver = "TICKET_HANDED_OVER",
        /// Tier 1 filled in what it owed to a solution request that the clock made.
        TicketRequestCompleted = "TICKET_REQUEST_COMPLETED",
        /// Back to Tier 1, to be completed.
        TicketReturned = "TICKET_RETURNED",
        /// Back to Tier 1 with a solution.
        TicketAnswered = "TICKET_ANSWERED",
        /// Solved.
        TicketResolved = "TICKET_RESOLVED",
        /// Confirmed by the requester, or by word of mouth.
        TicketConfirmed = "TICKET_CONFIRMED",
        /// Closed by the clock.
        TicketClosed = "TICKET_CLOSED",
        /// Rated.
        TicketRated = "TICKET_RATED",
        /// Reopened.
        TicketReopened = "TICKET_REOPENED",
        /// Rejected.
        TicketRejected = "TICKET_REJECTED",
        /// Withdrawn by the requester.
        TicketCancelled = "TICKET_CANCELLED",
        /// Merged into another ticket.
        TicketMerged = "TICKET_MERGED",
        /// Another ticket was merged into this one.
        TicketAbsorbed = "TICKET_ABSORBED",
        /// Kind, service, impact, urgency, priority or class changed.
        TicketReclassified = "TICKET_RECLASSIFIED",
        /// A text or file was erased.
        TicketRedacted = "TICKET_REDACTED",
        /// Somebody was involved by name.
        TicketInvolved = "TICKET_INVOLVED",
        /// Somebody follows it.
        TicketFollowed = "TICKET_FOLLOWED",
        /// Somebody no longer follows it.
        TicketUnfollowed = "TICKET_UNFOLLOWED",
        /// Linked with another ticket.
        TicketLinked = "TICKET_LINKED",
        /// Two tickets are no longer linked.
        TicketUnlinked = "TICKET_UNLINKED",
        /// It was given tags, or lost some.
        TicketTagged = "TICKET_TAGGED",
        /// It was given back to its queue.
        TicketReleased = "TICKET_RELEASED",
        /// The requester was told outside the desk's own channels.
        TicketTold = "TICKET_TOLD",
        /// *Berkas lengkap*: what the service asks for is there.
        TicketFileComplete = "TICKET_FILE_COMPLETE",
        /// The Tier 1 of the affected unit has done what a security incident asks for first.
        TicketContained = "TICKET_CONTAINED",
        /// A clock warns that its target comes near.
        ClockWarned = "CLOCK_WARNED",
        /// A clock has passed its target.
        ClockBreached = "CLOCK_BREACHED",
        /// An edit of policies, calendars or services moved due times.
        ClocksMoved = "CLOCKS_MOVED",
        /// A legal deadline was set by hand.
        LegalStarted = "LEGAL_STARTED",
        /// A legal deadline was met by its deed, or does not apply.
        LegalEnded = "LEGAL_ENDED",
        /// An exception from an SLA was asked for.
        ExceptionAsked = "EXCEPTION_ASKED",
        /// The coordinator decided on it.
        ExceptionDecided = "EXCEPTION_DECIDED",
        /// A solution request was made.
        RequestOpened = "REQUEST_OPENED",
        /// A solution request changed.
        RequestChanged = "REQUEST_CHANGED",
        /// A record of the organisation was made.
        Created = "CREATED",
        /// A record of the organisation changed.
        Changed = "CHANGED",
        /// A record of the organisation went out of use.
        Retired = "RETIRED",
        /// A password was set.
        PasswordSet = "PASSWORD_SET",
        /// A password holds no more: its person came into a place for which it was given by too few hands.
        PasswordDropped = "PASSWORD_DROPPED",
        /// A one-time code was issued.
        CodeIssued = "CODE_ISSUED",
        /// A second person gave the second half of a one-time code.
        CodeCompleted = "CODE_COMPLETED",
        /// A person's data were erased.
        PersonErased = "PERSON_ERASED",
        /// A token for programs was made.
        TokenMade = "TOKEN_MADE",
        /// A token for programs was revoked.
        TokenRevoked = "TOKEN_REVOKED",
        /// Somebody signed in.
        SignedIn = "SIGNED_IN",
        /// Somebody tried to sign in and failed.
        SignInFailed = "SIGN_IN_FAILED",
        /// Somebody signed out, or was signed out.
        SignedOut = "SIGNED_OUT",
        /// Somebody was refused what they may not do.
        Refused = "REFUSED",
        /// Somebody read a confidential ticket.
        ConfidentialRead = "CONFIDENTIAL_READ",
        /// Somebody saw a NIP or phone unmasked.
        Unmasked = "UNMASKED",
        /// Somebody was looked for by a whole NIP or phone number.
        NumberSearched = "NUMBER_SEARCHED",
        /// Something was exported.
        Exported = "EXPORTED",
        /// Somebody looked into the audit trail.
        AuditRead = "AUDIT_READ",
        /// A server's clock has jumped: nothing falls due there.
        TimeDoubted = "TIME_DOUBTED",
        /// An administrator says that the new time is right.
        TimeConfirmed = "TIME_CONFIRMED",
        /// The clock is right again.
        TimeReturned = "TIME_RETURNED",
        /// A record was found altered past the program: what the events said of it, and what lay there.
        FoundAltered = "FOUND_ALTERED",
    }
}

impl Kind {
    /// Whether it is the SLA clocks that did it: nobody has worked on the ticket then.
    pub fn is_of_clocks(self) -> bool {
        matches!(self, Self::ClockWarned | Self::ClockBreached | Self::ClocksMoved)
    }

    /// Whether it happened to somebody's account: what they are told of it.
    pub fn is_of_account(self) -> bool {
        let codes = matches!(self, Self::CodeIssued | Self::CodeCompleted | Self::PasswordSet | Self::PasswordDropped);
        codes || matches!(self, Self::TokenMade | Self::TokenRevoked | Self::SignedOut)
    }
}

/// The version of the event format that this program writes.
pub const VERSION: i32 = 1;

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
            crate::ticket::open::head_digest(salt, &it.title, &it.location, &it.contact, &it.form) == it.text_digest
        });
    "request": crate::ticket::SolutionRequest, |it| it.id.0.as_simple().to_string(),
        texts it.salt.is_none_or(|salt| {
            Digest::of_text(salt, [&*it.diagnosis, &*it.steps_tried, &*it.help_wanted]) == it.digest
        });
    "person": crate::person::Person, |it| it.id.0.as_simple().to_string(),
        texts it.salt.is_none_or(|salt| {
            let (nip, phone, email) = (it.nip.as_deref(), it.phone.as_deref(), it.email.as_deref());
            crate::person::add::digest(salt, &it.name, nip, phone, email) == it.digest
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
    "macro": crate::macros::Macro, |it| it.id.0.as_simple().to_string();
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

    /// The facts, read back.
    pub fn facts(&self) -> Value {
        serde_json::from_slice(&self.data).unwrap_or_default()
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
