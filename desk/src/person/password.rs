//! Which passwords are accepted, and how they are kept (R26): Argon2id in PHC strings.
//!
//! Hashing takes tens of milliseconds and 19 MiB: call it in the bounded blocking pool, before any transaction.
//! The salt is passed in, since chance is injected in this project.

use super::email::Email;
use super::nip::Nip;
use super::phone::Phone;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{self, PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The fewest characters of a password.
pub const MIN_CHARS: usize = 12;
/// The most characters of a password.
pub const MAX_CHARS: usize = 128;
/// Longer input is refused before it is normalised.
const MAX_BYTES: usize = 4096;

/// Memory in KiB, passes and lanes of new hashes: the OWASP minimum for Argon2id.
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// A hash that asks for more memory (KiB), passes or lanes than this was not written by us.
const MAX_COST: (u32, u32, u32) = (262_144, 10, 4);

static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("../../data/common-passwords.txt").lines().map(str::trim);
    let entries = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    entries.flat_map(|entry| [entry, stem(entry)]).filter(|entry| entry.len() > 2).collect()
});

/// A password that was accepted for its owner: NFKC-normalised, never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Password(String);

/// What the owner's password may not be made of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Owner<'a> {
    /// The full name.
    pub name: &'a str,
    /// The NIP, if there is one.
    pub nip: Option<&'a Nip>,
    /// The telephone number, if there is one.
    pub phone: Option<&'a Phone>,
    /// The e-mail address, if there is one.
    pub email: Option<&'a Email>,
    /// Further words treated as common ones, such as the names of the region and of the unit.
    pub words: &'a [&'a str],
}

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordError {
    /// Fewer than `min` characters.
    TooShort {
        /// The fewest allowed.
        min: usize,
    },
    /// More than `max` characters.
    TooLong {
        /// The most allowed.
        max: usize,
    },
    /// A control character, such as a line break at the end of a pasted text.
    ControlCharacter,
    /// One of the common passwords, with or without digits and symbols around it, or a simple pattern.
    Common,
    /// It contains the owner's name.
    OwnName,
    /// It contains the owner's NIP or the birth date in it.
    OwnNip,
    /// It contains the owner's telephone number.
    OwnPhone,
    /// It contains the part before the `@` of the owner's e-mail address.
    OwnEmail,
}

impl PasswordError {
    /// The code as it is sent.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooShort { .. } => "PASSWORD_TOO_SHORT",
            Self::TooLong { .. } => "PASSWORD_TOO_LONG",
            Self::ControlCharacter => "PASSWORD_CONTROL_CHARACTER",
            Self::Common => "PASSWORD_COMMON",
            Self::OwnName => "PASSWORD_OWN_NAME",
            Self::OwnNip => "PASSWORD_OWN_NIP",
            Self::OwnPhone => "PASSWORD_OWN_PHONE",
            Self::OwnEmail => "PASSWORD_OWN_EMAIL",
        }
    }
}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for PasswordError {}

/// Why hashing or verifying was not possible at all: a fault of ours, nothing to tell a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HashError {
    /// The stored text is no PHC string of Argon2id.
    NotArgon2id,
    /// The stored text asks for more work than any hash of ours.
    TooCostly,
    /// Argon2 itself failed, such as for want of memory.
    Argon2,
}

impl HashError {
    /// The code as it is logged.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotArgon2id => "HASH_NOT_ARGON2ID",
            Self::TooCostly => "HASH_TOO_COSTLY",
            Self::Argon2 => "HASH_ARGON2",
        }
    }
}

impl fmt::Display for HashError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for HashError {}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl Password {
    /// Accepts a typed password for its owner, or says why not. Spaces count and stay: a sentence is a fine password.
    pub fn accept(typed: &str, owner: &Owner<'_>) -> Result<Self, PasswordError> {
        let text = normalise(typed).ok_or(PasswordError::TooLong { max: MAX_CHARS })?;
        let chars = text.chars().count();
        if chars > MAX_CHARS {
            return Err(PasswordError::TooLong { max: MAX_CHARS });
        }
        if chars < MIN_CHARS {
            return Err(PasswordError::TooShort { min: MIN_CHARS });
        }
        if text.chars().any(char::is_control) {
            return Err(PasswordError::ControlCharacter);
        }
        contains_owner(&text, owner)?;
        if is_common(&text, owner.words) {
            return Err(PasswordError::Common);
        }
        Ok(Self(text))
    }

    /// Hashes it into a PHC string with 16 bytes of fresh chance.
    pub fn hash(&self, salt: &[u8; 16]) -> Result<String, HashError> {
        let hash = argon2()?.hash_password_with_salt(self.0.as_bytes(), salt).map_err(|_| HashError::Argon2)?;
        Ok(hash.to_string())
    }
}

