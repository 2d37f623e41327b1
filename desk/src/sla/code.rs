//! The codes of clocks and policies.

use crate::codes::codes;
use crate::service::code::Application;

codes! {
    /// What a clock measures.
    pub enum ClockKind {
        /// *Respons pertama*: until a handler first answers in public.
        FirstResponse = "FIRST_RESPONSE",
        /// *Tier 1*: a stay with the Tier 1 of a unit. Internal.
        Tier1 = "TIER1",
        /// *Penerimaan Tier 2*: until the team accepts the solution request. Internal.
        Tier2Accept = "TIER2_ACCEPT",
        /// *Tier 2*: a stay with a team. Internal.
        Tier2 = "TIER2",
        /// *Penyelesaian*: the promise to the requester.
        Resolution = "RESOLUTION",
        /// *Tenggat hukum*.
        Legal = "LEGAL",
    }
}

codes! {
    /// Where a clock stands. That it is late says `breachedAt`, also while it still runs.
    pub enum ClockState {
        /// It runs.
        Running = "RUNNING",
        /// It stands still.
        Paused = "PAUSED",
        /// Stopped in time.
        Met = "MET",
        /// Stopped too late.
        Breached = "BREACHED",
        /// Stopped; there was no target.
        Recorded = "RECORDED",
        /// It ended without that for which it ran.
        Void = "VOID",
        /// The ticket was rejected, cancelled or merged: not counted.
        Cancelled = "CANCELLED",
    }
}

codes! {
    /// What a clock did, as the timeline tells it.
    pub enum ClockDid {
        /// It began.
        Start = "START",
        /// It stood still from then on.
        Pause = "PAUSE",
        /// It went on.
        Resume = "RESUME",
        /// It was due at another time from then on.
        Move = "MOVE",
        /// It had stopped and went on: the ticket was reopened.
        Reopen = "REOPEN",
        /// It warned.
        Warn = "WARN",
        /// It was late.
        Late = "LATE",
        /// It stopped in time.
        Met = "MET",
        /// It stopped too late.
        Breached = "BREACHED",
        /// It stopped, without a target.
        Recorded = "RECORDED",
        /// It ended without that for which it ran.
        Void = "VOID",
        /// It ended with a ticket that was rejected, cancelled or merged.
        Cancelled = "CANCELLED",
    }
}

codes! {
    /// Where the request for an exception stands.
    pub enum ExceptionState {
        /// It waits for the coordinator.
        Asked = "ASKED",
        /// *Dikabulkan*.
        Granted = "GRANTED",
        /// *Ditolak*.
        Refused = "REFUSED",
    }
}

codes! {
    /// Who is told of a warning or a breach.
    pub enum Recipient {
        /// Whoever has the ticket.
        Assignee = "ASSIGNEE",
        /// The Tier 1 that serves the unit whose queue it is or was in.
        Tier1 = "TIER1",
        /// The head of that unit.
        UnitHead = "UNIT_HEAD",
        /// The lead of the Tier 2 team.
        TeamLead = "TEAM_LEAD",
        /// *Koordinator Service Desk*.
        Coordinator = "COORDINATOR",
        /// *Kepala Dinas*.
        HeadOfDinas = "HEAD_OF_DINAS",
    }
}

codes! {
    /// What a warning or a breach does besides telling people.
    pub enum Action {
        /// Raises the priority by one step.
        RaisePriority = "RAISE_PRIORITY",
        /// Gives the ticket to the lead of its team.
        ReassignToLead = "REASSIGN_TO_LEAD",
        /// Escalates it to Tier 2 by itself.
        Escalate = "ESCALATE",
    }
}

codes! {
    /// What a ticket was doing in a stretch of time.
    pub enum Why {
        /// Somebody of the desk has to move.
        Work = "WORK",
        /// *Menunggu pelapor*.
        Requester = "REQUESTER",
        /// *Menunggu pihak ketiga*.
        ThirdParty = "THIRD_PARTY",
        /// *Menunggu jadwal* that the requester or an approved change chose.
        ChosenSchedule = "CHOSEN_SCHEDULE",
        /// *Menunggu jadwal* of our own choice.
        OwnSchedule = "OWN_SCHEDULE",
        /// *Menunggu persetujuan*.
        Approval = "APPROVAL",
        /// Between the end and *Buka kembali*.
        Done = "DONE",
    }
}

codes! {
    /// From when on RESOLUTION counts.
    pub enum CountFrom {
        /// From the report.
        Open = "OPEN",
        /// From *Berkas lengkap*.
        Complete = "COMPLETE",
    }
    default Open
}

codes! {
    /// Whether waiting for a third party pauses TIER1, TIER2 and RESOLUTION.
    pub enum ThirdParty {
        /// On COMMON services, which the centre runs.
        CommonServices = "COMMON_SERVICES",
        /// Always.
        Always = "ALWAYS",
        /// Never.
        Never = "NEVER",
    }
    default CommonServices
}

codes! {
    /// What becomes of RESOLUTION when a ticket is reopened.
    pub enum OnReopen {
        /// It goes on with what was left.
        Resume = "RESUME",
        /// It starts anew.
        Restart = "RESTART",
    }
    default Resume
}

codes! {
    /// The deed that meets a legal deadline.
    pub enum MetBy {
        /// One of its own, recorded by hand.
        Deed = "DEED",
        /// The first public answer.
        FirstResponse = "FIRST_RESPONSE",
        /// The resolution of the ticket.
        Resolve = "RESOLVE",
    }
    default Deed
}

impl ClockKind {
    /// Whether requesters see it: what was promised to them, not how the desk is run.
    pub fn is_public(self) -> bool {
        match self {
            Self::FirstResponse | Self::Resolution => true,
            Self::Tier1 | Self::Tier2Accept | Self::Tier2 | Self::Legal => false,
        }
    }

    /// Whether any waiting pauses it.
    pub fn can_pause(self) -> bool {
        match self {
            Self::Tier1 | Self::Tier2 | Self::Resolution => true,
            Self::FirstResponse | Self::Tier2Accept | Self::Legal => false,
        }
    }
}

impl ClockState {
    /// Whether it has not ended.
    pub fn is_open(self) -> bool {
        match self {
            Self::Running | Self::Paused => true,
            Self::Met | Self::Breached | Self::Recorded | Self::Void | Self::Cancelled => false,
        }
    }
}

impl Why {
    /// Whether a clock stands still meanwhile.
    pub fn pauses(self, kind: ClockKind, third_party: bool) -> bool {
        match self {
            Self::Work | Self::OwnSchedule => false,
            Self::Done => true,
            Self::Requester | Self::ChosenSchedule | Self::Approval => kind.can_pause(),
            Self::ThirdParty => kind.can_pause() && third_party,
        }
    }
}

impl ThirdParty {
    /// Whether waiting for a third party pauses on a service with such an application.
    pub fn pauses(self, application: Option<Application>) -> bool {
        match self {
            Self::Always => true,
            Self::Never => false,
            Self::CommonServices => application == Some(Application::Common),
        }
    }
}
