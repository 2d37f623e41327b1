//! What the program does by itself: what is due, the access log, litter. Every task goes on after a fault; a command that failed is tried again.

use desk::Desk;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How many tickets one round of due work takes.
const BATCH: u64 = 100;
/// The longest sleep: other instances may have set something that we did not hear of.
const LONGEST: Duration = Duration::from_secs(30);

/// Starts all tasks; the handle ends when they have stopped.
pub fn start(desk: &Arc<Desk>, stopping: &watch::Receiver<bool>) -> JoinHandle<()> {
    let due = tokio::spawn(due(desk.clone(), stopping.clone()));
    let log = tokio::spawn(every(Duration::from_secs(1), stopping.clone(), desk.clone(), async |desk: &Desk| {
        desk.write_access_log().await.map(|_| ())
    }));
    let litter = tokio::spawn(every(Duration::from_secs(3600), stopping.clone(), desk.clone(), async |desk: &Desk| {
        desk.collect_files().await?;
        desk.forget_request_keys().await
    }));
    tokio::spawn(async move {
        for task in [due, log, litter] {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task of the worker ended badly");
            }
        }
    })
}

/// Fires what is due, sleeps until the next thing is, and wakes when a command may have brought it forward.
async fn due(desk: Arc<Desk>, mut stopping: watch::Receiver<bool>) {
    let mut hints = desk.hints();
    while !*stopping.borrow() {
        let sleep = match desk.run_due(BATCH).await {
            Ok(0) => match desk.next_due().await {
                Ok(next) => next.map_or(LONGEST, |at| (at - desk.now()).to_std().unwrap_or_default().min(LONGEST)),
                Err(_) => LONGEST,
            },
            Ok(_) => Duration::ZERO,
            Err(error) => {
                tracing::error!(%error, "firing what is due");
                Duration::from_secs(5)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(sleep) => {}
            _ = hints.recv() => {}
            _ = stopping.changed() => {}
        }
    }
}

async fn every(
    pause: Duration,
    mut stopping: watch::Receiver<bool>,
    desk: Arc<Desk>,
    work: impl AsyncFn(&Desk) -> desk::Outcome<()>,
) {
    while !*stopping.borrow() {
        if let Err(error) = work(&desk).await {
            tracing::error!(%error, "a task of the worker");
        }
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            _ = stopping.changed() => {}
        }
    }
}
