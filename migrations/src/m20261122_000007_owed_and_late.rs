//! What Tier 1 still owes to a solution request that the clock made; rosters edited afterwards; clocks for tickets that are older than clocks.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "solution_request", vec![uuid_null("completed_by"), at_null("completed_at")]).await?;
        add(m, "on_call", vec![at_null("added_at")]).await?;
        add(m, "clock", vec![at_null("on_call_at")]).await?;
        sql(
            m,
            &[
                "CREATE INDEX solution_request_owed ON solution_request (id) WHERE automatic AND completed_at IS NULL",
                // They have none yet, but the job that derives clocks anew looks at those that say so.
                "UPDATE ticket SET clocks_open = TRUE WHERE active AND clocks_digest IS NULL",
            ],
        )
        .await
    }
}
