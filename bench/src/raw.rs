//! Bare SQL on the same database, by the driver that the desk uses, at the same durability: what the program is measured against, and what makes a
//! small database a big one.

use crate::Failure;
use desk::clock::{Chance, Clock, SystemClock};
use desk::id::TicketId;
use desk::search::analyse::index_tokens;
use sqlx::Row;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use uuid::Uuid;

mod clocks;

/// A database.
pub enum Raw {
    /// One connection, as the desk writes.
    Sqlite(SqlitePool),
    /// Sixteen connections, as the desk has.
    Postgres(PgPool),
}

/// The statements that write the rows of a new ticket again, under other ids: each takes the values that differ, and the others from the row that the
/// program wrote.
pub struct Template {
    ticket: Uuid,
    stream: String,
    number: &'static str,
    statements: Vec<(&'static str, Takes)>,
}

/// What a statement is given after the template's key.
#[derive(Clone, Copy)]
enum Takes {
    TicketAndNumber,
    IdAndTicket,
    Ticket,
    Tokens,
    Stream,
}

impl Raw {
    /// Opens it.
    pub async fn open(database: &str) -> Result<Self, Failure> {
        if let Some(path) = database.strip_prefix("sqlite://") {
            let options = SqliteConnectOptions::new()
                .filename(path)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(std::time::Duration::from_secs(60));
            return Ok(Self::Sqlite(SqlitePoolOptions::new().max_connections(1).connect_with(options).await?));
        }
        let options: PgConnectOptions = database.parse()?;
        Ok(Self::Postgres(PgPoolOptions::new().max_connections(16).connect_with(options).await?))
    }

    /// Closes it.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(pool) => pool.close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }

    /// What it is, and how durable.
    pub async fn describe(&self) -> Result<String, Failure> {
        Ok(match self {
            Self::Sqlite(pool) => {
                let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(pool).await?;
                format!("SQLite {version}, WAL, synchronous = FULL")
            }
            Self::Postgres(pool) => {
                let show = async |name: &'static str| sqlx::query_scalar::<_, String>(name).fetch_one(pool).await;
                format!(
                    "PostgreSQL {}, fsync {}, synchronous_commit {}, shared_buffers {}",
                    show("SHOW server_version").await?,
                    show("SHOW fsync").await?,
                    show("SHOW synchronous_commit").await?,
                    show("SHOW shared_buffers").await?
                )
            }
        })
    }

    async fn columns(&self, table: &str) -> Result<Vec<String>, Failure> {
        let names: Vec<String> = match self {
            Self::Sqlite(pool) => {
                let sql: &'static str = format!("SELECT name FROM pragma_table_info('{table}')").leak();
                sqlx::query_scalar(sql).fetch_all(pool).await?
            }
            Self::Postgres(pool) => {
                let sql = "SELECT column_name::text FROM information_schema.columns WHERE table_name = $1 AND table_schema = 'public'";
                sqlx::query_scalar(sql).bind(table).fetch_all(pool).await?
            }
        };
        Ok(names)
    }

    /// `INSERT INTO table SELECT` of some of its rows, with some columns other than they are.
    async fn copy(
        &self,
        table: &str,
        other: &[(&str, &str)],
        numbers: &str,
        from: &str,
    ) -> Result<&'static str, Failure> {
        let columns = self.columns(table).await?;
        let value = |column: &String| {
            let other = other.iter().find(|(name, _)| name == column);
            other.map_or_else(|| format!("t.\"{column}\""), |(_, value)| (*value).to_owned())
        };
        let values: Vec<String> = columns.iter().map(value).collect();
        let names: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
        let (names, values) = (names.join(", "), values.join(", "));
        Ok(format!("INSERT INTO {table} ({names}) {numbers} SELECT {values} FROM {table} t{from}").leak())
    }

