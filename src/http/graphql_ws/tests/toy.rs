//! A toy schema behind a real socket, and a client that says what it is told.

use std::{
    future::{IntoFuture, pending},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_graphql::{Context, Error, ErrorExtensions, Object, Schema, Subscription};
use axum::{
    Router,
    http::{HeaderName, HeaderValue, request::Parts},
};
use futures_util::{FutureExt, SinkExt, Stream, StreamExt, stream};
use serde_json::{Map, Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Notify, watch},
    time::timeout,
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Error as WsError, Message as Frame, client::IntoClientRequest},
};

use super::super::{
    super::graphql_http::{Limits, Rules},
    Denied, Door, PROTOCOL, Pace, Session, SocketAuthenticator, Standing, route,
};

pub struct World {
    /// Subscriptions dropped, and events made for them.
    dropped: AtomicUsize,
    pub made: AtomicUsize,
    drops: Notify,
    pub begun: Notify,
    pub gate: Notify,
    standing: Mutex<Standing>,
    pub hangs: AtomicBool,
    pub hint: watch::Sender<()>,
    pub ending: watch::Sender<bool>,
}

impl World {
    pub async fn dropped(&self, wanted: usize) {
        while self.dropped.load(Ordering::SeqCst) < wanted {
            soon(self.drops.notified()).await;
        }
    }

    pub fn stands(&self, standing: Standing) {
        *self.standing.lock().unwrap() = standing;
    }
}

pub struct Guard(Arc<World>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, Ordering::SeqCst);
        self.0.drops.notify_one();
    }
}

fn panics() -> i32 {
    panic!("person_phone 0812")
}

fn world(ctx: &Context<'_>) -> Arc<World> {
    ctx.data_unchecked::<Arc<World>>().clone()
}

pub struct Query;

#[Object]
impl Query {
    async fn viewer(&self, ctx: &Context<'_>) -> String {
        ctx.data_unchecked::<String>().clone()
    }

    async fn broken(&self) -> Result<i32, Error> {
        Err(Error::new("person_phone 0812"))
    }

    async fn boom(&self) -> i32 {
        panics()
    }

    async fn linger(&self, ctx: &Context<'_>) -> bool {
        world(ctx).gate.notified().await;
        true
    }
}

pub struct Mutation;

#[Object]
impl Mutation {
    async fn linger(&self, ctx: &Context<'_>) -> bool {
        let guard = Guard(world(ctx));
        guard.0.begun.notify_one();
        guard.0.gate.notified().await;
        guard.0.made.fetch_add(1, Ordering::SeqCst);
        true
    }
}

pub struct Live;

#[Subscription]
impl Live {
    async fn count(&self, to: i32) -> impl Stream<Item = i32> {
        stream::iter(1..=to)
    }

    /// One event to say that it has begun, and then it waits.
    async fn quiet(&self, ctx: &Context<'_>) -> impl Stream<Item = i32> {
        let guard = Guard(world(ctx));
        stream::iter([1]).chain(stream::pending()).inspect(move |_| _ = &guard)
    }

    async fn denied(&self) -> Result<stream::Empty<i32>, Error> {
        Err(Error::new("Sign in first.").extend_with(|_, extensions| extensions.set("code", "UNAUTHENTICATED")))
    }

    async fn flaky(&self) -> impl Stream<Item = Flaky> {
        stream::iter([Flaky(true), Flaky(false)]).chain(stream::pending())
    }

    async fn boom(&self) -> impl Stream<Item = i32> {
        stream::iter([1, 2]).inspect(|&i| {
            if i == 2 {
                panics();
            }
        })
    }

    async fn flood(&self, ctx: &Context<'_>) -> impl Stream<Item = String> {
        let guard = Guard(world(ctx));
        stream::repeat_with(move || {
            guard.0.made.fetch_add(1, Ordering::SeqCst);
            "x".repeat(100_000)
        })
    }
}

pub struct Flaky(bool);

#[Object]
impl Flaky {
    async fn value(&self) -> Result<i32, Error> {
        if self.0 { Err(Error::new("person_phone 0812")) } else { Ok(1) }
    }
}

#[derive(Clone)]
pub struct Names(Arc<World>);

