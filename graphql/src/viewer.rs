//! Who asks, read once per operation, and the loader of people's names.

use crate::error::{of_read, unauthenticated};
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader, NoCache};
use async_graphql::{Context, Error, Result};
use desk::Caller;
use desk::Desk;
use desk::event::Door;
use desk::id::{PersonId, TicketId};
use desk::person::Language;
use desk::session::{Arrival, Identity};
use desk::sla::Clock;
use desk::view::{Noted, PersonView, Reader, TicketView};
use futures_util::future::BoxFuture;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::OnceCell;

/// The person who asks, or a stranger.
#[derive(Debug)]
pub struct Viewer {
    pub desk: Arc<Desk>,
    pub identity: Option<Identity>,
    /// As they came, until it is asked what they are.
    arrival: Mutex<Option<Arrival>>,
    reader: OnceCell<Reader>,
    noted: Noted,
}

impl Viewer {
    pub fn new(desk: Arc<Desk>, arrival: Option<Arrival>) -> Self {
        let identity = arrival.as_ref().map(|arrival| arrival.identity.clone());
        Self { desk, identity, arrival: Mutex::new(arrival), reader: OnceCell::new(), noted: Noted::default() }
    }

    /// The person as the desk knows callers.
    pub fn caller(&self) -> Result<Caller> {
        let identity = self.identity.as_ref().ok_or_else(|| unauthenticated(Language::Indonesian))?;
        Ok(identity.caller(Door::Graphql))
    }

    /// Reads as the person; the same instant and the same standing for the whole operation.
    pub async fn reader(&self) -> Result<&Reader> {
        let caller = self.caller()?;
        let read = self.reader.get_or_try_init(|| {
            let arrival = self.arrival.lock().unwrap_or_else(|broken| broken.into_inner()).take();
            match arrival {
                Some(mut arrival) => self.desk.reader_on_arrival(&caller, &mut arrival, &self.noted),
                None => self.desk.reader_within(&caller, &self.noted),
            }
        });
        let read = read.await;
        read.map_err(|error| of_read(error, Language::Indonesian))
    }

    /// Reads anew, as things are after a command.
    pub async fn reader_after(&self) -> Result<Reader> {
        let read = self.desk.reader_within(&self.caller()?, &self.noted).await;
        read.map_err(|error| of_read(error, Language::Indonesian))
    }

    /// The language of messages.
    pub async fn language(&self) -> Language {
        match self.reader().await {
            Ok(reader) => reader.standing.language,
            Err(_) => Language::Indonesian,
        }
    }
}

/// The viewer of this operation.
pub fn viewer<'a>(ctx: &Context<'a>) -> &'a Viewer {
    ctx.data_unchecked::<Arc<Viewer>>()
}

/// The reader of this operation. Boxed for the reason that [`crate::mutation::act`] is.
pub fn reader<'a>(ctx: &Context<'a>) -> BoxFuture<'a, Result<&'a Reader>> {
    Box::pin(viewer(ctx).reader())
}

/// Turns what went wrong while reading into an error in the reader's language.
pub fn in_words(reader: &Reader) -> impl Fn(desk::Error) -> Error + use<> {
    let language = reader.standing.language;
    move |error| of_read(error, language)
}

/// Loads people by id, many at once.
#[derive(Debug)]
pub struct People(pub Arc<Viewer>);

#[async_trait::async_trait]
impl Loader<PersonId> for People {
    type Value = PersonView;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[PersonId]) -> Result<HashMap<PersonId, PersonView>, Self::Error> {
        let reader = self.0.reader().await.map_err(Arc::new)?;
        let found = reader.people_by_id(keys).await.map_err(|error| Arc::new(in_words(reader)(error)))?;
        Ok(found.into_iter().map(|person| (person.id, person)).collect())
    }
}

/// One person by id.
pub fn person<'a>(ctx: &'a Context<'_>, id: PersonId) -> BoxFuture<'a, Result<Option<PersonView>>> {
    let loader = ctx.data_unchecked::<DataLoader<People, HashMapCache>>();
    Box::pin(async move { loader.load_one(id).await.map_err(|error| (*error).clone()) })
}

