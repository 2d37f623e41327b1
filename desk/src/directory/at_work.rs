//! Who handles tickets at an instant.

use super::Directory;
use crate::appointment::{Appointment, Role};
use crate::id::PersonId;
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

/// Found once, and kept until somebody comes or goes.
#[derive(Debug, Default)]
pub(super) struct AtWork(Mutex<Option<Kept>>);

#[derive(Debug)]
struct Kept {
    from: DateTime<Utc>,
    until: DateTime<Utc>,
    who: Arc<BTreeSet<PersonId>>,
}

/// A copy is made to be changed: it finds out for itself.
impl Clone for AtWork {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Directory {
    /// Everybody who handles tickets at `now`, away or not, and whoever stands in for one of them.
    pub fn at_work(&self, now: DateTime<Utc>) -> Arc<BTreeSet<PersonId>> {
        let mut kept = self.at_work.0.lock().unwrap_or_else(|broken| broken.into_inner());
        if let Some(it) = kept.as_ref().filter(|it| it.from <= now && now < it.until) {
            return it.who.clone();
        }
        let counts = self.appointments.iter().filter(|a| handles(a) && a.counts_at(now));
        let who: Arc<BTreeSet<PersonId>> = Arc::new(counts.flat_map(|a| self.workers(a, now)).collect());
        let (mut from, mut until) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
        let appointed = self.appointments.iter().flat_map(|a| [Some(a.valid_from), a.valid_to]).flatten();
        let away = self.absences.iter().flat_map(|a| [a.valid_from, a.valid_to]);
        for edge in appointed.chain(away) {
            if edge <= now {
                from = from.max(edge);
            } else {
                until = until.min(edge);
            }
        }
        *kept = Some(Kept { from, until, who: who.clone() });
        who
    }

    /// Whether somebody handles tickets at `now`.
    pub(crate) fn handles(&self, person: PersonId, now: DateTime<Utc>) -> bool {
        let mut counts = self.appointments.iter().filter(|a| handles(a) && a.counts_at(now));
        counts.any(|a| a.person_id == person || self.workers(a, now).any(|worker| worker == person))
    }
}

/// The roles by which [`crate::access::Standing::handles`] is so.
fn handles(appointment: &Appointment) -> bool {
    matches!(appointment.role, Role::Tier1 | Role::Tier2 | Role::TeamLead | Role::Security | Role::Coordinator)
}
