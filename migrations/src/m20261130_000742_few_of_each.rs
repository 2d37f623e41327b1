//! The newest matches of a search, but for tickets of which enough was found.

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
                "DROP FUNCTION newest_texts(tsquery, boolean)",
                // As before, planned anew for each word and each list. Of the tickets in `loud` nothing more is wanted, of those in `inside` nothing internal.
                "CREATE FUNCTION newest_texts(wanted tsquery, own boolean, loud uuid[], inside uuid[], most bigint) RETURNS TABLE (ticket_id uuid, audience text) \
                 LANGUAGE plpgsql STABLE ROWS 1000 AS $$ BEGIN \
                 RETURN QUERY EXECUTE 'SELECT ticket_id, audience FROM search WHERE tokens @@ $1' \
                 || CASE WHEN cardinality(loud) = 0 THEN '' ELSE ' AND ticket_id <> ALL ($2)' END \
                 || CASE WHEN cardinality(inside) = 0 THEN '' ELSE ' AND (audience <> ''INTERNAL'' OR ticket_id <> ALL ($3))' END \
                 || ' ORDER BY ' || CASE WHEN own THEN 'id::text' ELSE 'id' END || ' DESC LIMIT $4' USING wanted, loud, inside, most; END $$",
            ],
        )
        .await
    }
}