    /// The statements for the rows of this ticket, which the program has just made.
    pub async fn template(&self, ticket: &str) -> Result<Template, Failure> {
        let ticket: TicketId = ticket.parse()?;
        let mut statements = vec![
            (
                self.copy("ticket", &[("id", "$2"), ("number", "$3")], "", " WHERE t.id = $1").await?,
                Takes::TicketAndNumber,
            ),
            (
                self.copy("message", &[("id", "$2"), ("ticket_id", "$3")], "", " WHERE t.ticket_id = $1").await?,
                Takes::IdAndTicket,
            ),
            (self.copy("event", &[("stream", "$2")], "", " WHERE t.stream = $1").await?, Takes::Stream),
            (self.copy("stream", &[("name", "$2")], "", " WHERE t.name = $1").await?, Takes::Stream),
        ];
        let any_id = match self {
            Self::Sqlite(_) => "randomblob(16)",
            Self::Postgres(_) => "gen_random_uuid()",
        };
        let clocks = self.copy("clock", &[("id", any_id), ("ticket_id", "$2")], "", " WHERE t.ticket_id = $1").await?;
        statements.push((clocks, Takes::Ticket));
        match self {
            Self::Sqlite(_) => {
                let doc = "INSERT INTO search_doc (id, ticket_id, audience) SELECT $2, $3, audience FROM search_doc WHERE ticket_id = $1";
                statements.push((doc, Takes::IdAndTicket));
                statements.push(("INSERT INTO search (rowid, tokens) VALUES (last_insert_rowid(), $1)", Takes::Tokens));
            }
            Self::Postgres(_) => {
                let copy =
                    self.copy("search", &[("id", "$2"), ("ticket_id", "$3")], "", " WHERE t.ticket_id = $1").await?;
                statements.push((copy, Takes::IdAndTicket));
            }
        }
        let number = match self {
            Self::Sqlite(_) => {
                "INSERT INTO number (name, last) VALUES ('bench', 1) ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last"
            }
            Self::Postgres(pool) => {
                sqlx::query("CREATE SEQUENCE IF NOT EXISTS number_bench").execute(pool).await?;
                "SELECT nextval('number_bench') AS last"
            }
        };
        Ok(Template { ticket: ticket.0, stream: format!("ticket/{}", ticket.0.as_simple()), number, statements })
    }

    /// Writes them once, in one transaction.
    pub async fn insert(&self, template: &Template, chance: &Chance) -> Result<(), Failure> {
        let now = SystemClock.now();
        let (ticket, message) = (chance.uuid(now), chance.uuid(now));
        let (old, new) = (&*template.stream, format!("ticket/{}", ticket.as_simple()));
        macro_rules! write_rows {
            ($tx:expr) => {{
                let number: i64 = sqlx::query(template.number).fetch_one(&mut *$tx).await?.try_get("last")?;
                for (sql, takes) in &template.statements {
                    let query = sqlx::query(*sql);
                    let query = match takes {
                        Takes::TicketAndNumber => {
                            query.bind(template.ticket).bind(ticket).bind(format!("BENCH-{number}"))
                        }
                        Takes::IdAndTicket => query.bind(template.ticket).bind(message).bind(ticket),
                        Takes::Ticket => query.bind(template.ticket).bind(ticket),
                        Takes::Tokens => query.bind(TOKENS),
                        Takes::Stream => query.bind(old).bind(&*new),
                    };
                    query.execute(&mut *$tx).await?;
                }
            }};
        }
        match self {
            Self::Sqlite(pool) => {
                let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
                write_rows!(tx);
                tx.commit().await?;
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                write_rows!(tx);
                tx.commit().await?;
            }
        }
        Ok(())
    }

