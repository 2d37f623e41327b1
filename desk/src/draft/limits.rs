//! How many drafts, how often, for how long.

use chrono::TimeDelta;

/// How many drafts a person may have.
pub const MOST: usize = 200;

/// How often a person's drafts may be saved in a minute: the portal saves about once a second while somebody types.
pub(crate) const PER_MINUTE: u32 = 90;

/// How long a draft that nobody touches is kept.
pub(crate) const KEPT: TimeDelta = TimeDelta::days(90);
