//! The digest of the texts on the head of a ticket.

use crate::digest::Digest;
use std::collections::BTreeMap;

/// The digest of the texts on a ticket's head.
pub(crate) fn head_digest(
    salt: Digest,
    title: &str,
    location: &str,
    contact: &str,
    form: &BTreeMap<String, String>,
) -> Digest {
    let form = form.iter().flat_map(|(key, value)| [key.as_str(), value.as_str()]);
    Digest::of_text(salt, [title, location, contact].into_iter().chain(form))
}
