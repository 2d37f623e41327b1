//! *Balas*, *Tambah catatan internal*, and files added later.

use super::case::Case;
use super::{
    Audience, DueKind, EndReason, LinkKind, MessageKind, PartyRole, Status, Ticket, TicketKind, Verb, due, escalate,
    hears, open, resolve,
};
use crate::access::{self, Sight, Ties};
use crate::directory::Directory;
use crate::draft::{self, DraftKind, SeenDraft};
use crate::event::{Facts, Kind};
use crate::id::{FileId, MessageId, TicketId};
use crate::input;
use crate::refusal::{Outcome, Refusal};
use crate::search::words;
use crate::setting::SettingKey;
use crate::store;
use crate::token::Needs;
use crate::work::{Command, Work};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// *Balas*: a public reply, by the requester's side or by a handler.
#[derive(Debug, Clone, Serialize)]
pub struct Reply {
    /// The ticket.
    pub ticket: TicketId,
    /// The text; may be empty if there are files.
    pub text: String,
    /// Uploaded files to attach.
    pub files: Vec<FileId>,
    /// Which draft of it the writer saw: only that one goes with it.
    pub draft: SeenDraft,
}

/// What became of a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replied {
    /// The ticket it stands on: the one replied to, or the new one.
    pub ticket: TicketId,
    /// The message.
    pub message: Option<MessageId>,
    /// R3: the ticket had ended too long ago, so this new, linked one was opened.
    pub follow_up: bool,
}

/// *Tambah catatan internal*.
#[derive(Debug, Clone, Serialize)]
pub struct Note {
    /// The ticket.
    pub ticket: TicketId,
    /// The text.
    pub text: String,
    /// Uploaded files to attach.
    pub files: Vec<FileId>,
    /// Which draft of it the writer saw: only that one goes with it.
    pub draft: SeenDraft,
}

