//! Connections at hand. The driver's own pool asks the database whether a connection still holds before it lends it, and asks again when it comes back:
//! three questions where one is meant, and on SQLite each is a change of threads. So a connection that has just answered well is kept here and lent on as it
//! is. A server may have cut it: then what was read is asked again over another, and for a transaction it is tested first. So is one that has lain idle; one
//! that did not answer well goes back to the driver's pool, which tests it.

use super::condition::{Trouble, trouble_of};
use sea_orm::sea_query::Values;
use sea_orm::sqlx::pool::PoolConnection;
use sea_orm::sqlx::{self, AssertSqlSafe, Connection, Executor, Postgres, Sqlite};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseConnection, DbErr, ExecResult, QueryResult, RuntimeErr, Statement,
};
use sea_query_sqlx::SqlxValues;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// How long somebody waits for a connection.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);
/// One that was used so lately is there still: a server that was restarted takes longer.
const FRESH: Duration = Duration::from_secs(1);
/// What nobody has needed for so long goes back to the driver's pool, which closes it in time.
const UNNEEDED: Duration = Duration::from_secs(60);
/// So does what has been away for so long: that pool also closes what is old.
const AWAY: Duration = Duration::from_secs(5 * 60);

/// Connections to one database, at most so many.
#[derive(Clone)]
pub struct Pool(Arc<Inner>);

struct Inner {
    all: DatabaseConnection,
    kept: Mutex<Vec<Kept>>,
    /// One for each connection: whoever has a place finds one kept, or room for it in the driver's pool.
    places: Arc<Semaphore>,
}

struct Kept {
    pooled: Pooled,
    away_since: Instant,
    idle_since: Instant,
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pool").field("all", &self.0.all).finish_non_exhaustive()
    }
}

impl Pool {
    /// Over the driver's pool of at most so many connections.
    pub(super) fn over(all: DatabaseConnection, most: u32) -> Self {
        let places = Arc::new(Semaphore::new(most as usize));
        Self(Arc::new(Inner { all, kept: Mutex::default(), places }))
    }

    /// Lends a connection that is known to hold: for what cannot be asked a second time.
    pub(super) async fn lend(&self) -> Result<Lent, sqlx::Error> {
        self.lend_if(|idle| self.sqlite() && idle < FRESH).await
    }

    /// Lends one that held a moment ago.
    async fn lend_untested(&self) -> Result<Lent, sqlx::Error> {
        self.lend_if(|idle| idle < FRESH).await
    }

    fn sqlite(&self) -> bool {
        self.0.all.get_database_backend() == DatabaseBackend::Sqlite
    }

    /// `believed`: whether one that has lain idle for so long is lent on without a test.
    async fn lend_if(&self, believed: impl Fn(Duration) -> bool) -> Result<Lent, sqlx::Error> {
        let inner = &self.0;
        let place = match timeout(PATIENCE, inner.places.clone().acquire_owned()).await {
            Ok(Ok(place)) => place,
            Ok(Err(_)) => return Err(sqlx::Error::PoolClosed),
            Err(_) => return Err(sqlx::Error::PoolTimedOut),
        };
        let lent = |pooled, away_since, tested| {
            let pooled = Some(pooled);
            Lent { pooled, away_since, tested, pool: self.clone(), _place: place }
        };
        // Bound first: the lock is not held while it is tested.
        let kept = inner.kept().pop();
        if let Some(Kept { mut pooled, away_since, idle_since }) = kept {
            if believed(idle_since.elapsed()) {
                return Ok(lent(pooled, away_since, false));
            }
            if pooled.ping().await.is_ok() {
                return Ok(lent(pooled, away_since, true));
            }
            pooled.close_on_drop();
        }
        let pooled = match inner.all.get_database_backend() {
            DatabaseBackend::Sqlite => inner.all.get_sqlite_connection_pool().acquire().await.map(Pooled::Sqlite)?,
            _ => inner.all.get_postgres_connection_pool().acquire().await.map(Pooled::Postgres)?,
        };
        Ok(lent(pooled, Instant::now(), true))
    }

    /// Closes all connections, when those that are lent have come back.
    pub(super) async fn close(&self) -> Result<(), DbErr> {
        self.0.places.close();
        // Bound first: they go back to a pool that may wait for them.
        let kept = std::mem::take(&mut *self.0.kept());
        drop(kept);
        self.0.all.close_by_ref().await
    }
}

