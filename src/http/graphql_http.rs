//! GraphQL over HTTP (<https://graphql.github.io/graphql-over-http/draft/>), written out because the stock handler
//! executes mutations sent by GET and answers every mistake with 200.
//!
//! The door knows the rules of the transport and nothing of the desk: who is calling is the [`Authenticator`]'s to say,
//! what may be seen is the schema's. WebSockets are in [`super::graphql_ws`]; both share [`request`], [`limits`] and
//! [`errors`].

use std::{fmt, sync::Arc};

use async_graphql::{Executor, Request as Operation, ServerError, parser::types::OperationType};
use axum::{
    body::Body,
    extract::{Query, Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, Method, StatusCode,
        header::{
            ACCEPT, ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, ORIGIN, RETRY_AFTER,
            VARY, WWW_AUTHENTICATE,
        },
        request::Parts,
    },
    response::{IntoResponse, Response},
    routing::{MethodRouter, any},
};
use futures_util::StreamExt;

pub(super) mod errors;
pub(super) mod limits;
pub(super) mod request;
mod takable;
#[cfg(test)]
mod tests;

use errors::{Code, Kind, Outcome};
pub use limits::Limits;
use request::{Envelope, UrlEnvelope};

/// Makes one operation the caller's: adds what resolvers need (the viewer, fresh data loaders made with the viewer),
/// switches introspection off for strangers, or refuses an operation this session may not run. Called once per
/// operation, so on a WebSocket many times.
pub type Attach = Arc<dyn Fn(Operation) -> Result<Operation, ServerError> + Send + Sync>;

/// Says who is calling. Somebody without any credentials is not denied here: he gets an [`Attach`] of a stranger.
pub trait Authenticator: Clone + Send + Sync + 'static {
    /// `parts` are the request's head. Beside a bearer token they hold no `Cookie`: the door has taken it away, since
    /// such a request was excused from the cross-site checks that a cookie needs.
    fn identify(&self, parts: &Parts) -> impl Future<Output = Result<Attach, Denied>> + Send;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denied {
    /// Credentials were shown and do not hold: unknown, expired, revoked.
    Unauthenticated,
    /// They could not be looked at just now; the same request may succeed later.
    Unavailable,
    /// This person has too many sockets open.
    TooMany,
}

/// What the program decides about its door.
#[derive(Clone, Debug)]
pub struct Rules {
    /// The public address as browsers write it in `Origin`: scheme, host, port unless it is the usual one.
    pub origin: String,
    /// The name of the session cookie.
    pub cookie: String,
    /// A header that our own pages send as `1`: another site's form cannot, and its script would have to ask first.
    pub header: HeaderName,
    pub limits: Limits,
}

#[derive(Clone)]
pub struct Door<E, A> {
    pub schema: E,
    pub authenticator: A,
    pub rules: Arc<Rules>,
}

impl<E, A> fmt::Debug for Door<E, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").field("rules", &self.rules).finish_non_exhaustive()
    }
}

/// The handler as a route: `Router::new().route("/graphql", graphql_http::route(door))`.
pub fn route<E: Executor, A: Authenticator, S: Clone>(door: Door<E, A>) -> MethodRouter<S> {
    any(serve::<E, A>).with_state(door)
}

async fn serve<E: Executor, A: Authenticator>(State(door): State<Door<E, A>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Some(media) = Media::accepted(&parts.headers) else {
        let error = Code::BadUserInput.error("Of what you accept, nothing is spoken here.");
        return Media::Json.respond(Some(StatusCode::NOT_ACCEPTABLE), Outcome::refused(error));
    };
    let (status, outcome) = match door.answer(parts, body).await {
        Ok(outcome) => (None, outcome),
        Err(stop) => (stop.status, stop.into()),
    };
    media.respond(status, outcome)
}

