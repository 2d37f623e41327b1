//! `audit export`: the whole record in one file, so that somebody else can check it somewhere else. One JSON object a line: heads and events stream by
//! stream, then seals and their leaves, and last how many there were. No texts and no personal data: the events hold codes, ids and digests.

use super::finding::{Finding, Findings};
use super::verify::{self, Report, Scope, Trust};
use crate::caller::Caller;
use crate::desk::Desk;
use crate::digest::Digest;
use crate::event::{Event, Facts};
use crate::refusal::{Fault, Outcome};
use crate::seal::{Leaf, Seal, SealLine};
use crate::store::Conn;
use crate::store::audit::scratch::{Batch, Scratch};
use crate::store::audit::{self, EventAt, Found, HeadAt, LeafAt, SealAt};
use crate::store::record::Head;
use chrono::DateTime;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, Write};

/// What an export says it is.
const FORMAT: &str = "tanggap/audit-export/1";
/// How many rows are read or laid out at a time.
const PAGE: usize = 1_000;

/// How many rows an export holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exported {
    /// Heads of streams.
    pub heads: u64,
    /// Events.
    pub events: u64,
    /// Seals.
    pub seals: u64,
    /// Leaves of seals.
    pub leaves: u64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Line {
    Export { format: String, at: i64 },
    Head(HeadLine),
    Event(Box<EventLine>),
    Seal(SealLine),
    Leaf(LeafLine),
    Unreadable(Key),
    NoKey { table: String, rows: i64 },
    End(Exported),
}

/// The key of a row that cannot be read.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Key {
    Head(String),
    Event(String, i64),
    Seal(i64),
    Leaf(i64, String),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct HeadLine {
    name: String,
    seq: i64,
    hash: Digest,
    recorded_at: i64,
    sealed_seq: i64,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct EventLine {
    stream: String,
    seq: i64,
    recorded_at: i64,
    effective_at: i64,
    actor: String,
    door: crate::event::Door,
    kind: String,
    v: i32,
    data: Data,
    #[serde(skip_serializing_if = "Option::is_none")]
    state_digest: Option<Digest>,
    prev_hash: Digest,
    hash: Digest,
}

/// The bytes of an event's facts: they are text, unless somebody spoiled them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum Data {
    Text(String),
    Bytes { hex: String },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct LeafLine {
    seal: i64,
    stream: String,
    seq: i64,
    hash: Digest,
}

fn head_line(found: HeadAt) -> Line {
    match found.row {
        None => Line::Unreadable(Key::Head(found.key)),
        Some(head) => Line::Head(HeadLine {
            name: head.name,
            seq: head.seq,
            hash: head.hash,
            recorded_at: head.recorded_at.timestamp_micros(),
            sealed_seq: head.sealed_seq,
        }),
    }
}

fn event_line(found: EventAt) -> Line {
    match found.row {
        None => Line::Unreadable(Key::Event(found.key.0, found.key.1)),
        Some(event) => Line::Event(Box::new(EventLine {
            stream: event.stream,
            seq: event.seq,
            recorded_at: event.recorded_at.timestamp_micros(),
            effective_at: event.effective_at.timestamp_micros(),
            actor: event.actor,
            door: event.door,
            kind: event.kind,
            v: event.v,
            data: match String::from_utf8(event.data) {
                Ok(text) => Data::Text(text),
                Err(other) => Data::Bytes { hex: hex::encode(other.as_bytes()) },
            },
            state_digest: event.state_digest,
            prev_hash: event.prev_hash,
            hash: event.hash,
        })),
    }
}

fn seal_line(found: SealAt) -> Line {
    match found.row {
        None => Line::Unreadable(Key::Seal(found.key)),
        Some(seal) => Line::Seal(SealLine::from(&seal)),
    }
}

fn leaf_line(found: LeafAt) -> Line {
    match found.row {
        None => Line::Unreadable(Key::Leaf(found.key.0, found.key.1)),
        Some(leaf) => {
            Line::Leaf(LeafLine { seal: leaf.seal_number, stream: leaf.stream, seq: leaf.seq, hash: leaf.hash })
        }
    }
}

impl EventLine {
    fn event(self) -> Option<Event> {
        Some(Event {
            stream: self.stream,
            seq: self.seq,
            recorded_at: DateTime::from_timestamp_micros(self.recorded_at)?,
            effective_at: DateTime::from_timestamp_micros(self.effective_at)?,
            actor: self.actor,
            door: self.door,
            kind: self.kind,
            v: self.v,
            data: match self.data {
                Data::Text(text) => text.into_bytes(),
                Data::Bytes { hex } => hex::decode(hex).ok()?,
            },
            state_digest: self.state_digest,
            prev_hash: self.prev_hash,
            hash: self.hash,
        })
    }
}

impl HeadLine {
    fn head(self) -> Option<Head> {
        Some(Head {
            name: self.name,
            seq: self.seq,
            hash: self.hash,
            recorded_at: DateTime::from_timestamp_micros(self.recorded_at)?,
            sealed_seq: self.sealed_seq,
        })
    }
}

fn found<K, T>(key: K, row: Option<T>) -> Found<K, T> {
    Found { key, row }
}

impl Desk {
    /// Writes the record as it is at one instant. For auditors, administrators and the console; that somebody did is an entry in the access log.
    pub async fn audit_export(&self, caller: &Caller, to: &mut (dyn Write + Send)) -> Outcome<Exported> {
        self.begin_audit(caller, Facts::new().with("what", "EXPORT")).await?;
        let at = self.now().timestamp_micros();
        let snapshot = self.store.snapshot().await?;
        let written = write(&snapshot, at, to).await;
        snapshot.rollback().await?;
        Ok(written?)
    }
}

fn put(to: &mut (dyn Write + Send), line: &Line) -> Result<(), Fault> {
    let mut text = serde_json::to_vec(line).map_err(Fault::new)?;
    text.push(b'\n');
    to.write_all(&text).map_err(Fault::new)
}

async fn write(conn: &impl Conn, at: i64, to: &mut (dyn Write + Send)) -> Result<Exported, Fault> {
    let mut done = Exported::default();
    put(to, &Line::Export { format: FORMAT.to_owned(), at })?;
    for table in audit::RECORD {
        let rows = audit::unreadable(conn, table).await?;
        if rows > 0 {
            put(to, &Line::NoKey { table: (*table).to_owned(), rows })?;
        }
    }
    let mut after = String::new();
    loop {
        let page = audit::heads(conn, &after, PAGE as u64).await?;
        let is_last = page.len() < PAGE;
        done.heads += page.len() as u64;
        for head in page {
            after.clone_from(&head.key);
            put(to, &head_line(head))?;
        }
        if is_last {
            break;
        }
    }
    let mut after = (String::new(), i64::MIN);
    loop {
        let page = audit::events(conn, (&after.0, after.1), None, PAGE as u64).await?;
        let is_last = page.len() < PAGE;
        done.events += page.len() as u64;
        for event in page {
            after.clone_from(&event.key);
            put(to, &event_line(event))?;
        }
        if is_last {
            break;
        }
    }
    let mut after = i64::MIN;
    loop {
        let page = audit::seals(conn, after, PAGE as u64).await?;
        let is_last = page.len() < PAGE;
        let until = page.last().map(|seal| seal.key).filter(|_| !is_last);
        let leaves = audit::leaves_of_seals(conn, after, until).await?;
        done.seals += page.len() as u64;
        done.leaves += leaves.len() as u64;
        for seal in page {
            after = seal.key;
            put(to, &seal_line(seal))?;
        }
        for leaf in leaves {
            put(to, &leaf_line(leaf))?;
        }
        if is_last {
            break;
        }
    }
    put(to, &Line::End(done))?;
    to.flush().map_err(Fault::new)?;
    Ok(done)
}

/// Verifies an export, without the database it came from and without the desk: by the same code, save that there are no rows to compare with.
pub async fn verify_export(mut export: impl BufRead + Send, trust: Trust<'_>) -> Result<Report, Fault> {
    let scratch = Scratch::new().await?;
    let mut findings = Findings::default();
    let (mut number, mut read, mut end) = (0, Exported::default(), None);
    let mut batch = Batch::default();
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let more = export.read_until(b'\n', &mut bytes).map_err(Fault::new)? > 0;
        if batch.len() >= PAGE || !more {
            let rows = batch.len() as u64;
            if scratch.put(std::mem::take(&mut batch)).await? != rows {
                // The same row twice, somewhere before.
                findings.add(Finding::ExportBroken { line: number });
            }
        }
        if !more {
            break;
        }
        number += 1;
        let line: Option<Line> = serde_json::from_slice(&bytes).ok();
        let expected = match &line {
            Some(Line::Export { format, .. }) if number == 1 && format == FORMAT => continue,
            _ if number == 1 => return Err(Fault::new("this is no export of an audit trail that this program knows")),
            _ => end.is_none(),
        };
        let taken = match line {
            Some(Line::End(counts)) if expected => {
                end = Some(counts);
                true
            }
            Some(line) if expected => take(line, &mut batch, &mut read, &mut findings),
            Some(_) | None => false,
        };
        if !taken {
            findings.add(Finding::ExportBroken { line: number });
        }
    }
    if end != Some(read) {
        findings.add(Finding::ExportBroken { line: number });
    }
    verify::check(&scratch.conn(), trust, Scope::Export, findings, DateTime::UNIX_EPOCH).await
}

