//! By which words a text is found: said once, for the command that writes it, for the one that erases it, and for an index that is made anew.

use crate::id::{Id, MessageId, RequestId};
use crate::refusal::Outcome;
use crate::store::{self, Tx};
use crate::text;
use crate::ticket::{Audience, Message, MessageKind, SolutionRequest, Ticket};
use std::collections::HashMap;

/// The report that began a ticket is found by its number and title too, as far as they have not been erased.
pub(crate) fn of_report(ticket: &Ticket, body: &str) -> String {
    let title = if ticket.text_salt.is_some() { ticket.title.as_str() } else { "" };
    format!("{} {} {}", ticket.number, title, text::plain(body, usize::MAX))
}

/// A solution request.
pub(crate) fn of_request(request: &SolutionRequest) -> String {
    format!("{} {} {} {}", request.number, request.diagnosis, request.steps_tried, request.help_wanted)
}

/// Fills an empty index, oldest text first: SQLite takes the order of insertion for that of time.
pub(crate) async fn fill(tx: &Tx) -> Outcome<()> {
    let mut after = uuid::Uuid::nil();
    loop {
        let texts = store::search::texts_after(tx, after, 200).await?;
        let Some(last) = texts.last() else { return Ok(()) };
        after = last.0;
        let ids = |wanted: bool| texts.iter().filter(move |text| text.1 == wanted).map(|text| text.0);
        let messages = store::search::messages(tx, &ids(false).map(MessageId::from).collect::<Vec<_>>()).await?;
        let requests = store::search::requests(tx, &ids(true).map(RequestId::from).collect::<Vec<_>>()).await?;
        let reports = messages.values().filter(|message| message.kind == MessageKind::Report);
        let reports: Vec<_> = reports.map(|message| message.ticket_id).collect();
        let tickets: HashMap<_, _> =
            store::ticket::by_ids(tx, &reports).await?.into_iter().map(|ticket| (ticket.id, ticket)).collect();
        for (id, _) in &texts {
            if let Some(message) = messages.get(&MessageId::from(*id)) {
                put_message(tx, message, tickets.get(&message.ticket_id)).await?;
            } else if let Some(request) = requests.get(&RequestId::from(*id)) {
                let words = of_request(request);
                store::search::put(tx, *id, request.ticket_id, Audience::Internal, &words).await?;
            }
        }
    }
}

async fn put_message(tx: &Tx, message: &Message, ticket: Option<&Ticket>) -> Outcome<()> {
    let words = match (message.kind, ticket) {
        (MessageKind::Report, Some(ticket)) => of_report(ticket, &message.body),
        _ if message.erased_at.is_some() => return Ok(()),
        _ => text::plain(&message.body, usize::MAX),
    };
    store::search::put(tx, message.id.uuid(), message.ticket_id, message.audience, &words).await?;
    Ok(())
}