/// Files that arrive after their report or reply, as over a bad line.
#[derive(Debug, Clone, Serialize)]
pub struct Attach {
    /// The ticket.
    pub ticket: TicketId,
    /// The files.
    pub files: Vec<FileId>,
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Reply {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = Replied;

    async fn run(self, work: &mut Work<'_>) -> Outcome<Replied> {
        let mut case = work.ticket(self.ticket, Verb::Reply, None).await?;
        let body = if self.files.is_empty() {
            input::text("text", &self.text)?
        } else {
            input::text_or_empty("text", &self.text)?
        };
        let standing = work.standing()?;
        let by_desk = access::speaks_for_desk(standing, &case.ticket, Ties::of(standing, &case.parties));
        let waited = case.ticket.status.is_waiting();
        if !hears(case.ticket.status, by_desk) {
            if let Some(number) = merged_into(work, &case).await? {
                return Err(Refusal::MergedInto(number).into());
            }
            return Err(Refusal::WrongStatus(Verb::Reply, case.ticket.status).into());
        }
        match (by_desk, case.ticket.status) {
            (true, _) => {
                respond_first(work, &mut case);
                // R3: what was said after the end has been answered.
                case.ticket.replied_after_end = false;
            }
            (false, Status::Closed) if !within_reopening(work, &case) => {
                return follow_up(work, case, body, self.files, self.draft).await;
            }
            // R4: it is heard where that goes on; where nothing goes on any more it is a report of its own.
            (false, Status::Merged) => {
                let Some(goes_on) = goes_on(&work.tx, &case.ticket).await? else {
                    return follow_up(work, case, body, self.files, self.draft).await;
                };
                let parties = store::ticket::parties(&work.tx, goes_on.id).await?;
                work.tell_of(&goes_on, parties);
            }
            (false, _) => requester_speaks(work, &mut case).await?,
        }
        let message = work.say(&mut case, MessageKind::Reply, Audience::Public, &body).await?;
        work.attach(&mut case, Some(message), &self.files).await?;
        found_by_files(work, &case, message, &self.files).await?;
        draft::sent(work, self.ticket, DraftKind::Reply, self.draft).await?;
        work.record(&mut case, Kind::TicketReplied, Facts::new()).await?;
        if waited {
            escalate::after_wait(work, &mut case).await?;
        }
        Ok(Replied { ticket: self.ticket, message: Some(message), follow_up: false })
    }
}

/// The number of the ticket in which a merged one ended up, if whoever acts may know of that one.
async fn merged_into(work: &Work<'_>, case: &Case) -> Outcome<Option<String>> {
    let (mut next, mut last) = (case.ticket.merged_into_id, None);
    while let Some(id) = next {
        let ticket: Ticket = store::get(&work.tx, id).await?.ok_or(Refusal::NotFound)?;
        next = ticket.merged_into_id;
        last = Some(ticket);
    }
    let Some(last) = last else { return Ok(None) };
    let parties = store::ticket::parties(&work.tx, last.id).await?;
    let standing = work.standing()?;
    let seen = access::sight(standing, &last, Ties::of(standing, &parties)) > Sight::Nothing;
    Ok(seen.then_some(last.number))
}

/// The ticket in which a merged one goes on; none: that has ended.
async fn goes_on(conn: &impl store::Conn, merged: &Ticket) -> Outcome<Option<Ticket>> {
    let mut next = merged.merged_into_id;
    while let Some(id) = next {
        let ticket: Ticket = store::get(conn, id).await?.ok_or(Refusal::NotFound)?;
        next = ticket.merged_into_id;
        if ticket.active {
            return Ok(Some(ticket));
        }
    }
    Ok(None)
}

/// R3, R4: whether a reply by the requester's side becomes a new, linked ticket, because this one ended too long ago or goes on nowhere.
pub(crate) async fn opens_new(
    conn: &impl store::Conn,
    organisation: &Directory,
    ticket: &Ticket,
    now: DateTime<Utc>,
) -> Outcome<bool> {
    Ok(match ticket.status {
        Status::Closed => !still_reopens(organisation, ticket, now),
        Status::Merged => goes_on(conn, ticket).await?.is_none(),
        _ => false,
    })
}

/// The first public word of a handler meets FIRST_RESPONSE.
pub(crate) fn respond_first(work: &Work<'_>, case: &mut Case) {
    case.ticket.first_response_at.get_or_insert(work.now);
}

/// R3: within this time a closed ticket still hears its requester.
pub(crate) fn within_reopening(work: &Work<'_>, case: &Case) -> bool {
    still_reopens(&work.organisation(), &case.ticket, work.now)
}

/// The same for who reads.
pub(crate) fn still_reopens(organisation: &Directory, ticket: &Ticket, now: DateTime<Utc>) -> bool {
    let days = organisation.number(SettingKey::ReopenDays);
    ticket.ended_at.is_some_and(|ended| due::business_days_of(organisation, ticket, ended, days) >= now)
}

/// What the requester's word does: ends the wait for it, reopens what was closed for want of an answer, and on what is done raises a flag only.
async fn requester_speaks(work: &mut Work<'_>, case: &mut Case) -> Outcome<()> {
    let person = work.person()?;
    let own = [case.ticket.requester_id, case.ticket.filer_id].contains(&person);
    match case.ticket.status {
        // Somebody who only follows it was not asked.
        Status::WaitingRequester if own => {
            case.ticket.advance(Verb::Reply);
        }
        Status::Closed if case.ticket.end_reason == Some(EndReason::NoAnswer) => {
            resolve::again(work, case).await?;
        }
        Status::Resolved => {
            case.ticket.replied_after_end = true;
            let days = work.organisation().number(SettingKey::AutoCloseDays);
            due::set_in_days(work, case, DueKind::AutoClose, days).await?;
        }
        Status::Closed => case.ticket.replied_after_end = true,
        Status::New
        | Status::InProgress
        | Status::WaitingRequester
        | Status::WaitingThirdParty
        | Status::WaitingSchedule
        | Status::WaitingApproval
        | Status::Rejected
        | Status::Cancelled
        | Status::Merged => {}
    }
    Ok(())
}

/// What hangs on a text finds it by its name.
async fn found_by_files(work: &Work<'_>, case: &Case, message: MessageId, files: &[FileId]) -> Outcome<()> {
    if files.is_empty() {
        return Ok(());
    }
    words::put_message_anew(&work.tx, &case.ticket, &case.parties, message).await
}

/// R3: a reply to a ticket that ended too long ago becomes a new, linked one.
async fn follow_up(
    work: &mut Work<'_>,
    old: Case,
    body: String,
    files: Vec<FileId>,
    draft: SeenDraft,
) -> Outcome<Replied> {
    let person = work.person()?;
    let own = [old.ticket.requester_id, old.ticket.filer_id].contains(&person);
    // Whoever only followed it speaks for themselves, in their own words: what they read of another's is not theirs to go on from.
    let requester = work.active_person(if own { old.ticket.requester_id } else { person }).await?;
    if !own && body.is_empty() {
        return Err(Refusal::Blank("text").into());
    }
    let said = |text: &String| if own { text.clone() } else { String::new() };
    let subject = old.parties.iter().find(|(role, _)| *role == PartyRole::HiddenFrom).map(|(_, id)| (*id).into());
    let report = open::Report {
        kind: old.ticket.kind.filter(|kind| *kind != TicketKind::Problem),
        service: old.ticket.service_id.filter(|id| {
            work.organisation().service(*id).is_some_and(|service| service.retired_at.is_none() && service.published)
        }),
        title: said(&old.ticket.title),
        description: body,
        location: said(&old.ticket.location),
        contact: said(&old.ticket.contact),
        form: std::collections::BTreeMap::new(),
        impact: old.ticket.impact,
        urgency: old.ticket.urgency,
        hide_identity: own.then_some(old.ticket.identity_hidden),
        files,
        about_person: subject.filter(|_| old.ticket.kind == Some(TicketKind::Complaint)),
        about_ticket: None,
        follow_up_of: None,
    };
    let now = work.now;
    draft::sent(work, old.ticket.id, DraftKind::Reply, draft).await?;
    let mut new = open::begin(work, report, requester, work.caller.channel(), now, Kind::TicketOpened).await?;
    open::no_less_confidential(work, &mut new, &old).await?;
    super::involve::link(work, &mut new, &old.ticket, LinkKind::FollowUp).await?;
    Ok(Replied { ticket: new.ticket.id, message: None, follow_up: true })
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Note {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = MessageId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<MessageId> {
        let mut case = work.ticket(self.ticket, Verb::Note, None).await?;
        let body = input::text("text", &self.text)?;
        let message = work.say(&mut case, MessageKind::Note, Audience::Internal, &body).await?;
        work.attach(&mut case, Some(message), &self.files).await?;
        found_by_files(work, &case, message, &self.files).await?;
        draft::sent(work, self.ticket, DraftKind::Note, self.draft).await?;
        work.record(&mut case, Kind::TicketNoted, Facts::new()).await?;
        Ok(message)
    }
}

#[macro_rules_attribute::apply(crate::work::command)]
impl Command for Attach {
    const NEEDS: Needs = Needs::TICKETS;
    type Answer = TicketId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TicketId> {
        let mut case = work.ticket(self.ticket, Verb::Attach, None).await?;
        if self.files.is_empty() {
            return Err(Refusal::Blank("files").into());
        }
        if case.ticket.status == Status::Closed && !within_reopening(work, &case) {
            return Err(Refusal::TooLate(work.organisation().number(SettingKey::ReopenDays)).into());
        }
        work.attach(&mut case, None, &self.files).await?;
        words::put_report_anew(&work.tx, &case.ticket, &case.parties).await?;
        work.record(&mut case, Kind::TicketFilesAttached, Facts::new()).await?;
        Ok(self.ticket)
    }
}
