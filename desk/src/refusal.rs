//! What goes wrong, in two kinds: a [`Refusal`] is told to people, with a code and a sentence in their language, and has changed nothing; a
//! [`Fault`] is ours, opaque to the outside and written to the log.

use crate::day::NoDay;
use crate::id::PersonId;
use crate::person::Language;
use crate::person::nip::NipError;
use crate::person::phone::PhoneError;
use crate::say;
use crate::ticket::{Status, Verb};
use crate::time::CalendarError;
use crate::token::TokenScope;

mod calendar;
mod sentence;

/// Refusal or fault.
#[derive(Debug)]
pub enum Error {
    /// Told to the person.
    Refused(Refusal),
    /// Ours.
    Fault(Fault),
}

/// What every use case returns.
pub type Outcome<T> = Result<T, Error>;

/// Something that is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// The line of the file.
    pub line: u64,
    /// The column, where it is one.
    pub column: Option<crate::import::Column>,
    /// What is wrong.
    pub refusal: Refusal,
}

impl RowProblem {
    /// What a person reads of it: the line, and what is wrong there.
    pub fn sentence(&self, language: Language) -> String {
        say!(language, "row-problem", line = self.line, sentence = self.refusal.sentence(language))
    }
}

impl From<Refusal> for Error {
    fn from(it: Refusal) -> Self {
        Self::Refused(it)
    }
}

/// Says `instead` where somebody is gone or out of use, and leaves everything else as it is.
pub(crate) fn if_gone(instead: Refusal) -> impl FnOnce(Error) -> Error {
    move |error| match error {
        Error::Refused(Refusal::NotFound | Refusal::Retired(_)) => instead.into(),
        other => other,
    }
}

/// A fault after which surely nothing is stored, and that lies in the storage, is told to people: they can send it again.
impl From<Fault> for Error {
    fn from(it: Fault) -> Self {
        if it.not_stored { Self::Refused(Refusal::CannotStore) } else { Self::Fault(it) }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "{}: {}", refusal.code(), refusal.sentence(Language::English)),
            Self::Fault(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl Error {
    /// Whether the very same may be taken a little later, without anybody changing anything about it.
    pub fn passes(&self) -> bool {
        use Refusal as R;
        let Self::Refused(refusal) = self else { return false };
        matches!(refusal, R::CannotStore | R::NoRoom | R::NoRoomForText(_) | R::SlowDown(_) | R::WroteMuch(_))
    }
}

/// Something broke that no person can mend by asking differently.
#[derive(Debug)]
pub struct Fault {
    cause: Box<dyn std::error::Error + Send + Sync>,
    not_stored: bool,
    again: Option<Again>,
}

/// Why a command that failed is done once more. Nothing of it was stored, and it lies in what somebody else did at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    /// Two waited for each other, and the database gave one of them up.
    Crossed,
    /// What it rested upon is not so any more, or what it took was taken meanwhile: looked at again, the command itself says what is wrong, if
    /// anything is.
    Overtaken,
}

impl Fault {
    /// A fault with its cause, for the log.
    pub fn new(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { cause: cause.into(), not_stored: false, again: None }
    }

    /// One after which the same is done once more.
    pub(crate) fn to_repeat(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>, again: Again) -> Self {
        Self { again: Some(again), ..Self::new(cause) }
    }

    /// Whether the same is to be done once more, and why.
    pub(crate) fn again(&self) -> Option<Again> {
        self.again
    }

    /// One that says that the storage took nothing of what was sent.
    pub(crate) fn not_stored(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self { not_stored: true, ..Self::new(cause) }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.cause.fmt(f)
    }
}
impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.cause.as_ref())
    }
}

/// Something that changed since the person last looked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedSince {
    /// The event's kind.
    pub kind: String,
    /// The status after it, if it changed.
    pub status: Option<Status>,
}