impl<E: Executor, A: Authenticator> Door<E, A> {
    async fn answer(&self, mut parts: Parts, body: Body) -> Result<Outcome, Stop> {
        let by_get = parts.method == Method::GET;
        if !by_get && parts.method != Method::POST {
            return Err(Stop::method("Only GET and POST are served here.", "GET, POST"));
        }
        let with_cookie = self.rules.rides_on_cookie(&mut parts.headers);
        // A browser sends no Origin with a GET of our own pages, but it sends their header; a link elsewhere has neither. A query is no change, yet what
        // is read with it is noted in the reader's name.
        let ours = self.rules.own_page(&parts.headers)
            && if by_get {
                !self.rules.asked_elsewhere(&parts.headers)
            } else {
                self.rules.same_origin(&parts.headers)
            };
        if with_cookie && !ours {
            return Err(Stop::cross_site());
        }
        let attach = self.authenticator.identify(&parts).await?;
        let known = with_cookie || parts.headers.contains_key(AUTHORIZATION);
        let limits = &self.rules.limits;
        let most = if known { limits.body_bytes } else { limits.strangers_body_bytes };
        let envelope = if by_get {
            let Query(url) =
                Query::<UrlEnvelope>::try_from_uri(&parts.uri).map_err(|e| Stop::bad_request(e.body_text()))?;
            Envelope::from_url(url)
        } else {
            Envelope::from_json(read_json(&parts.headers, body, most).await?)
        };
        let envelope = envelope.map_err(|error| Stop { status: Some(StatusCode::BAD_REQUEST), ..error.into() })?;
        let mut prepared = envelope.prepare(limits)?;
        if by_get && prepared.kind != OperationType::Query {
            return Err(Stop::method("GET is for queries only.", "POST"));
        }
        if prepared.kind == OperationType::Subscription {
            return Err(Code::BadUserInput.error("Subscriptions are served over WebSocket only.").into());
        }
        prepared.request = attach(prepared.request)?;
        Ok(prepared.run(self.schema.clone(), ()).await)
    }
}

impl Rules {
    /// Whether the session cookie is what speaks for the caller. Cross-site requests carry it without our pages' doing,
    /// a bearer token they cannot; so where there is a token the cookie is taken away and cannot be mistaken for it.
    pub(super) fn rides_on_cookie(&self, headers: &mut HeaderMap) -> bool {
        let bearer =
            |value: &HeaderValue| value.as_bytes().get(..7).is_some_and(|s| s.eq_ignore_ascii_case(b"bearer "));
        if headers.get(AUTHORIZATION).is_some_and(bearer) {
            headers.remove(COOKIE);
        }
        let cookies = headers.get_all(COOKIE).into_iter().flat_map(|line| line.as_bytes().split(|&byte| byte == b';'));
        let mut names = cookies.filter_map(|cookie| cookie.split(|&byte| byte == b'=').next());
        names.any(|name| name.trim_ascii() == self.cookie.as_bytes())
    }

    pub(super) fn same_origin(&self, headers: &HeaderMap) -> bool {
        headers.get(ORIGIN).is_some_and(|origin| origin == self.origin.as_str())
    }

    /// Whether the browser says that a page of another site asks. What was typed or bookmarked is asked by nobody's page.
    pub(super) fn asked_elsewhere(&self, headers: &HeaderMap) -> bool {
        headers.get("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none")
    }

    pub(super) fn own_page(&self, headers: &HeaderMap) -> bool {
        headers.get(&self.header).is_some_and(|value| value == "1")
    }
}

async fn read_json(headers: &HeaderMap, body: Body, limit: usize) -> Result<serde_json::Value, Stop> {
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).map(media_type);
    if !kind.is_some_and(|(name, parameters)| name == "application/json" && is_utf8(parameters)) {
        return Err(Stop::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "The body must be application/json in UTF-8."));
    }
    let too_large = || Stop::new(StatusCode::PAYLOAD_TOO_LARGE, format!("The body is larger than {limit} bytes."));
    let announced = headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return Err(too_large());
    }
    let (mut bytes, mut chunks) = (Vec::new(), body.into_data_stream());
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Stop::bad_request("The body broke off."))?;
        if bytes.len() + chunk.len() > limit {
            return Err(too_large());
        }
        bytes.extend_from_slice(&chunk);
    }
    serde_json::from_slice(&bytes).map_err(|error| Stop::bad_request(format!("The body is not JSON: {error}")))
}

/// An answer decided before there was a GraphQL request to execute.
#[derive(Debug)]
pub(super) struct Stop {
    /// None leaves it to the media type.
    status: Option<StatusCode>,
    error: ServerError,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Stop {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status: Some(status), error: Code::BadUserInput.error(message), header: None }
    }

    fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    fn method(message: &str, allowed: &'static str) -> Self {
        let allow = Some((ALLOW, HeaderValue::from_static(allowed)));
        Self { header: allow, ..Self::new(StatusCode::METHOD_NOT_ALLOWED, message) }
    }

    pub(super) fn cross_site() -> Self {
        let error = Code::Forbidden.error("With a session cookie, only the portal's own pages may ask this.");
        Self { status: Some(StatusCode::FORBIDDEN), error, header: None }
    }
}

impl From<ServerError> for Stop {
    fn from(error: ServerError) -> Self {
        Self { status: None, error, header: None }
    }
}

