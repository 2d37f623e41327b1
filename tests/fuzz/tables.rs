//! Everything that is in the database, as one digest for each table.

use crate::support::World;
use migrations::driver::{ConnectionTrait, DatabaseConnection, Statement};
use std::fmt::Write as _;

/// The statement that reads each table, whole.
pub struct Tables(Vec<(String, String)>);

impl Tables {
    /// All tables of a story's database.
    pub async fn of(world: &World) -> Self {
        let db = world.desk.store().migrating();
        if !world.database.starts_with("sqlite:") {
            let names = texts(db, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").await;
            let read = |name: &String| {
                format!(
                    "SELECT md5(coalesce(string_agg(it, '|' ORDER BY it), '')) FROM (SELECT t::text AS it FROM \"{name}\" t) s"
                )
            };
            return Self(names.iter().map(|name| (name.clone(), read(name))).collect());
        }
        // The search index keeps its words in tables of its own; `search_doc` says what is in it.
        let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
                     AND (name = 'search_doc' OR name NOT LIKE 'search%') ORDER BY 1";
        let mut tables = Vec::new();
        for name in texts(db, names).await {
            let columns = texts(db, &format!("SELECT name FROM pragma_table_info('{name}')")).await;
            let row =
                columns.iter().map(|column| format!("quote(\"{column}\")")).collect::<Vec<_>>().join(" || ',' || ");
            let read = format!(
                "SELECT coalesce(group_concat(it, '|'), '') FROM (SELECT {row} AS it FROM \"{name}\" ORDER BY 1)"
            );
            tables.push((name, read));
        }
        Self(tables)
    }

    /// `table digest`, one a line.
    pub async fn digest(&self, world: &World) -> String {
        let db = world.desk.store().migrating();
        let mut lines = String::new();
        for (name, read) in &self.0 {
            let text = texts(db, read).await.pop().unwrap_or_default();
            let digest = desk::digest::Digest::of("test", [text.as_bytes()]);
            writeln!(lines, "{name} {digest}").expect("a line");
        }
        lines
    }

    /// The tables in which two digests differ.
    pub fn differ(one: &str, other: &str) -> String {
        let both = one.lines().zip(other.lines()).filter(|(one, other)| one != other);
        both.map(|(one, _)| one.split(' ').next().unwrap_or_default()).collect::<Vec<_>>().join(", ")
    }
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("a read");
    rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
}
