//! One person takes all the places they can get; everybody else has theirs.

use super::instances::Socket;
use super::process::{PATIENCE, Server};
use super::web::{ask, try_ask};
use crate::story;
use crate::support::World;
use desk::token::{MakeToken, TokenScope};
use futures_util::future::select_all;
use tanggap::http::listen::OF_ONE_NETWORK;
use tanggap::http::{SOCKETS, SUBSCRIPTIONS, UPLOADS};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;

async fn bearer(world: &World, person: &str) -> String {
    let make = MakeToken { name: "uji".into(), days: 30, scopes: TokenScope::ALL.to_vec() };
    format!("Bearer {}", world.desk.act(&world.as_(person), make).await.expect("a token"))
}

/// A request whose body never comes, and the connection it came on.
async fn half(server: &Server, head: &str) -> TcpStream {
    let mut stream = TcpStream::connect(&server.address).await.expect("a connection");
    stream.write_all(head.replace('\n', "\r\n").as_bytes()).await.expect("a head");
    stream
}

/// The first line of what is answered on a connection, whenever that is.
async fn heard(mut stream: TcpStream) -> String {
    let mut said = vec![0; 64];
    let read = stream.read(&mut said).await.expect("bytes");
    String::from_utf8_lossy(&said[..read]).lines().next().unwrap_or_default().to_owned()
}

async fn answered(stream: TcpStream) -> String {
    timeout(PATIENCE, heard(stream)).await.expect("an answer")
}

story! {
    /// Uploads that are begun and never sent take the places of whoever began them, and nobody else's; whoever may not is told before they send.
    uploads_that_never_come, |world| {
        let server = Server::beside(&world).await;
        let (warga, sari) = (bearer(&world, "warga").await, bearer(&world, "sari").await);
        let upload = format!("POST /files HTTP/1.1\nHost: x\nAuthorization: {warga}\nX-File-Name: a.txt\nContent-Length: 9000000\n\nx");
        let mut held = Vec::new();
        for _ in 0..=UPLOADS.each + UPLOADS.waiting {
            held.push(half(&server, &upload).await);
        }
        // Whichever of them comes in last is one too many, and is told so at once; the others wait for their bytes.
        let words = held.into_iter().map(|stream| Box::pin(heard(stream)));
        let (refused, _, held) = timeout(PATIENCE, select_all(words)).await.expect("a refusal");
        assert!(refused.starts_with("HTTP/1.1 429 "), "{refused}");
        assert_eq!(held.len(), UPLOADS.each + UPLOADS.waiting);
        let reply = ask(&server, "POST", "/files", &[("authorization", sari.as_str()), ("x-file-name", "a.txt")], "lampu merah").await;
        assert_eq!(reply.status, 201, "{reply:?}");
        // A table that its sender may not bring in is not waited for.
        let import = format!("POST /import/units HTTP/1.1\nHost: x\nAuthorization: {sari}\nContent-Length: 19000000\n\n");
        assert_eq!(answered(half(&server, &import).await).await, "HTTP/1.1 403 Forbidden");
    }
}

story! {
    /// Sockets, and what is listened to over them, are counted for each person.
    sockets_of_one_person, |world| {
        let server = Server::beside(&world).await;
        let (warga, sari) = (bearer(&world, "warga").await, bearer(&world, "sari").await);
        let mut held = Vec::new();
        for _ in 0..SOCKETS {
            held.push(Socket::open(&server, &warga).await);
        }
        let ticket = world.opened("warga", "PUB-02", "Antrean puskesmas").await;
        let query = format!("subscription {{ ticketChanged(ticket: \"{ticket}\") {{ version }} }}");
        let mut begun = 0;
        let refused = 'all: {
            for socket in &mut held {
                for _ in 0..15 {
                    socket.subscribe(&begun.to_string(), &query).await;
                    begun += 1;
                }
                // A question comes back when all that was asked before it has begun or was refused.
                socket.subscribe("question", "{ version }").await;
                loop {
                    let said = socket.hear().await;
                    match said["type"].as_str() {
                        Some("error") => break 'all said,
                        Some("complete") => break,
                        _ => {}
                    }
                }
            }
            panic!("{begun} subscriptions, and none too many")
        };
        assert!(begun > SUBSCRIPTIONS, "{begun}");
        assert_eq!(refused["payload"][0]["extensions"]["code"], "BUSY", "{refused}");
        assert_eq!(Socket::greeted(&server, &warga).await.err(), Some(1013));
        // Others have theirs; and whoever leaves makes room.
        assert!(Socket::greeted(&server, &sari).await.is_ok());
        drop(held.pop());
        let again = async { while Socket::greeted(&server, &warga).await.is_err() { tokio::task::yield_now().await } };
        timeout(PATIENCE, again).await.expect("a place");
    }
}

