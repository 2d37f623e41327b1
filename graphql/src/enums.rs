//! The domain's codes as GraphQL enums. What each is called here stands in the list; its values and all descriptions are those that the desk declares
//! ([`desk::codes`]), so that there is nothing to keep in step.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Field;
use async_graphql::registry::{Deprecation, MetaEnumValue, MetaType, MetaTypeId, Registry};
use async_graphql::{
    ContextSelectionSet, Enum, InputType, InputValueError, InputValueResult, Name, OutputType, Positioned,
    ServerResult, Value,
};
use std::borrow::Cow;

/// Declares GraphQL enums, each of an enum of codes.
macro_rules! enums {
    ($($name:ident = $path:path;)+) => { $(
        #[doc = concat!("[`", stringify!($path), "`].")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub $path);

        impl $name {
            fn register(registry: &mut Registry) -> String {
                use $path as Code;
                registry.create_input_type::<Self, _>(MetaTypeId::Enum, |_| {
                    described(stringify!($name), std::any::type_name::<Self>(), Code::DOC, Code::MEANINGS)
                })
            }
        }

        impl From<$path> for $name {
            fn from(code: $path) -> Self {
                Self(code)
            }
        }

        impl From<$name> for $path {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl InputType for $name {
            type RawValueType = Self;

            fn type_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }

            fn create_type_info(registry: &mut Registry) -> String {
                Self::register(registry)
            }

            fn parse(value: Option<Value>) -> InputValueResult<Self> {
                let word = word(value.unwrap_or_default()).map_err(InputValueError::expected_type)?;
                word.parse().map(Self).map_err(|_| unknown(&word))
            }

            fn to_value(&self) -> Value {
                value(self.0.code())
            }

            fn as_raw_value(&self) -> Option<&Self> {
                Some(self)
            }
        }

        #[async_graphql::async_trait::async_trait]
        impl OutputType for $name {
            fn type_name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }

            fn create_type_info(registry: &mut Registry) -> String {
                Self::register(registry)
            }

            async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
                Ok(value(self.0.code()))
            }
        }
    )+ };
}

enums! {
    // Tickets, and what is said and done on them.
    TicketKind = desk::ticket::TicketKind;
    TicketStatus = desk::ticket::Status;
    TicketVerb = desk::ticket::Verb;
    Impact = desk::ticket::Impact;
    Urgency = desk::ticket::Urgency;
    Priority = desk::ticket::Priority;
    Channel = desk::ticket::Channel;
    Confidentiality = desk::ticket::Confidentiality;
    CauseCode = desk::ticket::Cause;
    EndReason = desk::ticket::EndReason;
    WaitFor = desk::ticket::WaitFor;
    RouteReason = desk::ticket::RouteReason;
    MessageKind = desk::ticket::MessageKind;
    Audience = desk::ticket::Audience;
    RequestState = desk::ticket::RequestState;
    EscalationReason = desk::ticket::EscalationReason;
    LinkKind = desk::ticket::LinkKind;
    ToldBy = desk::ticket::ToldBy;
    DraftKind = desk::draft::DraftKind;
    PresenceDoing = desk::presence::Doing;
    TicketViewName = desk::list::View;
    TicketOrder = desk::list::Order;

    // The organisation.
    UnitKind = desk::unit::UnitKind;
    ServiceGroup = desk::service::ServiceGroup;
    ApplicationKind = desk::service::Application;
    WorkStream = desk::service::WorkStream;
    FirstLine = desk::service::FirstLine;
    Criticality = desk::service::Criticality;
    FieldType = desk::service::FieldType;
    RequesterType = desk::person::RequesterType;
    Language = desk::person::Language;
    Role = desk::appointment::Role;
    AppointmentState = desk::appointment::AppointmentState;
    TokenScope = desk::token::TokenScope;
    AbsenceKind = desk::absence::AbsenceKind;
    HolidaySet = desk::calendar::HolidaySet;

    // Clocks and policies.
    ClockKind = desk::sla::ClockKind;
    ClockState = desk::sla::ClockState;
    ClockDid = desk::sla::ClockDid;
    ClockWhy = desk::sla::Why;
    ExceptionState = desk::sla::ExceptionState;
    SlaRecipient = desk::sla::Recipient;
    SlaAction = desk::sla::Action;
    SlaCountFrom = desk::sla::CountFrom;
    SlaThirdParty = desk::sla::ThirdParty;
    SlaOnReopen = desk::sla::OnReopen;
    LegalMetBy = desk::sla::MetBy;

    // The record.
    EventKind = desk::event::Kind;
    EventActor = desk::event::ActorKind;
    Door = desk::event::Door;
}

