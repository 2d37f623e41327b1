//! Rows as lines of text and back, the same from SQLite and PostgreSQL, so that a backup of one can be restored into the other.

use super::entity::{
    absence, api_token, appointment, attachment, calendar, clock, credential, due, event, holiday, message, on_call,
    party, person, reply_macro, request_key, seal, seal_leaf, service, setting, shift_handover, sla_book, sla_job,
    solution_request, stream, team, ticket, ticket_link, unit,
};
use super::schema::texts;
use super::{Conn, Tx};
use crate::refusal::Fault;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::sea_query::{Alias, Expr, Query};
use sea_orm::{
    ColumnTrait, ColumnType, ConnectionTrait, EntityTrait, IdenStatic, Iterable, PrimaryKeyToColumn, QueryResult, Value,
};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a backup does not carry, and why:
/// what is passing (drafts, files on their way; whoever is signed in signs in again, and a session that was ended after the backup does not come back to life);
/// what is derived (the search index); and what each database keeps for itself.
#[cfg(test)]
const NOT_CARRIED: &[&str] = &[
    "draft",
    "upload",
    "writing",
    "session",
    "reset_code",
    "sign_in_device",
    "sign_in_line",
    "sign_in_place",
    "lease",
    "time_mark",
    "search",
    "search_doc",
    "search_version",
    "number",
    "stamp",
    "seaql_migrations",
];

/// A table that a backup carries.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name.
    pub(crate) name: &'static str,
    columns: Vec<(&'static str, Kind)>,
    key: Vec<usize>,
}

/// How a column's values are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Id,
    /// In hex.
    Bytes,
    /// RFC 3339 in UTC, to the microsecond.
    Instant,
    Date,
    Int,
    Big,
    Flag,
    Document,
}

/// Why a line is not a row of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotARow {
    /// It is no JSON object.
    NotJson,
    /// It has other columns than the table.
    Columns,
    /// A column's value is of another kind.
    Value(&'static str),
}

/// A row's values, in the order of its table's columns.
pub(crate) type Values = Vec<Value>;

/// All tables that a backup carries, in the order in which they are restored.
pub(crate) fn tables() -> Result<Vec<Table>, Fault> {
    macro_rules! all {
        ($($entity:ident),+ $(,)?) => { [$(Table::of::<$entity::Entity>()),+] };
    }
    let tables = all!(
        unit,
        team,
        service,
        reply_macro,
        calendar,
        holiday,
        sla_book,
        setting,
        person,
        appointment,
        absence,
        on_call,
        shift_handover,
        credential,
        api_token,
        ticket,
        message,
        solution_request,
        party,
        ticket_link,
        attachment,
        due,
        clock,
        sla_job,
        stream,
        event,
        seal,
        seal_leaf,
        request_key,
    );
    tables.into_iter().collect()
}

