//! The list of what was replied to after its end.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // Some databases were made by an earlier text of the third step, which had it.
        sql(m, &["CREATE INDEX IF NOT EXISTS ticket_replied ON ticket (opened_at, id) WHERE replied_after_end"]).await
    }
}
