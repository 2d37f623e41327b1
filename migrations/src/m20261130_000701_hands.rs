//! By how many hands a password was given, passwords that hold no more, and security teams that stay such.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "credential", vec![int_null("hands"), flag("dropped")]).await?;
        add(m, "team", vec![flag("security")]).await
    }
}
