//! How the domain's ids, codes, digests and small documents stand in a column.

use crate::digest::Digest;
use sea_orm::sea_query::{ArrayType, ColumnType, Nullable, StringLen, ValueType, ValueTypeErr};
use sea_orm::{ColIdx, DbErr, IntoActiveValue, QueryResult, TryFromU64, TryGetError, TryGetable, Value};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::sync::Arc;

fn broken<E: std::error::Error + Send + Sync + 'static>(into: &'static str, error: E) -> TryGetError {
    TryGetError::DbErr(DbErr::TryIntoErr { from: "column", into, source: Arc::new(error) })
}

macro_rules! common {
    ($name:ty, $array:ident, $column:expr) => {
        impl IntoActiveValue<$name> for $name {
            fn into_active_value(self) -> sea_orm::ActiveValue<$name> {
                sea_orm::ActiveValue::Set(self)
            }
        }

        // Only asked for by tables with a generated number as their key; none of ours has one.
        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    };
}

macro_rules! code_columns {
    ($($name:ty),+ $(,)?) => { $(
        impl From<$name> for Value {
            fn from(it: $name) -> Self {
                it.code().into()
            }
        }

        impl TryGetable for $name {
            fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
                String::try_get_by(row, index)?.parse().map_err(|e: crate::codes::UnknownCode| broken(stringify!($name), e))
            }
        }

        impl ValueType for $name {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                <String as ValueType>::try_from(value)?.parse().map_err(|_| ValueTypeErr)
            }
            fn type_name() -> String {
                stringify!($name).to_owned()
            }
            fn array_type() -> ArrayType {
                ArrayType::String
            }
            fn column_type() -> ColumnType {
                ColumnType::String(StringLen::None)
            }
        }

        impl Nullable for $name {
            fn null() -> Value {
                Value::String(None)
            }
        }

        common!($name, String, ColumnType::Text);
    )+ };
}

macro_rules! id_columns {
    ($($name:ident),+ $(,)?) => { $(
        impl From<crate::id::$name> for Value {
            fn from(it: crate::id::$name) -> Self {
                it.0.into()
            }
        }

        impl TryGetable for crate::id::$name {
            fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
                uuid::Uuid::try_get_by(row, index).map(crate::id::$name)
            }
        }

        impl ValueType for crate::id::$name {
            fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
                <uuid::Uuid as ValueType>::try_from(value).map(crate::id::$name)
            }
            fn type_name() -> String {
                stringify!($name).to_owned()
            }
            fn array_type() -> ArrayType {
                ArrayType::Uuid
            }
            fn column_type() -> ColumnType {
                ColumnType::Uuid
            }
        }

        impl Nullable for crate::id::$name {
            fn null() -> Value {
                Value::Uuid(None)
            }
        }

        common!(crate::id::$name, Uuid, ColumnType::Uuid);
    )+ };
}

id_columns!(
    TicketId,
    MessageId,
    RequestId,
    PersonId,
    UnitId,
    TeamId,
    ServiceId,
    AppointmentId,
    AbsenceId,
    FileId,
    SessionId,
    TokenId,
    ResetId,
    HolidayId,
    ClockId,
    JobId,
    ShiftId,
    HandoverId,
    MacroId,
    UploadId,
);

code_columns!(
    crate::ticket::TicketKind,
    crate::ticket::Status,
    crate::ticket::Priority,
    crate::ticket::Impact,
    crate::ticket::Urgency,
    crate::ticket::Channel,
    crate::ticket::Confidentiality,
    crate::ticket::Cause,
    crate::ticket::EndReason,
    crate::ticket::WaitFor,
    crate::ticket::RouteReason,
    crate::ticket::MessageKind,
    crate::ticket::Audience,
    crate::ticket::RequestState,
    crate::ticket::EscalationReason,
    crate::ticket::PartyRole,
    crate::ticket::LinkKind,
    crate::ticket::DueKind,
    crate::event::Door,
    crate::unit::UnitKind,
    crate::service::ServiceGroup,
    crate::service::Application,
    crate::service::WorkStream,
    crate::service::FirstLine,
    crate::service::Criticality,
    crate::person::RequesterType,
    crate::person::Language,
    crate::appointment::Role,
    crate::appointment::AppointmentState,
    crate::absence::AbsenceKind,
    crate::setting::SettingKey,
    crate::calendar::HolidaySet,
    crate::sla::ClockKind,
    crate::sla::ClockState,
    crate::sla::ExceptionState,
    crate::draft::DraftKind,
);

impl From<Digest> for Value {
    fn from(it: Digest) -> Self {
        it.0.to_vec().into()
    }
}

impl TryGetable for Digest {
    fn try_get_by<I: ColIdx>(row: &QueryResult, index: I) -> Result<Self, TryGetError> {
        let bytes = Vec::<u8>::try_get_by(row, index)?;
        <[u8; 32]>::try_from(bytes.as_slice()).map(Digest).map_err(|e| broken("Digest", e))
    }
}

impl ValueType for Digest {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        let bytes = <Vec<u8> as ValueType>::try_from(value)?;
        <[u8; 32]>::try_from(bytes.as_slice()).map(Digest).map_err(|_| ValueTypeErr)
    }
    fn type_name() -> String {
        "Digest".to_owned()
    }
    fn array_type() -> ArrayType {
        ArrayType::Bytes
    }
    fn column_type() -> ColumnType {
        ColumnType::Blob
    }
}

impl Nullable for Digest {
    fn null() -> Value {
        Value::Bytes(None)
    }
}

common!(Digest, Bytes, ColumnType::Blob);

/// A list or a small document that is always read and written whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Doc<T>(pub T);

impl<T> std::ops::Deref for Doc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Serialize> From<Doc<T>> for Value {
    fn from(it: Doc<T>) -> Self {
        // Our documents are structs, lists and maps with text keys: serde_json cannot fail on them.
        Value::Json(Some(Box::new(serde_json::to_value(&it.0).unwrap_or_default())))
    }
}

impl<T: DeserializeOwned> sea_orm::TryGetableFromJson for Doc<T> {}

impl<T: DeserializeOwned> ValueType for Doc<T> {
    fn try_from(value: Value) -> Result<Self, ValueTypeErr> {
        match value {
            Value::Json(Some(json)) => serde_json::from_value(*json).map(Doc).map_err(|_| ValueTypeErr),
            _ => Err(ValueTypeErr),
        }
    }
    fn type_name() -> String {
        "Doc".to_owned()
    }
    fn array_type() -> ArrayType {
        ArrayType::Json
    }
    fn column_type() -> ColumnType {
        ColumnType::JsonBinary
    }
}

impl<T> Nullable for Doc<T> {
    fn null() -> Value {
        Value::Json(None)
    }
}

impl<T: Serialize> IntoActiveValue<Doc<T>> for Doc<T> {
    fn into_active_value(self) -> sea_orm::ActiveValue<Doc<T>> {
        sea_orm::ActiveValue::Set(self)
    }
}
