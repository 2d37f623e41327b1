//! The rows against what their events say of them.

use super::around::{self, Ground, of_ticket};
use super::finding::{FileFault, Finding, Findings, MessageFault};
use super::powers;
use super::told::{File, FileRow, RecordKind, Text, Told, differing, replayed};
use crate::absence::Absence;
use crate::appointment::Appointment;
use crate::calendar::{CalendarVersion, Holiday};
use crate::digest::Digest;
use crate::event::Recorded;
use crate::file::Attachment;
use crate::id::{FileId, Id, MessageId};
use crate::on_call::{Handover, Shift};
use crate::person::{Person, add};
use crate::refusal::Fault;
use crate::reply_macro::Macro;
use crate::service::Service;
use crate::setting::Setting;
use crate::sla::BookVersion;
use crate::store::Conn;
use crate::store::audit::rows::{self, Auditable};
use crate::store::audit::{self, Found};
use crate::team::Team;
use crate::ticket::{self, Message, SolutionRequest, Ticket};
use crate::unit::Unit;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use uuid::Uuid;

/// How many rows a look for rows without events reads at a time.
const PAGE: usize = 500;

/// Holds rows against what their events said.
pub(crate) async fn check(
    conn: &impl Conn,
    told: Vec<Told>,
    ground: &Ground,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let mut by_kind: HashMap<RecordKind, Vec<Told>> = HashMap::new();
    for told in told {
        by_kind.entry(told.kind).or_default().push(told);
    }
    for kind in RecordKind::ALL {
        let Some(told) = by_kind.remove(&kind) else { continue };
        match kind {
            RecordKind::Ticket => {
                let tickets = records::<Ticket>(conn, &told, findings).await?;
                for (told, row) in &tickets {
                    head_texts(told, row, findings);
                }
                around::check(conn, &tickets, ground, findings).await?;
                messages(conn, &told, findings).await?;
                attachments(conn, &told, findings).await?;
            }
            RecordKind::Request => {
                for (told, row) in records::<SolutionRequest>(conn, &told, findings).await? {
                    own_text(told, row.salt, false, |_| row.texts_fit(), findings);
                }
            }
            RecordKind::Person => {
                for (told, row) in records::<Person>(conn, &told, findings).await? {
                    personal_data(told, &row, findings);
                }
                powers::check(conn, &told, findings).await?;
            }
            RecordKind::Appointment => drop(records::<Appointment>(conn, &told, findings).await?),
            RecordKind::Absence => drop(records::<Absence>(conn, &told, findings).await?),
            RecordKind::Unit => drop(records::<Unit>(conn, &told, findings).await?),
            RecordKind::Team => drop(records::<Team>(conn, &told, findings).await?),
            RecordKind::Service => drop(records::<Service>(conn, &told, findings).await?),
            RecordKind::Macro => drop(records::<Macro>(conn, &told, findings).await?),
            RecordKind::Holiday => drop(records::<Holiday>(conn, &told, findings).await?),
            RecordKind::Calendar => versioned::<CalendarVersion>(conn, &told, findings).await?,
            RecordKind::Policies => versioned::<BookVersion>(conn, &told, findings).await?,
            RecordKind::Shift => drop(records::<Shift>(conn, &told, findings).await?),
            RecordKind::Handover => {
                for (told, row) in records::<Handover>(conn, &told, findings).await? {
                    own_text(told, row.salt, false, |_| row.texts_fit(), findings);
                }
            }
            RecordKind::Setting => settings(conn, &told, findings).await?,
        }
    }
    Ok(())
}

/// Compares rows that have an id with the last state their events tell; hands over those that can be read.
async fn records<'a, R: Recorded + Auditable>(
    conn: &impl Conn,
    told: &'a [Told],
    findings: &mut Findings,
) -> Result<Vec<(&'a Told, R)>, Fault> {
    let ids: Vec<Uuid> = told.iter().filter_map(|told| Uuid::try_parse(&told.key).ok()).collect();
    let found: Vec<Found<Uuid, R>> = rows::by_ids(conn, &ids).await?;
    let mut found: HashMap<String, Option<R>> =
        found.into_iter().map(|found| (found.key.as_simple().to_string(), found.row)).collect();
    let mut readable = Vec::new();
    for told in told {
        let row = found.remove(&told.key);
        compare(conn, told, told.state, row.as_ref().map(Option::as_ref), findings).await?;
        readable.extend(row.flatten().map(|row| (told, row)));
    }
    Ok(readable)
}