impl From<Denied> for Stop {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Unauthenticated => Self {
                status: Some(StatusCode::UNAUTHORIZED),
                error: Code::Unauthenticated.error("The session or token does not hold."),
                header: Some((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            },
            Denied::Unavailable | Denied::TooMany => Self {
                status: Some(StatusCode::SERVICE_UNAVAILABLE),
                error: errors::internal(),
                header: Some((RETRY_AFTER, HeaderValue::from_static("5"))),
            },
        }
    }
}

impl From<Stop> for Outcome {
    fn from(stop: Stop) -> Self {
        Self { headers: stop.header.into_iter().collect(), ..Self::refused(stop.error) }
    }
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        Media::Json.respond(self.status, self.into())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Media {
    /// `application/graphql-response+json`: the status tells whether the request was executed.
    GraphQl,
    /// `application/json`, from before there was a specification: a well-formed request is answered with 200.
    Json,
}

impl Media {
    fn name(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json",
            Self::Json => "application/json",
        }
    }

    fn content_type(self) -> &'static str {
        match self {
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// The media type the client likes best, or None if it accepts neither.
    fn accepted(headers: &HeaderMap) -> Option<Self> {
        let accept: Vec<_> = headers.get_all(ACCEPT).into_iter().filter_map(|value| value.to_str().ok()).collect();
        let accept = accept.join(",");
        if accept.trim().is_empty() {
            return Some(Self::Json);
        }
        // How well a type is liked (in thousandths), and how precisely it was named: the most precise range counts.
        let liking = |media: Self| {
            let ranges = accept.split(',').map(media_type).filter(|(_, parameters)| is_utf8(parameters));
            let fitting = ranges.filter_map(|(range, parameters)| {
                let precision = ["*/*", "application/*", media.name()].iter().position(|name| *name == range)?;
                Some((precision, quality(parameters)))
            });
            fitting.max().map_or((0, 0), |(precision, quality)| (quality, precision))
        };
        let (graphql, json) = (liking(Self::GraphQl), liking(Self::Json));
        match () {
            () if graphql.0 == 0 && json.0 == 0 => None,
            () if graphql > json => Some(Self::GraphQl),
            // Liked alike, the newer type is given only to clients that know its name.
            () if graphql == json && graphql.1 == 2 => Some(Self::GraphQl),
            () => Some(Self::Json),
        }
    }

    fn status(self, kind: Kind) -> StatusCode {
        match (kind, self) {
            (Kind::Refused(Code::Internal), _) => StatusCode::INTERNAL_SERVER_ERROR,
            (Kind::Refused(Code::Unauthenticated), _) => StatusCode::UNAUTHORIZED,
            (Kind::Refused(Code::Busy), _) => StatusCode::TOO_MANY_REQUESTS,
            (Kind::Refused(_), Self::GraphQl) => StatusCode::BAD_REQUEST,
            (Kind::Executed, _) | (_, Self::Json) => StatusCode::OK,
        }
    }

    /// `status` is for what HTTP itself has an opinion on; the rest follows from the outcome.
    fn respond(self, status: Option<StatusCode>, outcome: Outcome) -> Response {
        let Ok(body) = serde_json::to_vec(&outcome.body) else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let mut headers = outcome.headers;
        if outcome.kind == Kind::Refused(Code::Busy) {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type()));
        // Whose answer it is depends on more than the address.
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
        headers.insert(VARY, HeaderValue::from_static("Accept"));
        (status.unwrap_or(self.status(outcome.kind)), headers, body).into_response()
    }
}

/// `Type/Sub; a=b` as a lower-case name and its parameters.
fn media_type(text: &str) -> (String, &str) {
    let (name, parameters) = text.split_once(';').unwrap_or((text, ""));
    (name.trim().to_ascii_lowercase(), parameters)
}

fn parameter<'a>(parameters: &'a str, wanted: &str) -> Option<&'a str> {
    let mut pairs = parameters.split(';').filter_map(|pair| pair.split_once('='));
    pairs.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted)).map(|(_, value)| value.trim().trim_matches('"'))
}

fn is_utf8(parameters: &str) -> bool {
    parameter(parameters, "charset").is_none_or(|charset| charset.eq_ignore_ascii_case("utf-8"))
}

/// A weight that is no number counts as none at all.
fn quality(parameters: &str) -> u16 {
    let weight = parameter(parameters, "q").map_or(1.0, |weight| weight.parse::<f32>().unwrap_or(0.0));
    (weight.clamp(0.0, 1.0) * 1000.0) as u16
}
