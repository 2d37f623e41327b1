//! What goes on by itself: what falls due, the access log, a look at the clock, litter, and the line to the other instances. Each duty is a task of its own; what fails is
//! logged and tried again, later and later, and none takes another down with it.

use crate::config::Config;
use crate::open;
use crate::seal::Sealing;
use crate::stop::Stop;
use desk::Hint;
use desk::store::condition::Condition;
use desk::{Desk, Outcome, wake};
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

/// The longest the worker sleeps: by then it looks for itself, whatever it was or was not told.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
/// So often it is looked whether the clock is to be believed.
const LOOK: Duration = Duration::from_secs(1);
/// How many due tickets are taken at a time.
const BATCH: u64 = 160;
/// The longest pause after failures.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// How often it is looked whether things can be stored.
const LOOK_AT_STORAGE: Duration = Duration::from_secs(30);
/// The same, while they cannot.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// For a duty to finish what it is doing when the program ends.
const FAREWELL: Duration = Duration::from_secs(20);

/// Which duties a process has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duties {
    /// All of them.
    All,
    /// Only what every process with an open desk has to do: its access log, its look at the clock, its line to the others.
    Own,
}

/// The tasks of a process.
#[derive(Debug)]
pub struct Worker(JoinSet<()>);

impl Worker {
    /// Begins all duties.
    ///
    /// Seals are taken where there is a key for them, whichever instance comes first.
    pub fn start(
        desk: &Arc<Desk>,
        duties: Duties,
        sealing: Option<Sealing>,
        seal_every: Duration,
        ending: &watch::Receiver<bool>,
    ) -> Self {
        let mut tasks = JoinSet::new();
        let end = || Ending(ending.clone());
        tasks.spawn(access_log(desk.clone(), end()));
        tasks.spawn(time(desk.clone(), end()));
        tasks.spawn(storage(desk.clone(), end()));
        if desk.has_others() {
            tasks.spawn(tell_others(desk.clone(), end()));
            tasks.spawn(hear_others(desk.clone(), end()));
        }
        if duties == Duties::All {
            tasks.spawn(due(desk.clone(), end()));
            tasks.spawn(recompute(desk.clone(), end()));
            tasks.spawn(reindex(desk.clone(), end()));
            tasks.spawn(litter(desk.clone(), end()));
            tasks.spawn(old_keys(desk.clone(), end()));
            match sealing {
                Some(sealing) => drop(tasks.spawn(seals(desk.clone(), sealing, seal_every, end()))),
                None => tracing::warn!("no seals are taken: seal_key_file is not set"),
            }
        }
        Self(tasks)
    }

    /// Waits until every duty has finished what it was doing, and writes what is left of the access log.
    pub async fn finish(mut self, desk: &Desk) {
        let all = async { while self.0.join_next().await.is_some() {} };
        if timeout(FAREWELL, all).await.is_err() {
            tracing::warn!("some duties did not finish in time");
            self.0.shutdown().await;
        }
        if let Err(error) = desk.write_access_log().await {
            tracing::error!(%error, "the last entries of the access log were not written");
        }
    }
}

/// `tanggap work`: nothing but the duties.
pub async fn run(config: &Config) -> Result<(), Stop> {
    let signals = crate::serve::Signals::listen()?;
    let sealing = Sealing::of(config)?;
    let desk = open::ready(config).await?;
    let (end, ending) = watch::channel(false);
    let worker = Worker::start(&desk, Duties::All, sealing, config.seal_every, &ending);
    println!("Tanggap mengerjakan yang jatuh tempo.");
    signals.wait().await;
    end.send_replace(true);
    worker.finish(&desk).await;
    desk.close().await?;
    Ok(())
}

/// The program's end, as a duty sees it.
#[derive(Clone)]
struct Ending(watch::Receiver<bool>);

impl Ending {
    /// Waits for something, unless the program ends before. Only for what may be given up half-way.
    async fn or<T>(&mut self, wait: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            _ = self.0.wait_for(|ending| *ending) => None,
            done = wait => Some(done),
        }
    }
}

