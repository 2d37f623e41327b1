//! Credentials for the GraphQL door: a bearer token of a program, the cookie of a browser, or none.

use super::graphql_http::{Attach, Authenticator, Denied};
use super::graphql_ws::{Session, SocketAuthenticator, Standing};
use super::{Site, guard};
use axum::http::request::Parts;
use desk::session::Identity;
use desk::{Error, Refusal};
use serde_json::{Map, Value};
use std::sync::Arc;

/// Looks credentials up at the desk.
#[derive(Debug, Clone)]
pub struct Credentials(pub Site);

/// What was shown.
#[derive(Debug, Clone)]
enum Shown {
    Token(String),
    Cookie(String),
    Nothing,
}

impl Credentials {
    async fn look_up(&self, shown: &Shown) -> Result<Option<Identity>, Denied> {
        let found = match shown {
            Shown::Nothing => return Ok(None),
            Shown::Token(token) => self.0.desk.identify_token(token).await,
            Shown::Cookie(token) => self.0.desk.identify_session(token).await,
        };
        match found {
            Ok(identity) => Ok(Some(identity)),
            Err(Error::Refused(Refusal::SignInFirst)) => Err(Denied::Unauthenticated),
            Err(error) => {
                tracing::error!(%error, "looking credentials up");
                Err(Denied::Unavailable)
            }
        }
    }

    fn attach(&self, identity: Option<Identity>) -> Attach {
        let desk = self.0.desk.clone();
        Arc::new(move |operation| Ok(graphql::attach(operation, &desk, identity.clone())))
    }

    fn shown(&self, parts: &Parts) -> Shown {
        if let Some(token) = guard::bearer(&parts.headers) {
            return Shown::Token(token);
        }
        guard::cookie(&parts.headers, &self.0.rules.cookie).map_or(Shown::Nothing, Shown::Cookie)
    }
}

impl Authenticator for Credentials {
    async fn identify(&self, parts: &Parts) -> Result<Attach, Denied> {
        let identity = self.look_up(&self.shown(parts)).await?;
        Ok(self.attach(identity))
    }
}

impl SocketAuthenticator for Credentials {
    async fn open(&self, parts: &Parts, init: Option<&Map<String, Value>>) -> Result<Session, Denied> {
        let said = init.and_then(|init| init.get("authorization")).and_then(Value::as_str);
        let said = said.and_then(|value| value.strip_prefix("Bearer ")).map(|token| Shown::Token(token.to_owned()));
        let shown = said.unwrap_or_else(|| self.shown(parts));
        let identity = self.look_up(&shown).await?;
        let attach = self.attach(identity);
        let credentials = self.clone();
        let standing = move || -> futures_util::future::BoxFuture<'static, Standing> {
            let (credentials, shown) = (credentials.clone(), shown.clone());
            Box::pin(async move {
                match credentials.look_up(&shown).await {
                    Ok(_) => Standing::Good,
                    Err(Denied::Unauthenticated) => Standing::Revoked,
                    Err(Denied::Unavailable) => Standing::Unknown,
                }
            })
        };
        Ok(Session { attach, standing: Box::new(standing), hint: None })
    }
}
