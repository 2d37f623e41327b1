//! Files that come in parts, so that a lost line costs the part that was on its way and no more. Each part is an object of its own, in a folder of its
//! file's, written whole under the number of its first byte and never written again; the row says up to where all are there.

use super::{Files, LARGEST, UNATTACHED_QUOTA};
use crate::caller::{Actor, Caller};
use crate::desk::Desk;
use crate::id::{FileId, UploadId};
use crate::refusal::{Fault, Outcome, Refusal};
use crate::store;
use crate::token::Needs;
use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};

pub use crate::store::entity::upload::Model as Upload;

/// The largest part, in bytes.
pub const LARGEST_PART: usize = 4_000_000;
/// How many files a person may be sending at a time.
pub const MOST: usize = 20;

/// How far a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that are there: where the next part begins.
    pub received: i64,
    /// The file, once all of it is there.
    pub file: Option<FileId>,
}

impl Files {
    fn parts(id: UploadId) -> Path {
        Path::from(format!("parts/{}", id.0.as_simple()))
    }

    fn part(id: UploadId, from: i64) -> Path {
        Self::parts(id).join(from.to_string())
    }

    /// Stores a part; false: another one lies in its place. The same one there is what an earlier try left that was cut off before its row said so.
    async fn put_part(&self, id: UploadId, from: i64, bytes: Vec<u8>) -> Result<bool, Fault> {
        let (path, bytes) = (Self::part(id, from), PutPayload::from(bytes));
        match self.store.put_opts(&path, bytes.clone(), PutMode::Create.into()).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => {
                let there = self.store.get(&path).await.map_err(Fault::new)?;
                Ok(there.bytes().await.map_err(Fault::new)? == bytes.iter().flatten().copied().collect::<Vec<u8>>())
            }
            Err(error) => Err(super::folder::of_storage(error)),
        }
    }

    /// All parts, one after the other.
    async fn whole(&self, upload: &Upload) -> Result<Vec<u8>, Fault> {
        let size = usize::try_from(upload.size).map_err(Fault::new)?;
        let mut bytes = Vec::with_capacity(size);
        while bytes.len() < size {
            let from = i64::try_from(bytes.len()).map_err(Fault::new)?;
            let part = self.store.get(&Self::part(upload.id, from)).await.map_err(Fault::new)?;
            bytes.extend_from_slice(&part.bytes().await.map_err(Fault::new)?);
        }
        if bytes.len() == size { Ok(bytes) } else { Err(Fault::new("the parts of a file overlap")) }
    }

    /// Deletes whatever lies in the folder, whether a row knew of it or not.
    async fn delete_parts(&self, id: UploadId) -> Result<(), Fault> {
        let parts: Vec<_> = self.store.list(Some(&Self::parts(id))).try_collect().await.map_err(Fault::new)?;
        for part in parts {
            self.store.delete(&part.location).await.map_err(Fault::new)?;
        }
        Ok(())
    }
}

impl Desk {
    /// Begins a file of `size` bytes that will come in parts. After 24 hours what has come of it is collected.
    pub async fn begin_upload(&self, caller: &Caller, name: &str, size: i64) -> Outcome<UploadId> {
        Needs::TICKETS.allow(caller)?;
        match usize::try_from(size) {
            Err(_) | Ok(0) => return Err(Refusal::Blank("file").into()),
            Ok(size) if size > LARGEST => return Err(Refusal::FileTooLarge(LARGEST).into()),
            Ok(size) => self.need_room(size)?,
        }
        self.uploads_more(caller)?;
        let mut work = self.begin(caller).await?;
        let uploader_id = work.hold_self().await?.id;
        let underway = store::upload::of_person(&work.tx, uploader_id).await?;
        if underway.len() >= MOST {
            return Err(Refusal::TooMany(MOST).into());
        }
        // What is promised counts as if it were there.
        let promised: i64 = underway.iter().map(|upload| upload.size).sum();
        if promised + store::file::unattached_bytes(&work.tx, uploader_id).await? + size > UNATTACHED_QUOTA {
            return Err(Refusal::FileQuota.into());
        }
        self.within_a_day(&work, uploader_id, promised + size).await?;
        let id = work.id();
        let name = name.chars().take(400).collect();
        work.tx.insert(Upload { id, uploader_id, name, size, received: 0, created_at: work.now }).await?;
        self.tell(work.commit().await?);
        Ok(id)
    }

    /// How far a file of this person has come.
    pub async fn upload_progress(&self, caller: &Caller, id: UploadId) -> Outcome<Progress> {
        Ok(Progress { received: self.underway(caller, id).await?.received, file: None })
    }

    /// Takes the next part. One that does not begin where the last one ended is not taken: the answer says from where to go on.
    pub async fn take_part(&self, caller: &Caller, id: UploadId, from: i64, bytes: Vec<u8>) -> Outcome<Progress> {
        Needs::TICKETS.allow(caller)?;
        let upload = self.underway(caller, id).await?;
        if bytes.len() > LARGEST_PART {
            return Err(Refusal::FileTooLarge(LARGEST_PART).into());
        }
        let to = from.checked_add(i64::try_from(bytes.len()).map_err(Fault::new)?).ok_or(Refusal::Invalid("part"))?;
        if from != upload.received || to > upload.size {
            return Ok(Progress { received: upload.received, file: None });
        }
        if !bytes.is_empty() {
            self.need_room(bytes.len())?;
            // Bytes first: a row that says more than there is would be a lie.
            if !self.files.put_part(id, from, bytes).await? {
                return Err(Refusal::Invalid("part").into());
            }
            let work = self.begin(caller).await?;
            let first = store::upload::advance(&work.tx, id, from, to).await?;
            self.tell(work.commit().await?);
            if !first {
                return self.upload_progress(caller, id).await;
            }
        }
        if to < upload.size {
            return Ok(Progress { received: to, file: None });
        }
        let file = self.upload(caller, &upload.name, self.files.whole(&upload).await?).await;
        // What is refused now, as for its kind, is refused for ever; but for what passes, as the pace and a full disk do.
        if matches!(&file, Ok(_) | Err(crate::Error::Refused(_))) && !matches!(&file, Err(error) if error.passes()) {
            self.forget_upload(upload).await?;
        }
        Ok(Progress { received: to, file: Some(file?) })
    }

    async fn underway(&self, caller: &Caller, id: UploadId) -> Outcome<Upload> {
        let Actor::Person(person) = caller.actor else { return Err(Refusal::SignInFirst.into()) };
        let found: Option<Upload> = store::get(&self.store.read(), id).await?;
        Ok(found.filter(|upload| upload.uploader_id == person).ok_or(Refusal::NotFound)?)
    }

    async fn forget_upload(&self, upload: Upload) -> Outcome<()> {
        let id = upload.id;
        let tx = self.store.begin().await?;
        tx.delete(upload).await?;
        tx.commit().await?;
        Ok(self.files.delete_parts(id).await?)
    }

    /// Collects files that were begun more than a day ago and never came to an end. Returns how many.
    pub async fn collect_uploads(&self) -> Outcome<usize> {
        let before = self.now() - chrono::TimeDelta::hours(24);
        let tx = self.store.begin().await?;
        let old = store::upload::old(&tx, before, 200).await?;
        tx.rollback().await?;
        let count = old.len();
        for upload in old {
            self.forget_upload(upload).await?;
        }
        Ok(count)
    }
}
