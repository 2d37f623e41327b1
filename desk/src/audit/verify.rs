//! `audit verify`: reads the whole record and says what is wrong with it, and what is proven. It needs no more memory than a page of it, sees the
//! database as it was at one instant, and gives the same answer from an export.

use super::around::{self, Ground};
use super::chain::Walk;
use super::finding::{FileFault, Finding, Findings, Unchecked};
use super::told::Told;
use super::{rows, seals};
use crate::access::{self, Matter, Standing};
use crate::caller::{Actor, Caller};
use crate::desk::Desk;
use crate::directory::Directory;
use crate::event::{Facts, Kind};
use crate::id::Id;
use crate::person::{Language, Person};
use crate::refusal::{Fault, Outcome, Refusal};
use crate::say;
use crate::seal::PublicKey;
use crate::store::audit::{self, HeadAt, LeafAt};
use crate::store::{self, Conn};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{BufRead, Read};

/// How many streams are looked at together.
const STREAMS: usize = 200;
/// How many events one statement reads.
const EVENTS: usize = 1_000;

/// What an audit trusts, from outside the database.
#[derive(Default)]
pub struct Trust<'a> {
    /// The public keys of the seals, older ones too. None: signatures are not checked.
    pub keys: Vec<PublicKey>,
    /// The lines of the anchor, none newer than the moment the audit began: a seal that is made in the meantime would be in the anchor and not in
    /// what the audit sees of the database.
    pub anchor: Option<Box<dyn BufRead + Send + 'a>>,
}

impl std::fmt::Debug for Trust<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Trust").field("keys", &self.keys).field("anchor", &self.anchor.is_some()).finish()
    }
}

impl Trust<'_> {
    /// Trusts these keys and the anchor in this file, as far as it is written now.
    pub fn files(keys: Vec<PublicKey>, anchor: Option<&std::path::Path>) -> Result<Trust<'static>, Fault> {
        let Some(path) = anchor else { return Ok(Trust { keys, anchor: None }) };
        let told = |error| Fault::new(format!("the anchor {}: {error}", path.display()));
        let file = std::fs::File::open(path).map_err(told)?;
        let length = file.metadata().map_err(told)?.len();
        let anchor = std::io::BufReader::new(file).take(length);
        Ok(Trust { keys, anchor: Some(Box::new(anchor)) })
    }
}

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Scope {
    /// The record, and the rows it is about.
    Database,
    /// The record alone, from an export.
    Export,
}

/// What an audit came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// What was looked at.
    pub scope: Scope,
    /// How many streams.
    pub streams: u64,
    /// How many events.
    pub events: u64,
    /// How many seals.
    pub seals: u64,
    /// How many events no seal covers yet.
    pub unsealed: u64,
    /// How many seals are not in the anchor yet.
    pub not_anchored: u64,
    /// How many files' bytes were read and compared; none: they were not looked at.
    pub files: Option<u64>,
    /// Whether signatures were checked.
    pub with_keys: bool,
    /// Whether an anchor was there to compare with.
    pub with_anchor: bool,
    /// What is wrong.
    pub findings: Vec<Finding>,
    /// How many more findings there are than are listed.
    pub omitted: u64,
    /// What of the rows could not be checked, and how often that was so.
    pub unchecked: BTreeMap<Unchecked, u64>,
    /// The last seal up to which the seals hold, by signature or anchor. What it and those before it cover cannot have been altered unnoticed.
    pub proven_until_seal: Option<i64>,
}

impl Report {
    /// Whether nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty() && self.omitted == 0
    }

    /// What is proven and what is not, in words.
    pub fn note(&self, language: Language) -> String {
        let mut said = Vec::new();
        said.push(match (self.proven_until_seal, self.with_anchor) {
            (Some(seal), true) => say!(language, "proven-by-anchor", seal = seal.to_string()),
            (Some(seal), false) => say!(language, "proven-by-seal", seal = seal.to_string()),
            (None, _) => say!(language, "proven-nothing"),
        });
        if !self.with_keys {
            said.push(say!(language, "unproven-signatures"));
        }
        if self.not_anchored > 0 {
            said.push(say!(language, "unproven-not-anchored", count = self.not_anchored));
        }
        if self.unsealed > 0 {
            said.push(say!(language, "unproven-unsealed", count = self.unsealed));
        }
        if self.scope == Scope::Database && self.files.is_none() {
            said.push(say!(language, "unproven-files"));
        }
        said.extend(self.unchecked.iter().map(|(what, count)| what.sentence(*count, language)));
        if self.scope == Scope::Export {
            said.push(say!(language, "unproven-rows"));
        }
        said.join(" ")
    }
}

