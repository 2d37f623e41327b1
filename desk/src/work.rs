//! One command's work: one transaction, one actor, one instant. Whatever a command writes, its events and what it tells the live listeners go
//! through here, so that no use case can change a row without leaving an event.

use crate::access::{self, Matter, Standing};
use crate::caller::{Actor, Caller};
use crate::clock::Chance;
use crate::clock::watch::Moment;
use crate::digest::Digest;
use crate::directory::{Directory, DirectoryCache};
use crate::event::{Event, Facts, Happened, Kind, Recorded, VERSION};
use crate::hint::Hint;
use crate::id::{Id, PersonId, TicketId};
use crate::person::Person;
use crate::power::stream_of;
use crate::refusal::{Outcome, Refusal, if_gone};
use crate::setting::SettingKey;
use crate::sla::moves::Moves;
use crate::store::people::Session;
use crate::store::{self, Row, Store, Tx};
use crate::token::Needs;
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

mod command;
mod commit;
mod held;

pub use command::Command;
pub(crate) use command::command;
use held::Held;
pub(crate) use held::missed_since;

/// A transaction in which one command does its work.
#[derive(Debug)]
pub struct Work<'a> {
    /// The transaction.
    pub(crate) tx: Tx,
    /// The instant of everything this command does.
    pub now: DateTime<Utc>,
    /// Whether the clock it comes from is to be believed: while it is not, nothing falls due.
    pub(crate) sure: bool,
    /// Who does it, and through which door.
    pub caller: Caller,
    /// The person who acts, as they were when the command began.
    person: Option<Person>,
    standing: Option<Standing>,
    directory: Arc<Directory>,
    /// The organisation as it was when the command began.
    began_with: Arc<Directory>,
    directory_moved: bool,
    /// What due times rested on when the command began.
    sla_print: i64,
    store: &'a Store,
    chance: &'a Chance,
    /// Heads that are held.
    heads: BTreeMap<String, Held>,
    /// The streams of records that were compared with what their events say of them.
    compared: BTreeSet<String>,
    events: Vec<Event>,
    hints: Vec<Hint>,
    rights_moved: bool,
    /// What this command derived anew before the job that an edit asked for came to it: tickets, due times that moved, those late by it.
    derived_anew: (i32, i32, i32),
    /// Tickets around which something was written that no event has told yet.
    untold: BTreeSet<TicketId>,
}

/// A command's work by the hand of the clock. When this goes, whoever acts goes on.
#[derive(Debug)]
pub(crate) struct AsClock<'w, 'a> {
    work: &'w mut Work<'a>,
    caller: Caller,
}

impl<'a> Deref for AsClock<'_, 'a> {
    type Target = Work<'a>;

    fn deref(&self) -> &Work<'a> {
        self.work
    }
}

impl<'a> DerefMut for AsClock<'_, 'a> {
    fn deref_mut(&mut self) -> &mut Work<'a> {
        self.work
    }
}

impl Drop for AsClock<'_, '_> {
    fn drop(&mut self) {
        self.work.caller = self.caller;
    }
}

impl<'a> Work<'a> {
    pub(crate) async fn begin(
        store: &'a Store,
        region: &'a DirectoryCache,
        chance: &'a Chance,
        moment: Moment,
        caller: Caller,
        alone: bool,
    ) -> Outcome<Self> {
        let tx = store.begin().await?;
        if alone {
            // Before anything is read, so that what is read stays as it is.
            store::directory::hold_stamp(&tx).await?;
        }
        Self::within(tx, store, region, chance, moment, caller).await
    }

