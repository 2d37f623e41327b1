//! Reads. Everything a view returns is already filtered by what the person may see; a door only translates it.

use crate::access::{Matter, Standing, may_deal};
use crate::caller::{Actor, Caller};
use crate::desk::Desk;
use crate::directory::Directory;
use crate::event::{Facts, Kind};
use crate::person::Person;
use crate::refusal::{Outcome, Refusal};
use crate::session::{Arrival, Known};
use crate::store;
use crate::token::Needs;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use futures_util::future::BoxFuture;
use shown::Trace;
use std::sync::Arc;

pub mod audit;
pub mod board;
pub mod containment;
mod drafts;
pub mod list;
pub mod people;
pub mod shown;
pub mod sla;
pub mod ticket;

pub use crate::list::{Filter, Order, Page, PageOf, View};
pub use people::PersonView;
pub use shown::{Noted, TicketView};
pub use ticket::{Entry, PAGE_BYTES};

/// Boxes the future of what a door may read, so that the proof that a door's own future may move between threads ends there. Each of GraphQL's resolvers
/// makes its own, and nothing holds in one that was proven in another. What comes with a reference is written with its lifetime.
macro_rules! reading {
    (
        $(#[$doc:meta])*
        $seen:vis async fn $name:ident(&$self:ident $(, $given:ident: $type:ty)* $(,)?) -> $outcome:ty $body:block
    ) => {
        $(#[$doc])*
        $seen fn $name<'a>(&'a $self $(, $given: $type)*) -> futures_util::future::BoxFuture<'a, $outcome> {
            Box::pin(async move $body)
        }
    };
    (
        $(#[$doc:meta])*
        $seen:vis async fn $name:ident<$a:lifetime>(&$b:lifetime $self:ident $(, $given:ident: $type:ty)* $(,)?)
            -> $outcome:ty $body:block
    ) => {
        $(#[$doc])*
        $seen fn $name<$a>(&$b $self $(, $given: $type)*) -> futures_util::future::BoxFuture<$a, $outcome> {
            Box::pin(async move $body)
        }
    };
}

pub(crate) use reading;

/// Reads as one person, at one instant.
#[derive(Debug, Clone)]
pub struct Reader {
    /// Who reads, and through which door.
    pub caller: Caller,
    /// That person's record.
    pub person: Arc<Person>,
    /// What that person is.
    pub standing: Arc<Standing>,
    /// The organisation.
    pub directory: Arc<Directory>,
    /// The instant.
    pub now: DateTime<Utc>,
    desk: Arc<Desk>,
    noted: Noted,
}

impl Desk {
    /// Begins to read as a person.
    pub async fn reader(self: &Arc<Self>, caller: &Caller) -> Outcome<Reader> {
        self.reader_within(caller, &Noted::default()).await
    }

    /// Reads anew within an operation that has read before: what it has read already is not noted again.
    pub fn reader_within<'a>(
        self: &'a Arc<Self>,
        caller: &'a Caller,
        noted: &'a Noted,
    ) -> BoxFuture<'a, Outcome<Reader>> {
        Box::pin(self.read_within(caller, None, noted))
    }

    /// Begins to read as somebody who has just come to a door: what was read of them there is not read again.
    pub fn reader_on_arrival<'a>(
        self: &'a Arc<Self>,
        caller: &'a Caller,
        arrival: &mut Arrival,
        noted: &'a Noted,
    ) -> BoxFuture<'a, Outcome<Reader>> {
        Box::pin(self.read_within(caller, arrival.take(), noted))
    }

    async fn read_within(self: &Arc<Self>, caller: &Caller, known: Option<Known>, noted: &Noted) -> Outcome<Reader> {
        let Actor::Person(id) = caller.actor else { return Err(Refusal::SignInFirst.into()) };
        Needs::READ.allow(caller)?;
        self.need_trace()?;
        let (now, db) = (self.now(), self.store.read());
        let known = match known.filter(|known| known.person.id == id) {
            Some(known) => Some((known.person, known.stamp)),
            None => store::directory::person_and_stamp(&db, id).await?,
        };
        let (person, stamp) = known.filter(|(person, _)| person.retired_at.is_none()).ok_or(Refusal::SignInFirst)?;
        let directory = self.region.of_stamp(&db, stamp, now).await?;
        let standing = Standing::of(&person, &directory, now);
        Ok(Reader {
            caller: *caller,
            person: Arc::new(person),
            standing: Arc::new(standing),
            directory,
            now,
            desk: self.clone(),
            noted: noted.clone(),
        })
    }
}

impl Reader {
    pub(crate) fn db(&self) -> store::Db<'_> {
        self.desk.store.read()
    }

    /// Where this person's reading is noted.
    fn trace(&self) -> Trace {
        Trace { desk: self.desk.clone(), caller: self.caller, noted: self.noted.clone() }
    }

    /// The desk this reads from.
    pub fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    /// Sees that the person has just given their password (R26), or gave it to make a token for this; and notes that they take a list along (R25).
    pub fn begin_export(&self, what: Facts) -> Outcome<()> {
        Needs::EXPORTS.allow(&self.caller)?;
        if !self.caller.proved && self.caller.token.is_none() {
            return Err(Refusal::PasswordAgain.into());
        }
        self.desk.note_access(&self.caller, Kind::Exported, what);
        Ok(())
    }

    /// The zone in which the person is told the time: their own, else their unit's, else the region's.
    pub fn zone(&self) -> Tz {
        let unit = self.person.unit_id.and_then(|id| self.directory.unit(id)).and_then(|unit| unit.zone.as_deref());
        let own = self.person.zone.as_deref().or(unit);
        own.and_then(|name| name.parse().ok()).unwrap_or_else(|| self.directory.zone())
    }

    /// Refuses unless the person may deal with a matter.
    pub fn need(&self, matter: Matter) -> Outcome<()> {
        if may_deal(&self.standing, matter) { Ok(()) } else { Err(Refusal::Forbidden.into()) }
    }
}