impl Desk {
    /// Verifies the record. For auditors, administrators and the console; that somebody did is an entry in the access log.
    pub async fn audit_verify(&self, caller: &Caller, trust: Trust<'_>) -> Outcome<Report> {
        self.begin_audit(caller, Facts::new().with("what", "VERIFY")).await?;
        let snapshot = self.store.snapshot().await?;
        let report = check(&snapshot, trust, Scope::Database, Findings::default(), self.now()).await;
        snapshot.rollback().await?;
        Ok(report?)
    }

    /// Reads the bytes of every file that is attached and not erased, and adds to a report what is not as it was uploaded.
    pub async fn audit_files(&self, mut report: Report) -> Outcome<Report> {
        let (db, mut after) = (self.store.read(), None);
        let mut known: HashMap<String, Option<FileFault>> = HashMap::new();
        let kept = std::mem::take(&mut report.findings);
        let mut findings = Findings { kept, omitted: report.omitted, ..Findings::default() };
        loop {
            let page = store::file::attached(&db, after, EVENTS as u64).await?;
            for row in &page {
                let fault = match known.get(&row.sha256) {
                    Some(fault) => *fault,
                    None => {
                        let fault = match self.files.digest(&row.sha256).await? {
                            Some(digest) if digest == row.sha256 => None,
                            // Erased in the meantime is as it should be.
                            _ if !store::file::is_used(&db, &row.sha256).await? => None,
                            Some(_) => Some(FileFault::Bytes),
                            None => Some(FileFault::BytesMissing),
                        };
                        known.insert(row.sha256.clone(), fault);
                        fault
                    }
                };
                if let Some(fault) = fault {
                    let stream = around::of_ticket(row.ticket_id.map(Id::uuid));
                    findings.add(Finding::AttachmentWrong { file: row.id.to_string(), stream, fault });
                }
            }
            after = page.last().map(|row| row.id);
            if page.len() < EVENTS {
                break;
            }
        }
        (report.findings, report.omitted) = (findings.kept, findings.omitted);
        report.files = Some(known.len() as u64);
        Ok(report)
    }

    /// Sees that the caller may look into the audit trail, and notes that they do (R25).
    pub(crate) async fn begin_audit(&self, caller: &Caller, what: Facts) -> Outcome<()> {
        if let Actor::Person(id) = caller.actor {
            let person: Option<Person> = store::get(&self.store.read(), id).await?;
            let person = person.filter(|person| person.retired_at.is_none()).ok_or(Refusal::SignInFirst)?;
            let standing = Standing::of(&person, &*self.directory().await?, self.now());
            if !access::may_deal(&standing, Matter::Audit) {
                self.note_access(caller, Kind::Refused, Facts::new());
                return Err(Refusal::Forbidden.into());
            }
        }
        if self.store.is_only_read() {
            return Ok(());
        }
        self.note_access(caller, Kind::AuditRead, what);
        // Not left to the worker: the console has none, and an audit should be on record before its answer is told. A database that cannot be
        // written to can be audited all the same.
        if let Err(error) = self.write_access_log().await {
            tracing::warn!(%error, "an audit could not be noted in the access log");
        }
        Ok(())
    }
}

