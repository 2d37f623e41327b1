//! Whether things can be stored, and whether there is room for files. Reading goes on when nothing can be stored; what would have to be stored is
//! refused with [`Refusal::CannotStore`], and taken again as soon as it can be. Files and long texts are refused earlier, so that they are not what fills
//! the disk: what is kept free is there for short commands, of which it holds a hundred thousand, so that the desk can be worked with meanwhile.

use crate::caller::{Actor, Caller};
use crate::desk::Desk;
use crate::refusal::{Error, Fault, Outcome, Refusal};
use crate::store::condition::{Condition, Trouble};
use std::path::Path;
use std::sync::atomic::Ordering;
use tokio::sync::watch;

/// A disk with less room than this, in bytes, is still full to an embedded database that has met its end.
const ENOUGH: u64 = 8 << 20;
/// The most bytes of a command that is taken while there is too little room: a reply or a report of some length, with all that is said beside it.
pub const SHORT: usize = 4_000;

/// How many bytes are free where a folder is.
fn free(folder: &Path) -> Result<u64, Fault> {
    let found = rustix::fs::statvfs(folder).map_err(|error| Fault::new(std::io::Error::from(error)))?;
    Ok(found.f_bavail.saturating_mul(found.f_frsize))
}

impl Desk {
    /// How the storage is, as far as is known.
    pub fn condition(&self) -> Condition {
        self.store.known().now()
    }

    /// How the storage is, whenever that changes.
    pub fn conditions(&self) -> watch::Receiver<Condition> {
        self.store.known().watch()
    }

    /// Keeps so many bytes free: a file that would leave less is not taken.
    pub fn keep_free(&self, bytes: u64) {
        self.reserve.store(bytes, Ordering::Relaxed);
    }

    /// Looks how the storage is: writes a little, reads it back over another connection, and asks how much room there is.
    pub async fn look_at_storage(&self) -> Condition {
        let known = self.store.known();
        match self.store.write_and_read_back().await.map_err(Error::from) {
            Ok(()) if !self.still_full() => known.well(),
            Ok(()) => {}
            // The transaction has told what it met, if it met anything.
            Err(error) if known.now().trouble.is_none() => known.met(Trouble::Failing, &error),
            Err(_) => {}
        }
        if let Err(Error::Fault(fault)) = self.need_room(0) {
            tracing::warn!(%fault, "how much room there is cannot be told");
        }
        known.now()
    }

    /// A little goes into a full disk now and then; that does not make room for more.
    fn still_full(&self) -> bool {
        self.condition().trouble == Some(Trouble::DiskFull)
            && self.store.folder().is_some_and(|folder| free(&folder).is_ok_and(|free| free < ENOUGH))
    }

    /// Refuses a command of so many bytes where there is too little room for long ones; the clock and the console are not asked.
    pub(crate) fn need_room_for_text(&self, caller: &Caller, bytes: usize) -> Outcome<()> {
        if bytes <= SHORT || !matches!(caller.actor, Actor::Person(_)) {
            return Ok(());
        }
        match self.need_room(bytes) {
            Err(Error::Refused(Refusal::NoRoom)) => Err(Refusal::NoRoomForText(SHORT).into()),
            other => other,
        }
    }

    /// Refuses a file of so many bytes where it would leave less room than is to be kept.
    pub(crate) fn need_room(&self, size: usize) -> Outcome<()> {
        let reserve = self.reserve.load(Ordering::Relaxed);
        if reserve == 0 {
            return Ok(());
        }
        let left = free(self.files.folder())?.saturating_sub(size as u64);
        self.store.known().tight(left < reserve);
        if left < reserve { Err(Refusal::NoRoom.into()) } else { Ok(()) }
    }
}