impl Inner {
    fn kept(&self) -> MutexGuard<'_, Vec<Kept>> {
        self.kept.lock().unwrap_or_else(|broken| broken.into_inner())
    }

    fn keep(&self, pooled: Pooled, away_since: Instant) {
        let now = Instant::now();
        // What is dropped here goes back to the driver's pool.
        if now - away_since > AWAY || self.places.is_closed() {
            return;
        }
        let mut kept = self.kept();
        kept.push(Kept { pooled, away_since, idle_since: now });
        let unneeded = kept.first().is_some_and(|oldest| now - oldest.idle_since > UNNEEDED).then(|| kept.remove(0));
        drop(kept);
        drop(unneeded);
    }
}

/// Going back to the driver's pool takes a runtime, which may be gone by now.
impl Drop for Inner {
    fn drop(&mut self) {
        for kept in std::mem::take(&mut *self.kept()) {
            kept.pooled.leave();
        }
    }
}

/// A connection that is lent. Dropped, it goes back to the driver's pool, which tests it.
pub(super) struct Lent {
    pooled: Option<Pooled>,
    away_since: Instant,
    tested: bool,
    pool: Pool,
    _place: OwnedSemaphorePermit,
}

impl Lent {
    /// What can be asked.
    pub(super) fn pooled(&mut self) -> Result<&mut Pooled, sqlx::Error> {
        self.pooled.as_mut().ok_or(sqlx::Error::PoolClosed)
    }

    /// Whether it was no longer there, which only the question has shown: what was read is asked again over another.
    fn was_cut<T>(&self, answer: &Result<T, sqlx::Error>) -> bool {
        let unreachable = |error| trouble_of(error) == Some(Trouble::Unreachable);
        !self.tested && answer.as_ref().is_err_and(unreachable)
    }

    /// Gives it back to be lent on as it is. Only for one that has answered all that it was asked.
    pub(super) fn give_back(mut self) {
        if let Some(pooled) = self.pooled.take() {
            self.pool.0.keep(pooled, self.away_since);
        }
    }

    /// Closes it.
    pub(super) fn close(mut self) {
        if let Some(pooled) = &mut self.pooled {
            pooled.close_on_drop();
        }
    }
}

/// A connection of either database.
pub(super) enum Pooled {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// A statement as the driver takes it.
fn parts(statement: Statement) -> (AssertSqlSafe<String>, SqlxValues) {
    (AssertSqlSafe(statement.sql), SqlxValues(statement.values.unwrap_or(Values(Vec::new()))))
}

impl Pooled {
    /// Runs a statement without values.
    pub(super) async fn plain(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(connection) => connection.execute(sql).await.map(drop),
            Self::Postgres(connection) => connection.execute(sql).await.map(drop),
        }
    }

    /// Runs statements without values.
    pub(super) async fn unprepared(&mut self, sql: String) -> Result<ExecResult, sqlx::Error> {
        Ok(match self {
            Self::Sqlite(connection) => connection.execute(AssertSqlSafe(sql)).await?.into(),
            Self::Postgres(connection) => connection.execute(AssertSqlSafe(sql)).await?.into(),
        })
    }

    /// Runs a statement.
    pub(super) async fn execute(&mut self, statement: Statement) -> Result<ExecResult, sqlx::Error> {
        let (sql, values) = parts(statement);
        Ok(match self {
            Self::Sqlite(line) => sqlx::query_with::<Sqlite, _>(sql, values).execute(&mut **line).await?.into(),
            Self::Postgres(line) => sqlx::query_with::<Postgres, _>(sql, values).execute(&mut **line).await?.into(),
        })
    }

    /// Asks for a row.
    pub(super) async fn one(&mut self, statement: Statement) -> Result<Option<QueryResult>, sqlx::Error> {
        let (sql, values) = parts(statement);
        Ok(match self {
            Self::Sqlite(line) => {
                sqlx::query_with::<Sqlite, _>(sql, values).fetch_optional(&mut **line).await?.map(Into::into)
            }
            Self::Postgres(line) => {
                sqlx::query_with::<Postgres, _>(sql, values).fetch_optional(&mut **line).await?.map(Into::into)
            }
        })
    }

    /// Asks for all rows.
    pub(super) async fn all(&mut self, statement: Statement) -> Result<Vec<QueryResult>, sqlx::Error> {
        let (sql, values) = parts(statement);
        Ok(match self {
            Self::Sqlite(line) => {
                let rows = sqlx::query_with::<Sqlite, _>(sql, values).fetch_all(&mut **line).await?;
                rows.into_iter().map(Into::into).collect()
            }
            Self::Postgres(line) => {
                let rows = sqlx::query_with::<Postgres, _>(sql, values).fetch_all(&mut **line).await?;
                rows.into_iter().map(Into::into).collect()
            }
        })
    }

