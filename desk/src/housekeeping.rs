//! What is tidied away by the worker besides files.

use crate::desk::Desk;
use crate::refusal::Outcome;
use crate::store;
use chrono::TimeDelta;

/// How long it is remembered that a command was done under a key (R7).
const KEYS: TimeDelta = TimeDelta::days(30);
/// How many keys one transaction forgets (R33).
const BATCH: u64 = 200;

impl Desk {
    /// Forgets request keys that are older than thirty days. Returns how many.
    pub async fn forget_keys(&self) -> Outcome<u64> {
        let before = self.now() - KEYS;
        let mut forgotten = 0;
        loop {
            let tx = self.store.begin().await?;
            let some = store::record::forget_keys(&tx, before, BATCH).await?;
            tx.commit().await?;
            forgotten += some;
            if some < BATCH {
                return Ok(forgotten);
            }
            tokio::task::yield_now().await;
        }
    }

    /// When the clock next has something to do.
    pub async fn next_due(&self) -> Outcome<Option<chrono::DateTime<chrono::Utc>>> {
        store::ticket::earliest_due(&self.store.read()).await
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Outcome<()> {
        store::directory::stamp(&self.store.read()).await.map(drop)
    }
}
