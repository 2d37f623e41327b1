//! By which version of the analyser the search index was made, and how far it has been made anew.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let (id, reached) = if is_sqlite(m) { ("INTEGER", "BLOB") } else { ("integer", "uuid") };
        sql(
            m,
            &[
                // One row. Whatever was indexed before was made by the first version.
                &format!("CREATE TABLE search_version (id {id} PRIMARY KEY, version {id} NOT NULL, reached {reached})"),
                "INSERT INTO search_version (id, version) VALUES (1, 1)",
            ],
        )
        .await
    }
}