/// Whether the typed password is the one behind the PHC string.
pub fn verify(typed: &str, phc: &str) -> Result<bool, HashError> {
    let hash = read(phc)?;
    // Text that could never have been accepted is still hashed, cut short, so that its refusal takes as long.
    let (text, possible) = match normalise(typed) {
        Some(text) if text.chars().count() <= MAX_CHARS => (text, true),
        _ => (String::new(), false),
    };
    match argon2()?.verify_password(text.as_bytes(), &hash) {
        Ok(()) => Ok(possible),
        Err(password_hash::Error::PasswordInvalid) => Ok(false),
        Err(_) => Err(HashError::Argon2),
    }
}

/// Does the work of [`verify`] and throws it away: for a sign-in name that nobody has, so that the time taken does not
/// tell which names exist.
pub fn verify_nobody(typed: &str) -> Result<bool, HashError> {
    let text = normalise(typed).unwrap_or_default();
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    argon2()?.hash_password_into(text.as_bytes(), &[0; 16], &mut out).map_err(|_| HashError::Argon2)?;
    Ok(std::hint::black_box(out).is_empty())
}

/// Whether a hash was made with other costs than today's and should be made anew at the next good sign-in.
pub fn is_outdated(phc: &str) -> bool {
    let today = |hash: &PasswordHash| hash.version == Some(Version::V0x13.into()) && costs(hash) == Some(COST);
    !read(phc).is_ok_and(|hash| today(&hash))
}

fn argon2() -> Result<Argon2<'static>, HashError> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|_| HashError::Argon2)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn costs(hash: &PasswordHash) -> Option<(u32, u32, u32)> {
    let params = Params::try_from(hash).ok()?;
    Some((params.m_cost(), params.t_cost(), params.p_cost()))
}

/// The PHC string, if it is one of ours: the costs in it decide how much work a sign-in does.
fn read(phc: &str) -> Result<PasswordHash, HashError> {
    let hash = PasswordHash::new(phc).map_err(|_| HashError::NotArgon2id)?;
    if hash.algorithm.as_str() != "argon2id" || hash.salt.is_none() || hash.hash.is_none() {
        return Err(HashError::NotArgon2id);
    }
    let (memory, passes, lanes) = costs(&hash).ok_or(HashError::NotArgon2id)?;
    if memory > MAX_COST.0 || passes > MAX_COST.1 || lanes > MAX_COST.2 {
        return Err(HashError::TooCostly);
    }
    Ok(hash)
}

/// The same letters typed on another keyboard give the same bytes. `None` if the input is absurdly long.
fn normalise(typed: &str) -> Option<String> {
    (typed.len() <= MAX_BYTES).then(|| typed.nfkc().collect())
}

