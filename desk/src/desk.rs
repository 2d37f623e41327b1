//! The desk: opened once, acted on by commands, read through views.

use crate::access::{self, Ground, Sight, Standing, Ties};
use crate::clock::watch::{Moment, Watch};
use crate::clock::{Chance, Clock};
use crate::digest::Digest;
use crate::directory::Directory;
use crate::event::Door;
use crate::file::Files;
use crate::id::{PersonId, SessionId, TicketId};
use crate::refusal::{Again, Error, Fault, Outcome, Refusal};
use crate::store::record::RequestKeyRow;
use crate::store::strike::Strikes;
use crate::store::{self, Conn, PoolSize, Store};
use crate::ticket::due::FireDue;
use crate::ticket::{Channel, PartyRole, Ticket};
use crate::token::{Needs, Scopes};
use crate::view::View;
use crate::work::Work;
use chrono::{DateTime, Utc};
use futures_util::future::BoxFuture;
use serde::{Serialize, de::DeserializeOwned};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, RwLock};
use tokio::sync::{broadcast, watch};
use uuid::Uuid;

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A person who has shown who they are.
    Person(PersonId),
    /// The clock: what is due happens by its hand.
    Clock,
    /// The operator at the server's command line.
    Console,
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(id) => id.fmt(f),
            Self::Clock => f.write_str("clock"),
            Self::Console => f.write_str("console"),
        }
    }
}

/// Who acts, and through which door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// Through which door.
    pub door: Door,
    /// Whether the person has given their password within the last ten minutes: asked for before what could be used to take the house over.
    pub proved: bool,
    /// What the token is made for that they act with; none: they act without one.
    pub token: Option<Scopes>,
    /// The session they act in, if it is one.
    pub session: Option<SessionId>,
}

impl Caller {
    /// A person through a door.
    pub fn person(id: PersonId, door: Door) -> Self {
        Self { actor: Actor::Person(id), door, proved: false, token: None, session: None }
    }

    /// By which way a report comes that somebody brings themselves: the door says it, not they.
    pub fn channel(&self) -> Channel {
        match self.door {
            Door::Telegram => Channel::Telegram,
            Door::Graphql if self.token.is_none() => Channel::Web,
            Door::Graphql | Door::Console | Door::Clock => Channel::Api,
        }
    }

    /// The same person, who has just given their password.
    pub fn proved(self) -> Self {
        Self { proved: true, ..self }
    }

    /// The operator at the command line.
    pub const CONSOLE: Self =
        Self { actor: Actor::Console, door: Door::Console, proved: true, token: None, session: None };

    /// The clock.
    pub const CLOCK: Self = Self { actor: Actor::Clock, door: Door::Clock, proved: false, token: None, session: None };
}

/// Something that can be done, and what it answers: ids, so that the same answer can be given again (R7).
///
/// Its future is boxed, for two reasons. A door that knows eighty commands would hold room for each of them in one function, and unoptimised, a
/// thread's stack is not enough for that. And a future is compiled by whichever crate first polls it: boxed, that is this one, once, instead of the
/// program, its tests and its tools each for itself.
#[async_trait::async_trait]
pub trait Command: Serialize + Clone + Send {
    /// What it takes of who acts with a token.
    const NEEDS: Needs;

    /// Whether it counts for how much a person writes. What has a pace of its own does not.
    const COUNTS: bool = true;

    /// Whether nobody else changes the organisation while it runs: for what decides upon much at once. All others find out at their end whether
    /// somebody did, and then run once more.
    const ALONE: bool = false;

    /// What it answers.
    type Answer: Serialize + DeserializeOwned + Send;

    /// Does it. It may run more than once, each time in a transaction of its own of which nothing was stored, if it crosses somebody else's.
    async fn run(self, work: &mut Work<'_>) -> Outcome<Self::Answer>;
}

/// "Something changed on this ticket", for those who may look: a hint, not data. Whoever gets it reads again as themselves. It carries what sight rests
/// on, ids and codes, so that whom it does not concern need not read to know that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// The ticket.
    pub ticket: TicketId,
    /// Its version now.
    pub version: i64,
    /// What sight of it rested on before.
    pub was: Ground,
    /// What it rests on now.
    pub now: Ground,
    /// Who else has to do with it, or had until now.
    pub parties: BTreeSet<(PartyRole, Uuid)>,
    /// Whether it shows, as far as somebody has looked.
    pub(crate) looks: crate::wake::Looks,
}

impl Hint {
    pub(crate) fn of(before: &Ticket, after: &Ticket, parties: impl IntoIterator<Item = (PartyRole, Uuid)>) -> Self {
        Self {
            ticket: after.id,
            version: after.version,
            was: Ground::of(before),
            now: Ground::of(after),
            parties: parties.into_iter().collect(),
            looks: crate::wake::Looks::default(),
        }
    }

    /// A later hint of the same ticket.
    pub(crate) fn and(&mut self, later: Self) {
        self.version = self.version.max(later.version);
        self.now = later.now;
        self.parties.extend(later.parties);
    }

    /// As it was and as it is, to whom it showed.
    fn shown(&self, who: &Standing) -> impl Iterator<Item = (&Ground, Ties)> {
        let ties = Ties::of(who, self.parties.iter());
        let seen = move |ground: &&Ground| access::sight_on(who, ground, ties) != Sight::Nothing;
        [&self.was, &self.now].into_iter().filter(seen).map(move |ground| (ground, ties))
    }

    /// Whether this person sees the ticket, or saw it until now: nobody else is told anything.
    pub fn reaches(&self, who: &Standing) -> bool {
        self.shown(who).next().is_some()
    }

