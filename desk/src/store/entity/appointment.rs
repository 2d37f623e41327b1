//! `appointment`.

use crate::appointment::{AppointmentState, Role};
use crate::id::{AppointmentId, FileId, PersonId, ServiceId, TeamId, UnitId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// The appointment of a person to a role, with a scope, a period and a basis (SK).
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "appointment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AppointmentId,
    pub person_id: PersonId,
    pub role: Role,
    pub unit_id: Option<UnitId>,
    pub team_id: Option<TeamId>,
    pub service_id: Option<ServiceId>,
    pub board: Option<String>,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub valid_from: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub valid_to: Option<DateTime<Utc>>,
    pub basis_number: Option<String>,
    pub basis_date: Option<chrono::NaiveDate>,
    pub basis_file_id: Option<FileId>,
    /// None: from the console, where the operator needs no second person.
    pub proposed_by: Option<PersonId>,
    pub confirmed_by: Option<PersonId>,
    pub state: AppointmentState,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
