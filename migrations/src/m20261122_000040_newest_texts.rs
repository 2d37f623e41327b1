//! PostgreSQL's way to the newest matches: a rare word is looked up and sorted, a common one is met soon when walking back from the newest text. Which of
//! the two, only the word itself can tell, and a prepared statement is planned without it; `EXECUTE` plans with it, each time.

use super::columns::*;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        if is_sqlite(m) {
            return Ok(());
        }
        sql(
            m,
            &[
                // The least of ids of version 7 is the oldest: newest first without another column. What is somebody's own is always looked up: the
                // planner cannot know how little that is, and would walk back through everything; no index has the expression it is ordered by.
                "CREATE FUNCTION newest_texts(wanted tsquery, own boolean) RETURNS TABLE (ticket_id uuid, audience text) \
                 LANGUAGE plpgsql STABLE ROWS 1000 AS $$ BEGIN \
                 RETURN QUERY EXECUTE 'SELECT ticket_id, audience FROM search WHERE tokens @@ $1 ORDER BY ' \
                 || CASE WHEN own THEN 'id::text' ELSE 'id' END || ' DESC LIMIT 1000' USING wanted; END $$",
            ],
        )
        .await
    }
}
