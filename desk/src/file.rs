//! Files: their bytes lie in an object store under the digest of their content; a row says whose they are and what they hang on (R28).

use crate::desk::{Actor, Caller, Desk};
use crate::id::{FileId, PersonId};
use crate::refusal::{Fault, Outcome, Refusal};
use crate::setting::SettingKey;
use crate::store;
use crate::token::Needs;
use crate::work::Work;
use chrono::TimeDelta;
use object_store::ObjectStoreExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use sha2::Digest as _;

pub mod parts;
pub mod preview;
pub mod sniff;

pub use crate::store::entity::attachment::Model as Attachment;

/// The largest file, in bytes.
pub const LARGEST: usize = 25_000_000;
/// How many files one message may carry.
pub const MOST_PER_MESSAGE: usize = 20;
/// How many bytes a person may have lying about that are attached to nothing yet.
pub const UNATTACHED_QUOTA: i64 = 200_000_000;

/// The unit of the settings.
pub(crate) const MEGABYTE: i64 = 1_000_000;
/// How many files a person may upload in a minute.
pub const PER_MINUTE: u32 = 60;
/// Over how long what a person uploads is added up.
const DAY: TimeDelta = TimeDelta::hours(24);

/// Where the bytes are.
#[derive(Debug)]
pub struct Files {
    store: LocalFileSystem,
    folder: std::path::PathBuf,
}

/// A disk that takes no more is no fault of the file's.
fn of_storage(error: object_store::Error) -> Fault {
    use std::error::Error;
    use std::io::ErrorKind;
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(some) = cause {
        if let Some(io) = some.downcast_ref::<std::io::Error>()
            && [ErrorKind::StorageFull, ErrorKind::QuotaExceeded, ErrorKind::ReadOnlyFilesystem].contains(&io.kind())
        {
            return Fault::not_stored(error);
        }
        cause = some.source();
    }
    Fault::new(error)
}

impl Files {
    /// A folder, made if it is not there.
    pub fn open(folder: &std::path::Path) -> Result<Self, Fault> {
        std::fs::create_dir_all(folder).map_err(Fault::new)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(Fault::new)?.with_fsync(true);
        Ok(Self { store, folder: folder.to_owned() })
    }

    /// Where they lie.
    pub(crate) fn folder(&self) -> &std::path::Path {
        &self.folder
    }

    fn path(sha256: &str) -> Path {
        // Two letters a folder keep every folder small.
        Path::from(format!("{}/{sha256}", sha256.get(..2).unwrap_or_default()))
    }

    /// Stores bytes under their digest; storing the same twice is no harm.
    pub async fn put(&self, sha256: &str, bytes: Vec<u8>) -> Result<(), Fault> {
        self.store.put(&Self::path(sha256), bytes.into()).await.map_err(of_storage)?;
        Ok(())
    }

    /// Reads bytes back, and hands over none that are not what was uploaded: they lie under their digest, which a row that is on record names.
    pub async fn get(&self, sha256: &str) -> Outcome<Vec<u8>> {
        let Some(bytes) = self.find(sha256).await? else {
            tracing::error!(sha256, "the bytes of a file are gone");
            return Err(Refusal::FileDamaged.into());
        };
        // A large file takes a while, and others must not wait for that.
        let read = tokio::task::spawn_blocking(move || (hex::encode(sha2::Sha256::digest(&bytes)), bytes));
        let (read, bytes) = read.await.map_err(Fault::new)?;
        if read != sha256 {
            tracing::error!(sha256, read, "the bytes of a file are not those that were uploaded");
            return Err(Refusal::FileDamaged.into());
        }
        Ok(bytes)
    }

    /// The digest of the bytes that lie under this one now, read piece by piece; none: there are none.
    pub async fn digest(&self, sha256: &str) -> Result<Option<String>, Fault> {
        use futures_util::TryStreamExt as _;
        let found = match self.store.get(&Self::path(sha256)).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(Fault::new(error)),
        };
        let (mut pieces, mut sha) = (found.into_stream(), sha2::Sha256::new());
        while let Some(piece) = pieces.try_next().await.map_err(Fault::new)? {
            sha.update(&piece);
        }
        Ok(Some(hex::encode(sha.finalize())))
    }

    /// Reads bytes back, if they are still there.
    pub async fn find(&self, sha256: &str) -> Result<Option<Vec<u8>>, Fault> {
        match self.store.get(&Self::path(sha256)).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(Fault::new)?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(Fault::new(error)),
        }
    }

    /// Destroys bytes. That they are gone already is no fault.
    pub async fn delete(&self, sha256: &str) -> Result<(), Fault> {
        match self.store.delete(&Self::path(sha256)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(Fault::new(error)),
        }
    }
}

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

    /// Destroys bytes that no row needs.
    async fn drop_unused(&self, sha256: &str) -> Outcome<()> {
        if !store::file::is_used(&self.store.read(), sha256).await? {
            self.files.delete(sha256).await?;
        }
        Ok(())
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
        let looked_at = tokio::task::spawn_blocking(move || {
            let kind = sniff::sniff(&bytes, &given).map_err(|_| Refusal::FileKind)?;
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
        self.files.put(&sha256, bytes).await?;
        let mut work = self.begin(caller).await?;
        // Held, so that files that come at once are all counted.
        let uploader_id = work.hold_self().await?.id;
        if let Err(error) = self.within_quotas(&work, size).await {
            work.tx.rollback().await?;
            self.drop_unused(&sha256).await?;
            return Err(error);
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
