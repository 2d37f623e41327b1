//! A browser, as far as these tests need one: one request a connection, and a jar for one cookie.

use super::process::{PATIENCE, Server};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{HeaderMap, Request};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;

/// What came back.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> String {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    }
}

/// Sends a request.
pub async fn ask(server: &Server, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Reply {
    let reply = try_ask(&server.address, method, path, headers, body).await;
    reply.unwrap_or_else(|error| panic!("{method} {path}: {error}\n{}", server.log()))
}

/// Sends a request to whoever may be gone by then.
pub async fn try_ask(
    address: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Result<Reply, Box<dyn std::error::Error + Send + Sync>> {
    let exchange = async {
        let stream = TcpStream::connect(address).await?;
        let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        let mut request = Request::builder().method(method).uri(path).header("host", address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let reply = sender.send_request(request.body(Full::new(body.into()))?).await?;
        let (parts, body) = reply.into_parts();
        let body = body.collect().await?.to_bytes().to_vec();
        Ok(Reply { status: parts.status.as_u16(), headers: parts.headers, body })
    };
    timeout(PATIENCE, exchange).await.expect("it answers")
}

/// Somebody's browser.
pub struct Browser<'a> {
    pub server: &'a Server,
    /// `name=value`.
    pub cookie: String,
}

impl<'a> Browser<'a> {
    pub fn new(server: &'a Server) -> Self {
        Self { server, cookie: String::new() }
    }

    /// Signs in, and keeps the cookie.
    pub async fn sign_in(server: &'a Server, login: &str, password: &str) -> Self {
        let mut browser = Self::new(server);
        let reply = browser.post("/session", serde_json::json!({ "login": login, "password": password })).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        browser.keep(&reply);
        browser
    }

    /// Keeps a reply's cookie.
    pub fn keep(&mut self, reply: &Reply) {
        self.cookie = reply.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
    }

    /// As our own pages do.
    pub async fn send(&self, method: &str, path: &str, more: &[(&str, &str)], body: impl Into<Bytes>) -> Reply {
        let origin = self.server.origin();
        let mut headers = vec![("origin", origin.as_str()), ("x-tanggap", "1")];
        if !self.cookie.is_empty() {
            headers.push(("cookie", &self.cookie));
        }
        headers.extend(more);
        ask(self.server, method, path, &headers, body).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.send("POST", path, &[("content-type", "application/json")], body.to_string()).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], "").await
    }
}
