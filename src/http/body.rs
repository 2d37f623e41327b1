//! A request's body, lent to whoever answers. What they leave of it is read to its end, if that is little; a connection on which something is left cannot
//! be asked anything more.

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::header::EXPECT;
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::timeout;

/// So much of what is left is still read.
const LEFT: usize = 64 << 10;
/// And for so long.
const PATIENCE: Duration = Duration::from_millis(500);

type Shared = Arc<Mutex<Body>>;

/// What was lent.
#[derive(Debug)]
pub struct Lent {
    body: Shared,
    /// Nobody was asked for it yet, and to read on would be to ask.
    unasked: bool,
}

/// Lends a request's body, if it has one.
pub fn lend(request: Request) -> (Request, Option<Lent>) {
    if request.body().is_end_stream() {
        return (request, None);
    }
    let unasked = request.headers().contains_key(EXPECT);
    let (parts, body) = request.into_parts();
    let shared = Arc::new(Mutex::new(body));
    let lent = Lent { body: shared.clone(), unasked };
    (Request::from_parts(parts, Body::new(Borrowed(shared))), Some(lent))
}

fn held(body: &Shared) -> MutexGuard<'_, Body> {
    body.lock().unwrap_or_else(|broken| broken.into_inner())
}

impl Lent {
    /// Whether nothing is left of it, now or after a last little bit.
    pub async fn is_read(self) -> bool {
        if held(&self.body).is_end_stream() {
            return true;
        }
        if self.unasked {
            return false;
        }
        let mut rest = Borrowed(self.body);
        let read = async {
            let mut came = 0;
            while let Some(frame) = rest.frame().await {
                let Ok(frame) = frame else { return false };
                came += frame.data_ref().map_or(0, Bytes::len);
                if came > LEFT {
                    return false;
                }
            }
            true
        };
        timeout(PATIENCE, read).await.unwrap_or(false)
    }
}

/// The body, for as long as somebody reads it.
struct Borrowed(Shared);

impl HttpBody for Borrowed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut *held(&self.0)).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        held(&self.0).is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        held(&self.0).size_hint()
    }
}
