//! How fast bytes have to flow. A line may be bad, but it has to be one: whoever sends or takes a byte now and then holds a place for nothing.

use super::room::Turn;
use axum::body::{Body, Bytes};
use futures_util::stream::{self, Stream, StreamExt};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// In each of these at least [`LEAST`] bytes have to come.
pub const WINDOW: Duration = Duration::from_secs(15);
/// A kilobyte a second: the worst mobile line there is brings more.
pub const LEAST: usize = 15_000;
/// How long a file may take to be sent.
pub const LONGEST_DOWNLOAD: Duration = Duration::from_secs(20 * 60);
/// Bytes of a file that are sent at a time.
const CHUNK: usize = 64 << 10;

/// Whether a body turned out to come too slowly.
#[derive(Debug, Clone, Default)]
pub struct Slow(Arc<AtomicBool>);

impl Slow {
    /// Whether it did.
    pub fn is_so(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How much came in the present window.
#[derive(Debug, Clone, Copy)]
struct Meter {
    end: Instant,
    came: usize,
}

impl Meter {
    fn from(now: Instant) -> Self {
        Self { end: now + WINDOW, came: 0 }
    }

    /// The next window, once this one is over; none: too little came in it.
    fn next(self) -> Option<Self> {
        (self.came >= LEAST).then(|| Self::from(self.end))
    }
}

/// What comes, as long as it comes fast enough; else it ends with an error, and `slow` says so.
pub fn not_too_slow<S>(chunks: S, slow: Slow) -> impl Stream<Item = Result<Bytes, std::io::Error>> + Send
where
    S: Stream<Item = Result<Bytes, axum::Error>> + Send + Unpin,
{
    stream::unfold(Some((chunks, Meter::from(Instant::now()))), move |state| {
        let slow = slow.clone();
        async move {
            let (mut chunks, mut meter) = state?;
            loop {
                match timeout_at(meter.end, chunks.next()).await {
                    Ok(None) => return None,
                    Ok(Some(Ok(chunk))) => {
                        meter.came += chunk.len();
                        return Some((Ok(chunk), Some((chunks, meter))));
                    }
                    Ok(Some(Err(error))) => return Some((Err(std::io::Error::other(error)), None)),
                    Err(_) => match meter.next() {
                        Some(next) => meter = next,
                        None => {
                            slow.0.store(true, Ordering::Relaxed);
                            return Some((Err(std::io::ErrorKind::TimedOut.into()), None));
                        }
                    },
                }
            }
        }
    })
}

/// Bytes on their way out. The place they hold is given back when they are sent, when whoever wanted them leaves, or when it takes too long: then the
/// transfer breaks off, which is seen to be incomplete.
pub fn outgoing(bytes: Vec<u8>, turn: Turn) -> Body {
    let until = Instant::now() + LONGEST_DOWNLOAD;
    let chunks = stream::unfold((Bytes::from(bytes), turn), move |(mut rest, turn)| async move {
        if rest.is_empty() {
            return None;
        }
        let chunk = rest.split_to(rest.len().min(CHUNK));
        Some((chunk, (rest, turn)))
    });
    let chunks = chunks.map(move |chunk| {
        if Instant::now() < until { Ok(chunk) } else { Err(std::io::Error::from(std::io::ErrorKind::TimedOut)) }
    });
    Body::from_stream(chunks)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many seconds a body lasts of which `size` bytes come every `pause`; none: as long as it likes.
    fn lasts(size: usize, pause: Duration) -> Option<u64> {
        let began = Instant::now();
        let mut meter = Meter::from(began);
        for n in 1..10_000 {
            let now = began + pause * n;
            while now > meter.end {
                match meter.next() {
                    Some(next) => meter = next,
                    None => return Some((meter.end - began).as_secs()),
                }
            }
            meter.came += size;
        }
        None
    }

    #[test]
    fn a_byte_now_and_then_is_no_upload() {
        let second = Duration::from_secs(1);
        assert_eq!(lasts(1, 5 * second), Some(15));
        assert_eq!(lasts(1, Duration::from_millis(10)), Some(15));
        assert_eq!(lasts(5_000_000, 16 * second), Some(15), "nothing at all came at first");
        assert_eq!(lasts(1_100, second), None, "a bad line");
        assert_eq!(lasts(20_000, 14 * second), None);
    }
}
