//! Clients over HTTP, and what they say of the time.

use crate::Failure;
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// One client on one connection.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
    address: String,
    bearer: String,
}

impl Client {
    /// Connects.
    pub async fn open(address: &str, token: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, address: address.to_owned(), bearer: format!("Bearer {token}") })
    }

    /// Says something and waits for the answer, which has to be a good one.
    pub async fn say(&mut self, body: String) -> Result<Value, Failure> {
        let request = Request::post("/graphql")
            .header("host", &self.address)
            .header("content-type", "application/json")
            .header("authorization", &self.bearer)
            .body(Full::new(Bytes::from(body)))?;
        // The answer before may have been read to its end before the connection has noticed that it is free again.
        self.sender.ready().await?;
        let reply = self.sender.send_request(request).await?;
        let body = reply.into_body().collect().await?.to_bytes();
        let answer: Value = serde_json::from_slice(&body)?;
        let refused = answer["data"]["it"]["userErrors"].as_array().is_some_and(|errors| !errors.is_empty());
        if answer["data"].is_null() || !answer["errors"].is_null() || refused {
            return Err(format!("not a good answer: {answer}").into());
        }
        Ok(answer)
    }
}

/// What a run came to.
#[derive(Debug, Clone)]
pub struct Run {
    /// How long each took, from the shortest to the longest.
    sorted: Vec<Duration>,
    /// How long all took together.
    pub took: Duration,
}

impl Run {
    /// Puts a run together.
    pub fn of(mut each: Vec<Duration>, took: Duration) -> Self {
        each.sort_unstable();
        Self { sorted: each, took }
    }

    /// The time within which this share was answered, in milliseconds.
    pub fn percentile(&self, share: f64) -> f64 {
        let last = self.sorted.len().saturating_sub(1);
        let index = ((self.sorted.len() as f64 * share).ceil() as usize).saturating_sub(1).min(last);
        self.sorted.get(index).map_or(f64::NAN, |time| time.as_secs_f64() * 1_000.0)
    }

    /// How many a second.
    pub fn rate(&self) -> f64 {
        self.sorted.len() as f64 / self.took.as_secs_f64()
    }
}

/// The median of the runs with the least and the greatest.
pub struct Spread(f64, f64, f64);

impl Spread {
    /// Of these.
    pub fn of(values: impl Iterator<Item = f64>) -> Self {
        let mut values: Vec<f64> = values.collect();
        values.sort_by(f64::total_cmp);
        let at = |index: usize| values.get(index).copied().unwrap_or(f64::NAN);
        Self(at(values.len() / 2), at(0), at(values.len().saturating_sub(1)))
    }

    /// The median.
    pub fn median(&self) -> f64 {
        self.0
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = if self.0 < 100.0 { 2 } else { 0 };
        write!(f, "{:.digits$} ({:.digits$} to {:.digits$})", self.0, self.1, self.2)
    }
}

/// Says `total` things by as many clients as there are tokens, each waiting for its answer.
pub async fn run(
    address: &str,
    tokens: &[&str],
    total: usize,
    body: impl Fn(usize) -> String + Clone + Send + 'static,
) -> Result<Run, Failure> {
    let mut clients = Vec::new();
    for token in tokens {
        clients.push(Client::open(address, token).await?);
    }
    let next = Arc::new(AtomicUsize::new(0));
    let begin = Instant::now();
    let mut tasks: JoinSet<Result<Vec<Duration>, Failure>> = JoinSet::new();
    for mut client in clients {
        let (next, body) = (next.clone(), body.clone());
        tasks.spawn(async move {
            let mut each = Vec::new();
            loop {
                let n = next.fetch_add(1, Ordering::Relaxed);
                if n >= total {
                    return Ok(each);
                }
                let said = body(n);
                let begin = Instant::now();
                client.say(said).await?;
                each.push(begin.elapsed());
            }
        });
    }
    let mut each = Vec::with_capacity(total);
    while let Some(done) = tasks.join_next().await {
        each.extend(done??);
    }
    Ok(Run::of(each, begin.elapsed()))
}
