//! Refusals and faults over plain HTTP: `{code, message, field}` in the language the client asked for.

use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Refusal;
use desk::person::Language;
use serde_json::json;

/// The language a client without a person asks for: Indonesian, unless English comes first.
pub fn language(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if asked.trim_start().to_ascii_lowercase().starts_with("en") { Language::English } else { Language::Indonesian }
}

/// The answer to what was not done.
pub fn refused(error: desk::Error, language: Language) -> Response {
    let refusal = match error {
        desk::Error::Refused(refusal) => refusal,
        desk::Error::Fault(fault) => {
            tracing::error!(%fault, "a fault behind HTTP");
            let body = json!({"code": "INTERNAL", "message": "Internal error"});
            return (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response();
        }
    };
    let status = match &refusal {
        Refusal::NotFound => StatusCode::NOT_FOUND,
        Refusal::SignInFirst | Refusal::WrongCredentials | Refusal::WrongCode => StatusCode::UNAUTHORIZED,
        Refusal::Forbidden | Refusal::PasswordAgain => StatusCode::FORBIDDEN,
        Refusal::SlowDown(_) => StatusCode::TOO_MANY_REQUESTS,
        Refusal::FileTooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let body = json!({"code": refusal.code(), "message": refusal.sentence(language), "field": refusal.field()});
    let mut response = (status, Json(body)).into_response();
    if let Refusal::SlowDown(seconds) = refusal {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}
