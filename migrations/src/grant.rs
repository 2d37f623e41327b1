//! R37: what a role of PostgreSQL needs to serve, and no more: it adds to the record and cannot rewrite it.

use sea_orm_migration::sea_orm::{ConnectionTrait, DatabaseConnection, DbErr};

/// The tables to which the desk only ever adds.
const RECORD: [&str; 3] = ["event", "seal", "seal_leaf"];

/// Grants `role` what serving needs on every table there is. To be repeated after each run of the [`Migrator`](crate::Migrator): a new table starts without grants.
pub async fn serving(db: &DatabaseConnection, role: &str) -> Result<(), DbErr> {
    let role = format!("\"{}\"", role.replace('"', "\"\""));
    let record = RECORD.join(", ");
    let statements = [
        // CREATE: the sequence of a year's numbers is made when its first number is drawn.
        format!("GRANT USAGE, CREATE ON SCHEMA public TO {role}"),
        format!("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"),
        format!("GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA public TO {role}"),
        format!("REVOKE UPDATE, DELETE, TRUNCATE ON {record} FROM {role}"),
        format!("REVOKE INSERT, UPDATE, DELETE ON seaql_migrations FROM {role}"),
    ];
    for statement in statements {
        db.execute_unprepared(&statement).await?;
    }
    Ok(())
}
