//! A story's path as the steps it is made of, each with the time that passes before it.

use super::content::{Path, Story};
use super::plan::{Extra, Planned, Stop, Who, is_recorded};
use desk::ticket::{Channel, Urgency};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use std::collections::VecDeque;

/// A step in a ticket's life. The texts are the story's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// The requester reports, or a handler records it.
    Report,
    /// Somebody of the queue takes it, or the coordinator gives it to somebody.
    Take,
    /// Tier 1 confirms or chooses kind and service.
    Verify,
    /// The coordinator follows it.
    Follow,
    /// A first answer.
    Reply,
    /// An internal note.
    Note,
    /// A question.
    Ask,
    /// The answer to it.
    Answer,
    /// Somebody outside is waited for.
    Wait,
    /// They have done their part.
    GoOn,
    /// A date is set.
    SetDate,
    /// To another unit.
    Forward,
    /// To Tier 2.
    Escalate,
    /// Tier 2 accepts.
    Accept,
    /// The security team confirms an incident.
    ConfirmIncident,
    /// Somebody is involved by name.
    Involve,
    /// To another team.
    HandOver,
    /// Back, to be completed.
    Return,
    /// Tier 1 completes it and escalates again.
    Complete,
    /// The solution goes to Tier 1.
    SendAnswer,
    /// Solved.
    Resolve,
    /// Not to the requester's content.
    Reopen,
    /// Solved once more.
    ResolveAgain,
    /// Thanks.
    Thank,
    /// *Sudah teratasi*.
    Confirm,
    /// The same by telephone.
    ConfirmByVoice,
    /// Stars.
    Rate,
    /// Not what the desk does.
    Reject,
    /// Taken back.
    Cancel,
    /// The same as another one.
    Merge,
    /// The requester writes again after the end.
    WriteAgain,
    /// An answer that comes too late.
    AnswerLate,
    /// Solved after a late answer.
    ResolveLate,
    /// The requester writes a password.
    TellSecret,
    /// It is erased.
    Redact,
    /// It becomes a problem too.
    Promote,
    /// A change is asked for.
    RaiseChange,
}

/// How much time passes before a step.
#[derive(Debug, Clone, Copy)]
pub enum Pause {
    /// Working minutes of those who have it.
    Work(i64, i64),
    /// Minutes, day and night.
    Urgent(i64, i64),
    /// Minutes of somebody at home or at their desk, who sleeps at night.
    Person(i64, i64),
    /// Business days.
    Days(i64, i64),
    /// Until the date that was set, and some minutes.
    Date(i64, i64),
}

/// A step and the time before it.
pub type Beat = (Pause, Act);

use Act as A;
use Pause::{Date, Days, Person, Urgent, Work};

/// The steps after the report.
pub fn script(story: &Story, planned: &Planned, rng: &mut ChaCha8Rng) -> VecDeque<Beat> {
    let mut beats = Writer { story, spoken: spoken(story, planned), rng, beats: Vec::new() };
    beats.path(planned.unknown);
    let mut beats = beats.beats;
    if let Some(extra) = planned.extra {
        add_extra(&mut beats, extra);
    }
    if let Some(stop) = planned.stop {
        cut(&mut beats, stop);
    }
    beats.into()
}

/// Whether the requester is reached by voice only.
fn spoken(story: &Story, planned: &Planned) -> bool {
    matches!(planned.who, Who::New { .. }) || matches!(story.channel, Channel::Phone | Channel::WalkIn)
}

struct Writer<'a> {
    story: &'a Story,
    spoken: bool,
    rng: &'a mut ChaCha8Rng,
    beats: Vec<Beat>,
}

