//! Live messages: hints that something changed, small, checked anew for each person and hint. Whoever gets one reads again; after a gap, everything.

use crate::enums::{PresenceDoing, TicketViewName};
use crate::error::id;
use crate::object::person::IntoGql;
use crate::object::writing::Presence;
use crate::viewer::viewer;
use async_graphql::{Context, ID, Result, SimpleObject};
use desk::Desk;
use desk::Hint;
use desk::id::TicketId;
use desk::view::View;
use futures_util::{Stream, StreamExt};
use std::sync::Arc;
use tokio_stream::wrappers::errors::BroadcastStreamRecvError;
use tokio_stream::wrappers::{BroadcastStream, WatchStream};

/// Live messages.
#[derive(Debug)]
pub struct Subscription;

/// A ticket changed: read it again.
#[derive(Debug, SimpleObject)]
struct TicketChange {
    /// The ticket; null: messages were missed, read everything again.
    ticket: Option<ID>,
    /// Its version now; null also: the viewer does not see it any more.
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

/// How the desk is.
#[derive(Debug, SimpleObject)]
struct DeskCondition {
    /// Whether anything can be stored; while it cannot, reading goes on and every command is refused with `CANNOT_STORE`.
    stores: bool,
    /// Whether files are taken; else they are refused with `NO_ROOM`.
    takes_files: bool,
}

/// A hint, or that some were missed.
type Heard = std::result::Result<Hint, BroadcastStreamRecvError>;

fn hints(desk: &Arc<Desk>) -> impl Stream<Item = Heard> + use<> {
    BroadcastStream::new(desk.hints())
}

#[async_graphql::Subscription]
impl Subscription {
    /// How the desk is, now and again whenever that changes.
    async fn desk_condition(&self, ctx: &Context<'_>) -> Result<impl Stream<Item = DeskCondition> + use<>> {
        let viewer = viewer(ctx);
        viewer.caller()?;
        let told = WatchStream::new(viewer.desk.conditions());
        Ok(told.map(|now| DeskCondition {
            stores: now.trouble.is_none(),
            takes_files: now.trouble.is_none() && !now.tight,
        }))
    }

    /// Tells when a ticket that the viewer sees has changed.
    async fn ticket_changed(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ticket.")] ticket: ID,
    ) -> Result<impl Stream<Item = TicketChange> + use<>> {
        let viewer = viewer(ctx);
        let (desk, caller) = (viewer.desk.clone(), viewer.caller()?);
        let wanted: TicketId = id(&ticket, "ticket")?;
        // When rights change the socket is closed: as long as it is open they are those of now.
        let who = viewer.reader().await?.standing.clone();
        Ok(hints(&desk).filter_map(move |heard| {
            let (desk, who) = (desk.clone(), who.clone());
            async move {
                match heard {
                    Err(_) => Some(TicketChange { ticket: None, version: None }),
                    Ok(hint) if hint.ticket == wanted && hint.reaches(&who) => {
                        let version = hint.shows(&desk, &caller).await?.then_some(hint.version);
                        Some(TicketChange { ticket: Some(wanted.into_gql()), version })
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
        let who = viewer.reader().await?.standing.clone();
        Ok(hints(&desk).filter_map(move |heard| {
            let (desk, who) = (desk.clone(), who.clone());
            async move {
                let Ok(hint) = heard else { return Some(QueueChange { view, ticket: None }) };
                if !hint.concerns(&who, list) {
                    return None;
                }
                // A ticket that has just left what the person sees has left the list too: they are told of the list, not of the ticket.
                let shown = hint.shows(&desk, &caller).await?.then(|| hint.ticket.into_gql());
                Some(QueueChange { view, ticket: shown })
            }
        }))
    }
}
