//! The program's HTTP side: the GraphQL door, signing in, files, health. What GraphQL cannot say well is here and nothing else.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{HeaderName, HeaderValue, header};
use axum::routing::{delete, get, post};
use desk::Desk;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tower_http::compression::CompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

mod answer;
mod authenticate;
mod files;
pub mod graphql_http;
pub mod graphql_ws;
mod guard;
mod health;
mod session;

/// The header our own pages send; another site's form cannot.
const OUR_HEADER: &str = "x-tanggap";

/// What every handler needs.
#[derive(Debug, Clone)]
pub struct Site {
    desk: Arc<Desk>,
    rules: Arc<graphql_http::Rules>,
    /// Outside loopback the cookie is `__Host-` and Secure.
    secure: bool,
    ending: watch::Receiver<bool>,
    /// Decoding a picture may take 300 MiB: one at a time.
    previews: Arc<tokio::sync::Semaphore>,
}

impl Site {
    /// `origin`: the address people use, without a trailing slash.
    pub fn new(desk: Arc<Desk>, origin: &str, ending: watch::Receiver<bool>) -> Self {
        let origin = origin.trim_end_matches('/').to_owned();
        let secure = origin.starts_with("https://");
        let rules = graphql_http::Rules {
            origin,
            cookie: if secure { "__Host-tanggap" } else { "tanggap" }.to_owned(),
            header: HeaderName::from_static(OUR_HEADER),
            limits: graphql_http::Limits::default(),
        };
        let previews = Arc::new(tokio::sync::Semaphore::new(1));
        Self { desk, rules: Arc::new(rules), secure, ending, previews }
    }
}

/// All routes.
pub fn router(site: Site) -> Router {
    let door = graphql_http::Door {
        schema: graphql::schema(Some(site.desk.clone())),
        authenticator: authenticate::Credentials(site.clone()),
        rules: site.rules.clone(),
    };
    let pace = graphql_ws::Pace::new(site.ending.clone());
    let plain = Router::new()
        .route("/graphql", graphql_http::route(door.clone()))
        .route("/session", post(session::sign_in))
        .route("/session", delete(session::sign_out))
        .route("/session/code", post(session::redeem))
        .route("/session/proof", post(session::prove))
        .route("/session/password", post(session::change_password))
        .route("/files", post(files::upload).layer(DefaultBodyLimit::max(desk::file::LARGEST + 1)))
        .route("/files/{id}", get(files::download))
        .route("/files/{id}/preview", get(files::preview))
        .layer(TimeoutLayer::with_status_code(axum::http::StatusCode::GATEWAY_TIMEOUT, Duration::from_secs(60)));
    let request_id = HeaderName::from_static("x-request-id");
    let always = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
    };
    Router::new()
        .merge(plain)
        .route("/graphql/live", graphql_ws::route(door, pace))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .layer(CompressionLayer::new())
        .layer(always(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(always(header::REFERRER_POLICY, "same-origin"))
        .layer(always(header::X_FRAME_OPTIONS, "DENY"))
        .layer(always(header::CACHE_CONTROL, "no-store"))
        .layer(PropagateRequestIdLayer::new(request_id.clone()))
        .layer(TraceLayer::new_for_http().make_span_with(|request: &axum::http::Request<axum::body::Body>| {
            // Path only: what stands after `?` may be a query with names in it.
            let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
            tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
        }))
        .layer(SetRequestIdLayer::new(request_id, MakeRequestUuid))
        .with_state(site)
}
