//! Sessions and one-time codes are on record from now on, each with its digest. Those that are older have no event that made them: whoever is signed in
//! signs in again, once, and a code that lies about is issued anew.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        sql(m, &["DELETE FROM session", "DELETE FROM reset_code"]).await
    }
}
