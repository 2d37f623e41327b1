//! What surrounds every request: its id, its line in the log, its end if it takes too long or panics, the headers of its answer.
//!
//! A line says which route, which status and how long. It never says what was asked or by whom: no address with its query, no header, no body, so that
//! no token, password, phone or NIP can be in it (R25; a test looks).

use super::App;
use super::address::Peer;
use super::answer::No;
use super::{body, guard, input};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::CONNECTION;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout};
use tracing::Instrument;

/// For whoever looks for a request in the log.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// How long a request may take.
pub const LONGEST: Duration = Duration::from_secs(30);
/// How long a file may take to arrive over a bad line.
pub const LONGEST_UPLOAD: Duration = Duration::from_secs(10 * 60);

/// The layer around all routes.
pub async fn every_request(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let language = input::language(request.headers());
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let method = request.method().clone();
    let id = request_id(&app, &request);
    let slow = route.starts_with("/files") || route == "/export" || route.starts_with("/import/");
    let longest = if slow { LONGEST_UPLOAD } else { LONGEST };
    let span = tracing::info_span!("request", id, %method, route);
    let answered = async {
        let (request, lent) = body::lend(request);
        let work = AssertUnwindSafe(next.run(request)).catch_unwind();
        let mut response = match timeout(longest, work).await {
            Ok(Ok(response)) => response,
            Ok(Err(_)) => {
                tracing::error!("a handler panicked");
                No::internal(language).into_response()
            }
            Err(_) => {
                tracing::warn!("a request took too long");
                No::too_slow(language).into_response()
            }
        };
        guard::harden(&app, response.headers_mut());
        // Whoever is answered before all of their body was read can ask nothing more on this connection, and is told so.
        if let Some(lent) = lent
            && !lent.is_read().await
        {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        if let Ok(value) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, value);
        }
        let took = began.elapsed();
        let (status, ms) = (response.status().as_u16(), took.as_millis() as u64);
        app.requests.note(&route, status, took);
        // Whoever watches over the program asks every few seconds.
        if route.starts_with("/health/") {
            tracing::debug!(status, ms, "answered");
        } else {
            tracing::info!(status, ms, "answered");
        }
        response
    };
    answered.instrument(span).await
}

/// A new id, or that of a proxy of ours, so that both logs tell of the same thing.
fn request_id(app: &App, request: &Request) -> String {
    let from_proxy = request.extensions().get::<Peer>().is_some_and(|peer| app.proxies.hold(peer.0.ip()));
    let given = from_proxy.then(|| given_id(request.headers())).flatten();
    given.unwrap_or_else(|| app.chance.uuid(app.desk.now()).simple().to_string())
}

fn given_id(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    ((8..=64).contains(&text.len()) && text.bytes().all(plain)).then(|| text.to_owned())
}
