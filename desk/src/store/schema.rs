//! What is known of the schema without the migrations, of which the desk knows nothing.

use super::{Conn, Db, Tx};
use crate::refusal::{Fault, Outcome};
use sea_orm::ConnectionTrait;

/// Where sea-orm-migration notes the steps it has done.
const STEPS: &str = "seaql_migrations";

/// The names of the steps that this database has been through, in order; none where there is no schema at all. It only reads: the program may
/// run as a role that may not create tables.
pub async fn steps(db: &Db<'_>) -> Outcome<Vec<String>> {
    if !has_table(db, STEPS).await? {
        return Ok(Vec::new());
    }
    Ok(steps_done(db).await?)
}

pub(crate) async fn steps_of(tx: &Tx) -> Result<Vec<String>, Fault> {
    steps_done(tx).await
}

async fn steps_done(conn: &impl Conn) -> Result<Vec<String>, Fault> {
    let sql = format!("SELECT version FROM {STEPS} ORDER BY version");
    texts(conn, &sql, Vec::new()).await
}

/// R37: whether the role that the desk runs as could rewrite the record. On SQLite there are no roles, only the triggers that both have.
pub async fn can_rewrite_record(db: &Db<'_>) -> Outcome<bool> {
    if db.sqlite() {
        return Ok(false);
    }
    let sql = "SELECT name FROM (VALUES ('event'), ('seal'), ('seal_leaf')) AS record (name) \
               WHERE has_table_privilege(name, 'UPDATE') OR has_table_privilege(name, 'DELETE')";
    Ok(!texts(db, sql, Vec::new()).await?.is_empty())
}

async fn has_table(conn: &impl Conn, name: &str) -> Result<bool, Fault> {
    let sql = if conn.sqlite() {
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name = $1"
    } else {
        "SELECT CAST(to_regclass($1) AS text) AS name WHERE to_regclass($1) IS NOT NULL"
    };
    Ok(!texts(conn, sql, vec![name.into()]).await?.is_empty())
}

/// The first column of every row.
pub(super) async fn texts(conn: &impl Conn, sql: &str, values: Vec<sea_orm::Value>) -> Result<Vec<String>, Fault> {
    let rows = conn.raw().query_all_raw(conn.statement(sql, values)).await?;
    let texts = rows.iter().map(|row| row.try_get_by_index(0));
    Ok(texts.collect::<Result<_, _>>()?)
}

/// The row of `stamp` that says that this database was made for the demo, whose passwords are known (R37).
const DEMO: &str = "demo";

/// How far the demo has come in this database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Demo {
    /// It was made for the demo, and the demo's history was not told to its end.
    Begun,
    /// The demo is in it.
    Told,
}

/// Whether this database was made for the demo.
pub async fn demo(db: &Db<'_>) -> Outcome<Option<Demo>> {
    let row: Option<super::entity::stamp::Model> = super::get(db, DEMO.to_owned()).await?;
    Ok(row.map(|row| if row.value == 0 { Demo::Begun } else { Demo::Told }))
}

impl super::Store {
    /// Notes how far the demo has come.
    pub async fn mark_demo(&self, demo: Demo) -> Result<(), Fault> {
        let value = match demo {
            Demo::Begun => 0,
            Demo::Told => 1,
        };
        let row = super::entity::stamp::Model { name: DEMO.to_owned(), value };
        let tx = self.begin().await?;
        if !tx.insert_new(row.clone()).await? {
            tx.save(row).await?;
        }
        tx.commit().await
    }
}
