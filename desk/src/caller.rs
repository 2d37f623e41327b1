//! Who acts, and through which door.

use crate::event::Door;
use crate::id::{PersonId, SessionId, WrongId};
use crate::ticket::Channel;
use crate::token::Scopes;

/// Who acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A person who has shown who they are.
    Person(PersonId),
    /// The clock: what is due happens by its hand.
    Clock,
    /// The operator at the server's command line.
    Console,
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Person(id) => id.fmt(f),
            Self::Clock => f.write_str("clock"),
            Self::Console => f.write_str("console"),
        }
    }
}

/// As it stands in an event.
impl std::str::FromStr for Actor {
    type Err = WrongId;

    fn from_str(text: &str) -> Result<Self, WrongId> {
        match text {
            "clock" => Ok(Self::Clock),
            "console" => Ok(Self::Console),
            _ => text.parse().map(Self::Person),
        }
    }
}

/// Who acts, and through which door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// Who.
    pub actor: Actor,
    /// Through which door.
    pub door: Door,
    /// Whether the person has given their password within the last ten minutes: asked for before what could be used to take the house over.
    pub proved: bool,
    /// What the token is made for that they act with; none: they act without one.
    pub token: Option<Scopes>,
    /// The session they act in, if it is one.
    pub session: Option<SessionId>,
}

impl Caller {
    /// A person through a door.
    pub fn person(id: PersonId, door: Door) -> Self {
        Self { actor: Actor::Person(id), door, proved: false, token: None, session: None }
    }

    /// By which way a report comes that somebody brings themselves: the door says it, not they.
    pub fn channel(&self) -> Channel {
        match self.door {
            Door::Telegram => Channel::Telegram,
            Door::Graphql if self.token.is_none() => Channel::Web,
            Door::Graphql | Door::Console | Door::Clock => Channel::Api,
        }
    }

    /// The same person, who has just given their password.
    pub fn proved(self) -> Self {
        Self { proved: true, ..self }
    }

    /// The operator at the command line.
    pub const CONSOLE: Self =
        Self { actor: Actor::Console, door: Door::Console, proved: true, token: None, session: None };

    /// The clock.
    pub const CLOCK: Self = Self { actor: Actor::Clock, door: Door::Clock, proved: false, token: None, session: None };
}
