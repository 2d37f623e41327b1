//! Since when a requester without a reachable channel has not been told of what was said.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "ticket", vec![at_null("untold_since")]).await?;
        sql(m, &["CREATE INDEX ticket_untold ON ticket (untold_since) WHERE untold_since IS NOT NULL"]).await
    }
}
