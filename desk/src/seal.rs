//! Seals (R21): what makes the record provable to somebody who does not trust the database.
//!
//! A chain alone proves little: whoever owns the database can alter an event and compute all hashes after it anew. So from time to time a seal is
//! taken over the heads of all streams that moved since the last one. It is signed with a key that is not in the database, and a copy of it is put
//! outside. What was sealed can then no longer be altered unnoticed, not even by the owner of database and key.
//!
//! How a seal is computed, for whoever wants to check one with a program of their own. `H(domain, parts)` is SHA-256 over the domain's letters and
//! then each part, preceded by its length as 8 bytes, the highest first; numbers are 8 bytes too, two's complement:
//!
//! - leaf = `H("tanggap/seal-leaf/1", [stream, seq, hash of that event])`, one for each stream, in the order of the bytes of their names;
//! - node = `H("tanggap/seal-node/1", [left, right])`; of `n` leaves the left half is the largest power of two below `n` (as in RFC 6962), so that
//!   no leaf is ever counted twice, and a node can never pass for a leaf;
//! - hash = `H("tanggap/seal/1", [number, at in microseconds, root, number of leaves, hash of the seal before, key id])`; before the first stand 32
//!   zeros;
//! - signature = Ed25519 over those 32 bytes; key id = the first 16 hex digits of the SHA-256 of the public key's 32 bytes.

use crate::desk::Desk;
use crate::digest::Digest;
use crate::refusal::{Fault, Outcome};
use crate::store;
use chrono::TimeDelta;
use std::sync::atomic::Ordering;
use uuid::Uuid;

mod anchor;
mod key;

pub use anchor::{Anchor, FileAnchor, SealLine};
pub use key::{PublicKey, SealKey};

pub use crate::store::entity::seal::Model as Seal;
pub use crate::store::entity::seal_leaf::Model as Leaf;

/// How many streams one seal, and so one transaction, takes in (R33).
const BATCH: u64 = 200;
/// The duty in the table of leases.
const DUTY: &str = "seal";
/// How long the duty is kept without a sign of life.
const LEASE: TimeDelta = TimeDelta::seconds(60);

/// What a run of sealing did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sealed {
    /// Another instance is sealing, so this one left it alone.
    pub elsewhere: bool,
    /// How many seals were made.
    pub seals: u64,
    /// How many streams they took in.
    pub leaves: u64,
    /// How many seals were put into anchors, those too that an earlier run had not got round to.
    pub anchored: u64,
    /// The last seal there is now.
    pub last: Option<i64>,
}

impl Leaf {
    /// What stands for this leaf at the bottom of the tree.
    pub fn node(&self) -> Digest {
        Digest::of("tanggap/seal-leaf/1", [self.stream.as_bytes(), &self.seq.to_be_bytes(), &self.hash.0])
    }
}

/// The Merkle root of a seal's leaves, whatever order they come in.
pub fn root(leaves: &mut [Leaf]) -> Digest {
    fn over(nodes: &[Digest]) -> Digest {
        match nodes {
            [] => Digest::of("tanggap/seal-node/1", []),
            [one] => *one,
            many => {
                let (left, right) = many.split_at(many.len().next_power_of_two() / 2);
                Digest::of("tanggap/seal-node/1", [&over(left).0[..], &over(right).0[..]])
            }
        }
    }
    // The order of bytes, which no database's collation has a say in.
    leaves.sort_unstable_by(|a, b| a.stream.as_bytes().cmp(b.stream.as_bytes()));
    over(&leaves.iter().map(Leaf::node).collect::<Vec<_>>())
}

impl Seal {
    /// The hash over everything but the signature: what is signed, and what the next seal points to.
    pub fn computed_hash(&self) -> Digest {
        Digest::of(
            "tanggap/seal/1",
            [
                &self.number.to_be_bytes()[..],
                &self.at.timestamp_micros().to_be_bytes(),
                &self.root.0,
                &i64::from(self.leaves).to_be_bytes(),
                &self.prev_hash.0,
                self.key_id.as_bytes(),
            ],
        )
    }
}

impl Desk {
    /// Seals what moved since it was sealed last, in batches, and puts the seals into the anchors. Called by the worker every so often; of several
    /// instances that try at once, one does it.
    ///
    /// # Errors
    ///
    /// A fault also if an anchor knows seals that the database lacks or has otherwise: then the database is not the one that was sealed, and going
    /// on would bury that.
    pub async fn seal(&self, key: &SealKey, anchors: &[&dyn Anchor]) -> Outcome<Sealed> {
        let done = self.seal_once(key, anchors).await;
        // Where another instance seals, this one has learnt nothing of it.
        if !done.as_ref().is_ok_and(|sealed| sealed.elsewhere) {
            self.sealing_fails.store(done.is_err(), Ordering::Relaxed);
        }
        done
    }

    /// Whether the last run of sealing failed, for whoever watches over the program.
    pub fn sealing_fails(&self) -> bool {
        self.sealing_fails.load(Ordering::Relaxed)
    }

