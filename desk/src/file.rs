//! Files: their bytes lie in an object store under the digest of their content; a row says whose they are and what they hang on (R28).

use crate::desk::{Actor, Caller, Desk};
use crate::id::{FileId, PersonId};
use crate::refusal::{Fault, Outcome, Refusal};
use crate::setting::SettingKey;
use crate::store;
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
}

impl Files {
    /// A folder, made if it is not there.
    pub fn open(folder: &std::path::Path) -> Result<Self, Fault> {
        std::fs::create_dir_all(folder).map_err(Fault::new)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(Fault::new)?.with_fsync(true);
        Ok(Self { store })
    }

    fn path(sha256: &str) -> Path {
        // Two letters a folder keep every folder small.
        Path::from(format!("{}/{sha256}", &sha256[..2]))
    }

    /// Stores bytes under their digest; storing the same twice is no harm.
    pub async fn put(&self, sha256: &str, bytes: Vec<u8>) -> Result<(), Fault> {
        self.store.put(&Self::path(sha256), bytes.into()).await.map_err(Fault::new)?;
        Ok(())
    }

    /// Reads bytes back.
    pub async fn get(&self, sha256: &str) -> Result<Vec<u8>, Fault> {
        let found = self.find(sha256).await?;
        found.ok_or_else(|| Fault::new(format!("the bytes of {sha256} are gone")))
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

    /// Takes an uploaded file. It hangs on nothing yet: only its uploader can use it, and after 24 hours it is collected.
    pub async fn upload(&self, caller: &Caller, name: &str, bytes: Vec<u8>) -> Outcome<FileId> {
        if bytes.is_empty() {
            return Err(Refusal::Blank("file").into());
        }
        if bytes.len() > LARGEST {
            return Err(Refusal::FileTooLarge(LARGEST).into());
        }
        self.uploads_more(caller)?;
        // To look through 25 MB takes a core for a while: not one that answers others.
        let given = name.to_owned();
        let looked_at = tokio::task::spawn_blocking(move || {
            let kind = sniff::sniff(&bytes, &given).map_err(|_| Refusal::FileKind)?;
            let sha256 = hex::encode(sha2::Sha256::digest(&bytes));
            Ok::<_, Refusal>((kind, kind.name(&given), sha256, bytes))
        });
        let (kind, name, sha256, bytes) = looked_at.await.map_err(Fault::new)??;
        let work = self.begin(caller).await?;
        let uploader_id = work.person()?;
        let size = i64::try_from(bytes.len()).map_err(Fault::new)?;
        if store::file::unattached_bytes(&work.tx, uploader_id).await? + size > UNATTACHED_QUOTA {
            return Err(Refusal::FileQuota.into());
        }
        self.within_a_day(&work, uploader_id, size).await?;
        let id = work.id();
        let row = Attachment {
            id,
            ticket_id: None,
            message_id: None,
            uploader_id,
            name,
            mime: kind.mime.to_owned(),
            size,
            sha256: sha256.clone(),
            inline: kind.inline,
            created_at: work.now,
            erased_at: None,
        };
        // Bytes first: a row whose bytes are missing would be a lie, bytes without a row are only litter.
        self.files.put(&sha256, bytes).await?;
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
            if !store::file::is_used(&self.store.read(), &sha256).await? {
                self.files.delete(&sha256).await?;
            }
        }
        self.store.shed().await?;
        Ok(count)
    }
}
