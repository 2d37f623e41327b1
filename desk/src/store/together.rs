//! Rows of several tables that are written together: on PostgreSQL, where the way there and back costs more than a row, in one statement.

use super::{Conn, Row, Tx};
use crate::refusal::Fault;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{CommonTableExpression, InsertStatement, UpdateStatement, WithClause};

/// The most statements that are made one, each of few rows: there is a limit to the values of one statement, too.
const MOST: usize = 8;

/// What is written together ([`Tx::write`]). None of it rests on another part of it.
#[derive(Debug, Default)]
pub struct Together(Vec<Part>);

#[derive(Debug, Clone)]
enum Part {
    Insert(InsertStatement),
    Update(UpdateStatement),
}

impl Together {
    /// Inserts these rows, too.
    pub fn insert<R: Row>(mut self, rows: Vec<R>) -> Self {
        self.0.extend(R::inserting(rows).into_iter().map(Part::Insert));
        self
    }

    /// Inserts what another statement says, too.
    pub(crate) fn insert_by(mut self, statement: Option<InsertStatement>) -> Self {
        self.0.extend(statement.map(Part::Insert));
        self
    }

    /// Writes all columns of a row back, too.
    pub fn save<R: Row>(mut self, row: R) -> Result<Self, Fault> {
        self.0.push(Part::Update(row.saving()?));
        Ok(self)
    }
}

impl Tx {
    /// Writes rows of several tables.
    pub async fn write(&self, rows: Together) -> Result<(), Fault> {
        let Together(mut parts) = rows;
        if self.sqlite() || parts.len() > MOST {
            for part in parts {
                self.write_part(part).await?;
            }
            return Ok(());
        }
        let Some(mut last) = parts.pop() else { return Ok(()) };
        if !parts.is_empty() {
            let mut with = WithClause::new();
            for (n, part) in parts.into_iter().enumerate() {
                let mut expression = CommonTableExpression::new();
                expression.table_name(format!("part{n}"));
                with.cte(match part {
                    Part::Insert(statement) => expression.query(statement).to_owned(),
                    Part::Update(statement) => expression.query(statement).to_owned(),
                });
            }
            match &mut last {
                Part::Insert(statement) => _ = statement.with_cte(with),
                Part::Update(statement) => _ = statement.with_cte(with),
            }
        }
        self.write_part(last).await
    }

    async fn write_part(&self, part: Part) -> Result<(), Fault> {
        match part {
            Part::Insert(statement) => _ = self.raw().execute(&statement).await?,
            Part::Update(statement) => {
                if self.raw().execute(&statement).await?.rows_affected() == 0 {
                    return Err(Fault::new("a row that was to be written back is not there"));
                }
            }
        }
        Ok(())
    }
}
