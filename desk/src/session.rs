//! Sessions, tokens and passwords (R26).

use crate::id::PersonId;
use crate::refusal::Outcome;
use crate::store;
use crate::work::Work;

/// Ends everything a person is signed in with.
pub(crate) async fn end_all(work: &mut Work<'_>, person: PersonId) -> Outcome<()> {
    store::people::end_sessions(&work.tx, person, work.now).await?;
    store::people::revoke_tokens(&work.tx, person, work.now).await?;
    store::people::spend_codes(&work.tx, person, work.now).await?;
    Ok(())
}
