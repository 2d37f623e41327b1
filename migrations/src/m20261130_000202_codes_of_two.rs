//! One-time codes of which two people give a half each.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "reset_code", vec![flag("halved"), bytes_null("second_hash"), uuid_null("second_by")]).await
    }
}
