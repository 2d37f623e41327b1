//! The database. This is the only room of the desk that knows sea-orm; SQLite and PostgreSQL part ways only here.

use crate::id::Id;
use crate::refusal::{Fault, Outcome};
use sea_orm::sea_query::{Expr, InsertStatement, OnConflict, UpdateStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection,
    DbErr, EntityTrait, IntoActiveModel, Iterable, ModelTrait, PrimaryKeyToColumn, PrimaryKeyTrait, QueryFilter,
    QueryResult, QueryTrait, Select, Statement, Value,
};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub mod audit;
pub mod backup;
pub mod board;
pub mod condition;
pub mod directory;
pub mod entity;
pub mod file;
pub(crate) mod found;
pub mod lease;
pub mod list;
pub mod pace;
pub mod people;
mod pool;
pub mod record;
pub mod schema;
pub mod seal;
pub mod search;
pub mod sign_in;
pub mod sla;
#[cfg(test)]
mod steps;
pub mod strike;
pub mod ticket;
pub mod time_mark;
mod together;
mod transaction;
pub mod upload;
mod values;
pub mod visible;
pub(crate) mod wake;
pub mod writing;

pub use together::Together;
pub use transaction::{Session, Tx};
pub use values::Doc;

use condition::Known;
use pool::Pool;
use strike::Strikes;
use transaction::Purpose;

impl From<DbErr> for Fault {
    fn from(error: DbErr) -> Self {
        match transaction::again(&error) {
            Some(again) => Fault::to_repeat(error, again),
            None if transaction::is_not_stored(&error) => Fault::not_stored(error),
            None => Fault::new(error),
        }
    }
}

impl From<DbErr> for crate::Error {
    fn from(error: DbErr) -> Self {
        Fault::from(error).into()
    }
}

/// Where the data is.
#[derive(Debug)]
pub struct Store {
    /// SQLite: ONE connection, because a second writer could only wait inside the database, out of order. PostgreSQL: a pool.
    write: Pool,
    read: Pool,
    /// Apart from the others, since migrations begin and end transactions in the driver's own way.
    migrating: DatabaseConnection,
    url: String,
    /// Number sequences that are known to exist.
    sequences: Mutex<HashSet<String>>,
    /// What is made to go wrong, in stories only.
    strikes: Option<Arc<dyn Strikes>>,
    known: Known,
}

/// For so long a command's transaction may stand idle on PostgreSQL.
const IDLE_COMMAND: &str = "15s";

/// How many connections to open, at most.
#[derive(Debug, Clone, Copy)]
pub struct PoolSize {
    /// For commands (PostgreSQL; SQLite always has one).
    pub write: u32,
    /// For reads.
    pub read: u32,
}

impl Default for PoolSize {
    fn default() -> Self {
        Self { write: 16, read: 16 }
    }
}

impl Store {
    /// Opens `sqlite://PATH` or `postgres://...`. Does not migrate.
    pub async fn open(url: &str, size: PoolSize) -> Result<Self, Fault> {
        Self::open_struck(url, size, None).await
    }

