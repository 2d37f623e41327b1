//! How large, how many.

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
