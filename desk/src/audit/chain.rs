//! One stream: its events against their hashes, their order, its head and the seals. What is wrong is first noticed in passing, event by event;
//! only then is the whole stream laid out to say what was done to it.

use super::finding::{Finding, Findings, HeadFault};
use crate::digest::Digest;
use crate::event::Event;
use crate::refusal::Fault;
use crate::store::Conn;
use crate::store::audit::{self, EventAt, HeadAt, LeafAt};
use crate::store::record::Head;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A stream, while its events go by.
#[derive(Debug)]
pub(crate) struct Walk {
    name: String,
    head: Option<HeadAt>,
    /// What seals say of it, the oldest event first.
    leaves: Vec<LeafAt>,
    next_leaf: usize,
    last: Option<Last>,
    /// The hash of the event that the head names.
    at_head: Option<Digest>,
    suspicious: bool,
    contradicted: Option<(i64, i64, Digest)>,
}

#[derive(Debug)]
struct Last {
    seq: i64,
    own: bool,
    hash: Option<Digest>,
    recorded_at: Option<DateTime<Utc>>,
}

fn own(event: &EventAt) -> bool {
    event.row.as_ref().is_some_and(|event| event.computed_hash() == event.hash)
}

impl Walk {
    pub(crate) fn new(name: String, head: Option<HeadAt>, leaves: Vec<LeafAt>) -> Self {
        Self { name, head, leaves, next_leaf: 0, last: None, at_head: None, suspicious: false, contradicted: None }
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The next event goes by.
    pub(crate) fn pass(&mut self, event: &EventAt) {
        let seq = event.key.1;
        let own = own(event);
        let (expected, prev) = match &self.last {
            None => (1, Some(Digest::NONE)),
            Some(last) => (last.seq.saturating_add(1), last.hash),
        };
        let joined = seq == expected && event.row.as_ref().is_some_and(|event| Some(event.prev_hash) == prev);
        self.suspicious |= !own || !joined;
        let hash = event.row.as_ref().map(|event| event.hash);
        if self.head.as_ref().and_then(|head| head.row.as_ref()).is_some_and(|head| head.seq == seq) {
            self.at_head = hash;
        }
        while let Some(leaf) = self.leaves.get(self.next_leaf) {
            match &leaf.row {
                Some(leaf) if leaf.seq > seq => break,
                Some(leaf) if leaf.seq == seq && Some(leaf.hash) != hash => {
                    // The first one says between which seals it happened; all later ones only follow from it.
                    self.contradicted.get_or_insert((leaf.seal_number, seq, leaf.hash));
                }
                // Of an event that is gone, which its neighbours tell; or unreadable, which its seal's root tells.
                Some(_) | None => {}
            }
            self.next_leaf += 1;
        }
        let recorded_at = event.row.as_ref().map(|event| event.recorded_at);
        self.last = Some(Last { seq, own, hash, recorded_at });
    }

    /// No more events come. Returns how many of them no seal covers.
    pub(crate) async fn finish(self, conn: &impl Conn, findings: &mut Findings) -> Result<u64, Fault> {
        let stream = || self.name.clone();
        let leaves = || self.leaves.iter().filter_map(|leaf| leaf.row.as_ref());
        let sealed = leaves().map(|leaf| leaf.seq).max().unwrap_or(0);
        let head = self.head.as_ref().and_then(|head| head.row.as_ref());
        let Some(last) = &self.last else {
            let seal = leaves().map(|leaf| leaf.seal_number).min();
            if self.head.is_some() || seal.is_some() {
                findings.add(Finding::StreamMissing { stream: stream(), seal });
            }
            return Ok(0);
        };
        let mut all = Vec::new();
        if self.suspicious {
            all = audit::stream(conn, &self.name).await?;
            diagnose(&self.name, &all, head).into_iter().for_each(|finding| findings.add(finding));
        }
        if let Some((seal, seq, hash)) = self.contradicted {
            // An event that only stands elsewhere now is named already.
            if !all.iter().any(|event| event.row.as_ref().is_some_and(|event| event.hash == hash)) {
                findings.add(Finding::SealContradicted { seal, stream: stream(), seq });
            }
        }
        let known = head.map_or(0, |head| head.seq).max(sealed);
        if known > last.seq {
            let seal = leaves().filter(|leaf| leaf.seq > last.seq).map(|leaf| leaf.seal_number).min();
            findings.add(Finding::TailCut { stream: stream(), from: last.seq + 1, to: known, seal });
        }
        let fault = match (&self.head, head) {
            (None, _) => Some(HeadFault::Missing),
            (Some(_), None) => Some(HeadFault::Unreadable),
            (Some(_), Some(head)) => self.against(head, last, sealed, findings),
        };
        if let Some(fault) = fault {
            findings.add(Finding::HeadWrong { stream: stream(), fault });
        }
        Ok(u64::try_from(last.seq.saturating_sub(sealed)).unwrap_or(0))
    }

    fn against(&self, head: &Head, last: &Last, sealed: i64, findings: &mut Findings) -> Option<HeadFault> {
        if head.seq < last.seq {
            if self.at_head != Some(head.hash) {
                return Some(HeadFault::Number);
            }
            // The head stands where it was left; what comes after it came by another way. Of a suspicious stream that was said already.
            if !self.suspicious {
                for seq in head.seq + 1..=last.seq {
                    findings.add(Finding::EventInserted { stream: self.name.clone(), seq });
                }
            }
        } else if head.seq == last.seq {
            if Some(head.hash) != last.hash {
                // An edited event's hash proves nothing against the head.
                return last.own.then_some(HeadFault::Hash);
            }
            if Some(head.recorded_at) != last.recorded_at && last.own {
                return Some(HeadFault::Instant);
            }
        }
        // A seal that knows more events than there are is named as such.
        (head.sealed_seq != sealed && sealed <= last.seq).then_some(HeadFault::Sealed)
    }
}

/// How far from its place a moved event is looked for, where no hash leads to it.
const NEAR: i64 = 8;

/// Says what was done to a stream. It goes from the head backwards, from each event to the one that it points to: that is the chain as it was
/// written. What the chain does not reach was put in; positions that nobody claims are gone; and an event whose bytes make the right hash under
/// another number was moved.
pub(crate) fn diagnose(stream: &str, events: &[EventAt], head: Option<&Head>) -> Vec<Finding> {
    let mut it = Diagnosis {
        stream,
        events,
        by_hash: HashMap::new(),
        by_seq: BTreeMap::new(),
        seen: HashSet::new(),
        claimed: BTreeSet::new(),
        findings: Vec::new(),
    };
    for (i, event) in events.iter().enumerate() {
        it.by_seq.insert(event.key.1, i);
        if let Some(event) = &event.row {
            it.by_hash.entry(event.hash).or_default().push(i);
        }
    }
    it.run(head);
    it.findings.sort_by_key(|finding| match finding {
        Finding::EventMissing { from, .. } => (*from, 0),
        Finding::EventEdited { seq, .. }
        | Finding::EventInserted { seq, .. }
        | Finding::EventOutOfPlace { seq, .. } => (*seq, 1),
        _ => (i64::MAX, 2),
    });
    it.findings
}

struct Diagnosis<'a> {
    stream: &'a str,
    events: &'a [EventAt],
    by_hash: HashMap<Digest, Vec<usize>>,
    by_seq: BTreeMap<i64, usize>,
    seen: HashSet<usize>,
    claimed: BTreeSet<i64>,
    findings: Vec<Finding>,
}

