//! The power goes in the middle of the work. What was acknowledged is there, once; what was not can be sent again, and is there once, too.

use super::load::{commands, send, text, texts, verified};
use super::process::Server;
use crate::story;
use futures_util::{StreamExt, stream};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Notify;

/// Commands that are on their way.
const COMMANDS: usize = 1_000;
/// So many at a time.
const AT_ONCE: usize = 32;
/// After so many acknowledgements it is killed.
const KILLED_AFTER: usize = 400;

story! {
    /// `kill -9` in the middle of a thousand commands.
    killed_in_the_middle, |world| {
        let mut server = Server::beside(&world).await;
        let commands = commands(&world, COMMANDS).await;
        let (acknowledged, enough) = (AtomicUsize::new(0), Notify::new());
        let address = server.address.clone();
        let sending = stream::iter(&commands)
            .map(async |command| {
                let answer = send(&address, command).await;
                if answer.is_some() && acknowledged.fetch_add(1, Ordering::Relaxed) + 1 == KILLED_AFTER {
                    enough.notify_one();
                }
                answer
            })
            .buffered(AT_ONCE)
            .collect::<Vec<Option<String>>>();
        let killing = async {
            enough.notified().await;
            server.kill().await;
        };
        let (first, ()) = tokio::join!(sending, killing);
        let known = first.iter().flatten().count();
        assert!((KILLED_AFTER..COMMANDS).contains(&known), "{known} were acknowledged");

        let there = texts(&world).await;
        for (n, answer) in first.iter().enumerate() {
            let times = there.get(&text(n)).copied().unwrap_or(0);
            // What was not acknowledged may have been done: its answer is what got lost.
            assert!(times == 1 || (times == 0 && answer.is_none()), "{n} is there {times} times, {answer:?}");
        }

        let server = Server::beside(&world).await;
        let again: Vec<Option<String>> =
            stream::iter(&commands).map(|command| send(&server.address, command)).buffered(AT_ONCE).collect().await;
        for (n, (first, again)) in first.iter().zip(&again).enumerate() {
            let again = again.as_ref().expect("an answer");
            assert!(first.as_ref().is_none_or(|first| first == again), "{n}: {first:?}, then {again}");
        }
        let there = texts(&world).await;
        for n in 0..COMMANDS {
            assert_eq!(there.get(&text(n)), Some(&1), "{}", text(n));
        }
        verified(&world).await;
    }
}
