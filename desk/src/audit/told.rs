//! What the events of a record say of its rows: the digest of its last state, the texts and files they brought, and what they erased.

use crate::digest::Digest;
use crate::event::{Event, Kind, Recorded};
use crate::ticket::{SolutionRequest, Ticket};
use crate::{absence, appointment, calendar, macros, on_call, person, service, setting, sla, team, unit};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};

/// The kinds of records, each with its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum RecordKind {
    Ticket,
    Request,
    Person,
    Appointment,
    Absence,
    Unit,
    Team,
    Service,
    Holiday,
    Calendar,
    Setting,
    Policies,
    Shift,
    Handover,
    Macro,
}

impl RecordKind {
    pub(crate) const ALL: [Self; 15] = [
        Self::Ticket,
        Self::Request,
        Self::Person,
        Self::Appointment,
        Self::Absence,
        Self::Unit,
        Self::Team,
        Self::Service,
        Self::Holiday,
        Self::Calendar,
        Self::Setting,
        Self::Policies,
        Self::Shift,
        Self::Handover,
        Self::Macro,
    ];

    /// The first part of its streams' names.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Ticket => Ticket::STREAM,
            Self::Request => SolutionRequest::STREAM,
            Self::Person => person::Person::STREAM,
            Self::Appointment => appointment::Appointment::STREAM,
            Self::Absence => absence::Absence::STREAM,
            Self::Unit => unit::Unit::STREAM,
            Self::Team => team::Team::STREAM,
            Self::Service => service::Service::STREAM,
            Self::Holiday => calendar::Holiday::STREAM,
            Self::Calendar => calendar::CalendarVersion::STREAM,
            Self::Setting => setting::Setting::STREAM,
            Self::Policies => sla::BookVersion::STREAM,
            Self::Shift => on_call::Shift::STREAM,
            Self::Handover => on_call::Handover::STREAM,
            Self::Macro => macros::Macro::STREAM,
        }
    }

    /// The record that a stream is about, if it is about one: its kind and key.
    pub(crate) fn of_stream(stream: &str) -> Option<(Self, &str)> {
        let (word, key) = stream.split_once('/')?;
        Some((Self::ALL.into_iter().find(|kind| kind.word() == word)?, key))
    }
}

/// A text that an event brought.
#[derive(Debug)]
pub(crate) struct Text {
    pub(crate) digest: String,
    pub(crate) kind: String,
    pub(crate) audience: String,
    pub(crate) event: Origin,
}

/// A file that an event attached.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) sha256: String,
    /// The text it came with.
    pub(crate) message: Option<String>,
    pub(crate) actor: String,
}

/// The event that brought something.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) actor: String,
    pub(crate) door: &'static str,
}

/// What the events of one record say.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) stream: String,
    pub(crate) kind: RecordKind,
    pub(crate) key: String,
    /// The digest of the last state.
    pub(crate) state: Option<Digest>,
    /// Of a ticket: by the message's id.
    pub(crate) texts: BTreeMap<String, Text>,
    /// Of a ticket: by the file's id.
    pub(crate) files: BTreeMap<String, File>,
    /// Of a ticket: ids of texts and files that were erased.
    pub(crate) erased: HashSet<String>,
    /// The texts of the record itself were erased.
    pub(crate) erased_itself: bool,
    /// Of a calendar, or of the policies: the digest of each version.
    pub(crate) versions: BTreeMap<i64, Digest>,
}

impl Told {
    pub(crate) fn new(stream: &str) -> Option<Self> {
        let (kind, key) = RecordKind::of_stream(stream)?;
        Some(Self {
            stream: stream.to_owned(),
            kind,
            key: key.to_owned(),
            state: None,
            texts: BTreeMap::new(),
            files: BTreeMap::new(),
            erased: HashSet::new(),
            erased_itself: false,
            versions: BTreeMap::new(),
        })
    }

    pub(crate) fn hear(&mut self, event: &Event) {
        self.state = event.state_digest.or(self.state);
        match self.kind {
            RecordKind::Ticket => self.hear_of_ticket(event),
            RecordKind::Person => self.erased_itself |= event.kind == Kind::PersonErased.code(),
            RecordKind::Calendar | RecordKind::Policies => {
                if let (Some(version), Some(digest)) = (event.facts()["now"]["version"].as_i64(), event.state_digest) {
                    self.versions.insert(version, digest);
                }
            }
            RecordKind::Request
            | RecordKind::Appointment
            | RecordKind::Absence
            | RecordKind::Unit
            | RecordKind::Team
            | RecordKind::Service
            | RecordKind::Holiday
            | RecordKind::Setting
            | RecordKind::Shift
            | RecordKind::Handover
            | RecordKind::Macro => {}
        }
    }

    fn hear_of_ticket(&mut self, event: &Event) {
        let facts = event.facts();
        let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let origin = Origin {
            seq: event.seq,
            at: event.recorded_at.timestamp_micros(),
            actor: event.actor.clone(),
            door: event.door.code(),
        };
        let texts = list(&facts["texts"]);
        let message = texts.first().map(|text| word(&text["id"]));
        for text in texts {
            let told = Text {
                digest: word(&text["digest"]),
                kind: word(&text["kind"]),
                audience: word(&text["audience"]),
                event: origin.clone(),
            };
            self.texts.insert(word(&text["id"]), told);
        }
        for file in list(&facts["files"]) {
            let told = File { sha256: word(&file["sha256"]), message: message.clone(), actor: event.actor.clone() };
            self.files.insert(word(&file["id"]), told);
        }
        if event.kind == Kind::TicketRedacted.code() {
            self.erased
                .extend([&facts["message"], &facts["file"]].into_iter().filter_map(Value::as_str).map(String::from));
            self.erased_itself |= !facts["head"].is_null();
        }
    }
}

/// The state of a record as its events tell it, column by column. What is null or false is left out.
pub(crate) fn replayed<'a>(events: impl IntoIterator<Item = &'a Event>) -> BTreeMap<String, Value> {
    let mut state = BTreeMap::new();
    for event in events {
        let facts = event.facts();
        // What became null or false stands in `was` only.
        for column in facts["was"].as_object().into_iter().flat_map(|was| was.keys()) {
            state.remove(column);
        }
        for (column, value) in facts["now"].as_object().into_iter().flatten() {
            state.insert(column.clone(), value.clone());
        }
    }
    state
}