impl Table {
    fn of<E: EntityTrait>() -> Result<Self, Fault> {
        let name = E::default().table_name();
        let columns: Vec<(&'static str, Kind)> = E::Column::iter()
            .map(|column| Ok((column.as_str(), Kind::of(column.def().get_column_type())?)))
            .collect::<Result<_, Fault>>()?;
        let key = E::PrimaryKey::iter().map(|key| key.into_column().as_str());
        let key = key.filter_map(|key| columns.iter().position(|(name, _)| *name == key)).collect();
        Ok(Self { name, columns, key })
    }

    /// The next rows as lines, after the given key, and the key of the last one.
    pub(crate) async fn page(
        &self,
        conn: &impl Conn,
        after: Option<Values>,
        most: u64,
    ) -> Result<(Vec<String>, Option<Values>), Fault> {
        let quoted = |names: Vec<&str>| names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let columns = quoted(self.columns.iter().map(|(name, _)| *name).collect());
        let key = quoted(self.key.iter().map(|at| self.columns[*at].0).collect());
        let later = match &after {
            None => String::new(),
            Some(values) => {
                let places = (1..=values.len()).map(|n| format!("${n}")).collect::<Vec<_>>().join(", ");
                format!("WHERE ({key}) > ({places})")
            }
        };
        let sql = format!("SELECT {columns} FROM \"{}\" {later} ORDER BY {key} LIMIT {most}", self.name);
        let rows = conn.raw().query_all_raw(conn.statement(&sql, after.unwrap_or_default())).await?;
        let lines = rows.iter().map(|row| self.line(row)).collect::<Result<_, _>>()?;
        let last = rows.last().map(|row| self.key.iter().map(|at| self.value(row, *at)).collect());
        Ok((lines, last.transpose()?))
    }

    fn value(&self, row: &QueryResult, at: usize) -> Result<Value, Fault> {
        let value = match self.columns[at].1 {
            Kind::Text => Value::String(row.try_get_by_index(at)?),
            Kind::Id => Value::Uuid(row.try_get_by_index(at)?),
            Kind::Bytes => Value::Bytes(row.try_get_by_index(at)?),
            Kind::Instant => Value::ChronoDateTimeUtc(row.try_get_by_index(at)?),
            Kind::Date => Value::ChronoDate(row.try_get_by_index(at)?),
            Kind::Int => Value::Int(row.try_get_by_index(at)?),
            Kind::Big => Value::BigInt(row.try_get_by_index(at)?),
            Kind::Flag => Value::Bool(row.try_get_by_index(at)?),
            Kind::Document => Value::Json(row.try_get_by_index::<Option<Json>>(at)?.map(Box::new)),
        };
        Ok(value)
    }

    fn line(&self, row: &QueryResult) -> Result<String, Fault> {
        let mut line = Map::new();
        for (at, (name, _)) in self.columns.iter().enumerate() {
            let value = match self.value(row, at)? {
                Value::String(Some(text)) => text.into(),
                Value::Uuid(Some(id)) => id.to_string().into(),
                Value::Bytes(Some(bytes)) => hex::encode(bytes).into(),
                Value::ChronoDateTimeUtc(Some(at)) => at.to_rfc3339_opts(SecondsFormat::Micros, true).into(),
                Value::ChronoDate(Some(date)) => date.to_string().into(),
                Value::Int(Some(number)) => number.into(),
                Value::BigInt(Some(number)) => number.into(),
                Value::Bool(Some(flag)) => flag.into(),
                Value::Json(Some(document)) => *document,
                _ => Json::Null,
            };
            line.insert((*name).to_owned(), value);
        }
        serde_json::to_string(&line).map_err(Fault::new)
    }

    /// A line, read back.
    pub(crate) fn read(&self, line: &str) -> Result<Values, NotARow> {
        let mut line: Map<String, Json> = serde_json::from_str(line).map_err(|_| NotARow::NotJson)?;
        if line.len() != self.columns.len() {
            return Err(NotARow::Columns);
        }
        let read = |(name, kind): &(&'static str, Kind)| {
            let value = line.remove(*name).ok_or(NotARow::Columns)?;
            kind.read(value).ok_or(NotARow::Value(name))
        };
        self.columns.iter().map(read).collect()
    }

    /// How many rows fit into one insertion: SQLite binds at most 32,766 values.
    pub(crate) fn most_at_once(&self) -> usize {
        (30_000 / self.columns.len()).min(200)
    }

    /// Inserts rows.
    pub(crate) async fn insert(&self, tx: &Tx, rows: Vec<Values>) -> Result<(), Fault> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut insert = Query::insert();
        insert.into_table(Alias::new(self.name)).columns(self.columns.iter().map(|(name, _)| Alias::new(*name)));
        for row in rows {
            insert.values(row.into_iter().map(Expr::val)).map_err(Fault::new)?;
        }
        tx.raw().execute(&insert).await?;
        Ok(())
    }

    /// Whether nothing is in it.
    pub(crate) async fn is_empty(&self, conn: &impl Conn) -> Result<bool, Fault> {
        let sql = format!("SELECT 1 FROM \"{}\" LIMIT 1", self.name);
        Ok(conn.raw().query_one_raw(conn.statement(&sql, Vec::new())).await?.is_none())
    }
}

impl Kind {
    fn of(column: &ColumnType) -> Result<Self, Fault> {
        match column {
            ColumnType::String(_) | ColumnType::Text => Ok(Self::Text),
            ColumnType::Uuid => Ok(Self::Id),
            ColumnType::Blob | ColumnType::VarBinary(_) | ColumnType::Binary(_) => Ok(Self::Bytes),
            ColumnType::TimestampWithTimeZone => Ok(Self::Instant),
            ColumnType::Date => Ok(Self::Date),
            ColumnType::Integer => Ok(Self::Int),
            ColumnType::BigInteger => Ok(Self::Big),
            ColumnType::Boolean => Ok(Self::Flag),
            ColumnType::Json | ColumnType::JsonBinary => Ok(Self::Document),
            other => Err(Fault::new(format!("a backup cannot carry a column of {other:?}"))),
        }
    }

    fn read(self, value: Json) -> Option<Value> {
        let absent = value.is_null();
        let text = value.as_str();
        Some(match self {
            // A document of JSON's null is not an absent one; none of ours is ever absent.
            Self::Document => Value::Json(Some(Box::new(value))),
            Self::Text if absent => Value::String(None),
            Self::Text => Value::String(Some(text?.to_owned())),
            Self::Id if absent => Value::Uuid(None),
            Self::Id => Value::Uuid(Some(Uuid::try_parse(text?).ok()?)),
            Self::Bytes if absent => Value::Bytes(None),
            Self::Bytes => Value::Bytes(Some(hex::decode(text?).ok()?)),
            Self::Instant if absent => Value::ChronoDateTimeUtc(None),
            Self::Instant => Value::ChronoDateTimeUtc(Some(text?.parse::<DateTime<Utc>>().ok()?)),
            Self::Date if absent => Value::ChronoDate(None),
            Self::Date => Value::ChronoDate(Some(text?.parse::<NaiveDate>().ok()?)),
            Self::Int if absent => Value::Int(None),
            Self::Int => Value::Int(Some(i32::try_from(value.as_i64()?).ok()?)),
            Self::Big if absent => Value::BigInt(None),
            Self::Big => Value::BigInt(Some(value.as_i64()?)),
            Self::Flag if absent => Value::Bool(None),
            Self::Flag => Value::Bool(Some(value.as_bool()?)),
        })
    }
}

