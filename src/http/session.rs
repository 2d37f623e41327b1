//! Signing in and out (R26): what belongs to the browser's session and so not into GraphQL.

use super::answer::No;
use super::authenticate::{AtThePortal, Client, OwnPage, Signed, cookie};
use super::input::Input;
use super::{App, cookie_name, device_cookie};
use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use desk::session::{SignIn, SignedIn};
use desk::throttle::DEVICE_KNOWN;
use desk::{Error, Fault};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

/// A try to sign in. None of these can be printed: they hold passwords and codes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Credentials {
    login: String,
    password: String,
    /// *Ini komputer bersama* is the default.
    #[serde(default = "yes")]
    shared_computer: bool,
}

/// A one-time code and the new password.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Code {
    code: String,
    password: String,
    #[serde(default = "yes")]
    shared_computer: bool,
}

/// The password once more.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Proof {
    password: String,
}

/// A new password for the old one.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct NewPassword {
    old: String,
    new: String,
}

fn yes() -> bool {
    true
}

/// `POST /session`: signs in.
pub(super) async fn sign_in(
    State(app): State<Arc<App>>,
    client: Client,
    _: OwnPage,
    headers: HeaderMap,
    Input(typed): Input<Credentials>,
) -> Result<Response, No> {
    let shared = typed.shared_computer;
    let by = SignIn {
        login: typed.login,
        password: typed.password,
        shared_computer: shared,
        agent: client.agent,
        address: client.address,
        device: cookie(&headers, device_cookie(app.secure)),
    };
    let session = app.desk.sign_in(by).await.map_err(|error| No::from_desk(&error, client.language))?;
    begun(&app, &headers, session, shared).await.map_err(|error| No::from_desk(&error, client.language))
}

/// `POST /session/code`: a new password by a one-time code, and signs in with it.
pub(super) async fn redeem(
    State(app): State<Arc<App>>,
    client: Client,
    _: OwnPage,
    headers: HeaderMap,
    Input(typed): Input<Code>,
) -> Result<Response, No> {
    let shared = typed.shared_computer;
    let by = SignIn {
        login: String::new(),
        password: String::new(),
        shared_computer: shared,
        agent: client.agent,
        address: client.address,
        device: cookie(&headers, device_cookie(app.secure)),
    };
    let no = |error: Error| No::from_desk(&error, client.language);
    let session = app.desk.redeem_code(&typed.code, &typed.password, by).await.map_err(no)?;
    begun(&app, &headers, session, shared).await.map_err(no)
}

/// The cookie of a new session; the one that the browser had before ends.
async fn begun(app: &App, headers: &HeaderMap, session: SignedIn, shared: bool) -> Result<Response, Error> {
    if let Some(old) = cookie(headers, cookie_name(app.secure)) {
        match app.desk.glance_at_session(&old).await {
            Ok(identity) => app.desk.sign_out(&identity).await?,
            Err(Error::Refused(_)) => {}
            Err(fault) => return Err(fault),
        }
    }
    // A shared computer forgets with its browser's window.
    let lasts = (!shared).then(|| (session.expires_at - app.desk.now()).num_seconds().max(0));
    let value = set_cookie(app.secure, cookie_name(app.secure), &session.token, lasts).map_err(Fault::new)?;
    let body = json!({
        "person": session.person,
        "expiresAt": rfc3339(session.expires_at),
        "mustChangePassword": session.must_change,
    });
    let headers = [(SET_COOKIE, value), (CACHE_CONTROL, HeaderValue::from_static("private, no-store"))];
    let mut response = (headers, Json(body)).into_response();
    if let Some(device) = &session.device {
        let value = set_cookie(app.secure, device_cookie(app.secure), device, Some(DEVICE_KNOWN.num_seconds()));
        response.headers_mut().append(SET_COOKIE, value.map_err(Fault::new)?);
    }
    Ok(response)
}

fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// `Strict`: not even a link elsewhere reads anything in the name of whoever follows it. A link to a page of the portal still finds its reader signed in:
/// the page is nobody's, and what it asks for then it asks for itself.
fn set_cookie(
    secure: bool,
    name: &str,
    token: &str,
    seconds: Option<i64>,
) -> Result<HeaderValue, axum::http::header::InvalidHeaderValue> {
    let mut text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict");
    if secure {
        text.push_str("; Secure");
    }
    if let Some(seconds) = seconds {
        text.push_str(&format!("; Max-Age={seconds}"));
    }
    HeaderValue::from_str(&text)
}

/// `DELETE /session`: signs out. Whoever is not signed in (any more) has what they wanted.
pub(super) async fn sign_out(
    State(app): State<Arc<App>>,
    client: Client,
    _: OwnPage,
    headers: HeaderMap,
) -> Result<Response, No> {
    let no = |error: Error| No::from_desk(&error, client.language);
    if let Some(token) = cookie(&headers, cookie_name(app.secure)) {
        match app.desk.glance_at_session(&token).await {
            Ok(identity) => app.desk.sign_out(&identity).await.map_err(no)?,
            Err(Error::Refused(_)) => {}
            Err(fault) => return Err(no(fault)),
        }
    }
    let value =
        set_cookie(app.secure, cookie_name(app.secure), "", Some(0)).map_err(|error| no(Fault::new(error).into()))?;
    Ok((StatusCode::NO_CONTENT, [(SET_COOKIE, value)]).into_response())
}

/// `POST /session/proof`: the password once more, for what asks for it again.
pub(super) async fn prove(
    State(app): State<Arc<App>>,
    who: Signed<AtThePortal>,
    Input(typed): Input<Proof>,
) -> Result<StatusCode, No> {
    let done = app.desk.prove(&who.identity, typed.password).await;
    done.map(|()| StatusCode::NO_CONTENT).map_err(|error| No::from_desk(&error, who.language))
}

/// `POST /session/password`: a new password for the old one.
pub(super) async fn change_password(
    State(app): State<Arc<App>>,
    who: Signed<AtThePortal>,
    Input(typed): Input<NewPassword>,
) -> Result<StatusCode, No> {
    let no = |error: Error| No::from_desk(&error, who.language);
    app.desk.change_password(&who.identity, typed.old, typed.new).await.map_err(no)?;
    Ok(StatusCode::NO_CONTENT)
}