impl Diagnosis<'_> {
    fn run(&mut self, head: Option<&Head>) {
        let by_head = head.and_then(|head| Some((*self.by_hash.get(&head.hash)?.first()?, head.seq)));
        let last = self.by_seq.last_key_value().map(|(seq, i)| (*i, *seq));
        let mut next = by_head.or(last).map(|(i, place)| (i, place, false));
        while let Some((i, place, moved)) = next {
            next = self.visit(i, place, moved);
        }
        let mut free = 1;
        for place in std::mem::take(&mut self.claimed) {
            if place > free {
                self.findings.push(Finding::EventMissing { stream: self.stream.to_owned(), from: free, to: place - 1 });
            }
            free = free.max(place.saturating_add(1));
        }
        for (seq, i) in &self.by_seq {
            if !self.seen.contains(i) {
                self.findings.push(Finding::EventInserted { stream: self.stream.to_owned(), seq: *seq });
            }
        }
    }

    /// Looks at the event that the chain expects at `place`, and leads to the one before it: which, where, and whether it was moved there.
    fn visit(&mut self, i: usize, place: i64, moved: bool) -> Option<(usize, i64, bool)> {
        self.seen.insert(i);
        let at = &self.events[i];
        let (stream, seq) = (self.stream.to_owned(), at.key.1);
        let (place, trusted) = if moved && seq == place {
            // Its bytes are what its successor points to: only the hash beside them was altered.
            self.findings.push(Finding::EventEdited { stream, seq });
            (place, true)
        } else if moved {
            self.findings.push(Finding::EventOutOfPlace { stream, seq, belongs: place });
            (place, true)
        } else if own(at) {
            (seq, true)
        } else if let Some(belongs) = self.belongs(at, place) {
            self.findings.push(Finding::EventOutOfPlace { stream, seq, belongs });
            (belongs, true)
        } else {
            self.findings.push(Finding::EventEdited { stream, seq });
            (seq, false)
        };
        self.claimed.insert(place);
        let wanted = at.row.as_ref().map(|event| event.prev_hash);
        if place <= 1 {
            if trusted && wanted != Some(Digest::NONE) {
                self.findings.push(Finding::EventInserted { stream: self.stream.to_owned(), seq });
            }
            return None;
        }
        self.before(place - 1, wanted, trusted)
    }

    /// Where an event that does not fit its number does fit.
    fn belongs(&self, at: &EventAt, place: i64) -> Option<i64> {
        let event = at.row.as_ref()?;
        let near = (1..=NEAR).flat_map(|d| [event.seq - d, event.seq + d]);
        std::iter::once(place).chain(near).find(|seq| as_number(event, *seq) == event.hash)
    }

    /// The event that belongs at `place`, to which its successor points by the hash `wanted`.
    fn before(&mut self, place: i64, wanted: Option<Digest>, trusted: bool) -> Option<(usize, i64, bool)> {
        let unseen = |i: &usize| !self.seen.contains(i);
        if let Some(wanted) = wanted {
            let known = self.by_hash.get(&wanted).map(Vec::as_slice).unwrap_or_default();
            if let Some(i) = known.iter().copied().find(unseen) {
                return Some((i, place, false));
            }
            let near = self.by_seq.range(place - NEAR..=place + NEAR).map(|(_, i)| *i).filter(unseen);
            let as_it_was = |i: &usize| self.events[*i].row.as_ref().is_some_and(|e| as_number(e, place) == wanted);
            if let Some(i) = near.into_iter().find(as_it_was) {
                return Some((i, place, true));
            }
        }
        if let Some(i) = self.by_seq.get(&place).copied().filter(unseen) {
            // What stands here is whole, but not what its successor points to. Unless the successor itself was edited, it was put here.
            if trusted && own(&self.events[i]) {
                self.findings.push(Finding::EventInserted { stream: self.stream.to_owned(), seq: place });
            }
            return Some((i, place, false));
        }
        let earlier = self.by_seq.range(..place).rev().find(|(_, i)| unseen(i));
        earlier.map(|(seq, i)| (*i, *seq, false))
    }
}

