//! A record that came in a file, laid out in a database of its own, so that an export is checked by the very same code as the database it came from,
//! and needs no more memory.

use super::super::entity::{event, seal, seal_leaf, stream};
use super::super::{ActiveOf, Conn, PoolSize, Store, Tx};
use super::{EventAt, Found, HeadAt, LeafAt, SealAt};
use crate::refusal::Fault;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait, IntoActiveModel, ModelTrait, Value};

/// A database in a temporary folder, gone when it is dropped.
#[derive(Debug)]
pub struct Scratch {
    store: Store,
    _folder: tempfile::TempDir,
}

/// Rows to be laid out.
#[derive(Debug, Default)]
pub struct Batch {
    /// Heads.
    pub heads: Vec<HeadAt>,
    /// Events.
    pub events: Vec<EventAt>,
    /// Seals.
    pub seals: Vec<SealAt>,
    /// Leaves.
    pub leaves: Vec<LeafAt>,
}

impl Batch {
    /// How many rows.
    pub fn len(&self) -> usize {
        self.heads.len() + self.events.len() + self.seals.len() + self.leaves.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// As the tables of the real one, but a row that could not be read there is its key and nothing else.
const TABLES: &[&str] = &[
    "CREATE TABLE stream (name TEXT PRIMARY KEY, seq INTEGER, hash BLOB, recorded_at TEXT, sealed_seq INTEGER)",
    "CREATE TABLE event (stream TEXT, seq INTEGER, recorded_at TEXT, effective_at TEXT, actor TEXT, door TEXT, kind TEXT, \
     v INTEGER, data BLOB, state_digest BLOB, prev_hash BLOB, hash BLOB, PRIMARY KEY (stream, seq))",
    "CREATE TABLE seal (number INTEGER PRIMARY KEY, at TEXT, leaves INTEGER, root BLOB, prev_hash BLOB, key_id TEXT, \
     signature BLOB, hash BLOB)",
    "CREATE TABLE seal_leaf (seal_number INTEGER, stream TEXT, seq INTEGER, hash BLOB, PRIMARY KEY (seal_number, stream))",
    "CREATE INDEX seal_leaf_stream ON seal_leaf (stream, seq)",
];

impl Scratch {
    /// An empty one.
    pub async fn new() -> Result<Self, Fault> {
        let folder = tempfile::tempdir().map_err(Fault::new)?;
        let url = format!("sqlite://{}", folder.path().join("record.db").display());
        let store = Store::open(&url, PoolSize { write: 1, read: 1 }).await?;
        for sql in TABLES {
            store.write.execute_unprepared(sql).await?;
        }
        Ok(Self { store, _folder: folder })
    }

    /// To be read.
    pub fn conn(&self) -> impl Conn + '_ {
        self.store.read()
    }

    /// Lays rows out; says how many were new.
    pub async fn put(&self, batch: Batch) -> Result<u64, Fault> {
        let tx = self.store.begin().await?;
        let mut new = 0;
        new += put::<_, stream::Model>(&tx, batch.heads, "INSERT OR IGNORE INTO stream (name) VALUES ($1)", |name| {
            vec![name.into()]
        })
        .await?;
        let sql = "INSERT OR IGNORE INTO event (stream, seq) VALUES ($1, $2)";
        new += put::<_, event::Model>(&tx, batch.events, sql, |(stream, seq)| vec![stream.into(), seq.into()]).await?;
        let sql = "INSERT OR IGNORE INTO seal (number) VALUES ($1)";
        new += put::<_, seal::Model>(&tx, batch.seals, sql, |number| vec![number.into()]).await?;
        let sql = "INSERT OR IGNORE INTO seal_leaf (seal_number, stream) VALUES ($1, $2)";
        new += put::<_, seal_leaf::Model>(&tx, batch.leaves, sql, |(seal, stream)| vec![seal.into(), stream.into()])
            .await?;
        tx.commit().await?;
        Ok(new)
    }
}

async fn put<K, M>(
    tx: &Tx,
    rows: Vec<Found<K, M>>,
    keys_only: &str,
    key: impl Fn(K) -> Vec<Value>,
) -> Result<u64, Fault>
where
    M: ModelTrait + IntoActiveModel<ActiveOf<M>>,
    M::Entity: EntityTrait<Model = M>,
    ActiveOf<M>: Send,
{
    let (mut new, mut whole) = (0, Vec::new());
    for row in rows {
        match row.row {
            Some(row) => whole.push(row.into_active_model()),
            None => new += tx.run(keys_only, key(row.key)).await?,
        }
    }
    let mut whole = whole.into_iter().map(sea_orm::ActiveModelTrait::reset_all).peekable();
    while whole.peek().is_some() {
        let chunk: Vec<_> = whole.by_ref().take(500).collect();
        let insert = M::Entity::insert_many(chunk).on_conflict(OnConflict::new().do_nothing().to_owned());
        match insert.exec_without_returning(tx.raw()).await {
            Ok(rows) => new += rows,
            Err(DbErr::RecordNotInserted) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(new)
}
