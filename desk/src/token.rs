//! What a program may do that acts with somebody's token: never more than that person, and of that only what the token was made for. Whatever is done
//! says itself what it takes ([`crate::desk::Command::NEEDS`], and the doors for what is no command), so that nothing new can be forgotten here.

use crate::codes::codes;
use crate::desk::{Caller, Command};
use crate::digest::Digest;
use crate::event::{Facts, Kind, Recorded};
use crate::id::TokenId;
use crate::input;
use crate::person::Person;
use crate::power::stream_of;
use crate::refusal::{Outcome, Refusal};
use crate::setting::SettingKey;
use crate::store::people::ApiToken;
use crate::store::{self, Doc};
use crate::work::Work;
use chrono::TimeDelta;
use serde::Serialize;

codes! {
    /// What a token is made for.
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

/// The most tokens one person has at a time.
const MOST: usize = 20;

/// Makes a token for a program that acts as oneself.
#[derive(Debug, Clone, Serialize)]
pub struct MakeToken {
    /// What it is for.
    pub name: String,
    /// For how many days, at most as many as the setting says.
    pub days: i32,
    /// What it may do.
    pub scopes: Vec<TokenScope>,
}

/// Revokes one of one's own tokens.
#[derive(Debug, Clone, Serialize)]
pub struct RevokeToken {
    /// Which.
    pub token: TokenId,
}

#[async_trait::async_trait]
impl Command for MakeToken {
    const NEEDS: Needs = Needs::Session;
    type Answer = String;

    async fn run(self, work: &mut Work<'_>) -> Outcome<String> {
        work.need_proof()?;
        let person = work.hold_self().await?.id;
        let name = input::line("name", &self.name, 100)?;
        let longest = work.organisation().number(SettingKey::TokenDays);
        if !(1..=longest).contains(&self.days.into()) {
            return Err(Refusal::TokenDays(longest).into());
        }
        if self.scopes.is_empty() {
            return Err(Refusal::Blank("scopes").into());
        }
        if store::people::tokens_of(&work.tx, person, work.now).await?.len() >= MOST {
            return Err(Refusal::TooMany(MOST).into());
        }
        let scopes = Scopes::of(&self.scopes).list();
        let token = format!("tgp_{}", hex::encode(work.random::<32>()));
        let row = ApiToken {
            id: work.id(),
            token_hash: hash(&token),
            person_id: person,
            name,
            created_at: work.now,
            expires_at: work.now + TimeDelta::days(self.days.into()),
            last_used_at: None,
            revoked_at: None,
            scopes: Doc(scopes.clone()),
        };
        let facts = Facts::new().with("token", row.id).with("scopes", scopes).gives(&row);
        work.tx.insert(row).await?;
        let stream = format!("{}/{}", Person::STREAM, person.0.as_simple());
        work.append(&stream, Kind::TokenMade, facts, None, work.now).await?;
        Ok(token)
    }
}

#[async_trait::async_trait]
impl Command for RevokeToken {
    const NEEDS: Needs = Needs::Session;
    type Answer = TokenId;

    async fn run(self, work: &mut Work<'_>) -> Outcome<TokenId> {
        let person = work.hold_self().await?.id;
        let row: Option<ApiToken> = store::get(&work.tx, self.token).await?;
        let mut row = row.filter(|row| row.person_id == person).ok_or(Refusal::NotFound)?;
        row.revoked_at.get_or_insert(work.now);
        work.tx.save(row).await?;
        work.rights_changed();
        let stream = format!("{}/{}", Person::STREAM, person.0.as_simple());
        work.append(&stream, Kind::TokenRevoked, Facts::new().with("token", self.token), None, work.now).await?;
        Ok(self.token)
    }
}

/// Revokes these tokens, whoever they are of.
pub(crate) async fn revoke_all(work: &mut Work<'_>, tokens: Vec<ApiToken>) -> Outcome<()> {
    work.hold_streams(tokens.iter().map(|row| stream_of(row.person_id)).collect()).await?;
    for mut row in tokens {
        let (stream, facts) = (stream_of(row.person_id), Facts::new().with("token", row.id));
        row.revoked_at = Some(work.now);
        work.tx.save(row).await?;
        work.append(&stream, Kind::TokenRevoked, facts, None, work.now).await?;
    }
    work.rights_changed();
    Ok(())
}

/// What is kept of a token.
pub(crate) fn hash(token: &str) -> Digest {
    Digest::of("tanggap/token/1", [token.as_bytes()])
}
