//! Telephone numbers, kept in E.164 (ITU-T).
//!
//! No `Display` and a masked `Debug`: logs and traces never hold a number (R25).

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// A number in E.164: `+6281234567890`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

/// Why a text is not a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneError {
    /// Nothing was given.
    Blank,
    /// Something other than digits, a leading plus and the usual separators.
    Characters,
    /// Neither `0…`, nor `62…`, nor `+…`: the country or the area code is missing.
    NoPrefix,
    /// Fewer digits than such a number has.
    TooShort,
    /// More digits than such a number has.
    TooLong,
    /// No number of this kind begins so.
    Pattern,
}

impl PhoneError {
    /// The code as it is sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blank => "PHONE_BLANK",
            Self::Characters => "PHONE_CHARACTERS",
            Self::NoPrefix => "PHONE_NO_PREFIX",
            Self::TooShort => "PHONE_TOO_SHORT",
            Self::TooLong => "PHONE_TOO_LONG",
            Self::Pattern => "PHONE_PATTERN",
        }
    }
}

impl fmt::Display for PhoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for PhoneError {}

/// Longer input is nobody's number, whatever separators it has.
const MAX_INPUT: usize = 100;

impl Phone {
    /// Reads a number as people write it: `0812-3456-7890`, `(0366) 5551705`, `62 812…`, `+62 (0)812…`, `+60 12…`.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        if text.len() > MAX_INPUT {
            return Err(PhoneError::TooLong);
        }
        let (plus, digits) = digits(text)?;
        if digits.is_empty() {
            return Err(PhoneError::Blank);
        }
        let home = if let Some(rest) = digits.strip_prefix("62").or_else(|| digits.strip_prefix("0062")) {
            // "+62 (0)812" and "+62 0812" are common on letterheads.
            rest.strip_prefix('0').unwrap_or(rest)
        } else if plus {
            return abroad(&digits);
        } else {
            // `00812…` is a slip of the finger more often than a call to Japan, so no other `00…` is taken.
            digits.strip_prefix('0').ok_or(PhoneError::NoPrefix)?
        };
        let bounds = match home.as_bytes() {
            [b'8', b'1'..=b'9', ..] => 9..=12,
            [b'2'..=b'7' | b'9', ..] => 8..=11,
            [b'8'] | [] => return Err(PhoneError::TooShort),
            _ => return Err(PhoneError::Pattern),
        };
        within(home.len(), bounds)?;
        Ok(Self(format!("+62{home}")))
    }

    /// The number in E.164: how it is stored and compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is an Indonesian mobile number, which may carry WhatsApp or Telegram.
    pub fn is_mobile(&self) -> bool {
        self.0.starts_with("+628")
    }

    /// As it is written in the country: `0812-3456-7890`, `(0366) 5551705`; a foreign number stays in E.164.
    pub fn national(&self) -> String {
        self.shaped(0, 0)
    }

    /// For lists: `0812-••••-•890`, `(0366) ••••705`, `+60•••••••89`.
    pub fn masked(&self) -> String {
        if self.0.starts_with("+62") { self.shaped(4, 3) } else { self.shaped(3, 2) }
    }

    /// A link that opens WhatsApp with this number and `text`, which may be empty.
    pub fn whatsapp_link(&self, text: &str) -> String {
        let mut link = format!("https://wa.me/{}", &self.0[1..]);
        for (i, byte) in text.bytes().enumerate() {
            if i == 0 {
                link.push_str("?text=");
            }
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                link.push(char::from(byte));
            } else {
                link.push_str(&format!("%{byte:02X}"));
            }
        }
        link
    }

    /// The national shape; unless both are 0, only the first `head` and the last `tail` characters are legible.
    fn shaped(&self, head: usize, tail: usize) -> String {
        let bare = match self.0.strip_prefix("+62") {
            Some(home) => format!("0{home}"),
            None => self.0.clone(),
        };
        let hidden = if head + tail == 0 { 0..0 } else { head..bare.len().saturating_sub(tail) };
        let shown: Vec<char> =
            bare.chars().enumerate().map(|(i, c)| if hidden.contains(&i) { '•' } else { c }).collect();
        let piece = |from: usize, to: usize| shown[from..to].iter().collect::<String>();
        let len = shown.len();
        if self.is_mobile() {
            let middle = if len == 10 { 7 } else { 8 };
            format!("{}-{}-{}", piece(0, 4), piece(4, middle), piece(middle, len))
        } else if self.0.starts_with("+62") {
            // Jakarta, Bandung, Semarang, Surabaya and Medan have two digits after the 0, every other area three.
            let area = if ["021", "022", "024", "031", "061"].iter().any(|a| bare.starts_with(a)) { 3 } else { 4 };
            // A mask must not show more of the subscriber's own digits where the area code is short.
            let mask = area < head && hidden.len() > 1;
            let rest = if mask { format!("•{}", piece(area + 1, len)) } else { piece(area, len) };
            format!("({}) {rest}", piece(0, area))
        } else {
            piece(0, len)
        }
    }
}

/// Whether a plus leads, and the digits.
fn digits(text: &str) -> Result<(bool, String), PhoneError> {
    let (mut plus, mut digits) = (false, String::new());
    // NFKC turns full-width digits, no-break spaces and the like into the plain ones.
    for c in text.nfkc() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if !plus && digits.is_empty() => plus = true,
            '-' | '.' | '/' | '(' | ')' | '\u{2010}'..='\u{2015}' => {}
            // Numbers copied from a contact card come wrapped in marks of direction.
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {}
            c if c.is_whitespace() => {}
            _ => return Err(PhoneError::Characters),
        }
    }
    Ok((plus, digits))
}

