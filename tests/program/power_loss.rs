//! The power goes, and with it whatever was not synced to the disk: some of it, all of it, half a page of it. `kill -9` leaves what the program had
//! written; this does not. The disk is `power_loss.c`, loaded before the program; what it has not synced is kept or dropped by the sector, by chance.
//! What makes the loss of anything acknowledged impossible: the answer comes after the commit, and a commit returns after the write-ahead log is synced
//! (`synchronous=FULL`).

use super::load::{Load, Owed, verified};
use super::process::Server;
use crate::support::{World, kills, preloaded};
use desk::clock::{Chance, Clock, SystemClock};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Commands for each.
const EACH: usize = 20;
/// What a disk writes whole.
const SECTOR: usize = 512;

/// The disk under a database.
struct Disk {
    library: String,
    database: PathBuf,
    durable: PathBuf,
    chance: Chance,
}

impl Disk {
    fn under(world: &World) -> Self {
        let folder = world.folder.path();
        let (library, durable) = (preloaded(folder, "power_loss.c"), folder.join("durable"));
        std::fs::create_dir(&durable).expect("a folder");
        let disk = Self { library, database: folder.join("tanggap.db"), durable, chance: Chance::seeded(4) };
        disk.quiesce();
        disk
    }

    fn files(&self) -> impl Iterator<Item = (PathBuf, PathBuf)> {
        ["tanggap.db", "tanggap.db-wal", "tanggap.db-journal"]
            .map(|name| (self.database.with_file_name(name), self.durable.join(name)))
            .into_iter()
    }

    /// All is synced, and nobody writes.
    fn quiesce(&self) {
        for (file, durable) in self.files() {
            put(&durable, std::fs::read(&file).ok().as_deref());
        }
    }

    fn environment(&self, lies: bool) -> Vec<(&'static str, String)> {
        let text = |path: &Path| path.display().to_string();
        let mut all = vec![
            ("LD_PRELOAD", self.library.clone()),
            ("STORY_DISK", text(&self.database)),
            ("STORY_DURABLE", text(&self.durable)),
            ("STORY_DISK_DIES", text(&self.dies())),
        ];
        all.extend(lies.then(|| ("STORY_DISK_LIES", "yes".to_owned())));
        all
    }

    /// Where it is said when the power goes.
    fn dies(&self) -> PathBuf {
        self.durable.with_file_name("dies")
    }

    /// The power goes at the n-th sync from now on.
    fn power_goes_at(&self, sync: u32) {
        std::fs::write(self.dies(), sync.to_string()).expect("a file");
    }

    /// The power is back: of what was not synced, `kept` of a hundred sectors are there. Returns how many sectors were not there or not whole.
    fn power_returns(&self, kept: u32) -> usize {
        let mut dropped = 0;
        for (file, durable) in self.files() {
            let written = std::fs::read(&file).unwrap_or_default();
            let synced = std::fs::read(&durable).ok();
            let mut left = synced.clone().unwrap_or_default();
            for (n, sector) in written.chunks(SECTOR).enumerate() {
                let at = n * SECTOR;
                let same = left.get(at..at + sector.len()).is_some_and(|old| old == sector);
                if same {
                    continue;
                }
                if self.chance.below(100) < kept {
                    left.resize(left.len().max(at + sector.len()), 0);
                    left[at..at + sector.len()].copy_from_slice(sector);
                } else {
                    dropped += 1;
                }
            }
            let there = synced.is_some() || !left.is_empty();
            put(&file, there.then_some(&left));
            put(&durable, there.then_some(&left));
        }
        put(&self.dies(), None);
        // It lies in memory.
        put(&self.database.with_file_name("tanggap.db-shm"), None);
        dropped
    }
}

fn put(path: &Path, bytes: Option<&[u8]>) {
    match bytes {
        Some(bytes) => std::fs::write(path, bytes).expect("a file"),
        None => match std::fs::remove_file(path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => panic!("{}: {error}", path.display()),
            _ => {}
        },
    }
}

/// Opens the database after everybody else has closed it.
async fn look(world: &mut World, seed: u64) {
    world.desk = World::open(&world.database, world.folder.path(), world.clock.clone(), seed).await;
}

/// Closes it again.
async fn leave(world: &mut World) {
    Arc::clone(&world.desk).close().await.expect("closing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_outlives_the_power() {
    let rounds = kills();
    let mut world = World::on_sqlite().await;
    world.clock.set(SystemClock.now());
    let (mut load, mut owed) = (Load::new(&world, rounds * EACH).await, Owed::default());
    for n in 0..20 {
        owed.add(&world, n).await;
    }
    leave(&mut world).await;
    let disk = Disk::under(&world);
    let mut dropped = 0;
    for round in 0..rounds {
        let mut server = Server::quiet(&world, &[], &disk.environment(false)).await;
        // Between what was written and its sync, whatever that was: a commit, a checkpoint. Or, if there were fewer, at rest.
        disk.power_goes_at(1 + disk.chance.below(EACH as u32));
        load.send(&[server.address.clone()], EACH + 5, usize::MAX, server.kill()).await;
        // Nothing of it, all of it, or here and there a sector.
        dropped += disk.power_returns([0, 50, 100, 20, 80][round % 5]);
        // Now and then the program itself is the first to see what is left.
        if round % 2 == 1 {
            look(&mut world, 40 + round as u64).await;
            load.compare(&world).await;
            owed.compare(&world, false).await;
            verified(&world).await;
            leave(&mut world).await;
            disk.quiesce();
        }
    }
    let acknowledged = load.acknowledged();
    let mut server = Server::quiet(&world, &[], &disk.environment(false)).await;
    load.finish(&[server.address.clone()]).await;
    server.stop().await;
    look(&mut world, 60).await;
    load.compare(&world).await;
    verified(&world).await;
    assert!(dropped > 0, "nothing was ever lost: this is no power cut");
    println!(
        "the power went {rounds} times, {acknowledged} commands acknowledged before, {dropped} unsynced sectors dropped"
    );
}

/// The same on a disk that only says that it has synced, which is also what `synchronous=OFF` would be: what was acknowledged is gone. So the story above
/// can fail.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_disk_that_lies_it_does_not() {
    let mut world = World::on_sqlite().await;
    world.clock.set(SystemClock.now());
    let mut load = Load::new(&world, 40).await;
    leave(&mut world).await;
    let disk = Disk::under(&world);
    let mut server = Server::quiet(&world, &[], &disk.environment(true)).await;
    load.send(&[server.address.clone()], 40, 20, server.kill()).await;
    disk.power_returns(0);
    look(&mut world, 41).await;
    let there = super::load::texts(&world).await;
    let lost = load.lost(&there);
    assert!(lost >= 20 && lost == load.acknowledged(), "{lost} of {}", load.acknowledged());
}