/// Checks everything there is, and adds it to what was found already.
pub(crate) async fn check(
    conn: &impl Conn,
    trust: Trust<'_>,
    scope: Scope,
    mut findings: Findings,
    now: DateTime<Utc>,
) -> Result<Report, Fault> {
    let (with_keys, with_anchor) = (!trust.keys.is_empty(), trust.anchor.is_some());
    for table in audit::RECORD {
        rows::no_key(conn, table, &mut findings).await?;
    }
    let sealed = seals::check(conn, trust, &mut findings).await?;
    let mut walked = Walked::default();
    let directory = match scope {
        // Rows that cannot be read are named with their records; they must not stop an audit.
        Scope::Database => match store::directory::load(conn, now).await {
            Ok(rows) => Directory::new(rows).ok(),
            Err(_) => None,
        },
        Scope::Export => None,
    };
    let ground = Ground { directory };
    streams(conn, scope, &ground, &mut walked, &mut findings).await?;
    if scope == Scope::Database {
        rows::without_events(conn, &mut findings).await?;
    }
    Ok(Report {
        scope,
        streams: walked.streams,
        events: walked.events,
        seals: sealed.seals,
        unsealed: walked.unsealed,
        files: None,
        not_anchored: sealed.not_anchored,
        with_keys,
        with_anchor,
        findings: findings.kept,
        omitted: findings.omitted,
        unchecked: findings.unchecked,
        proven_until_seal: sealed.proven,
    })
}

#[derive(Debug, Default)]
struct Walked {
    streams: u64,
    events: u64,
    unsealed: u64,
}

/// Goes through all streams in the order of their names. Events whose stream has no head come along, since each step reads everything up to the name
/// of its last head, and the last step everything that is left.
async fn streams(
    conn: &impl Conn,
    scope: Scope,
    ground: &Ground,
    walked: &mut Walked,
    findings: &mut Findings,
) -> Result<(), Fault> {
    let mut after = String::new();
    loop {
        let page = audit::heads(conn, &after, STREAMS as u64).await?;
        let until = page.last().map(|head| head.key.clone()).filter(|_| page.len() == STREAMS);
        let mut heads: HashMap<String, HeadAt> = HashMap::new();
        for head in page {
            heads.insert(head.key.clone(), head);
        }
        let mut leaves: HashMap<String, Vec<LeafAt>> = HashMap::new();
        for leaf in audit::leaves_of_streams(conn, &after, until.as_deref()).await? {
            leaves.entry(leaf.key.1.clone()).or_default().push(leaf);
        }
        let mut begin = |name: &str| {
            let known = (heads.remove(name), leaves.remove(name).unwrap_or_default());
            Walk::new(name.to_owned(), known.0, known.1)
        };
        let mut told: Vec<Told> = Vec::new();
        let mut walk: Option<Walk> = None;
        let mut at = (after.clone(), if after.is_empty() { i64::MIN } else { i64::MAX });
        loop {
            let events = audit::events(conn, (&at.0, at.1), until.as_deref(), EVENTS as u64).await?;
            let is_last = events.len() < EVENTS;
            for event in &events {
                if walk.as_ref().is_none_or(|walk| walk.name() != event.key.0) {
                    if let Some(done) = walk.replace(begin(&event.key.0)) {
                        walked.unsealed += done.finish(conn, findings).await?;
                    }
                    walked.streams += 1;
                    told.extend(Told::new(&event.key.0).filter(|_| scope == Scope::Database));
                }
                if let Some(walk) = &mut walk {
                    walk.pass(event);
                }
                event.row.as_ref().and_then(Finding::told_by).into_iter().for_each(|finding| findings.add(finding));
                if let (Some(told), Some(event)) = (told.last_mut(), &event.row)
                    && told.stream == event.stream
                {
                    told.hear(event);
                }
            }
            walked.events += events.len() as u64;
            if let Some(last) = events.into_iter().next_back() {
                at = last.key;
            }
            if is_last {
                break;
            }
        }
        if let Some(done) = walk {
            walked.unsealed += done.finish(conn, findings).await?;
        }
        rows::check(conn, told, ground, findings).await?;
        // Known to a head or to seals, and without any event.
        let empty: BTreeSet<String> = heads.keys().chain(leaves.keys()).cloned().collect();
        for name in empty {
            let (head, leaves) = (heads.remove(&name), leaves.remove(&name).unwrap_or_default());
            Walk::new(name, head, leaves).finish(conn, findings).await?;
            walked.streams += 1;
        }
        match until {
            Some(name) => after = name,
            None => return Ok(()),
        }
    }
}
