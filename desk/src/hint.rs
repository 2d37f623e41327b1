//! What those who listen are told: that something changed, never what.

use crate::access::{self, Ground, Sight, Standing, Ties};
use crate::id::{PersonId, TicketId};
use crate::list::View;
use crate::ticket::{PartyRole, Ticket};
use futures_util::future::{BoxFuture, Shared};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

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
    pub(crate) looks: Looks,
}

impl Hint {
    pub(crate) fn of(before: &Ticket, after: &Ticket, parties: impl IntoIterator<Item = (PartyRole, Uuid)>) -> Self {
        Self {
            ticket: after.id,
            version: after.version,
            was: Ground::of(before),
            now: Ground::of(after),
            parties: parties.into_iter().collect(),
            looks: Looks::default(),
        }
    }

    /// A later hint of the same ticket.
    pub(crate) fn and(&mut self, later: Self) {
        self.version = self.version.max(later.version);
        self.now = later.now;
        self.parties.extend(later.parties);
    }

    /// As it was and as it is, to whom it showed.
    pub(crate) fn shown(&self, who: &Standing) -> impl Iterator<Item = (&Ground, Ties)> {
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

/// What a command has to tell once it is committed.
#[derive(Debug, Default)]
pub struct Told {
    pub(crate) hints: Vec<Hint>,
    /// Warnings, breaches and moved due times among its events.
    pub(crate) fired: [u64; 3],
    /// Whether somebody's session, token or role may have ended.
    pub(crate) rights: bool,
}

/// Whether the ticket of a hint shows, to each person who listens: looked up once, and however many subscriptions of theirs hear of it, they share that.
/// All copies of one hint share it too; it goes when the last of them does.
#[derive(Debug, Clone, Default)]
pub struct Looks(pub(crate) Arc<Mutex<HashMap<PersonId, Look>>>);

/// One person's; none: they are nobody any more, or it cannot be found out.
pub(crate) type Look = Shared<BoxFuture<'static, Option<bool>>>;

/// A hint is the same whoever has looked.
impl PartialEq for Looks {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Looks {}
