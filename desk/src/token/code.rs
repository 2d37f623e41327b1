//! What a token may do, as codes.

use crate::codes::codes;

codes! {
    /// What a token for programs may do.
    pub enum TokenScope {
        /// Reads what its person sees; every token does.
        Read = "READ",
        /// Works on the desk: opens and handles tickets, shifts, files.
        Tickets = "TICKETS",
        /// Keeps catalogue, people and settings.
        Administration = "ADMINISTRATION",
        /// Takes lists along.
        Exports = "EXPORTS",
    }
}

/// The scopes of one token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scopes(u8);

impl Scopes {
    /// These, and reading.
    pub fn of(scopes: &[TokenScope]) -> Self {
        Self(scopes.iter().chain(&[TokenScope::Read]).fold(0, |all, scope| all | (1 << *scope as u8)))
    }

    /// Whether a scope is among them.
    pub fn has(self, scope: TokenScope) -> bool {
        self.0 & (1 << scope as u8) != 0
    }

    /// Each of them, in the order of declaration.
    pub fn list(self) -> Vec<TokenScope> {
        TokenScope::ALL.iter().copied().filter(|scope| self.has(*scope)).collect()
    }
}
