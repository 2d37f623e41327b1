//! What one person uploaded lately is added up with every upload.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        sql(m, &["CREATE INDEX attachment_uploader ON attachment (uploader_id, created_at)"]).await
    }
}
