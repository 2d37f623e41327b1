//! Who else is on a ticket: whoever listens is there, and for as long as they listen.

use crate::enums::PresenceDoing;
use crate::error::{bad_input, id};
use crate::object::writing::Presence;
use crate::viewer::viewer;
use async_graphql::{Context, ID, Result};
use desk::Caller;
use desk::id::{PersonId, TicketId};
use desk::presence::{AGAIN, Doing, There};
use desk::{Desk, Refusal};
use futures_util::{Stream, stream};
use std::sync::Arc;
use tokio::sync::broadcast;

struct Line {
    desk: Arc<Desk>,
    caller: Caller,
    ticket: TicketId,
    changes: broadcast::Receiver<TicketId>,
    there: There,
    told: Option<Vec<(PersonId, Doing)>>,
}

impl Line {
    /// Waits until somebody may have come or gone. Who vanished without a word is noticed at the next turn.
    async fn wait(&mut self) {
        let news = async {
            loop {
                match self.changes.recv().await {
                    Ok(ticket) if ticket != self.ticket => {}
                    Ok(_) | Err(_) => return,
                }
            }
        };
        if tokio::time::timeout(AGAIN, news).await.is_err() {
            self.there.again();
        }
    }

    /// The next list that differs from the last; none: this person has no business there any more.
    async fn next(&mut self) -> Option<Vec<(PersonId, Doing)>> {
        loop {
            if self.told.is_some() {
                self.wait().await;
            }
            let reader = self.desk.reader(&self.caller).await.ok()?;
            if !reader.may_be_there(self.ticket).await {
                return None;
            }
            let now = reader.others_there(self.ticket);
            if self.told.as_ref() != Some(&now) {
                self.told = Some(now.clone());
                return Some(now);
            }
        }
    }
}

/// The people on a ticket, told anew whenever that changes.
pub async fn on_ticket(
    ctx: &Context<'_>,
    ticket: &ID,
    doing: PresenceDoing,
) -> Result<impl Stream<Item = Vec<Presence>> + use<>> {
    let viewer = viewer(ctx);
    let (desk, caller) = (viewer.desk.clone(), viewer.caller()?);
    let ticket = id(ticket, "ticket")?;
    let reader = viewer.reader().await?;
    if !reader.may_be_there(ticket).await {
        return Err(bad_input(Refusal::NotFound.sentence(reader.standing.language)));
    }
    // Listened to before the first sign, so that two who come at once see each other.
    let changes = desk.comings_and_goings();
    let there = reader.be_there(ticket, doing.into());
    let line = Line { desk, caller, ticket, changes, there, told: None };
    Ok(stream::unfold(line, |mut line| async move {
        let list = line.next().await?;
        let people = list.into_iter().map(|(person, doing)| Presence { person, doing }).collect();
        Some((people, line))
    }))
}
