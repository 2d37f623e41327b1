//! By which words a text is found: said once, for the command that writes it, for the one that erases it, and for an index that is made anew.

use crate::id::{Id, MessageId, RequestId};
use crate::refusal::Outcome;
use crate::store::search::Entry;
use crate::store::{self, Tx};
use crate::text;
use crate::ticket::{Audience, Message, MessageKind, PartyRole, SolutionRequest, Ticket};
use std::collections::HashMap;
use uuid::Uuid;

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
        let mut wanted: Vec<_> = messages.values().map(|message| message.ticket_id).collect();
        wanted.extend(requests.values().map(|request| request.ticket_id));
        wanted.sort_unstable();
        wanted.dedup();
        let tickets = store::ticket::by_ids(tx, &wanted).await?;
        let tickets: HashMap<_, _> = tickets.into_iter().map(|ticket| (ticket.id, ticket)).collect();
        let mut parties: HashMap<_, Vec<_>> = HashMap::new();
        for party in store::ticket::parties_of(tx, &wanted).await? {
            parties.entry(party.ticket_id).or_default().push((party.role, party.member_id));
        }
        for (id, _) in &texts {
            let (ticket, audience, words) = if let Some(message) = messages.get(&MessageId::from(*id)) {
                let Some(ticket) = tickets.get(&message.ticket_id) else { continue };
                let Some(words) = of_message(ticket, message) else { continue };
                (ticket, message.audience, words)
            } else if let Some(request) = requests.get(&RequestId::from(*id)) {
                let Some(ticket) = tickets.get(&request.ticket_id) else { continue };
                (ticket, Audience::Internal, of_request(request))
            } else {
                continue;
            };
            let parties = parties.get(&ticket.id).map_or(&[][..], Vec::as_slice);
            store::search::put(tx, &Entry { id: *id, ticket, parties, audience, words: &words }).await?;
        }
    }
}

fn of_message(ticket: &Ticket, message: &Message) -> Option<String> {
    match message.kind {
        MessageKind::Report => Some(of_report(ticket, &message.body)),
        _ if message.erased_at.is_some() => None,
        _ => Some(text::plain(&message.body, usize::MAX)),
    }
}

/// The report of a ticket, after something of it was erased or it came into other hands.
pub(crate) async fn put_report_anew(tx: &Tx, ticket: &Ticket, parties: &[(PartyRole, Uuid)]) -> Outcome<()> {
    let Some(report) = store::ticket::report_of(tx, ticket.id).await? else { return Ok(()) };
    let words = of_report(ticket, &report.body);
    let entry = Entry { id: report.id.uuid(), ticket, parties, audience: report.audience, words: &words };
    Ok(store::search::put_anew(tx, &entry).await?)
}
