//! Killed again and again, while work comes in, clocks warn and are late, and tickets close by themselves. What makes it impossible to lose or double
//! anything: a command, its event, its key and what it did to due times are one transaction, and an acknowledgement comes after its commit. A due action
//! is such a command, of whoever holds the ticket's head, and takes itself off the list in the same transaction.

use super::load::{Load, Owed, verified};
use super::process::Server;
use crate::story;
use crate::support::kills;
use desk::clock::Chance;

/// Commands for each kill.
const EACH: usize = 12;

story! {
    /// `kill -9` at any instant, as often as the environment asks for.
    killed_again_and_again, |world| {
        let kills = kills();
        world.clock.set(desk::clock::Clock::now(&desk::clock::SystemClock));
        let (mut load, mut owed) = (Load::new(&world, kills * EACH).await, Owed::default());
        let chance = Chance::seeded(20);
        let mut in_flight = 0;
        for n in 0..kills {
            owed.add(&world, n).await;
            let mut server = Server::quiet(&world, &[], &[]).await;
            let (address, before) = (server.address.clone(), load.acknowledged());
            let after = chance.below(2 * EACH as u32) as usize;
            load.send(&[address], 2 * EACH, after, server.kill()).await;
            in_flight += (before + 2 * EACH).saturating_sub(load.acknowledged()).min(8);
            if n % 10 == 9 {
                load.compare(&world).await;
                owed.compare(&world, false).await;
                verified(&world).await;
            }
        }
        let before = load.acknowledged();
        let server = Server::quiet(&world, &[], &[]).await;
        load.finish(&[server.address.clone()]).await;
        Owed::wait(&world).await;
        drop(server);
        load.compare(&world).await;
        let [breaches, warnings, closings, others] = owed.compare(&world, true).await;
        assert!(breaches > 0 && warnings > 0 && closings > 0 && others > 0);
        verified(&world).await;
        println!(
            "{}: {kills} kills, {before} acknowledged before the last of them, about {in_flight} in flight; \
             {breaches} breaches, {warnings} warnings, {closings} closings, {others} reminders and resumes, each once",
            world.database.split(':').next().unwrap_or_default()
        );
    }
}
