//! Typed ids. In a row an id is a UUID version 7; to the outside it is `kind:uuid`, so that a team's id can never pass for a ticket's.

use uuid::Uuid;

/// An id that knows what it is the id of.
pub trait Id: Copy + Send + Sync + std::fmt::Display + From<Uuid> + 'static {
    /// The word before the colon.
    const PREFIX: &'static str;

    /// The bare UUID, as it stands in a row.
    fn uuid(self) -> Uuid;
}

/// Text that is not an id of the kind that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongId {
    /// The prefix that was expected.
    pub expected: &'static str,
}

impl std::fmt::Display for WrongId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "not the id of a {}", self.expected)
    }
}

impl std::error::Error for WrongId {}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal),+ $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub Uuid);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;

            fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($prefix, ":{}"), self.0.as_simple())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(self, f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = WrongId;

            fn from_str(text: &str) -> Result<Self, WrongId> {
                let wrong = WrongId { expected: $prefix };
                let bare = text.strip_prefix(concat!($prefix, ":")).ok_or(wrong.clone())?;
                // One spelling per id: what was not printed by us is not accepted.
                if bare.len() != 32 || bare.bytes().any(|b| b.is_ascii_uppercase()) {
                    return Err(wrong);
                }
                Uuid::try_parse(bare).map($name).map_err(|_| wrong)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+ };
}

ids! {
    /// A ticket.
    TicketId = "ticket",
    /// The containment card of a ticket that its reader does not see.
    CardId = "card",
    /// A message, note or other text on a ticket.
    MessageId = "message",
    /// A *permintaan solusi permasalahan*, from Tier 1 to Tier 2.
    RequestId = "request",
    /// A person, with or without an account.
    PersonId = "person",
    /// An organisation unit (OPD).
    UnitId = "unit",
    /// A Tier 2 team.
    TeamId = "team",
    /// A service of the catalogue.
    ServiceId = "service",
    /// The appointment of a person to a role.
    AppointmentId = "appointment",
    /// A time in which a person is away.
    AbsenceId = "absence",
    /// An uploaded file.
    FileId = "file",
    /// A signed-in session.
    SessionId = "session",
    /// A token for programs.
    TokenId = "token",
    /// A one-time code for a first sign-in or a reset.
    ResetId = "reset",
    /// A holiday of one date and set.
    HolidayId = "holiday",
    /// An SLA clock of a ticket.
    ClockId = "clock",
    /// The work of moving due times after an edit.
    JobId = "job",
    /// A shift on call.
    ShiftId = "shift",
    /// A *serah terima piket*.
    HandoverId = "handover",
    /// A text that is used again and again.
    MacroId = "macro",
    /// A file that is on its way, in parts.
    UploadId = "upload",
    /// A doubt about a server's clock.
    DoubtId = "doubt",
}
