//! What a refusal says to a person.

use super::{ChangedSince, Refusal, calendar};
use crate::day::NoDay;
use crate::file::sniff;
use crate::person::Language;
use crate::person::nip::NipError;
use crate::person::phone::PhoneError;
use crate::say;
use crate::words::{self, InSentence};
use std::borrow::Cow;

/// So many things that are wrong with a calendar are told at once; the rest once these are right.
const MOST_ERRORS: usize = 5;

/// A time to wait, in seconds or, where those are many, in minutes; never less than it is.
fn span(seconds: i64, language: Language) -> String {
    match seconds {
        ..120 => say!(language, "wait-seconds", count = seconds),
        _ => say!(language, "wait-minutes", count = (seconds + 59) / 60),
    }
}

/// What happened on a ticket, for a person who was not quick enough: each thing once.
fn happened(changes: &[ChangedSince], language: Language) -> Vec<Cow<'static, str>> {
    let mut told = Vec::new();
    for word in changes.iter().filter_map(|change| words::one_of("happened", &change.kind, language)) {
        if !told.contains(&word) {
            told.push(word);
        }
    }
    told
}

fn of_nip(why: NipError, language: Language) -> String {
    match why {
        NipError::Blank => say!(language, "refusal-blank", field = words::field("nip", language)),
        NipError::Characters => say!(language, "nip-characters"),
        NipError::Length => say!(language, "nip-length"),
        NipError::BirthDate => say!(language, "nip-birth-date"),
        NipError::Sex => say!(language, "nip-sex"),
        NipError::Rounded => say!(language, "refusal-spreadsheet-number", field = words::field("nip", language)),
    }
}

fn of_phone(why: PhoneError, language: Language) -> String {
    match why {
        PhoneError::Blank => say!(language, "refusal-blank", field = words::field("phone", language)),
        PhoneError::Characters => say!(language, "phone-characters"),
        PhoneError::NoPrefix => say!(language, "phone-no-prefix"),
        PhoneError::TooShort => say!(language, "phone-too-short"),
        PhoneError::TooLong => say!(language, "phone-too-long"),
        PhoneError::Pattern => say!(language, "phone-pattern"),
    }
}

