//! Lists by tag: few tickets have any.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        let index = if is_sqlite(m) {
            "CREATE INDEX ticket_tagged ON ticket (opened_at, id) WHERE tags <> '[]'"
        } else {
            "CREATE INDEX ticket_tagged ON ticket USING gin (tags jsonb_path_ops) WHERE tags <> '[]'"
        };
        sql(m, &[index]).await
    }
}
