//! Queues and lists of tickets, their counts, and search.

use super::people::{kind_of, number};
use super::{Reader, TicketView};
use crate::access::{Matter, may_deal};
use crate::event::{Facts, Kind};
use crate::id::{Id, PersonId, TicketId};
use crate::list::page::{Page, PageOf, cursor};
use crate::list::{Filter, Order, View};
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::store::list::Asked;
use crate::ticket::Ticket;
use chrono::{DateTime, Utc};

/// So many characters a search has, at most.
const LONGEST_SEARCH: usize = 400;
/// So many people of one telephone number count.
const MOST_OF_A_NUMBER: u64 = 100;

impl Reader {
    /// A page of tickets.
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn tickets<'a>(
        &'a self,
        view: View,
        filter: &'a Filter,
        order: Order,
        page: &'a Page,
    ) -> Outcome<PageOf<TicketView>> {
        let wanted = page.wanted()?;
        let people = self.people_by_number(filter).await?;
        let asked = self.asked(view, filter, &people);
        let rows = store::list::tickets(&self.db(), &asked, order, &wanted).await?;
        let rows = rows.into_iter().map(|row| (cursor(sort_key(&row, order), row.id.uuid()), row)).collect();
        let page = PageOf::of(rows, &wanted);
        let (cursors, rows): (Vec<String>, Vec<Ticket>) = page.rows.into_iter().unzip();
        let rows: Vec<_> = cursors.into_iter().zip(self.views(rows).await?).collect();
        // That words are in it is something read of it.
        for (_, view) in rows.iter().filter(|_| filter.text.is_some()) {
            view.full();
        }
        Ok(PageOf { rows, has_previous: page.has_previous, has_next: page.has_next })
    }

    /// How many tickets, up to [`crate::list::COUNT_LIMIT`].
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn count<'a>(&'a self, view: View, filter: &'a Filter) -> Outcome<u64> {
        let people = self.people_by_number(filter).await?;
        store::list::count(&self.db(), &self.asked(view, filter, &people)).await
    }

    fn asked<'a>(&'a self, view: View, filter: &'a Filter, people: &'a [PersonId]) -> Asked<'a> {
        Asked { who: &self.standing, directory: &self.directory, now: self.now, view, filter, people }
    }

    /// Whose NIP or telephone number was typed in full: anybody's for who may look for people, which is in the access log (R25), and one's own.
    async fn people_by_number(&self, filter: &Filter) -> Outcome<Vec<PersonId>> {
        if filter.text.as_ref().is_some_and(|text| text.chars().count() > LONGEST_SEARCH) {
            return Err(Refusal::TooLong("text", LONGEST_SEARCH).into());
        }
        let Some(number) = filter.text.as_deref().and_then(number) else { return Ok(Vec::new()) };
        let (me, may) = (self.standing.person, may_deal(&self.standing, Matter::FindPeople));
        let facts = Facts::new().with("by", [kind_of(&number)]);
        let rows = store::people::find(&self.db(), &[("", Some(number))], None, MOST_OF_A_NUMBER).await?;
        let found: Vec<PersonId> = rows.iter().map(|row| row.id).filter(|id| may || *id == me).collect();
        if may && found != [me] {
            self.desk().note_access(&self.caller, Kind::NumberSearched, facts.with("found", &found));
        }
        Ok(found)
    }

    /// Ids of tickets that this person sees, in full or also in outline; for the story that compares SQL with [`crate::access::sight`].
    #[macro_rules_attribute::apply(crate::view::reading)]
    pub async fn visible_ids(&self, outline: bool) -> Outcome<Vec<TicketId>> {
        store::list::visible_ids(&self.db(), &self.standing, outline).await
    }
}

fn sort_key(ticket: &Ticket, order: Order) -> DateTime<Utc> {
    match order {
        Order::Newest | Order::Oldest => ticket.opened_at,
        Order::LatestActivity => ticket.last_activity_at,
        Order::Due => ticket.due_order,
    }
}
