//! The desk: opened once, acted on by commands, read through views.

use crate::caller::{Actor, Caller};
use crate::clock::watch::{Moment, Watch};
use crate::clock::{Chance, Clock};
use crate::digest::Digest;
use crate::directory::{Directory, DirectoryCache};
use crate::file::Files;
use crate::hint::{Hint, Told};
use crate::refusal::{Again, Error, Fault, Outcome, Refusal};
use crate::store::record::RequestKeyRow;
use crate::store::strike::Strikes;
use crate::store::{self, PoolSize, Store};
use crate::work::{Command, Work};
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tokio::sync::{broadcast, watch};

/// A command on its way through a transaction, and what it answered. The transaction knows nothing of either, so it is compiled once and not once for
/// each command.
struct Doing<C: Command> {
    command: C,
    answer: Option<C::Answer>,
}

/// What a transaction asks of the command in it.
trait Act: Send {
    /// Whether it counts for how much its person writes.
    fn counts(&self) -> bool;
    /// Whether it runs while nobody else changes the organisation.
    fn alone(&self) -> bool;
    /// Runs it.
    fn run<'a>(&'a mut self, work: &'a mut Work<'_>) -> BoxFuture<'a, Outcome<()>>;
    /// Its answer, to be kept.
    fn kept(&self) -> Outcome<String>;
    /// It ran before, and this was its answer.
    fn ran_before(&mut self, kept: &str) -> Outcome<()>;
}

impl<C: Command> Doing<C> {
    fn new(command: C) -> Self {
        Self { command, answer: None }
    }

    fn answer(self) -> Outcome<C::Answer> {
        Ok(self.answer.ok_or_else(|| Fault::new("a command that answered nothing"))?)
    }
}

impl<C: Command> Act for Doing<C> {
    fn counts(&self) -> bool {
        C::COUNTS
    }

    fn alone(&self) -> bool {
        C::ALONE
    }

    fn run<'a>(&'a mut self, work: &'a mut Work<'_>) -> BoxFuture<'a, Outcome<()>> {
        Box::pin(async move {
            let command = self.command.clone();
            self.answer = Some(command.run(work).await?);
            Ok(())
        })
    }

    fn kept(&self) -> Outcome<String> {
        let answer = self.answer.as_ref().ok_or_else(|| Fault::new("a command that answered nothing"))?;
        Ok(serde_json::to_string(answer).map_err(Fault::new)?)
    }

    fn ran_before(&mut self, kept: &str) -> Outcome<()> {
        self.answer = Some(serde_json::from_str(kept).map_err(Fault::new)?);
        Ok(())
    }
}

/// How often a command is tried that crosses others: two who waited for each other, or somebody who was faster.
pub const TRIES: u32 = 4;

/// What the clocks of this process have said since it began.
#[derive(Debug, Default)]
pub(crate) struct Fired {
    pub(crate) warnings: AtomicU64,
    pub(crate) breaches: AtomicU64,
    pub(crate) moves: AtomicU64,
}

/// What the desk needs from outside.
#[derive(Debug)]
pub struct Parts {
    /// The database: `sqlite://PATH` or `postgres://...`.
    pub database: String,
    /// How many connections.
    pub pool: PoolSize,
    /// The folder for files.
    pub files: std::path::PathBuf,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Chance.
    pub chance: Chance,
}

/// The desk.
#[derive(Debug)]
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) files: Files,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) watch: Watch,
    pub(crate) time_looks: crate::doubt::Looks,
    pub(crate) chance: Chance,
    pub(crate) region: DirectoryCache,
    pub(crate) hashing: crate::knock::Hashing,
    pub(crate) porch: crate::knock::Porch,
    pub(crate) access_log: crate::audit::AccessLog,
    pub(crate) fired: Fired,
    /// Under which a login that is nobody's is noted.
    pub(crate) nobody_key: OnceLock<[u8; 32]>,
    /// Whether the last run of sealing failed.
    pub(crate) sealing_fails: AtomicBool,
    /// Bytes that files leave free.
    pub(crate) reserve: AtomicU64,
    pub(crate) seen: crate::session::Seen,
    /// How often it was looked whether the ticket of a hint shows to somebody who listens.
    pub(crate) looked: AtomicU64,
    hub: broadcast::Sender<Hint>,
    rights: watch::Sender<()>,
    pub(crate) outbox: crate::wake::Outbox,
    pub(crate) drafts: crate::pace::Pace,
    pub(crate) uploads: crate::pace::Pace,
    pub(crate) tables: crate::import::planning::Planning,
    pub(crate) presence: crate::presence::Presence,
}

