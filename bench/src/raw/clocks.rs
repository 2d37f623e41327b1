//! Tickets with their clocks, copied; and what became of them.

use super::Raw;
use crate::Failure;
use chrono::{DateTime, Utc};
use desk::id::TicketId;
use std::time::Duration;

/// How many copies one statement makes.
const TOGETHER: u64 = 5_000;

impl Raw {
    /// Makes the copies `from` to `until` of a ticket with its clocks and the head of its stream; [`crate::sla::copied`] says their ids.
    pub async fn copy_ticket(&self, ticket: TicketId, from: u64, until: u64) -> Result<(), Failure> {
        let hex = ticket.0.as_simple().to_string();
        let stem: String = hex.chars().take(24).collect();
        let (numbers, suffix) = match self {
            Self::Sqlite(_) => (
                "WITH RECURSIVE n(copy) AS (SELECT $1 UNION ALL SELECT copy + 1 FROM n WHERE copy < $2)",
                "printf('%08x', n.copy)",
            ),
            Self::Postgres(_) => {
                ("WITH n AS (SELECT generate_series($1::bigint, $2::bigint) AS copy)", "lpad(to_hex(n.copy), 8, '0')")
            }
        };
        let id = |stem: &str| match self {
            Self::Sqlite(_) => format!("unhex({stem} || {suffix})"),
            Self::Postgres(_) => format!("({stem} || {suffix})::uuid"),
        };
        let copy_of = id(&format!("'{stem}'"));
        let (clock, is_it) = match self {
            Self::Sqlite(_) => (id("substr(hex(t.id), 1, 24)"), format!("= x'{hex}'")),
            Self::Postgres(_) => (id("left(replace(t.id::text, '-', ''), 24)"), format!("= '{hex}'::uuid")),
        };
        let (name, number) = (format!("'ticket/{stem}' || {suffix}"), format!("t.number || '~' || {suffix}"));
        let statements = [
            self.copy("stream", &[("name", &*name)], numbers, &format!(", n WHERE t.name = 'ticket/{hex}'")).await?,
            self.copy(
                "clock",
                &[("id", &*clock), ("ticket_id", &*copy_of)],
                numbers,
                &format!(", n WHERE t.ticket_id {is_it}"),
            )
            .await?,
            self.copy(
                "ticket",
                &[("id", &*copy_of), ("number", &*number)],
                numbers,
                &format!(", n WHERE t.id {is_it}"),
            )
            .await?,
        ];
        let mut first = from;
        while first <= until {
            let last = until.min(first + TOGETHER - 1);
            for sql in statements {
                let (first, last) = (first as i64, last as i64);
                match self {
                    Self::Sqlite(pool) => sqlx::query(sql).bind(first).bind(last).execute(pool).await?.rows_affected(),
                    Self::Postgres(pool) => {
                        sqlx::query(sql).bind(first).bind(last).execute(pool).await?.rows_affected()
                    }
                };
            }
            first = last + 1;
        }
        // PostgreSQL's autovacuum does this in production.
        if let Self::Postgres(pool) = self {
            sqlx::raw_sql("ANALYZE").execute(pool).await?;
        }
        Ok(())
    }

    /// How many clocks of a ticket run.
    pub async fn running_clocks_of(&self, ticket: TicketId) -> Result<u64, Failure> {
        let sql = "SELECT count(*) FROM clock WHERE ticket_id = $1 AND state = 'RUNNING'";
        let count: i64 = match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).bind(ticket.0).fetch_one(pool).await?,
            Self::Postgres(pool) => sqlx::query_scalar(sql).bind(ticket.0).fetch_one(pool).await?,
        };
        Ok(count as u64)
    }

    /// How many events of a kind there are.
    pub async fn events_of(&self, kind: &str) -> Result<u64, Failure> {
        let sql = "SELECT count(*) FROM event WHERE kind = $1";
        let count: i64 = match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).bind(kind).fetch_one(pool).await?,
            Self::Postgres(pool) => sqlx::query_scalar(sql).bind(kind).fetch_one(pool).await?,
        };
        Ok(count as u64)
    }

    /// Jobs that are not finished.
    pub async fn open_jobs(&self) -> Result<u64, Failure> {
        self.count("SELECT count(*) FROM sla_job WHERE finished_at IS NULL").await
    }

    /// How many tickets are due by `at`.
    pub async fn due_at(&self, at: DateTime<Utc>) -> Result<u64, Failure> {
        // A clock is late a microsecond after it was due.
        let (sql, at) = ("SELECT count(*) FROM ticket WHERE next_due_at <= $1", at + chrono::TimeDelta::seconds(1));
        let count: i64 = match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).bind(at).fetch_one(pool).await?,
            Self::Postgres(pool) => sqlx::query_scalar(sql).bind(at).fetch_one(pool).await?,
        };
        Ok(count as u64)
    }

    /// How long after `due` each breach was recorded.
    pub async fn lags(&self, due: DateTime<Utc>) -> Result<Vec<Duration>, Failure> {
        let sql = "SELECT recorded_at FROM event WHERE kind = 'CLOCK_BREACHED' AND recorded_at >= $1";
        let recorded: Vec<DateTime<Utc>> = match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).bind(due).fetch_all(pool).await?,
            Self::Postgres(pool) => sqlx::query_scalar(sql).bind(due).fetch_all(pool).await?,
        };
        Ok(recorded.into_iter().map(|at| (at - due).to_std().unwrap_or_default()).collect())
    }
}
