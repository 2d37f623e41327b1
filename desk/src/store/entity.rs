//! The rows. A row whose columns are already typed (ids, codes, digests) is the domain's own record, so there is no second struct to map it
//! to: the rooms of the desk re-export it under its name. What stands in a row but not in its digest is marked `serde(skip)`: texts, which
//! have a salted digest of their own; their salts, since every column of a state gets into an event and a salt that stays there could never be
//! destroyed (R22); and what is derived.

/// Lets rows of a table be read by the places of their columns: the select names them in the order of the fields.
macro_rules! by_place {
    ($(#[$meta:meta])* pub struct Model { $($(#[$of_field:meta])* pub $field:ident: $type:ty),* $(,)? }) => {
        $(#[$meta])*
        pub struct Model {
            $($(#[$of_field])* pub $field: $type),*
        }

        impl super::super::ByPlace for Model {
            fn by_place(row: &sea_orm::QueryResult) -> Result<Self, sea_orm::DbErr> {
                let mut place = 0;
                let mut next = || {
                    place += 1;
                    place - 1
                };
                Ok(Self { $($field: row.try_get_by::<$type, usize>(next())?),* })
            }
        }
    };
}

use by_place;

pub mod absence;
pub mod api_token;
pub mod appointment;
pub mod attachment;
pub mod calendar;
pub mod clock;
pub mod credential;
pub mod draft;
pub mod due;
pub mod event;
pub mod holiday;
pub mod lease;
pub mod message;
pub mod on_call;
pub mod party;
pub mod person;
pub mod reply_macro;
pub mod request_key;
pub mod reset_code;
pub mod seal;
pub mod seal_leaf;
pub mod service;
pub mod session;
pub mod setting;
pub mod shift_handover;
pub mod sign_in_device;
pub mod sign_in_line;
pub mod sign_in_place;
pub mod sla_book;
pub mod sla_job;
pub mod solution_request;
pub mod stamp;
pub mod stream;
pub mod team;
pub mod ticket;
pub mod ticket_link;
pub mod unit;
pub mod upload;
