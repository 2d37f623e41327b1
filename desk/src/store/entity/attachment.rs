//! `attachment`.

use crate::digest::Digest;
use crate::id::{FileId, MessageId, PersonId, TicketId};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A file, by reference to its content.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "attachment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    pub ticket_id: Option<TicketId>,
    pub message_id: Option<MessageId>,
    pub uploader_id: PersonId,
    pub name: String,
    pub mime: String,
    /// Bytes.
    pub size: i64,
    /// Its content's digest in hex, which is its name in the store.
    pub sha256: String,
    /// Whether a re-encoded preview exists.
    pub inline: bool,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub created_at: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub erased_at: Option<DateTime<Utc>>,
    /// What the name was digested with when it was attached; destroyed along with it. None: it was attached before there were such digests, or to nothing.
    #[serde(skip)]
    pub salt: Option<Digest>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
