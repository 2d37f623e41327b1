//! A number or address by which another account signs in already is for writing and calling only.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "person", vec![flag("phone_contact_only"), flag("email_contact_only")]).await
    }
}
