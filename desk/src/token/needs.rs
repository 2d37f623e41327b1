//! What is taken of who comes with a token.

use super::code::TokenScope;
use crate::caller::Caller;
use crate::refusal::{Outcome, Refusal};

/// What something takes of who asks for it through a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// A token of this scope is enough.
    Scope(TokenScope),
    /// A person at the portal: it gives or takes power, or is about one's own account. No token does.
    Session,
}

impl Needs {
    /// Reads.
    pub const READ: Self = Self::Scope(TokenScope::Read);
    /// Works on the desk.
    pub const TICKETS: Self = Self::Scope(TokenScope::Tickets);
    /// Keeps catalogue, people and settings.
    pub const ADMINISTRATION: Self = Self::Scope(TokenScope::Administration);
    /// Takes lists along.
    pub const EXPORTS: Self = Self::Scope(TokenScope::Exports);

    /// Refuses a caller whose token is not made for it. Who comes without a token is not asked.
    pub fn allow(self, caller: &Caller) -> Outcome<()> {
        match (caller.token, self) {
            (None, _) => Ok(()),
            (Some(scopes), Self::Scope(scope)) if scopes.has(scope) => Ok(()),
            (Some(_), Self::Scope(scope)) => Err(Refusal::TokenScope(scope).into()),
            (Some(_), Self::Session) => Err(Refusal::SessionOnly.into()),
        }
    }
}
