//! Signing in and out, one-time codes, passwords. On plain HTTP, so that a password never stands in a GraphQL document.

use super::Site;
use super::answer::{language, refused};
use super::guard::{self, SignedIn};
use axum::Json;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use desk::Refusal;
use desk::session::{Identity, SignIn};
use serde::Deserialize;
use serde_json::json;
use std::net::SocketAddr;

/// A name and a password.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInBody {
    login: String,
    password: String,
    #[serde(default = "yes")]
    shared_computer: bool,
}

/// A one-time code and a new password.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CodeBody {
    code: String,
    password: String,
    #[serde(default = "yes")]
    shared_computer: bool,
}

/// The password once more.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofBody {
    password: String,
}

/// The old and the new password.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PasswordBody {
    old: String,
    new: String,
}

/// *Ini komputer bersama* is what holds unless somebody says otherwise.
fn yes() -> bool {
    true
}

fn by(headers: &HeaderMap, address: SocketAddr, login: String, password: String, shared_computer: bool) -> SignIn {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    SignIn { login, password, shared_computer, agent, address: address.ip().to_string() }
}

fn set_cookie(site: &Site, value: &str, seconds: i64) -> String {
    let secure = if site.secure { "; Secure" } else { "" };
    format!("{}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{secure}", site.rules.cookie)
}

fn signed_in(site: &Site, session: &desk::session::SignedIn) -> Response {
    let seconds = (session.expires_at - site.desk.now()).num_seconds();
    let cookie = set_cookie(site, &session.token, seconds);
    let body = json!({
        "person": session.person.to_string(),
        "expiresAt": session.expires_at,
        "mustChangePassword": session.must_change,
    });
    ([(header::SET_COOKIE, cookie)], Json(body)).into_response()
}

/// Signs in by NIP, phone or e-mail.
pub async fn sign_in(
    State(site): State<Site>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(body): Json<SignInBody>,
) -> Response {
    let language = language(&headers);
    // Signing somebody in as another is an attack too.
    if !guard::from_our_pages(&headers, &site) {
        return refused(Refusal::Forbidden.into(), language);
    }
    if body.login.len() > 320 || body.password.len() > 1_000 {
        return refused(Refusal::WrongCredentials.into(), language);
    }
    let by = by(&headers, address, body.login, body.password, body.shared_computer);
    match site.desk.sign_in(by).await {
        Ok(session) => signed_in(&site, &session),
        Err(error) => refused(error, language),
    }
}

/// Signs out: *Keluar*.
pub async fn sign_out(State(site): State<Site>, headers: HeaderMap, SignedIn(identity): SignedIn) -> Response {
    match site.desk.sign_out(&identity).await {
        Ok(()) => ([(header::SET_COOKIE, set_cookie(&site, "", 0))], StatusCode::NO_CONTENT).into_response(),
        Err(error) => refused(error, language(&headers)),
    }
}

/// Sets a password by a one-time code, and signs in.
pub async fn redeem(
    State(site): State<Site>,
    ConnectInfo(address): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    Json(body): Json<CodeBody>,
) -> Response {
    let language = language(&headers);
    if !guard::from_our_pages(&headers, &site) {
        return refused(Refusal::Forbidden.into(), language);
    }
    if body.code.len() > 40 || body.password.len() > 1_000 {
        return refused(Refusal::WrongCode.into(), language);
    }
    let by = by(&headers, address, String::new(), String::new(), body.shared_computer);
    match site.desk.redeem_code(&body.code, &body.password, by).await {
        Ok(session) => signed_in(&site, &session),
        Err(error) => refused(error, language),
    }
}

fn done(outcome: desk::Outcome<()>, headers: &HeaderMap) -> Response {
    match outcome {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => refused(error, language(headers)),
    }
}

/// The password again, before what asks for it.
pub async fn prove(
    State(site): State<Site>,
    headers: HeaderMap,
    SignedIn(identity): SignedIn,
    Json(body): Json<ProofBody>,
) -> Response {
    done(prove_as(&site, &identity, body.password).await, &headers)
}

async fn prove_as(site: &Site, identity: &Identity, password: String) -> desk::Outcome<()> {
    if password.len() > 1_000 {
        return Err(Refusal::WrongCredentials.into());
    }
    site.desk.prove(identity, password).await
}

/// Changes one's own password.
pub async fn change_password(
    State(site): State<Site>,
    headers: HeaderMap,
    SignedIn(identity): SignedIn,
    Json(body): Json<PasswordBody>,
) -> Response {
    if body.old.len() > 1_000 || body.new.len() > 1_000 {
        return refused(Refusal::WrongCredentials.into(), language(&headers));
    }
    done(site.desk.change_password(&identity, body.old, body.new).await, &headers)
}
