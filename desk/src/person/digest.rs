//! The digest of what is personal about a person.

use crate::digest::Digest;

/// The digest of what is personal about a person.
pub(crate) fn digest(salt: Digest, name: &str, nip: Option<&str>, phone: Option<&str>, email: Option<&str>) -> Digest {
    let or_empty = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let parts = [name.to_owned(), or_empty(nip), or_empty(phone), or_empty(email)];
    Digest::of_text(salt, parts.iter().map(String::as_str))
}