    /// Opens it with what is to go wrong in its transactions.
    pub(crate) async fn open_struck(
        url: &str,
        size: PoolSize,
        strikes: Option<Arc<dyn Strikes>>,
    ) -> Result<Self, Fault> {
        let only_read = is_only_read(url);
        let connect = async |least: u32, most: u32, idle: &'static str| -> Result<DatabaseConnection, DbErr> {
            let mut options = ConnectOptions::new(url);
            options
                .max_connections(most)
                .min_connections(least)
                .connect_lazy(least == 0)
                .acquire_timeout(pool::PATIENCE)
                .sqlx_logging(false)
                .map_sqlx_sqlite_opts(move |o| {
                    if only_read {
                        // Even to set what is set already would be to write.
                        return o;
                    }
                    o.create_if_missing(true)
                        // A page of a list comes at once: each time that whoever asked catches up is a change of threads.
                        .row_buffer_size(256)
                        .foreign_keys(true)
                        .busy_timeout(Duration::from_secs(20))
                        .pragma("journal_mode", "WAL")
                        // R33: what is acknowledged survives a power cut.
                        .pragma("synchronous", "FULL")
                        // R22: what is erased is overwritten.
                        .pragma("secure_delete", "ON")
                        .pragma("cache_size", "-16000")
                        .pragma("temp_store", "MEMORY")
                })
                .map_sqlx_postgres_opts(move |o| {
                    // What the desk asks is answered in milliseconds: compiling a plan would take longer.
                    let known = [("statement_timeout", "30s"), ("timezone", "UTC"), ("jit", "off")];
                    o.options(known).options([("idle_in_transaction_session_timeout", idle)])
                });
            Database::connect(options).await
        };
        let sqlite = url.starts_with("sqlite:");
        // Each connection of SQLite is a thread that reads from memory: more of them than cores only take turns. But an audit, an export and a backup
        // hold one each for as long as they last, and lists must not wait for them.
        let at_once = std::thread::available_parallelism().map_or(8, |cores| cores.get() as u32 * 2).max(8);
        // A command never pauses. An instance that is paused in the middle of one holds what others wait for: the database ends it, and when it wakes, it
        // finds that nothing was done. A reader may pause: an export waits for whoever takes it along.
        let (writes, reads) = if sqlite { (1, size.read.min(at_once)) } else { (size.write, size.read) };
        let write = Pool::over(connect(1, writes, IDLE_COMMAND).await?, writes);
        let read = Pool::over(connect(1, reads, "0").await?, reads);
        let migrating = connect(0, 1, "0").await?;
        let (sequences, known) = (Mutex::default(), Known::default());
        Ok(Self { write, read, migrating, url: url.to_owned(), sequences, strikes, known })
    }

    /// The connection that migrations run on.
    pub fn migrating(&self) -> &DatabaseConnection {
        &self.migrating
    }

    /// Whether it was opened only to be looked at.
    pub fn is_only_read(&self) -> bool {
        is_only_read(&self.url)
    }

    /// Where it was opened.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether it is the embedded database.
    pub fn is_sqlite(&self) -> bool {
        self.write.get_database_backend() == DatabaseBackend::Sqlite
    }

    /// Closes all connections; on SQLite the write-ahead log is folded in.
    pub async fn close(&self) -> Result<(), Fault> {
        self.read.close().await?;
        self.migrating.close_by_ref().await?;
        self.write.close().await?;
        Ok(())
    }

    /// Begins a transaction that will write.
    pub async fn begin(&self) -> Result<Tx, Fault> {
        Tx::begin(&self.write, Purpose::Write(self.known.clone()), self.strikes.clone()).await
    }

    /// Begins a transaction that only reads, and sees everything as it was at one instant, however long it takes.
    pub async fn snapshot(&self) -> Result<Tx, Fault> {
        Tx::begin(&self.read, Purpose::Snapshot, None).await
    }

    /// What is known of the storage.
    pub(crate) fn known(&self) -> &Known {
        &self.known
    }

    /// The folder of the embedded database.
    pub(crate) fn folder(&self) -> Option<PathBuf> {
        let path = self.url.strip_prefix("sqlite:")?;
        let path = path.trim_start_matches("//").split('?').next()?;
        Some(Path::new(path).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf))
    }

    /// Writes a little and reads it back over the other connections. While there is trouble, SQLite is given as much as a large command would write:
    /// into a full disk a little goes in now and then.
    pub(crate) async fn write_and_read_back(&self) -> Result<(), Fault> {
        let tx = self.begin().await?;
        let sql = "INSERT INTO stamp (name, value) VALUES ($1, 1) \
                   ON CONFLICT (name) DO UPDATE SET value = stamp.value + 1 RETURNING value";
        let row = tx.raw().query_one_raw(tx.statement(sql, vec![PULSE.into()])).await?;
        let written: i64 = row.ok_or_else(|| Fault::new("a write gave nothing back"))?.try_get("", "value")?;
        if self.is_sqlite() && self.known.now().trouble.is_some() {
            // What is deleted is overwritten (R22), so that all of it goes into the log.
            tx.run("INSERT INTO stamp (name, value) VALUES ($1 || hex(zeroblob(120000)), 0)", vec![PULSE.into()])
                .await?;
            tx.run("DELETE FROM stamp WHERE name LIKE $1 || '0%'", vec![PULSE.into()]).await?;
        }
        tx.commit().await?;
        let db = self.read();
        let back = db.raw().query_one_raw(db.statement("SELECT value FROM stamp WHERE name = $1", vec![PULSE.into()]));
        match back.await?.map(|row| row.try_get::<i64>("", "value")).transpose()? {
            // Another instance may have written since.
            Some(value) if value >= written => Ok(()),
            _ => Err(Fault::not_stored("what was written is not read back")),
        }
    }

    /// R22: empties SQLite's write-ahead log, where what was erased is still to be read until something is written over it.
    pub async fn shed(&self) -> Result<(), Fault> {
        if self.is_sqlite() {
            self.write.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        }
        Ok(())
    }

    /// For reads outside a command.
    pub fn read(&self) -> Db<'_> {
        Db(&self.read)
    }

    /// R8: makes sure that the sequence of a prefix and year exists. Done outside the transaction that then draws from it.
    pub async fn ensure_sequence(&self, name: &str) -> Result<(), Fault> {
        let known = |set: &Mutex<HashSet<String>>| set.lock().unwrap_or_else(|e| e.into_inner()).contains(name);
        if self.is_sqlite() || known(&self.sequences) {
            return Ok(());
        }
        let create = format!("CREATE SEQUENCE IF NOT EXISTS {name}");
        // Two first users at once: PostgreSQL lets one of them fail on the catalogue's unique index; by then the sequence exists.
        if self.read.execute_unprepared(&create).await.is_err() {
            self.read.execute_unprepared(&create).await?;
        }
        self.sequences.lock().unwrap_or_else(|e| e.into_inner()).insert(name.to_owned());
        Ok(())
    }
}