    /// Whether a list of this person's may have changed by it.
    pub fn concerns(&self, who: &Standing, view: View) -> bool {
        self.shown(who).any(|(ground, ties)| view.may_hold(who, ground, ties))
    }
}

/// A command on its way through a transaction, and what it answered. The transaction knows nothing of either, so it is compiled once and not once for
/// each command.
struct Doing<C: Command> {
    command: C,
    answer: Option<C::Answer>,
}

/// What a transaction asks of the command in it.
#[async_trait::async_trait]
trait Act: Send {
    /// Whether it counts for how much its person writes.
    fn counts(&self) -> bool;
    /// Whether it runs while nobody else changes the organisation.
    fn alone(&self) -> bool;
    /// Runs it.
    async fn run(&mut self, work: &mut Work<'_>) -> Outcome<()>;
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

#[async_trait::async_trait]
impl<C: Command> Act for Doing<C> {
    fn counts(&self) -> bool {
        C::COUNTS
    }

    fn alone(&self) -> bool {
        C::ALONE
    }

    async fn run(&mut self, work: &mut Work<'_>) -> Outcome<()> {
        let command = self.command.clone();
        self.answer = Some(command.run(work).await?);
        Ok(())
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

/// How many due tickets one transaction takes (R33).
const TOGETHER: usize = 16;

/// What the clocks of this process have said since it began.
#[derive(Debug, Default)]
pub(crate) struct Fired {
    pub(crate) warnings: AtomicU64,
    pub(crate) breaches: AtomicU64,
    pub(crate) moves: AtomicU64,
}

/// What a command has to tell once it is committed.
#[derive(Debug, Default)]
pub struct Told {
    pub(crate) hints: Vec<Hint>,
    /// Warnings, breaches and moved due times among its events.
    pub(crate) fired: [u64; 3],
    /// Whether somebody's session, token or role may have ended.
    pub(crate) rights: bool,
}

/// The organisation in memory, refreshed when its stamp has moved.
#[derive(Debug, Default)]
pub struct Region {
    copy: RwLock<Option<Arc<Directory>>>,
}

impl Region {
    /// A copy that is not older than the last committed change.
    pub(crate) async fn fresh(&self, conn: &impl Conn, now: DateTime<Utc>) -> Outcome<Arc<Directory>> {
        let stamp = store::directory::stamp(conn).await?;
        self.of_stamp(conn, stamp, now).await
    }

    /// The same, by whoever has just read the stamp.
    pub(crate) async fn of_stamp(&self, conn: &impl Conn, stamp: i64, now: DateTime<Utc>) -> Outcome<Arc<Directory>> {
        let held = self.copy.read().unwrap_or_else(|e| e.into_inner()).clone();
        if let Some(copy) = held.filter(|copy| copy.stamp == stamp) {
            return Ok(copy);
        }
        let copy = Arc::new(Directory::new(store::directory::load(conn, now).await?)?);
        *self.copy.write().unwrap_or_else(|e| e.into_inner()) = Some(copy.clone());
        Ok(copy)
    }
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
    pub(crate) region: Region,
    pub(crate) hashing: crate::knock::Hashing,
    pub(crate) porch: crate::knock::Porch,
    pub(crate) access_log: crate::audit::AccessLog,
    pub(crate) fired: Fired,
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
    pub(crate) tables: crate::import::Planning,
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
            region: Region::default(),
            hashing: crate::knock::Hashing::default(),
            porch: crate::knock::Porch::default(),
            access_log: crate::audit::AccessLog::default(),
            fired: Fired::default(),
            reserve: AtomicU64::new(0),
            seen: crate::session::Seen::default(),
            looked: AtomicU64::new(0),
            hub: broadcast::channel(1024).0,
            rights: watch::Sender::default(),
            outbox,
            drafts: crate::pace::Pace::of(crate::draft::PER_MINUTE),
            uploads: crate::pace::Pace::of(crate::file::PER_MINUTE),
            tables: crate::import::Planning::default(),
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

    /// Does what is due, on at most `most` tickets, several in a transaction (R33). Returns on how many something happened. Several instances may do
    /// this at once: what one holds the others pass over, and whoever comes second to a ticket finds nothing due on it any more. A ticket that fails
    /// does not stop the others; where nothing but failures was left, the first of them is told. While the clock is not to be believed nothing is due.
    pub async fn run_due(&self, most: u64) -> Outcome<usize> {
        if self.moment().off.is_some() {
            return Ok(0);
        }
        let (mut done, mut failed) = (0, None);
        let due = store::ticket::tickets_due(&self.store.read(), self.now(), most).await?;
        for some in due.chunks(TOGETHER) {
            match self.act(&Caller::CLOCK, FireDue { tickets: some.to_vec() }).await {
                Ok(fired) => done += fired,
                // None of them is to blame.
                Err(error @ Error::Refused(Refusal::CannotStore)) => return Err(error),
                // One of them is broken: each by itself, so that it holds up none but itself.
                Err(error) if some.len() > 1 => {
                    tracing::warn!(%error, "what is due cannot be done together");
                    for ticket in some {
                        match self.act(&Caller::CLOCK, FireDue { tickets: vec![*ticket] }).await {
                            Ok(fired) => done += fired,
                            Err(error) => {
                                tracing::error!(%ticket, %error, "what is due cannot be done");
                                failed.get_or_insert(error);
                            }
                        }
                    }
                }
                Err(error) => {
                    tracing::error!(ticket = %some[0], %error, "what is due cannot be done");
                    failed.get_or_insert(error);
                }
            }
        }
        match failed {
            Some(error) if done == 0 => Err(error),
            _ => Ok(done),
        }
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
    }
}