/// The hash that an event would have under another number.
fn as_number(event: &Event, seq: i64) -> Digest {
    Event { seq, ..event.clone() }.computed_hash()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Door;

    fn chain(n: i64) -> Vec<Event> {
        let at = DateTime::UNIX_EPOCH;
        let mut events: Vec<Event> = Vec::new();
        for seq in 1..=n {
            let mut event = Event {
                stream: "ticket/1".to_owned(),
                seq,
                recorded_at: at,
                effective_at: at,
                actor: "clock".to_owned(),
                door: Door::Clock,
                kind: "X".to_owned(),
                v: 1,
                data: seq.to_string().into_bytes(),
                state_digest: None,
                prev_hash: events.last().map_or(Digest::NONE, |last| last.hash),
                hash: Digest::NONE,
            };
            event.hash = event.computed_hash();
            events.push(event);
        }
        events
    }

    /// What a diagnosis says, in few letters: `E3` edited, `I3` inserted, `M3-4` missing, `O3>4` out of place.
    fn said(events: &[Event], head: &Event) -> String {
        let found: Vec<EventAt> = events
            .iter()
            .map(|event| EventAt { key: (event.stream.clone(), event.seq), row: Some(event.clone()) })
            .collect();
        let head = Head {
            name: head.stream.clone(),
            seq: head.seq,
            hash: head.hash,
            recorded_at: head.recorded_at,
            sealed_seq: 0,
        };
        let findings = diagnose("ticket/1", &found, Some(&head));
        let short = findings.iter().map(|finding| match finding {
            Finding::EventEdited { seq, .. } => format!("E{seq}"),
            Finding::EventInserted { seq, .. } => format!("I{seq}"),
            Finding::EventMissing { from, to, .. } => format!("M{from}-{to}"),
            Finding::EventOutOfPlace { seq, belongs, .. } => format!("O{seq}>{belongs}"),
            other => format!("{other:?}"),
        });
        short.collect::<Vec<_>>().join(" ")
    }

    fn rehashed(mut event: Event) -> Event {
        event.hash = event.computed_hash();
        event
    }

    #[test]
    fn what_was_done_to_a_stream_is_told_apart() {
        let whole = chain(6);
        let head = whole[5].clone();
        assert_eq!(said(&whole, &head), "");

        let mut edited = whole.clone();
        edited[2].data = b"x".to_vec();
        assert_eq!(said(&edited, &head), "E3");
        edited[2] = rehashed(edited[2].clone());
        assert_eq!(said(&edited, &head), "I3");

        let mut pointer = whole.clone();
        pointer[2].prev_hash = Digest([9; 32]);
        assert_eq!(said(&pointer, &head), "E3");
        let mut hash = whole.clone();
        hash[2].hash = Digest([9; 32]);
        assert_eq!(said(&hash, &head), "E3");

        let mut gone = whole.clone();
        gone.drain(2..4);
        assert_eq!(said(&gone, &head), "M3-4");
        let mut first = whole.clone();
        first.remove(0);
        assert_eq!(said(&first, &head), "M1-1");
    }

    #[test]
    fn moved_events_are_recognised_by_the_number_that_fits_their_hash() {
        let whole = chain(6);
        let head = whole[5].clone();

        let mut swapped = whole.clone();
        (swapped[2].seq, swapped[3].seq) = (4, 3);
        swapped.swap(2, 3);
        assert_eq!(said(&swapped, &head), "O3>4 O4>3");
        let cosmetics = swapped.into_iter().map(rehashed).collect::<Vec<_>>();
        assert_eq!(said(&cosmetics, &head), "O3>4 O4>3");

        // Deleted, and those after it moved up.
        let mut closed: Vec<Event> = whole.iter().filter(|event| event.seq != 3).cloned().collect();
        closed.iter_mut().filter(|event| event.seq > 3).for_each(|event| event.seq -= 1);
        let new_head = Event { seq: 5, ..head.clone() };
        assert_eq!(said(&closed, &new_head), "M3-3 O3>4 O4>5 O5>6");
    }

    #[test]
    fn inserted_events_are_those_the_chain_does_not_reach() {
        let whole = chain(4);
        let head = whole[3].clone();
        let mut forged = whole[2].clone();
        forged.data = b"forged".to_vec();

        // In the middle, the later ones moved down.
        let mut inserted = whole.clone();
        inserted[2..].iter_mut().for_each(|event| event.seq += 1);
        inserted.insert(2, rehashed(forged));
        let new_head = Event { seq: 5, ..head.clone() };
        assert_eq!(said(&inserted, &new_head), "I3 O4>3 O5>4");

        // Far behind the end.
        let mut behind = whole.clone();
        behind.push(rehashed(Event { seq: 100, prev_hash: head.hash, ..head.clone() }));
        assert_eq!(said(&behind, &head), "I100");
    }
}
