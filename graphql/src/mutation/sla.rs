//! Policies.

use super::act;
use crate::enums::{
    ClockKind, LegalMetBy, Priority, RequesterType, SlaAction, SlaCountFrom, SlaOnReopen, SlaRecipient, SlaThirdParty,
    TargetUnit, TicketKind,
};
use crate::error::{UserError, bad_input};
use async_graphql::{Context, InputObject, Object, Result, SimpleObject};
use desk::sla::book;
use desk::sla::policy::SavePolicies;
use desk::time::Target;
use std::collections::BTreeMap;

/// For which tickets a policy holds; an empty list matches everything.
#[derive(Debug, Default, InputObject)]
pub struct SlaConditionInput {
    /// Of these kinds.
    #[graphql(default)]
    kinds: Vec<TicketKind>,
    /// On services with these codes.
    #[graphql(default)]
    services: Vec<String>,
    /// With these priorities.
    #[graphql(default)]
    priorities: Vec<Priority>,
    /// From units with these codes, or below them.
    #[graphql(default)]
    units: Vec<String>,
    /// By such requesters.
    #[graphql(default)]
    requester_types: Vec<RequesterType>,
}

impl SlaConditionInput {
    fn read(self) -> book::When {
        book::When {
            kinds: self.kinds.into_iter().map(Into::into).collect(),
            services: self.services,
            priorities: self.priorities.into_iter().map(Into::into).collect(),
            units: self.units,
            requester_types: self.requester_types.into_iter().map(Into::into).collect(),
        }
    }
}

/// A warning before a target is due.
#[derive(Debug, InputObject)]
pub struct SlaWarningInput {
    /// After how much of the time, 1 to 99 percent.
    percent: i32,
    /// Who is told.
    #[graphql(default)]
    notify: Vec<SlaRecipient>,
    /// What else it does.
    #[graphql(default)]
    actions: Vec<SlaAction>,
}

/// What is promised on one clock.
#[derive(Debug, InputObject)]
pub struct SlaPromiseInput {
    /// The clock; not LEGAL.
    clock: ClockKind,
    /// How many of the unit.
    value: u32,
    /// What is counted.
    unit: TargetUnit,
    /// SERVICE, UNIT, TEAM or the code of a calendar.
    #[graphql(default_with = "book::SERVICE.to_owned()")]
    calendar: String,
    /// The calendar instead, where a 24x7 one is named and nobody is on call.
    without_on_call: Option<String>,
    /// Warnings before it is due, by rising percent.
    #[graphql(default)]
    warnings: Vec<SlaWarningInput>,
    /// Who is told of a breach.
    #[graphql(default)]
    on_breach: Vec<SlaRecipient>,
    /// What else a breach does.
    #[graphql(default)]
    breach_actions: Vec<SlaAction>,
}

impl SlaPromiseInput {
    fn read(self) -> (desk::sla::ClockKind, Option<book::Promise>) {
        let warning = |it: SlaWarningInput| book::Warning {
            percent: it.percent,
            notify: it.notify.into_iter().map(Into::into).collect(),
            actions: it.actions.into_iter().map(Into::into).collect(),
        };
        let promise = book::Promise {
            target: Target { value: self.value, unit: self.unit.into() },
            calendar: self.calendar,
            without_on_call: self.without_on_call,
            warnings: self.warnings.into_iter().map(warning).collect(),
            on_breach: self.on_breach.into_iter().map(Into::into).collect(),
            breach_actions: self.breach_actions.into_iter().map(Into::into).collect(),
        };
        (self.clock.into(), Some(promise))
    }
}

/// A policy: for which tickets, and what is promised for them.
#[derive(Debug, InputObject)]
pub struct SlaPolicyInput {
    /// Code, unique.
    code: String,
    /// Name.
    name: String,
    /// For which tickets; left out: all.
    when: Option<SlaConditionInput>,
    /// From when on RESOLUTION counts.
    #[graphql(default_with = "desk::sla::CountFrom::Open.into()")]
    count_from: SlaCountFrom,
    /// Whether waiting for a third party pauses.
    #[graphql(default_with = "desk::sla::ThirdParty::CommonServices.into()")]
    third_party: SlaThirdParty,
    /// What becomes of RESOLUTION when a ticket is reopened.
    #[graphql(default_with = "desk::sla::OnReopen::Resume.into()")]
    on_reopen: SlaOnReopen,
    /// What is promised; a clock that is missing records time and is never late.
    #[graphql(default)]
    targets: Vec<SlaPromiseInput>,
    /// On what it rests, as text.
    #[graphql(default)]
    basis: String,
    /// A note for administrators.
    #[graphql(default)]
    note: String,
}