/// Compares one row with the digest its state should have. A row is missing, unreadable, or there.
async fn compare<R: Recorded>(
    conn: &impl Conn,
    told: &Told,
    digest: Option<Digest>,
    row: Option<Option<&R>>,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let record = told.stream.clone();
    match (row, digest) {
        // Events that speak of no state: of a person's password, say, and then the person must have been made before.
        (None, _) => findings.add(Finding::RecordMissing { record }),
        (Some(_), None) => findings.add(Finding::RecordWithoutEvents { record }),
        (Some(None), Some(_)) => findings.add(Finding::RecordEdited { record, columns: Vec::new() }),
        (Some(Some(row)), Some(digest)) => {
            if row.state_digest() != digest {
                let columns = changed_columns(conn, told, &row.state()).await?;
                findings.add(Finding::RecordEdited { record, columns });
            }
        }
    }
    Ok(())
}

/// The columns in which a row differs from what its events say. If none does, it is the digest in the event that is another.
async fn changed_columns(conn: &impl Conn, told: &Told, state: &Value) -> Result<Vec<String>, Fault> {
    let events = audit::stream(conn, &told.stream).await?;
    let said = replayed(events.iter().filter_map(|event| event.row.as_ref()));
    let columns = differing(&said, state);
    Ok(if columns.is_empty() { vec!["state_digest".to_owned()] } else { columns.into_iter().collect() })
}

/// What is to be said of a text of which nothing is left if `blank`, and which otherwise fits its digest if `fits` says so.
fn text_fault(
    (of, stream): (String, String),
    erased: bool,
    salt: Option<Digest>,
    blank: bool,
    fits: impl FnOnce(Digest) -> bool,
) -> Option<Finding> {
    match (erased, salt) {
        (false, None) => Some(Finding::TextErasedWithoutEvent { of, stream }),
        (false, Some(salt)) => (!fits(salt)).then_some(Finding::TextEdited { of, stream }),
        (true, Some(_)) => Some(Finding::TextNotErased { of, stream }),
        (true, None) => (!blank).then_some(Finding::TextNotErased { of, stream }),
    }
}

fn own_text(
    told: &Told,
    salt: Option<Digest>,
    blank: bool,
    fits: impl FnOnce(Digest) -> bool,
    findings: &mut Findings,
) {
    let of = (told.stream.clone(), String::new());
    text_fault(of, told.erased_itself, salt, blank, fits).into_iter().for_each(|finding| findings.add(finding));
}

fn head_texts(told: &Told, row: &Ticket, findings: &mut Findings) {
    let blank =
        row.title == ticket::REDACTED_TITLE && row.location.is_empty() && row.contact.is_empty() && row.form.is_empty();
    own_text(told, row.text_salt, blank, |_| row.texts_fit(), findings);
}

fn personal_data(told: &Told, row: &Person, findings: &mut Findings) {
    let numbers = row.nip.as_ref().or(row.phone.as_ref()).or(row.email.as_ref());
    let blank = row.name == add::ERASED_NAME && numbers.is_none();
    own_text(told, row.salt, blank, |_| row.texts_fit(), findings);
}

/// A record whose every version is a row of its own.
trait Versioned: Recorded + Auditable {
    fn version(&self) -> i64;
}

impl Versioned for CalendarVersion {
    fn version(&self) -> i64 {
        self.version.into()
    }
}

impl Versioned for BookVersion {
    fn version(&self) -> i64 {
        self.version.into()
    }
}

