//! What the events of a record say of its rows: the digest of its last state, the texts and files they brought, and what they erased.

use crate::digest::Digest;
use crate::event::{Event, Facts, Kind, Recorded, canonical};
use crate::id::{Id, PersonId};
use crate::power::Power;
use crate::store::people::{ApiToken, Credential, ResetCode, Session};
use crate::ticket::{PartyRole, SolutionRequest, Ticket};
use crate::{absence, appointment, calendar, on_call, person, reply_macro, service, setting, sla, team, unit};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use uuid::Uuid;

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
            Self::Macro => reply_macro::Macro::STREAM,
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
    /// What else its row says; none in the events of old.
    pub(crate) row: Option<FileRow>,
}

/// A row that gives power, as the events of its person tell it.
#[derive(Debug, Default)]
pub(crate) struct Given {
    /// The digest of the row; none in the events of old.
    pub(crate) digest: Option<String>,
    /// Whether it gives power no more.
    pub(crate) ended: bool,
    /// Of a session: when the password was given last.
    pub(crate) proved: i64,
}

/// The row of a file, as the event that attached it tells it.
#[derive(Debug)]
pub(crate) struct FileRow {
    /// The digest of its name.
    pub(crate) name: String,
    pub(crate) mime: String,
    pub(crate) size: i64,
    pub(crate) inline: bool,
    pub(crate) at: i64,
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
    /// Of a ticket: who has to do with it, as far as its events told it by name.
    pub(crate) parties: BTreeSet<(PartyRole, Uuid)>,
    /// Of a ticket: another one was merged into it, whose people follow it since.
    pub(crate) absorbed: bool,
    /// Of a ticket: its links, by kind and the other's id.
    pub(crate) links: BTreeSet<(String, String)>,
    /// Of a person: what gave them power, by kind of row and id.
    pub(crate) powers: BTreeMap<(String, String), Given>,
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
            parties: BTreeSet::new(),
            absorbed: false,
            links: BTreeSet::new(),
            powers: BTreeMap::new(),
            erased_itself: false,
            versions: BTreeMap::new(),
        })
    }

    pub(crate) fn hear(&mut self, event: &Event) {
        self.state = event.state_digest.or(self.state);
        match self.kind {
            RecordKind::Ticket => self.hear_of_ticket(event),
            RecordKind::Person => {
                self.erased_itself |= event.kind == Kind::PersonErased.code();
                self.hear_of_power(event);
            }
            RecordKind::Calendar | RecordKind::Policies => {
                if let (Some(version), Some(digest)) = (Facts::of(event).now().version(), event.state_digest) {
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
        let facts = Facts::of(event);
        let word = |facts: &Facts, key| facts.word(key).unwrap_or_default().to_owned();
        let origin = Origin {
            seq: event.seq,
            at: event.recorded_at.timestamp_micros(),
            actor: event.actor.clone(),
            door: event.door.code(),
        };
        let message = facts.each("texts").next().map(|text| word(&text, "id"));
        for text in facts.each("texts") {
            let told = Text {
                digest: word(&text, "digest"),
                kind: word(&text, "kind"),
                audience: word(&text, "audience"),
                event: origin.clone(),
            };
            self.texts.insert(word(&text, "id"), told);
        }
        for file in facts.each("files") {
            let told = File {
                sha256: word(&file, "sha256"),
                message: message.clone(),
                actor: event.actor.clone(),
                row: file.has("name").then(|| FileRow {
                    name: word(&file, "name"),
                    mime: word(&file, "mime"),
                    size: file.number("size").unwrap_or_default(),
                    // True is written 1, and what is false is left out.
                    inline: file.number("inline") == Some(1),
                    at: file.number("at").unwrap_or_default(),
                }),
            };
            self.files.insert(word(&file, "id"), told);
        }
        self.hear_of_parties(event, &facts);
        let link = || (word(&facts, "link"), word(&facts, "other"));
        if event.kind == Kind::TicketLinked.code() {
            self.links.insert(link());
        }
        if event.kind == Kind::TicketUnlinked.code() {
            self.links.remove(&link());
        }
        if event.kind == Kind::TicketRedacted.code() {
            self.erased.extend(["message", "file"].into_iter().filter_map(|key| facts.word(key)).map(String::from));
            self.erased_itself |= facts.has("head");
        }
    }
}

impl Told {
    fn hear_of_power(&mut self, event: &Event) {
        let facts = Facts::of(event);
        // An id as it stands in an event, without its kind.
        let bare = |key| facts.word(key).unwrap_or_default().rsplit(':').next().unwrap_or_default().to_owned();
        let (session, token) = (Session::WORD.to_owned(), ApiToken::WORD.to_owned());
        let (credential, code) = (Credential::WORD.to_owned(), ResetCode::WORD.to_owned());
        let gives = facts.inner("gives");
        match event.kind.parse() {
            // The events of old do not say what they gave.
            Ok(Kind::PasswordSet) if gives.is_none() => {
                self.powers.insert((credential, self.key.clone()), Given::default());
            }
            Ok(Kind::TokenMade) if gives.is_none() => {
                self.powers.insert((token.clone(), bare("token")), Given::default());
            }
            Ok(Kind::TokenRevoked) => {
                self.powers.entry((token.clone(), bare("token"))).or_default().ended = true;
            }
            // Who gets a code has no other that still counts.
            Ok(Kind::CodeIssued) => self.end_powers(|(what, _)| *what == code),
            _ => {}
        }
        match facts.word("ends") {
            Some("ALL") => self.end_powers(|(what, _)| [&session, &token, &code].contains(&what)),
            Some("OTHERS") => {
                let but = bare("session");
                self.end_powers(|(what, id)| [&token, &code].contains(&what) || (*what == session && *id != but));
            }
            Some("SESSION") => {
                let ended = bare("session");
                self.end_powers(|(what, id)| *what == session && *id == ended);
            }
            _ => {}
        }
        if let Some(given) = self.powers.get_mut(&(session.clone(), bare("proves"))) {
            given.proved = facts.number("at").unwrap_or_default();
        }
        if let Some(gives) = gives {
            let word = |key| gives.word(key).unwrap_or_default().to_owned();
            let given =
                Given { digest: Some(word("digest")), ended: false, proved: event.effective_at.timestamp_micros() };
            self.powers.insert((word("what"), word("id")), given);
        }
    }

    fn end_powers(&mut self, which: impl Fn(&(String, String)) -> bool) {
        self.powers.iter_mut().filter(|(key, _)| which(key)).for_each(|(_, given)| given.ended = true);
    }

    /// Who has to do with the ticket. The tickets of old have no digest of that.
    fn hear_of_parties(&mut self, event: &Event, facts: &Facts) {
        let actor = || event.actor.parse::<PersonId>().ok().map(Id::uuid);
        let named = facts.code::<PersonId>("person").map(Id::uuid);
        match event.kind.parse() {
            Ok(Kind::TicketInvolved) => {
                // Events of old do not say as what.
                let role = facts.code("as").unwrap_or(PartyRole::Involved);
                self.parties.extend(named.map(|id| (role, id)));
            }
            Ok(Kind::TicketFollowed) => self.parties.extend(actor().map(|id| (PartyRole::Follower, id))),
            Ok(Kind::TicketContained) => self.parties.extend(actor().map(|id| (PartyRole::Containing, id))),
            Ok(Kind::TicketUnfollowed) => {
                self.parties.retain(|party| party.0 != PartyRole::Follower || Some(party.1) != actor());
            }
            Ok(Kind::TicketAbsorbed) => self.absorbed = true,
            _ => {}
        }
        for change in [facts.was(), facts.now()] {
            self.parties.extend(change.queue_unit().map(|id| (PartyRole::PastUnit, id.uuid())));
            self.parties.extend(change.team().map(|id| (PartyRole::PastTeam, id.uuid())));
        }
    }
}

/// The columns in which a state differs from what events tell.
pub(crate) fn differing(said: &BTreeMap<String, Value>, state: &Value) -> BTreeSet<String> {
    let mut columns: BTreeSet<String> = said.keys().cloned().collect();
    for (column, value) in state.as_object().into_iter().flatten() {
        let nothing = matches!(value, Value::Null | Value::Bool(false));
        let same = match said.get(column) {
            Some(said) => !nothing && canonical(said) == canonical(value),
            None => nothing,
        };
        if same {
            columns.remove(column);
        } else {
            columns.insert(column.clone());
        }
    }
    columns
}

/// The state of a record as its events tell it, column by column. What is null or false is left out.
pub(crate) fn replayed<'a>(events: impl IntoIterator<Item = &'a Event>) -> BTreeMap<String, Value> {
    let mut state = BTreeMap::new();
    for event in events {
        let facts = Facts::of(event);
        // What became null or false stands in `was` only.
        for (column, _) in facts.was().all() {
            state.remove(column);
        }
        for (column, value) in facts.now().all() {
            state.insert(column.clone(), value.clone());
        }
    }
    state
}
