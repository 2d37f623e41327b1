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
