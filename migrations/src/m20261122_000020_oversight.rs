//! What the coordinator looks at: the few tickets on which an exception was asked for, and how the last thirty days went.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        sql(
            m,
            &[
                "CREATE INDEX ticket_exception ON ticket (due_order, id) WHERE exception_asked",
                "CREATE INDEX ticket_resolved ON ticket (resolved_at) WHERE resolved_at IS NOT NULL",
                "CREATE INDEX solution_request_opened ON solution_request (opened_at)",
            ],
        )
        .await
    }
}
