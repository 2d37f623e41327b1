//! The HTTP door: GraphQL, and what does not belong into it: signing in, file bytes, health. It translates and decides nothing; every answer that is
//! not GraphQL's is in [`answer`].

use crate::config::{Networks, Origin};
use crate::metrics::Requests;
use axum::Router;
use axum::http::HeaderName;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use desk::Desk;
use desk::clock::Chance;
use desk::id::PersonId;
use desk::places::Places;
use desk::seal::PublicKey;
use std::sync::Arc;
use tokio::sync::{Semaphore, watch};
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{And, DefaultPredicate, Predicate, SizeAbove};

pub mod address;
pub mod answer;
mod audit;
pub mod authenticate;
pub mod body;
mod export;
pub mod files;
pub mod flow;
pub mod graphql_http;
pub mod graphql_ws;
pub mod guard;
pub mod health;
mod import;
pub mod input;
pub mod listen;
pub mod log;
pub mod parts;
pub mod portal;
pub mod room;
pub mod session;
pub mod wire;

use authenticate::Authenticators;
use graphql_http::{Door, Limits, Rules};
use room::{Room, Size};

/// Uploads and tables that are read: each is held whole in memory.
pub const UPLOADS: Size = Size { each: 4, waiting: 20, all: 32 };
/// Files that are sent: each is held whole in memory.
pub const DOWNLOADS: Size = Size { each: 4, waiting: 40, all: 64 };
/// Previews that are made: each takes up to 300 MiB and a core.
pub const PREVIEWS: Size = Size { each: 1, waiting: 60, all: 2 };
/// Lists that are taken along.
pub const EXPORTS: Size = Size { each: 1, waiting: 3, all: 8 };
/// Open sockets of one person: a tab has one.
pub const SOCKETS: usize = 20;
/// What one person listens to, over all their sockets.
pub const SUBSCRIPTIONS: usize = 200;

/// Bytes of an answer that goes in one packet.
const ONE_PACKET: u16 = 1_200;

/// What the handlers share.
pub struct App {
    /// The desk.
    pub desk: Arc<Desk>,
    /// Origin, cookie and header of our own pages.
    pub rules: Arc<Rules>,
    /// Whether the portal is reached by https.
    pub secure: bool,
    /// Whose `Forwarded` is believed.
    pub proxies: Networks,
    /// Whether those signed in may ask the schema about itself.
    pub introspection: bool,
    /// How long requests take.
    pub requests: Arc<Requests>,
    /// What a browser's session may run.
    pub operations: portal::Operations,
    /// Whether everybody is invented here.
    pub demo: bool,
    /// True when the program is ending.
    pub ending: watch::Receiver<bool>,
    /// For ids of requests.
    pub chance: Chance,
    uploads: Room,
    downloads: Room,
    previews: Room,
    exports: Room,
    sockets: Places<PersonId>,
    subscriptions: Places<PersonId>,
    audits: Arc<Semaphore>,
    /// By which the signatures of seals are checked.
    seal_keys: Vec<PublicKey>,
    schema_is_current: std::sync::atomic::AtomicBool,
    looked: health::Looked,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// Who may ask what.
#[derive(Debug)]
pub struct Asking {
    /// Whether those signed in may ask the schema about itself.
    pub introspection: bool,
    /// What a browser's session may run.
    pub operations: portal::Operations,
    /// Whether everybody is invented here.
    pub demo: bool,
    /// The public key that this program seals with, if it does.
    pub seal_keys: Vec<PublicKey>,
}

/// The name of the cookie: browsers take `__Host-` only where there is https.
fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-tanggap" } else { "tanggap" }
}

/// The name of the cookie by which a device is known again when somebody signs in.
fn device_cookie(secure: bool) -> &'static str {
    if secure { "__Host-tanggap-device" } else { "tanggap-device" }
}

impl App {
    /// Puts the door together.
    pub fn new(
        desk: Arc<Desk>,
        origin: &Origin,
        proxies: Networks,
        asking: Asking,
        ending: watch::Receiver<bool>,
    ) -> Self {
        let rules = Rules {
            origin: origin.text.clone(),
            cookie: cookie_name(origin.secure).to_owned(),
            header: HeaderName::from_static("x-tanggap"),
            limits: Limits::default(),
        };
        Self {
            desk,
            rules: Arc::new(rules),
            secure: origin.secure,
            proxies,
            requests: Arc::default(),
            introspection: asking.introspection,
            operations: asking.operations,
            demo: asking.demo,
            ending,
            chance: Chance::from_system(),
            uploads: Room::of(UPLOADS),
            downloads: Room::of(DOWNLOADS),
            previews: Room::of(PREVIEWS),
            exports: Room::of(EXPORTS),
            sockets: Places::of(SOCKETS, 0),
            subscriptions: Places::of(SUBSCRIPTIONS, 0),
            audits: Arc::new(Semaphore::new(1)),
            seal_keys: asking.seal_keys,
            schema_is_current: std::sync::atomic::AtomicBool::new(false),
            looked: health::Looked::default(),
        }
    }
}

/// Answers are made smaller at the least cost: a page of a list is a fifth of its size then, and twice the work would save hardly more. What fits into one
/// packet stays as it is.
fn compression() -> CompressionLayer<And<DefaultPredicate, SizeAbove>> {
    let worth_it = DefaultPredicate::new().and(SizeAbove::new(ONE_PACKET));
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth_it)
}

/// All routes.
pub fn router(app: Arc<App>) -> Router {
    let door = Door {
        schema: graphql::budget::Table::of(graphql::schema(Some(app.desk.clone()))),
        authenticator: Authenticators(app.clone()),
        rules: app.rules.clone(),
    };
    let pace = graphql_ws::Pace::new(app.ending.clone());
    // Files are mostly compressed already, and sockets are not to be touched.
    let small = Router::new()
        .route("/graphql", graphql_http::route(door.clone()))
        .route("/session", post(session::sign_in).delete(session::sign_out))
        .route("/session/code", post(session::redeem))
        .route("/session/proof", post(session::prove))
        .route("/session/password", post(session::change_password))
        .route("/about", get(portal::about))
        .layer(compression());
    Router::new()
        .merge(small)
        .route("/graphql/live", graphql_ws::route(door, pace))
        .route("/export", post(export::export))
        .route("/import/{sheet}", post(import::import))
        .route("/audit/verify", post(audit::verify))
        .route("/files", post(files::upload))
        .route("/files/parts", post(parts::begin))
        .route("/files/parts/{id}", get(parts::progress).patch(parts::more))
        .route("/files/{id}", get(files::download))
        .route("/files/{id}/preview", get(files::preview))
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .fallback(portal::page_or_nothing)
        .method_not_allowed_fallback(answer::not_this_way)
        .layer(from_fn_with_state(app.clone(), log::every_request))
        .with_state(app)
}
