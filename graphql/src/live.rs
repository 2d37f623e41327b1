//! Live messages: hints that something changed, small, checked anew for each message. Whoever gets one reads again; after a gap, everything.

use crate::enums::{PresenceDoing, TicketViewName};
use crate::error::id;
use crate::object::person::IntoGql;
use crate::object::writing::Presence;
use crate::viewer::viewer;
use async_graphql::{Context, ID, Result, SimpleObject};
use desk::Desk;
use desk::desk::{Caller, Hint};
use desk::id::TicketId;
use desk::view::{Reader, View};
use futures_util::{Stream, StreamExt};
use std::sync::Arc;
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;

/// Live messages.
#[derive(Debug)]
pub struct Subscription;

/// A ticket changed: read it again.
#[derive(Debug, SimpleObject)]
struct TicketChange {
    /// The ticket; null: messages were missed, read everything again.
    ticket: Option<ID>,
    /// Its version now.
    version: Option<i64>,
}

/// A list may have changed: read it again.
#[derive(Debug, SimpleObject)]
struct QueueChange {
    /// The list.
    view: TicketViewName,
    /// The ticket that changed; null: messages were missed.
    ticket: Option<ID>,
}

/// A hint, or that some were missed.
type Heard = std::result::Result<Hint, BroadcastStreamRecvError>;

fn hints(desk: &Arc<Desk>) -> impl Stream<Item = Heard> + use<> {
    BroadcastStream::new(desk.hints())
}

/// Reads as the person is now; none if they are nobody any more.
async fn now(desk: &Arc<Desk>, caller: &Caller) -> Option<Reader> {
    desk.reader(caller).await.ok()
}

async fn sees(reader: &Reader, ticket: TicketId) -> bool {
    reader.tickets_by_id(&[ticket]).await.is_ok_and(|found| !found.is_empty())
}

/// Whether a hint can concern a list of this person; the person then reads, and that decides.
fn concerns(reader: &Reader, view: View, hint: &Hint) -> bool {
    let who = &reader.standing;
    let mine = hint.people.contains(&who.person);
    let unit =
        hint.units.iter().any(|unit| who.serves.contains(unit) || who.heads.contains(unit) || who.reads.contains(unit));
    let team = hint.teams.iter().any(|team| who.teams.contains(team));
    match view {
        View::MyReports | View::MyWork => mine,
        View::UnitQueue | View::OurPeople => unit,
        View::TeamQueue => team,
        View::Unassigned | View::Waiting | View::RepliedAfterEnd => unit || team || mine,
        View::AtRisk | View::Late | View::Paused | View::Untold | View::ToComplete | View::ExceptionsAsked => {
            unit || team || mine || who.coordinator
        }
        View::WithoutTier1 => who.coordinator,
        View::Followed => true,
        View::Active | View::All => {
            mine || unit || team || who.coordinator || who.audits() || who.security || who.reads_all
        }
    }
}

#[async_graphql::Subscription]
impl Subscription {
    /// Tells when a ticket that the viewer sees has changed.
    async fn ticket_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket.")] ticket: ID,
    ) -> Result<impl Stream<Item = TicketChange> + use<>> {
        let viewer = viewer(ctx);
        let (desk, caller) = (viewer.desk.clone(), viewer.caller()?);
        let wanted: TicketId = id(&ticket, "ticket")?;
        Ok(hints(&desk).filter_map(move |heard| {
            let desk = desk.clone();
            async move {
                match heard {
                    Err(_) => Some(TicketChange { ticket: None, version: None }),
                    Ok(hint) if hint.ticket == wanted => {
                        let reader = now(&desk, &caller).await?;
                        let version = Some(hint.version);
                        sees(&reader, wanted).await.then(|| TicketChange { ticket: Some(wanted.into_gql()), version })
                    }
                    Ok(_) => None,
                }
            }
        }))
    }

    /// Who else is on a ticket now, and again whenever that changes; only for those who may write notes on it. Whoever listens is there themselves, and
    /// is seen by the others as doing what `doing` says; never a lock.
    async fn ticket_presence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket.")] ticket: ID,
        #[graphql(desc = "What the viewer does there.")] doing: PresenceDoing,
    ) -> Result<impl Stream<Item = Vec<Presence>> + use<>> {
        crate::presence::on_ticket(ctx, &ticket, doing).await
    }

    /// Tells when a list of the viewer may have changed.
    async fn queue_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The list.")] view: TicketViewName,
    ) -> Result<impl Stream<Item = QueueChange> + use<>> {
        let viewer = viewer(ctx);
        let (desk, caller) = (viewer.desk.clone(), viewer.caller()?);
        let list: View = view.into();
        Ok(hints(&desk).filter_map(move |heard| {
            let desk = desk.clone();
            async move {
                let Ok(hint) = heard else { return Some(QueueChange { view, ticket: None }) };
                let reader = now(&desk, &caller).await?;
                // A ticket that has just left what the person sees has left the list too: they are told of the list, not of the ticket.
                let concerned = concerns(&reader, list, &hint);
                let shown =
                    if concerned && sees(&reader, hint.ticket).await { Some(hint.ticket.into_gql()) } else { None };
                concerned.then_some(QueueChange { view, ticket: shown })
            }
        }))
    }
}
