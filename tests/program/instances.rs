//! Several instances on one PostgreSQL.

use super::process::{PATIENCE, Server, worked};
use super::web::Browser;
use crate::graphql::talk::Door;
use crate::support::World;
use crate::support::words::resolve;
use desk::Caller;
use desk::Desk;
use desk::audit::verify::Trust;
use desk::event::Kind;
use desk::id::TicketId;
use desk::token::{MakeToken, TokenScope};
use desk::view::View;
use desk::wake::PAUSE;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// An open socket of somebody who is known.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    pub async fn open(server: &Server, authorization: &str) -> Self {
        let mut socket = Self::connect(server, &[]).await.expect("a socket");
        let init = json!({ "type": "connection_init", "payload": { "authorization": authorization } });
        socket.say(&init).await;
        assert_eq!(socket.hear().await, json!({ "type": "connection_ack" }));
        socket
    }

    /// The same for somebody who may be sent away, and with the name of the header as headers are written; the code of the goodbye.
    pub async fn greeted(server: &Server, authorization: &str) -> Result<Self, u16> {
        let mut socket = Self::connect(server, &[]).await.expect("a socket");
        let init = json!({ "type": "connection_init", "payload": { "Authorization": authorization } });
        socket.say(&init).await;
        match timeout(PATIENCE, socket.0.next()).await.expect("a word").expect("a message").expect("no fault") {
            Message::Text(_) => Ok(socket),
            Message::Close(frame) => Err(frame.expect("a code").code.into()),
            other => panic!("{other:?}"),
        }
    }

    pub async fn subscribe(&mut self, id: &str, query: &str) {
        self.say(&json!({ "type": "subscribe", "id": id, "payload": { "query": query } })).await;
    }

    pub async fn connect(server: &Server, headers: &[(&'static str, &str)]) -> Option<Self> {
        let mut request = format!("ws://{}/graphql/live", server.address).into_client_request().expect("a request");
        for (name, value) in [("sec-websocket-protocol", "graphql-transport-ws")].iter().chain(headers) {
            request.headers_mut().insert(*name, value.parse().expect("a header"));
        }
        Some(Self(timeout(PATIENCE, connect_async(request)).await.expect("an answer").ok()?.0))
    }

    pub async fn say(&mut self, said: &Value) {
        self.0.send(Message::text(said.to_string())).await.expect("it is heard");
    }

    pub async fn hear(&mut self) -> Value {
        loop {
            match timeout(PATIENCE, self.0.next()).await.expect("a word").expect("a message").expect("no fault") {
                Message::Text(text) => return serde_json::from_str(&text).expect("JSON"),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    /// The code it is closed with.
    pub async fn closed(&mut self) -> u16 {
        loop {
            match timeout(PATIENCE, self.0.next()).await.expect("a word") {
                Some(Ok(Message::Close(frame))) => return frame.expect("a code").code.into(),
                Some(Ok(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}

/// As the worker does.
fn on_the_line(desk: &Arc<Desk>) {
    let (telling, hearing) = (desk.clone(), desk.clone());
    tokio::spawn(async move {
        loop {
            telling.news_for_others().await;
            telling.tell_others().await.expect("the others are told");
            tokio::time::sleep(PAUSE).await;
        }
    });
    tokio::spawn(async move { hearing.hear_others().await });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_happens_on_one_is_heard_on_the_other_once() {
    let world = World::on_postgres().await;
    let other = World::open(&world.database, world.folder.path(), world.clock.clone(), 21).await;
    let (mut here, mut there) = (world.desk.hints(), other.hints());
    let mut rights = other.rights();
    on_the_line(&world.desk);
    on_the_line(&other);
    // It says so itself when it listens.
    timeout(PATIENCE, rights.changed()).await.expect("it listens").expect("rights");

    let mut tickets: Vec<TicketId> = Vec::new();
    for n in 0..30 {
        tickets.push(world.opened("sari", "TIK-01", &format!("Internet mati {n}")).await);
    }
    let (budi, sari, rahmat) =
        (world.standing("budi").await, world.standing("sari").await, world.standing("rahmat").await);
    let mut heard = Vec::new();
    while heard.len() < tickets.len() {
        let hint = timeout(PATIENCE, there.recv()).await.expect("a hint").expect("a hint");
        assert!(
            hint.concerns(&budi, View::UnitQueue) && hint.concerns(&sari, View::MyReports) && !hint.reaches(&rahmat)
        );
        if !heard.contains(&hint.ticket) {
            heard.push(hint.ticket);
        }
    }
    heard.sort();
    tickets.sort();
    assert_eq!(heard, tickets);

    // And back; what comes back to its own instance is not told twice.
    let report = desk::ticket::Open { report: world.report("TIK-13", "Surel penuh"), on_behalf_of: None };
    let back = other.act(&world.as_("sari"), report).await.expect("a ticket").ticket;
    let mut own = 0;
    loop {
        let hint = timeout(PATIENCE, here.recv()).await.expect("a hint").expect("a hint");
        if hint.ticket == back {
            break;
        }
        own += 1;
    }
    assert_eq!(own, tickets.len(), "thirty of its own, none of them from the line");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_loses_a_right_on_one_loses_the_sockets_on_all() {
    let world = World::on_postgres().await;
    let (first, second) = (Server::beside(&world).await, Server::beside(&world).await);
    let mut bearers = Vec::new();
    for person in ["sari", "budi", "wayan"] {
        world.desk.set_password(world.people[person], "kunci gudang di rak biru", false).await.expect("a password");
        let token = world
            .desk
            .act(&world.as_(person), MakeToken { name: "uji".into(), days: 30, scopes: TokenScope::ALL.to_vec() })
            .await
            .expect("a token");
        bearers.push(format!("Bearer {token}"));
    }
    let mut sari = Socket::open(&second, &bearers[0]).await;
    let mut budi = Socket::open(&second, &bearers[1]).await;
    let mut wayan = Socket::open(&second, &bearers[2]).await;

    let browser = Browser::sign_in(&first, "sari@kab.example", "kunci gudang di rak biru").await;
    let (cookie, origin) = (browser.cookie.clone(), second.origin());
    let headers = [("cookie", cookie.as_str()), ("origin", origin.as_str())];
    let mut by_cookie = Socket::connect(&second, &headers).await.expect("a socket");
    by_cookie.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(by_cookie.hear().await, json!({ "type": "connection_ack" }));
    let elsewhere = [("cookie", cookie.as_str()), ("origin", "https://jahat.example")];
    assert!(Socket::connect(&second, &elsewhere).await.is_none(), "no socket for another site's page");
    let mut stranger = Socket::connect(&second, &[]).await.expect("a socket");
    stranger.say(&json!({ "type": "connection_init" })).await;
    assert_eq!(stranger.closed().await, 4403);

    // Signing out at one door is felt at the other.
    assert_eq!(browser.send("DELETE", "/session", &[], "").await.status, 204);
    assert_eq!(by_cookie.closed().await, 4403);

    // So is what the console does: a process of its own that ends at once.
    let retire = ["person", "retire", "budi@kab.example", "--database-url", &*world.database];
    worked(world.folder.path(), &retire).await;
    assert_eq!(budi.closed().await, 4403);

    // Whoever has nothing to do with it stays.
    for socket in [&mut sari, &mut wayan] {
        socket.say(&json!({ "type": "ping" })).await;
        assert_eq!(socket.hear().await, json!({ "type": "pong" }));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_who_decide_upon_the_same_sight_one_is_second() {
    let world = World::on_postgres().await;
    let (here, there) = (Door::program(&world).await, Door::program(&world).await);
    let (budi, wayan) = (here.client(&world, "budi").await, there.client(&world, "wayan").await);
    let (mut first, mut second) = (0, 0);
    for n in 0..40 {
        let ticket = world.opened("sari", "TIK-01", &format!("Internet mati {n}")).await.to_string();
        let (his, other) = tokio::join!(budi.sees(&ticket), wayan.sees(&ticket));
        let (his, other) = (his.expect("a ticket"), other.expect("a ticket"));
        let resolve = json!({ "resolution": "Sudah menyala", "cause": "POWER" });
        let (took, resolved) = tokio::join!(
            budi.tries("ticketTake", his.and(json!({}))),
            wayan.tries("ticketResolve", other.and(resolve))
        );
        match (took, resolved) {
            (Ok(_), Err(late)) => {
                assert_eq!((late.code, late.changes), ("STALE".into(), Some(vec!["TICKET_TAKEN".into()])));
                first += 1;
            }
            (Err(late), Ok(_)) => {
                assert_eq!((late.code, late.changes), ("STALE".into(), Some(vec!["TICKET_RESOLVED".into()])));
                second += 1;
            }
            both => panic!("one of two has to be second: {both:?}"),
        }
    }
    assert_eq!(first + second, 40);
    verified(&world).await;
}

/// What falls due is done by whichever worker comes first, and by no other.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_falls_due_is_done_once() {
    let world = World::on_postgres().await;
    let mut due = BTreeSet::new();
    for n in 0..60 {
        let ticket = world.opened("sari", "TIK-01", &format!("Internet mati {n}")).await;
        world.does("budi", resolve(ticket)).await;
        due.insert(ticket);
    }
    let (mut hints, mut rights) = (world.desk.hints(), world.desk.rights());
    on_the_line(&world.desk);
    timeout(PATIENCE, rights.changed()).await.expect("it listens").expect("rights");
    // Months have passed on the servers' clock: all of it is due when they start.
    let (_here, _there) = tokio::join!(Server::beside(&world), Server::beside(&world));
    let mut left = due.clone();
    while !left.is_empty() {
        let hint = timeout(PATIENCE, hints.recv()).await.expect("a hint").expect("a hint");
        left.remove(&hint.ticket);
    }
    for ticket in due {
        assert_eq!(world.state(ticket).await, "CLOSED, tier 1 DISDIK, budi");
        assert_eq!(world.times(ticket, Kind::TicketClosed).await, 1);
    }
    verified(&world).await;
}

async fn verified(world: &World) {
    let report = world.desk.audit_verify(&Caller::CONSOLE, Trust::default()).await.expect("an audit");
    assert!(report.is_clean(), "{:?}", report.findings);
}
