//! Servers' clocks that jumped.

use crate::viewer::{in_words, reader};
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use desk::doubt::Doubt;

#[derive(Debug, Default)]
pub struct TimeQuery;

/// A server's clock that jumped and is neither back nor confirmed: nothing falls due there meanwhile, and the desk goes on by the time without the jump.
#[derive(Debug, SimpleObject)]
struct TimeDoubt {
    /// Its id.
    id: ID,
    /// When it was noticed.
    since: DateTime<Utc>,
    /// By how many seconds the clock is ahead of the time that the desk goes on with; below zero: behind it.
    off_seconds: i64,
    /// What time it is by the clock, when by that of the desk it is `deskTime`.
    clock_time: DateTime<Utc>,
    /// What time it is at the desk.
    desk_time: DateTime<Utc>,
}

#[Object]
impl TimeQuery {
    /// Servers' clocks that jumped; for coordinators and administrators.
    async fn time_doubts(&self, ctx: &Context<'_>) -> Result<Vec<TimeDoubt>> {
        let reader = reader(ctx).await?;
        let doubts = reader.time_doubts().await.map_err(in_words(reader))?;
        let shown = |doubt: Doubt| TimeDoubt {
            id: ID(doubt.id.to_string()),
            since: doubt.since,
            off_seconds: doubt.off.num_seconds(),
            clock_time: reader.now + doubt.off,
            desk_time: reader.now,
        };
        Ok(doubts.into_iter().map(shown).collect())
    }
}
