//! Which set of the catalogue has the words for which codes.

/// A code that people read as a word.
pub trait Spoken: Copy {
    /// The message of the catalogue whose attributes are the words, each by its code.
    const SET: &'static str;

    /// The code.
    fn code(self) -> &'static str;
}

/// Declares where the words of codes stand, and what a test has to find there.
macro_rules! spoken {
    ($($path:path: $set:literal,)+) => {
        $(impl Spoken for $path {
            const SET: &'static str = $set;

            fn code(self) -> &'static str {
                <$path>::code(self)
            }
        })+

        /// Each set with all its codes.
        #[cfg(test)]
        pub(super) fn sets() -> Vec<(&'static str, Vec<&'static str>)> {
            vec![$(($set, <$path>::ALL.iter().map(|it| <$path>::code(*it)).collect())),+]
        }
    };
}

spoken! {
    crate::absence::AbsenceKind: "absence-kind",
    crate::appointment::AppointmentState: "appointment-state",
    crate::appointment::Role: "role",
    crate::audit::finding::FileFault: "file-fault",
    crate::audit::finding::HeadFault: "head-fault",
    crate::audit::finding::MessageFault: "message-fault",
    crate::audit::finding::SealFault: "seal-fault",
    crate::audit::finding::Unchecked: "unchecked-what",
    crate::calendar::HolidaySet: "holiday-set",
    crate::event::Door: "door",
    crate::person::Language: "language",
    crate::person::RequesterType: "requester-type",
    crate::service::Application: "application-kind",
    crate::service::Criticality: "criticality",
    crate::service::FirstLine: "first-line",
    crate::service::ServiceGroup: "service-group",
    crate::service::WorkStream: "work-stream",
    crate::setting::SettingKey: "setting",
    crate::sla::Action: "sla-action",
    crate::sla::ClockKind: "clock",
    crate::sla::Recipient: "sla-recipient",
    crate::sla::Why: "why",
    crate::sla::CountFrom: "sla-count-from",
    crate::sla::MetBy: "legal-met-by",
    crate::sla::OnReopen: "sla-on-reopen",
    crate::sla::ThirdParty: "sla-third-party",
    crate::ticket::Cause: "cause",
    crate::ticket::Channel: "channel",
    crate::ticket::Confidentiality: "confidentiality",
    crate::ticket::EndReason: "end-reason",
    crate::ticket::EscalationReason: "escalation-reason",
    crate::ticket::Impact: "impact",
    crate::ticket::MessageKind: "message",
    crate::ticket::Priority: "priority",
    crate::ticket::RequestState: "request-state",
    crate::ticket::RouteReason: "route-reason",
    crate::ticket::Status: "status",
    crate::ticket::TicketKind: "kind",
    crate::ticket::Urgency: "urgency",
    crate::ticket::Verb: "act",
    crate::ticket::WaitFor: "wait-for",
    crate::ticket::ToldBy: "told-by",
    crate::token::TokenScope: "token-scope",
    crate::unit::UnitKind: "unit-kind",
    crate::event::ActorKind: "event-actor",
    crate::list::Order: "order",
    crate::list::View: "view",
}

/// A code as it stands in the middle of a sentence.
#[derive(Debug, Clone, Copy)]
pub struct InSentence<T>(pub T);

impl Spoken for InSentence<crate::ticket::Status> {
    const SET: &'static str = "status-in-sentence";

    fn code(self) -> &'static str {
        self.0.code()
    }
}

impl Spoken for InSentence<crate::token::TokenScope> {
    const SET: &'static str = "token-scope-in-sentence";

    fn code(self) -> &'static str {
        self.0.code()
    }
}