/// Why a command is refused. Every variant has a code for programs and a sentence for people, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is no such thing, or the person may not know of it.
    NotFound,
    /// The person sees it but may not do this to it.
    Forbidden,
    /// Somebody has to sign in first.
    SignInFirst,
    /// Somebody else was faster; here is what changed since.
    Stale {
        /// What happened since, oldest first.
        changes: Vec<ChangedSince>,
    },
    /// The same request id came with other content.
    KeyReused,
    /// A field must not be empty.
    Blank(&'static str),
    /// A text is too long.
    TooLong(&'static str, usize),
    /// A field has a value that it cannot have.
    Invalid(&'static str),
    /// A text is no date that is taken.
    Day {
        /// The field or column.
        field: &'static str,
        /// What was given.
        value: String,
        /// Why.
        why: NoDay,
    },
    /// What was given is no NIP, and why.
    Nip(NipError),
    /// What was given is no telephone number, and why.
    Phone(PhoneError),
    /// An entry of a calendar comes again and again by a rule.
    Repeats,
    /// An entry of a calendar lasts longer than so many days.
    LastsLonger(u64),
    /// An entry of a calendar ends before it begins.
    EndsBefore,
    /// A calendar that cannot be, or a holiday's hours: everything that is wrong with it.
    Calendar(&'static str, Vec<CalendarError>),
    /// A code or number is taken.
    Taken(&'static str),
    /// Not in this status.
    WrongStatus(Verb, Status),
    /// Not at this tier.
    WrongTier(Verb),
    /// Tier 2 has not accepted the solution request yet.
    NotAccepted,
    /// It was accepted already.
    AlreadyAccepted,
    /// The service does not take reports of this kind.
    KindNotTaken,
    /// The service is not offered (any more).
    ServiceNotOffered,
    /// No Tier 2 team is set for the service.
    NoTeam,
    /// The person does not work in the queue of this ticket.
    NotInQueue,
    /// A report can be recorded at most so many business days back.
    TooFarBack(i64),
    /// The instant lies in the future.
    InFuture(&'static str),
    /// The instant lies in the past.
    InPast(&'static str),
    /// Too late to reopen or to reply: a new, linked report has to be opened.
    TooLate(i64),
    /// A ticket cannot be merged with itself or in a circle.
    MergeCircle,
    /// A ticket cannot be merged into a less confidential one.
    MergeLessConfidential,
    /// A service or kind has to be chosen before this.
    ClassifyFirst,
    /// Nobody appoints himself.
    OwnAppointment,
    /// A second person has to confirm this.
    SecondPerson,
    /// The second person is one whose own place took two people to give.
    NotIndependent,
    /// The thing is not in use any more.
    Retired(&'static str),
    /// Other things still hang on it.
    InUse(&'static str),
    /// So many active tickets still lie there.
    HoldsTickets(u64),
    /// Whoever is said to be new has the number of people we know: these.
    KnownPerson(Vec<PersonId>),
    /// The ticket was merged; the conversation goes on in the one with this number.
    MergedInto(String),
    /// Exactly one unit is the service desk office.
    OneServiceDeskOffice,
    /// The name or password is wrong.
    WrongCredentials,
    /// Too many attempts: wait so many seconds.
    SlowDown(i64),
    /// They have written very much lately: wait so many seconds.
    WroteMuch(i64),
    /// A password is too short, with the least number of characters.
    PasswordTooShort(usize),
    /// A password is too long, with the largest number of characters.
    PasswordTooLong(usize),
    /// A password is on the list of common ones.
    PasswordCommon,
    /// A password contains the person's own data.
    PasswordPersonal,
    /// A one-time code is wrong, used or out of date.
    WrongCode,
    /// Staff get their code another way than from a colleague.
    StaffCode,
    /// The password has to be given again for this.
    PasswordAgain,
    /// A file is too large, with the largest number of bytes.
    FileTooLarge(usize),
    /// A file of a kind that is not taken.
    FileKind,
    /// Another window or computer has saved another draft meanwhile.
    StaleDraft,
    /// The person has uploaded too much that is not attached to anything.
    FileQuota,
    /// The person has uploaded as many megabytes as they may in a day.
    FileDayQuota(i64),
    /// The ticket carries as many megabytes of files as it may.
    TicketFileQuota(i64),
    /// The bytes of a file are gone, or not those that were uploaded.
    FileDamaged,
    /// A file does not belong to the person or is attached elsewhere.
    FileNotYours,
    /// A list asks for too many or too few rows.
    PageSize(usize),
    /// A cursor is not one of ours.
    WrongCursor,
    /// Too many things at once.
    TooMany(usize),
    /// Rows of a table are wrong; here is what, row by row.
    Rows(Vec<RowProblem>),
    /// A word stands for nothing we know.
    Unknown {
        /// The field or column.
        field: &'static str,
        /// The word.
        value: String,
        /// The words that are known, where they are few.
        known: String,
    },
    /// A row of a table says again what another one says.
    Twice {
        /// The column.
        field: &'static str,
        /// The line of the other row.
        line: u64,
    },
    /// Several are meant by it.
    Ambiguous(&'static str),
    /// Units that lie above each other in a circle.
    UnitCircle,
    /// Nothing tells who is meant.
    NoIdentity,
    /// A spreadsheet has rounded a long number.
    SpreadsheetNumber(&'static str),
    /// The service asks for no *persyaratan*.
    NoRequirements,
    /// The file is complete already.
    FileComplete,
    /// Tier 1 owes nothing to the solution request.
    NothingOwed,
    /// Nobody makes themselves the substitute of another.
    OwnSubstitute,
    /// A substitute comes from the same unit or team.
    SubstituteElsewhere,
    /// Security incidents go to a team that has a security officer.
    NoSecurityTeam,
    /// The token is not made for this.
    TokenScope(TokenScope),
    /// No token does this: a person at the portal does.
    SessionOnly,
    /// A token lives at most so many days.
    TokenDays(i64),
    /// The mandate of a security audit lasts at most so many days.
    MandateTooLong(i64),
    /// Nobody issues a code for themselves.
    OwnCode,
    /// Nobody becomes more by a command of their own.
    OwnGain,
    /// There is nothing that somebody could sign in by: another account signs in by their number and address.
    NoLogin,
    /// What somebody signs in by whose place takes two people to give is changed at the server's console.
    LoginOfTwo,
    /// Nobody decides on an exception for themselves or for what they asked for.
    OwnException,
    /// Nothing can be stored just now, and nothing of this was.
    CannotStore,
    /// There is so little room left that no files are taken.
    NoRoom,
    /// There is so little room left that only short texts are taken, with the largest number of bytes.
    NoRoomForText(usize),
}

/// So many characters of what was given are said again.
const SHOWN: usize = 40;

impl Refusal {
    /// What was given is no date.
    pub(crate) fn day(field: &'static str, given: &str, why: NoDay) -> Self {
        let value = match given.char_indices().nth(SHOWN) {
            Some((end, _)) => format!("{}…", &given[..end]),
            None => given.to_owned(),
        };
        Self::Day { field, value, why }
    }

    /// All that a person reads of it, in the order of the lines where it is about rows.
    pub fn sentences(&self, language: Language) -> Vec<String> {
        let mut all = vec![self.sentence(language)];
        if let Self::Rows(problems) = self {
            all.extend(problems.iter().map(|problem| problem.sentence(language)));
        }
        all
    }

    /// Whether it is a right that lacks: the same asked in other words would be refused again.
    pub fn is_of_rights(&self) -> bool {
        matches!(
            self,
            Self::Forbidden
                | Self::OwnAppointment
                | Self::SecondPerson
                | Self::NotIndependent
                | Self::LoginOfTwo
                | Self::StaffCode
                | Self::OwnException
                | Self::PasswordAgain
                | Self::FileNotYours
        )
    }

    /// The code, which never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "NOT_FOUND",
            Self::Forbidden => "FORBIDDEN",
            Self::SignInFirst => "SIGN_IN_FIRST",
            Self::Stale { .. } => "STALE",
            Self::KeyReused => "KEY_REUSED",
            Self::Blank(_) => "BLANK",
            Self::TooLong(..) => "TOO_LONG",
            Self::Nip(NipError::Rounded) => "SPREADSHEET_NUMBER",
            Self::Invalid(_)
            | Self::Day { .. }
            | Self::Nip(_)
            | Self::Phone(_)
            | Self::Repeats
            | Self::LastsLonger(_)
            | Self::EndsBefore
            | Self::Calendar(..) => "INVALID",
            Self::Taken(_) => "TAKEN",
            Self::WrongStatus(..) => "WRONG_STATUS",
            Self::WrongTier(_) => "WRONG_TIER",
            Self::NotAccepted => "NOT_ACCEPTED",
            Self::AlreadyAccepted => "ALREADY_ACCEPTED",
            Self::KindNotTaken => "KIND_NOT_TAKEN",
            Self::ServiceNotOffered => "SERVICE_NOT_OFFERED",
            Self::NoTeam => "NO_TEAM",
            Self::NotInQueue => "NOT_IN_QUEUE",
            Self::TooFarBack(_) => "TOO_FAR_BACK",
            Self::InFuture(_) => "IN_FUTURE",
            Self::InPast(_) => "IN_PAST",
            Self::TooLate(_) => "TOO_LATE",
            Self::MergeCircle => "MERGE_CIRCLE",
            Self::MergeLessConfidential => "MERGE_LESS_CONFIDENTIAL",
            Self::ClassifyFirst => "CLASSIFY_FIRST",
            Self::OwnAppointment => "OWN_APPOINTMENT",
            Self::SecondPerson => "SECOND_PERSON",
            Self::NotIndependent => "NOT_INDEPENDENT",
            Self::Retired(_) => "RETIRED",
            Self::InUse(_) => "IN_USE",
            Self::OneServiceDeskOffice => "ONE_SERVICE_DESK_OFFICE",
            Self::WrongCredentials => "WRONG_CREDENTIALS",
            Self::SlowDown(_) => "SLOW_DOWN",
            Self::WroteMuch(_) => "WROTE_MUCH",
            Self::PasswordTooShort(_) => "PASSWORD_TOO_SHORT",
            Self::PasswordTooLong(_) => "PASSWORD_TOO_LONG",
            Self::PasswordCommon => "PASSWORD_COMMON",
            Self::PasswordPersonal => "PASSWORD_PERSONAL",
            Self::WrongCode => "WRONG_CODE",
            Self::StaffCode => "STAFF_CODE",
            Self::PasswordAgain => "PASSWORD_AGAIN",
            Self::FileTooLarge(_) => "FILE_TOO_LARGE",
            Self::FileKind => "FILE_KIND",
            Self::StaleDraft => "STALE_DRAFT",
            Self::FileQuota => "FILE_QUOTA",
            Self::FileDayQuota(_) => "FILE_DAY_QUOTA",
            Self::TicketFileQuota(_) => "TICKET_FILE_QUOTA",
            Self::FileDamaged => "FILE_DAMAGED",
            Self::FileNotYours => "FILE_NOT_YOURS",
            Self::PageSize(_) => "PAGE_SIZE",
            Self::WrongCursor => "WRONG_CURSOR",
            Self::TooMany(_) => "TOO_MANY",
            Self::Rows(_) => "ROWS",
            Self::Unknown { .. } => "UNKNOWN",
            Self::Twice { .. } => "TWICE",
            Self::Ambiguous(_) => "AMBIGUOUS",
            Self::UnitCircle => "UNIT_CIRCLE",
            Self::NoIdentity => "NO_IDENTITY",
            Self::SpreadsheetNumber(_) => "SPREADSHEET_NUMBER",
            Self::NoRequirements => "NO_REQUIREMENTS",
            Self::FileComplete => "FILE_COMPLETE",
            Self::NothingOwed => "NOTHING_OWED",
            Self::OwnException => "OWN_EXCEPTION",
            Self::OwnSubstitute => "OWN_SUBSTITUTE",
            Self::SubstituteElsewhere => "SUBSTITUTE_ELSEWHERE",
            Self::NoSecurityTeam => "NO_SECURITY_TEAM",
            Self::TokenScope(_) => "TOKEN_SCOPE",
            Self::SessionOnly => "SESSION_ONLY",
            Self::TokenDays(_) => "TOKEN_DAYS",
            Self::MandateTooLong(_) => "MANDATE_TOO_LONG",
            Self::OwnCode => "OWN_CODE",
            Self::OwnGain => "OWN_GAIN",
            Self::NoLogin => "NO_LOGIN",
            Self::HoldsTickets(_) => "HOLDS_TICKETS",
            Self::KnownPerson(_) => "KNOWN_PERSON",
            Self::MergedInto(_) => "MERGED",
            Self::LoginOfTwo => "LOGIN_OF_TWO",
            Self::CannotStore => "CANNOT_STORE",
            Self::NoRoom => "NO_ROOM",
            Self::NoRoomForText(_) => "NO_ROOM_TEXT",
        }
    }

    /// The field it belongs to, as the input names it.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Blank(field)
            | Self::TooLong(field, _)
            | Self::Invalid(field)
            | Self::Day { field, .. }
            | Self::Calendar(field, _)
            | Self::Taken(field)
            | Self::InFuture(field)
            | Self::InPast(field)
            | Self::Unknown { field, .. }
            | Self::Twice { field, .. }
            | Self::Ambiguous(field)
            | Self::SpreadsheetNumber(field) => Some(field),
            Self::UnitCircle => Some("parent"),
            Self::NoIdentity | Self::Nip(_) => Some("nip"),
            Self::Phone(_) => Some("phone"),
            Self::KindNotTaken => Some("kind"),
            Self::ServiceNotOffered => Some("service"),
            Self::TooFarBack(_) => Some("receivedAt"),
            Self::NotInQueue => Some("assignee"),
            Self::OwnSubstitute | Self::SubstituteElsewhere => Some("substitute"),
            Self::NoSecurityTeam => Some("team"),
            Self::TokenDays(_) => Some("days"),
            Self::MandateTooLong(_) => Some("validTo"),
            Self::MergeCircle | Self::MergeLessConfidential => Some("target"),
            Self::PasswordTooShort(_) | Self::PasswordTooLong(_) | Self::PasswordCommon | Self::PasswordPersonal => {
                Some("password")
            }
            Self::FileTooLarge(_)
            | Self::FileKind
            | Self::StaleDraft
            | Self::FileQuota
            | Self::FileDayQuota(_)
            | Self::TicketFileQuota(_)
            | Self::FileDamaged
            | Self::NoRoom
            | Self::FileNotYours => Some("file"),
            _ => None,
        }
    }
}
