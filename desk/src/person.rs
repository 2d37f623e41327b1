//! People: civil servants, citizens, businesses; with or without an account.

pub mod add;
pub mod code;
mod digest;
pub mod email;
mod key;
pub(crate) mod login;
pub mod nip;
pub mod password;
pub mod phone;

pub use crate::store::entity::person::Model as Person;
pub use code::{Language, RequesterType};
pub(crate) use digest::digest;
pub use key::name_key;
