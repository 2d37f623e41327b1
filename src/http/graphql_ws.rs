//! GraphQL over WebSocket by the subprotocol `graphql-transport-ws`
//! (<https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverWebSocket.md>) and no other.
//!
//! One task per socket does everything in turn: hear, answer, re-check. It takes the next message of a subscription
//! only after the last one was written, so a slow client slows its own subscriptions and fills no buffer of ours; and
//! whatever ends the socket drops its subscriptions with it.

use std::{fmt, future::pending, panic::AssertUnwindSafe, pin::Pin, sync::Arc, time::Duration};

use async_graphql::{self as execution, Executor, ServerError, parser::types::OperationType};
use axum::{
    extract::{
        State,
        ws::{WebSocket, WebSocketUpgrade},
    },
    http::request::Parts,
    response::{IntoResponse, Response},
    routing::{MethodRouter, any},
};
use futures_util::{
    FutureExt, Stream, StreamExt,
    future::BoxFuture,
    stream::{self, BoxStream},
};
use serde_json::{Map, Value};
use tokio::{
    sync::{Semaphore, watch},
    time::{MissedTickBehavior, interval, timeout},
};
use tokio_stream::StreamMap;

use super::graphql_http::{
    Attach, Denied, Door, Stop,
    errors::{Body, Code, Kind, Outcome, internal, settle},
    request::Envelope,
};

mod line;
#[cfg(test)]
mod tests;

use line::{End, Line, Said, Say, close};

const PROTOCOL: &str = "graphql-transport-ws";

/// Says on whose behalf a socket speaks.
pub trait SocketAuthenticator: Clone + Send + Sync + 'static {
    /// `parts` are the head of the upgrade request (on its cookie see [`super::graphql_http::Authenticator`]), `init`
    /// is the payload of `connection_init`, where clients that cannot set headers put their token. A stranger may be
    /// given a session too; denied, the socket is closed with 4403.
    fn open(
        &self,
        parts: &Parts,
        init: Option<&Map<String, Value>>,
    ) -> impl Future<Output = Result<Session, Denied>> + Send;
}

/// A socket's rights, as long as they last.
pub struct Session {
    pub attach: Attach,
    /// Asked at every heartbeat and at every hint. An answer later than a heartbeat counts as [`Standing::Unknown`].
    pub standing: Box<dyn Fn() -> BoxFuture<'static, Standing> + Send + Sync>,
    /// Changed when something may have happened to these rights; it only brings the next question forward. Subscribe to
    /// it before looking at the credentials, or a change in between is noticed a heartbeat late.
    pub hint: Option<watch::Receiver<()>>,
    /// The place that the socket takes, as long as it is open.
    pub place: Option<Box<dyn Send + Sync>>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Good,
    /// Signed out, retired, or with other rights than at the beginning: closed with 4403, and a client that still may
    /// comes back with its present ones.
    Revoked,
    /// It could not be found out. Nobody stays on in doubt: closed with 1013, and the client comes back by itself.
    Unknown,
}

#[derive(Clone, Debug)]
pub struct Pace {
    /// For the client to send `connection_init`, and for us to look at it.
    pub init: Duration,
    /// Between two pings and two looks at the session. A client silent for three of them is gone.
    pub heartbeat: Duration,
    /// For one message to be taken by the network before the client is given up.
    pub send: Duration,
    /// Operations of one socket at a time.
    pub operations: usize,
    pub message_bytes: usize,
    /// True, or dropped, when the program is ending: sockets close with 1001 and clients look for another instance.
    pub ending: watch::Receiver<bool>,
}

impl Pace {
    pub fn new(ending: watch::Receiver<bool>) -> Self {
        Self {
            init: Duration::from_secs(3),
            heartbeat: Duration::from_secs(20),
            send: Duration::from_secs(10),
            operations: 64,
            message_bytes: 256 << 10,
            ending,
        }
    }
}

/// The handler as a route: `Router::new().route("/graphql/live", graphql_ws::route(door, pace))`.
pub fn route<E: Executor, A: SocketAuthenticator, S: Clone>(door: Door<E, A>, pace: Pace) -> MethodRouter<S> {
    any(upgrade::<E, A>).with_state((door, pace))
}