    async fn seal_once(&self, key: &SealKey, anchors: &[&dyn Anchor]) -> Outcome<Sealed> {
        let token = self.chance.uuid(self.now());
        let tx = self.store.begin().await?;
        if !store::lease::take(&tx, DUTY, token, self.now(), self.now() + LEASE).await? {
            tx.rollback().await?;
            return Ok(Sealed { elsewhere: true, ..Sealed::default() });
        }
        tx.commit().await?;
        let done = self.seal_all(token, key, anchors).await;
        let tx = self.store.begin().await?;
        store::lease::release(&tx, DUTY, token).await?;
        tx.commit().await?;
        Ok(done?)
    }

    async fn seal_all(&self, token: Uuid, key: &SealKey, anchors: &[&dyn Anchor]) -> Result<Sealed, Fault> {
        let mut done = Sealed::default();
        for anchor in anchors {
            done.anchored += self.catch_up(*anchor).await?;
        }
        while let Some(seal) = self.seal_batch(token, key).await? {
            done.seals += 1;
            done.leaves += u64::from(seal.leaves.unsigned_abs());
            for anchor in anchors {
                anchor.append(&seal).await?;
                done.anchored += 1;
            }
            if u64::from(seal.leaves.unsigned_abs()) < BATCH {
                break;
            }
            tokio::task::yield_now().await;
        }
        done.last = store::seal::last(&self.store.read()).await?.map(|seal| seal.number);
        Ok(done)
    }

    /// Puts into an anchor what it lacks because the program died between a seal's commit and its append, or because the anchor is new.
    async fn catch_up(&self, anchor: &dyn Anchor) -> Result<u64, Fault> {
        let mut last = 0;
        if let Some(known) = anchor.last().await? {
            last = known.number;
            let ours = store::seal::get(&self.store.read(), last).await?;
            if ours.as_ref().map(SealLine::from) != Some(SealLine::from(&known)) {
                let what = if ours.is_some() { "has otherwise" } else { "lacks" };
                return Err(Fault::new(format!("the anchor holds seal {last}, which the database {what}")));
            }
        }
        let mut appended = 0;
        loop {
            let missing = store::seal::after(&self.store.read(), last, 500).await?;
            if missing.is_empty() {
                return Ok(appended);
            }
            for seal in missing {
                anchor.append(&seal).await?;
                last = seal.number;
                appended += 1;
            }
        }
    }

    async fn seal_batch(&self, token: Uuid, key: &SealKey) -> Result<Option<Seal>, Fault> {
        let now = self.now();
        let tx = self.store.begin().await?;
        if !store::lease::renew(&tx, DUTY, token, now + LEASE).await? {
            return Err(Fault::new("sealing took so long that another instance took it over"));
        }
        let heads = store::seal::unsealed(&tx, BATCH).await?;
        if heads.is_empty() {
            tx.rollback().await?;
            return Ok(None);
        }
        let before = store::seal::last(&tx).await?;
        let number = before.as_ref().map_or(0, |seal| seal.number) + 1;
        let mut leaves: Vec<Leaf> = heads
            .into_iter()
            .map(|head| Leaf { seal_number: number, stream: head.name, seq: head.seq, hash: head.hash })
            .collect();
        let mut seal = Seal {
            number,
            at: now,
            leaves: i32::try_from(leaves.len()).map_err(Fault::new)?,
            root: root(&mut leaves),
            prev_hash: before.map_or(Digest::NONE, |seal| seal.hash),
            key_id: key.key_id(),
            signature: Vec::new(),
            hash: Digest::NONE,
        };
        seal.hash = seal.computed_hash();
        seal.signature = key.sign(seal.hash);
        store::seal::put(&tx, seal.clone(), leaves).await?;
        tx.commit().await?;
        Ok(Some(seal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(n: u8) -> Vec<Leaf> {
        (0..n)
            .map(|i| Leaf { seal_number: 1, stream: format!("ticket/{i:02}"), seq: 1, hash: Digest([i; 32]) })
            .collect()
    }

    #[test]
    fn a_root_knows_each_leaf_and_not_their_order() {
        let mut seen = std::collections::HashSet::new();
        for n in 0..20 {
            assert!(seen.insert(root(&mut leaves(n))), "{n}");
            let mut reversed = leaves(n);
            reversed.reverse();
            assert_eq!(root(&mut reversed), root(&mut leaves(n)));
            for at in 0..usize::from(n) {
                let mut other = leaves(n);
                other[at].hash = Digest([255; 32]);
                assert!(seen.insert(root(&mut other)), "{at} of {n}");
            }
        }
    }

    #[test]
    fn the_tree_has_the_shape_of_rfc_6962() {
        let five = leaves(5);
        let node = |a: Digest, b: Digest| Digest::of("tanggap/seal-node/1", [&a.0[..], &b.0[..]]);
        let [a, b, c, d, e] = [0, 1, 2, 3, 4].map(|i: usize| five[i].node());
        assert_eq!(root(&mut leaves(5)), node(node(node(a, b), node(c, d)), e));
        assert_eq!(root(&mut leaves(4)), node(node(a, b), node(c, d)));
        assert_eq!(root(&mut leaves(1)), a);
    }
}
