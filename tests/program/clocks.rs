//! SLA clocks in the running program: whatever crashes, and however many instances there are, each says what it has to say once.

use super::process::{PATIENCE, Server};
use super::web::try_ask;
use crate::story;
use crate::support::World;
use chrono::TimeDelta;
use desk::Caller;
use desk::audit::verify::Trust;
use desk::clock::{Clock, SystemClock};
use desk::event::Kind;
use desk::id::TicketId;
use tokio::time::timeout;

/// More than fit into one transaction of the worker, several times.
const TICKETS: usize = 80;

/// Tickets of three months ago that nobody has looked at since: everything on them is late.
async fn long_ago(world: &World) -> Vec<TicketId> {
    world.clock.set(SystemClock.now() - TimeDelta::days(90));
    world.unhurried().await;
    let mut tickets = Vec::new();
    for n in 0..TICKETS {
        tickets.push(world.opened("sari", "TIK-01", &format!("Gangguan {n}")).await);
    }
    world.clock.set(SystemClock.now());
    tickets
}

async fn breaches(world: &World, tickets: &[TicketId]) -> Vec<usize> {
    let mut counts = Vec::new();
    for ticket in tickets {
        counts.push(world.times_with_clocks(*ticket, Kind::ClockBreached).await);
    }
    counts
}

/// Until a breach is on record, or until nothing is due any more.
async fn until(world: &World, all: bool) {
    let looking = async {
        loop {
            let gauges = world.desk.gauges().await.expect("the gauges");
            if gauges.due == 0 || (!all && gauges.late > 0) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, looking).await.expect("the worker works");
}

story! {
    /// `kill -9` while the worker is at it; the next start goes on where it stopped.
    killed_while_clocks_fire, |world| {
        let tickets = long_ago(&world).await;
        let mut server = Server::beside(&world).await;
        until(&world, false).await;
        server.kill().await;
        let said = breaches(&world, &tickets).await;
        assert!(said.iter().all(|count| [0, 3].contains(count)), "of one ticket all or nothing: {said:?}");
        let _again = Server::beside(&world).await;
        until(&world, true).await;
        assert_eq!(breaches(&world, &tickets).await, [3; TICKETS]);
        let report = world.desk.audit_verify(&Caller::CONSOLE, Trust::default()).await.expect("an audit");
        assert!(report.is_clean(), "{:?}", report.findings);
    }
}

/// SQLite has one instance.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_instances_fire_once() {
    let world = World::on_postgres().await;
    let tickets = long_ago(&world).await;
    let (one, other) = tokio::join!(Server::beside(&world), Server::beside(&world));
    until(&world, true).await;
    assert_eq!(breaches(&world, &tickets).await, [3; TICKETS]);
    drop((one, other));
}

/// One of two is killed in the middle of its batch: what it had begun is undone, and the other does it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_two_killed() {
    let world = World::on_postgres().await;
    let tickets = long_ago(&world).await;
    let (mut one, other) = tokio::join!(Server::beside(&world), Server::beside(&world));
    until(&world, false).await;
    one.kill().await;
    until(&world, true).await;
    assert_eq!(breaches(&world, &tickets).await, [3; TICKETS]);
    let report = world.desk.audit_verify(&Caller::CONSOLE, Trust::default()).await.expect("an audit");
    assert!(report.is_clean(), "{:?}", report.findings);
    drop(other);
}

story! {
    /// What whoever watches over the program sees, on a listener of its own.
    metrics, |world| {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = free.local_addr().expect("an address").to_string();
        drop(free);
        world.opened("sari", "TIK-01", "Internet mati").await;
        let server = Server::start(world.folder.path(), &world.database, &["--metrics-listen", &address]).await;
        try_ask(&server.address, "GET", "/health/live", &[], "").await.expect("an answer");
        let reply = try_ask(&address, "GET", "/metrics", &[], "").await.expect("the metrics");
        let text = String::from_utf8(reply.body.clone()).expect("text");
        assert_eq!((reply.status, reply.header("content-type")), (200, "text/plain; version=0.0.4; charset=utf-8".to_owned()));
        for line in ["tanggap_clocks{state=\"running\"} 3", "tanggap_tickets_active 1", "tanggap_http_request_duration_seconds_count{route=\"/health/live\",status=\"2xx\"} 1"] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        let elsewhere = try_ask(&server.address, "GET", "/metrics", &[], "").await.expect("an answer");
        assert_eq!(elsewhere.status, 404, "not where everybody comes");
    }
}
