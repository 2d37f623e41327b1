//! Queues and lists of tickets, their counts, and search.

use super::{Reader, TicketView};
use crate::id::{Id, TicketId};
use crate::list::page::{Page, PageOf, cursor};
use crate::list::{Filter, Order, View};
use crate::refusal::Outcome;
use crate::store;
use crate::store::list::Asked;
use crate::ticket::Ticket;
use chrono::{DateTime, Utc};

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
        let rows = store::list::tickets(&self.db(), &self.asked(view, filter), order, &wanted).await?;
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
        store::list::count(&self.db(), &self.asked(view, filter)).await
    }

    fn asked<'a>(&'a self, view: View, filter: &'a Filter) -> Asked<'a> {
        Asked { who: &self.standing, directory: &self.directory, now: self.now, view, filter }
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