/// Lower case without marks.
fn fold(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// Without anything that is not a letter or digit.
fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Without the digits and symbols before and after.
fn stem(text: &str) -> &str {
    text.trim_matches(|c: char| !c.is_alphabetic())
}

/// Undoes the usual disguises: `P@ssw0rd` is no better than `password`.
fn undisguise(text: &str) -> String {
    let plain = |c| match c {
        '0' => 'o',
        '1' | '!' | '|' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    };
    text.chars().map(plain).collect()
}

fn contains_owner(text: &str, owner: &Owner<'_>) -> Result<(), PasswordError> {
    let folded = fold(text);
    let forms = [squeeze(&folded), squeeze(&undisguise(&folded))];
    let bare = [stem(&forms[0]).to_owned(), squeeze(&undisguise(stem(&folded)))];
    // A name of three letters is part of many good words; it counts only if nothing but digits and symbols is added.
    let holds = |word: &str| match word.chars().count() {
        0 => false,
        1..=3 => bare.iter().any(|form| form == word),
        _ => forms.iter().any(|form| form.contains(word)),
    };
    let name = fold(owner.name);
    if holds(&squeeze(&name)) || name.split(|c: char| !c.is_alphanumeric()).any(holds) {
        return Err(PasswordError::OwnName);
    }
    if owner.email.is_some_and(|email| holds(&squeeze(&fold(email.local())))) {
        return Err(PasswordError::OwnEmail);
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    if owner.nip.is_some_and(|nip| digits.contains(&nip.as_str()[..8])) {
        return Err(PasswordError::OwnNip);
    }
    let subscriber = owner.phone.map(|phone| phone.as_str().trim_start_matches('+').trim_start_matches("62"));
    if subscriber.is_some_and(|number| digits.contains(number)) {
        return Err(PasswordError::OwnPhone);
    }
    Ok(())
}

fn is_common(text: &str, words: &[&str]) -> bool {
    let folded = fold(text);
    let squeezed = squeeze(&folded);
    let forms = [
        folded.clone(),
        stem(&folded).to_owned(),
        undisguise(stem(&folded)),
        stem(&squeezed).to_owned(),
        undisguise(stem(&squeezed)),
        stem(&undisguise(&squeezed)).to_owned(),
        squeezed,
    ];
    let words: Vec<String> = words.iter().map(|word| squeeze(&fold(word))).filter(|word| word.len() > 2).collect();
    let known = |form: &str| COMMON.contains(form) || words.iter().any(|word| word == form);
    // A short piece counts only if it fills the whole: `mimi` before twelve other digits is no pattern.
    let repeats = |form: &String| {
        let whole = form.chars().count() >= MIN_CHARS;
        unit(form).is_some_and(|unit| known(&unit) || (whole && unit.chars().count() <= 4))
    };
    forms.iter().any(|form| known(form) || repeats(form)) || is_run(&forms[6])
}

/// The shortest piece of which the whole text is a repetition.
fn unit(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let len = chars.len();
    let whole = |size: &usize| len.is_multiple_of(*size) && chars.iter().zip(&chars[*size..]).all(|(a, b)| a == b);
    (1..=len / 2).find(whole).map(|size| chars[..size].iter().collect())
}

/// Digits or letters in steady steps, such as `123456789012` or `abcdefghijkl`.
fn is_run(text: &str) -> bool {
    let mut steps = text.chars().zip(text.chars().skip(1)).map(|(a, b)| {
        let step = i64::from(u32::from(b)) - i64::from(u32::from(a));
        if a.is_ascii_digit() && b.is_ascii_digit() { step.rem_euclid(10) } else { step }
    });
    steps.next().is_some_and(|first| steps.all(|step| step == first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SALT: &[u8; 16] = b"0123456789abcdef";

    fn refusal(typed: &str) -> Option<PasswordError> {
        Password::accept(typed, &Owner::default()).err()
    }

    #[test]
    fn the_list_is_clean_and_large_enough() {
        let text = include_str!("../../data/common-passwords.txt");
        let entries: Vec<&str> = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).collect();
        let distinct: HashSet<&&str> = entries.iter().collect();
        assert_eq!(entries.len(), distinct.len(), "no entry twice");
        assert!(entries.len() >= 400, "{}", entries.len());
        assert!(entries.iter().filter(|e| e.chars().count() >= MIN_CHARS).count() >= 120);
        for entry in entries {
            assert_eq!(entry, fold(entry), "in the form that is compared");
            assert_eq!(entry.trim(), entry);
            if entry.chars().count() >= MIN_CHARS {
                assert_eq!(refusal(entry), Some(PasswordError::Common), "{entry}");
            }
        }
    }

    #[test]
    fn characters_are_counted_not_bytes() {
        let min = PasswordError::TooShort { min: 12 };
        assert_eq!(refusal(""), Some(min));
        assert_eq!(refusal("kopi-hujan1"), Some(min));
        assert_eq!(refusal("kopi-hujan-1"), None);
        assert_eq!(refusal("éèêëàâäùûüî"), Some(min));
        assert_eq!(refusal("éèêëàâäùûüîö"), None);
        let sentence = "kereta malam lewat pukul tiga ".repeat(5);
        assert_eq!(refusal(&sentence[..128]), None);
        assert_eq!(refusal(&sentence[..129]), Some(PasswordError::TooLong { max: 128 }));
        assert_eq!(refusal(&"x".repeat(10_000_000)), Some(PasswordError::TooLong { max: 128 }));
        // One character that normalises to eighteen.
        assert_eq!(refusal(&"\u{fdfa}".repeat(8)), Some(PasswordError::TooLong { max: 128 }));
    }

    #[test]
    fn common_ones_are_seen_through_their_disguises() {
        for typed in [
            "password12345",
            "Password2026!",
            "P@ssw0rd2026",
            "p a s s w o r d 2 0 2 6",
            "bismillah123",
            "Bismillah-2026-!!",
            "indonesia2026",
            "Diskominfo#123",
            "!!!diskominfo2026",
            "passwordpassword",
            "IndonesiaIndonesia1",
            "qwertyuiop123",
            "111111111111",
            "abcabcabcabc",
            "123456789012",
            "210987654321",
            "abcdefghijklm",
            "ｐａｓｓｗｏｒｄ１２３４",
            "            ",
        ] {
            assert_eq!(refusal(typed), Some(PasswordError::Common), "{typed}");
        }
        for typed in ["kucing-makan-sore", "Tujuh gajah menari", "x7#Lq9!vR2pz", "kata sandi rahasia nenek"] {
            assert_eq!(refusal(typed), None, "{typed}");
        }
    }

    #[test]
    fn nothing_of_the_owner() {
        let nip = Nip::parse("197211152011011001").unwrap();
        let phone = Phone::parse("0812-3456-7890").unwrap();
        let email = Email::parse("w.arta@tabanankab.go.id").unwrap();
        let owner = Owner {
            name: "I Wayan Sudiarta, S.Kom., Adi",
            nip: Some(&nip),
            phone: Some(&phone),
            email: Some(&email),
            words: &["Tabanan", "Dinas Kominfo"],
        };
        for (typed, error) in [
            ("sudiarta-dan-kopi", PasswordError::OwnName),
            ("5ud1arta-hujan-x", PasswordError::OwnName),
            ("Súdiartá-hujan-x", PasswordError::OwnName),
            ("hujan-WAYAN-kopi", PasswordError::OwnName),
            ("adi-1234-5678-99", PasswordError::OwnName),
            ("kopi197211152011011001", PasswordError::OwnNip),
            ("lahir-1972-11-15", PasswordError::OwnNip),
            ("0812-3456-7890-x", PasswordError::OwnPhone),
            ("hp+6281234567890", PasswordError::OwnPhone),
            ("kopi-w.arta-hujan", PasswordError::OwnEmail),
            ("Tabanan-2026!!", PasswordError::Common),
            ("dinaskominfo-26!", PasswordError::Common),
        ] {
            assert_eq!(Password::accept(typed, &owner).err(), Some(error), "{typed}");
        }
        assert!(Password::accept("tradisi-hujan-kopi", &owner).is_ok(), "three letters inside a word are no name");
        assert!(Password::accept("hujan di tabanan sore", &owner).is_ok(), "a word may be part of a sentence");
    }

    #[test]
    fn control_characters_are_refused() {
        assert_eq!(refusal("kucing-makan-sore\n"), Some(PasswordError::ControlCharacter));
        assert_eq!(refusal("kucing\0makan-sore"), Some(PasswordError::ControlCharacter));
    }

    #[test]
    fn a_hash_verifies_and_nothing_else_does() {
        let password = Password::accept("kucing-makan-soré", &Owner::default()).unwrap();
        assert_eq!(format!("{password:?}"), "Password(…)");
        let phc = password.hash(SALT).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$MDEyMzQ1Njc4OWFiY2RlZg$"), "{phc}");
        assert_eq!(verify("kucing-makan-soré", &phc), Ok(true));
        assert_eq!(verify("kucing-makan-sore\u{301}", &phc), Ok(true), "typed on another keyboard");
        assert_eq!(verify("kucing-makan-sore", &phc), Ok(false));
        assert_eq!(verify("", &phc), Ok(false));
        assert_eq!(verify(&"x".repeat(10_000_000), &phc), Ok(false));
        assert_eq!(verify_nobody("kucing-makan-soré"), Ok(false));
        assert!(!is_outdated(&phc));
        assert_ne!(password.hash(b"another-salt-16b").unwrap(), phc);
    }

    #[test]
    fn input_that_is_too_long_never_passes_for_an_empty_password() {
        let empty = argon2().unwrap().hash_password_with_salt(b"", SALT).unwrap().to_string();
        assert_eq!(verify(&"x".repeat(129), &empty), Ok(false));
        assert_eq!(verify(&"x".repeat(5000), &empty), Ok(false));
    }

    #[test]
    fn a_strange_hash_is_a_fault_not_a_panic() {
        let phc = Password::accept("kucing-makan-sore", &Owner::default()).unwrap().hash(SALT).unwrap();
        for strange in ["", "x", "$", "$argon2id", "$argon2id$v=19$m=19456,t=2,p=1", "$2b$12$abcdefghijklmnopqrstuv"] {
            assert_eq!(verify("kucing-makan-sore", strange), Err(HashError::NotArgon2id), "{strange}");
            assert!(is_outdated(strange));
        }
        assert_eq!(verify("x", &phc.replace("argon2id", "argon2i")), Err(HashError::NotArgon2id));
        assert_eq!(verify("x", &phc.replace("m=19456", "m=4000000")), Err(HashError::TooCostly));
        assert_eq!(verify("x", &phc.replace("t=2", "t=4000000")), Err(HashError::TooCostly));
        assert!(verify("x", &phc.replace("p=1", "p=16777215")).is_err());
        assert!(verify("x", &phc.replace("v=19", "v=99")).is_err());
        assert!(is_outdated(&phc.replace("t=2", "t=3")));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn no_text_makes_it_panic(typed in "\\PC{0,140}", name in "\\PC{0,20}", phc in "\\$[a-z0-9=,$]{0,60}") {
            let _ = Password::accept(&typed, &Owner { name: &name, words: &[&name], ..Owner::default() });
            let _ = is_outdated(&phc);
        }
    }
}
