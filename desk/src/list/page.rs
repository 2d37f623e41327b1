//! Keyset pages: a cursor carries the sort key and the id of a row, so that a page stays where it was while rows come and go (R35).

use crate::id::TicketId;
use crate::input::sane_instant;
use crate::refusal::{Outcome, Refusal};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

/// The most rows of a page.
pub const MOST: usize = 100;

/// Which page of a list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// So many rows after `after`.
    pub first: Option<i32>,
    /// A cursor of an earlier page.
    pub after: Option<String>,
    /// So many rows before `before`.
    pub last: Option<i32>,
    /// A cursor of a later page.
    pub before: Option<String>,
}

/// A page that was checked.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// How many rows.
    pub rows: usize,
    /// Whether it is read from the end.
    pub backwards: bool,
    /// Where it begins, not included.
    pub from: Option<(DateTime<Utc>, Uuid)>,
}

/// One page of rows.
#[derive(Debug, Clone)]
pub struct PageOf<T> {
    /// The rows, in the order of the list, with their cursors.
    pub rows: Vec<(String, T)>,
    /// Whether there are rows before these.
    pub has_previous: bool,
    /// Whether there are rows after these.
    pub has_next: bool,
}

impl Page {
    /// Checks it. `first` or `last`, 1 to 100; neither is 25.
    pub fn wanted(&self) -> Outcome<Wanted> {
        let (rows, backwards, cursor, other) = match (self.first, self.last) {
            (Some(_), Some(_)) => return Err(Refusal::PageSize(MOST).into()),
            (None, Some(last)) => (last, true, &self.before, &self.after),
            (first, None) => (first.unwrap_or(25), false, &self.after, &self.before),
        };
        let rows = usize::try_from(rows).ok().filter(|rows| (1..=MOST).contains(rows));
        let rows = rows.ok_or(Refusal::PageSize(MOST))?;
        if other.is_some() {
            return Err(Refusal::WrongCursor.into());
        }
        let from = cursor.as_deref().map(read).transpose()?;
        Ok(Wanted { rows, backwards, from })
    }
}

/// An instant in a cursor: microseconds, and nanoseconds beyond them where a row has some. One without them would stand before its own row for ever.
pub(crate) fn in_cursor(at: DateTime<Utc>) -> String {
    match at.timestamp_subsec_nanos() % 1000 {
        0 => at.timestamp_micros().to_string(),
        beyond => format!("{}.{beyond:03}", at.timestamp_micros()),
    }
}

/// Reads such an instant.
pub(crate) fn of_cursor(text: &str) -> Option<DateTime<Utc>> {
    let (micros, beyond) = text.split_once('.').unwrap_or((text, "0"));
    let beyond = beyond.parse().ok().filter(|beyond| (0..1000).contains(beyond))?;
    DateTime::from_timestamp_micros(micros.parse().ok()?)?.checked_add_signed(TimeDelta::nanoseconds(beyond))
}

/// The cursor of a row.
pub fn cursor(at: DateTime<Utc>, id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(format!("1|{}|{}", in_cursor(at), id.as_simple()))
}

fn read(cursor: &str) -> Outcome<(DateTime<Utc>, Uuid)> {
    let parse = || {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
        let mut parts = text.strip_prefix("1|")?.split('|');
        let at = of_cursor(parts.next()?).and_then(sane_instant)?;
        let id = Uuid::try_parse(parts.next()?).ok()?;
        parts.next().is_none().then_some((at, id))
    };
    Ok(parse().ok_or(Refusal::WrongCursor)?)
}

impl Moment {
    /// The cursor of a place in a timeline.
    pub fn cursor(&self) -> String {
        let source = self.source.map(|ticket| ticket.0.as_simple().to_string()).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(format!("2|{}|{source}|{}", in_cursor(self.at), self.seq))
    }

    /// Reads such a cursor.
    pub fn read(cursor: &str) -> Outcome<Self> {
        let parse = || {
            let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
            let mut parts = text.strip_prefix("2|")?.split('|');
            let at = of_cursor(parts.next()?)?;
            let source = match parts.next()? {
                "" => None,
                id => Some(TicketId(Uuid::try_parse(id).ok()?)),
            };
            let seq = parts.next()?.parse().ok()?;
            parts.next().is_none().then_some(Self { at, source, seq })
        };
        Ok(parse().ok_or(Refusal::WrongCursor)?)
    }
}

impl<T> PageOf<T> {
    /// Makes a page of rows as they were read: one more than wanted if there are more, from the end if it is read backwards.
    pub fn of(mut rows: Vec<(String, T)>, wanted: &Wanted) -> Self {
        let more = rows.len() > wanted.rows;
        rows.truncate(wanted.rows);
        let came_from_somewhere = wanted.from.is_some();
        if wanted.backwards {
            rows.reverse();
            Self { rows, has_previous: more, has_next: came_from_somewhere }
        } else {
            Self { rows, has_previous: came_from_somewhere, has_next: more }
        }
    }

    /// The cursor after which the next page begins, if there is one.
    pub fn next_cursor(&self) -> Option<String> {
        self.rows.last().filter(|_| self.has_next).map(|(cursor, _)| cursor.clone())
    }

    /// The same page of other things.
    pub fn map<U>(self, mut each: impl FnMut(T) -> U) -> PageOf<U> {
        let rows = self.rows.into_iter().map(|(cursor, row)| (cursor, each(row))).collect();
        PageOf { rows, has_previous: self.has_previous, has_next: self.has_next }
    }
}

/// A place in a timeline: an event, by when it was recorded, on which merged ticket, and its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// The merged ticket; none: the ticket itself.
    pub source: Option<TicketId>,
    /// Its number in its stream.
    pub seq: i64,
}
