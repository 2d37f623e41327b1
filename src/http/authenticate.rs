//! Who is asking: a bearer token, or the session's cookie, or nobody.

use super::address::{self, Peer};
use super::answer::No;
use super::graphql_http::errors::Code;
use super::graphql_http::{Attach, Authenticator, Denied};
use super::graphql_ws::{Session, SocketAuthenticator, Standing};
use super::{App, guard, input};
use async_graphql::parser::types::OperationType;
use async_graphql::{Request, ServerError};
use axum::extract::FromRequestParts;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use desk::access;
use desk::event::Door;
use desk::id::PersonId;
use desk::person::Language;
use desk::refusal::Refusal;
use desk::session::{Arrival, Identity};
use desk::token::Needs;
use desk::{Caller, Desk, Error, Outcome};
use futures_util::FutureExt;
use serde_json::{Map, Value};
use std::convert::Infallible;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};

/// What somebody shows to be known by.
#[derive(Clone)]
enum Shown {
    Token(String),
    Cookie(String),
}

impl Shown {
    fn of(app: &App, headers: &HeaderMap) -> Option<Self> {
        if let Some(value) = headers.get(AUTHORIZATION) {
            // Whatever it is, it was shown: what cannot be read does not hold.
            let text = value.to_str().unwrap_or_default();
            return Some(Self::Token(bearer(text).unwrap_or_default().to_owned()));
        }
        cookie(headers, &app.rules.cookie).map(Self::Cookie)
    }

    async fn identify(&self, desk: &Desk) -> Outcome<Arrival> {
        match self {
            // The prefix tells our tokens from whatever else gets pasted into a program's settings.
            Self::Token(token) if token.starts_with("tgp_") => desk.arrive_with_token(token).await,
            Self::Token(_) => Err(Refusal::SignInFirst.into()),
            Self::Cookie(token) => desk.arrive_with_session(token).await,
        }
    }

    /// The same, without counting as use.
    async fn glance(&self, desk: &Desk) -> Outcome<Identity> {
        match self {
            Self::Token(_) => Ok(self.identify(desk).await?.identity),
            Self::Cookie(token) => desk.glance_at_session(token).await,
        }
    }
}

fn bearer(text: &str) -> Option<&str> {
    let (scheme, token) = text.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned()).next()
}

/// What is known of a request before anybody is asked who they are.
#[derive(Debug, Clone)]
pub struct Client {
    /// The browser's language.
    pub language: Language,
    /// What it calls itself.
    pub agent: String,
    /// Where it is.
    pub address: String,
}

impl FromRequestParts<Arc<App>> for Client {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<Peer>().map(|peer| peer.0.ip());
        let address = peer.map(|peer| address::client(peer, &parts.headers, &app.proxies).to_string());
        Ok(Self {
            language: input::language(&parts.headers),
            agent: input::agent(&parts.headers),
            address: address.unwrap_or_default(),
        })
    }
}

/// A request that no other site's page has made up.
#[derive(Debug)]
pub struct OwnPage;

impl FromRequestParts<Arc<App>> for OwnPage {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, No> {
        guard::check(&app.rules, parts, input::language(&parts.headers)).map(|()| Self)
    }
}

/// What an address takes of who asks with a token. Every handler names one of these, so that none can forget to.
pub trait Asks: Send + Sync {
    /// What it takes.
    const NEEDS: Needs;
}

/// It reads.
#[derive(Debug)]
pub struct Reading;

/// It works on the desk.
#[derive(Debug)]
pub struct Working;

/// It keeps catalogue or people.
#[derive(Debug)]
pub struct Keeping;

/// It takes a list along.
#[derive(Debug)]
pub struct Exporting;

/// It is about one's own session, or gives power: no token does it.
#[derive(Debug)]
pub struct AtThePortal;

impl Asks for Reading {
    const NEEDS: Needs = Needs::READ;
}

impl Asks for Working {
    const NEEDS: Needs = Needs::TICKETS;
}

impl Asks for Keeping {
    const NEEDS: Needs = Needs::ADMINISTRATION;
}

impl Asks for Exporting {
    const NEEDS: Needs = Needs::EXPORTS;
}

impl Asks for AtThePortal {
    const NEEDS: Needs = Needs::Session;
}

/// Somebody who is signed in, not made to ask by another site's page, and whose token, if it is one, is made for this.
#[derive(Debug, Clone)]
pub struct Signed<A> {
    /// Who.
    pub identity: Identity,
    /// The language they read.
    pub language: Language,
    asks: PhantomData<A>,
}

impl<A> Signed<A> {
    /// As the desk wants to know it.
    pub fn caller(&self) -> Caller {
        self.identity.caller(Door::Graphql)
    }
}

impl<A: Asks> FromRequestParts<Arc<App>> for Signed<A> {
    type Rejection = No;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, No> {
        let language = input::language(&parts.headers);
        guard::check(&app.rules, parts, language)?;
        let no = |error: Error| No::from_desk(&error, language);
        let shown = Shown::of(app, &parts.headers).ok_or_else(|| no(Refusal::SignInFirst.into()))?;
        let arrival = shown.identify(&app.desk).await.map_err(no)?;
        let language = arrival.person().map_or(language, |person| person.language);
        let identity = arrival.identity;
        A::NEEDS.allow(&identity.caller(Door::Graphql)).map_err(no)?;
        Ok(Self { identity, language, asks: PhantomData })
    }
}