/// Takes a line in; says whether it is a line that can stand here.
fn take(line: Line, batch: &mut Batch, read: &mut Exported, findings: &mut Findings) -> bool {
    match line {
        Line::Export { .. } | Line::End(_) => return false,
        Line::NoKey { table, rows } => findings.add(Finding::RowsUnreadable { table, rows }),
        Line::Head(line) => {
            let (key, head) = (line.name.clone(), line.head());
            if head.is_none() {
                return false;
            }
            batch.heads.push(found(key, head));
            read.heads += 1;
        }
        Line::Event(line) => {
            let (key, event) = ((line.stream.clone(), line.seq), line.event());
            if event.is_none() {
                return false;
            }
            batch.events.push(found(key, event));
            read.events += 1;
        }
        Line::Seal(line) => {
            let (key, seal): (i64, Option<Seal>) = (line.number, line.seal());
            if seal.is_none() {
                return false;
            }
            batch.seals.push(found(key, seal));
            read.seals += 1;
        }
        Line::Leaf(line) => {
            let leaf = Leaf { seal_number: line.seal, stream: line.stream.clone(), seq: line.seq, hash: line.hash };
            batch.leaves.push(found((line.seal, line.stream), Some(leaf)));
            read.leaves += 1;
        }
        Line::Unreadable(Key::Head(name)) => {
            batch.heads.push(found(name, None));
            read.heads += 1;
        }
        Line::Unreadable(Key::Event(stream, seq)) => {
            batch.events.push(found((stream, seq), None));
            read.events += 1;
        }
        Line::Unreadable(Key::Seal(number)) => {
            batch.seals.push(found(number, None));
            read.seals += 1;
        }
        Line::Unreadable(Key::Leaf(seal, stream)) => {
            batch.leaves.push(found((seal, stream), None));
            read.leaves += 1;
        }
    }
    true
}