impl Desk {
    /// Opens the desk. The schema must be there already.
    pub async fn open(parts: Parts) -> Result<Self, Fault> {
        Self::open_struck(parts, None).await
    }

    /// Opens it with what is to go wrong in its transactions, for the stories of a store that fails.
    pub async fn open_struck(parts: Parts, strikes: Option<Arc<dyn Strikes>>) -> Result<Self, Fault> {
        let outbox = crate::wake::Outbox::new(parts.chance.uuid(parts.clock.now()));
        Ok(Self {
            store: Store::open_struck(&parts.database, parts.pool, strikes).await?,
            files: Files::open(&parts.files)?,
            clock: parts.clock,
            watch: Watch::default(),
            time_looks: crate::doubt::Looks::default(),
            chance: parts.chance,
            region: DirectoryCache::default(),
            hashing: crate::knock::Hashing::default(),
            porch: crate::knock::Porch::default(),
            access_log: crate::audit::AccessLog::default(),
            fired: Fired::default(),
            nobody_key: OnceLock::new(),
            sealing_fails: AtomicBool::new(false),
            reserve: AtomicU64::new(0),
            seen: crate::session::Seen::default(),
            looked: AtomicU64::new(0),
            hub: broadcast::channel(1024).0,
            rights: watch::Sender::default(),
            outbox,
            drafts: crate::pace::Pace::of(crate::draft::PER_MINUTE),
            uploads: crate::pace::Pace::of(crate::file::PER_MINUTE),
            tables: crate::import::planning::Planning::default(),
            presence: crate::presence::Presence::default(),
        })
    }

    /// The current instant.
    pub fn now(&self) -> DateTime<Utc> {
        self.moment().now
    }

    /// The current instant, and whether the clock it comes from is to be believed.
    pub fn moment(&self) -> Moment {
        self.watch.read(&*self.clock)
    }

    /// Where the data is, for migrations, backup and checks.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Where file contents are.
    pub fn files(&self) -> &Files {
        &self.files
    }

    /// Tells the other instances what they have not heard yet, and closes all connections.
    pub async fn close(&self) -> Result<(), Fault> {
        if let Err(error) = self.tell_others().await {
            tracing::warn!(%error, "the other instances were not told everything");
        }
        self.store.close().await
    }

    /// The organisation as it is now.
    pub async fn directory(&self) -> Outcome<Arc<Directory>> {
        self.region.fresh(&self.store.read(), self.now()).await
    }

    /// Hints of changes, from now on.
    pub fn hints(&self) -> broadcast::Receiver<Hint> {
        self.hub.subscribe()
    }

    /// How often it was looked whether the ticket of a hint shows to somebody who listens: once for each of them and hint.
    pub fn looked(&self) -> u64 {
        self.looked.load(Ordering::Relaxed)
    }

    /// Changes whenever somebody's session, token or role may have ended, here or on another instance.
    pub fn rights(&self) -> watch::Receiver<()> {
        self.rights.subscribe()
    }

    pub(crate) fn rights_may_have_changed(&self) {
        self.rights.send_replace(());
    }

    /// Passes hints of another instance on to the listeners of this one.
    pub fn pass_on(&self, hint: Hint) {
        // Nobody listening is no fault.
        let _ = self.hub.send(hint);
    }

