//! What a program may do that acts with somebody's token: never more than that person, and of that only what the token was made for. Whatever is done
//! says itself what it takes ([`crate::work::Command::NEEDS`], and the doors for what is no command), so that nothing new can be forgotten here.

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
use crate::work::{Command, Work};
use chrono::TimeDelta;
use serde::Serialize;

pub mod code;
mod needs;

pub use code::{Scopes, TokenScope};
pub use needs::Needs;

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

#[macro_rules_attribute::apply(crate::work::command)]
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

#[macro_rules_attribute::apply(crate::work::command)]
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