/// The address of a file of SQLite that is only looked at. What its write-ahead log holds counts; where there is none, the file is taken as one that
/// nobody changes, and not even the folder it lies in need be writable.
pub fn to_read(url: &str, with_log: bool) -> String {
    if with_log { format!("{url}?{ONLY_READ}") } else { format!("{url}?{ONLY_READ}&immutable=true") }
}

/// What an address says that is only to be read from.
const ONLY_READ: &str = "mode=ro";

fn is_only_read(url: &str) -> bool {
    url.starts_with("sqlite:") && url.split_once('?').is_some_and(|(_, said)| said.split('&').any(|it| it == ONLY_READ))
}

/// The row of `stamp` that is written to see whether anything can be.
const PULSE: &str = "pulse";

/// Something rows can be read from: a transaction, or the pool for reads.
pub trait Conn: Sync {
    /// The driver's connection.
    type Raw: ConnectionTrait;

    /// The driver's connection.
    fn raw(&self) -> &Self::Raw;

    /// Whether this is SQLite.
    fn sqlite(&self) -> bool {
        self.raw().get_database_backend() == DatabaseBackend::Sqlite
    }

    /// A statement with bound values. `?` is written `$1`, `$2` ... for both databases.
    fn statement(&self, sql: &str, values: Vec<Value>) -> Statement {
        Statement::from_sql_and_values(self.raw().get_database_backend(), sql, values)
    }
}

/// The pool for reads.
#[derive(Debug, Clone, Copy)]
pub struct Db<'a>(&'a Pool);

impl Conn for Db<'_> {
    type Raw = Pool;

    fn raw(&self) -> &Pool {
        self.0
    }
}

