//! One connection's bytes. Two things that its bare stream does not do: it gives up a reader who takes nothing, and it ends politely: a connection that
//! is closed over unread bytes is reset, and the answer that was on its way (too large, of the wrong kind) is lost with it.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

/// How long somebody may take nothing of what is sent to them.
const TAKEN: Duration = Duration::from_secs(30);
/// How long what still comes is read after the last word was said.
const FAREWELL: Duration = Duration::from_secs(2);

/// A connection.
#[derive(Debug)]
pub struct Wire {
    stream: TcpStream,
    /// When whoever reads nothing is given up, while something waits to be taken.
    stall: Option<Pin<Box<Sleep>>>,
    /// When the farewell ends, once the last word was said.
    farewell: Option<Pin<Box<Sleep>>>,
}

impl Wire {
    /// Around a stream.
    pub fn of(stream: TcpStream) -> Self {
        Self { stream, stall: None, farewell: None }
    }

    /// The outcome of a write, unless nothing has been taken for too long.
    fn taken<T>(&mut self, outcome: Poll<io::Result<T>>, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.stall = None;
            return outcome;
        }
        let stall = self.stall.get_or_insert_with(|| Box::pin(sleep_until(Instant::now() + TAKEN)));
        ready!(stall.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Wire {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.taken(outcome, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.taken(outcome, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.farewell.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
            self.farewell = Some(Box::pin(sleep_until(Instant::now() + FAREWELL)));
        }
        // What still comes goes nowhere; it ends when the other end has heard us out, or after a while.
        let mut nowhere = [0; 16 << 10];
        loop {
            let mut buf = ReadBuf::new(&mut nowhere);
            match Pin::new(&mut self.stream).poll_read(cx, &mut buf) {
                Poll::Ready(Ok(())) if !buf.filled().is_empty() => {}
                Poll::Ready(_) => return Poll::Ready(Ok(())),
                Poll::Pending => break,
            }
        }
        match &mut self.farewell {
            Some(farewell) => farewell.as_mut().poll(cx).map(Ok),
            None => Poll::Ready(Ok(())),
        }
    }
}
