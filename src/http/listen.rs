//! Connections: taken one by one, watched while they send their heads, let finish when the program ends.
//!
//! Written out because axum's own server sets no limit to how long a head may take: a few hundred connections that send a letter a minute would
//! otherwise keep everybody else out.

use super::address::Peer;
use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};
use tower_service::Service;

/// For a request's head to arrive, and for an idle connection to ask again.
const HEAD: Duration = Duration::from_secs(30);
/// For requests to finish when the program ends.
const FAREWELL: Duration = Duration::from_secs(20);
/// Connections at a time; more wait in the system's queue. Sockets, once opened, are not counted here.
const CONNECTIONS: u32 = 2_000;

/// Serves until the program ends, then lets everybody finish.
pub async fn serve(listener: TcpListener, router: Router, mut ending: watch::Receiver<bool>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let room = Arc::new(Semaphore::new(CONNECTIONS as usize));
    loop {
        let taken = tokio::select! {
            taken = take(&listener, &room) => taken,
            () = told(&mut ending) => break,
        };
        let Some((stream, peer, place)) = taken else { continue };
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer));
            router.clone().call(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), service).with_upgrades();
        let mut ending = ending.clone();
        tokio::spawn(async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => Some(ended),
                () = told(&mut ending) => None,
            };
            let ended = match ended {
                Some(ended) => ended,
                None => {
                    // What has been asked is answered, nothing more is heard.
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            // That a client breaks off is its own affair.
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection broke off");
            }
            drop(place);
        });
    }
    drop(listener);
    // Whoever gets all places knows that nobody is left.
    if timeout(FAREWELL, room.acquire_many(CONNECTIONS)).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// Until the program is to end. The guard that `wait_for` hands out may not be held over an await.
async fn told(ending: &mut watch::Receiver<bool>) {
    drop(ending.wait_for(|ending| *ending).await);
}

type Taken = (tokio::net::TcpStream, std::net::SocketAddr, tokio::sync::OwnedSemaphorePermit);

async fn take(listener: &TcpListener, room: &Arc<Semaphore>) -> Option<Taken> {
    let place = room.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => {
            // Answers are small and somebody waits for them.
            drop(stream.set_nodelay(true));
            Some((stream, peer, place))
        }
        Err(error) => {
            // Mostly there are no file handles left: some come back when others leave.
            tracing::warn!(%error, "a connection could not be taken");
            sleep(Duration::from_millis(200)).await;
            None
        }
    }
}