/// That a column is one of some ids, all of them as one value: an `IN` with another number of them would be another statement, which the database
/// would have to plan anew and to keep.
pub(crate) fn one_of<I: Id>(conn: &impl Conn, column: &str, ids: impl Iterator<Item = I>) -> Expr {
    let among = among(conn, column, if conn.sqlite() { "?" } else { "$1" });
    Expr::cust_with_values(among, [as_one(conn, ids)])
}

/// The same as text, where this stands for the ids.
fn among(conn: &impl Conn, column: &str, ids: &str) -> String {
    if conn.sqlite() {
        return format!("{column} IN (SELECT unhex(value) FROM json_each({ids}))");
    }
    // A subquery is hashed once wherever it stands; an array of a prepared statement would be gone through for each row.
    format!("{column} IN (SELECT unnest(CAST({ids} AS uuid[])))")
}

/// Ids as one value.
fn as_one<I: Id>(conn: &impl Conn, ids: impl Iterator<Item = I>) -> Value {
    if conn.sqlite() {
        let ids: Vec<String> = ids.map(|id| id.uuid().as_simple().to_string()).collect();
        return serde_json::json!(ids).to_string().into();
    }
    let ids: Vec<String> = ids.map(|id| id.uuid().to_string()).collect();
    format!("{{{}}}", ids.join(",")).into()
}

/// A row of which each column is read by its place, which is that of its field: by name, each is a text that is made and looked up.
trait ByPlace: Sized {
    /// Reads it.
    fn by_place(row: &QueryResult) -> Result<Self, DbErr>;
}

/// Reads rows of a table whole, column by column.
async fn by_place<E: EntityTrait<Model: ByPlace>>(conn: &impl Conn, query: Select<E>) -> Outcome<Vec<E::Model>> {
    let rows = conn.raw().query_all(&query.into_query()).await?;
    Ok(rows.iter().map(E::Model::by_place).collect::<Result<_, _>>()?)
}

type ActiveOf<M> = <<M as ModelTrait>::Entity as EntityTrait>::ActiveModel;

/// A row that can be written whole.
pub trait Row: Clone + PartialEq + Send + Sync + Sized {
    /// Inserts it.
    fn insert_into(self, tx: &Tx) -> impl Future<Output = Result<(), Fault>> + Send;

    /// Inserts it unless its key is there already; says whether it was inserted.
    fn insert_new_into(self, tx: &Tx) -> impl Future<Output = Result<bool, Fault>> + Send;

    /// Reads it again, by its key.
    fn again(&self, tx: &Tx) -> impl Future<Output = Result<Option<Self>, Fault>> + Send;

    /// The statements that insert many.
    fn inserting(rows: Vec<Self>) -> Vec<InsertStatement>;

    /// The statement that writes all its columns back.
    fn saving(self) -> Result<UpdateStatement, Fault>;

    /// Writes all its columns back.
    fn save_into(self, tx: &Tx) -> impl Future<Output = Result<(), Fault>> + Send;

    /// Deletes it. Only for tables that are no record: due actions, parties, leases.
    fn delete_from(self, tx: &Tx) -> impl Future<Output = Result<(), Fault>> + Send;
}