/// Loads the names on a page's rows at once, if they were asked for: the loader waits a millisecond for more to come, which a list need not.
pub async fn expect_people(ctx: &Context<'_>, rows: impl Iterator<Item = &TicketView>) -> Result<()> {
    let asked = ctx.look_ahead();
    let asked = |name: &str| {
        asked.field("nodes").field(name).exists() || asked.field("edges").field("node").field(name).exists()
    };
    let (requester, assignee) = (asked("requester"), asked("assignee"));
    let mut ids = BTreeSet::new();
    for row in rows {
        ids.extend(Some(row).filter(|_| requester).and_then(TicketView::requester));
        ids.extend(Some(row).filter(|_| assignee).and_then(TicketView::assignee));
    }
    if ids.is_empty() {
        return Ok(());
    }
    let ids: Vec<PersonId> = ids.into_iter().collect();
    let reader = reader(ctx).await?;
    let found = reader.people_by_id(&ids).await.map_err(in_words(reader))?;
    let loader = ctx.data_unchecked::<DataLoader<People, HashMapCache>>();
    loader.feed_many(found.into_iter().map(|person| (person.id, person))).await;
    Ok(())
}

/// Loads the clocks of tickets, those of a whole page at once.
#[derive(Debug)]
pub struct Clocks(pub Arc<Viewer>);

#[async_trait::async_trait]
impl Loader<TicketId> for Clocks {
    type Value = Vec<Clock>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[TicketId]) -> Result<HashMap<TicketId, Vec<Clock>>, Self::Error> {
        let reader = self.0.reader().await.map_err(Arc::new)?;
        reader.clocks_of(keys).await.map_err(|error| Arc::new(in_words(reader)(error)))
    }
}

/// Loads the clocks that have not ended, those of a whole page at once.
#[derive(Debug)]
pub struct OpenClocks(pub Arc<Viewer>);

#[async_trait::async_trait]
impl Loader<TicketId> for OpenClocks {
    type Value = Vec<Clock>;
    type Error = Arc<Error>;

    async fn load(&self, keys: &[TicketId]) -> Result<HashMap<TicketId, Vec<Clock>>, Self::Error> {
        let reader = self.0.reader().await.map_err(Arc::new)?;
        reader.open_clocks_of(keys).await.map_err(|error| Arc::new(in_words(reader)(error)))
    }
}

/// The open clocks of a page's rows, until they are asked for.
#[derive(Debug, Default)]
pub struct ExpectedClocks(Mutex<HashMap<TicketId, Vec<Clock>>>);

impl ExpectedClocks {
    fn held(&self) -> MutexGuard<'_, HashMap<TicketId, Vec<Clock>>> {
        self.0.lock().unwrap_or_else(|broken| broken.into_inner())
    }
}

/// Loads the open clocks of a page's rows at once, if they were asked for, as [`expect_people`] does.
pub async fn expect_clocks(ctx: &Context<'_>, rows: impl Iterator<Item = &TicketView>) -> Result<()> {
    let asked = ctx.look_ahead();
    if !asked.field("nodes").field("sla").exists() && !asked.field("edges").field("node").field("sla").exists() {
        return Ok(());
    }
    let ids: Vec<TicketId> = rows.map(TicketView::id).collect();
    let reader = reader(ctx).await?;
    let mut found = reader.open_clocks_of(&ids).await.map_err(in_words(reader))?;
    let of_each = ids.into_iter().map(|id| (id, found.remove(&id).unwrap_or_default()));
    ctx.data_unchecked::<ExpectedClocks>().held().extend(of_each);
    Ok(())
}

/// The clocks of a ticket that the viewer sees and that have not ended.
pub async fn open_clocks(ctx: &Context<'_>, view: &TicketView) -> Result<Vec<Clock>> {
    let expected = ctx.data_unchecked::<ExpectedClocks>().held().remove(&view.id());
    if let Some(found) = expected {
        return Ok(reader(ctx).await?.shown(view, &found));
    }
    let loader = ctx.data_unchecked::<DataLoader<OpenClocks, NoCache>>();
    let found = loader.load_one(view.id()).await.map_err(|error: Arc<Error>| (*error).clone())?;
    Ok(reader(ctx).await?.shown(view, &found.unwrap_or_default()))
}

/// The clocks of a ticket that the viewer sees.
pub fn clocks<'a>(ctx: &'a Context<'_>, view: &'a TicketView) -> BoxFuture<'a, Result<Vec<Clock>>> {
    Box::pin(async move {
        let loader = ctx.data_unchecked::<DataLoader<Clocks, NoCache>>();
        let found = loader.load_one(view.id()).await.map_err(|error: Arc<Error>| (*error).clone())?;
        Ok(reader(ctx).await?.shown(view, &found.unwrap_or_default()))
    })
}
