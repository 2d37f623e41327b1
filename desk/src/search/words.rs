//! By which words a text is found: said once, for the command that writes it, for the one that erases it, and for an index that is made anew.

use crate::id::{FileId, Id, MessageId, RequestId, TicketId};
use crate::refusal::Outcome;
use crate::store::search::Entry;
use crate::store::{self, Tx};
use crate::text;
use crate::ticket::{Audience, Message, MessageKind, PartyRole, SolutionRequest, Ticket};
use std::collections::HashMap;
use uuid::Uuid;

/// What makes words of texts, counted: whoever changes by which words something is found counts on, and the index is made anew ([`super::again`]).
pub const VERSION: i32 = 2;

/// The report that began a ticket is found by its number, title, place, contact, answers and files too, as far as they have not been erased. Whom to ask for
/// shows to who may know who reported it, so it finds nothing where the name is hidden.
pub(crate) fn of_report(ticket: &Ticket, body: &str, files: &[String]) -> String {
    let mut words = vec![ticket.number.as_str()];
    if ticket.text_salt.is_some() {
        words.extend([ticket.title.as_str(), &ticket.location]);
        words.extend((!ticket.identity_hidden).then_some(ticket.contact.as_str()));
        words.extend(ticket.form.values().map(String::as_str));
    }
    words.extend(files.iter().map(String::as_str));
    // On lines of their own: where one ends, no code goes on.
    format!("{}\n{}", words.join("\n"), text::plain(body, usize::MAX))
}

/// The names of uploads that are about to hang on a report.
pub(crate) async fn names_of(tx: &Tx, files: &[FileId]) -> Outcome<Vec<String>> {
    if files.is_empty() {
        return Ok(Vec::new());
    }
    store::file::names_of_uploads(tx, files).await
}

/// A solution request.
pub(crate) fn of_request(request: &SolutionRequest) -> String {
    format!("{} {} {} {}", request.number, request.diagnosis, request.steps_tried, request.help_wanted)
}

/// A text that is to lie in the index.
pub(super) struct Text {
    id: Uuid,
    pub(super) ticket: Ticket,
    parties: Vec<(PartyRole, Uuid)>,
    audience: Audience,
    words: String,
}

impl Text {
    pub(super) fn entry(&self) -> Entry<'_> {
        let Self { id, ticket, parties, audience, words } = self;
        Entry { id: *id, ticket, parties, audience: *audience, words }
    }
}

/// How many texts are read at a time.
const BATCH: u64 = 200;

/// The next texts after one, in the order of time, and the last of them; none: there are no more.
pub(super) async fn texts_after(tx: &Tx, after: Uuid) -> Outcome<Option<(Uuid, Vec<Text>)>> {
    let texts = store::search::texts_after(tx, after, BATCH).await?;
    let Some(last) = texts.last() else { return Ok(None) };
    let ids = |wanted: bool| texts.iter().filter(move |text| text.1 == wanted).map(|text| text.0);
    let messages = store::search::messages(tx, &ids(false).map(MessageId::from).collect::<Vec<_>>()).await?;
    let requests = store::search::requests(tx, &ids(true).map(RequestId::from).collect::<Vec<_>>()).await?;
    let mut wanted: Vec<_> = messages.values().map(|message| message.ticket_id).collect();
    wanted.extend(requests.values().map(|request| request.ticket_id));
    wanted.sort_unstable();
    wanted.dedup();
    let tickets = store::ticket::by_ids(tx, &wanted).await?;
    let tickets: HashMap<_, _> = tickets.into_iter().map(|ticket| (ticket.id, ticket)).collect();
    let files = Files::of(tx, &wanted).await?;
    let mut parties: HashMap<_, Vec<_>> = HashMap::new();
    for party in store::ticket::parties_of(tx, &wanted).await? {
        parties.entry(party.ticket_id).or_default().push((party.role, party.member_id));
    }
    let mut found = Vec::new();
    for (id, _) in &texts {
        let (ticket, audience, words) = if let Some(message) = messages.get(&MessageId::from(*id)) {
            let Some(ticket) = tickets.get(&message.ticket_id) else { continue };
            let Some(words) = of_message(ticket, message, &files) else { continue };
            (ticket, message.audience, words)
        } else if let Some(request) = requests.get(&RequestId::from(*id)).filter(|request| request.salt.is_some()) {
            let Some(ticket) = tickets.get(&request.ticket_id) else { continue };
            (ticket, Audience::Internal, of_request(request))
        } else {
            continue;
        };
        let parties = parties.get(&ticket.id).cloned().unwrap_or_default();
        found.push(Text { id: *id, ticket: ticket.clone(), parties, audience, words });
    }
    Ok(Some((last.0, found)))
}