impl<M> Row for M
where
    M: ModelTrait + sea_orm::FromQueryResult + IntoActiveModel<ActiveOf<M>> + PartialEq + Sync,
    M::Entity: EntityTrait<Model = M>,
    ActiveOf<M>: ActiveModelTrait<Entity = M::Entity> + sea_orm::ActiveModelBehavior + Send,
{
    async fn insert_into(self, tx: &Tx) -> Result<(), Fault> {
        M::Entity::insert(self.into_active_model().reset_all()).exec_without_returning(tx.raw()).await?;
        Ok(())
    }

    async fn insert_new_into(self, tx: &Tx) -> Result<bool, Fault> {
        let key = <M::Entity as EntityTrait>::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
        let done = M::Entity::insert(self.into_active_model().reset_all())
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(tx.raw())
            .await;
        match done {
            Ok(inserted) => Ok(inserted > 0),
            Err(DbErr::RecordNotInserted) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn again(&self, tx: &Tx) -> Result<Option<Self>, Fault> {
        let mut query = M::Entity::find();
        for key in <M::Entity as EntityTrait>::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column) {
            query = query.filter(key.eq(self.get(key)));
        }
        Ok(query.one(tx.raw()).await?)
    }

    fn inserting(rows: Vec<Self>) -> Vec<InsertStatement> {
        let of_some = |rows: &[Self]| {
            let active = rows.iter().cloned().map(|row| row.into_active_model().reset_all());
            M::Entity::insert_many(active).into_query()
        };
        rows.chunks(MOST_ROWS).map(of_some).collect()
    }

    fn saving(self) -> Result<UpdateStatement, Fault> {
        Ok(M::Entity::update(self.into_active_model().reset_all()).validate()?.into_query())
    }

    async fn save_into(self, tx: &Tx) -> Result<(), Fault> {
        M::Entity::update(self.into_active_model().reset_all()).exec(tx.raw()).await?;
        Ok(())
    }

    async fn delete_from(self, tx: &Tx) -> Result<(), Fault> {
        self.delete(tx.raw()).await?;
        Ok(())
    }
}

impl Tx {
    /// Inserts a row.
    pub async fn insert<R: Row>(&self, row: R) -> Result<(), Fault> {
        row.insert_into(self).await
    }

    /// Inserts a row unless its key is there already; says whether it was inserted.
    pub async fn insert_new<R: Row>(&self, row: R) -> Result<bool, Fault> {
        row.insert_new_into(self).await
    }

    /// Inserts many rows.
    pub async fn insert_all<R: Row>(&self, rows: Vec<R>) -> Result<(), Fault> {
        for statement in R::inserting(rows) {
            self.raw().execute(&statement).await?;
        }
        Ok(())
    }

    /// Writes all columns of a row back.
    pub async fn save<R: Row>(&self, row: R) -> Result<(), Fault> {
        row.save_into(self).await
    }

    /// Deletes a row of a table that is no record.
    pub async fn delete<R: Row>(&self, row: R) -> Result<(), Fault> {
        row.delete_from(self).await
    }

    /// R8: draws the next number.
    pub async fn next_number(&self, sequence: &str) -> Result<i64, Fault> {
        let statement = if self.sqlite() {
            let sql = "INSERT INTO number (name, last) VALUES ($1, 1) \
                       ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last";
            self.statement(sql, vec![sequence.into()])
        } else {
            self.statement("SELECT nextval($1::regclass) AS last", vec![sequence.into()])
        };
        let row = self.raw().query_one_raw(statement).await?;
        let row = row.ok_or_else(|| Fault::new("a sequence gave no number"))?;
        Ok(row.try_get("", "last")?)
    }

    /// Runs a statement with bound values; says how many rows it touched.
    pub(crate) async fn run(&self, sql: &str, values: Vec<Value>) -> Result<u64, Fault> {
        Ok(self.raw().execute_raw(self.statement(sql, values)).await?.rows_affected())
    }
}

/// The most rows of one statement: 30 columns of so many stay below SQLite's limit of 32,766 bound values, and below PostgreSQL's of 65,535.
const MOST_ROWS: usize = 500;
/// Reads the row with this key.
pub async fn get<M>(conn: &impl Conn, key: <PrimaryKeyOf<M> as PrimaryKeyTrait>::ValueType) -> Outcome<Option<M>>
where
    M: ModelTrait + sea_orm::FromQueryResult,
    M::Entity: EntityTrait<Model = M>,
{
    Ok(M::Entity::find_by_id(key).one(conn.raw()).await?)
}

type PrimaryKeyOf<M> = <<M as ModelTrait>::Entity as EntityTrait>::PrimaryKey;

/// The name of the counter that the numbers of a prefix and year are drawn from.
pub(crate) fn sequence(prefix: &str, year: &str) -> String {
    format!("number_{}_{year}", prefix.to_lowercase())
}