    async fn ping(&mut self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(connection) => connection.ping().await,
            Self::Postgres(connection) => connection.ping().await,
        }
    }

    fn close_on_drop(&mut self) {
        match self {
            Self::Sqlite(connection) => connection.close_on_drop(),
            Self::Postgres(connection) => connection.close_on_drop(),
        }
    }

    /// Drops the connection itself.
    fn leave(self) {
        match self {
            Self::Sqlite(connection) => drop(connection.leak()),
            Self::Postgres(connection) => drop(connection.leak()),
        }
    }
}

/// What went wrong before anything was asked.
pub(super) fn acquiring(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(error.into()))
}

/// What went wrong in doing something.
pub(super) fn exec(error: sqlx::Error) -> DbErr {
    DbErr::Exec(RuntimeErr::SqlxError(error.into()))
}

/// What went wrong in asking for rows.
pub(super) fn query(error: sqlx::Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}

/// Each statement by itself, on whatever connection is at hand.
#[async_trait::async_trait]
impl ConnectionTrait for Pool {
    fn get_database_backend(&self) -> DatabaseBackend {
        self.0.all.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut lent = self.lend().await.map_err(acquiring)?;
        let answer = lent.pooled().map_err(exec)?.execute(statement).await.map_err(exec)?;
        lent.give_back();
        Ok(answer)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut lent = self.lend().await.map_err(acquiring)?;
        let answer = lent.pooled().map_err(exec)?.unprepared(sql.to_owned()).await.map_err(exec)?;
        lent.give_back();
        Ok(answer)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut lent = self.lend_untested().await.map_err(acquiring)?;
        let mut answer = lent.pooled().map_err(query)?.one(statement.clone()).await;
        if lent.was_cut(&answer) {
            lent.close();
            lent = self.lend().await.map_err(acquiring)?;
            answer = lent.pooled().map_err(query)?.one(statement).await;
        }
        let answer = answer.map_err(query)?;
        lent.give_back();
        Ok(answer)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut lent = self.lend_untested().await.map_err(acquiring)?;
        let mut answer = lent.pooled().map_err(query)?.all(statement.clone()).await;
        if lent.was_cut(&answer) {
            lent.close();
            lent = self.lend().await.map_err(acquiring)?;
            answer = lent.pooled().map_err(query)?.all(statement).await;
        }
        let answer = answer.map_err(query)?;
        lent.give_back();
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Conn, PoolSize, Store};
    use futures_util::FutureExt;
    use futures_util::future::join_all;

    const ONE: &str = "SELECT 1 AS one";

    async fn ask(store: &Store, sql: &str) -> Result<Vec<QueryResult>, DbErr> {
        let db = store.read();
        db.raw().query_all_raw(db.statement(sql, vec![])).await
    }

    async fn opened(folder: &tempfile::TempDir, read: u32) -> Store {
        let url = format!("sqlite://{}", folder.path().join("pool.db").display());
        Store::open(&url, PoolSize { write: 1, read }).await.expect("a database")
    }

    fn free(store: &Store) -> usize {
        store.read.0.places.available_permits()
    }

    #[tokio::test]
    async fn many_ask_over_few_connections() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = opened(&folder, 2).await;
        let answers = join_all((0..50).map(|_| ask(&store, ONE))).await;
        assert!(answers.iter().all(|answer| answer.as_ref().is_ok_and(|rows| rows.len() == 1)));
        assert_eq!(free(&store), 2);
        assert!((1..=2).contains(&store.read.0.kept().len()), "they are kept at hand");
    }

    #[tokio::test]
    async fn whoever_asks_wrongly_or_leaves_takes_no_connection_along() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = opened(&folder, 1).await;
        for _ in 0..3 {
            assert!(ask(&store, "SELECT nothing FROM nowhere").await.is_err());
            // Somebody leaves before the answer has come.
            drop(Box::pin(ask(&store, ONE)).now_or_never());
            assert!(ask(&store, ONE).await.is_ok());
        }
        // A look at one instant takes a place as long as it lasts, and gives it back.
        let look = store.snapshot().await.expect("a look");
        assert!(ask(&store, ONE).now_or_never().is_none());
        look.rollback().await.expect("its end");
        assert!(ask(&store, ONE).await.is_ok());
        assert_eq!(free(&store), 1);
    }

    #[tokio::test]
    async fn a_closed_pool_answers_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = opened(&folder, 2).await;
        assert!(ask(&store, ONE).await.is_ok());
        store.close().await.expect("closed");
        assert!(ask(&store, ONE).await.is_err());
        assert!(store.read.0.kept().is_empty());
    }
}
