//! Transactions, by plain statements on a connection of their own.
//!
//! A database ends a transaction by itself where a disk is full, memory is short, a lock takes too long, a line is cut; and a caller may leave or
//! panic in the middle. Whoever then used that connection again could be told "done" inside a transaction that nobody ever commits. So a connection
//! goes back to its pool only by [`Line::give_back`], and that only after the database itself has said that its transaction has ended as it should;
//! in every other case it is closed, and with it goes whatever it had begun. The driver's own transactions are not used: they count how deep they are
//! nested, and a count that has gone wrong once stays wrong.

use super::Conn;
use super::condition::{Known, Trouble, is_unwritten, trouble_of};
use super::pool::{Lent, Pool, Pooled, acquiring, exec, query};
use super::strike::{Point, Strike, Strikes};
use crate::refusal::{Again, Fault};
use sea_orm::sqlx;
use sea_orm::{ConnectionTrait, DatabaseBackend, DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use std::sync::Arc;
use tokio::sync::{Mutex, MutexGuard};

/// A transaction.
#[derive(Debug)]
pub struct Tx(Session);

/// What a transaction is for.
#[derive(Debug, Clone)]
pub(super) enum Purpose {
    /// To write. What is met on the way is told.
    Write(Known),
    /// To read everything as it is at one instant.
    Snapshot,
}

impl Purpose {
    fn begin(&self, backend: DatabaseBackend) -> &'static str {
        match (self, backend) {
            // A deferred transaction that reads first and writes later fails at once on SQLite (517); busy_timeout does not help.
            (Self::Write(_), DatabaseBackend::Sqlite) => "BEGIN IMMEDIATE",
            (Self::Snapshot, DatabaseBackend::Sqlite) | (Self::Write(_), _) => "BEGIN",
            (Self::Snapshot, _) => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }
}

/// Commits, or fails: SQLite refuses to commit where no transaction runs. PostgreSQL would answer "rolled back" to it, which the driver takes for a
/// yes; but it refuses a savepoint in a transaction that has failed and where there is none, and the commit behind it is then never reached.
fn commit(backend: DatabaseBackend) -> &'static str {
    match backend {
        DatabaseBackend::Sqlite => "COMMIT",
        _ => "SAVEPOINT whole; COMMIT",
    }
}

impl Tx {
    /// Begins on a connection of the pool.
    pub(super) async fn begin(pool: &Pool, purpose: Purpose, strikes: Option<Arc<dyn Strikes>>) -> Result<Self, Fault> {
        let backend = pool.get_database_backend();
        let begin = purpose.begin(backend);
        let line = match Line::of(pool).await {
            Ok(line) => line,
            Err(error) => return Err(acquiring(purpose.told(Point::Begin, error)).into()),
        };
        let mut session = Session { backend, state: Mutex::new(State { line, broken: false }), purpose, strikes };
        session.plain(Point::Begin, begin).await?;
        Ok(Self(session))
    }

    /// Commits. No error means that the database has committed this very transaction.
    pub async fn commit(mut self) -> Result<(), Fault> {
        let session = &mut self.0;
        session.plain(Point::Commit, commit(session.backend)).await?;
        session.state.get_mut().line.give_back();
        if let Purpose::Write(known) = &session.purpose {
            known.stored();
        }
        Ok(())
    }

    /// Gives everything up. Where the database does not answer, its connection is closed, which gives everything up, too.
    pub async fn rollback(mut self) -> Result<(), Fault> {
        let session = &mut self.0;
        if session.state.get_mut().broken {
            return Ok(());
        }
        match session.plain(Point::Rollback, "ROLLBACK").await {
            Ok(()) => session.state.get_mut().line.give_back(),
            Err(error) => tracing::warn!(%error, "a transaction was given up with its connection"),
        }
        Ok(())
    }
}

impl Conn for Tx {
    type Raw = Session;

    fn raw(&self) -> &Session {
        &self.0
    }
}

/// An error that says that nothing was stored, and for no reason that lies in what was asked.
#[derive(Debug)]
pub(super) struct NotStored(sqlx::Error);

impl std::fmt::Display for NotStored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "nothing could be stored: {}", self.0)
    }
}

impl std::error::Error for NotStored {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

fn of_driver(error: &DbErr) -> Option<&sqlx::Error> {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(error))
        | DbErr::Exec(RuntimeErr::SqlxError(error))
        | DbErr::Query(RuntimeErr::SqlxError(error)) => Some(error),
        _ => None,
    }
}

/// Whether an error says that nothing was stored, and for no reason that lies in what was asked.
pub(super) fn is_not_stored(error: &DbErr) -> bool {
    matches!(of_driver(error), Some(sqlx::Error::AnyDriverError(error)) if error.is::<NotStored>())
}

/// Whether an error comes of what somebody else did at the same time. SQLite has one writer, and none of these.
pub(super) fn again(error: &DbErr) -> Option<Again> {
    match &*of_driver(error)?.as_database_error()?.code()? {
        // Two that cannot be put one after the other; two that wait for each other.
        "40001" | "40P01" => Some(Again::Crossed),
        // What is there once was not there when the command looked.
        "23505" => Some(Again::Overtaken),
        _ => None,
    }
}

impl Purpose {
    /// Tells what an error says of the storage, and marks it as one after which surely nothing is stored. An error of the commit itself does not say
    /// that, unless it names the reason: the database may have done it, and only its answer was lost.
    fn told(&self, point: Point, error: sqlx::Error) -> sqlx::Error {
        let (Self::Write(known), Some(trouble)) = (self, trouble_of(&error)) else { return error };
        known.met(trouble, &error);
        match (point, trouble) {
            (Point::Commit, Trouble::Unreachable | Trouble::Failing) if !is_unwritten(&error) => error,
            _ => sqlx::Error::AnyDriverError(Box::new(NotStored(error))),
        }
    }
}

