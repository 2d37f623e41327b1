//! `person`.

use crate::digest::Digest;
use crate::id::{PersonId, UnitId};
use crate::person::{Language, RequesterType};
use chrono::{DateTime, Utc};
use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};
use serde::Serialize;

/// A person, with or without an account.
#[derive(Debug, Clone, PartialEq, Serialize, DeriveEntityModel)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PersonId,
    #[serde(skip)]
    pub name: String,
    /// The name as it is found, however it is written ([`crate::person::name_key`]); said by nothing but the name.
    #[serde(skip)]
    pub name_key: String,
    #[serde(skip)]
    pub nip: Option<String>,
    /// E.164.
    #[serde(skip)]
    pub phone: Option<String>,
    #[serde(skip)]
    pub email: Option<String>,
    pub unit_id: Option<UnitId>,
    pub requester_type: RequesterType,
    pub language: Language,
    pub zone: Option<String>,
    /// *Rahasiakan identitas saya*, unless said otherwise on a ticket.
    pub hide_identity: bool,
    #[serde(skip)]
    pub salt: Option<Digest>,
    /// Of name, NIP, phone and e-mail.
    pub digest: Digest,
    /// By this phone another account signs in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub phone_contact_only: bool,
    /// By this e-mail address another account signs in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub email_contact_only: bool,
    #[serde(with = "chrono::serde::ts_microseconds")]
    pub created_at: DateTime<Utc>,
    #[serde(with = "chrono::serde::ts_microseconds_option")]
    pub retired_at: Option<DateTime<Utc>>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
