//! Killed again and again, while work comes in, clocks warn and are late, and tickets close by themselves. What makes it impossible to lose or double
//! anything: a command, its event, its key and what it did to due times are one transaction, and an acknowledgement comes after its commit. A due action
//! is such a command, of whoever holds the ticket's head, and takes itself off the list in the same transaction.

use super::load::{Load, Owed, verified};
use super::process::{Server, worked};
use crate::story;
use crate::support::kills;
use desk::Caller;
use desk::audit::verify::Trust;
use desk::clock::Chance;
use desk::seal::{PublicKey, SealLine};

/// Commands for each kill.
const EACH: usize = 12;

story! {
    /// `kill -9` at any instant, as often as the environment asks for.
    killed_again_and_again, |world| {
        let (kills, folder) = (kills(), world.folder.path());
        worked(folder, &["seal", "key", "segel.pem"]).await;
        // Seals are taken at each start, too, and put outside the database.
        let sealing = ["--seal-key-file", "segel.pem", "--anchor-file", "jangkar.jsonl", "--seal-every", "1s"];
        let mut backups = Vec::new();
        world.clock.set(desk::clock::Clock::now(&desk::clock::SystemClock));
        let (mut load, mut owed) = (Load::new(&world, kills * EACH).await, Owed::default());
        let chance = Chance::seeded(20);
        let mut in_flight = 0;
        for n in 0..kills {
            owed.add(&world, n).await;
            // Whoever died while sealing is succeeded once its lease has run out; the story need not wait for that.
            world.by_hand("UPDATE lease SET until = '2020-01-01'").await;
            let mut server = Server::quiet(&world, &sealing, &[]).await;
            let (address, before) = (server.address.clone(), load.acknowledged());
            let after = chance.below(2 * EACH as u32) as usize;
            let name = format!("cadangan-{n}");
            let dying = async {
                if n % 10 != 5 {
                    return server.kill().await;
                }
                // A backup is taken meanwhile, and does not care.
                let files = folder.join("files").display().to_string();
                let backup = ["backup", &*name, "--database-url", &*world.database, "--files-dir", &*files];
                tokio::join!(worked(folder, &backup), server.kill());
            };
            load.send(&[address], 2 * EACH, after, dying).await;
            backups.extend((n % 10 == 5).then_some(name));
            in_flight += (before + 2 * EACH).saturating_sub(load.acknowledged()).min(8);
            if n % 10 == 9 {
                load.compare(&world).await;
                owed.compare(&world, false).await;
                verified(&world).await;
            }
        }
        let before = load.acknowledged();
        let mut server = Server::quiet(&world, &sealing, &[]).await;
        load.finish(&[server.address.clone()]).await;
        Owed::wait(&world).await;
        server.stop().await;
        load.compare(&world).await;
        let [breaches, warnings, closings, others] = owed.compare(&world, true).await;
        assert!(breaches > 0 && warnings > 0 && closings > 0 && others > 0);
        for name in &backups {
            worked(folder, &["restore", "--check", name]).await;
        }
        // Seals are a chain without a gap, and the one outside is the same.
        let key = std::fs::read_to_string(folder.join("segel.pem.pub")).expect("the key");
        let anchor = folder.join("jangkar.jsonl");
        let trust = Trust::files(PublicKey::all_from_pem(&key).expect("a key"), Some(&anchor)).expect("what was kept");
        let report = world.desk.audit_verify(&Caller::CONSOLE, trust).await.expect("an audit");
        assert!(report.is_clean() && report.not_anchored == 0, "{:?}", report.findings);
        let lines = std::fs::read_to_string(&anchor).expect("the anchor");
        let numbers: Vec<i64> = lines.lines().filter_map(SealLine::read).map(|seal| seal.number).collect();
        assert!(numbers.len() > 1 && numbers.iter().copied().eq(1..=numbers.len() as i64), "{numbers:?}");
        println!(
            "{}: {kills} kills, {before} acknowledged before the last of them, about {in_flight} in flight; \
             {breaches} breaches, {warnings} warnings, {closings} closings, {others} reminders and resumes, each once; \
             {} seals, {} backups",
            world.database.split(':').next().unwrap_or_default(),
            numbers.len(),
            backups.len(),
        );
    }
}
