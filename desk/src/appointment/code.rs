//! The codes of appointments.

use crate::codes::codes;

codes! {
    /// What somebody is appointed to be.
    pub enum Role {
        /// *Petugas Service Desk Tier 1*, of a unit.
        Tier1 = "TIER1",
        /// *Petugas Service Desk Tier 2*, in a team.
        Tier2 = "TIER2",
        /// *Ketua tim Tier 2*.
        TeamLead = "TEAM_LEAD",
        /// *Koordinator Service Desk*.
        Coordinator = "COORDINATOR",
        /// *Kepala OPD*.
        UnitHead = "UNIT_HEAD",
        /// *Pengelola layanan OPD*, of a service.
        ServiceOwner = "SERVICE_OWNER",
        /// *Manajer perubahan*.
        ChangeManager = "CHANGE_MANAGER",
        /// *Penyetuju*, on a board.
        Approver = "APPROVER",
        /// *Petugas keamanan (TTIS)*, in a team.
        Security = "SECURITY",
        /// *Pimpinan*: reads a unit, or all.
        Executive = "EXECUTIVE",
        /// *Auditor*: reads, for a limited time.
        Auditor = "AUDITOR",
        /// *Auditor keamanan*: with a dated mandate, reads what is RESTRICTED too.
        SecurityAuditor = "SECURITY_AUDITOR",
        /// *Administrator*.
        Administrator = "ADMINISTRATOR",
    }
}

codes! {
    /// Where an appointment stands.
    pub enum AppointmentState {
        /// Waits for a second person.
        Proposed = "PROPOSED",
        /// Counts, within its period.
        Active = "ACTIVE",
        /// Ended before its period was over.
        Ended = "ENDED",
    }
}

/// What a role is appointed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// A unit.
    Unit,
    /// A unit, or everything.
    UnitOrAll,
    /// A Tier 2 team.
    Team,
    /// A service.
    Service,
    /// A board of approvers.
    Board,
    /// Everything.
    All,
}

impl Role {
    /// What it is appointed for.
    pub fn scope(self) -> Scope {
        match self {
            Self::Tier1 | Self::UnitHead => Scope::Unit,
            Self::Executive => Scope::UnitOrAll,
            Self::Tier2 | Self::TeamLead | Self::Security => Scope::Team,
            Self::ServiceOwner => Scope::Service,
            Self::Approver => Scope::Board,
            Self::Coordinator | Self::ChangeManager | Self::Auditor | Self::SecurityAuditor | Self::Administrator => {
                Scope::All
            }
        }
    }

    /// Whether it opens anything yet. What does not is kept for appointments of before, and offered on no screen.
    pub fn in_use(self) -> bool {
        !matches!(self, Self::ChangeManager | Self::Approver)
    }

    /// R24: whether it takes two people to give, be it by an appointment, by a substitute or by a new password.
    pub fn takes_two(self) -> bool {
        match self {
            Self::Auditor | Self::SecurityAuditor | Self::Approver | Self::Security => true,
            Self::Administrator | Self::Coordinator | Self::UnitHead | Self::Executive => true,
            Self::Tier1 | Self::Tier2 | Self::TeamLead | Self::ServiceOwner | Self::ChangeManager => false,
        }
    }
}
