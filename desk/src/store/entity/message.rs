//! `message`.

use crate::digest::Digest;
use crate::event::Door;
use crate::id::{MessageId, PersonId, TicketId};
use crate::ticket::{Audience, MessageKind};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A text on a ticket: a reply, a note, a question, a reason.
#[macro_rules_attribute::apply(super::by_place)]
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MessageId,
    pub ticket_id: TicketId,
    /// The event that brought it.
    pub seq: i64,
    pub kind: MessageKind,
    pub audience: Audience,
    /// None: the clock.
    pub author_id: Option<PersonId>,
    pub door: Door,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub at: DateTime<Utc>,
    #[serde(skip)]
    pub body: String,
    #[serde(skip)]
    pub salt: Option<Digest>,
    pub digest: Digest,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub erased_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
