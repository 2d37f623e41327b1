//! Clocks and policies.

use async_graphql::Enum;

remote! {
    /// What a clock measures.
    ClockKind is "desk::sla::ClockKind", desk::sla::ClockKind {
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

remote! {
    /// Where a clock stands. That it is late says `breachedAt`, also while it still runs.
    ClockState is "desk::sla::ClockState", desk::sla::ClockState {
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

remote! {
    /// What a clock did, as the timeline tells it.
    ClockDid is "desk::sla::ClockDid", desk::sla::ClockDid {
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

/// What a step of an explanation is about.
#[derive(Debug, Enum, Copy, Clone, PartialEq, Eq)]
pub enum ClockStepKind {
    /// A day on which time counted.
    Counted,
    /// Days that were closed.
    Closed,
    /// The clock stood still.
    Paused,
}

remote! {
    /// Where the request for an exception stands.
    ExceptionState is "desk::sla::ExceptionState", desk::sla::ExceptionState {
        /// It waits for the coordinator.
        Asked = "ASKED",
        /// *Dikabulkan*.
        Granted = "GRANTED",
        /// *Ditolak*.
        Refused = "REFUSED",
    }
}

remote! {
    /// Who is told of a warning or a breach.
    SlaRecipient is "desk::sla::Recipient", desk::sla::Recipient {
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

remote! {
    /// What a warning or a breach does besides telling people.
    SlaAction is "desk::sla::Action", desk::sla::Action {
        /// Raises the priority by one step.
        RaisePriority = "RAISE_PRIORITY",
        /// Gives the ticket to the lead of its team.
        ReassignToLead = "REASSIGN_TO_LEAD",
        /// Escalates it to Tier 2 by itself.
        Escalate = "ESCALATE",
    }
}

remote! {
    /// From when on RESOLUTION counts.
    SlaCountFrom is "desk::sla::policy::CountFrom", desk::sla::policy::CountFrom {
        /// From the report.
        Open = "OPEN",
        /// From *Berkas lengkap*.
        Complete = "COMPLETE",
    }
}

remote! {
    /// Whether waiting for a third party pauses TIER1, TIER2 and RESOLUTION.
    SlaThirdParty is "desk::sla::policy::ThirdParty", desk::sla::policy::ThirdParty {
        /// On COMMON services, which the centre runs.
        CommonServices = "COMMON_SERVICES",
        /// Always.
        Always = "ALWAYS",
        /// Never.
        Never = "NEVER",
    }
}

remote! {
    /// What becomes of RESOLUTION when a ticket is reopened.
    SlaOnReopen is "desk::sla::policy::OnReopen", desk::sla::policy::OnReopen {
        /// It goes on with what was left.
        Resume = "RESUME",
        /// It starts anew.
        Restart = "RESTART",
    }
}

remote! {
    /// The deed that meets a legal deadline.
    LegalMetBy is "desk::sla::policy::MetBy", desk::sla::policy::MetBy {
        /// One of its own, recorded by hand.
        Deed = "DEED",
        /// The first public answer.
        FirstResponse = "FIRST_RESPONSE",
        /// The resolution of the ticket.
        Resolve = "RESOLVE",
    }
}

remote! {
    /// What a ticket was doing in a stretch of time.
    ClockWhy is "desk::sla::Why", desk::sla::Why {
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

/// What a target is counted in.
#[derive(Debug, Enum, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "desk::time::TargetUnit")]
pub enum TargetUnit {
    /// Minutes in which the calendar is open.
    WorkingMinutes,
    /// Until close of business on the n-th business day after the start day.
    BusinessDays,
    /// Minutes of the clock on the wall, whatever the calendar says.
    CalendarMinutes,
}