async fn versioned<R: Versioned>(conn: &impl Conn, told: &[Told], findings: &mut Findings) -> Result<(), Fault> {
    let codes: Vec<String> = told.iter().map(|told| told.key.clone()).collect();
    let found: Vec<Found<String, R>> = rows::by_words(conn, "code", &codes).await?;
    for told in told {
        let versions: Vec<_> = found.iter().filter(|found| found.key == told.key).map(|found| &found.row).collect();
        let version = |wanted: i64| versions.iter().flat_map(|row| row.iter()).find(|row| row.version() == wanted);
        if versions.iter().any(|row| row.is_none()) {
            findings.add(Finding::RecordEdited { record: told.stream.clone(), columns: Vec::new() });
            continue;
        }
        for (number, digest) in &told.versions {
            compare(conn, told, Some(*digest), version(*number).map(Some), findings).await?;
        }
        let known = |row: &R| told.versions.contains_key(&row.version());
        if versions.iter().flat_map(|row| row.iter()).any(|row| !known(row)) {
            findings.add(Finding::RecordWithoutEvents { record: told.stream.clone() });
        }
    }
    Ok(())
}

async fn settings(conn: &impl Conn, told: &[Told], findings: &mut Findings) -> Result<(), Fault> {
    let keys: Vec<String> = told.iter().map(|told| told.key.clone()).collect();
    let found: Vec<Found<String, Setting>> = rows::by_words(conn, "key", &keys).await?;
    for told in told {
        let row = found.iter().find(|found| found.key == told.key).map(|found| found.row.as_ref());
        compare(conn, told, told.state, row, findings).await?;
    }
    Ok(())
}

/// The tickets by id.
fn by_id(told: &[Told]) -> BTreeMap<Uuid, &Told> {
    told.iter().filter_map(|told| Some((Uuid::try_parse(&told.key).ok()?, told))).collect()
}

async fn messages(conn: &impl Conn, told: &[Told], findings: &mut Findings) -> Result<(), Fault> {
    let tickets = by_id(told);
    let ids: Vec<Uuid> = tickets.keys().copied().collect();
    let mut found: Vec<Found<(Uuid, Uuid), Message>> = rows::of_tickets(conn, &ids).await?;
    found.sort_unstable_by_key(|found| found.key);
    let mut there = HashSet::new();
    for Found { key: (ticket, id), row } in found {
        let Some(told) = tickets.get(&ticket) else { continue };
        let id = MessageId::from(id).to_string();
        let finding = match (&row, told.texts.get(&id)) {
            (None, _) => Some(MessageFault::Unreadable),
            (Some(_), None) => Some(MessageFault::Unrecorded),
            (Some(row), Some(text)) => message_fault(row, text),
        };
        let finding = match (finding, row) {
            (Some(fault), _) => {
                Some(Finding::MessageForged { message: id.clone(), stream: told.stream.clone(), fault })
            }
            (None, Some(row)) => {
                // Marked as erased is as good as erased: nobody is shown the text.
                let salt = row.salt.filter(|_| row.erased_at.is_none() || told.erased.contains(&id));
                let blank = row.body.is_empty() && row.erased_at.is_some();
                let of = (id.clone(), told.stream.clone());
                let fits = |salt| Digest::of_text(salt, [&*row.body]) == row.digest;
                text_fault(of, told.erased.contains(&id), salt, blank, fits)
            }
            (None, None) => None,
        };
        finding.into_iter().for_each(|finding| findings.add(finding));
        there.insert((ticket, id));
    }
    for (ticket, told) in tickets {
        for of in told.texts.keys().filter(|id| !there.contains(&(ticket, (*id).clone()))) {
            findings.add(Finding::TextMissing { of: of.clone(), stream: told.stream.clone() });
        }
    }
    Ok(())
}

fn message_fault(row: &Message, text: &Text) -> Option<MessageFault> {
    let author = row.author_id.map(|id| id.to_string());
    // The clock and the console write without a name.
    let actor = Some(text.event.actor.clone()).filter(|actor| actor.starts_with(crate::id::PersonId::PREFIX));
    [
        (row.digest.to_string() == text.digest, MessageFault::Digest),
        (row.kind.code() == text.kind, MessageFault::Kind),
        (row.audience.code() == text.audience, MessageFault::Audience),
        (author == actor, MessageFault::Author),
        (row.door.code() == text.event.door, MessageFault::Door),
        (row.at.timestamp_micros() == text.event.at, MessageFault::Instant),
        (row.seq == text.event.seq, MessageFault::Number),
    ]
    .into_iter()
    .find_map(|(fits, fault)| (!fits).then_some(fault))
}

