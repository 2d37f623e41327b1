//! What stands around a ticket comes under its own digest: who has to do with it, and what the clock still has to do. The name of a file gets a salt,
//! so that an event can hold its digest.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        // Null: nothing has happened to the ticket since there are such digests.
        add(m, "ticket", vec![bytes_null("parties_salt"), bytes_null("parties_digest"), bytes_null("due_digest")])
            .await?;
        add(m, "attachment", vec![bytes_null("salt")]).await
    }
}