impl Refusal {
    /// The sentence a person reads.
    pub fn sentence(&self, language: Language) -> String {
        let field = |name: &&'static str| words::field(name, language);
        match self {
            Self::NotFound => say!(language, "refusal-not-found"),
            Self::Forbidden => say!(language, "refusal-forbidden"),
            Self::SignInFirst => say!(language, "refusal-sign-in-first"),
            Self::Stale { changes } => match happened(changes, language) {
                none if none.is_empty() => say!(language, "refusal-stale"),
                some => say!(language, "refusal-stale-told", changes = some.join(", ")),
            },
            Self::KeyReused => say!(language, "refusal-key-reused"),
            Self::Blank(name) => say!(language, "refusal-blank", field = field(name)),
            Self::TooLong(name, most) => say!(language, "refusal-too-long", field = field(name), most = *most),
            Self::Invalid(name) => say!(language, "refusal-invalid", field = field(name)),
            Self::Day { value, why: NoDay::Unreadable, .. } => say!(language, "refusal-day", value = value),
            Self::Day { value, why: NoDay::Year, .. } => say!(language, "refusal-day-year", value = value),
            Self::Nip(why) => of_nip(*why, language),
            Self::Phone(why) => of_phone(*why, language),
            Self::Repeats => say!(language, "refusal-repeats"),
            Self::LastsLonger(most) => say!(language, "refusal-lasts-longer", most = *most),
            Self::EndsBefore => say!(language, "refusal-ends-before"),
            Self::Calendar(_, errors) => {
                let some = errors.iter().take(MOST_ERRORS).map(|error| calendar::sentence(error, language));
                some.collect::<Vec<_>>().join(" ")
            }
            Self::Taken(name) => say!(language, "refusal-taken", field = field(name)),
            Self::WrongStatus(_, status) => {
                say!(language, "refusal-wrong-status", status = words::word(InSentence(*status), language))
            }
            Self::WrongTier(verb) => {
                let tier = crate::ticket::rule_of(*verb).and_then(|rule| rule.tier).unwrap_or(1);
                say!(language, "refusal-wrong-tier", tier = tier)
            }
            Self::NotAccepted => say!(language, "refusal-not-accepted"),
            Self::AlreadyAccepted => say!(language, "refusal-already-accepted"),
            Self::KindNotTaken => say!(language, "refusal-kind-not-taken"),
            Self::ServiceNotOffered => say!(language, "refusal-service-not-offered"),
            Self::NoTeam => say!(language, "refusal-no-team"),
            Self::NotInQueue => say!(language, "refusal-not-in-queue"),
            Self::TooFarBack(days) => say!(language, "refusal-too-far-back", days = *days),
            Self::InFuture(name) => say!(language, "refusal-in-future", field = field(name)),
            Self::InPast(name) => say!(language, "refusal-in-past", field = field(name)),
            Self::TooLate(days) => say!(language, "refusal-too-late", days = *days),
            Self::MergeCircle => say!(language, "refusal-merge-circle"),
            Self::MergeLessConfidential => say!(language, "refusal-merge-less-confidential"),
            Self::ClassifyFirst => say!(language, "refusal-classify-first"),
            Self::OwnAppointment => say!(language, "refusal-own-appointment"),
            Self::SecondPerson => say!(language, "refusal-second-person"),
            Self::NotIndependent => say!(language, "refusal-not-independent"),
            Self::OwnSubstitute => say!(language, "refusal-own-substitute"),
            Self::SubstituteElsewhere => say!(language, "refusal-substitute-elsewhere"),
            Self::NoSecurityTeam => say!(language, "refusal-no-security-team"),
            Self::TokenScope(scope) => {
                say!(language, "refusal-token-scope", scope = words::word(InSentence(*scope), language))
            }
            Self::SessionOnly => say!(language, "refusal-session-only"),
            Self::TokenDays(days) => say!(language, "refusal-token-days", days = *days),
            Self::MandateTooLong(days) => say!(language, "refusal-mandate-too-long", days = *days),
            Self::OwnCode => say!(language, "refusal-own-code"),
            Self::OwnGain => say!(language, "refusal-own-gain"),
            Self::NoLogin => say!(language, "refusal-no-login"),
            Self::LoginOfTwo => say!(language, "refusal-login-of-two"),
            Self::NoRequirements => say!(language, "refusal-no-requirements"),
            Self::FileComplete => say!(language, "refusal-file-complete"),
            Self::NothingOwed => say!(language, "refusal-nothing-owed"),
            Self::OwnException => say!(language, "refusal-own-exception"),
            Self::CannotStore => say!(language, "refusal-cannot-store"),
            Self::NoRoom => say!(language, "refusal-no-room"),
            // A character takes more than a byte now and then.
            Self::NoRoomForText(most) => say!(language, "refusal-no-room-for-text", most = most * 3 / 4),
            Self::Retired(what) => say!(language, "refusal-retired", what = field(what)),
            Self::InUse(what) => say!(language, "refusal-in-use", what = field(what)),
            Self::HoldsTickets(count) => say!(language, "refusal-holds-tickets", count = *count),
            Self::KnownPerson(people) => say!(language, "refusal-known-person", count = people.len()),
            Self::MergedInto(number) => say!(language, "refusal-merged-into", number = number),
            Self::OneServiceDeskOffice => say!(language, "refusal-one-service-desk-office"),
            Self::WrongCredentials => say!(language, "refusal-wrong-credentials"),
            Self::SlowDown(seconds) => {
                let time = say!(language, "wait-seconds", count = *seconds);
                say!(language, "refusal-slow-down", time = time)
            }
            Self::WroteMuch(seconds) => say!(language, "refusal-wrote-much", time = span(*seconds, language)),
            Self::PasswordTooShort(least) => say!(language, "refusal-password-too-short", least = *least),
            Self::PasswordTooLong(most) => say!(language, "refusal-password-too-long", most = *most),
            Self::PasswordCommon => say!(language, "refusal-password-common"),
            Self::PasswordPersonal => say!(language, "refusal-password-personal"),
            Self::WrongCode => say!(language, "refusal-wrong-code"),
            Self::StaffCode => say!(language, "refusal-staff-code"),
            Self::PasswordAgain => say!(language, "refusal-password-again"),
            Self::FileTooLarge(most) => say!(language, "refusal-file-too-large", megabytes = most / 1_000_000),
            Self::FileKind => say!(language, "refusal-file-kind", kinds = sniff::endings().join(", ")),
            Self::StaleDraft => say!(language, "refusal-stale-draft"),
            Self::FileQuota => say!(language, "refusal-file-quota"),
            Self::FileDayQuota(most) => say!(language, "refusal-file-day-quota", megabytes = *most),
            Self::TicketFileQuota(most) => say!(language, "refusal-ticket-file-quota", megabytes = *most),
            Self::FileDamaged => say!(language, "refusal-file-damaged"),
            Self::FileNotYours => say!(language, "refusal-file-not-yours"),
            Self::PageSize(most) => say!(language, "refusal-page-size", most = *most),
            Self::WrongCursor => say!(language, "refusal-wrong-cursor"),
            Self::TooMany(most) => say!(language, "refusal-too-many", most = *most),
            Self::Rows(problems) => say!(language, "refusal-rows", count = problems.len()),
            Self::Unknown { field: name, value, known } if known.is_empty() => {
                say!(language, "refusal-unknown", field = field(name), value = value)
            }
            Self::Unknown { field: name, value, known } => {
                say!(language, "refusal-unknown-of", field = field(name), value = value, known = known)
            }
            Self::Twice { line, .. } => say!(language, "refusal-twice", line = *line),
            Self::Ambiguous(name) => say!(language, "refusal-ambiguous", field = field(name)),
            Self::UnitCircle => say!(language, "refusal-unit-circle"),
            Self::NoIdentity => say!(language, "refusal-no-identity"),
            Self::SpreadsheetNumber(name) => say!(language, "refusal-spreadsheet-number", field = field(name)),
        }
    }
}
