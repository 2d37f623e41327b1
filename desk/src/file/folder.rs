//! Where the bytes are: under the digest of their content.

use crate::refusal::{Fault, Outcome, Refusal};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use sha2::Digest as _;

/// Where the bytes are.
#[derive(Debug)]
pub struct Files {
    pub(super) store: LocalFileSystem,
    folder: std::path::PathBuf,
}

/// A disk that takes no more is no fault of the file's.
pub(super) fn of_storage(error: object_store::Error) -> Fault {
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

    /// A preview lies beside what it shows. Its name changes with how previews are made.
    fn preview_path(sha256: &str) -> Path {
        Path::from(format!("{}/{sha256}.preview1", sha256.get(..2).unwrap_or_default()))
    }

    /// The preview that is kept of a file.
    pub async fn preview(&self, sha256: &str) -> Result<Option<Vec<u8>>, Fault> {
        self.read(&Self::preview_path(sha256)).await
    }

    pub(super) async fn put_preview(&self, sha256: &str, jpeg: Vec<u8>) -> Result<(), Fault> {
        self.store.put(&Self::preview_path(sha256), jpeg.into()).await.map_err(of_storage)?;
        Ok(())
    }

    /// Stores bytes under their digest; storing the same twice is no harm.
    pub async fn put(&self, sha256: &str, bytes: impl Into<PutPayload>) -> Result<(), Fault> {
        self.store.put(&Self::path(sha256), bytes.into()).await.map_err(of_storage)?;
        Ok(())
    }

    /// Whether bytes lie under this digest.
    pub(crate) async fn has(&self, sha256: &str) -> Result<bool, Fault> {
        match self.store.head(&Self::path(sha256)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(Fault::new(error)),
        }
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
        self.read(&Self::path(sha256)).await
    }

    async fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, Fault> {
        match self.store.get(path).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(Fault::new)?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(Fault::new(error)),
        }
    }

    /// Destroys bytes, and what was made of them. That they are gone already is no fault.
    pub async fn delete(&self, sha256: &str) -> Result<(), Fault> {
        for path in [Self::preview_path(sha256), Self::path(sha256)] {
            match self.store.delete(&path).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(Fault::new(error)),
            }
        }
        Ok(())
    }
}