/// A duty that may fail.
struct Duty {
    name: &'static str,
    failures: u32,
    end: Ending,
    condition: watch::Receiver<Condition>,
}

impl Duty {
    fn new(name: &'static str, desk: &Desk, end: Ending) -> Self {
        Self { name, failures: 0, end, condition: desk.conditions() }
    }

    /// Does it once. After a failure it waits before it returns.
    async fn run(&mut self, work: impl Future<Output = Outcome<u64>>) {
        let name = self.name;
        match AssertUnwindSafe(work).catch_unwind().await {
            Ok(Ok(done)) => {
                if self.failures > 0 {
                    tracing::info!(duty = name, "goes on");
                }
                self.failures = 0;
                if done > 0 {
                    tracing::debug!(duty = name, done, "done");
                }
                return;
            }
            Ok(Err(error)) => tracing::error!(duty = name, %error, "failed, will be tried again"),
            Err(_) => tracing::error!(duty = name, "panicked, will be tried again"),
        }
        self.failures = self.failures.saturating_add(1);
        let pause = Duration::from_millis(500) * 2_u32.pow(self.failures.min(7) - 1);
        let mut condition = self.condition.clone();
        // Where nothing could be stored, it goes on as soon as that is over.
        let over = async {
            if condition.wait_for(|now| now.trouble.is_some()).await.is_ok() {
                drop(condition.wait_for(|now| now.trouble.is_none()).await);
            }
        };
        let pause = async {
            tokio::select! {
                () = sleep(pause.min(LONGEST_PAUSE)) => {}
                () = over => {}
            }
        };
        self.end.or(pause).await;
    }
}

async fn due(desk: Arc<Desk>, mut end: Ending) {
    let mut duty = Duty::new("due", &desk, end.clone());
    let mut hints = desk.hints();
    while end.or(until_due(&desk, &mut hints)).await.is_some() {
        let work = async {
            let done = desk.run_due(BATCH).await? as u64;
            if done == 0 {
                // What is due is in somebody else's hands, who will do it: no reason to ask again at once.
                sleep(wake::PAUSE).await;
            }
            Ok(done)
        };
        duty.run(work).await;
    }
}

/// Moves due times after an edit of policies, calendars or services. Whatever changes the organisation may have moved some.
async fn recompute(desk: Arc<Desk>, mut end: Ending) {
    let mut duty = Duty::new("due times", &desk, end.clone());
    let (mut edits, mut ending) = (desk.rights(), end.clone());
    duty.run(async { desk.note_stale_clocks().await.map(|()| 0) }).await;
    loop {
        // May be given up half-way: what was committed stays, and the job goes on from there at the next start.
        duty.run(async { ending.or(desk.recompute()).await.unwrap_or(Ok(0)) }).await;
        let edit = async { timeout(LONGEST_SLEEP, edits.changed()).await.is_ok_and(|told| told.is_err()) };
        // Nobody can tell of edits any more: the desk is closed.
        if end.or(edit).await.unwrap_or(true) {
            return;
        }
    }
}

/// Makes the search index anew, once at the start, if an older version made it.
async fn reindex(desk: Arc<Desk>, end: Ending) {
    let mut duty = Duty::new("search index", &desk, end.clone());
    let mut ending = end.clone();
    let mut over = false;
    while !over {
        // May be given up half-way: it goes on from there at the next start.
        let work = async {
            let done = ending.or(desk.reindex()).await.unwrap_or(Ok(0));
            over = done.is_ok();
            done
        };
        duty.run(work).await;
        over |= *end.0.borrow();
    }
}

