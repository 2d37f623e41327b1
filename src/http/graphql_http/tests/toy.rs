//! A toy schema behind the real door, and few words to ask it.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use async_graphql::{Context, EmptySubscription, Error, ErrorExtensions, Object, Schema};
use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, request::Parts},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tokio::{sync::Notify, task::yield_now};

use super::super::{Attach, Authenticator, Code, Denied, Door, Limits, Rules, serve};

pub const GRAPHQL: &str = "application/graphql-response+json";
pub const JSON: &str = "application/json";

#[derive(Default)]
pub struct World {
    pub bumps: AtomicUsize,
    pub gate: Notify,
    pub passed: Notify,
}

pub fn panics() -> i32 {
    panic!("person_phone 0812")
}

pub struct Query;

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "halo"
    }

    /// Comes last of all, wherever it was asked for.
    async fn late(&self) -> &str {
        for _ in 0..10 {
            yield_now().await;
        }
        "late"
    }

    async fn middle(&self) -> &str {
        yield_now().await;
        "middle"
    }

    async fn viewer(&self, ctx: &Context<'_>) -> String {
        ctx.data_unchecked::<String>().clone()
    }

    async fn when(&self, at: DateTime<Utc>) -> Option<String> {
        Some(at.to_rfc3339())
    }

    async fn short(&self, #[graphql(validator(max_length = 3))] text: String) -> Option<String> {
        Some(text)
    }

    async fn echo(&self, text: String) -> String {
        text
    }

    /// Not `Result<Option<_>>`: async-graphql would take such an error to the parent, though the field may be null.
    async fn secret(&self) -> Option<Result<i32, Error>> {
        Some(Err(Error::new("Sign in first.").extend_with(|_, extensions| extensions.set("code", "UNAUTHENTICATED"))))
    }

    async fn broken(&self) -> Option<Result<i32, Error>> {
        Some(Err(Error::new("unique constraint person_phone 0812")))
    }

    /// Fails where null is not allowed, so that all of `data` is null.
    async fn fatal(&self) -> Result<i32, Error> {
        // By `?` and in words that async-graphql uses of arguments.
        Err(std::io::Error::other("Failed to parse \"person_phone 0812\""))?
    }

    async fn coded(&self) -> Result<Option<i32>, Error> {
        Err(Error::new("person_phone 0812").extend_with(|_, extensions| extensions.set("code", "23505")))
    }

    async fn boom(&self) -> i32 {
        panics()
    }

    async fn tree(&self) -> Option<Tree> {
        Some(Tree)
    }
}

pub struct Tree;

#[Object]
impl Tree {
    async fn tree(&self) -> Tree {
        Tree
    }

    async fn leaf(&self) -> i32 {
        1
    }

    async fn short(&self, #[graphql(validator(max_length = 3))] text: String) -> String {
        text
    }
}

pub struct Mutation;

#[Object]
impl Mutation {
    async fn bump(&self, ctx: &Context<'_>) -> usize {
        ctx.data_unchecked::<Arc<World>>().bumps.fetch_add(1, Ordering::SeqCst) + 1
    }

    async fn name(&self, #[graphql(validator(max_length = 3))] text: String) -> String {
        text
    }

    async fn linger(&self, ctx: &Context<'_>) -> bool {
        let world = ctx.data_unchecked::<Arc<World>>();
        world.gate.notified().await;
        world.passed.notify_one();
        true
    }
}

pub type Toy = Schema<Query, Mutation, EmptySubscription>;

#[derive(Clone)]
pub struct Names;

impl Authenticator for Names {
    async fn identify(&self, parts: &Parts) -> Result<Attach, Denied> {
        let header = |name: &str| parts.headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let name = match (header("authorization"), header("cookie")) {
            (Some("Bearer expired"), _) => return Err(Denied::Unauthenticated),
            (Some("Bearer later"), _) => return Err(Denied::Unavailable),
            (Some("Bearer banned"), _) => return Ok(Arc::new(|_| Err(Code::BadUserInput.error("Not on the list.")))),
            (Some("Bearer guest"), _) => return Ok(Arc::new(|_| Err(Code::Unauthenticated.error("Sign in first.")))),
            (Some(token), None) => token.to_owned(),
            (_, Some(cookie)) => cookie.to_owned(),
            (None, None) => "stranger".to_owned(),
        };
        Ok(Arc::new(move |operation| Ok(operation.data(name.clone()))))
    }
}

pub fn door() -> (Door<Toy, Names>, Arc<World>) {
    let world = Arc::<World>::default();
    let schema = Schema::build(Query, Mutation, EmptySubscription).data(world.clone());
    let schema = schema.limit_depth(16).limit_complexity(100).limit_recursive_depth(20).limit_directives(3).finish();
    let rules = Rules {
        origin: "https://bantuan.example.go.id".to_owned(),
        cookie: "__Host-tanggap".to_owned(),
        header: HeaderName::from_static("x-tanggap"),
        limits: Limits::default(),
    };
    (Door { schema, authenticator: Names, rules: Arc::new(rules) }, world)
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: Value,
}

impl Answer {
    pub fn code(&self) -> &str {
        self.body["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap_or_default()).unwrap_or_default()
    }
}

pub async fn send(request: Request) -> Answer {
    send_to(door().0, request).await
}

pub async fn send_to(door: Door<Toy, Names>, request: Request) -> Answer {
    let response = serve(State(door), request).await;
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let body = serde_json::from_slice(&body).unwrap();
    Answer { status: parts.status, headers: parts.headers, body }
}

pub fn post(accept: &str, body: impl Into<Body>) -> Request {
    let request = Request::post("/graphql").header("content-type", JSON).header("accept", accept);
    request.body(body.into()).unwrap()
}

pub fn get(query: &str, accept: &str) -> Request {
    let query: String = query.bytes().map(|byte| format!("%{byte:02x}")).collect();
    Request::get(format!("/graphql?query={query}")).header("accept", accept).body(Body::empty()).unwrap()
}

/// The request as one of somebody who is known.
pub fn known(mut request: Request) -> Request {
    request.headers_mut().insert("authorization", HeaderValue::from_static("Bearer reader"));
    request
}

pub async fn ask_with(query: &str, variables: Value) -> Answer {
    send(known(post(GRAPHQL, json!({ "query": query, "variables": variables }).to_string()))).await
}

pub async fn ask(query: &str) -> Answer {
    ask_with(query, Value::Null).await
}
