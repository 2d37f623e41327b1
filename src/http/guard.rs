//! Who a plain HTTP request is from, and that no other site sent it (R27).

use super::Site;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use desk::Refusal;
use desk::desk::Caller;
use desk::event::Door;
use desk::session::Identity;

/// The value of our cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then(|| value.to_owned()))
}

/// The value of a bearer token.
pub fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// Whether a request of a browser comes from our own pages.
pub fn from_our_pages(headers: &HeaderMap, site: &Site) -> bool {
    let says = |name: header::HeaderName, wanted: &str| {
        headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value == wanted)
    };
    says(header::ORIGIN, &site.rules.origin) && says(site.rules.header.clone(), "1")
}

/// Somebody who is signed in, by cookie or token.
#[derive(Debug)]
pub struct SignedIn(pub Identity);

impl SignedIn {
    /// As the desk knows callers.
    pub fn caller(&self) -> Caller {
        Caller { proved: self.0.proved, ..Caller::person(self.0.person, Door::Graphql) }
    }
}

impl FromRequestParts<Site> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let language = super::answer::language(&parts.headers);
        let refused = |error| super::answer::refused(error, language);
        if let Some(token) = bearer(&parts.headers) {
            return site.desk.identify_token(&token).await.map(Self).map_err(refused);
        }
        let token = cookie(&parts.headers, &site.rules.cookie).ok_or_else(|| refused(Refusal::SignInFirst.into()))?;
        if parts.method != Method::GET && !from_our_pages(&parts.headers, site) {
            return Err(refused(Refusal::Forbidden.into()));
        }
        site.desk.identify_session(&token).await.map(Self).map_err(refused)
    }
}
