//! The organisation in memory.

use super::Directory;
use crate::refusal::Outcome;
use crate::store::{self, Conn};
use chrono::{DateTime, Utc};
use std::sync::{Arc, RwLock};

/// The organisation in memory, refreshed when its stamp has moved.
#[derive(Debug, Default)]
pub struct DirectoryCache {
    copy: RwLock<Option<Arc<Directory>>>,
}

impl DirectoryCache {
    /// A copy that is not older than the last committed change.
    pub(crate) async fn fresh(&self, conn: &impl Conn, now: DateTime<Utc>) -> Outcome<Arc<Directory>> {
        let stamp = store::directory::stamp(conn).await?;
        self.of_stamp(conn, stamp, now).await
    }

    /// The same, by whoever has just read the stamp.
    pub(crate) async fn of_stamp(&self, conn: &impl Conn, stamp: i64, now: DateTime<Utc>) -> Outcome<Arc<Directory>> {
        let held = self.copy.read().unwrap_or_else(|e| e.into_inner()).clone();
        if let Some(copy) = held.filter(|copy| copy.stamp == stamp) {
            return Ok(copy);
        }
        let copy = Arc::new(Directory::new(store::directory::load(conn, now).await?)?);
        *self.copy.write().unwrap_or_else(|e| e.into_inner()) = Some(copy.clone());
        Ok(copy)
    }
}
