//! The record nobody can alter: streams, events, seals; and the small tables that keep commands from happening twice.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        table(
            m,
            "stream",
            vec![text("name").primary_key().take(), big("seq"), bytes("hash"), at("recorded_at"), big("sealed_seq")],
        )
        .await?;
        table_keyed(
            m,
            "event",
            &["stream", "seq"],
            vec![
                text("stream"),
                big("seq"),
                at("recorded_at"),
                at("effective_at"),
                text("actor"),
                text("door"),
                text("kind"),
                int("v"),
                bytes("data"),
                bytes_null("state_digest"),
                bytes("prev_hash"),
                bytes("hash"),
            ],
        )
        .await?;
        table(
            m,
            "seal",
            vec![
                big("number").primary_key().take(),
                at("at"),
                int("leaves"),
                bytes("root"),
                bytes("prev_hash"),
                text("key_id"),
                bytes("signature"),
                bytes("hash"),
            ],
        )
        .await?;
        table_keyed(
            m,
            "seal_leaf",
            &["seal_number", "stream"],
            vec![big("seal_number"), text("stream"), big("seq"), bytes("hash")],
        )
        .await?;
        table_keyed(
            m,
            "request_key",
            &["door", "actor", "key"],
            vec![text("door"), text("actor"), text("key"), bytes("input"), text_null("outcome"), at("at")],
        )
        .await?;
        table(m, "lease", vec![text("name").primary_key().take(), uuid("token"), at("until")]).await?;
        sql(
            m,
            &[
                "CREATE INDEX stream_unsealed ON stream (name) WHERE seq > sealed_seq",
                "CREATE INDEX seal_leaf_stream ON seal_leaf (stream, seq)",
                "CREATE INDEX request_key_at ON request_key (at)",
                "CREATE INDEX event_recorded ON event (recorded_at)",
            ],
        )
        .await?;
        if is_sqlite(m) {
            // PostgreSQL draws numbers from sequences. SQLite has one writer at a time, so a counter row costs nobody a wait.
            table(m, "number", vec![text("name").primary_key().take(), big("last")]).await?;
        }
        // Defence in depth: even the program's own mistake must not rewrite history. Whoever owns the database can lift these; `audit verify`
        // is what proves that nobody did.
        if is_sqlite(m) {
            for name in ["event", "seal", "seal_leaf"] {
                for verb in ["UPDATE", "DELETE"] {
                    let trigger = format!(
                        "CREATE TRIGGER {name}_no_{} BEFORE {verb} ON {name} BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END",
                        verb.to_lowercase()
                    );
                    sql(m, &[&trigger]).await?;
                }
            }
        } else {
            sql(
                m,
                &["CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS \
                   $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"],
            )
            .await?;
            for name in ["event", "seal", "seal_leaf"] {
                let trigger = format!(
                    "CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} \
                     FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
                );
                sql(m, &[&trigger]).await?;
            }
        }
        Ok(())
    }
}