/// A deadline set by law.
#[derive(Debug, InputObject)]
pub struct LegalDeadlineInput {
    /// Code, unique.
    code: String,
    /// Name.
    #[graphql(default)]
    name: String,
    /// How many of the unit.
    value: u32,
    /// What is counted.
    unit: TargetUnit,
    /// The calendar its business days are counted on.
    calendar: Option<String>,
    /// The tickets it starts with by itself; left out: by hand, or by a service that names it.
    when: Option<SlaConditionInput>,
    /// The deed that meets it.
    #[graphql(default_with = "desk::sla::MetBy::Deed.into()")]
    met_by: LegalMetBy,
    /// What a notice must contain.
    #[graphql(default)]
    contents: Vec<String>,
    /// Where it comes from.
    #[graphql(default)]
    source: String,
    /// A note.
    #[graphql(default)]
    note: String,
}

/// Input of `slaPoliciesSave`.
#[derive(Debug, InputObject)]
pub struct SlaPoliciesSaveInput {
    /// The version that was seen; 0 for the first.
    seen: i32,
    /// What holds from now on.
    document: SlaPoliciesInput,
    /// Anything unique: sent twice, done once. Kept for 30 days.
    request_id: Option<String>,
}

/// All SLA policies, from the top, and the legal deadlines.
#[derive(Debug, InputObject)]
pub struct SlaPoliciesInput {
    /// From the top: the first that fits a ticket holds.
    policies: Vec<SlaPolicyInput>,
    /// Deadlines set by law.
    #[graphql(default)]
    legal_deadlines: Vec<LegalDeadlineInput>,
}

impl SlaPoliciesInput {
    pub fn read(self) -> Result<desk::sla::Book> {
        let policy = |it: SlaPolicyInput| -> Result<book::Policy> {
            let many = it.targets.len();
            let targets: BTreeMap<_, _> = it.targets.into_iter().map(SlaPromiseInput::read).collect();
            if targets.len() < many {
                return Err(bad_input("`targets` names a clock twice"));
            }
            Ok(book::Policy {
                code: it.code,
                name: it.name,
                when: it.when.unwrap_or_default().read(),
                count_from: it.count_from.into(),
                third_party: it.third_party.into(),
                on_reopen: it.on_reopen.into(),
                targets,
                basis: it.basis,
                note: it.note,
            })
        };
        let deadline = |it: LegalDeadlineInput| book::LegalDeadline {
            code: it.code,
            name: it.name,
            target: Target { value: it.value, unit: it.unit.into() },
            calendar: it.calendar,
            when: it.when.map(SlaConditionInput::read),
            met_by: it.met_by.into(),
            contents: it.contents,
            source: it.source,
            note: it.note,
        };
        Ok(desk::sla::Book {
            rules: self.policies.into_iter().map(policy).collect::<Result<_>>()?,
            legal_deadlines: self.legal_deadlines.into_iter().map(deadline).collect(),
        })
    }
}

/// The new version of the policies, or why not.
#[derive(Debug, SimpleObject)]
pub struct SlaPoliciesPayload {
    /// The version; null if it was refused.
    pub version: Option<i32>,
    /// Why it was refused; empty if it was done.
    pub user_errors: Vec<UserError>,
}

#[derive(Debug, Default)]
pub struct SlaMutations;

#[Object]
impl SlaMutations {
    /// Saves all policies as their next version. Running due times follow by themselves; `slaPoliciesPreview` shows before which will move.
    async fn sla_policies_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it takes.")] input: SlaPoliciesSaveInput,
    ) -> Result<SlaPoliciesPayload> {
        let command = SavePolicies { book: input.document.read()?, seen: input.seen };
        Ok(match act(ctx, input.request_id, command).await? {
            Ok(version) => SlaPoliciesPayload { version: Some(version), user_errors: Vec::new() },
            Err(user_errors) => SlaPoliciesPayload { version: None, user_errors },
        })
    }
}
