//! Short words for columns, so that a table reads like a list.

use sea_orm_migration::prelude::*;

/// A column definition in progress.
pub type Col = ColumnDef;

fn col(name: &'static str) -> Col {
    ColumnDef::new(Alias::new(name))
}

pub fn id() -> Col {
    col("id").uuid().not_null().primary_key().take()
}

pub fn uuid(name: &'static str) -> Col {
    col(name).uuid().not_null().take()
}

pub fn uuid_null(name: &'static str) -> Col {
    col(name).uuid().null().take()
}

pub fn text(name: &'static str) -> Col {
    col(name).text().not_null().take()
}

pub fn text_null(name: &'static str) -> Col {
    col(name).text().null().take()
}

pub fn flag(name: &'static str) -> Col {
    col(name).boolean().not_null().default(false).take()
}

pub fn int(name: &'static str) -> Col {
    col(name).integer().not_null().default(0).take()
}

pub fn int_null(name: &'static str) -> Col {
    col(name).integer().null().take()
}

pub fn big(name: &'static str) -> Col {
    col(name).big_integer().not_null().default(0).take()
}

pub fn big_null(name: &'static str) -> Col {
    col(name).big_integer().null().take()
}

pub fn at(name: &'static str) -> Col {
    col(name).timestamp_with_time_zone().not_null().take()
}

pub fn at_null(name: &'static str) -> Col {
    col(name).timestamp_with_time_zone().null().take()
}

pub fn date_null(name: &'static str) -> Col {
    col(name).date().null().take()
}

pub fn bytes(name: &'static str) -> Col {
    col(name).blob().not_null().take()
}

pub fn bytes_null(name: &'static str) -> Col {
    col(name).blob().null().take()
}

/// JSON on SQLite, `jsonb` on PostgreSQL: for lists and small documents that are read whole. Never for what is hashed.
pub fn json(name: &'static str) -> Col {
    col(name).json_binary().not_null().take()
}

/// Creates a table whose single-column primary key, if any, stands in the columns.
pub async fn table(m: &SchemaManager<'_>, name: &'static str, columns: Vec<Col>) -> Result<(), DbErr> {
    let mut create = Table::create();
    create.table(Alias::new(name));
    for column in columns {
        create.col(column);
    }
    m.create_table(create.take()).await
}

/// Creates a table with a primary key over several columns.
pub async fn table_keyed(
    m: &SchemaManager<'_>,
    name: &'static str,
    key: &[&'static str],
    columns: Vec<Col>,
) -> Result<(), DbErr> {
    let mut primary = Index::create();
    for part in key {
        primary.col(Alias::new(*part));
    }
    let mut create = Table::create();
    create.table(Alias::new(name)).primary_key(&mut primary);
    for column in columns {
        create.col(column);
    }
    m.create_table(create.take()).await
}

/// Adds columns to a table. One statement each: SQLite takes no more.
pub async fn add(m: &SchemaManager<'_>, name: &'static str, columns: Vec<Col>) -> Result<(), DbErr> {
    for mut column in columns {
        m.alter_table(Table::alter().table(Alias::new(name)).add_column(&mut column).take()).await?;
    }
    Ok(())
}

/// Runs plain SQL that both databases understand.
pub async fn sql(m: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        m.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

pub fn is_sqlite(m: &SchemaManager<'_>) -> bool {
    m.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Sqlite
}