async fn upgrade<E: Executor, A: SocketAuthenticator>(
    State((door, pace)): State<(Door<E, A>, Pace)>,
    // Before Parts, which would otherwise hold on to the connection.
    request: WebSocketUpgrade,
    mut parts: Parts,
) -> Response {
    if door.rules.rides_on_cookie(&mut parts.headers) && !door.rules.same_origin(&parts.headers) {
        return Stop::cross_site().into_response();
    }
    let limit = pace.message_bytes;
    // The library's buffers of 128 KiB each way would be most of what an idle socket costs.
    let request =
        request.max_message_size(limit).max_frame_size(limit).read_buffer_size(8 << 10).write_buffer_size(8 << 10);
    request.protocols([PROTOCOL]).on_upgrade(move |mut socket| async move {
        let mut ending = pace.ending.clone();
        let end = tokio::select! {
            end = attend(&mut socket, door, &pace, parts) => end,
            () = async { drop(ending.wait_for(|ending| *ending).await) } => End::Close(1001, "Going away".into()),
        };
        if let End::Close(code, reason) = end {
            close(socket, code, reason).await;
        }
    })
}

async fn attend<E: Executor, A: SocketAuthenticator>(
    socket: &mut WebSocket,
    door: Door<E, A>,
    pace: &Pace,
    parts: Parts,
) -> End {
    if socket.protocol().is_none() {
        return End::close(4406, "Subprotocol not acceptable");
    }
    let mut line = Line::new(socket, pace);
    match greet(&mut line, &door.authenticator, parts).await {
        Ok(session) => {
            let permits = Arc::new(Semaphore::new(pace.operations));
            let mut conversation =
                Conversation { line, door, attach: session.attach.clone(), operations: StreamMap::new(), permits };
            conversation.hold(session).await
        }
        Err(end) => end,
    }
}

/// Until `connection_ack`: nothing but the introduction and pings.
async fn greet(line: &mut Line<'_>, authenticator: &impl SocketAuthenticator, parts: Parts) -> Result<Session, End> {
    let pace = line.pace;
    let introduction = async {
        loop {
            match line.hear().await? {
                Said::ConnectionInit { payload } => return Ok(payload),
                said => line.before_ack(said).await?,
            }
        }
    };
    let init = timeout(pace.init, introduction).await;
    let init = init.unwrap_or_else(|_| Err(End::close(4408, "Connection initialisation timeout")))?;

    let opening = timeout(pace.init, authenticator.open(&parts, init.as_ref()));
    tokio::pin!(opening);
    loop {
        tokio::select! {
            opened = &mut opening => match opened {
                Ok(Ok(session)) => {
                    line.say(&Say::ConnectionAck).await?;
                    return Ok(session);
                }
                Ok(Err(Denied::TooMany)) => return Err(End::close(1013, "Too many sockets are open")),
                Ok(Err(Denied::Unauthenticated)) => return Err(End::close(4403, "Forbidden")),
                Ok(Err(Denied::Unavailable)) | Err(_) => return Err(End::unavailable()),
            },
            said = line.hear() => line.before_ack(said?).await?,
        }
    }
}

struct Conversation<'a, E, A> {
    line: Line<'a>,
    door: Door<E, A>,
    attach: Attach,
    operations: StreamMap<String, BoxStream<'static, Answer>>,
    /// Counts what really runs: a mutation goes on after the client has dropped it.
    permits: Arc<Semaphore>,
}

