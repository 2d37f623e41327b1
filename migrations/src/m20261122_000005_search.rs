//! One row per searchable text with its audience: FTS5 on SQLite, `tsvector` on PostgreSQL. Both hold tokens made by the same analyser.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        if is_sqlite(m) {
            sql(
                m,
                &[
                    // The tokens live only in the index; search_doc says whose they are, so that one text can be taken out again.
                    "CREATE TABLE search_doc (doc INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, ticket_id BLOB NOT NULL, \
                     audience TEXT NOT NULL)",
                    "CREATE VIRTUAL TABLE search USING fts5 \
                     (tokens, content = '', contentless_delete = 1, tokenize = 'unicode61')",
                ],
            )
            .await
        } else {
            sql(
                m,
                &[
                    "CREATE TABLE search (id uuid PRIMARY KEY, ticket_id uuid NOT NULL, audience text NOT NULL, \
                     tokens tsvector NOT NULL)",
                    "CREATE INDEX search_tokens ON search USING gin (tokens)",
                    "CREATE INDEX search_ticket ON search (ticket_id)",
                ],
            )
            .await
        }
    }
}