/// How the contract describes an enum.
fn described(name: &str, rust: &'static str, doc: &str, meanings: &[(&str, &str)]) -> MetaType {
    let value = |(code, meaning): &(&str, &str)| {
        let value = MetaEnumValue {
            name: (*code).into(),
            description: Some(prose(meaning)),
            deprecation: Deprecation::NoDeprecated,
            visible: None,
            inaccessible: false,
            tags: Vec::new(),
            directive_invocations: Vec::new(),
        };
        ((*code).into(), value)
    };
    MetaType::Enum {
        name: name.into(),
        description: Some(prose(doc)),
        enum_values: meanings.iter().map(value).collect::<IndexMap<String, MetaEnumValue>>(),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: Some(rust),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

/// The lines of a comment as text.
fn prose(comment: &str) -> String {
    comment.lines().map(str::trim).collect::<Vec<_>>().join("\n").trim().into()
}

/// The word of an enum's value, which may come as a string in variables.
fn word(value: Value) -> Result<String, Value> {
    match value {
        Value::Enum(name) => Ok(name.as_str().into()),
        Value::String(text) => Ok(text),
        other => Err(other),
    }
}

fn unknown<T: InputType>(word: &str) -> InputValueError<T> {
    InputValueError::custom(format_args!(r#"Enumeration type does not contain value "{word}"."#))
}

fn value(code: &'static str) -> Value {
    Value::Enum(Name::new(code))
}

/// A label people read besides the status, derived from status, tier and solution request.
#[derive(Debug, Enum, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "desk::view::ticket::Label")]
pub enum TicketLabel {
    /// *Diverifikasi*.
    Verified,
    /// *Dieskalasi ke Tier 2*.
    Escalated,
    /// *Diterima Tier 2*.
    #[graphql(name = "ACCEPTED_BY_TIER2")]
    AcceptedByTier2,
    /// *Otomatis, belum dilengkapi Tier 1*.
    #[graphql(name = "OWED_BY_TIER1")]
    OwedByTier1,
    /// *Dikembalikan untuk dilengkapi*.
    ReturnedToComplete,
    /// *Solusi dari Tier 2*.
    #[graphql(name = "ANSWERED_BY_TIER2")]
    AnsweredByTier2,
    /// *Dibuka kembali*.
    Reopened,
    /// *Dicatat belakangan*.
    RecordedLate,
    /// *Dibalas setelah selesai*.
    RepliedAfterEnd,
    /// *Tidak ada jawaban*.
    NoAnswer,
}

/// What a step of an explanation is about.
#[derive(Debug, Enum, Copy, Clone, PartialEq, Eq)]
pub enum ClockStepKind {
    /// A day on which time counted.
    Counted,
    /// Days that were closed.
    Closed,
    /// The clock stood still.
    Paused,
}

/// What a target is counted in.
#[derive(Debug, Enum, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "desk::time::TargetUnit")]
pub enum TargetUnit {
    /// Minutes in which the calendar is open.
    WorkingMinutes,
    /// Until close of business on the n-th business day after the start day.
    BusinessDays,
    /// Minutes of the clock on the wall, whatever the calendar says.
    CalendarMinutes,
}
