//! Refusals become `userErrors`; faults become an opaque INTERNAL; where it is a right that lacks it becomes FORBIDDEN, what else the client did wrong
//! BAD_USER_INPUT.

use crate::object::person::Person;
use async_graphql::{ComplexObject, Context, Error, ErrorExtensions, Result as GraphqlResult, SimpleObject};
use desk::Refusal;
use desk::id::{Id, PersonId};
use desk::person::Language;

/// Why a command was refused. Nothing was changed.
#[derive(Debug, Clone, SimpleObject)]
#[graphql(complex)]
pub struct UserError {
    /// The code, for programs: it never changes. `STALE`, `FORBIDDEN`, `BLANK` and so on.
    pub code: String,
    /// The sentence, for people, in the language of whoever asked.
    pub message: String,
    /// The input field it belongs to, if it belongs to one.
    pub field: Option<String>,
    /// For STALE: what happened since, oldest first, as kinds of events.
    pub changes: Option<Vec<String>>,
    #[graphql(skip)]
    known: Vec<PersonId>,
}

#[ComplexObject]
impl UserError {
    /// For KNOWN_PERSON: who has that number already, masked.
    #[graphql(complexity = "10 + child_complexity.saturating_mul(5)")]
    async fn people(&self, ctx: &Context<'_>) -> GraphqlResult<Option<Vec<Person>>> {
        if self.known.is_empty() {
            return Ok(None);
        }
        let mut people = Vec::new();
        for id in &self.known {
            people.extend(Person::by_id(ctx, Some(*id)).await?);
        }
        Ok(Some(people))
    }
}

impl UserError {
    /// All that is to be told of a refusal: where a table is wrong, a sentence for each row besides.
    pub fn all(refusal: &Refusal, language: Language) -> Vec<Self> {
        let mut all = vec![Self::new(refusal, language)];
        if let Refusal::Rows(problems) = refusal {
            all.extend(problems.iter().map(|problem| Self {
                code: problem.refusal.code().to_owned(),
                message: problem.sentence(language),
                field: None,
                changes: None,
                known: Vec::new(),
            }));
        }
        all
    }

    pub fn new(refusal: &Refusal, language: Language) -> Self {
        let changes = match refusal {
            Refusal::Stale { changes } => Some(changes.iter().map(|change| change.kind.clone()).collect()),
            _ => None,
        };
        Self {
            code: refusal.code().to_owned(),
            message: refusal.sentence(language),
            field: refusal.field().map(str::to_owned),
            changes,
            known: match refusal {
                Refusal::KnownPerson(people) => people.clone(),
                _ => Vec::new(),
            },
        }
    }
}

/// An error with one of the codes that an answer may carry.
pub fn coded(message: impl Into<String>, code: &'static str) -> Error {
    Error::new(message).extend_with(|_, extensions| extensions.set("code", code))
}

/// Nobody is signed in, or no longer.
pub fn unauthenticated(language: Language) -> Error {
    coded(Refusal::SignInFirst.sentence(language), "UNAUTHENTICATED")
}

/// The request itself is wrong.
pub fn bad_input(message: impl Into<String>) -> Error {
    coded(message, "BAD_USER_INPUT")
}

/// What went wrong while reading. A refusal of a read is the client's fault, except that nobody is signed in or that it is a right that lacks.
pub fn of_read(error: desk::Error, language: Language) -> Error {
    match error {
        desk::Error::Refused(Refusal::SignInFirst) => unauthenticated(language),
        desk::Error::Refused(refusal) if refusal.is_of_rights() => coded(refusal.sentence(language), "FORBIDDEN"),
        desk::Error::Refused(refusal) => bad_input(refusal.sentences(language).join("\n")),
        desk::Error::Fault(fault) => internal(&fault),
    }
}

/// Ours. The cause goes to the log, never to the client.
pub fn internal(fault: &desk::Fault) -> Error {
    tracing::error!(%fault, "a fault behind GraphQL");
    coded("Internal error", "INTERNAL")
}

/// Reads an id of one kind.
pub fn id<I: Id + std::str::FromStr>(given: &async_graphql::ID, field: &'static str) -> Result<I, Error> {
    given.parse().map_err(|_| bad_input(format!("`{field}` is not the id of a {}", I::PREFIX)))
}

/// Reads an id of one kind that may be missing.
pub fn id_or_none<I: Id + std::str::FromStr>(
    given: &Option<async_graphql::ID>,
    field: &'static str,
) -> Result<Option<I>, Error> {
    given.as_ref().map(|given| id(given, field)).transpose()
}

/// Reads a list of ids of one kind.
pub fn ids<I: Id + std::str::FromStr>(given: &[async_graphql::ID], field: &'static str) -> Result<Vec<I>, Error> {
    if given.len() > 100 {
        return Err(bad_input(format!("`{field}` takes at most 100 ids")));
    }
    given.iter().map(|given| id(given, field)).collect()
}
