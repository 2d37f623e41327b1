//! NIP, the 18 digits by which a civil servant is known.
//!
//! Birth date (8), year and month of appointment (6), sex (1), sequence (3). Contract staff (PPPK) have a code such as
//! `21` in the place of the month, so the month is never checked. A NIP tells birth date and sex: it has no `Display`,
//! and its `Debug` is masked, so that it reaches neither lists nor logs by accident.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization;

/// The number of digits of every NIP.
const DIGITS: usize = 18;

/// A NIP that is well formed; whether it belongs to somebody is not known here.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Nip(String);

/// Why a text is not a NIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NipError {
    /// Nothing was given.
    Blank,
    /// Something other than digits, spaces, dots and hyphens.
    Characters,
    /// Not 18 digits.
    Length,
    /// The first eight digits are no date of the years 1900 to 2099.
    BirthDate,
    /// The fifteenth digit is neither 1 nor 2.
    Sex,
    /// It ends in 000, which no NIP does: a spreadsheet keeps fifteen digits of a number.
    Rounded,
}

impl NipError {
    /// The code as it is sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Blank => "NIP_BLANK",
            Self::Characters => "NIP_CHARACTERS",
            Self::Length => "NIP_LENGTH",
            Self::BirthDate => "NIP_BIRTH_DATE",
            Self::Sex => "NIP_SEX",
            Self::Rounded => "NIP_ROUNDED",
        }
    }
}

impl fmt::Display for NipError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for NipError {}

impl Nip {
    /// Reads a NIP as people write it: `19721115 201101 1 001`, with dots or hyphens, or in one piece.
    pub fn parse(text: &str) -> Result<Self, NipError> {
        let mut digits = String::with_capacity(DIGITS);
        // NFKC turns full-width digits into the plain ones.
        for c in text.nfkc() {
            match c {
                // More than 18 are only counted, so that a megabyte of digits costs nothing.
                '0'..='9' if digits.len() <= DIGITS => digits.push(c),
                '0'..='9' | '.' | '-' | '\u{2010}'..='\u{2015}' => {}
                c if c.is_whitespace() => {}
                _ => return Err(NipError::Characters),
            }
        }
        match digits.len() {
            0 => return Err(NipError::Blank),
            DIGITS => {}
            _ => return Err(NipError::Length),
        }
        let number = |from: usize, to: usize| digits[from..to].parse::<u32>().unwrap_or(0);
        let year = number(0, 4);
        let date = NaiveDate::from_ymd_opt(year.cast_signed(), number(4, 6), number(6, 8));
        if date.is_none() || !(1900..=2099).contains(&year) {
            return Err(NipError::BirthDate);
        }
        if !matches!(&digits[14..15], "1" | "2") {
            return Err(NipError::Sex);
        }
        if digits.ends_with("000") {
            return Err(NipError::Rounded);
        }
        Ok(Self(digits))
    }

    /// The 18 digits in one piece: how it is stored and compared.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// As it is written in letters: `19721115 201101 1 001`.
    pub fn spaced(&self) -> String {
        let d = &self.0;
        format!("{} {} {} {}", &d[..8], &d[8..14], &d[14..15], &d[15..])
    }

    /// For lists: only the sequence at the end is shown, which tells neither birth date nor sex.
    pub fn masked(&self) -> String {
        format!("•••••••• •••••• • {}", &self.0[15..])
    }
}

impl fmt::Debug for Nip {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nip({})", self.masked())
    }
}

impl FromStr for Nip {
    type Err = NipError;

    fn from_str(text: &str) -> Result<Self, NipError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Nip {
    type Error = NipError;

    fn try_from(text: String) -> Result<Self, NipError> {
        Self::parse(&text)
    }
}

impl From<Nip> for String {
    fn from(nip: Nip) -> Self {
        nip.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn people_write_it_in_many_ways() {
        for text in [
            "197211152011011001",
            "19721115 201101 1 001",
            " 19721115.201101.1.001\n",
            "19721115-201101-1-001",
            "１９７２１１１５２０１１０１１００１",
            "19721115\u{a0}201101\u{2009}1 001",
        ] {
            assert_eq!(Nip::parse(text).unwrap().as_str(), "197211152011011001", "{text}");
        }
    }

    #[test]
    fn it_is_shown_spaced_or_masked() {
        let nip = Nip::parse("197211152011011001").unwrap();
        assert_eq!(nip.spaced(), "19721115 201101 1 001");
        assert_eq!(nip.masked(), "•••••••• •••••• • 001");
        assert_eq!(format!("{nip:?}"), "Nip(•••••••• •••••• • 001)");
        assert_eq!(Nip::parse(&nip.spaced()), Ok(nip));
    }

    #[test]
    fn a_contract_code_in_place_of_the_month_is_fine() {
        assert!(Nip::parse("19900229 202321 2 003").is_err());
        assert!(Nip::parse("19920229 202321 2 003").is_ok());
    }

    #[test]
    fn refusals_are_codes() {
        for (text, error) in [
            ("", NipError::Blank),
            (" . ", NipError::Blank),
            ("19721115201101100", NipError::Length),
            ("1972111520110110011", NipError::Length),
            ("19721115/201101/1/001", NipError::Characters),
            ("1972111520110110O1", NipError::Characters),
            ("١٩٧٢١١١٥٢٠١١٠١١٠٠١", NipError::Characters),
            ("197213152011011001", NipError::BirthDate),
            ("197200152011011001", NipError::BirthDate),
            ("000011152011011001", NipError::BirthDate),
            ("210011152011011001", NipError::BirthDate),
            ("197211152011013001", NipError::Sex),
            ("197211152011010001", NipError::Sex),
            ("197211152011011000", NipError::Rounded),
        ] {
            assert_eq!(Nip::parse(text), Err(error), "{text}");
        }
        assert_eq!(Nip::parse(&"9".repeat(5_000_000)), Err(NipError::Length));
    }

    #[test]
    fn serde_keeps_it_a_string_and_checks_it() {
        let nip: Nip = serde_json::from_str("\"19721115 201101 1 001\"").unwrap();
        assert_eq!(serde_json::to_string(&nip).unwrap(), "\"197211152011011001\"");
        let error = serde_json::from_str::<Nip>("\"1\"").unwrap_err().to_string();
        assert!(error.starts_with("NIP_LENGTH"), "{error}");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,40}", digits in "[0-9 .]{0,30}") {
            let _ = Nip::parse(&text);
            if let Ok(nip) = Nip::parse(&digits) {
                prop_assert_eq!(Nip::parse(&nip.spaced()), Ok(nip.clone()));
                prop_assert!(!nip.masked().contains(&nip.as_str()[..8]));
            }
        }
    }
}
