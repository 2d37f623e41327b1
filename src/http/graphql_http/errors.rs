//! What a top-level error may say. Six codes exist; anything a resolver lets slip without one is ours to
//! explain in the log and nobody's to read in the answer.

use std::collections::BTreeMap;

use async_graphql::{PathSegment, Response, ServerError, Value};
use axum::http::HeaderMap;
use serde::Serialize;

/// Enough for a developer to find his mistakes; a hostile document cannot turn 64 KiB into megabytes of complaints.
const MOST_ERRORS: usize = 20;
const LONGEST_MESSAGE: usize = 500;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    Unauthenticated,
    /// It is a right that lacks: asked in other words it would be refused again.
    Forbidden,
    BadUserInput,
    TooComplex,
    /// Too much of the same person's at once.
    Busy,
    Internal,
}

impl Code {
    const ALL: [Self; 6] =
        [Self::Unauthenticated, Self::Forbidden, Self::BadUserInput, Self::TooComplex, Self::Busy, Self::Internal];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::TooComplex => "TOO_COMPLEX",
            Self::Busy => "BUSY",
            Self::Internal => "INTERNAL",
        }
    }

    pub fn error(self, message: impl Into<String>) -> ServerError {
        self.mark(ServerError::new(message, None))
    }

    fn mark(self, mut error: ServerError) -> ServerError {
        error.extensions.get_or_insert_default().set("code", self.as_str());
        error
    }

    /// The code an error already carries, if it is one of ours.
    fn of(error: &ServerError) -> Option<Self> {
        let Value::String(code) = error.extensions.as_ref()?.get("code")? else { return None };
        Self::ALL.into_iter().find(|known| known.as_str() == code)
    }
}

/// Something broke on our side; what it was is in the log.
pub fn internal() -> ServerError {
    Code::Internal.error("Something went wrong on our side.")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Execution began: there is `data`, perhaps null, perhaps with errors beside it.
    Executed,
    /// The request was refused before execution: no `data` at all.
    Refused(Code),
}

/// The response as it goes out.
#[derive(Debug, Serialize)]
pub struct Body {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ServerError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    extensions: BTreeMap<String, Value>,
}

#[derive(Debug)]
pub struct Outcome {
    pub kind: Kind,
    pub body: Body,
    /// What resolvers want said in the HTTP head.
    pub headers: HeaderMap,
}

impl Outcome {
    pub fn refused(error: ServerError) -> Self {
        settle(Response::from_errors(vec![error]), true)
    }
}

/// Gives every error its code and decides whether the request was executed or refused.
///
/// async-graphql does not say which it was: both ways it answers `data: null`. But only a resolver's error has a path.
/// `harmless` says that a failure to read an argument cannot hide a change already made.
pub fn settle(response: Response, harmless: bool) -> Outcome {
    let Response { data, errors, extensions, http_headers: headers, .. } = response;
    let executed = errors.is_empty() || data != Value::Null || errors.iter().any(|error| !error.path.is_empty());
    let refused = !executed || harmless && misread(&data, &errors);
    let errors: Vec<_> = errors.into_iter().take(MOST_ERRORS).map(|error| label(error, executed)).collect();
    if !refused {
        return Outcome { kind: Kind::Executed, body: Body { errors, data: Some(data), extensions }, headers };
    }
    let codes: Vec<_> = errors.iter().filter_map(Code::of).collect();
    let weight = [Code::Internal, Code::Unauthenticated, Code::Busy, Code::TooComplex, Code::Forbidden];
    let code = weight.into_iter().find(|code| codes.contains(code));
    let kind = Kind::Refused(code.unwrap_or(Code::BadUserInput));
    Outcome { kind, body: Body { errors, data: None, extensions }, headers }
}

/// Whether nothing ran because nothing could be read: async-graphql parses the arguments of scalars and validators
/// only when it reaches the field, where the specification wants a variable of the wrong form to refuse the request.
/// A request of which any part ran keeps its data.
fn misread(data: &Value, errors: &[ServerError]) -> bool {
    let failed = |root: &str| {
        errors.iter().any(|error| matches!(error.path.first(), Some(PathSegment::Field(name)) if name == root))
    };
    let nothing_ran = match data {
        Value::Object(roots) => roots.iter().all(|(root, value)| *value == Value::Null && failed(root)),
        data => *data == Value::Null,
    };
    nothing_ran && !errors.is_empty() && errors.iter().all(is_input_fault)
}

fn label(mut error: ServerError, executed: bool) -> ServerError {
    let code = Code::of(&error).unwrap_or_else(|| match executed {
        false if is_over_limit(&error) => Code::TooComplex,
        false => Code::BadUserInput,
        true if is_input_fault(&error) => Code::BadUserInput,
        true => Code::Internal,
    });
    if code == Code::Internal {
        tracing::error!(error = %error.message, path = ?error.path, "a request failed on our side");
        return ServerError { locations: error.locations, path: error.path, ..internal() };
    }
    if let Some((end, _)) = error.message.char_indices().nth(LONGEST_MESSAGE) {
        error.message.truncate(end);
        error.message.push('…');
    }
    code.mark(error)
}

/// The limits that async-graphql checks itself have no code, only a sentence; the version is pinned and a test holds
/// each sentence.
fn is_over_limit(error: &ServerError) -> bool {
    ["Query is too complex", "Query is nested too deep", "The recursion depth of", "The number of directives on"]
        .iter()
        .any(|sentence| error.message.starts_with(sentence))
}

/// An argument that could not be read, by its code (which a scalar may set) or in async-graphql's own words. A
/// resolver's error that only sounds alike has a `source` whenever it came by `?`, and is not taken for one.
fn is_input_fault(error: &ServerError) -> bool {
    Code::of(error) == Some(Code::BadUserInput)
        || error.source.is_none()
            && Code::of(error).is_none()
            && (["Failed to parse \"", "Expected input type \""].iter().any(|words| error.message.starts_with(words))
                || error.message.starts_with("Variable ") && error.message.ends_with(" is not defined."))
}
