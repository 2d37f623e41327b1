//! One GraphQL request on its way to the schema: what a client sent, made into something that may be executed.
//! Shared by HTTP and WebSocket.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, LazyLock, Mutex};

use async_graphql::{
    Executor, Extensions, Request, Response, ServerError, Value, Variables,
    parser::{
        self, parse_query,
        types::{ExecutableDocument, OperationDefinition, OperationType, Selection},
    },
};
use futures_util::FutureExt;
use serde::Deserialize;
use tracing::Instrument;

use super::{
    errors::{Code, Outcome, internal, settle},
    limits::Limits,
    takable,
};

/// The parameters of GraphQL over HTTP, which are also the payload of `subscribe`. `null` counts as absent.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Envelope {
    query: String,
    operation_name: Option<String>,
    #[serde(default)]
    variables: Variables,
    #[serde(default)]
    extensions: Extensions,
}

/// The same in a URL, where maps are JSON text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UrlEnvelope {
    query: String,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

impl Envelope {
    pub fn from_json(json: serde_json::Value) -> Result<Self, ServerError> {
        match &json {
            serde_json::Value::Object(_) => serde_json::from_value(json).map_err(unreadable),
            // serde would take an array for the fields in order.
            serde_json::Value::Array(_) => Err(Code::BadUserInput.error("Batches are not accepted.")),
            _ => Err(Code::BadUserInput.error("The request must be a JSON object.")),
        }
    }

    pub(super) fn from_url(url: UrlEnvelope) -> Result<Self, ServerError> {
        let UrlEnvelope { query, operation_name, variables, extensions } = url;
        let variables = variables.map(|json| serde_json::from_str(&json)).transpose().map_err(unreadable)?;
        let extensions = extensions.map(|json| serde_json::from_str(&json)).transpose().map_err(unreadable)?;
        let (variables, extensions) = (variables.unwrap_or_default(), extensions.unwrap_or_default());
        Ok(Self { query, operation_name, variables, extensions })
    }

    /// Parses the document within the limits and chooses the operation.
    pub fn prepare(self, limits: &Limits) -> Result<Prepared, ServerError> {
        limits.scan(&self.query)?;
        let document = parsed(&self.query).map_err(syntax_error)?;
        limits.weigh(&document, &self.variables)?;
        takable::check(&document, &self.variables)?;
        let operation = choose(&document, self.operation_name.as_deref())?;
        let kind = operation.ty;
        let single = matches!(&*operation.selection_set.node.items, [only] if matches!(only.node, Selection::Field(_)));
        require_variables(operation, &self.variables)?;
        if kind == OperationType::Subscription && !single {
            return Err(Code::BadUserInput.error("A subscription must select exactly one field at its root."));
        }

        let mut request = Request::new(self.query).variables(self.variables);
        request.operation_name = self.operation_name;
        request.extensions = self.extensions;
        request.set_parsed_query(document);
        Ok(Prepared { request, kind, harmless: kind != OperationType::Mutation || single })
    }
}

#[derive(Debug)]
pub struct Prepared {
    pub request: Request,
    pub kind: OperationType,
    /// If it fails at reading an argument, nothing has been changed before: not so in the second of two mutations.
    harmless: bool,
}

impl Prepared {
    /// Executes a query or a mutation; a panic in a resolver becomes INTERNAL.
    ///
    /// A query ends when nobody waits for it any more. A mutation does not: dropped between commit and wake-up it would
    /// be half done, so it runs in a task of its own and takes `held` along until it is over.
    pub async fn run<E: Executor>(self, schema: E, held: impl Send + 'static) -> Outcome {
        let execution = async move {
            let _held = held;
            schema.execute(self.request).await
        };
        let response = if self.kind == OperationType::Mutation {
            tokio::spawn(execution.in_current_span()).await.ok()
        } else {
            AssertUnwindSafe(execution).catch_unwind().await.ok()
        };
        // The panic hook has already said where and why.
        let response = response.unwrap_or_else(|| Response::from_errors(vec![internal()]));
        settle(response, self.harmless)
    }
}

/// Documents that were asked before, by their texts. A browser asks the same few hundred all the time, and a program its own.
static KNOWN: LazyLock<Mutex<HashMap<String, Arc<ExecutableDocument>>>> = LazyLock::new(Mutex::default);
/// So many are kept; then it begins anew, so that nobody fills the memory with documents that they make up.
const MOST_KNOWN: usize = 512;
/// None is kept that is longer.
const LONGEST_KNOWN: usize = 8 << 10;

/// A document, parsed. What it may ask is another matter: that is looked at each time.
fn parsed(text: &str) -> Result<ExecutableDocument, parser::Error> {
    let known = || KNOWN.lock().unwrap_or_else(|broken| broken.into_inner());
    // Bound first: the lock is not held while it is copied.
    let found = known().get(text).cloned();
    if let Some(found) = found {
        return Ok((*found).clone());
    }
    let document = parse_query(text)?;
    if text.len() <= LONGEST_KNOWN {
        let mut known = known();
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(text.to_owned(), Arc::new(document.clone()));
    }
    Ok(document)
}

fn unreadable(error: serde_json::Error) -> ServerError {
    Code::BadUserInput.error(format!("The request could not be read: {error}"))
}

/// The parser's message draws the offending line with an arrow below it; position and last line say it shorter.
fn syntax_error(error: parser::Error) -> ServerError {
    if let parser::Error::RecursionLimitExceeded = error {
        return Code::TooComplex.error("The request is nested too deep.");
    }
    let text = error.to_string();
    let gist = text.rsplit_once("\n  = ").map_or(text.as_str(), |(_, gist)| gist);
    let mut fault = Code::BadUserInput.error(format!("Syntax error: {gist}"));
    fault.locations = error.positions().collect();
    fault
}

fn choose<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> Result<&'a OperationDefinition, ServerError> {
    let mut fitting =
        document.operations.iter().filter(|(own, _)| name.is_none() || own.map(|own| own.as_str()) == name);
    match (fitting.next(), fitting.next(), name) {
        (Some((_, operation)), None, _) => Ok(&operation.node),
        (None, _, Some(name)) => Err(Code::BadUserInput.error(format!("Unknown operation named \"{name}\"."))),
        _ => Err(Code::BadUserInput.error("The document has several operations: operationName must choose one.")),
    }
}

/// async-graphql notices an absent variable only where a resolver asks for it, which may be never.
fn require_variables(operation: &OperationDefinition, given: &Variables) -> Result<(), ServerError> {
    for definition in &operation.variable_definitions {
        let (name, expected) = (&definition.node.name.node, &definition.node.var_type.node);
        let missing = match given.get(name) {
            Some(value) => *value == Value::Null,
            None => definition.node.default_value.is_none(),
        };
        if missing && !expected.nullable {
            let mut fault =
                Code::BadUserInput.error(format!("Variable \"${name}\" of type \"{expected}\" is required."));
            fault.locations = vec![definition.pos];
            return Err(fault);
        }
    }
    Ok(())
}