/// A number of another country: its plan is not known here, only the bounds of E.164.
fn abroad(digits: &str) -> Result<Phone, PhoneError> {
    if digits.starts_with('0') {
        return Err(PhoneError::Pattern);
    }
    within(digits.len(), 8..=15)?;
    Ok(Phone(format!("+{digits}")))
}

fn within(len: usize, bounds: std::ops::RangeInclusive<usize>) -> Result<(), PhoneError> {
    match len {
        n if n < *bounds.start() => Err(PhoneError::TooShort),
        n if n > *bounds.end() => Err(PhoneError::TooLong),
        _ => Ok(()),
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Phone({})", self.masked())
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, PhoneError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;

    fn try_from(text: String) -> Result<Self, PhoneError> {
        Self::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn phone(text: &str) -> Phone {
        Phone::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    #[test]
    fn people_write_it_in_many_ways() {
        for text in [
            "081234567890",
            "0812-3456-7890",
            "0812 3456 7890",
            "6281234567890",
            "+62 812-3456-7890",
            "+62 (0)812 3456 7890",
            "+62 0812 3456 7890",
            "0062 812 3456 7890",
            "(0812) 3456.7890",
            "\u{202a}+62 812‑3456‑7890\u{202c}",
            "０８１２３４５６７８９０",
        ] {
            assert_eq!(phone(text).as_str(), "+6281234567890", "{text}");
        }
        assert_eq!(phone("(0366) 5551705").as_str(), "+623665551705");
        assert_eq!(phone("+62552 2031390").as_str(), "+625522031390");
        assert_eq!(phone("021-3456789").as_str(), "+62213456789");
        assert_eq!(phone("+60 12-345 6789").as_str(), "+60123456789");
        assert_eq!(phone("+1 (202) 555-0143").as_str(), "+12025550143");
    }

    #[test]
    fn it_is_shown_as_in_the_country() {
        assert_eq!(phone("0812345678").national(), "0812-345-678");
        assert_eq!(phone("08123456789").national(), "0812-3456-789");
        assert_eq!(phone("081234567890").national(), "0812-3456-7890");
        assert_eq!(phone("0812345678901").national(), "0812-3456-78901");
        assert_eq!(phone("03665551705").national(), "(0366) 5551705");
        assert_eq!(phone("0213456789").national(), "(021) 3456789");
        assert_eq!(phone("+60123456789").national(), "+60123456789");
    }

    #[test]
    fn masked_it_cannot_be_called() {
        assert_eq!(phone("081234567890").masked(), "0812-••••-•890");
        assert_eq!(phone("03665551705").masked(), "(0366) ••••705");
        assert_eq!(phone("0213456789").masked(), "(021) ••••789");
        assert_eq!(phone("+60123456789").masked(), "+60•••••••89");
        assert_eq!(format!("{:?}", phone("081234567890")), "Phone(0812-••••-•890)");
    }

    #[test]
    fn whatsapp_gets_the_text_encoded() {
        let phone = phone("081234567890");
        assert_eq!(phone.whatsapp_link(""), "https://wa.me/6281234567890");
        assert_eq!(
            phone.whatsapp_link("Halo, tiket #12 & \"é\"\n+1"),
            "https://wa.me/6281234567890?text=Halo%2C%20tiket%20%2312%20%26%20%22%C3%A9%22%0A%2B1"
        );
    }

    #[test]
    fn refusals_are_codes() {
        for (text, error) in [
            ("", PhoneError::Blank),
            (" +-() ", PhoneError::Blank),
            ("0812x4567890", PhoneError::Characters),
            ("++6281234567890", PhoneError::Characters),
            ("0812+34567890", PhoneError::Characters),
            ("081234567890;ext=1", PhoneError::Characters),
            ("5551705", PhoneError::NoPrefix),
            ("81234567890", PhoneError::NoPrefix),
            ("0", PhoneError::TooShort),
            ("08", PhoneError::TooShort),
            ("081234567", PhoneError::TooShort),
            ("08123456789012", PhoneError::TooLong),
            ("08012345678", PhoneError::Pattern),
            ("0112", PhoneError::Pattern),
            ("+0812345678", PhoneError::Pattern),
            ("000812345678", PhoneError::Pattern),
            ("00812345678", PhoneError::Pattern),
            ("0361123", PhoneError::TooShort),
            ("036112345678901", PhoneError::TooLong),
            ("+6012345", PhoneError::TooShort),
            ("+6012345678901234", PhoneError::TooLong),
        ] {
            assert_eq!(Phone::parse(text), Err(error), "{text}");
        }
        assert_eq!(Phone::parse(&"8".repeat(1_000_000)), Err(PhoneError::TooLong));
    }

    #[test]
    fn serde_keeps_it_a_string_and_checks_it() {
        let phone: Phone = serde_json::from_str("\"0812-3456-7890\"").unwrap();
        assert_eq!(serde_json::to_string(&phone).unwrap(), "\"+6281234567890\"");
        assert!(serde_json::from_str::<Phone>("\"112\"").unwrap_err().to_string().starts_with("PHONE_NO_PREFIX"));
    }

    proptest! {
        #[test]
        fn what_is_accepted_reads_back(text in "[+0-9() .-]{0,24}", any in "\\PC{0,30}") {
            let _ = Phone::parse(&any);
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone.clone()));
                prop_assert_eq!(Phone::parse(&phone.national()), Ok(phone.clone()));
                prop_assert!(phone.as_str().len() <= 16 && phone.as_str().len() >= 9);
                prop_assert!(phone.masked().matches('•').count() >= 2);
                if phone.is_mobile() {
                    let rest = phone.as_str().strip_prefix("+628").unwrap();
                    prop_assert!((8..=11).contains(&rest.len()) && !rest.starts_with('0'));
                }
            }
        }
    }
}