/// Until the next thing falls due, as far as is known: whatever happens on a ticket may have brought it forward.
async fn until_due(desk: &Desk, hints: &mut broadcast::Receiver<Hint>) {
    loop {
        let wait = match desk.next_due().await {
            // Nothing falls due by a clock that is not to be believed.
            Ok(_) if desk.moment().off.is_some() => LOOK,
            Ok(None) => LONGEST_SLEEP,
            Ok(Some(at)) => (at - desk.now()).to_std().unwrap_or_default().min(LONGEST_SLEEP),
            // The duty itself will meet the same fault, and wait.
            Err(_) => return,
        };
        tokio::select! {
            () = sleep(wait) => return,
            // On a busy day hints come by the hundred: one look for all of a moment.
            _ = hints.recv() => {
                sleep(wake::PAUSE).await;
                *hints = hints.resubscribe();
            }
        }
    }
}

async fn time(desk: Arc<Desk>, mut end: Ending) {
    let mut duty = Duty::new("time", &desk, end.clone());
    let mut seconds = every(LOOK);
    while end.or(seconds.tick()).await.is_some() {
        duty.run(async { desk.look_at_time().await.map(|()| 0) }).await;
    }
}

async fn access_log(desk: Arc<Desk>, mut end: Ending) {
    let mut duty = Duty::new("access log", &desk, end.clone());
    let mut seconds = every(Duration::from_secs(1));
    while end.or(seconds.tick()).await.is_some() {
        duty.run(async { Ok(desk.write_access_log().await? as u64) }).await;
    }
}

/// Looks whether things can be stored: now and then, and often while they cannot, so that the desk goes on by itself.
async fn storage(desk: Arc<Desk>, mut end: Ending) {
    let mut condition = desk.conditions();
    loop {
        let pause = if condition.borrow_and_update().trouble.is_some() { LOOK_AGAIN } else { LOOK_AT_STORAGE };
        let wait = async {
            tokio::select! {
                () = sleep(pause) => {}
                // Whoever has just met trouble knows as much as a look would tell.
                changed = condition.changed() => if changed.is_ok() { sleep(LOOK_AGAIN).await },
            }
        };
        if end.or(wait).await.is_none() {
            return;
        }
        desk.look_at_storage().await;
    }
}

async fn litter(desk: Arc<Desk>, mut end: Ending) {
    let mut duty = Duty::new("files", &desk, end.clone());
    let mut hours = every(Duration::from_secs(3600));
    while end.or(hours.tick()).await.is_some() {
        duty.run(async { Ok((desk.collect_files().await? + desk.collect_uploads().await?) as u64) }).await;
    }
}

async fn old_keys(desk: Arc<Desk>, mut end: Ending) {
    let mut duty = Duty::new("request keys", &desk, end.clone());
    let mut days = every(Duration::from_secs(24 * 3600));
    while end.or(days.tick()).await.is_some() {
        duty.run(async { Ok(desk.forget_keys().await? + desk.forget_drafts().await? + desk.forget_sign_ins().await?) })
            .await;
    }
}

async fn seals(desk: Arc<Desk>, sealing: Sealing, period: Duration, mut end: Ending) {
    let mut duty = Duty::new("seals", &desk, end.clone());
    let mut turns = every(period);
    while end.or(turns.tick()).await.is_some() {
        duty.run(async { Ok(sealing.seal(&desk).await?.seals) }).await;
    }
}

async fn tell_others(desk: Arc<Desk>, mut end: Ending) {
    let mut duty = Duty::new("telling others", &desk, end.clone());
    while end.or(desk.news_for_others()).await.is_some() {
        duty.run(async { desk.tell_others().await.map(|()| 0) }).await;
        end.or(sleep(wake::PAUSE)).await;
    }
}

async fn hear_others(desk: Arc<Desk>, mut end: Ending) {
    let mut duty = Duty::new("hearing others", &desk, end.clone());
    let mut listening = end.clone();
    // It ends only by a fault or with the program.
    while end.or(std::future::ready(())).await.is_some() {
        duty.run(async { listening.or(desk.hear_others()).await.unwrap_or(Ok(())).map(|()| 0) }).await;
    }
}

fn every(period: Duration) -> tokio::time::Interval {
    let mut interval = interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}
