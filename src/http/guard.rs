//! The rule against other sites' pages (R27), for what is not GraphQL, and the headers that every answer carries.

use super::App;
use super::answer::No;
use super::graphql_http::Rules;
use axum::http::header::{
    CONTENT_SECURITY_POLICY, ORIGIN, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method};
use desk::person::Language;

/// Refuses what another site's page asks for with the session's cookie, and every change it asks for. Beside a bearer token the cookie is taken away, as at GraphQL's door.
pub fn check(rules: &Rules, parts: &mut Parts, language: Language) -> Result<(), No> {
    let rides = rules.rides_on_cookie(&mut parts.headers);
    if parts.method == Method::GET || parts.method == Method::HEAD {
        // What is read leaves a trace in the reader's name: no other site's page reads for them.
        return if rides && rules.asked_elsewhere(&parts.headers) { Err(No::cross_site(language)) } else { Ok(()) };
    }
    let ours = rules.same_origin(&parts.headers);
    let proven = ours && rules.own_page(&parts.headers);
    // Without a cookie there is nothing to ride on yet; but whoever signs in here from a page elsewhere would be signed in as somebody else.
    let foreign = parts.headers.contains_key(ORIGIN) && !ours;
    if foreign || (rides && !proven) { Err(No::cross_site(language)) } else { Ok(()) }
}

/// Adds the headers that hold for every answer; an answer that has its own keeps it.
pub fn harden(app: &App, headers: &mut HeaderMap) {
    let mut add = |name: HeaderName, value: &'static str| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    add(X_CONTENT_TYPE_OPTIONS, "nosniff");
    add(X_FRAME_OPTIONS, "DENY");
    add(REFERRER_POLICY, "no-referrer");
    // Nothing served here is a page; the portal brings a policy of its own.
    add(CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'");
    add(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    add(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    if app.secure {
        add(STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
}
