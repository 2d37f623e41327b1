//! Connections: taken one by one, watched while they send their heads, let finish when the program ends.
//!
//! Written out because axum's own server sets no limit to how long a head may take: a few hundred connections that send a letter a minute would
//! otherwise keep everybody else out. One network has a quarter of all places at most, unless it is a proxy of ours, which speaks for many.

use super::address::Peer;
use super::wire::Wire;
use crate::config::Networks;
use axum::Router;
use axum::body::Body;
use desk::places::{Place, Places};
use desk::throttle::network;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::IpAddr;
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
pub const CONNECTIONS: u32 = 2_000;
/// Connections of one network at a time; more are closed as they come.
pub const OF_ONE_NETWORK: usize = 500;

/// Serves until the program ends, then lets everybody finish.
pub async fn serve(listener: TcpListener, router: Router, proxies: Networks, mut ending: watch::Receiver<bool>) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD);
    let room = Arc::new(Semaphore::new(CONNECTIONS as usize));
    let networks = Places::of(OF_ONE_NETWORK, 0);
    loop {
        let taken = tokio::select! {
            taken = take(&listener, &room) => taken,
            () = told(&mut ending) => break,
        };
        let Some((stream, peer, place)) = taken else { continue };
        let Some(theirs) = place_of(&networks, &proxies, peer.ip()) else {
            tracing::debug!("a network has too many connections");
            continue;
        };
        let router = router.clone();
        let service = hyper::service::service_fn(move |request: hyper::Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(Peer(peer));
            router.clone().call(request)
        });
        let connection = http.serve_connection(TokioIo::new(Wire::of(stream)), service).with_upgrades();
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
            drop((theirs, place));
        });
    }
    drop(listener);
    // Whoever gets all places knows that nobody is left.
    if timeout(FAREWELL, room.acquire_many(CONNECTIONS)).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
}

/// One of the places of the network that a connection comes from; a proxy of ours needs none. None: it has no more.
fn place_of(networks: &Places<String>, proxies: &Networks, peer: IpAddr) -> Option<Option<Place<String>>> {
    match proxies.hold(peer.to_canonical()) {
        true => Some(None),
        false => networks.try_enter(network(&peer.to_string())).map(Some),
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
