//! What a command says on a ticket, and the files it attaches. They lie beside the events, which carry their digests (R22).

use super::case::Case;
use super::{Audience, Message, MessageKind};
use crate::digest::Digest;
use crate::event::Recorded;
use crate::file::Attachment;
use crate::id::{FileId, MessageId};
use crate::refusal::{Outcome, Refusal};
use crate::setting::SettingKey;
use crate::store;
use crate::text;
use crate::work::Work;
use serde_json::json;

impl Work<'_> {
    /// Adds a text to a ticket. The event of the ticket that comes next carries the text's digest, and without one nothing is committed.
    pub async fn say(
        &mut self,
        case: &mut Case,
        kind: MessageKind,
        audience: Audience,
        body: &str,
    ) -> Outcome<MessageId> {
        let id: MessageId = self.id();
        self.say_as(id, case, kind, audience, body, &text::plain(body, usize::MAX)).await?;
        Ok(id)
    }

    /// As [`Work::say`], for a text that is found under other words too: a report by its title and number.
    pub(crate) async fn say_as(
        &mut self,
        id: MessageId,
        case: &mut Case,
        kind: MessageKind,
        audience: Audience,
        body: &str,
        found_by: &str,
    ) -> Outcome<()> {
        let salt = self.salt();
        let digest = Digest::of_text(salt, [body]);
        let (now, door) = (self.now, self.caller.door);
        let ticket = &case.ticket;
        let head = self.head(&ticket.stream()).await?;
        // The instant of its event, which never runs backwards (R15): `audit verify` compares the two.
        let (seq, at) = (head.seq + 1, now.max(head.recorded_at));
        let message = Message {
            id,
            ticket_id: ticket.id,
            seq,
            kind,
            audience,
            author_id: self.author(),
            door,
            at,
            body: body.to_owned(),
            salt: Some(salt),
            digest,
            erased_at: None,
        };
        let entry = store::search::Entry { id: id.0, ticket, parties: &[], audience, words: found_by };
        store::search::insert(&self.tx, message, &entry).await?;
        self.changed_around(ticket.id);
        case.texts.push(json!({"id": id, "digest": digest, "kind": kind, "audience": audience}));
        Ok(())
    }

    /// Attaches files that the actor uploaded and that are attached to nothing yet.
    pub async fn attach(&mut self, case: &mut Case, message: Option<MessageId>, files: &[FileId]) -> Outcome<()> {
        let ticket = case.ticket.id;
        if files.len() > crate::file::MOST_PER_MESSAGE {
            return Err(Refusal::TooMany(crate::file::MOST_PER_MESSAGE).into());
        }
        if files.is_empty() {
            return Ok(());
        }
        let uploader = self.person()?;
        let most = self.organisation().number(SettingKey::FilesPerTicket);
        let mut carries = store::file::bytes_of_ticket(&self.tx, ticket).await?;
        let mut attached = Vec::with_capacity(files.len());
        for id in files {
            let mut file: Attachment = store::get(&self.tx, *id).await?.ok_or(Refusal::FileNotYours)?;
            if file.uploader_id != uploader || file.ticket_id.is_some() || file.erased_at.is_some() {
                return Err(Refusal::FileNotYours.into());
            }
            carries += file.size;
            if carries > most * crate::file::MEGABYTE {
                return Err(Refusal::TicketFileQuota(most).into());
            }
            file.ticket_id = Some(ticket);
            file.message_id = message;
            let salt = self.salt();
            file.salt = Some(salt);
            case.files.push(json!({
                "id": id,
                "sha256": file.sha256,
                "name": Digest::of_text(salt, [&*file.name]),
                "mime": file.mime,
                "size": file.size,
                "inline": file.inline,
                "at": file.created_at.timestamp_micros(),
            }));
            attached.push(file);
        }
        self.changed_around(ticket);
        // In the order of their ids, so that two who attach the same ones do not wait for each other.
        attached.sort_unstable_by_key(|file| file.id);
        for file in attached {
            store::file::hold(&self.tx, file.id).await?;
            // What an appointment rests on stays what it is: on a ticket somebody could redact it.
            if store::people::is_basis(&self.tx, file.id).await? || !store::file::attach(&self.tx, &file).await? {
                return Err(Refusal::FileNotYours.into());
            }
        }
        Ok(())
    }
}
