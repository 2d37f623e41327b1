//! Every step of the schema with rows in its tables, as a database has them that has served for years: a step that cannot cope with rows, or
//! leaves some that the program cannot read, fails here. What a released step does stays as it is.

use super::schema::texts;
use super::{Conn, PoolSize, Store, audit, entity};
use migrations::MigratorTrait;
use sea_orm::EntityTrait;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::{Path, PathBuf};

type Tried<T = ()> = Result<T, Box<dyn Error>>;

/// A file or folder of the crate of the migrations.
fn migrations(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(path)
}

/// What stands in columns whose values are not free, from `migrations/samples.txt`.
fn samples() -> Tried<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(migrations("samples.txt"))?;
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let pairs = lines.map(|line| line.split_once(": ").ok_or_else(|| format!("no value: {line}")));
    Ok(pairs.map(|pair| pair.map(|(column, value)| (column.to_owned(), value.to_owned()))).collect::<Result<_, _>>()?)
}

/// A value for a column of this type, as SQL.
fn value(sample: Option<&String>, kind: &str, sqlite: bool) -> String {
    let kind = kind.to_lowercase();
    let said = |otherwise: &str| format!("'{}'", sample.map_or(otherwise, String::as_str));
    if kind.contains("uuid") {
        let uuid = "0".repeat(31) + "7";
        if sqlite { format!("x'{uuid}'") } else { format!("'{uuid}'") }
    } else if kind.contains("blob") || kind == "bytea" {
        let bytes = "07".repeat(32);
        if sqlite { format!("x'{bytes}'") } else { format!("'\\x{bytes}'") }
    } else if kind.contains("bool") {
        "FALSE".to_owned()
    } else if kind.contains("timestamp") {
        "'2026-07-06T01:00:00+00:00'".to_owned()
    } else if kind.contains("date") {
        "'2026-07-06'".to_owned()
    } else if kind.contains("int") {
        sample.map_or("1", String::as_str).to_owned()
    } else if kind.contains("json") {
        said("{}")
    } else {
        said("teks")
    }
}

/// The tables of ours that are there, with the names and types of their columns.
async fn tables(store: &Store) -> Tried<BTreeMap<String, Vec<(String, String)>>> {
    let mut tables: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
    for (table, name, kind, _) in audit::columns(&store.read()).await? {
        // The search makes its rows itself, the driver those of its own table.
        if !table.starts_with("search") && table != "seaql_migrations" {
            tables.entry(table).or_default().push((name, kind));
        }
    }
    Ok(tables)
}

/// Reads every row of every entity, whole; how many each has.
macro_rules! read_all {
    ($store:expr, $($table:ident)*) => {
        BTreeMap::from([$((
            stringify!($table),
            entity::$table::Entity::find().all($store.read().raw()).await
                .map_err(|error| format!("{} cannot be read: {error}", stringify!($table)))?
                .len(),
        )),*])
    };
}

/// Puts a row into a table.
async fn put(store: &Store, samples: &BTreeMap<String, String>, table: &str, columns: &[(String, String)]) -> Tried {
    let names: Vec<String> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let sqlite = store.is_sqlite();
    let values = columns.iter().map(|(name, kind)| value(samples.get(&format!("{table}.{name}")), kind, sqlite));
    let values: Vec<String> = values.collect();
    let sql = format!("INSERT INTO \"{table}\" ({}) VALUES ({})", names.join(", "), values.join(", "));
    Ok(store.as_owner(&sql).await.map_err(|fault| format!("{table}: {fault}"))?)
}

/// What is used up anyway: a step may end it rather than bring it along. It gets another row afterwards.
const USED_UP: [&str; 2] = ["reset_code", "session"];

