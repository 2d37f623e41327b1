//! People are found by their name however it is written: beside the name stands the name without marks and capitals.

use super::columns::*;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::prelude::Uuid;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// As the desk makes it; what comes later to be made otherwise is a new step.
fn key(name: &str) -> String {
    let apostrophe = |c: &char| matches!(c, '\'' | '’' | '‘' | 'ʼ' | 'ʻ' | '`' | '´' | '′');
    let plain = name.chars().filter(|c| !apostrophe(c)).nfkd().filter(|c| !is_combining_mark(*c));
    let said: String = plain.flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    said.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, m: &SchemaManager) -> Result<(), DbErr> {
        add(m, "person", vec![text("name_key").default("").take()]).await?;
        let conn = m.get_connection();
        let (person, id, name) = (Alias::new("person"), Alias::new("id"), Alias::new("name"));
        // Whoever was erased has no name to be found by.
        let named = Query::select()
            .columns([id.clone(), name])
            .from(person.clone())
            .and_where(Expr::col(Alias::new("salt")).is_not_null())
            .to_owned();
        for row in conn.query_all(&named).await? {
            let (who, name): (Uuid, String) = (row.try_get("", "id")?, row.try_get("", "name")?);
            let says = Query::update()
                .table(person.clone())
                .value(Alias::new("name_key"), key(&name))
                .and_where(Expr::col(id.clone()).eq(who))
                .to_owned();
            conn.execute(&says).await?;
        }
        Ok(())
    }
}