/// Tells GraphQL's two doors who is asking.
#[derive(Clone, Debug)]
pub struct Authenticators(pub Arc<App>);

impl Authenticators {
    fn attach(&self, arrival: Option<Arrival>) -> Attach {
        let app = self.0.clone();
        let identity = arrival.as_ref().map(|arrival| arrival.identity.clone());
        // The first operation is asked by whoever has just come, the others of a socket by whoever they are then.
        let arrival = Mutex::new(arrival);
        Arc::new(move |operation| {
            // A script that got into a page could otherwise ask whatever its reader may.
            let in_browser = identity.as_ref().is_some_and(|identity| identity.session.is_some());
            if in_browser && !app.operations.allow(&operation.query) {
                return Err(Code::BadUserInput
                    .error("With a session only the portal's own operations run; programs use a token."));
            }
            let known = identity.is_some();
            let operation = match &identity {
                Some(identity) => app.listening(operation, identity.person)?,
                None => operation,
            };
            let arrival = arrival.lock().unwrap_or_else(|broken| broken.into_inner()).take();
            let arrival = arrival.or_else(|| identity.clone().map(Arrival::from));
            let operation = graphql::attach(operation, &app.desk, arrival);
            Ok(if known && app.introspection { operation } else { operation.disable_introspection() })
        })
    }
}

impl App {
    /// What somebody listens to takes one of their places for as long as they do.
    fn listening(&self, mut operation: Request, person: PersonId) -> Result<Request, ServerError> {
        if graphql::budget::kind(&mut operation) != OperationType::Subscription {
            return Ok(operation);
        }
        let place = self.subscriptions.try_enter(person);
        let place = place.ok_or_else(|| Code::Busy.error("You listen to too much at once already."))?;
        Ok(operation.data(place))
    }
}

fn denied(error: Error) -> Denied {
    match error {
        // That it cannot be told just now does not make anybody a stranger.
        error if error.passes() => Denied::Unavailable,
        Error::Refused(_) => Denied::Unauthenticated,
        Error::Fault(fault) => {
            tracing::error!(%fault, "it could not be found out who is asking");
            Denied::Unavailable
        }
    }
}

impl Authenticator for Authenticators {
    async fn identify(&self, parts: &Parts) -> Result<Attach, Denied> {
        // A cookie that does not hold any more is said to be so: whoever has one believes to be signed in.
        let identity = match Shown::of(&self.0, &parts.headers) {
            None => None,
            Some(shown) => Some(shown.identify(&self.0.desk).await.map_err(denied)?),
        };
        Ok(self.attach(identity))
    }
}

impl SocketAuthenticator for Authenticators {
    async fn open(&self, parts: &Parts, init: Option<&Map<String, Value>>) -> Result<Session, Denied> {
        let app = &self.0;
        let hint = app.desk.rights();
        // Browsers cannot set headers on a socket, programs in them put their token into the introduction.
        let named = |init: &Map<String, Value>| {
            let mut all = init.iter().filter(|(name, _)| name.eq_ignore_ascii_case("authorization"));
            all.next().map(|(_, value)| value.as_str().unwrap_or_default().to_owned())
        };
        let said = init.and_then(named);
        let shown = match said {
            Some(text) => Some(Shown::Token(bearer(&text).unwrap_or_default().to_owned())),
            None => Shown::of(app, &parts.headers),
        };
        // All that can be subscribed to is somebody's.
        let shown = shown.ok_or(Denied::Unauthenticated)?;
        let identity = shown.identify(&app.desk).await.map_err(denied)?.identity;
        let place = app.sockets.try_enter(identity.person).ok_or(Denied::TooMany)?;
        let began_with = rights(&app.desk, &identity).await.map_err(denied)?;
        // A socket stays open for hours, a password's proof counts for minutes.
        let attach = self.attach(Some(Identity { proved: false, ..identity }.into()));
        let desk = app.desk.clone();
        let standing = move || {
            let (desk, shown, began_with) = (desk.clone(), shown.clone(), began_with.clone());
            async move {
                let now = async {
                    let identity = shown.glance(&desk).await?;
                    rights(&desk, &identity).await
                };
                match now.await {
                    Ok(now) if now == began_with => Standing::Good,
                    Err(error) if error.passes() => Standing::Unknown,
                    Ok(_) | Err(Error::Refused(_)) => Standing::Revoked,
                    Err(Error::Fault(fault)) => {
                        tracing::error!(%fault, "a socket's rights could not be looked at");
                        Standing::Unknown
                    }
                }
            }
            .boxed()
        };
        Ok(Session { attach, standing: Box::new(standing), hint: Some(hint), place: Some(Box::new(place)) })
    }
}

/// What somebody may do now.
async fn rights(desk: &Arc<Desk>, identity: &Identity) -> Outcome<access::Standing> {
    let reader = desk.reader(&identity.caller(Door::Graphql)).await?;
    Ok((*reader.standing).clone())
}
