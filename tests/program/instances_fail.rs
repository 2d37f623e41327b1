//! Instances on one PostgreSQL that die, are paused, or lose their database.

use super::load::{Load, Owed, verified};
use super::process::{PATIENCE, Server, worked};
use crate::support::World;
use crate::support::own_postgres::OwnPostgres;
use desk::Caller;
use desk::audit::verify::Trust;
use desk::clock::{Clock, SystemClock};
use desk::seal::{Anchor, FileAnchor, PublicKey, Seal, SealKey, SealLine};
use std::collections::BTreeSet;
use tokio::time::timeout;

/// One of two is killed under load: the other goes on, and does what the first had begun.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_two_dies_under_load() {
    let world = World::on_postgres().await;
    world.clock.set(SystemClock.now());
    let (mut load, mut owed) = (Load::new(&world, 300).await, Owed::default());
    for n in 0..40 {
        owed.add(&world, n).await;
    }
    let (mut one, other) = tokio::join!(Server::quiet(&world, &[], &[]), Server::quiet(&world, &[], &[]));
    let both = [one.address.clone(), other.address.clone()];
    load.send(&both, 200, 60, one.kill()).await;
    load.compare(&world).await;
    load.finish(std::slice::from_ref(&other.address)).await;
    Owed::wait(&world).await;
    load.compare(&world).await;
    owed.compare(&world, true).await;
    verified(&world).await;
}

/// One of two is paused in the middle of what it does, for longer than its leases, and wakes: what it held was taken over, so its late writes come to
/// nothing, and nothing of it is doubled. What fences it: a lease is renewed in the transaction that does the work, and PostgreSQL ends a transaction
/// that stands idle.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_two_sleeps_and_wakes() {
    let world = World::on_postgres().await;
    let folder = world.folder.path();
    worked(folder, &["seal", "key", "segel.pem"]).await;
    world.clock.set(SystemClock.now());
    let (mut load, mut owed) = (Load::that_may_fail(&world, 360).await, Owed::default());
    // Both put their seals into one file.
    let sealing = ["--seal-key-file", "segel.pem", "--anchor-file", "jangkar.jsonl", "--seal-every", "1s"];
    let seal_now = [&["seal", "now", "--database-url", &*world.database], &sealing[..4]].concat();
    let named = |name: &str| format!("{}?application_name={name}", world.database);
    let (one_database, other_database) = (named("one"), named("other"));
    let one = Server::quiet_on(folder, &one_database, &sealing).await;
    let other = Server::quiet_on(folder, &other_database, &sealing).await;
    let both = [one.address.clone(), other.address.clone()];
    for round in 0..4 {
        let (sleeper, name) = if round % 2 == 0 { (&one, "one") } else { (&other, "other") };
        for n in 0..6 {
            owed.add(&world, 6 * round + n).await;
        }
        // It falls asleep at whatever it does then; what was sent to it is not answered before it wakes.
        let passing = async {
            sleeper.signal("-STOP").await;
            // Time passes for what it held, which the story need not wait for.
            time_passes(&world, name).await;
            // Or the one that is awake does it meanwhile.
            worked(folder, &seal_now).await;
            sleeper.signal("-CONT").await;
        };
        load.send(&both, 60, 5 + round, passing).await;
        load.compare(&world).await;
    }
    load.finish(&both).await;
    Owed::wait(&world).await;
    drop((one, other));
    load.compare(&world).await;
    owed.compare(&world, true).await;
    // Seals did not fork, in the database or beside it.
    let key = std::fs::read_to_string(folder.join("segel.pem.pub")).expect("the key");
    let anchor = folder.join("jangkar.jsonl");
    let trust = Trust::files(PublicKey::all_from_pem(&key).expect("a key"), Some(&anchor)).expect("what was kept");
    let report = world.desk.audit_verify(&Caller::CONSOLE, trust).await.expect("an audit");
    assert!(report.is_clean() && report.seals > 0, "{:?}", report.findings);
    let lines = std::fs::read_to_string(&anchor).expect("the anchor");
    let numbers: Vec<i64> = lines.lines().map(|line| SealLine::read(line).expect("a seal").number).collect();
    assert!(numbers.iter().copied().eq(1..=numbers.len() as i64), "{numbers:?}");
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len());
}

/// An instance that slept between the commit of its seal and putting it beside the database comes late: another has put it there, and the next one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_seal_that_comes_late() {
    let world = World::on_sqlite().await;
    let (key, path) = (SealKey::generate([7; 32]), world.folder.path().join("jangkar.jsonl"));
    let anchor = FileAnchor::new(&path);
    let mut seals = Vec::new();
    for n in 0..3 {
        world.opened("sari", "TIK-01", &format!("Gangguan {n}")).await;
        world.desk.seal(&key, &[&anchor]).await.expect("a seal");
        seals.push(anchor.last().await.expect("a look").expect("a seal"));
    }
    for seal in &seals {
        anchor.append(seal).await.expect("it is there already");
    }
    // Nor does one go in that follows another than the last.
    let stranger = Seal { number: 9, ..seals[0].clone() };
    assert!(anchor.append(&stranger).await.is_err());
    let lines = std::fs::read_to_string(&path).expect("the anchor");
    let numbers: Vec<i64> = lines.lines().map(|line| SealLine::read(line).expect("a seal").number).collect();
    assert_eq!(numbers, [1, 2, 3]);
}

/// What the database and the clock do to an instance that sleeps for long: its transactions stand idle and are ended, its leases run out.
async fn time_passes(world: &World, sleeper: &str) {
    use migrations::driver::{ConnectionTrait, Statement};
    let db = world.desk.store().migrating();
    let ended = async {
        loop {
            let sql = format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() \
                 AND application_name = '{sleeper}' AND state <> 'idle'"
            );
            // What it had sent before it fell asleep is still being done; then that stands idle, too.
            if db
                .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
                .await
                .expect("a look")
                .is_empty()
            {
                return;
            }
        }
    };
    timeout(PATIENCE, ended).await.expect("its transactions end");
    world.by_hand("UPDATE lease SET until = '2020-01-01'").await;
}

/// The database's server dies and comes back from its log, again and again, under load: what was acknowledged is there, and the desk goes on by itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_dies_under_load() {
    let mut postgres = OwnPostgres::start().await;
    let world = World::settled_on(&postgres.server).await;
    world.clock.set(SystemClock.now());
    let (mut load, mut owed) = (Load::that_may_fail(&world, 240).await, Owed::default());
    for n in 0..20 {
        owed.add(&world, n).await;
    }
    let server = Server::quiet(&world, &[], &[]).await;
    let address = [server.address.clone()];
    for round in 0..3 {
        load.send(&address, 70, 7 + 9 * round, postgres.crash()).await;
        load.compare(&world).await;
    }
    load.finish(&address).await;
    Owed::wait(&world).await;
    load.compare(&world).await;
    owed.compare(&world, true).await;
    verified(&world).await;
    println!("the database died 3 times under {} commands", load.acknowledged());
}
