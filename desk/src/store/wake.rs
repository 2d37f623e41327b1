//! How the instances on one PostgreSQL call to each other: NOTIFY and LISTEN. What is said is in [`crate::wake`].

use super::{Conn, Store};
use crate::refusal::Fault;
use sea_orm::ConnectionTrait;
use sea_orm::sqlx::postgres::PgListener;

const CHANNEL: &str = "tanggap";

/// PostgreSQL takes payloads of fewer than 8,000 bytes.
pub(crate) const LONGEST: usize = 7_900;

/// What was heard.
#[derive(Debug)]
pub(crate) enum Heard {
    /// A call, of this instance or another.
    Call(String),
    /// The connection was lost and is being made anew: calls in between were missed.
    Gap,
}

/// One end of the line.
#[derive(Debug)]
pub(crate) struct Listener(PgListener);

impl Store {
    /// Calls out. Never inside a command's transaction: until the end of it no other could commit that calls out too (R34).
    pub(crate) async fn call_out(&self, payloads: Vec<String>) -> Result<(), Fault> {
        let db = self.read();
        // All in one statement, so that PostgreSQL takes its lock once.
        let values = (1..=payloads.len()).map(|n| format!("(${n})")).collect::<Vec<_>>().join(", ");
        let sql = format!("SELECT pg_notify('{CHANNEL}', said) FROM (VALUES {values}) AS calls (said)");
        let payloads = payloads.into_iter().map(sea_orm::Value::from).collect();
        db.raw().query_all_raw(db.statement(&sql, payloads)).await?;
        Ok(())
    }

    /// Listens, on a connection of its own: one of the pool would be missing there for ever.
    pub(crate) async fn listen(&self) -> Result<Listener, Fault> {
        let mut listener = PgListener::connect(&self.url).await.map_err(Fault::new)?;
        listener.listen(CHANNEL).await.map_err(Fault::new)?;
        Ok(Listener(listener))
    }
}

impl Listener {
    /// The next call.
    pub(crate) async fn heard(&mut self) -> Result<Heard, Fault> {
        let call = self.0.try_recv().await.map_err(Fault::new)?;
        Ok(call.map_or(Heard::Gap, |call| Heard::Call(call.payload().to_owned())))
    }
}