    /// The same in a transaction that has begun.
    pub(crate) async fn within(
        tx: Tx,
        store: &'a Store,
        region: &'a DirectoryCache,
        chance: &'a Chance,
        moment: Moment,
        caller: Caller,
    ) -> Outcome<Self> {
        let now = moment.now;
        let (person, directory) = match caller.actor {
            Actor::Person(id) => {
                let known = store::directory::person_and_stamp(&tx, id).await?;
                let (person, stamp) = known.filter(|(it, _)| it.retired_at.is_none()).ok_or(Refusal::SignInFirst)?;
                (Some(person), region.of_stamp(&tx, stamp, now).await?)
            }
            Actor::Clock | Actor::Console => (None, region.fresh(&tx, now).await?),
        };
        let standing = person.as_ref().map(|person| Standing::of(person, &directory, now));
        let sla_print = directory.sla_print();
        Ok(Self {
            tx,
            now,
            sure: moment.off.is_none(),
            caller,
            person,
            standing,
            began_with: directory.clone(),
            directory,
            directory_moved: false,
            sla_print,
            store,
            chance,
            heads: BTreeMap::new(),
            compared: BTreeSet::new(),
            events: Vec::new(),
            hints: Vec::new(),
            rights_moved: false,
            derived_anew: (0, 0, 0),
            untold: BTreeSet::new(),
        })
    }

    /// R24: refuses a command by which the person who acts would become more than they were. Asked of every command, so that none can forget it.
    pub(crate) async fn nothing_gained(&mut self) -> Outcome<()> {
        let (Some(person), Actor::Person(_)) = (self.person.clone(), self.caller.actor) else { return Ok(()) };
        if self.directory_moved {
            let after = self.directory().await?;
            if access::gains(&person, &self.began_with, &after, self.now) {
                return Err(Refusal::OwnGain.into());
            }
        }
        Ok(())
    }

    /// A new id.
    pub fn id<I: Id>(&self) -> I {
        I::from(self.chance.uuid(self.now))
    }

    /// A salt for a text.
    pub fn salt(&self) -> Digest {
        Digest(self.chance.bytes())
    }

