//! What somebody signs in by. A NIP is one person's anyway. A number or an address is the account's that signed in by it first: for whoever else has it, it is
//! for calling and writing only, so that nobody keeps another out by having the same.

use super::Person;
use crate::event::{Facts, Kind};
use crate::id::PersonId;
use crate::refusal::{Outcome, Refusal};
use crate::store;
use crate::two::code_takes_two;
use crate::work::Work;

/// What of a person tells who signs in.
fn said(person: &Person) -> [Option<&str>; 3] {
    [person.nip.as_deref(), person.phone.as_deref(), person.email.as_deref()]
}

/// Whether a change moves what somebody signs in by.
pub(crate) fn moves(before: &Person, after: &Person) -> bool {
    said(before) != said(after)
}

/// Refuses to move what an account signs in by without the password of whoever does it; and for somebody whose place takes two people to give, but for
/// the operator: an address is the first step to an account.
pub(crate) async fn may_move(work: &Work<'_>, before: &Person, after: &Person) -> Outcome<()> {
    let Some(_) = work.author().filter(|_| moves(before, after)) else { return Ok(()) };
    if store::people::credential(&work.tx, before.id).await?.is_none() {
        return Ok(());
    }
    if code_takes_two(before, &work.organisation(), work.now) {
        return Err(Refusal::LoginOfTwo.into());
    }
    work.need_proof()
}

/// Sees whether another account signs in by a person's number or address.
pub(crate) async fn settle(work: &Work<'_>, person: &mut Person) -> Outcome<()> {
    store::people::hold_logins(&work.tx, [&*person]).await?;
    settle_held(work, person).await
}

/// The same for somebody whose number and address are held already.
pub(crate) async fn settle_held(work: &Work<'_>, person: &mut Person) -> Outcome<()> {
    let taken = store::people::logins_of_others(&work.tx, person).await?;
    (person.phone_contact_only, person.email_contact_only) = taken;
    Ok(())
}

/// The same for somebody who is about to have a password.
pub(crate) async fn settle_anew(work: &mut Work<'_>, person: PersonId) -> Outcome<()> {
    let before: Person = store::get(&work.tx, person).await?.ok_or(Refusal::NotFound)?;
    let mut after = before.clone();
    settle(work, &mut after).await?;
    if after == before { Ok(()) } else { work.change(&before, after, Kind::Changed, Facts::new()).await }
}

/// Refuses where there is nothing that somebody could sign in by.
pub(crate) async fn need_any(work: &Work<'_>, person: &Person) -> Outcome<()> {
    let mut now = person.clone();
    settle(work, &mut now).await?;
    let phone = now.phone.is_some() && !now.phone_contact_only;
    let email = now.email.is_some() && !now.email_contact_only;
    if now.nip.is_some() || phone || email { Ok(()) } else { Err(Refusal::NoLogin.into()) }
}
