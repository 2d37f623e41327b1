//! What a command does with any record whose every change is an event: it holds the record's stream, compares what lies there with what its events say,
//! and what the person saw with what there is. What is particular to a ticket stands in `ticket/case.rs`; nothing of it is needed here.

use super::Work;
use crate::audit::told;
use crate::digest::Digest;
use crate::event::{Facts, Kind, digest_of_state};
use crate::refusal::{Fault, Outcome, Refusal};
use crate::store::Conn;
use crate::store::record::{self, Head};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The head of a stream that a command holds.
#[derive(Debug)]
pub(super) struct Held {
    /// The number at which it was read; none: there is no row yet.
    pub(super) from: Option<i64>,
    pub(super) head: Head,
    /// The digest of the last state that its events tell; none: not known yet, or there is none.
    pub(super) said: Option<Digest>,
}

/// Since which version a person missed what others did; none: they saw what there is (R6). Refuses what nobody can have seen yet.
pub(crate) fn missed_since(seen: Option<i64>, version: i64) -> Outcome<Option<i64>> {
    match seen {
        Some(seen) if seen > version => Err(Refusal::Invalid("seen").into()),
        Some(seen) if seen < version => Ok(Some(seen)),
        Some(_) | None => Ok(None),
    }
}

impl Work<'_> {
    /// Holds the head of a stream that several may begin at once. Whoever comes second waits here for the first and goes on after it; without this
    /// it would fail at the end of its transaction, on the head's primary key. A record's own stream needs none of this: its name holds an id that
    /// nobody else has.
    pub(crate) async fn begin_shared(&mut self, stream: &str) -> Outcome<()> {
        if !self.tx.sqlite() {
            self.tx.insert_new(record::new_head(stream.to_owned(), self.now)).await?;
        }
        self.head(stream).await?;
        Ok(())
    }

    /// The head of a stream, held until the end of the transaction.
    pub(crate) async fn head(&mut self, stream: &str) -> Outcome<&mut Head> {
        Ok(&mut self.held(stream).await?.head)
    }

    pub(super) async fn held(&mut self, stream: &str) -> Outcome<&mut Held> {
        if !self.heads.contains_key(stream) {
            let held = match record::lock_head(&self.tx, stream).await? {
                Some((head, said)) => Held { from: Some(head.seq), head, said },
                None => Held { from: None, head: record::new_head(stream.to_owned(), self.now), said: None },
            };
            self.heads.insert(stream.to_owned(), held);
        }
        match self.heads.get_mut(stream) {
            Some(held) => Ok(held),
            None => Err(Fault::new("a head vanished").into()),
        }
    }

    /// The digest of the last state that the events of a record tell, those of this command too.
    pub(super) async fn said(&mut self, stream: &str) -> Outcome<Option<Digest>> {
        let held = self.held(stream).await?;
        if held.said.is_none() && held.from.is_some() {
            let said = record::last_state(&self.tx, stream).await?;
            self.held(stream).await?.said = said;
        }
        Ok(self.held(stream).await?.said)
    }

    /// R19: puts on record that a record was found altered past the program: what the events say, what lies there, and the columns that differ.
    /// Without this the next state would cover it up. `around`: what else is not as its digest says.
    pub(super) async fn found_altered(&mut self, stream: &str, lies: &Value, around: Vec<&'static str>) -> Outcome<()> {
        let mut events = record::events_after(&self.tx, stream, 0).await?;
        events.extend(self.events.iter().filter(|event| event.stream == stream).cloned());
        let said = told::replayed(&events);
        let (mut was, mut now) = (Map::new(), Map::new());
        for column in told::differing(&said, lies) {
            was.extend(said.get(&column).map(|value| (column.clone(), value.clone())));
            now.extend(lies.get(&column).filter(|value| !value.is_null()).map(|value| (column, value.clone())));
        }
        let found = digest_of_state(stream, lies);
        let recorded = self.said(stream).await?;
        let facts = Facts::new().with("recorded", recorded).with("found", found).with("around", around);
        let facts = facts.with("was", was).with("now", now);
        let now = self.now;
        // Whoever acts here has not done it.
        self.as_clock().append(stream, Kind::FoundAltered, facts, Some(found), now).await
    }

    /// Holds a record until the end of the transaction (R20), so that what is read of it afterwards stays as it is.
    pub(crate) async fn hold_stream(&mut self, stream: &str) -> Outcome<()> {
        self.head(stream).await?;
        Ok(())
    }

    /// The same for many records, in one order and in one question.
    pub(crate) async fn hold_streams(&mut self, streams: BTreeSet<String>) -> Outcome<()> {
        let names: Vec<String> = streams.into_iter().filter(|name| !self.heads.contains_key(name)).collect();
        if names.is_empty() {
            return Ok(());
        }
        let found = record::lock_heads(&self.tx, &names).await?;
        let mut found: BTreeMap<String, _> = found.into_iter().map(|it| (it.0.name.clone(), it)).collect();
        for name in names {
            let held = match found.remove(&name) {
                Some((head, said)) => Held { from: Some(head.seq), head, said },
                None => Held { from: None, head: record::new_head(name.clone(), self.now), said: None },
            };
            self.heads.insert(name, held);
        }
        Ok(())
    }

    /// Holds the stream of a record that is there; else it is not found.
    pub(crate) async fn hold_begun(&mut self, stream: &str) -> Outcome<()> {
        if self.head(stream).await?.seq == 0 { Err(Refusal::NotFound.into()) } else { Ok(()) }
    }

    /// Takes over heads that the store has locked for this command already.
    pub(crate) async fn hold_claimed(&mut self, heads: Vec<Head>) -> Outcome<()> {
        let mut claimed = Vec::new();
        for head in heads {
            claimed.push(head.name.clone());
            self.heads.entry(head.name.clone()).or_insert_with(|| Held { from: Some(head.seq), head, said: None });
        }
        for (name, said) in record::last_states(&self.tx, &claimed).await? {
            if let Some(held) = self.heads.get_mut(&name) {
                held.said.get_or_insert(said);
            }
        }
        Ok(())
    }

    /// Whether this command holds a stream.
    pub(crate) fn holds(&self, stream: &str) -> bool {
        self.heads.contains_key(stream)
    }

    /// Begins the stream of a record that this command makes. Its name holds an id that nobody else has: there is no head to look for.
    pub(crate) fn begin_stream(&mut self, stream: String) {
        let head = record::new_head(stream.clone(), self.now);
        self.compared.insert(stream.clone());
        self.heads.insert(stream, Held { from: None, head, said: None });
    }

    /// The number that the next event of a stream gets. It is the record's version if others' decisions rest on what changed.
    pub(crate) async fn next_seq(&mut self, stream: &str) -> Outcome<i64> {
        Ok(self.head(stream).await?.seq + 1)
    }

    /// Whether a record is taken hold of for the first time: then it is compared with what its events say.
    pub(crate) fn looks_first(&mut self, stream: &str) -> bool {
        self.compared.insert(stream.to_owned())
    }

    /// Holds what lies there of a record against what its events say, and puts on record what was altered past the program, before anything comes of it
    /// (R19). `around`: what else is not as its digest says.
    pub(crate) async fn as_recorded(&mut self, stream: &str, lies: &Value, around: Vec<&'static str>) -> Outcome<()> {
        // Without any state on record there is nothing to compare with, and events are missing, which an audit names by itself.
        let Some(said) = self.said(stream).await? else { return Ok(()) };
        if !around.is_empty() || digest_of_state(stream, lies) != said {
            self.found_altered(stream, lies, around).await?;
        }
        Ok(())
    }
}