/// Fills an empty index, oldest text first: SQLite takes the order of insertion for that of time.
pub(crate) async fn fill(tx: &Tx) -> Outcome<()> {
    let mut after = Uuid::nil();
    while let Some((last, texts)) = texts_after(tx, after).await? {
        after = last;
        for text in &texts {
            store::search::put(tx, &text.entry()).await?;
        }
    }
    Ok(store::search::made_by(tx, VERSION, None).await?)
}

/// The names of the files of tickets, by the message they hang on; with the report, those that hang on the ticket alone.
struct Files(HashMap<(TicketId, Option<MessageId>), Vec<String>>);

impl Files {
    async fn of(tx: &Tx, tickets: &[TicketId]) -> Outcome<Self> {
        let mut files: HashMap<_, Vec<_>> = HashMap::new();
        for (ticket, message, name) in store::file::names(tx, tickets).await? {
            files.entry((ticket, message)).or_default().push(name);
        }
        Ok(Self(files))
    }

    fn with(&self, message: &Message) -> Vec<String> {
        let of = |message: Option<MessageId>, ticket| self.0.get(&(ticket, message)).into_iter().flatten().cloned();
        let mut names: Vec<String> = of(Some(message.id), message.ticket_id).collect();
        if message.kind == MessageKind::Report {
            names.extend(of(None, message.ticket_id));
        }
        names
    }
}

fn of_message(ticket: &Ticket, message: &Message, files: &Files) -> Option<String> {
    let files = files.with(message);
    match message.kind {
        MessageKind::Report => Some(of_report(ticket, &message.body, &files)),
        _ if message.erased_at.is_some() && files.is_empty() => None,
        _ => Some(format!("{}\n{}", files.join("\n"), text::plain(&message.body, usize::MAX))),
    }
}

/// A text, after something of it was erased, files were hung on it, or it came into other hands.
pub(crate) async fn put_anew(
    tx: &Tx,
    ticket: &Ticket,
    parties: &[(PartyRole, Uuid)],
    message: &Message,
) -> Outcome<()> {
    let files = Files::of(tx, &[ticket.id]).await?;
    let Some(words) = of_message(ticket, message, &files) else {
        return Ok(store::search::remove(tx, message.id.uuid()).await?);
    };
    let entry = Entry { id: message.id.uuid(), ticket, parties, audience: message.audience, words: &words };
    Ok(store::search::put_anew(tx, &entry).await?)
}

/// The same of a message by its id.
pub(crate) async fn put_message_anew(
    tx: &Tx,
    ticket: &Ticket,
    parties: &[(PartyRole, Uuid)],
    message: MessageId,
) -> Outcome<()> {
    let Some(message) = store::get::<Message>(tx, message).await? else { return Ok(()) };
    put_anew(tx, ticket, parties, &message).await
}

/// The report of a ticket.
pub(crate) async fn put_report_anew(tx: &Tx, ticket: &Ticket, parties: &[(PartyRole, Uuid)]) -> Outcome<()> {
    let Some(report) = store::ticket::report_of(tx, ticket.id).await? else { return Ok(()) };
    put_anew(tx, ticket, parties, &report).await
}
