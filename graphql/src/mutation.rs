//! Writes. Each mutation makes one command of the desk of its input; what the desk refuses comes back as `userErrors`, and nothing has changed.

use crate::error::{UserError, internal, of_read};
use crate::object::ticket::Ticket;
use crate::viewer::viewer;
use async_graphql::{Context, MergedObject, Result, SimpleObject};
use desk::Command;
use desk::id::TicketId;
use desk::refusal::Refusal;
use futures_util::future::BoxFuture;

pub mod calendar;
pub mod on_call;
pub mod organisation;
mod person;
pub mod sla;
mod ticket;
mod time;
mod writing;

/// Writes.
#[derive(Debug, Default, MergedObject)]
pub struct Mutation(
    ticket::TicketMutations,
    organisation::OrganisationMutations,
    person::PersonMutations,
    sla::SlaMutations,
    calendar::CalendarMutations,
    ticket::clock::ClockMutations,
    on_call::OnCallMutations,
    writing::WritingMutations,
    time::TimeMutations,
);

/// The ticket as it is now, or why not.
#[derive(Debug, SimpleObject)]
pub struct TicketPayload {
    /// The ticket; null if the command was refused, or if the viewer does not see it any more.
    pub ticket: Option<Ticket>,
    /// Why it was refused; empty if it was done.
    pub user_errors: Vec<UserError>,
}

/// Does a command, once if it came with a request id; a refusal is an answer, a fault is an error.
///
/// Boxed, as all that many resolvers await: each object proves anew that the futures of its resolvers may move between threads, and such a proof ends
/// at a box.
pub fn act<'a, C: Command + 'a>(
    ctx: &'a Context<'_>,
    request_id: Option<String>,
    command: C,
) -> BoxFuture<'a, Result<std::result::Result<C::Answer, Vec<UserError>>>> {
    Box::pin(async move {
        let viewer = viewer(ctx);
        let caller = viewer.caller()?;
        let outcome = match request_id {
            Some(key) => viewer.desk.act_once(&caller, &key, command).await,
            None => viewer.desk.act(&caller, command).await,
        };
        told(ctx, outcome).await
    })
}

/// Tells what became of a command.
pub async fn told<T>(ctx: &Context<'_>, outcome: desk::Outcome<T>) -> Result<std::result::Result<T, Vec<UserError>>> {
    match outcome {
        Ok(answer) => Ok(Ok(answer)),
        Err(error) => refused(ctx, error).await.map(Err),
    }
}

/// Tells why a command was refused.
fn refused<'a>(ctx: &'a Context<'_>, error: desk::Error) -> BoxFuture<'a, Result<Vec<UserError>>> {
    Box::pin(async move {
        let viewer = viewer(ctx);
        match error {
            desk::Error::Refused(Refusal::SignInFirst) => {
                Err(of_read(Refusal::SignInFirst.into(), viewer.language().await))
            }
            desk::Error::Refused(refusal) => {
                let language = viewer.language().await;
                Ok(UserError::all(&refusal, language))
            }
            desk::Error::Fault(fault) => Err(internal(&fault)),
        }
    })
}

/// As [`act`], for commands on a ticket: the answer is the ticket as the viewer sees it now.
pub fn act_on_ticket<'a, C: Command + 'a>(
    ctx: &'a Context<'_>,
    request_id: Option<String>,
    command: C,
    ticket_of: impl FnOnce(C::Answer) -> TicketId + Send + 'a,
) -> BoxFuture<'a, Result<TicketPayload>> {
    Box::pin(async move {
        match act(ctx, request_id, command).await? {
            Err(user_errors) => Ok(TicketPayload { ticket: None, user_errors }),
            Ok(answer) => ticket_after(ctx, ticket_of(answer)).await,
        }
    })
}

/// The ticket as the viewer sees it now. Read anew: the person's standing and the ticket are those of after the command.
fn ticket_after<'a>(ctx: &'a Context<'_>, id: TicketId) -> BoxFuture<'a, Result<TicketPayload>> {
    Box::pin(async move {
        let reader = viewer(ctx).reader_after().await?;
        let found = reader.tickets_by_id(&[id]).await;
        let found = found.map_err(|error| of_read(error, reader.standing.language))?;
        Ok(TicketPayload { ticket: found.into_iter().next().map(Ticket), user_errors: Vec::new() })
    })
}