async fn attachments(conn: &impl Conn, told: &[Told], findings: &mut Findings) -> Result<(), Fault> {
    let tickets = by_id(told);
    let ids: Vec<Uuid> = tickets.keys().copied().collect();
    let mut found: Vec<Found<(Uuid, Uuid), Attachment>> = rows::of_tickets(conn, &ids).await?;
    found.sort_unstable_by_key(|found| found.key);
    let mut there = HashSet::new();
    for Found { key: (ticket, id), row } in found {
        let Some(told) = tickets.get(&ticket) else { continue };
        let file = FileId::from(id).to_string();
        let fault = match (row, told.files.get(&file)) {
            (None, _) => Some(FileFault::Unreadable),
            (Some(_), None) => Some(FileFault::Unrecorded),
            (Some(row), Some(fact)) => file_fault(&row, fact, told.erased.contains(&file)),
        };
        if let Some(fault) = fault {
            findings.add(Finding::AttachmentWrong { file: file.clone(), stream: told.stream.clone(), fault });
        }
        there.insert((ticket, file));
    }
    for (ticket, told) in tickets {
        for file in told.files.keys().filter(|id| !there.contains(&(ticket, (*id).clone()))) {
            let (file, stream) = (file.clone(), told.stream.clone());
            findings.add(Finding::AttachmentWrong { file, stream, fault: FileFault::Missing });
        }
    }
    Ok(())
}

fn file_fault(row: &Attachment, fact: &File, erased: bool) -> Option<FileFault> {
    let message = row.message_id.map(|id| id.to_string());
    [
        (row.sha256 == fact.sha256, FileFault::Content),
        (erased || name_fits(row, fact), FileFault::Name),
        (fact.row.as_ref().is_none_or(|said| row_fits(row, said)), FileFault::Kind),
        (message == fact.message, FileFault::Message),
        (row.uploader_id.to_string() == fact.actor, FileFault::Uploader),
        (erased || row.erased_at.is_none(), FileFault::Erased),
        (!erased || (row.erased_at.is_some() && row.name.is_empty() && row.salt.is_none()), FileFault::NotErased),
    ]
    .into_iter()
    .find_map(|(fits, fault)| (!fits).then_some(fault))
}

/// Whether a name is the one whose digest is on record. The events of old have none.
fn name_fits(row: &Attachment, fact: &File) -> bool {
    let Some(said) = &fact.row else { return true };
    // Erased without an event: that is said besides.
    row.erased_at.is_some() || row.salt.is_some_and(|salt| Digest::of_text(salt, [&*row.name]).to_string() == said.name)
}

fn row_fits(row: &Attachment, said: &FileRow) -> bool {
    (&row.mime, row.size, row.inline, row.created_at.timestamp_micros())
        == (&said.mime, said.size, said.inline, said.at)
}