    /// Where ids and salts come from, for what is decided apart from the work.
    pub(crate) fn chance(&self) -> &'a Chance {
        self.chance
    }

    /// Unpredictable bytes, for tokens and codes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        self.chance.bytes()
    }

    /// The organisation, with what this command changed itself.
    pub async fn directory(&mut self) -> Outcome<Arc<Directory>> {
        if self.directory_moved {
            self.directory = Arc::new(Directory::new(store::directory::load(&self.tx, self.now).await?)?);
        }
        Ok(self.directory.clone())
    }

    /// The organisation as it was when the command began; enough wherever the command does not change it.
    pub fn organisation(&self) -> Arc<Directory> {
        self.directory.clone()
    }

    /// The person who acts.
    pub fn person(&self) -> Outcome<PersonId> {
        match self.caller.actor {
            Actor::Person(id) => Ok(id),
            Actor::Clock | Actor::Console => Err(Refusal::SignInFirst.into()),
        }
    }

    /// The person who acts, if it is one and not the clock.
    pub fn author(&self) -> Option<PersonId> {
        match self.caller.actor {
            Actor::Person(id) => Some(id),
            Actor::Clock | Actor::Console => None,
        }
    }

    /// What that person is.
    pub fn standing(&self) -> Outcome<&Standing> {
        self.standing.as_ref().ok_or_else(|| Refusal::SignInFirst.into())
    }

    /// Refuses unless the actor may deal with a matter. The operator at the console of the server may.
    pub fn need(&self, matter: Matter) -> Outcome<()> {
        match (&self.caller.actor, &self.standing) {
            (Actor::Console, _) => Ok(()),
            (Actor::Person(_), Some(standing)) if access::may_deal(standing, matter) => Ok(()),
            (Actor::Person(_) | Actor::Clock, _) => Err(Refusal::Forbidden.into()),
        }
    }

    /// Refuses unless the person has given their password again lately (R26).
    pub fn need_proof(&self) -> Outcome<()> {
        // Whoever has only a token has no password to give.
        Needs::Session.allow(&self.caller)?;
        if self.caller.proved { Ok(()) } else { Err(Refusal::PasswordAgain.into()) }
    }

    /// Inserts a record of the organisation, or a solution request, with its event.
    pub async fn create<R: Recorded + Row>(&mut self, row: R, kind: Kind, facts: Facts) -> Outcome<()> {
        let (stream, after) = (row.stream(), row.state());
        let facts = facts.change(None, &after);
        let digest = crate::event::digest_of_state(&stream, &after);
        row.insert_into(&self.tx).await?;
        self.append(&stream, kind, facts, Some(digest), self.now).await
    }

    /// Writes a record of the organisation, or a solution request, back with its event. `before` is what the command decided upon, read before the
    /// record was held: what somebody else made of it in the meantime is not overwritten.
    pub async fn change<R: Recorded + Row>(&mut self, before: &R, row: R, kind: Kind, facts: Facts) -> Outcome<()> {
        let (stream, after) = (row.stream(), row.state());
        let lies = self.unchanged(before).await?;
        let facts = facts.change(Some(&lies), &after);
        let digest = crate::event::digest_of_state(&stream, &after);
        row.save_into(&self.tx).await?;
        self.append(&stream, kind, facts, Some(digest), self.now).await
    }

    /// Holds a record, and refuses if somebody made something else of it since it was read. Answers the state of the row that lies there: where that is
    /// not what its events say, it was altered past the program, which is put on record first.
    async fn unchanged<R: Recorded + Row>(&mut self, before: &R) -> Outcome<Value> {
        let stream = before.stream();
        self.hold_stream(&stream).await?;
        let stale = || Refusal::Stale { changes: Vec::new() };
        let lies = before.again(&self.tx).await?.ok_or_else(stale)?;
        let said = self.said(&stream).await?;
        let (state, texts) = (lies.state(), lies.texts_fit());
        let whole = texts && said == Some(crate::event::digest_of_state(&stream, &state));
        // What the desk holds in memory is what the events say, and the row is not: then nobody's doing is overwritten.
        let by_hand = !whole && said == Some(before.state_digest());
        if lies != *before && !by_hand {
            return Err(stale().into());
        }
        if !whole {
            let around = if texts { Vec::new() } else { vec!["text"] };
            self.found_altered(&stream, &state, around).await?;
        }
        Ok(state)
    }

    /// Writes a record of the organisation, new or changed, and makes every instance read the directory again.
    pub async fn save_organisation<R: Recorded + Row>(&mut self, before: Option<&R>, row: R) -> Outcome<()> {
        match before {
            Some(before) => self.change(before, row, Kind::Changed, Facts::new()).await?,
            None => self.create(row, Kind::Created, Facts::new()).await?,
        }
        self.organisation_changed();
        Ok(())
    }

    /// Says that rows around a ticket changed, of which its state holds the digest: its next event tells them, and without one nothing is committed.
    pub(crate) fn changed_around(&mut self, ticket: TicketId) {
        self.untold.insert(ticket);
    }

    /// Says that an event tells what changed around a ticket.
    pub(crate) fn told_around(&mut self, ticket: TicketId) {
        self.untold.remove(&ticket);
    }

    /// Tells those who listen, once this is committed.
    pub(crate) fn hint(&mut self, hint: Hint) {
        self.hints.push(hint);
    }

    /// What those who listen will be told of a ticket.
    pub(crate) fn hints_of(&mut self, ticket: TicketId) -> impl Iterator<Item = &mut Hint> {
        self.hints.iter_mut().filter(move |hint| hint.ticket == ticket)
    }

    /// Says that this command changed what the directory holds.
    pub fn organisation_changed(&mut self) {
        self.directory_moved = true;
    }

    /// Notes what an edit did to a ticket that this command came to before the job: it is one of those that the job counts.
    pub(crate) fn settled(&mut self, moves: Moves) {
        let (tickets, moved, late) = self.derived_anew;
        self.derived_anew = (tickets + 1, moved + moves.moved, late + moves.late);
    }

    /// Says that this command may have ended somebody's session, token or right: open sockets look again at once (R24).
    pub fn rights_changed(&mut self) {
        self.rights_moved = true;
    }

    /// Appends an event that changes no record: to a person's stream, to the access log.
    pub async fn append(
        &mut self,
        stream: &str,
        kind: Kind,
        facts: Facts,
        state_digest: Option<Digest>,
        effective_at: DateTime<Utc>,
    ) -> Outcome<()> {
        let happened = self.happened(stream, kind, facts, effective_at);
        self.put(happened, state_digest).await
    }

    /// By the hand of the clock, for as long as what this answers is there.
    pub(crate) fn as_clock(&mut self) -> AsClock<'_, 'a> {
        let caller = std::mem::replace(&mut self.caller, Caller::CLOCK);
        AsClock { work: self, caller }
    }

    /// What this command does to a record, before there are bytes of it.
    pub(crate) fn happened(&self, stream: &str, kind: Kind, facts: Facts, effective_at: DateTime<Utc>) -> Happened {
        let Caller { actor, door, .. } = self.caller;
        Happened { stream: stream.to_owned(), kind, actor, door, effective_at, facts }
    }

    /// Makes the bytes of what happened, and puts them at the end of its stream.
    pub(crate) async fn put(&mut self, happened: Happened, state_digest: Option<Digest>) -> Outcome<()> {
        let Happened { stream, kind, actor, door, effective_at, facts } = happened;
        let now = self.now;
        let data = facts.salted(self.random()).bytes();
        let head = self.head(&stream).await?;
        let mut event = Event {
            seq: head.seq + 1,
            // R15: the record's own time never runs backwards, whatever the machine's clock does.
            recorded_at: now.max(head.recorded_at),
            effective_at,
            actor: actor.to_string(),
            door,
            kind: kind.code().to_owned(),
            v: VERSION,
            data,
            state_digest,
            prev_hash: head.hash,
            hash: Digest::NONE,
            stream,
        };
        event.hash = event.computed_hash();
        (head.seq, head.hash, head.recorded_at) = (event.seq, event.hash, event.recorded_at);
        if state_digest.is_some() {
            self.held(&event.stream).await?.said = state_digest;
        }
        self.events.push(event);
        Ok(())
    }

    /// R8: the next number of a prefix, of the year in the region's zone.
    pub async fn number(&mut self, prefix: SettingKey) -> Outcome<String> {
        use chrono::Datelike;
        let prefix = self.directory.text(prefix);
        let digits = usize::try_from(self.directory.number(SettingKey::NumberDigits)).unwrap_or(6);
        let year = self.now.with_timezone(&self.directory.zone()).year();
        let sequence = store::sequence(&prefix, &year.to_string());
        self.store.ensure_sequence(&sequence).await?;
        let n = self.tx.next_number(&sequence).await?;
        Ok(format!("{prefix}-{year}-{n:0digits$}"))
    }

    /// The person who acts, as they were when the command began.
    pub fn actor(&self) -> Outcome<&Person> {
        self.person.as_ref().ok_or_else(|| Refusal::SignInFirst.into())
    }

    /// A person who is in use, held until the end of the transaction: nobody else retires them meanwhile, or gives or ends what they sign in with
    /// (R20). Whoever changes any of that comes here first; what decides is read afterwards.
    pub async fn hold_person(&mut self, id: PersonId) -> Outcome<Person> {
        self.hold_stream(&stream_of(id)).await?;
        self.active_person(id).await
    }

    /// The person who acts, held as by [`Work::hold_person`]; refuses if the session they came with has ended since they were let in.
    pub async fn hold_self(&mut self) -> Outcome<Person> {
        let person = self.hold_person(self.person()?).await.map_err(if_gone(Refusal::SignInFirst))?;
        if let Some(session) = self.caller.session {
            let session: Option<Session> = store::get(&self.tx, session).await?;
            let open = session.is_some_and(|it| it.person_id == person.id && it.ended_at.is_none());
            if !open {
                return Err(Refusal::SignInFirst.into());
            }
        }
        Ok(person)
    }

    /// A person who is in use.
    pub async fn active_person(&self, id: PersonId) -> Outcome<Person> {
        let person: Person = store::get(&self.tx, id).await?.ok_or(Refusal::NotFound)?;
        if person.retired_at.is_some() { Err(Refusal::Retired("person").into()) } else { Ok(person) }
    }
}
