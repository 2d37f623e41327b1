//! *Sembunyikan isi*: a password or the photo of a KTP that somebody sent is destroyed; its digest, who did it and why remain (R22).

use super::case::Case;
use super::{Audience, Message, MessageKind, SolutionRequest, Verb};
use crate::event::{Facts, Kind};
use crate::file::Attachment;
use crate::id::{FileId, Id, MessageId, PersonId, RequestId, TicketId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::search::words;
use crate::store;
use crate::token::Needs;
use crate::work::{Command, Work};
use serde::Serialize;

/// What is erased.
#[derive(Debug, Clone, Copy, Serialize)]
pub enum RedactWhat {
    /// A text.
    Message(MessageId),
    /// A file.
    File(FileId),
    /// Title, location, contact and the answers of the form, which stand together.
    Head,
    /// Diagnosis, steps and help of a solution request, which stand together.
    Request(RequestId),
}

/// *Sembunyikan isi*.
#[derive(Debug, Clone, Serialize)]
pub struct Redact {
    /// The ticket.
    pub ticket: TicketId,
    /// The version the person saw.
    pub seen: Option<i64>,
    /// What.
    pub what: RedactWhat,
    /// Why.
    pub reason: String,
}

/// What stands where a title was.
pub const REDACTED_TITLE: &str = "[isi disembunyikan]";

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Redact {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Redact, self.seen).await?;
        let reason = input::text("reason", &self.reason)?;
        let facts = take_out(work, &mut case, self.what).await?;
        // Whatever somebody has begun to write here may quote it; what is on a screen is saved again with the next letter, by whoever looks at it.
        store::writing::delete_drafts_on(&work.tx, self.ticket).await?;
        work.say(&mut case, MessageKind::Redaction, Audience::Internal, &reason).await?;
        work.record(&mut case, Kind::TicketRedacted, facts).await?;
        Ok(self.ticket)
    }
}

/// Destroys it, and says what is destroyed.
async fn take_out(work: &mut Work<'_>, case: &mut Case, what: RedactWhat) -> Outcome<Facts> {
    Ok(match what {
        RedactWhat::Message(id) => {
            let message: Option<Message> = store::get(&work.tx, id).await?;
            let mut message = message.filter(|m| m.ticket_id == case.ticket.id).ok_or(Refusal::NotFound)?;
            if message.erased_at.is_some() {
                return Err(Refusal::NotFound.into());
            }
            message.body = String::new();
            message.salt = None;
            message.erased_at = Some(work.now);
            work.tx.save(message).await?;
            // It was found by its files too, and the report by its head; those stay until they are redacted.
            words::put_message_anew(&work.tx, &case.ticket, &case.parties, id).await?;
            Facts::new().with("message", id)
        }
        RedactWhat::File(id) => {
            let file: Option<Attachment> = store::get(&work.tx, id).await?;
            let mut file = file.filter(|f| f.ticket_id == Some(case.ticket.id)).ok_or(Refusal::NotFound)?;
            if file.erased_at.is_some() {
                return Err(Refusal::NotFound.into());
            }
            file.name = String::new();
            file.salt = None;
            file.erased_at = Some(work.now);
            let message = file.message_id;
            work.tx.save(file).await?;
            match message {
                Some(message) => words::put_message_anew(&work.tx, &case.ticket, &case.parties, message).await?,
                None => words::put_report_anew(&work.tx, &case.ticket, &case.parties).await?,
            }
            Facts::new().with("file", id)
        }
        RedactWhat::Head => {
            if case.ticket.text_salt.is_none() {
                return Err(Refusal::NotFound.into());
            }
            case.ticket.title = REDACTED_TITLE.to_owned();
            case.ticket.location = String::new();
            case.ticket.contact = String::new();
            case.ticket.form = store::Doc::default();
            case.ticket.text_salt = None;
            words::put_report_anew(&work.tx, &case.ticket, &case.parties).await?;
            Facts::new().with("head", 1)
        }
        RedactWhat::Request(id) => {
            let request: Option<SolutionRequest> = store::get(&work.tx, id).await?;
            let before = request.filter(|r| r.ticket_id == case.ticket.id).ok_or(Refusal::NotFound)?;
            if before.salt.is_none() {
                return Err(Refusal::NotFound.into());
            }
            let mut request = before.clone();
            (request.diagnosis, request.steps_tried, request.help_wanted) = Default::default();
            request.salt = None;
            work.change(&before, request, Kind::RequestChanged, Facts::new()).await?;
            store::search::remove(&work.tx, id.uuid()).await?;
            Facts::new().with("request", id)
        }
    })
}

/// R22: destroys what somebody wrote and sent on a ticket that has ended; where it is their own report also its head. Says whether there was anything.
pub(crate) async fn of_person(work: &mut Work<'_>, id: TicketId, person: PersonId, basis: &str) -> Outcome<bool> {
    let mut case = work.hold(id).await?;
    let own = case.ticket.requester_id == person;
    let theirs = |message: &Message| {
        message.erased_at.is_none()
            && (message.author_id == Some(person) || (own && message.kind == MessageKind::Report))
    };
    let mut what = Vec::new();
    let messages = store::ticket::messages(&work.tx, id).await?;
    what.extend(messages.iter().filter(|it| theirs(it)).map(|it| RedactWhat::Message(it.id)));
    let files = store::file::of_ticket(&work.tx, id).await?;
    what.extend(
        files.iter().filter(|it| it.uploader_id == person && it.erased_at.is_none()).map(|it| RedactWhat::File(it.id)),
    );
    if own && case.ticket.text_salt.is_some() {
        what.push(RedactWhat::Head);
    }
    for (index, what) in what.iter().enumerate() {
        let facts = take_out(work, &mut case, *what).await?;
        if index == 0 {
            store::writing::delete_drafts_on(&work.tx, id).await?;
            work.say(&mut case, MessageKind::Redaction, Audience::Internal, basis).await?;
        }
        work.record(&mut case, Kind::TicketRedacted, facts).await?;
    }
    Ok(!what.is_empty())
}
