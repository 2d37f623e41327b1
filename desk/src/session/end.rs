//! What somebody signs in with is given, and ends.

use crate::event::{Facts, Kind};
use crate::id::PersonId;
use crate::power::{Ends, stream_of};
use crate::refusal::Outcome;
use crate::store;
use crate::store::people::Credential;
use crate::work::Work;

pub(super) async fn set_hash(
    work: &mut Work<'_>,
    person: PersonId,
    hash: String,
    must_change: bool,
    hands: Option<i32>,
) -> Outcome<()> {
    let row = Credential { person_id: person, hash, changed_at: work.now, must_change, hands, dropped: false };
    let facts = Facts::new().gives(&row);
    if !work.tx.insert_new(row.clone()).await? {
        work.tx.save(row).await?;
    }
    work.append(&stream_of(person), Kind::PasswordSet, facts, None, work.now).await
}

/// R24: a password holds no more. Its person sets a new one with a one-time code.
pub(crate) async fn drop_password(work: &mut Work<'_>, held: Credential) -> Outcome<()> {
    let person = held.person_id;
    let row = Credential { dropped: true, ..held };
    let facts = Facts::new().gives(&row);
    work.tx.save(row).await?;
    work.append(&stream_of(person), Kind::PasswordDropped, facts, None, work.now).await
}

/// Puts on record what somebody was signed in with and is not any more.
pub(super) async fn ended(work: &mut Work<'_>, person: PersonId, what: Ends) -> Outcome<()> {
    work.append(&stream_of(person), Kind::SignedOut, Facts::new().ends(what), None, work.now).await
}

/// Ends everything a person is signed in with.
pub(crate) async fn end_all(work: &mut Work<'_>, person: PersonId) -> Outcome<()> {
    work.hold_stream(&stream_of(person)).await?;
    let mut gone = store::people::end_sessions(&work.tx, person, work.now).await?;
    gone += store::people::revoke_tokens(&work.tx, person, work.now).await?;
    gone += store::people::spend_codes(&work.tx, person, work.now).await?;
    store::sign_in::forget_devices(&work.tx, person).await?;
    work.rights_changed();
    if gone > 0 { ended(work, person, Ends::All).await } else { Ok(()) }
}
