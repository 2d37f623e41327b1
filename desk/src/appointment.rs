//! Appointments give roles, with a scope, a period and a basis (SK).

use crate::codes::codes;
use chrono::{DateTime, Utc};

pub use crate::store::entity::appointment::Model as Appointment;

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
        /// *Administrator*.
        Administrator = "ADMINISTRATOR",
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
            Self::Coordinator | Self::ChangeManager | Self::Auditor | Self::Administrator => Scope::All,
        }
    }

    /// R24: whether a second person has to confirm it.
    pub fn needs_second_person(self) -> bool {
        matches!(self, Self::Auditor | Self::Approver | Self::Security)
    }
}

codes! {
    /// Where an appointment stands.
    pub enum AppointmentState {
        /// Waits for a second person (R24).
        Proposed = "PROPOSED",
        /// Counts, within its period.
        Active = "ACTIVE",
        /// Ended before its period was over.
        Ended = "ENDED",
    }
}

impl Appointment {
    /// Whether it gives its role at `now`.
    pub fn counts_at(&self, now: DateTime<Utc>) -> bool {
        self.state == AppointmentState::Active && self.valid_from <= now && self.valid_to.is_none_or(|end| now < end)
    }
}

/// Ends every appointment of a person who leaves.
pub(crate) async fn end_all(work: &mut crate::work::Work<'_>, person: crate::id::PersonId) -> crate::Outcome<()> {
    for before in crate::store::people::appointments_of(&work.tx, person).await? {
        if before.state != AppointmentState::Ended && before.valid_to.is_none_or(|end| end > work.now) {
            end(work, before).await?;
        }
    }
    Ok(())
}

async fn end(work: &mut crate::work::Work<'_>, before: Appointment) -> crate::Outcome<()> {
    let mut after = before.clone();
    after.state = AppointmentState::Ended;
    after.ended_at = Some(work.now);
    work.change(&before, after, crate::event::Kind::Retired, crate::event::Facts::new()).await?;
    work.organisation_changed();
    Ok(())
}
