//! How each verb is done to a ticket, said once for all stories that try them all.

use super::World;
use super::words::*;
use desk::Outcome;
use desk::id::{ClockId, PersonId, TeamId, TicketId, UnitId};
use desk::ticket::*;

/// What some verbs need besides the ticket.
#[derive(Clone, Copy)]
pub struct Around {
    pub other: TicketId,
    pub unit: UnitId,
    pub team: TeamId,
    pub person: PersonId,
    pub clock: ClockId,
    pub text: RedactWhat,
}

impl World {
    /// Somebody does it, with what there is around the ticket.
    pub async fn tries_verb(&self, who: &str, verb: Verb, id: TicketId, around: Around) -> Outcome<()> {
        macro_rules! by {
            ($command:expr) => {
                self.tries(who, $command).await.map(drop)
            };
        }
        match verb {
            Verb::Open | Verb::Record => unreachable!("there is a ticket already"),
            Verb::Take => by!(take(id)),
            Verb::Assign => by!(assign(id, around.person)),
            Verb::Reply => by!(reply(id, "Halo")),
            Verb::Attach => {
                let file = self.uploaded(who, "foto.txt", b"lampu").await;
                by!(attach(id, &[file]))
            }
            Verb::Note => by!(note(id, "Cek")),
            Verb::Ask => by!(ask(id, "Kapan?")),
            Verb::Hold => by!(hold_for_centre(id, None)),
            Verb::Resume => by!(resume(id)),
            Verb::Forward => by!(forward(id, around.unit)),
            Verb::Escalate => by!(escalate(id)),
            Verb::CompleteRequest => by!(complete_request(id)),
            Verb::Accept => by!(accept(id)),
            Verb::HandOver => by!(hand_over(id, around.team)),
            Verb::Return => by!(give_back(id, "Nomor port")),
            Verb::Answer => by!(answer(id, "Sudah")),
            Verb::Resolve => by!(resolve(id)),
            Verb::Confirm => by!(confirm(id)),
            Verb::Rate => by!(rate(id, 5)),
            Verb::Reopen => by!(reopen(id)),
            Verb::Reject => by!(reject(id)),
            Verb::Cancel => by!(cancel(id)),
            Verb::Merge => by!(merge(id, around.other)),
            Verb::Reclassify => by!(reclassify(id)),
            Verb::Redact => by!(redact(id, around.text)),
            Verb::Involve => by!(involve(id, around.person)),
            Verb::Follow => by!(follow(id)),
            Verb::Link => by!(link(id, around.other)),
            Verb::Tag => by!(tag(id, &[TAG])),
            Verb::PromoteToProblem => by!(promote(id)),
            Verb::RaiseChange => by!(raise_change(id)),
            Verb::CompleteFile => by!(complete_file(id)),
            Verb::StartLegal => by!(start_legal(id, "PDP_BREACH")),
            Verb::EndLegal => by!(end_legal(id, around.clock, true)),
            Verb::AskException => by!(ask_exception(id, around.clock)),
            Verb::DecideException => by!(decide_exception(id, around.clock, true)),
        }
    }
}
