//! The domain's codes as GraphQL enums. Each is tied to the desk's own enum: a variant more or less there does not compile here.

macro_rules! remote {
    ($(#[doc = $doc:literal])* $name:ident is $remote:literal, $path:path { $($(#[doc = $vdoc:literal])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, async_graphql::Enum, Copy, Clone, PartialEq, Eq)]
        #[graphql(remote = $remote)]
        pub enum $name { $($(#[doc = $vdoc])* #[graphql(name = $code)] $variant),+ }

        #[cfg(test)]
        impl $name {
            /// The desk's codes and ours, side by side.
            pub fn codes() -> Vec<(&'static str, &'static str)> {
                use $path as Theirs;
                vec![$((Theirs::$variant.code(), $code)),+]
            }
        }
    };
}

mod organisation;
mod record;
mod sla;
mod ticket;

pub use organisation::*;
pub use record::*;
pub use sla::*;
pub use ticket::*;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_graphql_are_the_codes_of_the_desk() {
        for pairs in [
            TicketKind::codes(),
            TicketStatus::codes(),
            Impact::codes(),
            Urgency::codes(),
            Priority::codes(),
            Channel::codes(),
            Confidentiality::codes(),
            CauseCode::codes(),
            EndReason::codes(),
            WaitFor::codes(),
            RouteReason::codes(),
            MessageKind::codes(),
            Audience::codes(),
            RequestState::codes(),
            EscalationReason::codes(),
            LinkKind::codes(),
            TicketVerb::codes(),
            UnitKind::codes(),
            ServiceGroup::codes(),
            ApplicationKind::codes(),
            WorkStream::codes(),
            FirstLine::codes(),
            Criticality::codes(),
            FieldType::codes(),
            RequesterType::codes(),
            Language::codes(),
            Role::codes(),
            AppointmentState::codes(),
            TokenScope::codes(),
            AbsenceKind::codes(),
            EventKind::codes(),
            Door::codes(),
            HolidaySet::codes(),
            ClockKind::codes(),
            ClockState::codes(),
            ExceptionState::codes(),
            ClockDid::codes(),
            SlaRecipient::codes(),
            SlaAction::codes(),
            SlaCountFrom::codes(),
            SlaThirdParty::codes(),
            SlaOnReopen::codes(),
            LegalMetBy::codes(),
            ClockWhy::codes(),
            TicketViewName::codes(),
            EventActor::codes(),
            TicketOrder::codes(),
            DraftKind::codes(),
            ToldBy::codes(),
            PresenceDoing::codes(),
        ] {
            for (desk, ours) in pairs {
                assert_eq!(desk, ours);
            }
        }
    }
}