impl SocketAuthenticator for Names {
    async fn open(&self, parts: &Parts, init: Option<&Map<String, Value>>) -> Result<Session, Denied> {
        let name = match init.and_then(|init| init.get("token")).and_then(Value::as_str) {
            Some("bad") => return Err(Denied::Unauthenticated),
            Some("later") => return Err(Denied::Unavailable),
            Some("slow") => pending().await,
            Some(token) => token.to_owned(),
            None => {
                format!("{:?}", parts.headers.get("cookie").map(HeaderValue::as_bytes).map(String::from_utf8_lossy))
            }
        };
        let world = self.0.clone();
        let standing = move || {
            let world = world.clone();
            async move {
                if world.hangs.load(Ordering::SeqCst) {
                    pending::<()>().await;
                }
                *world.standing.lock().unwrap()
            }
            .boxed()
        };
        let hint = Some(self.0.hint.subscribe());
        Ok(Session {
            attach: Arc::new(move |o| Ok(o.data(name.clone()))),
            standing: Box::new(standing),
            hint,
            place: None,
        })
    }
}

pub async fn start(set: impl FnOnce(&mut Pace)) -> (String, Arc<World>) {
    let world = Arc::new(World {
        dropped: AtomicUsize::new(0),
        made: AtomicUsize::new(0),
        drops: Notify::new(),
        begun: Notify::new(),
        gate: Notify::new(),
        standing: Mutex::new(Standing::Good),
        hangs: AtomicBool::new(false),
        hint: watch::Sender::new(()),
        ending: watch::Sender::new(false),
    });
    let mut pace = Pace { operations: 3, message_bytes: 10_000, ..Pace::new(world.ending.subscribe()) };
    set(&mut pace);
    let rules = Rules {
        origin: "https://bantuan.example.go.id".to_owned(),
        cookie: "__Host-tanggap".to_owned(),
        header: HeaderName::from_static("x-tanggap"),
        limits: Limits::default(),
    };
    let schema = Schema::build(Query, Mutation, Live).data(world.clone()).limit_depth(5).finish();
    let door = Door { schema, authenticator: Names(world.clone()), rules: Arc::new(rules) };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(axum::serve(listener, Router::new().route("/live", route(door, pace))).into_future());
    (format!("ws://{address}/live"), world)
}

/// No test hangs.
pub async fn soon<T>(event: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(10), event).await.expect("the event does not come")
}

pub struct Client(pub WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Client {
    pub async fn connect(url: &str, headers: &[(&'static str, &str)]) -> Result<Self, WsError> {
        let mut request = url.into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", HeaderValue::from_static(PROTOCOL));
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
        }
        soon(connect_async(request)).await.map(|(socket, _)| Self(socket))
    }

    /// Connected, nothing said.
    pub async fn new(url: &str) -> Self {
        Self::connect(url, &[]).await.unwrap()
    }

    pub async fn ready(url: &str) -> Self {
        let mut client = Self::new(url).await;
        client.say(json!({ "type": "connection_init", "payload": { "token": "ani" } })).await;
        assert_eq!(client.hear().await, json!({ "type": "connection_ack" }));
        client
    }

    pub async fn text(&mut self, text: impl Into<String>) {
        soon(self.0.send(Frame::text(text.into()))).await.unwrap();
    }

    pub async fn say(&mut self, message: Value) {
        self.text(message.to_string()).await;
    }

    pub async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(json!({ "type": "subscribe", "id": id, "payload": { "query": query } })).await;
    }

    pub async fn begin_quiet(&mut self, id: &str) {
        self.subscribe(id, "subscription { quiet }").await;
        assert_eq!(self.hear().await, json!({ "type": "next", "id": id, "payload": { "data": { "quiet": 1 } } }));
    }

    pub async fn hear(&mut self) -> Value {
        loop {
            match soon(self.0.next()).await {
                Some(Ok(Frame::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Frame::Ping(_))) => {}
                other => panic!("instead of a message: {other:?}"),
            }
        }
    }

    /// The code and reason of the server's close frame.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            match soon(self.0.next()).await {
                Some(Ok(Frame::Close(Some(frame)))) => return (frame.code.into(), frame.reason.to_string()),
                Some(Ok(Frame::Ping(_))) => {}
                other => panic!("instead of a close frame: {other:?}"),
            }
        }
    }

    pub async fn closed_with(&mut self, code: u16) {
        assert_eq!(self.closed().await.0, code);
    }
}

pub async fn url() -> String {
    start(|_| {}).await.0
}