/// The connection of a transaction, as long as that lasts.
pub struct Session {
    backend: DatabaseBackend,
    state: Mutex<State>,
    purpose: Purpose,
    strikes: Option<Arc<dyn Strikes>>,
}

struct State {
    line: Line,
    /// Something went wrong, or was never heard to go right: nothing more is asked, and nothing is committed.
    broken: bool,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("backend", &self.backend).finish_non_exhaustive()
    }
}

impl Session {
    /// The next to ask. Until the answer has come the transaction counts as broken: whoever leaves in between leaves one behind of which nobody knows
    /// how far it is.
    async fn turn(&self, point: Point, sql: &str) -> Result<Turn<'_>, sqlx::Error> {
        let mut state = self.state.lock().await;
        if std::mem::replace(&mut state.broken, true) {
            return Err(sqlx::Error::Protocol("the transaction has ended in an error already".to_owned()));
        }
        let strike = self.strikes.as_ref().and_then(|strikes| strikes.at(point, sql));
        let mut turn = Turn { state, point, purpose: &self.purpose, strike };
        if turn.strike.is_some() {
            turn.strike_before().await.map_err(|error| self.purpose.told(point, error))?;
        }
        Ok(turn)
    }

    async fn plain(&mut self, point: Point, sql: &'static str) -> Result<(), DbErr> {
        let said = async {
            let mut turn = self.turn(point, sql).await?;
            let answer = turn.pooled()?.plain(sql).await;
            turn.heard(answer).await
        };
        said.await.map_err(exec)
    }
}

/// Whoever leaves between two statements has the transaction rolled back; in the middle of one, or in a panic, its connection is closed.
impl Drop for Session {
    fn drop(&mut self) {
        let state = self.state.get_mut();
        if state.broken || std::thread::panicking() {
            return;
        }
        let Some(mut line) = state.line.take() else { return };
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let rolled_back = match line.pooled() {
                    Ok(pooled) => pooled.plain("ROLLBACK").await.is_ok(),
                    Err(_) => false,
                };
                if rolled_back {
                    line.give_back();
                }
            });
        }
    }
}

struct Turn<'a> {
    state: MutexGuard<'a, State>,
    point: Point,
    purpose: &'a Purpose,
    strike: Option<Strike>,
}

impl Turn<'_> {
    fn pooled(&mut self) -> Result<&mut Pooled, sqlx::Error> {
        self.state.line.pooled()
    }

    /// What is made to go wrong before the database is asked.
    async fn strike_before(&mut self) -> Result<(), sqlx::Error> {
        match self.strike {
            Some(Strike::Aside(sql)) => {
                // What comes of it is for the statement itself to find out.
                drop(self.pooled()?.plain(sql).await);
                Ok(())
            }
            Some(Strike::Unasked) => Err(struck()),
            // Without a word: it is meant.
            Some(Strike::Panic) => std::panic::resume_unwind(Box::new("struck in the middle of a transaction")),
            Some(Strike::Silent) => std::future::pending().await,
            Some(Strike::Unheard | Strike::SilentAfter) | None => Ok(()),
        }
    }

    /// The answer; only a good one leaves the transaction usable.
    async fn heard<T>(&mut self, answer: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        match self.strike {
            Some(Strike::Unheard) => return Err(self.purpose.told(self.point, struck())),
            Some(Strike::SilentAfter) => std::future::pending().await,
            Some(Strike::Aside(_) | Strike::Unasked | Strike::Panic | Strike::Silent) | None => {}
        }
        self.state.broken = answer.is_err();
        answer.map_err(|error| self.purpose.told(self.point, error))
    }
}

fn struck() -> sqlx::Error {
    sqlx::Error::Io(std::io::Error::other("struck"))
}

/// A connection out of its pool. Dropped, it is closed.
struct Line(Option<Lent>);

impl Line {
    async fn of(pool: &Pool) -> Result<Self, sqlx::Error> {
        Ok(Self(Some(pool.lend().await?)))
    }

    fn pooled(&mut self) -> Result<&mut Pooled, sqlx::Error> {
        self.0.as_mut().ok_or(sqlx::Error::PoolClosed)?.pooled()
    }

    /// Gives it back to its pool. Only for a connection whose transaction is known to have ended.
    fn give_back(&mut self) {
        if let Some(lent) = self.0.take() {
            lent.give_back();
        }
    }

    fn take(&mut self) -> Option<Self> {
        self.0.take().map(|lent| Self(Some(lent)))
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(lent) = self.0.take() {
            lent.close();
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Session {
    fn get_database_backend(&self) -> DatabaseBackend {
        self.backend
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut turn = self.turn(Point::Statement, &statement.sql).await.map_err(exec)?;
        let answer = turn.pooled().map_err(exec)?.execute(statement).await;
        turn.heard(answer).await.map_err(exec)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        let mut turn = self.turn(Point::Statement, sql).await.map_err(exec)?;
        let answer = turn.pooled().map_err(exec)?.unprepared(sql.to_owned()).await;
        turn.heard(answer).await.map_err(exec)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut turn = self.turn(Point::Statement, &statement.sql).await.map_err(query)?;
        let answer = turn.pooled().map_err(query)?.one(statement).await;
        turn.heard(answer).await.map_err(query)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut turn = self.turn(Point::Statement, &statement.sql).await.map_err(query)?;
        let answer = turn.pooled().map_err(query)?.all(statement).await;
        turn.heard(answer).await.map_err(query)
    }
}