impl<E: Executor, A> Conversation<'_, E, A> {
    async fn hold(&mut self, session: Session) -> End {
        let Session { standing, mut hint, place: _place, .. } = session;
        let mut heartbeat = interval(self.line.pace.heartbeat);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        heartbeat.tick().await;
        let patience = self.line.pace.heartbeat;
        let ask = || timeout(patience, standing()).map(|answer| answer.unwrap_or(Standing::Unknown)).boxed();
        let mut check: Option<BoxFuture<'static, Standing>> = None;
        loop {
            // In this order: rights before words, and the client's `complete` before the next message of what it
            // completes.
            let step = tokio::select! {
                biased;
                standing = due(&mut check) => {
                    check = None;
                    match standing {
                        Standing::Good => Ok(()),
                        Standing::Revoked => Err(End::close(4403, "Forbidden")),
                        Standing::Unknown => Err(End::unavailable()),
                    }
                }
                () = hinted(&mut hint), if check.is_none() => {
                    check = Some(ask());
                    Ok(())
                }
                _ = heartbeat.tick() => {
                    check.get_or_insert_with(&ask);
                    self.line.beat().await
                }
                said = self.line.hear() => match said {
                    Ok(said) => self.react(said).await,
                    Err(end) => Err(end),
                },
                Some((id, answer)) = self.operations.next() => self.deliver(&id, answer).await,
            };
            if let Err(end) = step {
                return end;
            }
        }
    }

    async fn react(&mut self, said: Said) -> Result<(), End> {
        match said {
            Said::ConnectionInit { .. } => Err(End::close(4429, "Too many initialisation requests")),
            Said::Ping { payload } => self.line.say(&Say::Pong { payload }).await,
            Said::Pong { .. } => Ok(()),
            Said::Complete { id } => {
                self.operations.remove(&id);
                Ok(())
            }
            Said::Subscribe { id, .. } if self.operations.contains_key(&id) => {
                Err(End::Close(4409, format!("Subscriber for {id} already exists")))
            }
            Said::Subscribe { id, payload } => {
                let envelope = Envelope::from_json(payload).map_err(|_| End::invalid())?;
                match self.begin(envelope) {
                    Ok(operation) => {
                        self.operations.insert(id, operation);
                        Ok(())
                    }
                    Err(error) => {
                        self.line.say(&Say::Error { id: &id, payload: &Outcome::refused(error).body.errors }).await
                    }
                }
            }
        }
    }

    fn begin(&self, envelope: Envelope) -> Result<BoxStream<'static, Answer>, ServerError> {
        let permit = self.permits.clone().try_acquire_owned();
        let permit = permit.map_err(|_| Code::TooComplex.error("Too many operations are running on this socket."))?;
        let mut prepared = envelope.prepare(&self.door.rules.limits)?;
        prepared.request = (self.attach)(prepared.request)?;
        let schema = self.door.schema.clone();
        if prepared.kind != OperationType::Subscription {
            let result = prepared.run(schema, permit).map(Answer::of).into_stream();
            return Ok(result.chain(stream::iter([Answer::Complete])).boxed());
        }
        let events = AssertUnwindSafe(schema.execute_stream(prepared.request, None)).catch_unwind().map(move |event| {
            _ = &permit;
            event.unwrap_or_else(|_| execution::Response::from_errors(vec![internal()]))
        });
        Ok(answers(events.boxed()).boxed())
    }

    async fn deliver(&mut self, id: &str, answer: Answer) -> Result<(), End> {
        // Before it is said: the client may use the id again as soon as it has heard.
        if !matches!(answer, Answer::Next(_)) {
            self.operations.remove(id);
        }
        let say = match &answer {
            Answer::Next(payload) => Say::Next { id, payload },
            Answer::Error(payload) => Say::Error { id, payload },
            Answer::Complete => Say::Complete { id },
        };
        self.line.say(&say).await
    }
}

/// What is said of an operation; the last two end it.
enum Answer {
    Next(Body),
    Error(Vec<ServerError>),
    Complete,
}

impl Answer {
    fn of(outcome: Outcome) -> Self {
        match outcome.kind {
            Kind::Executed => Self::Next(outcome.body),
            Kind::Refused(_) => Self::Error(outcome.body.errors),
        }
    }
}

/// A subscription that cannot even begin is refused with `error`. async-graphql tells it only by ending: such a
/// response has no data and is the last, where a live subscription that fails once has no data and goes on.
fn answers(events: BoxStream<'static, execution::Response>) -> impl Stream<Item = Answer> {
    stream::unfold(Some(events.peekable()), move |events| async move {
        let mut events = events?;
        let Some(event) = events.next().await else { return Some((Answer::Complete, None)) };
        let dead = event.data == execution::Value::Null
            && Pin::new(&mut events).peek().now_or_never().is_some_and(|next| next.is_none());
        Some(match Answer::of(settle(event, true)) {
            Answer::Next(body) if dead => (Answer::Error(body.errors), None),
            Answer::Next(body) => (Answer::Next(body), Some(events)),
            end => (end, None),
        })
    })
}

async fn due(check: &mut Option<BoxFuture<'static, Standing>>) -> Standing {
    match check {
        Some(check) => check.await,
        None => pending().await,
    }
}

async fn hinted(hint: &mut Option<watch::Receiver<()>>) {
    if let Some(changes) = hint
        && changes.changed().await.is_ok()
    {
        return;
    }
    // Nobody is left to give hints; the heartbeat goes on.
    *hint = None;
    pending().await
}