    /// Copies the tickets that were told until there are about `until`: each copy under other ids and another number, and so many hours older.
    pub async fn grow(&self, told: u64, until: u64) -> Result<u64, Failure> {
        let there = self.count("SELECT count(*) FROM ticket").await?;
        let from = self.count("SELECT coalesce(max(copy), 0) FROM bench_copy").await?;
        let copies = until.saturating_sub(there).div_ceil(told.max(1));
        let copy = self.copying().await?;
        self.hurry(true).await?;
        // Some at a time: no transaction of millions of rows. The oldest first, as they would have come.
        let mut done = 0;
        while done < copies {
            let most = (copies - done).min(100);
            for sql in &copy {
                let last = from + copies - done;
                let (first, last) = ((last - most + 1) as i64, last as i64);
                match self {
                    Self::Sqlite(pool) => sqlx::query(*sql).bind(first).bind(last).execute(pool).await?.rows_affected(),
                    Self::Postgres(pool) => {
                        sqlx::query(*sql).bind(first).bind(last).execute(pool).await?.rows_affected()
                    }
                };
            }
            done += most;
        }
        self.hurry(false).await?;
        // PostgreSQL's autovacuum does this in production; SQLite is left as the program leaves it.
        if let Self::Postgres(pool) = self {
            sqlx::raw_sql("VACUUM ANALYZE").execute(pool).await?;
        }
        self.count("SELECT count(*) FROM ticket").await
    }

    /// While a database grows, nobody measures it: SQLite need not wait for the disk then, and may hold a gigabyte of pages.
    async fn hurry(&self, on: bool) -> Result<(), Failure> {
        if let Self::Sqlite(pool) = self {
            let sql = if on {
                "PRAGMA synchronous = OFF; PRAGMA cache_size = -1000000"
            } else {
                "PRAGMA synchronous = FULL; PRAGMA cache_size = -2000; PRAGMA shrink_memory; PRAGMA wal_checkpoint(TRUNCATE)"
            };
            sqlx::raw_sql(sql).execute(pool).await?;
        }
        Ok(())
    }

    async fn count(&self, sql: &'static str) -> Result<u64, Failure> {
        let count: i64 = match self {
            Self::Sqlite(pool) => sqlx::query_scalar(sql).fetch_one(pool).await?,
            Self::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await?,
        };
        Ok(count as u64)
    }

