//! E-mail addresses: strict enough to be safe in a letter's header, not a full reading of RFC 5322.
//!
//! Only ASCII: no address of a government needs more, and look-alike letters cannot pass for another person's.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An address, its domain in lower case.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailError {
    /// Nothing was given.
    Blank,
    /// More than 254 characters, or more than 64 before the `@`.
    TooLong,
    /// Not exactly one `@`.
    At,
    /// The part before the `@` is empty or has characters or dots in wrong places.
    Local,
    /// The part after the `@` is no name of the Internet with a dot in it.
    Domain,
    /// A control character, such as a line break.
    ControlCharacter,
}

impl EmailError {
    /// The code as it is sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blank => "EMAIL_BLANK",
            Self::TooLong => "EMAIL_TOO_LONG",
            Self::At => "EMAIL_AT",
            Self::Local => "EMAIL_LOCAL",
            Self::Domain => "EMAIL_DOMAIN",
            Self::ControlCharacter => "EMAIL_CONTROL_CHARACTER",
        }
    }
}

impl fmt::Display for EmailError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for EmailError {}

impl Email {
    /// Reads an address; spaces around it are dropped.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        // Only spaces: a line break at the end is no slip of the finger but a header.
        let text = text.trim_matches([' ', '\u{a0}']);
        if text.is_empty() {
            return Err(EmailError::Blank);
        }
        if text.len() > 254 {
            return Err(EmailError::TooLong);
        }
        if text.chars().any(char::is_control) {
            return Err(EmailError::ControlCharacter);
        }
        let (local, domain) = text.split_once('@').ok_or(EmailError::At)?;
        if domain.contains('@') {
            return Err(EmailError::At);
        }
        if local.len() > 64 {
            return Err(EmailError::TooLong);
        }
        // A leading hyphen would be read as an option by a mail program started with it.
        if local.starts_with('-') || !local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atext)) {
            return Err(EmailError::Local);
        }
        if !is_domain(domain) {
            return Err(EmailError::Domain);
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address as letters are sent to it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`, as typed.
    pub fn local(&self) -> &str {
        self.0.split_once('@').map_or("", |(local, _)| local)
    }

    /// The part after the `@`, in lower case.
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }

    /// What sign-in and the unique index compare: all of it in lower case, since no mail service in use tells
    /// `Budi@` from `budi@` and two accounts that differ only so would be an invitation to deceive.
    pub fn key(&self) -> String {
        self.0.to_ascii_lowercase()
    }

    /// For lists: `b•••@tabanankab.go.id`.
    pub fn masked(&self) -> String {
        let first = self.local().chars().next().unwrap_or('•');
        format!("{first}•••@{}", self.domain())
    }
}

/// `atext` of RFC 5322.
fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let Some((_, top)) = domain.rsplit_once('.') else { return false };
    domain.len() <= 253
        && domain.split('.').all(label)
        && top.len() >= 2
        && top.starts_with(|c: char| c.is_alphabetic())
}

impl fmt::Debug for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Email({})", self.masked())
    }
}

impl FromStr for Email {
    type Err = EmailError;

    fn from_str(text: &str) -> Result<Self, EmailError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;

    fn try_from(text: String) -> Result<Self, EmailError> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_domain_is_folded_and_the_rest_kept() {
        let email = Email::parse(" Budi.Santoso+tik@TabananKab.GO.ID ").unwrap();
        assert_eq!(email.as_str(), "Budi.Santoso+tik@tabanankab.go.id");
        assert_eq!(email.key(), "budi.santoso+tik@tabanankab.go.id");
        assert_eq!((email.local(), email.domain()), ("Budi.Santoso+tik", "tabanankab.go.id"));
        assert_eq!(email.masked(), "B•••@tabanankab.go.id");
        assert_eq!(format!("{email:?}"), "Email(B•••@tabanankab.go.id)");
        assert!(Email::parse("a@b-c.xn--p1ai").is_ok());
    }

    #[test]
    fn refusals_are_codes() {
        for (text, error) in [
            ("", EmailError::Blank),
            ("   ", EmailError::Blank),
            ("budi", EmailError::At),
            ("a@b@c.id", EmailError::At),
            ("@b.id", EmailError::Local),
            (".a@b.id", EmailError::Local),
            ("a.@b.id", EmailError::Local),
            ("a..b@c.id", EmailError::Local),
            ("a b@c.id", EmailError::Local),
            ("\"a\"@c.id", EmailError::Local),
            ("<a@c.id", EmailError::Local),
            ("-oX@c.id", EmailError::Local),
            ("budі@c.id", EmailError::Local),
            ("a@localhost", EmailError::Domain),
            ("a@", EmailError::Domain),
            ("a@.id", EmailError::Domain),
            ("a@b..id", EmailError::Domain),
            ("a@b.id.", EmailError::Domain),
            ("a@-b.id", EmailError::Domain),
            ("a@b-.id", EmailError::Domain),
            ("a@b.i", EmailError::Domain),
            ("a@10.0.0.1", EmailError::Domain),
            ("a@[10.0.0.1]", EmailError::Domain),
            ("a@b_c.id", EmailError::Domain),
            ("a@c.id>", EmailError::Domain),
            ("a@c.id, b", EmailError::Domain),
            ("a@c.id\r\nBcc: x", EmailError::ControlCharacter),
            ("a@c.id\n", EmailError::ControlCharacter),
            ("a\0@c.id", EmailError::ControlCharacter),
        ] {
            assert_eq!(Email::parse(text), Err(error), "{text:?}");
        }
        assert_eq!(Email::parse(&format!("{}@b.id", "a".repeat(65))), Err(EmailError::TooLong));
        assert_eq!(Email::parse(&format!("a@{}.id", "b.".repeat(130))), Err(EmailError::TooLong));
    }

    #[test]
    fn serde_keeps_it_a_string_and_checks_it() {
        let email: Email = serde_json::from_str("\"a@B.id\"").unwrap();
        assert_eq!(serde_json::to_string(&email).unwrap(), "\"a@b.id\"");
        assert!(serde_json::from_str::<Email>("\"a\"").unwrap_err().to_string().starts_with("EMAIL_AT"));
    }

    proptest! {
        #[test]
        fn what_is_accepted_reads_back(any in "\\PC{0,40}", near in "[a-z.@ -]{0,20}") {
            for text in [any, near] {
                if let Ok(email) = Email::parse(&text) {
                    prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
                    prop_assert!(email.as_str().is_ascii());
                }
            }
        }
    }
}
