//! `service`.

use super::super::values::Doc;
use crate::id::{ServiceId, TeamId, UnitId};
use crate::service::{Application, ApprovalStep, Criticality, FirstLine, FormField, ServiceGroup, WorkStream};
use crate::ticket::{Confidentiality, TicketKind};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A service of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "service")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ServiceId,
    pub code: String,
    pub name: String,
    pub service_group: ServiceGroup,
    pub description: String,
    pub owner_unit_id: UnitId,
    pub application: Option<Application>,
    pub work_stream: WorkStream,
    pub first_line: FirstLine,
    /// The Tier 2 team that escalations go to.
    pub team_id: Option<TeamId>,
    /// Code of the calendar its targets run on; none: that of its owner.
    pub calendar: Option<String>,
    pub criticality: Criticality,
    pub kinds: Doc<Vec<TicketKind>>,
    pub form_fields: Doc<Vec<FormField>>,
    /// *Persyaratan*.
    pub requirements: Doc<Vec<String>>,
    pub needs_letter: bool,
    pub approval_steps: Doc<Vec<ApprovalStep>>,
    pub sla_policy: Option<String>,
    /// What a new ticket starts with.
    pub confidentiality: Confidentiality,
    pub legal_deadline: Option<String>,
    /// Components of the *standar pelayanan*, by name.
    pub standard: Doc<std::collections::BTreeMap<String, String>>,
    /// Reports here are security incidents: HIGH until the security team confirms, and straight to Tier 2.
    pub security_incident: bool,
    /// An administrator's exception to Tier 1 first.
    pub straight_to_tier2: bool,
    pub search_words: Doc<Vec<String>>,
    pub published: bool,
    pub note: Option<String>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub retired_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
