//! The socket in words of the protocol: which messages there are, and how a socket ends.

use std::time::Duration;

use async_graphql::ServerError;
use axum::{
    body::Bytes,
    extract::ws::{CloseFrame, Message, WebSocket},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::time::timeout;

use super::{super::graphql_http::errors::Body, Pace};

/// Ids are the client's to choose; its own libraries choose a UUID or less.
const LONGEST_ID: usize = 128;

/// Why a socket ends.
#[derive(Debug, PartialEq)]
pub enum End {
    Close(u16, String),
    /// There is nobody left to tell.
    Gone,
}

impl End {
    pub fn close(code: u16, reason: &str) -> Self {
        Self::Close(code, reason.to_owned())
    }

    pub fn invalid() -> Self {
        Self::close(4400, "Invalid message received")
    }

    pub fn unavailable() -> Self {
        Self::close(1013, "Try again later")
    }
}

/// Waits for the client's own close frame: a connection torn down over unread input may lose ours on the way.
pub async fn close(mut socket: WebSocket, code: u16, mut reason: String) {
    // A close frame holds 125 bytes, two of them the code.
    reason.truncate(reason.floor_char_boundary(123));
    let parting = async {
        _ = socket.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
        while let Some(Ok(_)) = socket.recv().await {}
    };
    _ = timeout(Duration::from_secs(2), parting).await;
}

/// One end of the conversation.
pub struct Line<'a> {
    socket: &'a mut WebSocket,
    pub pace: &'a Pace,
    /// Pings since the client last made itself heard. Counted, so that no clock need be read.
    unanswered: u8,
}

impl<'a> Line<'a> {
    pub fn new(socket: &'a mut WebSocket, pace: &'a Pace) -> Self {
        Self { socket, pace, unanswered: 0 }
    }

    /// The next message. May be dropped while it waits.
    pub async fn hear(&mut self) -> Result<Said, End> {
        loop {
            let frame = self.socket.recv().await.ok_or(End::Gone)?;
            self.unanswered = 0;
            match frame {
                Ok(Message::Text(text)) => return Said::read(&text).ok_or_else(End::invalid),
                Ok(Message::Binary(_)) => return Err(End::invalid()),
                Ok(Message::Ping(_) | Message::Pong(_)) => {}
                Ok(Message::Close(_)) => return Err(End::close(1000, "")),
                // The library's error type is hidden; the sentence is held by a test.
                Err(error) if error.to_string().contains("too long") => {
                    return Err(End::close(1009, "Message too big"));
                }
                Err(_) => return Err(End::close(1002, "Protocol error")),
            }
        }
    }

    pub async fn before_ack(&mut self, said: Said) -> Result<(), End> {
        match said {
            Said::ConnectionInit { .. } => Err(End::close(4429, "Too many initialisation requests")),
            Said::Subscribe { .. } => Err(End::close(4401, "Unauthorized")),
            Said::Ping { payload } => self.say(&Say::Pong { payload }).await,
            Said::Pong { .. } | Said::Complete { .. } => Ok(()),
        }
    }

    pub async fn beat(&mut self) -> Result<(), End> {
        if self.unanswered == 3 {
            return Err(End::Gone);
        }
        self.unanswered += 1;
        self.send(Message::Ping(Bytes::new())).await
    }

    pub async fn say(&mut self, say: &Say<'_>) -> Result<(), End> {
        let text = serde_json::to_string(say).map_err(|_| End::close(4500, "Internal server error"))?;
        self.send(Message::Text(text.into())).await
    }

    /// A client that does not read is given up: to say so would be one more message it does not read.
    async fn send(&mut self, message: Message) -> Result<(), End> {
        match timeout(self.pace.send, self.socket.send(message)).await {
            Ok(Ok(())) => Ok(()),
            _ => Err(End::Gone),
        }
    }
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Said {
    ConnectionInit {
        payload: Option<Map<String, Value>>,
    },
    Ping {
        payload: Option<Map<String, Value>>,
    },
    Pong {
        #[serde(rename = "payload")]
        _payload: Option<Map<String, Value>>,
    },
    Subscribe {
        id: String,
        payload: Value,
    },
    Complete {
        id: String,
    },
}

impl Said {
    fn read(text: &str) -> Option<Self> {
        // First as a map: serde would take an array for the fields in order.
        let map: Map<String, Value> = serde_json::from_str(text).ok()?;
        match serde_json::from_value(Value::Object(map)).ok()? {
            Self::Subscribe { id, .. } if id.is_empty() || id.len() > LONGEST_ID => None,
            said => Some(said),
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Say<'a> {
    ConnectionAck,
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Map<String, Value>>,
    },
    Next {
        id: &'a str,
        payload: &'a Body,
    },
    Error {
        id: &'a str,
        payload: &'a [ServerError],
    },
    Complete {
        id: &'a str,
    },
}