/// The digests of all files that some row needs, from `after` on, in order.
pub(crate) async fn file_digests(conn: &impl Conn, after: &str, most: u64) -> Result<Vec<String>, Fault> {
    let sql = format!(
        "SELECT DISTINCT sha256 FROM attachment WHERE erased_at IS NULL AND sha256 > $1 ORDER BY sha256 LIMIT {most}"
    );
    texts(conn, &sql, vec![after.into()]).await
}

/// The ids of the keys that seals were signed with.
pub(crate) async fn seal_keys(conn: &impl Conn) -> Result<Vec<String>, Fault> {
    texts(conn, "SELECT DISTINCT key_id FROM seal ORDER BY key_id", Vec::new()).await
}

/// The last number drawn of each prefix and year. PostgreSQL's sequences stand outside any transaction: theirs may be later than the rows, which
/// leaves gaps, and never earlier.
pub(crate) async fn numbers(conn: &impl Conn) -> Result<BTreeMap<String, i64>, Fault> {
    let sql = if conn.sqlite() {
        "SELECT name, last FROM number"
    } else {
        "SELECT CAST(sequencename AS text) AS name, last_value AS last FROM pg_sequences \
         WHERE schemaname = current_schema() AND sequencename LIKE 'number\\_%' AND last_value IS NOT NULL"
    };
    let rows = conn.raw().query_all_raw(conn.statement(sql, Vec::new())).await?;
    rows.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
}

/// The highest number of each prefix and year that a ticket bears.
pub(crate) async fn numbers_borne(conn: &impl Conn) -> Result<BTreeMap<String, i64>, Fault> {
    let mut highest = BTreeMap::new();
    for number in texts(conn, "SELECT number FROM ticket", Vec::new()).await? {
        let parts: Vec<&str> = number.split('-').collect();
        let &[prefix, year, n] = parts.as_slice() else { continue };
        let (name, Ok(n)) = (crate::store::sequence(prefix, year), n.parse::<i64>()) else { continue };
        if is_sequence(&name) {
            let last = highest.entry(name).or_insert(n);
            *last = n.max(*last);
        }
    }
    Ok(highest)
}

/// Whether this is how the sequence of a prefix and year is called; it is written into a statement as it stands.
pub(crate) fn is_sequence(name: &str) -> bool {
    let parts: Vec<&str> = name.split('_').collect();
    matches!(parts.as_slice(), ["number", prefix, year]
        if (1..=9).contains(&prefix.len()) && prefix.bytes().all(|b| b.is_ascii_lowercase())
            && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()))
}

/// Sets where a sequence goes on.
pub(crate) async fn set_number(tx: &Tx, name: &str, last: i64) -> Result<(), Fault> {
    if tx.sqlite() {
        tx.run("INSERT INTO number (name, last) VALUES ($1, $2)", vec![name.into(), last.into()]).await?;
    } else {
        tx.run(&format!("CREATE SEQUENCE IF NOT EXISTS {name}"), Vec::new()).await?;
        tx.raw().query_all_raw(tx.statement("SELECT setval($1::regclass, $2)", vec![name.into(), last.into()])).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{PoolSize, Store};
    use migrations::MigratorTrait;

    #[tokio::test]
    async fn no_table_and_no_column_is_forgotten() {
        let folder = std::env::temp_dir().join(format!("tanggap-backup-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let url = format!("sqlite://{}", folder.join("empty.db").display());
        let store = Store::open(&url, PoolSize::default()).await.unwrap();
        migrations::Migrator::up(store.migrating(), None).await.unwrap();
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!' \
                   AND name NOT LIKE 'search!_%' ESCAPE '!'";
        let mut there: Vec<String> = texts(&store.read(), sql, Vec::new()).await.unwrap();
        there.extend(["search_doc".into(), "search_version".into()]);
        let carried = tables().unwrap();
        let known = carried.iter().map(|table| table.name).chain(NOT_CARRIED.iter().copied());
        let mut known: Vec<String> = known.map(String::from).collect();
        there.sort();
        known.sort();
        assert_eq!(there, known);
        for table in &carried {
            let sql = "SELECT name FROM pragma_table_info($1)";
            let mut there = texts(&store.read(), sql, vec![table.name.into()]).await.unwrap();
            let mut known: Vec<String> = table.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
            there.sort();
            known.sort();
            assert_eq!(there, known, "{}", table.name);
        }
        store.close().await.unwrap();
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn only_the_name_of_a_sequence_is_one() {
        assert!(is_sequence("number_tkt_2026"));
        for name in ["number_tkt_26", "number_TKT_2026", "number_tkt_2026; DROP TABLE ticket", "number__2026", "stamp"]
        {
            assert!(!is_sequence(name), "{name}");
        }
    }
}
