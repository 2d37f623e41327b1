//! What guards the record in the database: triggers, rights, and the counters from which numbers are drawn. It is read from the database's own catalogue.

use super::super::Conn;
use crate::refusal::Fault;
use sea_orm::ConnectionTrait;
use std::collections::BTreeMap;

/// The tables to which the desk only ever adds.
const RECORD: [&str; 3] = ["event", "seal", "seal_leaf"];

/// BEFORE, for each statement, of UPDATE, DELETE and TRUNCATE, as PostgreSQL notes it.
const BEFORE_CHANGES: i16 = 2 + 8 + 16 + 32;

/// What PostgreSQL's guard does.
const REFUSES: &str = "BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END";

/// The triggers there must be, by name, and what each must be.
pub fn wanted(conn: &impl Conn) -> BTreeMap<String, String> {
    let mut wanted = BTreeMap::new();
    for table in RECORD {
        if conn.sqlite() {
            for verb in ["UPDATE", "DELETE"] {
                let name = format!("{table}_no_{}", verb.to_lowercase());
                let sql = format!(
                    "CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
                );
                wanted.insert(name, sql);
            }
        } else {
            wanted.insert(format!("{table}_append_only"), format!("{table} {BEFORE_CHANGES} on {REFUSES}"));
        }
    }
    wanted
}

/// The triggers there are, by name, and what each is; on PostgreSQL the rules too, of which there should be none.
pub async fn triggers(conn: &impl Conn) -> Result<BTreeMap<String, String>, Fault> {
    let sql = if conn.sqlite() {
        "SELECT name, COALESCE(sql, '') AS held FROM sqlite_master WHERE type = 'trigger'"
    } else {
        "SELECT CAST(t.tgname AS text) AS name, c.relname || ' ' || t.tgtype || ' ' || \
         CASE WHEN t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL THEN 'on' ELSE 'off' END || ' ' || btrim(p.prosrc) AS held \
         FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid \
         WHERE NOT t.tgisinternal AND c.relnamespace = to_regnamespace(current_schema()) \
         UNION ALL SELECT tablename || '.' || rulename, definition FROM pg_rules WHERE schemaname = current_schema()"
    };
    let rows = conn.raw().query_all_raw(conn.statement(sql, Vec::new())).await?;
    rows.iter().map(|row| Ok((row.try_get("", "name")?, row.try_get("", "held")?))).collect()
}

/// Who, besides the owner of the tables, may change what is on record: role, table and right.
pub async fn grants(conn: &impl Conn) -> Result<Vec<String>, Fault> {
    if conn.sqlite() {
        return Ok(Vec::new());
    }
    let sql = "WITH record AS (SELECT oid, relname, relowner, relacl FROM pg_class \
               WHERE relname IN ('event', 'seal', 'seal_leaf') AND relnamespace = to_regnamespace(current_schema())), \
               given AS (SELECT record.relname, record.relowner, acl.grantee, acl.privilege_type FROM record, aclexplode(record.relacl) AS acl \
               UNION SELECT record.relname, record.relowner, acl.grantee, acl.privilege_type FROM record \
               JOIN pg_attribute column_of ON column_of.attrelid = record.oid, aclexplode(column_of.attacl) AS acl) \
               SELECT COALESCE(role.rolname, 'public') || '/' || given.relname || '/' || given.privilege_type AS held \
               FROM given LEFT JOIN pg_roles role ON role.oid = given.grantee \
               WHERE given.grantee <> given.relowner AND given.privilege_type IN ('UPDATE', 'DELETE', 'TRUNCATE', 'TRIGGER') ORDER BY 1";
    super::super::schema::texts(conn, sql, Vec::new()).await
}

/// The last number drawn of each counter; none: it may not be read.
pub async fn drawn(conn: &impl Conn) -> Result<BTreeMap<String, Option<i64>>, Fault> {
    let sql = if conn.sqlite() {
        "SELECT name, last FROM number WHERE typeof(name) = 'text' AND typeof(last) = 'integer'"
    } else {
        "SELECT CAST(sequencename AS text) AS name, CASE \
         WHEN has_sequence_privilege(format('%I.%I', schemaname, sequencename), 'SELECT') THEN COALESCE(last_value, 0) END AS last \
         FROM pg_sequences WHERE schemaname = current_schema() AND sequencename LIKE 'number%'"
    };
    let rows = conn.raw().query_all_raw(conn.statement(sql, Vec::new())).await?;
    rows.iter().map(|row| Ok((row.try_get("", "name")?, row.try_get("", "last")?))).collect()
}

/// The counters that numbers on record were drawn from, and the highest number of each.
pub async fn used(conn: &impl Conn) -> Result<BTreeMap<String, i64>, Fault> {
    let mut used = BTreeMap::new();
    for table in ["ticket", "solution_request"] {
        let digits = "substr(number, length(rtrim(number, '0123456789')) + 1)";
        let sql = format!(
            "SELECT rtrim(number, '0123456789') AS stem, MAX(CAST({digits} AS BIGINT)) AS highest FROM {table} \
             WHERE length({digits}) BETWEEN 1 AND 18 GROUP BY 1"
        );
        for row in conn.raw().query_all_raw(conn.statement(&sql, Vec::new())).await? {
            let (Ok(stem), Ok(highest)) = (row.try_get::<String>("", "stem"), row.try_get::<i64>("", "highest")) else {
                continue;
            };
            let Some((prefix, year)) = stem.trim_end_matches('-').rsplit_once('-') else { continue };
            let last = used.entry(super::super::sequence(prefix, year)).or_insert(highest);
            *last = highest.max(*last);
        }
    }
    Ok(used)
}