    /// Notes which tickets were told, once; from then on only those are copied.
    pub async fn note_told(&self) -> Result<(), Failure> {
        let sql = "CREATE TABLE bench_told AS SELECT id FROM ticket; CREATE TABLE bench_copy (copy bigint PRIMARY KEY)";
        let pool = match self {
            Self::Sqlite(pool) => pool,
            Self::Postgres(pool) => {
                sqlx::raw_sql(sql).execute(pool).await?;
                return Ok(());
            }
        };
        sqlx::raw_sql(sql).execute(pool).await?;
        // SQLite's index keeps no words: they are made of the report once more, as the desk made them.
        sqlx::raw_sql("CREATE TABLE bench_words (id BLOB PRIMARY KEY, tokens TEXT)").execute(pool).await?;
        let whose = [("þp", "requester_id"), ("þp", "filer_id"), ("þu", "unit_id"), ("þu", "queue_unit_id")];
        let whose = whose.into_iter().chain([("þt", "team_id"), ("þs", "service_id")]);
        let whose = whose.map(|(kind, id)| format!("coalesce(' {kind}' || lower(substr(hex(k.{id}), 21)), '')"));
        let whose = whose.collect::<Vec<_>>().join(" || ");
        let reports: &'static str = format!(
            "SELECT m.id, k.title || ' ' || m.body, {whose} FROM message m JOIN ticket k ON k.id = m.ticket_id WHERE m.kind = 'REPORT'"
        )
        .leak();
        let reports: Vec<(Uuid, String, String)> = sqlx::query_as(reports).fetch_all(pool).await?;
        for (id, text, whose) in reports {
            let tokens = index_tokens(&text).join(" ") + &whose;
            sqlx::query("INSERT INTO bench_words (id, tokens) VALUES ($1, $2)")
                .bind(id)
                .bind(tokens)
                .execute(pool)
                .await?;
        }
        Ok(())
    }

    /// The statements that make the copies $1 to $2 of every ticket that was told: the ticket itself, its report, its parties and its words.
    async fn copying(&self) -> Result<Vec<&'static str>, Failure> {
        let numbers = match self {
            Self::Sqlite(_) => "WITH RECURSIVE n(copy) AS (SELECT $1 UNION ALL SELECT copy + 1 FROM n WHERE copy < $2)",
            Self::Postgres(_) => "WITH n AS (SELECT generate_series($1::bigint, $2::bigint) AS copy)",
        };
        // The id of a copy, made of the id of what is copied. PostgreSQL finds the newest text by it: the instant in it is shifted, too.
        let id = |of: &str| match self {
            Self::Sqlite(_) => format!("unhex(substr(hex({of}), 1, 24) || printf('%08X', n.copy))"),
            Self::Postgres(_) => {
                let hex = format!("replace({of}::text, '-', '')");
                let at = format!("('x' || substr({hex}, 1, 12))::bit(48)::bigint - n.copy * 25200000");
                format!("(lpad(to_hex({at}), 12, '0') || substr({hex}, 13, 12) || lpad(to_hex(n.copy), 8, '0'))::uuid")
            }
        };
        let earlier = |at: &str| match self {
            Self::Sqlite(_) => format!("strftime('%Y-%m-%dT%H:%M:%S+00:00', {at}, '-' || (n.copy * 7) || ' hours')"),
            Self::Postgres(_) => format!("{at} - n.copy * interval '7 hours'"),
        };
        let told = "SELECT id FROM bench_told";
        let (new, of) = (id("t.id"), id("t.ticket_id"));
        let (opened, active, at) = (earlier("t.opened_at"), earlier("t.last_activity_at"), earlier("t.at"));
        let told_itself = format!(", n WHERE t.id IN ({told})");
        let told_ticket = format!(", n WHERE t.ticket_id IN ({told})");
        let ticket = [
            ("id", &*new),
            ("number", "t.number || '~' || n.copy"),
            ("opened_at", &*opened),
            ("last_activity_at", &*active),
            // They have no clocks, or the worker would do what is due on them.
            ("next_due_at", "NULL"),
            ("clocks_open", "FALSE"),
        ];
        let message = [("id", &*new), ("ticket_id", &*of), ("at", &*at)];
        let mut statements = vec![
            self.copy("ticket", &ticket, numbers, &told_itself).await?,
            self.copy("message", &message, numbers, &format!("{told_ticket} AND t.kind = 'REPORT'")).await?,
            self.copy("party", &[("ticket_id", &*of)], numbers, &told_ticket).await?,
        ];
        match self {
            Self::Postgres(_) => {
                let reports = format!("(SELECT id FROM message WHERE kind = 'REPORT' AND ticket_id IN ({told}))");
                let words = [("id", &*new), ("ticket_id", &*of)];
                statements.push(self.copy("search", &words, numbers, &format!(", n WHERE t.id IN {reports}")).await?);
            }
            Self::Sqlite(_) => {
                let from = format!(
                    "FROM message t JOIN bench_words w ON w.id = t.id, n WHERE t.ticket_id IN ({told}) ORDER BY n.copy DESC, t.id"
                );
                let doc = "INSERT INTO search_doc (id, ticket_id, audience)";
                statements.push(format!("{doc} {numbers} SELECT {new}, {of}, t.audience {from}").leak());
                let index = "INSERT INTO search (rowid, tokens)";
                let row = format!("(SELECT doc FROM search_doc WHERE id = {new})");
                statements.push(format!("{index} {numbers} SELECT {row}, w.tokens {from}").leak());
            }
        }
        statements.push(format!("INSERT INTO bench_copy {numbers} SELECT copy FROM n").leak());
        Ok(statements)
    }
}

/// The words of the report, about as the desk's analyser leaves them.
const TOKENS: &str =
    "tkt 2026 000001 internet kantor mati sejak pagi ruang layan tidak bisa pakai lampu modem merah mohon bantu";
