//! Everything that is in the database, as one text for each table.

use crate::support::World;
use migrations::driver::{ConnectionTrait, DatabaseConnection, Statement};

/// The statement that reads all tables, each as one text.
pub struct Tables {
    names: Vec<String>,
    read: String,
}

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
            let reads = names.iter().map(read).collect();
            return Self::reading(names, reads);
        }
        // The search index keeps its words in tables of its own; `search_doc` says what is in it.
        let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
                     AND (name = 'search_doc' OR name NOT LIKE 'search%') ORDER BY 1";
        let (names, mut reads) = (texts(db, names).await, Vec::new());
        for name in &names {
            let columns = texts(db, &format!("SELECT name FROM pragma_table_info('{name}')")).await;
            let row =
                columns.iter().map(|column| format!("quote(\"{column}\")")).collect::<Vec<_>>().join(" || ',' || ");
            reads.push(format!(
                "SELECT coalesce(group_concat(it, '|'), '') FROM (SELECT {row} AS it FROM \"{name}\" ORDER BY 1)"
            ));
        }
        Self::reading(names, reads)
    }

    /// One question for all: it is asked after each operation.
    fn reading(names: Vec<String>, reads: Vec<String>) -> Self {
        let columns: Vec<_> = reads.iter().enumerate().map(|(n, read)| format!("({read}) AS t{n}")).collect();
        Self { names, read: format!("SELECT {}", columns.join(", ")) }
    }

    /// What is in each table, as one text.
    pub async fn read(&self, world: &World) -> Vec<String> {
        let db = world.desk.store().migrating();
        let asked = Statement::from_string(db.get_database_backend(), &self.read);
        let row = db.query_one_raw(asked).await.expect("a read").expect("a row");
        (0..self.names.len()).map(|n| row.try_get_by_index(n).expect("a text")).collect()
    }

    /// The tables in which two readings differ.
    pub fn differ(&self, one: &[String], other: &[String]) -> String {
        let both = self.names.iter().zip(one.iter().zip(other));
        both.filter(|(_, (one, other))| one != other).map(|(name, _)| &**name).collect::<Vec<_>>().join(", ")
    }
}

async fn texts(db: &DatabaseConnection, sql: &str) -> Vec<String> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("a read");
    rows.iter().map(|row| row.try_get_by_index(0).expect("a text")).collect()
}
