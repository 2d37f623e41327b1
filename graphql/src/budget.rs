//! What one operation may cost: how much it answers, how many rows it touches, and how many operations one person runs at once. How big a question may be
//! is decided before; these are for what nobody can know from the question: how long the texts are that it asks for.

use crate::Schema;
use crate::error::{coded, internal};
use crate::viewer::Viewer;
use async_graphql::parser::types::{DocumentOperations, OperationType};
use async_graphql::{Context, Data, Error, Executor, Pos, Request, Response, Result, ServerError, Value};
use desk::Fault;
use desk::id::PersonId;
use desk::person::Language;
use desk::places::Places;
use desk::say;
use futures_util::stream::BoxStream;
use std::any::TypeId;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// So many bytes one answer may have.
pub const ANSWER_BYTES: usize = 4 << 20;
/// So many rows may be read for one answer where their number is not asked for.
pub const ANSWER_ROWS: usize = 10_000;
/// So many operations one person runs at once.
pub const OPERATIONS: usize = 4;
/// So many more wait for their turn.
pub const OPERATIONS_WAITING: usize = 60;

/// A text of more bytes is made into HTML where nobody else waits for it.
const LONG: usize = 2_000;

/// What is left of one answer.
#[derive(Debug)]
pub struct Answer {
    kind: OperationType,
    bytes: AtomicUsize,
    rows: AtomicUsize,
    /// One text at a time is made into HTML: between two of them others have their turn.
    rendering: Semaphore,
}

impl Answer {
    /// That of an operation.
    pub fn of(request: &mut Request) -> Self {
        let kind = kind(request);
        Self { kind, bytes: ANSWER_BYTES.into(), rows: ANSWER_ROWS.into(), rendering: Semaphore::new(1) }
    }

    fn take(left: &AtomicUsize, cost: usize) -> bool {
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(cost)).is_ok() || {
            // Nothing else fits any more either: what comes after is cheaper refused than made.
            left.store(0, Ordering::Relaxed);
            false
        }
    }
}

/// What an operation is. One that cannot be told is refused before anything of it runs.
pub fn kind(request: &mut Request) -> OperationType {
    let name = request.operation_name.clone();
    let kind = request.parsed_query().ok().and_then(|document| match &document.operations {
        DocumentOperations::Single(operation) => Some(operation.node.ty),
        DocumentOperations::Multiple(all) => {
            let name = name?;
            all.iter().find(|(own, _)| own.as_str() == name).map(|(_, operation)| operation.node.ty)
        }
    });
    kind.unwrap_or(OperationType::Query)
}

fn too_large(language: Language) -> Error {
    coded(say!(language, "graphql-too-large"), "TOO_COMPLEX")
}

/// Counts bytes of an answer, before they are made.
pub async fn spend(ctx: &Context<'_>, bytes: usize) -> Result<()> {
    if Answer::take(&ctx.data_unchecked::<Arc<Answer>>().bytes, bytes) {
        return Ok(());
    }
    Err(too_large(crate::viewer::viewer(ctx).language().await))
}

/// Counts rows that were read.
pub async fn rows<T>(ctx: &Context<'_>, read: Vec<T>) -> Result<Vec<T>> {
    if Answer::take(&ctx.data_unchecked::<Arc<Answer>>().rows, read.len()) {
        return Ok(read);
    }
    Err(too_large(crate::viewer::viewer(ctx).language().await))
}

/// Makes a text into HTML, when its turn has come and if there is room for it.
pub async fn html(ctx: &Context<'_>, text: &str) -> Result<String> {
    let answer = ctx.data_unchecked::<Arc<Answer>>();
    // It is never shorter.
    spend(ctx, text.len()).await?;
    let turn = answer.rendering.acquire().await;
    let html = if text.len() > LONG {
        let text = text.to_owned();
        let rendered = tokio::task::spawn_blocking(move || desk::text::render(&text).into_string());
        rendered.await.map_err(|error| internal(&Fault::new(error)))?
    } else {
        tokio::task::yield_now().await;
        desk::text::render(text).into_string()
    };
    drop(turn);
    spend(ctx, html.len().saturating_sub(text.len())).await?;
    Ok(html)
}

/// The schema, with so many places for each person. An [`Executor`] and no extension of the schema: those are asked for each field.
#[derive(Clone)]
pub struct Table {
    schema: Schema,
    places: Arc<Places<PersonId>>,
}

impl std::fmt::Debug for Table {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Table").field("places", &self.places).finish_non_exhaustive()
    }
}

impl Table {
    /// Puts it before a schema.
    pub fn of(schema: Schema) -> Self {
        Self { schema, places: Arc::new(Places::of(OPERATIONS, OPERATIONS_WAITING)) }
    }
}

fn brought<T: Clone + 'static>(request: &Request) -> Option<T> {
    request.data.get(&TypeId::of::<T>())?.downcast_ref::<T>().cloned()
}

#[async_trait::async_trait]
impl Executor for Table {
    async fn execute(&self, request: Request) -> Response {
        let viewer = brought::<Arc<Viewer>>(&request);
        let kind = brought::<Arc<Answer>>(&request).map_or(OperationType::Query, |answer| answer.kind);
        let person = viewer.as_ref().and_then(|viewer| viewer.identity.as_ref()).map(|identity| identity.person);
        // Strangers are told nothing that would cost anything, and hardly anything is read of what they send.
        let place = match person {
            None => None,
            Some(person) => match self.places.enter(person).await {
                None => return Response::from_errors(vec![busy(viewer.as_ref()).await]),
                place => place,
            },
        };
        let response = self.schema.execute(request).await;
        drop(place);
        // What a mutation did is done, and it is told whatever else its answer holds.
        if kind == OperationType::Query && size(&response.data, ANSWER_BYTES).is_none() {
            let error = too_large(language(viewer.as_ref()).await);
            return Response::from_errors(vec![error.into_server_error(Pos::default())]);
        }
        response
    }

    /// Of subscriptions there are limits elsewhere.
    fn execute_stream(&self, request: Request, session: Option<Arc<Data>>) -> BoxStream<'static, Response> {
        Executor::execute_stream(&self.schema, request, session)
    }
}

async fn language(viewer: Option<&Arc<Viewer>>) -> Language {
    match viewer {
        Some(viewer) => viewer.language().await,
        None => Language::Indonesian,
    }
}

async fn busy(viewer: Option<&Arc<Viewer>>) -> ServerError {
    coded(say!(language(viewer).await, "graphql-busy"), "BUSY").into_server_error(Pos::default())
}

/// About how many bytes a value has as JSON; none: more than `most`.
pub fn size(value: &Value, most: usize) -> Option<usize> {
    let used = match value {
        Value::String(text) => text.len() + 2,
        Value::Binary(bytes) => bytes.len(),
        Value::List(list) => {
            list.iter().try_fold(2, |used, item| Some(used + 1 + size(item, most.checked_sub(used)?)?))?
        }
        Value::Object(map) => map
            .iter()
            .try_fold(2, |used, (name, item)| Some(used + name.len() + 4 + size(item, most.checked_sub(used)?)?))?,
        _ => 8,
    };
    (used <= most).then_some(used)
}

/// What an operation brings along for this.
pub fn attach(mut request: Request) -> Request {
    let answer = Arc::new(Answer::of(&mut request));
    request.data(answer)
}
