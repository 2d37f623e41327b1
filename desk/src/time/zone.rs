//! The one place where local times become instants.

use super::{Micros, SECOND};
use chrono::{DateTime, NaiveDate, NaiveTime, Offset, TimeZone};
use chrono_tz::Tz;

/// No zone is further from UTC than this in the years that calendars cover (the furthest is Kiritimati, 14 h).
const FURTHEST: Micros = 16 * 3600 * SECOND;

/// Midnight of `date` on the wall.
pub(super) fn midnight(date: NaiveDate) -> Micros {
    date.and_time(NaiveTime::MIN).and_utc().timestamp_micros()
}

/// The date on the wall at wall-clock time `wall`; the nearest one chrono knows when there is none.
pub(super) fn date(wall: Micros) -> NaiveDate {
    let nearest = if wall < 0 { NaiveDate::MIN } else { NaiveDate::MAX };
    DateTime::from_timestamp_micros(wall).map_or(nearest, |t| t.date_naive())
}

/// A time zone, asked for its offset only: it is a function of the instant, where a local time may have none or two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Zone(pub(super) Tz);

impl Zone {
    /// What the wall is ahead of UTC at `at`.
    fn offset(self, at: Micros) -> Micros {
        let utc = DateTime::from_timestamp_micros(at).unwrap_or_default().naive_utc();
        Micros::from(self.0.offset_from_utc_datetime(&utc).fix().local_minus_utc()) * SECOND
    }

    /// What the wall shows at `at`.
    pub(super) fn wall(self, at: Micros) -> Micros {
        at.saturating_add(self.offset(at))
    }

    /// The instants at which the wall shows a time in `from..to`, as stretches in order of time.
    ///
    /// It cuts time at the changes of the zone's offset. Within a piece the wall is simply UTC plus the offset, so that
    /// skipped local times vanish and repeated ones come twice without any case for them.
    pub(super) fn instants(self, from: Micros, to: Micros) -> impl Iterator<Item = (Micros, Micros)> {
        let (mut at, end) = (from - FURTHEST, to + FURTHEST);
        std::iter::from_fn(move || {
            while at < end {
                let (since, offset) = (at, self.offset(at));
                at = self.next_change(since, offset, end);
                let stretch = ((from - offset).max(since), (to - offset).min(at));
                if stretch.0 < stretch.1 {
                    return Some(stretch);
                }
            }
            None
        })
    }

    /// The first instant after `since` at which the offset is no longer `offset`, or `end`.
    ///
    /// One look at the end is enough, for a window and its margins are at most 80 hours long, and since 1970 no zone has
    /// changed its offset twice within less than a week (the closest is Boa Vista in October 2000).
    fn next_change(self, since: Micros, offset: Micros, end: Micros) -> Micros {
        if self.offset(end) == offset {
            return end;
        }
        let (mut same, mut changed) = (since, end);
        while changed - same > SECOND {
            let middle = same + (changed - same) / (2 * SECOND) * SECOND;
            if self.offset(middle) == offset { same = middle } else { changed = middle }
        }
        changed
    }
}
