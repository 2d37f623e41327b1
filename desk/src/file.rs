//! Files: their bytes lie in an object store under the digest of their content; a row says whose they are and what they hang on (R28).

use crate::caller::{Actor, Caller};
use crate::desk::Desk;
use crate::id::{FileId, PersonId};
use crate::refusal::{Fault, Outcome, Refusal};
use crate::setting::SettingKey;
use crate::store;
use crate::token::Needs;
use crate::work::Work;
use chrono::TimeDelta;
use object_store::PutPayload;
use sha2::Digest as _;

mod folder;
mod limits;
pub mod parts;
mod place;
pub mod preview;
pub mod sniff;

pub use crate::store::entity::attachment::Model as Attachment;
pub use folder::Files;
pub(crate) use limits::MEGABYTE;
pub use limits::{LARGEST, MOST_PER_MESSAGE, PER_MINUTE, UNATTACHED_QUOTA};

/// Over how long what a person uploads is added up.
const DAY: TimeDelta = TimeDelta::hours(24);

impl Desk {
    /// Whether this person may upload one more now.
    fn uploads_more(&self, caller: &Caller) -> Outcome<()> {
        match caller.actor {
            Actor::Person(person) => self.uploads.step(person, self.now()),
            Actor::Clock | Actor::Console => Err(Refusal::SignInFirst.into()),
        }
    }

    /// Whether so many bytes more are still within what a person may upload in a day.
    async fn within_a_day(&self, work: &Work<'_>, person: PersonId, more: i64) -> Outcome<()> {
        let most = work.organisation().number(SettingKey::FilesPerDay);
        let so_far = store::file::bytes_since(&work.tx, person, work.now - DAY).await?;
        if so_far + more > most * MEGABYTE { Err(Refusal::FileDayQuota(most).into()) } else { Ok(()) }
    }

    /// Whether so many bytes more are still within what the person may have lying about, and upload in a day.
    async fn within_quotas(&self, work: &Work<'_>, more: i64) -> Outcome<()> {
        let uploader = work.person()?;
        if store::file::unattached_bytes(&work.tx, uploader).await? + more > UNATTACHED_QUOTA {
            return Err(Refusal::FileQuota.into());
        }
        self.within_a_day(work, uploader, more).await
    }

    /// Destroys bytes that no row needs. They are held meanwhile: whoever uploads the same ones looks for them after this, or this finds their row.
    async fn drop_unused(&self, sha256: &str) -> Outcome<()> {
        let tx = self.store.begin().await?;
        store::file::hold_bytes(&tx, sha256).await?;
        if !store::file::is_used(&tx, sha256).await? {
            self.files.delete(sha256).await?;
        }
        Ok(tx.rollback().await?)
    }

    /// Keeps a preview that was made, beside the file whose it is: it goes with that, and is not kept where the file has gone meanwhile or there is no room.
    pub async fn keep_preview(&self, sha256: &str, jpeg: Vec<u8>) -> Outcome<()> {
        if self.need_room(jpeg.len()).is_err() {
            return Ok(());
        }
        self.files.put_preview(sha256, jpeg).await?;
        self.drop_unused(sha256).await
    }

    /// Takes an uploaded file. It hangs on nothing yet: only its uploader can use it, and after 24 hours it is collected.
    pub async fn upload(&self, caller: &Caller, name: &str, bytes: Vec<u8>) -> Outcome<FileId> {
        Needs::TICKETS.allow(caller)?;
        if bytes.is_empty() {
            return Err(Refusal::Blank("file").into());
        }
        if bytes.len() > LARGEST {
            return Err(Refusal::FileTooLarge(LARGEST).into());
        }
        self.need_room(bytes.len())?;
        self.uploads_more(caller)?;
        // To look through 25 MB takes a core for a while: not one that answers others.
        let given = name.to_owned();
        let mut bytes = bytes;
        let looked_at = tokio::task::spawn_blocking(move || {
            let kind = sniff::sniff(&bytes, &given).map_err(|_| Refusal::FileKind)?;
            place::blank(&mut bytes, &kind);
            let sha256 = hex::encode(sha2::Sha256::digest(&bytes));
            Ok::<_, Refusal>((kind, kind.name(&given), sha256, bytes))
        });
        let (kind, name, sha256, bytes) = looked_at.await.map_err(Fault::new)??;
        let size = i64::try_from(bytes.len()).map_err(Fault::new)?;
        let work = self.begin(caller).await?;
        self.within_quotas(&work, size).await?;
        work.tx.rollback().await?;
        // Bytes first: a row whose bytes are missing would be a lie, bytes without a row are only litter. And before the transaction: while a disk is slow,
        // nobody else waits to write.
        let bytes = PutPayload::from(bytes);
        self.files.put(&sha256, bytes.clone()).await?;
        let mut work = self.begin(caller).await?;
        // Held, so that files that come at once are all counted.
        let uploader_id = work.hold_self().await?.id;
        if let Err(error) = self.within_quotas(&work, size).await {
            work.tx.rollback().await?;
            self.drop_unused(&sha256).await?;
            return Err(error);
        }
        // Held until the row is there. What others left of the same bytes may have been taken away just now, and these with it.
        store::file::hold_bytes(&work.tx, &sha256).await?;
        if !self.files.has(&sha256).await? {
            self.files.put(&sha256, bytes).await?;
        }
        let id = work.id();
        let row = Attachment {
            id,
            ticket_id: None,
            message_id: None,
            uploader_id,
            name,
            mime: kind.mime.to_owned(),
            size,
            sha256,
            inline: kind.inline,
            created_at: work.now,
            erased_at: None,
            salt: None,
        };
        work.tx.insert(row).await?;
        self.tell(work.commit().await?);
        Ok(id)
    }

    /// Collects uploads that nobody attached within a day, the bytes of erased files that nothing else refers to, and what a database's log still
    /// holds of erased texts. Returns how many rows.
    pub async fn collect_files(&self) -> Outcome<usize> {
        let before = self.now() - chrono::TimeDelta::hours(24);
        let work = self.begin(&Caller::CLOCK).await?;
        let gone = store::file::take_litter(&work.tx, before, 200).await?;
        let count = gone.len();
        self.tell(work.commit().await?);
        for sha256 in gone {
            self.drop_unused(&sha256).await?;
        }
        self.store.shed().await?;
        Ok(count)
    }
}