/// Brings a database up step by step, each new table with a row, and reads it as the program does.
async fn with_company(store: &Store) -> Tried {
    let samples = samples()?;
    let mut had: BTreeSet<String> = BTreeSet::new();
    for step in migrations::steps() {
        migrations::Migrator::up(store.migrating(), Some(1)).await.map_err(|error| format!("{step}: {error}"))?;
        for (table, columns) in tables(store).await? {
            if had.insert(table.clone()) {
                put(store, &samples, &table, &columns).await.map_err(|error| format!("{step}, {error}"))?;
            }
        }
    }
    let tables = tables(store).await?;
    for table in USED_UP {
        if texts(&store.read(), &format!("SELECT 'one' FROM {table}"), Vec::new()).await?.is_empty() {
            put(store, &samples, table, &tables[table]).await?;
        }
    }
    let read = read_all!(
        store,
        absence api_token appointment attachment calendar clock credential draft due event holiday lease message on_call
        party person reply_macro request_key reset_code seal seal_leaf service session setting shift_handover
        sign_in_device sign_in_line sign_in_place sla_book sla_job solution_request stamp stream team ticket ticket_link
        unit upload
    );
    let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/entity"))?;
    for file in files {
        let name = file?.file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        assert!(read.contains_key(name.as_str()), "the rows of {name} are not read here");
    }
    let empty: Vec<_> = read.iter().filter(|(_, rows)| **rows == 0).collect();
    assert!(empty.is_empty(), "their rows are gone: {empty:?}");
    Ok(())
}

#[tokio::test]
async fn every_step_keeps_the_rows_of_the_steps_before_readable_on_sqlite() -> Tried {
    let folder = tempfile::tempdir()?;
    let store =
        Store::open(&format!("sqlite://{}", folder.path().join("desk.db").display()), PoolSize::default()).await?;
    with_company(&store).await
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "whoever runs the tests says where the server is")]
async fn every_step_keeps_the_rows_of_the_steps_before_readable_on_postgres() -> Tried {
    let Ok(server) = std::env::var("TANGGAP_TEST_POSTGRES") else { return Ok(()) };
    let owner = Store::open(&format!("{server}/postgres"), PoolSize { write: 1, read: 1 }).await?;
    let name = format!("steps_{}", std::process::id());
    owner.as_owner(&format!("CREATE DATABASE {name}")).await?;
    let store = Store::open(&format!("{server}/{name}"), PoolSize { write: 1, read: 1 }).await?;
    let outcome = with_company(&store).await;
    store.close().await?;
    owner.as_owner(&format!("DROP DATABASE {name}")).await?;
    outcome
}

/// What is released: the digest of a step's file, and that of the whole schema after it on SQLite.
struct Released {
    file: String,
    schema: String,
}

fn released() -> Tried<BTreeMap<String, Released>> {
    let text = std::fs::read_to_string(migrations("released.txt"))?;
    let mut all = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let [step, file, schema] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err(format!("not three words: {line}").into());
        };
        all.insert(step.to_owned(), Released { file: file.to_owned(), schema: schema.to_owned() });
    }
    Ok(all)
}

/// A database that has gone through a step will not go through it again: what it did is done, and a mistake in it is mended by a new step. The
/// digest of the schema is there because a step is written with the words of `columns.rs`.
#[tokio::test]
async fn what_a_released_step_does_stays_as_it_is() -> Tried {
    let folder = tempfile::tempdir()?;
    let store =
        Store::open(&format!("sqlite://{}", folder.path().join("desk.db").display()), PoolSize::default()).await?;
    let released = released()?;
    let mut new = Vec::new();
    for step in migrations::steps() {
        migrations::Migrator::up(store.migrating(), Some(1)).await?;
        let file = hex::encode(Sha256::digest(std::fs::read(migrations(&format!("src/{step}.rs")))?));
        let sql = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' ORDER BY type, name";
        let schema = texts(&store.read(), sql, Vec::new()).await?.join("\n");
        let schema = hex::encode(Sha256::digest(schema));
        match released.get(&step) {
            Some(then) => {
                assert_eq!(file, then.file, "{step} was released and reads otherwise now: write a new step instead");
                assert_eq!(schema, then.schema, "{step} was released and leads to another schema now");
            }
            None => new.push(format!("{step} {file} {schema}")),
        }
    }
    assert!(new.is_empty(), "released from now on, so add to migrations/released.txt:\n{}", new.join("\n"));
    assert_eq!(released.len(), migrations::steps().len(), "a step that was released is gone");
    Ok(())
}