/// Looks for rows that no stream is about.
pub(crate) async fn without_events(conn: &impl Conn, findings: &mut Findings) -> Result<(), Fault> {
    for kind in RecordKind::ALL {
        let table = table(kind);
        match kind {
            RecordKind::Calendar | RecordKind::Policies => {
                words_without_events(conn, kind, table, "code", findings).await?;
            }
            RecordKind::Setting => words_without_events(conn, kind, table, "key", findings).await?,
            RecordKind::Ticket
            | RecordKind::Request
            | RecordKind::Person
            | RecordKind::Appointment
            | RecordKind::Absence
            | RecordKind::Unit
            | RecordKind::Team
            | RecordKind::Service
            | RecordKind::Holiday
            | RecordKind::Shift
            | RecordKind::Macro
            | RecordKind::Handover => {
                ids_without_events(conn, table, "id", findings, |id, _| {
                    let record = format!("{}/{}", kind.word(), id.as_simple());
                    (Some(record.clone()), Finding::RecordWithoutEvents { record })
                })
                .await?;
            }
        }
        no_key(conn, table, findings).await?;
    }
    // Those of tickets that there are were looked at with their tickets.
    ids_without_events(conn, rows::table::<Message>(), "ticket_id", findings, |id, ticket| {
        let (message, fault) = (MessageId::from(id).to_string(), MessageFault::Unrecorded);
        (Some(of_ticket(ticket)), Finding::MessageForged { message, stream: of_ticket(ticket), fault })
    })
    .await?;
    ids_without_events(conn, rows::table::<Attachment>(), "ticket_id", findings, |id, ticket| {
        let (file, fault) = (FileId::from(id).to_string(), FileFault::Unrecorded);
        // What hangs on nothing yet is nobody's record.
        (ticket.map(|_| of_ticket(ticket)), Finding::AttachmentWrong { file, stream: of_ticket(ticket), fault })
    })
    .await?;
    no_key(conn, rows::table::<Message>(), findings).await?;
    no_key(conn, rows::table::<Attachment>(), findings).await?;
    around::orphans(conn, findings).await?;
    powers::orphans(conn, findings).await?;
    around::numbers(conn, findings).await?;
    around::guarded(conn, findings).await
}

fn table(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Ticket => rows::table::<Ticket>(),
        RecordKind::Request => rows::table::<SolutionRequest>(),
        RecordKind::Person => rows::table::<Person>(),
        RecordKind::Appointment => rows::table::<Appointment>(),
        RecordKind::Absence => rows::table::<Absence>(),
        RecordKind::Unit => rows::table::<Unit>(),
        RecordKind::Team => rows::table::<Team>(),
        RecordKind::Service => rows::table::<Service>(),
        RecordKind::Holiday => rows::table::<Holiday>(),
        RecordKind::Calendar => rows::table::<CalendarVersion>(),
        RecordKind::Setting => rows::table::<Setting>(),
        RecordKind::Policies => rows::table::<BookVersion>(),
        RecordKind::Shift => rows::table::<Shift>(),
        RecordKind::Handover => rows::table::<Handover>(),
        RecordKind::Macro => rows::table::<Macro>(),
    }
}

/// Says that rows of a table cannot be reached by their keys.
pub(crate) async fn no_key(conn: &impl Conn, table: &str, findings: &mut Findings) -> Result<(), Fault> {
    let rows = audit::unreadable(conn, table).await?;
    if rows > 0 {
        findings.add(Finding::RowsUnreadable { table: table.to_owned(), rows });
    }
    Ok(())
}

/// Goes through a table by its ids; `belongs` says to which stream a row belongs, if to one, and what to say if there is no such stream.
async fn ids_without_events(
    conn: &impl Conn,
    table: &str,
    owner: &str,
    findings: &mut Findings,
    belongs: impl Fn(Uuid, Option<Uuid>) -> (Option<String>, Finding),
) -> Result<(), Fault> {
    let mut after = None;
    loop {
        let page = rows::ids(conn, table, owner, after, PAGE as u64).await?;
        let rows: Vec<_> = page.iter().map(|(id, owner)| belongs(*id, *owner)).collect();
        let names: BTreeSet<&String> = rows.iter().filter_map(|(stream, _)| stream.as_ref()).collect();
        let known = rows::known_streams(conn, &names.into_iter().cloned().collect::<Vec<_>>()).await?;
        for (stream, finding) in rows {
            if stream.is_some_and(|stream| !known.contains(&stream)) {
                findings.add(finding);
            }
        }
        if page.len() < PAGE {
            return Ok(());
        }
        after = page.last().map(|(id, _)| *id);
    }
}

async fn words_without_events(
    conn: &impl Conn,
    kind: RecordKind,
    table: &str,
    column: &str,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let words = rows::words(conn, table, column).await?;
    let names: Vec<String> = words.iter().map(|word| format!("{}/{word}", kind.word())).collect();
    for chunk in names.chunks(PAGE) {
        let known = rows::known_streams(conn, chunk).await?;
        for record in chunk.iter().filter(|name| !known.contains(*name)) {
            findings.add(Finding::RecordWithoutEvents { record: record.clone() });
        }
    }
    Ok(())
}
