//! Tier 2 teams by competence. Members and leads are appointments, so that one person can be in several.

pub use crate::store::entity::team::Model as Team;
