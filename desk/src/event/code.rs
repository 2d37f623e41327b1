//! The codes of events: what happened, through which door, by whom.

use crate::codes::codes;

codes! {
    /// Through which door a command came.
    pub enum Door {
        /// The GraphQL API, of the portal or of a program.
        Graphql = "GRAPHQL",
        /// The Telegram bot.
        Telegram = "TELEGRAM",
        /// The command line of the server.
        Console = "CONSOLE",
        /// The clock.
        Clock = "CLOCK",
    }
}

/// Declares the kinds of events, by what they are about: what is said of a kind stands beside it and nowhere else. After its code may come:
///
/// - `shown`: whoever it is about sees it happen. Of a ticket that is its requester, in the timeline; of an account its person.
/// - `heard`: whoever reported what was merged into the ticket hears of it too: what the desk says in public, and how it ends.
macro_rules! kinds {
    (
        $(#[doc = $doc:literal])*
        $vis:vis enum $name:ident {
            $(
                $(#[doc = $about:literal])*
                $concern:ident { $($(#[doc = $meaning:literal])* $kind:ident = $code:literal $($mark:ident)*),+ $(,)? }
            )+
        }
    ) => {
        codes! {
            $(#[doc = $doc])*
            $vis enum $name { $($($(#[doc = $meaning])* $kind = $code),+),+ }
        }

        /// What an event is about.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        $vis enum Concern { $($(#[doc = $about])* $concern),+ }

        impl $name {
            /// What it is about.
            pub const fn concern(self) -> Concern {
                match self { $($(Self::$kind)|+ => Concern::$concern),+ }
            }

            const fn marks(self) -> Marks {
                match self { $($(Self::$kind => Marks::NONE$(.$mark())*),+),+ }
            }
        }
    };
}

/// What is said of a kind of event besides its code.
struct Marks {
    shown: bool,
    heard: bool,
}

impl Marks {
    const NONE: Self = Self { shown: false, heard: false };

    const fn shown(self) -> Self {
        Self { shown: true, ..self }
    }

    const fn heard(self) -> Self {
        Self { heard: true, ..self }
    }
}

kinds! {
    /// What happened.
    pub enum Kind {
        /// A ticket: what is done with it.
        Ticket {
            /// A ticket was opened by its requester or for them.
            TicketOpened = "TICKET_OPENED" shown,
            /// A report that reached a handler was recorded.
            TicketRecorded = "TICKET_RECORDED" shown,
            /// Somebody of the queue took it.
            TicketTaken = "TICKET_TAKEN",
            /// It was assigned.
            TicketAssigned = "TICKET_ASSIGNED",
            /// A public reply.
            TicketReplied = "TICKET_REPLIED" shown heard,
            /// Files were added.
            TicketFilesAttached = "TICKET_FILES_ATTACHED" shown,
            /// An internal note.
            TicketNoted = "TICKET_NOTED",
            /// A question to the requester.
            TicketAsked = "TICKET_ASKED" shown heard,
            /// The requester was reminded of a question.
            TicketReminded = "TICKET_REMINDED" shown,
            /// It waits for a third party or a date.
            TicketHeld = "TICKET_HELD" shown heard,
            /// The handler was asked to check on the third party.
            TicketCheckDue = "TICKET_CHECK_DUE",
            /// Work goes on.
            TicketResumed = "TICKET_RESUMED" shown heard,
            /// To another unit's Tier 1.
            TicketForwarded = "TICKET_FORWARDED" shown,
            /// To Tier 2.
            TicketEscalated = "TICKET_ESCALATED" shown,
            /// Tier 2 accepted the solution request.
            TicketAccepted = "TICKET_ACCEPTED" shown,
            /// To another team.
            TicketHandedOver = "TICKET_HANDED_OVER",
            /// Tier 1 filled in what it owed to a solution request that the clock made.
            TicketRequestCompleted = "TICKET_REQUEST_COMPLETED",
            /// Back to Tier 1, to be completed.
            TicketReturned = "TICKET_RETURNED",
            /// Back to Tier 1 with a solution.
            TicketAnswered = "TICKET_ANSWERED",
            /// Solved.
            TicketResolved = "TICKET_RESOLVED" shown heard,
            /// Confirmed by the requester, or by word of mouth.
            TicketConfirmed = "TICKET_CONFIRMED" shown heard,
            /// Closed by the clock.
            TicketClosed = "TICKET_CLOSED" shown heard,
            /// Rated.
            TicketRated = "TICKET_RATED" shown,
            /// Reopened.
            TicketReopened = "TICKET_REOPENED" shown heard,
            /// Rejected.
            TicketRejected = "TICKET_REJECTED" shown heard,
            /// Withdrawn by the requester.
            TicketCancelled = "TICKET_CANCELLED" shown heard,
            /// Merged into another ticket.
            TicketMerged = "TICKET_MERGED" shown,
            /// Another ticket was merged into this one.
            TicketAbsorbed = "TICKET_ABSORBED",
            /// Kind, service, impact, urgency, priority or class changed.
            TicketReclassified = "TICKET_RECLASSIFIED",
            /// A text or file was erased.
            TicketRedacted = "TICKET_REDACTED" shown,
            /// Somebody was involved by name.
            TicketInvolved = "TICKET_INVOLVED",
            /// Somebody follows it.
            TicketFollowed = "TICKET_FOLLOWED",
            /// Somebody no longer follows it.
            TicketUnfollowed = "TICKET_UNFOLLOWED",
            /// Linked with another ticket.
            TicketLinked = "TICKET_LINKED",
            /// Two tickets are no longer linked.
            TicketUnlinked = "TICKET_UNLINKED",
            /// It was given tags, or lost some.
            TicketTagged = "TICKET_TAGGED",
            /// It was given back to its queue.
            TicketReleased = "TICKET_RELEASED",
            /// The requester was told outside the desk's own channels.
            TicketTold = "TICKET_TOLD",
            /// *Berkas lengkap*: what the service asks for is there.
            TicketFileComplete = "TICKET_FILE_COMPLETE" shown,
            /// The Tier 1 of the affected unit has done what a security incident asks for first.
            TicketContained = "TICKET_CONTAINED",
        }
        /// The SLA clocks of a ticket: what they do by themselves.
        Clock {
            /// A clock warns that its target comes near.
            ClockWarned = "CLOCK_WARNED",
            /// A clock has passed its target.
            ClockBreached = "CLOCK_BREACHED",
            /// An edit of policies, calendars or services moved due times.
            ClocksMoved = "CLOCKS_MOVED" shown,
        }
        /// What people decide about the deadlines of a ticket.
        Deadline {
            /// A legal deadline was set by hand.
            LegalStarted = "LEGAL_STARTED",
            /// A legal deadline was met by its deed, or does not apply.
            LegalEnded = "LEGAL_ENDED",
            /// An exception from an SLA was asked for.
            ExceptionAsked = "EXCEPTION_ASKED",
            /// The coordinator decided on it.
            ExceptionDecided = "EXCEPTION_DECIDED",
        }
        /// A solution request.
        Request {
            /// A solution request was made.
            RequestOpened = "REQUEST_OPENED",
            /// A solution request changed.
            RequestChanged = "REQUEST_CHANGED",
        }
        /// A record of the organisation.
        Organisation {
            /// A record of the organisation was made.
            Created = "CREATED",
            /// A record of the organisation changed.
            Changed = "CHANGED",
            /// A record of the organisation went out of use.
            Retired = "RETIRED",
        }
        /// The account of a person.
        Account {
            /// A password was set.
            PasswordSet = "PASSWORD_SET" shown,
            /// A one-time code was issued.
            CodeIssued = "CODE_ISSUED" shown,
            /// A second person gave the second half of a one-time code.
            CodeCompleted = "CODE_COMPLETED" shown,
            /// A password holds no more: its person came into a place for which it was given by too few hands.
            PasswordDropped = "PASSWORD_DROPPED" shown,
            /// A person's data were erased.
            PersonErased = "PERSON_ERASED",
            /// A token for programs was made.
            TokenMade = "TOKEN_MADE" shown,
            /// A token for programs was revoked.
            TokenRevoked = "TOKEN_REVOKED" shown,
            /// Somebody signed in.
            SignedIn = "SIGNED_IN",
            /// Somebody tried to sign in and failed.
            SignInFailed = "SIGN_IN_FAILED",
            /// Somebody signed out, or was signed out.
            SignedOut = "SIGNED_OUT" shown,
        }
        /// The access log.
        Access {
            /// Somebody was refused what they may not do.
            Refused = "REFUSED",
            /// Somebody read a confidential ticket.
            ConfidentialRead = "CONFIDENTIAL_READ",
            /// Somebody saw a NIP or phone unmasked.
            Unmasked = "UNMASKED",
            /// Somebody was looked for by a whole NIP or phone number.
            NumberSearched = "NUMBER_SEARCHED",
            /// Something was exported.
            Exported = "EXPORTED",
            /// Somebody looked into the audit trail.
            AuditRead = "AUDIT_READ",
        }
        /// A server's clock.
        Time {
            /// A server's clock has jumped: nothing falls due there.
            TimeDoubted = "TIME_DOUBTED",
            /// An administrator says that the new time is right.
            TimeConfirmed = "TIME_CONFIRMED",
            /// The clock is right again.
            TimeReturned = "TIME_RETURNED",
        }
        /// The record itself.
        Record {
            /// A record was found altered past the program: what the events said of it, and what lay there.
            FoundAltered = "FOUND_ALTERED",
        }
    }
}

codes! {
    /// By whom an event came about.
    pub enum ActorKind {
        /// A person.
        Person = "PERSON",
        /// The clock.
        Clock = "CLOCK",
        /// The operator at the server's command line.
        Console = "CONSOLE",
    }
}

impl Kind {
    /// Whether it is the SLA clocks that did it: nobody has worked on the ticket then.
    pub fn is_of_clocks(self) -> bool {
        self.concern() == Concern::Clock
    }

    /// Whether a requester sees it happen on their ticket.
    pub fn is_public(self) -> bool {
        matches!(self.concern(), Concern::Ticket | Concern::Clock | Concern::Deadline) && self.marks().shown
    }

    /// Whether it happened to somebody's account: what they are told of it.
    pub fn is_of_account(self) -> bool {
        self.concern() == Concern::Account && self.marks().shown
    }

    /// Whether whoever reported what was merged into a ticket hears of it there.
    pub fn is_heard(self) -> bool {
        self.marks().heard
    }

    /// The codes of those kinds of which something holds.
    pub fn codes(of_these: fn(Self) -> bool) -> Vec<&'static str> {
        Self::ALL.iter().filter(|kind| of_these(**kind)).map(|kind| kind.code()).collect()
    }
}