    /// Does a command: all of it or nothing. Boxed for the reason that commands are.
    pub fn act<'a, C: Command + 'a>(&'a self, caller: &'a Caller, command: C) -> BoxFuture<'a, Outcome<C::Answer>> {
        Box::pin(async move {
            C::NEEDS.allow(caller)?;
            let bytes = serde_json::to_vec(&command).map_err(Fault::new)?.len();
            let mut doing = Doing::new(command);
            self.transact(caller, None, bytes, &mut doing).await?;
            doing.answer()
        })
    }

    /// Does a command once, however often it is sent under the same key (R7). A refusal is not kept: it can be tried again.
    pub fn act_once<'a, C: Command + 'a>(
        &'a self,
        caller: &'a Caller,
        key: &'a str,
        command: C,
    ) -> BoxFuture<'a, Outcome<C::Answer>> {
        Box::pin(async move {
            if key.is_empty() || key.len() > 200 || key.contains(char::is_control) {
                return Err(Refusal::Invalid("requestId").into());
            }
            C::NEEDS.allow(caller)?;
            let bytes = serde_json::to_vec(&command).map_err(Fault::new)?;
            let input = Digest::of("tanggap/input/1", [std::any::type_name::<C>().as_bytes(), &bytes]);
            let mut doing = Doing::new(command);
            self.transact(caller, Some((key, input)), bytes.len(), &mut doing).await?;
            doing.answer()
        })
    }

    /// The transaction of a command of so many bytes, with the key it came under and the digest of what it asks.
    async fn transact(
        &self,
        caller: &Caller,
        once: Option<(&str, Digest)>,
        bytes: usize,
        command: &mut dyn Act,
    ) -> Outcome<()> {
        let (mut alone, mut tried) = (command.alone(), 1);
        loop {
            let done = self.transact_once(caller, once, bytes, command, alone).await;
            let again = match &done {
                Err(Error::Fault(fault)) if tried < TRIES => fault.again(),
                _ => None,
            };
            let Some(again) = again else { return done };
            // Whoever was overtaken decides alone the next time, so that it is not overtaken for ever.
            alone |= again == Again::Overtaken;
            tried += 1;
            tracing::debug!(?again, "a command crossed another and is done once more");
        }
    }

    async fn transact_once(
        &self,
        caller: &Caller,
        once: Option<(&str, Digest)>,
        bytes: usize,
        command: &mut dyn Act,
        alone: bool,
    ) -> Outcome<()> {
        let mut work = self.begin_as(caller, alone).await?;
        let mut kept = None;
        if let Some((key, input)) = once {
            let (door, actor, at) = (caller.door, caller.actor.to_string(), work.now);
            let row = RequestKeyRow { door, actor, key: key.to_owned(), input, outcome: None, at };
            // The insert comes first: on PostgreSQL a second sender waits here until the first has committed.
            if !work.tx.insert_new(row.clone()).await? {
                let earlier = store::record::request_key(&work.tx, row.door, &row.actor, &row.key).await?;
                let earlier = earlier.ok_or_else(|| Fault::new("a request key vanished"))?;
                if earlier.input != input {
                    return Err(Refusal::KeyReused.into());
                }
                let outcome = earlier.outcome.ok_or_else(|| Fault::new("a request key without its outcome"))?;
                return command.ran_before(&outcome);
            }
            kept = Some(row);
        }
        let ran = async {
            // After the key: what was done already is answered, whatever room there is now.
            self.need_room_for_text(caller, bytes)?;
            if command.counts() {
                work.count_writing(bytes).await?;
            }
            command.run(&mut work).await?;
            work.nothing_gained().await
        };
        if let Err(error) = ran.await {
            self.refused(work, &error).await;
            return Err(error);
        }
        if let Some(row) = kept {
            work.tx.save(RequestKeyRow { outcome: Some(command.kept()?), ..row }).await?;
        }
        self.tell(work.commit().await?);
        Ok(())
    }

    /// Boxed for the reason that commands are.
    pub(crate) fn begin(&self, caller: &Caller) -> BoxFuture<'_, Outcome<Work<'_>>> {
        self.begin_as(caller, false)
    }

    fn begin_as(&self, caller: &Caller, alone: bool) -> BoxFuture<'_, Outcome<Work<'_>>> {
        Box::pin(Work::begin(&self.store, &self.region, &self.chance, self.moment(), *caller, alone))
    }

    pub(crate) fn tell(&self, told: Told) {
        let counters = [&self.fired.warnings, &self.fired.breaches, &self.fired.moves];
        for (counter, more) in counters.into_iter().zip(told.fired) {
            counter.fetch_add(more, Ordering::Relaxed);
        }
        if told.rights {
            self.rights_may_have_changed();
        }
        for hint in &told.hints {
            self.pass_on(hint.clone());
        }
        // SQLite has one instance.
        if !self.store.is_sqlite() {
            self.outbox.add(told);
        }
    }

    /// Gives a refused command's transaction up, and notes in the access log that somebody tried what they may not do (R25).
    async fn refused(&self, work: Work<'_>, error: &Error) {
        let caller = work.caller;
        if let Err(fault) = work.tx.rollback().await {
            tracing::warn!(%fault, "rolling back");
        }
        if let (Error::Refused(Refusal::Forbidden), Actor::Person(_)) = (error, caller.actor) {
            self.note_access(&caller, crate::event::Kind::Refused, crate::event::Facts::new());
        }
        // Who is told whose number it is has looked for somebody by it.
        if let Error::Refused(Refusal::KnownPerson(found)) = error {
            let facts = crate::event::Facts::new().with("by", ["PHONE"]).with("found", found);
            self.note_access(&caller, crate::event::Kind::NumberSearched, facts);
        }
    }
}