impl Writer<'_> {
    fn add(&mut self, pause: Pause, act: Act) {
        // What stands still is looked at first.
        let pause = match pause {
            Work(from, to) if self.story.urgency == Urgency::High => Work(1 + from / 3, 2 + to / 3),
            other => other,
        };
        self.beats.push((pause, act));
    }

    fn chance(&mut self, percent: u32) -> bool {
        self.rng.random_range(0..100) < percent
    }

    fn taken(&mut self, unknown: bool) {
        self.add(Work(6, 110), A::Take);
        if unknown || self.chance(25) {
            self.add(Work(1, 10), A::Verify);
        }
        if self.chance(7) {
            self.add(Work(1, 60), A::Follow);
        }
        if self.story.reply.is_some() {
            self.add(Work(2, 30), A::Reply);
        }
        if self.story.note.is_some() {
            self.add(Work(5, 60), A::Note);
        }
    }

    fn solved(&mut self, from: i64, to: i64) {
        self.add(Work(from, to), A::Resolve);
        self.closing();
    }

    /// Most requesters say that it is solved, some by telephone, the rest is left to the clock.
    fn closing(&mut self) {
        let rated = self.story.rating.is_some();
        match self.rng.random_range(0..100) {
            0..50 if !self.spoken => {
                self.add(Person(15, 1900), A::Confirm);
                if rated && self.chance(80) {
                    self.add(Person(1, 25), A::Rate);
                }
            }
            0..75 if self.spoken => self.add(Work(60, 700), A::ConfirmByVoice),
            50..58 => self.add(Work(100, 900), A::ConfirmByVoice),
            _ if rated && !self.spoken && self.chance(25) => self.add(Days(4, 6), A::Rate),
            _ => {}
        }
    }

    fn escalated(&mut self, unknown: bool) {
        self.taken(unknown);
        self.add(Work(30, 300), A::Escalate);
    }

    fn path(&mut self, unknown: bool) {
        match self.story.path {
            Path::SolvedTier1 => {
                self.taken(unknown);
                self.solved(15, 420);
            }
            Path::AskedThenSolved => {
                self.taken(unknown);
                self.add(Work(4, 60), A::Ask);
                self.add(Person(15, 1400), A::Answer);
                self.solved(10, 240);
            }
            Path::NoAnswer => {
                self.taken(unknown);
                self.add(Work(4, 60), A::Ask);
            }
            Path::EscalatedSolved => {
                self.escalated(unknown);
                self.add(Work(15, 260), A::Accept);
                self.solved(60, 1300);
            }
            Path::EscalatedAnswered => {
                self.escalated(unknown);
                self.add(Work(15, 260), A::Accept);
                self.add(Work(40, 700), A::SendAnswer);
                self.solved(20, 300);
            }
            Path::EscalatedReturnedThenSolved => {
                self.escalated(unknown);
                self.add(Work(30, 260), A::Return);
                self.add(Work(60, 700), A::Complete);
                self.add(Work(15, 200), A::Accept);
                self.solved(60, 900);
            }
            Path::HandedOver => {
                self.escalated(unknown);
                if self.chance(50) {
                    self.add(Work(15, 200), A::Accept);
                }
                self.add(Work(20, 240), A::HandOver);
                self.add(Work(15, 260), A::Accept);
                self.solved(60, 1300);
            }
            Path::Forwarded => {
                self.taken(unknown);
                self.add(Work(5, 60), A::Forward);
                self.add(Work(10, 150), A::Take);
                self.solved(30, 600);
            }
            Path::Scheduled => {
                self.taken(unknown);
                self.add(Work(5, 60), A::SetDate);
                self.add(Date(25, 240), A::Resolve);
                self.closing();
            }
            Path::ThirdParty => {
                self.taken(unknown);
                self.add(Work(10, 90), A::Wait);
                self.add(Days(1, 6), A::GoOn);
                self.solved(10, 120);
            }
            Path::Reopened => {
                self.taken(unknown);
                self.add(Work(15, 420), A::Resolve);
                self.add(Person(30, 1600), A::Reopen);
                self.add(Work(15, 300), A::ResolveAgain);
                self.closing();
            }
            Path::ThanksAfter => {
                self.taken(unknown);
                self.add(Work(15, 300), A::Resolve);
                self.add(Person(10, 900), A::Thank);
                if self.chance(50) {
                    self.add(Work(60, 500), A::ConfirmByVoice);
                }
            }
            Path::Security => {
                self.add(Urgent(4, 40), A::Accept);
                self.add(Urgent(3, 30), A::Reply);
                if self.story.security_confirmed {
                    self.add(Urgent(10, 90), A::ConfirmIncident);
                }
                if self.chance(60) {
                    self.add(Urgent(5, 60), A::Involve);
                }
                self.add(Urgent(20, 240), A::Note);
                self.add(Work(60, 1500), A::Resolve);
                self.closing();
            }
            Path::Rejected => {
                if self.chance(50) {
                    self.add(Work(6, 110), A::Take);
                }
                self.add(Work(20, 400), A::Reject);
            }
            Path::Cancelled => {
                if self.story.reply.is_some() {
                    self.taken(unknown);
                }
                self.add(Person(30, 500), A::Cancel);
            }
            Path::Merged => self.add(Work(10, 60), A::Merge),
            Path::OpenNew => {}
            Path::OpenWorking => self.taken(unknown),
            Path::OpenWaiting => {
                self.taken(unknown);
                self.add(Work(4, 60), if self.story.third_party.is_some() { A::Wait } else { A::Ask });
            }
            Path::OpenEscalated => {
                self.escalated(unknown);
                if self.chance(50) {
                    self.add(Work(15, 260), A::Accept);
                }
            }
        }
    }
}

