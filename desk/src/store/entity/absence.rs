//! `absence`.

use crate::absence::AbsenceKind;
use crate::id::{AbsenceId, PersonId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A time in which a person is away (*cuti*, *dinas luar*).
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "absence")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AbsenceId,
    pub person_id: PersonId,
    pub kind: AbsenceKind,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub valid_from: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub valid_to: DateTime<Utc>,
    pub substitute_id: Option<PersonId>,
    /// Often about somebody's health: it must not get into an event, which nobody can erase.
    #[serde(skip)]
    pub reason: String,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub cancelled_at: Option<DateTime<Utc>>,
    /// Who noted it; none: the operator at the console.
    pub noted_by: Option<PersonId>,
    /// Whether a second person agreed to the substitute (R24), or the operator, who needs none.
    pub confirmed: bool,
    /// That second person.
    pub confirmed_by: Option<PersonId>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