story! {
    /// Heads that never end take the places of the network they come from.
    half_open_heads, |world| {
        let server = Server::beside(&world).await;
        let mut held = Vec::new();
        for _ in 0..OF_ONE_NETWORK {
            held.push(half(&server, "GET / HTTP/1.1\nHost:").await);
        }
        // From that network nobody more is let in, from another everybody.
        let mut one_more = half(&server, "GET /health/live HTTP/1.1\nHost: x\n\n").await;
        let mut said = Vec::new();
        let end = timeout(PATIENCE, one_more.read_to_end(&mut said)).await.expect("an end");
        assert!(end.is_err() || said.is_empty(), "{}", String::from_utf8_lossy(&said));
        let socket = TcpSocket::new_v4().expect("a socket");
        socket.bind(([127, 0, 0, 2], 0).into()).expect("another address of this machine");
        let mut stream = socket.connect(server.address.parse().expect("an address")).await.expect("a connection");
        stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").await.expect("a head");
        assert_eq!(answered(stream).await, "HTTP/1.1 200 OK");
        drop(held);
        let back = async { while try_ask(&server.address, "GET", "/health/live", &[], "").await.is_err() { tokio::task::yield_now().await } };
        timeout(PATIENCE, back).await.expect("places again");
    }
}

story! {
    /// Whoever sent too much, or the wrong thing, hears so, and that this connection is done with; after a little of the wrong thing it goes on.
    answers_before_the_end_of_a_body, |world| {
        let server = Server::beside(&world).await;
        let sari = bearer(&world, "sari").await;
        let body = |kind: &str, size: usize| {
            format!("POST /graphql HTTP/1.1\nHost: x\nAuthorization: {sari}\nContent-Type: {kind}\nContent-Length: {size}\n\n").replace('\n', "\r\n")
        };
        for (kind, size, status) in [("application/json", 6_000_000, 413), ("text/plain", 6_000_000, 415)] {
            let mut stream = TcpStream::connect(&server.address).await.expect("a connection");
            stream.write_all(body(kind, size).as_bytes()).await.expect("a head");
            // All of it is sent, whoever listens.
            let (mut read, mut write) = stream.split();
            let sent = async { drop(write.write_all(&vec![b' '; size]).await) };
            let mut said = String::new();
            let heard = async { timeout(PATIENCE, read.read_to_string(&mut said)).await.expect("an end").expect("no reset") };
            tokio::join!(sent, heard);
            assert!(said.starts_with(&format!("HTTP/1.1 {status} ")), "{said}");
            assert!(said.to_lowercase().contains("connection: close"), "{said}");
        }
        let mut stream = TcpStream::connect(&server.address).await.expect("a connection");
        for _ in 0..3 {
            let request = body("text/plain", 20_000) + &" ".repeat(20_000);
            stream.write_all(request.as_bytes()).await.expect("a request");
            let mut said = Vec::new();
            while !String::from_utf8_lossy(&said).ends_with("}]}") {
                let mut some = [0; 4_096];
                let read = timeout(PATIENCE, stream.read(&mut some)).await.expect("an answer").expect("bytes");
                assert!(read > 0, "the connection ended: {}", String::from_utf8_lossy(&said));
                said.extend_from_slice(&some[..read]);
            }
            let said = String::from_utf8_lossy(&said).to_lowercase();
            assert!(said.starts_with("http/1.1 415 ") && !said.contains("connection: close"), "{said}");
        }
    }
}