fn add_extra(beats: &mut Vec<Beat>, extra: Extra) {
    let before = |beats: &[Beat], act: Act| beats.iter().position(|(_, other)| *other == act).unwrap_or(beats.len());
    match extra {
        Extra::LateWord | Extra::FollowUp => {
            let end = before(beats, A::Resolve) + 1;
            beats.truncate(end);
            beats.push((Person(20, 500), A::Confirm));
            beats.push((if extra == Extra::FollowUp { Days(9, 13) } else { Days(2, 4) }, A::WriteAgain));
        }
        Extra::LateAnswer => {
            beats.push((Days(7, 9), A::AnswerLate));
            beats.push((Work(30, 300), A::ResolveLate));
        }
        Extra::Secret => {
            let at = before(beats, A::Resolve);
            beats.splice(at..at, [(Work(2, 20), A::TellSecret), (Work(3, 30), A::Redact)]);
        }
        Extra::Problem => beats.insert(before(beats, A::Resolve), (Work(10, 90), A::Promote)),
        Extra::Change => beats.insert(before(beats, A::Resolve), (Work(30, 200), A::RaiseChange)),
    }
}

fn cut(beats: &mut Vec<Beat>, stop: Stop) {
    let last = match stop {
        Stop::New => None,
        Stop::Working => beats.iter().position(|(_, act)| *act == A::Resolve),
        Stop::Escalated => beats.iter().position(|(_, act)| *act == A::Escalate).map(|at| at + 1),
        Stop::Dated => beats.iter().position(|(_, act)| *act == A::SetDate).map(|at| at + 1),
        Stop::Accepted => beats.iter().position(|(_, act)| *act == A::Accept).map(|at| at + 1),
    };
    beats.truncate(last.unwrap_or(0));
}

/// Whether a recorded report may be solved or escalated in the same breath.
pub fn in_one_go(story: &Story, beats: &VecDeque<Beat>) -> Option<Act> {
    if !is_recorded(story.channel) || !matches!(story.channel, Channel::Phone | Channel::WalkIn) {
        return None;
    }
    match story.path {
        Path::SolvedTier1 => beats.iter().any(|(_, act)| *act == A::Resolve).then_some(A::Resolve),
        Path::EscalatedSolved => beats.iter().any(|(_, act)| *act == A::Escalate).then_some(A::Escalate),
        _ => None,
    }
}
