//! Every answer that says no, outside GraphQL: a status, a code for programs, a sentence for people. The one place that maps refusals to statuses.

use axum::Json;
use axum::http::header::{CACHE_CONTROL, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use desk::Error;
use desk::input::Untakable;
use desk::person::Language;
use desk::refusal::Refusal;
use desk::say;
use serde::Serialize;

/// A no.
#[derive(Debug, Serialize)]
pub struct No {
    #[serde(skip)]
    status: StatusCode,
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'static str>,
    /// Seconds after which it may be tried again.
    #[serde(skip)]
    wait: Option<i64>,
}

impl No {
    /// One that has nothing to do with the desk.
    pub fn of(status: StatusCode, code: &'static str, message: String) -> Self {
        Self { status, code, message, field: None, wait: None }
    }

    /// The desk's.
    pub fn from_desk(error: &Error, language: Language) -> Self {
        match error {
            Error::Refused(refusal) => Self {
                status: status(refusal),
                code: refusal.code(),
                message: refusal.sentence(language),
                field: refusal.field(),
                wait: match refusal {
                    Refusal::SlowDown(seconds) | Refusal::WroteMuch(seconds) => Some(*seconds),
                    Refusal::CannotStore => Some(5),
                    _ => None,
                },
            },
            Error::Fault(fault) => {
                tracing::error!(%fault, "a request failed on our side");
                Self::internal(language)
            }
        }
    }

    /// Something broke on our side; what it was is in the log.
    pub fn internal(language: Language) -> Self {
        Self::of(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", say!(language, "answer-internal"))
    }

    /// It cannot be done just now.
    pub fn busy(language: Language) -> Self {
        Self { wait: Some(5), ..Self::of(StatusCode::SERVICE_UNAVAILABLE, "BUSY", say!(language, "answer-busy")) }
    }

    /// The same person does too much of this at once.
    pub fn yours_at_once(language: Language) -> Self {
        let said = say!(language, "answer-yours-at-once");
        Self { wait: Some(5), ..Self::of(StatusCode::TOO_MANY_REQUESTS, "YOURS_AT_ONCE", said) }
    }

    /// What was sent came too slowly.
    pub fn trickling(language: Language) -> Self {
        Self::of(StatusCode::REQUEST_TIMEOUT, "TRICKLING", say!(language, "answer-trickling"))
    }

    /// It took too long.
    pub fn too_slow(language: Language) -> Self {
        let said = say!(language, "answer-too-slow");
        Self { wait: Some(5), ..Self::of(StatusCode::SERVICE_UNAVAILABLE, "TOO_SLOW", said) }
    }

    /// What was sent holds what nothing takes.
    pub fn untakable(why: Untakable, language: Language) -> Self {
        let said = match why {
            Untakable::Nul => say!(language, "answer-nul"),
            Untakable::Year => say!(language, "answer-year"),
        };
        Self::of(StatusCode::BAD_REQUEST, "UNREADABLE", said)
    }

    /// What was sent cannot be read.
    pub fn unreadable(language: Language) -> Self {
        Self::of(StatusCode::BAD_REQUEST, "UNREADABLE", say!(language, "answer-unreadable"))
    }

    /// What was sent is too large.
    pub fn too_large(language: Language) -> Self {
        Self::of(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE", say!(language, "answer-too-large"))
    }

    /// Another site's page asks.
    pub fn cross_site(language: Language) -> Self {
        Self::of(StatusCode::FORBIDDEN, "CROSS_SITE", say!(language, "answer-cross-site"))
    }
}

impl IntoResponse for No {
    fn into_response(self) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.wait {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        (self.status, headers, Json(self)).into_response()
    }
}

/// The status of a refusal.
fn status(refusal: &Refusal) -> StatusCode {
    use Refusal as R;
    match refusal {
        R::NotFound => StatusCode::NOT_FOUND,
        R::Forbidden
        | R::OwnAppointment
        | R::SecondPerson
        | R::NotIndependent
        | R::StaffCode
        | R::OwnException
        | R::OwnSubstitute
        | R::OwnGain
        | R::LoginOfTwo
        | R::OwnCode
        | R::TokenScope(_)
        | R::SessionOnly
        | R::PasswordAgain
        | R::FileNotYours => StatusCode::FORBIDDEN,
        R::SignInFirst | R::WrongCredentials | R::WrongCode => StatusCode::UNAUTHORIZED,
        R::SlowDown(_) | R::WroteMuch(_) | R::FileQuota | R::FileDayQuota(_) => StatusCode::TOO_MANY_REQUESTS,
        R::CannotStore => StatusCode::SERVICE_UNAVAILABLE,
        R::NoRoom | R::NoRoomForText(_) => StatusCode::INSUFFICIENT_STORAGE,
        R::FileTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        R::FileDamaged => StatusCode::INTERNAL_SERVER_ERROR,
        R::FileKind => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        R::StaleDraft
        | R::Stale { .. }
        | R::KeyReused
        | R::Taken(_)
        | R::WrongStatus(..)
        | R::WrongTier(_)
        | R::NotAccepted
        | R::AlreadyAccepted
        | R::FileComplete
        | R::TicketFileQuota(_)
        | R::NothingOwed
        | R::MergeCircle
        | R::Retired(_)
        | R::InUse(_)
        | R::HoldsTickets(_)
        | R::KnownPerson(_)
        | R::MergedInto(_)
        | R::OneServiceDeskOffice => StatusCode::CONFLICT,
        R::Blank(_)
        | R::TooLong(..)
        | R::Invalid(_)
        | R::Day { .. }
        | R::Nip(_)
        | R::Phone(_)
        | R::Repeats
        | R::LastsLonger(_)
        | R::EndsBefore
        | R::Calendar(..)
        | R::KindNotTaken
        | R::ServiceNotOffered
        | R::NoTeam
        | R::NoSecurityTeam
        | R::SubstituteElsewhere
        | R::TokenDays(_)
        | R::MandateTooLong(_)
        | R::NotInQueue
        | R::TooFarBack(_)
        | R::InFuture(_)
        | R::InPast(_)
        | R::TooLate(_)
        | R::MergeLessConfidential
        | R::ClassifyFirst
        | R::NoRequirements
        | R::NoLogin
        | R::PasswordTooShort(_)
        | R::PasswordTooLong(_)
        | R::PasswordCommon
        | R::PasswordPersonal
        | R::PageSize(_)
        | R::WrongCursor
        | R::TooMany(_)
        | R::Rows(_)
        | R::Unknown { .. }
        | R::Twice { .. }
        | R::Ambiguous(_)
        | R::UnitCircle
        | R::NoIdentity
        | R::SpreadsheetNumber(_) => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// No such address.
pub async fn nothing_here(headers: HeaderMap) -> No {
    No::from_desk(&Refusal::NotFound.into(), super::input::language(&headers))
}

/// Such an address, but not by this method.
pub async fn not_this_way(headers: HeaderMap) -> No {
    let said = say!(super::input::language(&headers), "answer-method");
    No::of(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", said)
}
