//! What an audit finds: what is wrong, and where.

use crate::codes::codes;
use crate::event::{Event, Facts, Kind};
use crate::person::Language;
use crate::say;
use crate::words::word;
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

codes! {
    /// What is wrong with the head of a stream.
    pub enum HeadFault {
        /// There are events and no head.
        Missing = "MISSING",
        /// It cannot be read.
        Unreadable = "UNREADABLE",
        /// It names an earlier event than the last, and that one wrongly.
        Number = "NUMBER",
        /// It bears another hash than the last event.
        Hash = "HASH",
        /// It bears another instant than the last event.
        Instant = "INSTANT",
        /// It says that it was sealed up to another event than the seals say.
        Sealed = "SEALED",
    }
}

codes! {
    /// What is wrong with a seal.
    pub enum SealFault {
        /// It cannot be read.
        Unreadable = "UNREADABLE",
        /// Its own hash does not fit what it says.
        Hash = "HASH",
        /// It does not point to the seal before.
        Chain = "CHAIN",
        /// Its leaves do not make its root.
        Root = "ROOT",
        /// It was signed by a key that is not among those that are trusted.
        Key = "KEY",
        /// Its signature is not that of the key it names.
        Signature = "SIGNATURE",
    }
}

codes! {
    /// How an anchor contradicts the database.
    pub enum AnchorFault {
        /// The anchor has a seal that the database lacks.
        Lacking = "LACKING",
        /// The database has another seal under this number.
        Differs = "DIFFERS",
        /// The anchor's own line is broken: hash, signature or order.
        Broken = "BROKEN",
    }
}

codes! {
    /// What is wrong with a file's row.
    pub enum FileFault {
        /// The row is gone.
        Missing = "MISSING",
        /// No event attached it.
        Unrecorded = "UNRECORDED",
        /// It cannot be read.
        Unreadable = "UNREADABLE",
        /// Its content is another than the one that was attached.
        Content = "CONTENT",
        /// The bytes that lie under its digest are others.
        Bytes = "BYTES",
        /// Its bytes are gone.
        BytesMissing = "BYTES_MISSING",
        /// Its name is another.
        Name = "NAME",
        /// It is said to be of another kind, size or age.
        Kind = "KIND",
        /// It hangs on another message.
        Message = "MESSAGE",
        /// It is said to be somebody else's.
        Uploader = "UPLOADER",
        /// It is erased, and no event says so.
        Erased = "ERASED",
        /// An event erased it, and it is there.
        NotErased = "NOT_ERASED",
    }
}

codes! {
    /// What contradicts the event that brought a message.
    pub enum MessageFault {
        /// No event brought it.
        Unrecorded = "UNRECORDED",
        /// It cannot be read.
        Unreadable = "UNREADABLE",
        /// The digest of its text.
        Digest = "DIGEST",
        /// What kind of text it is.
        Kind = "KIND",
        /// Who may read it.
        Audience = "AUDIENCE",
        /// Who wrote it.
        Author = "AUTHOR",
        /// Through which door it came.
        Door = "DOOR",
        /// When it came.
        Instant = "INSTANT",
        /// Which event brought it.
        Number = "NUMBER",
    }
}

/// Something that is wrong. Streams and records are named as the record names them: `ticket/` and the id; texts and files by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE", rename_all_fields = "camelCase")]
pub enum Finding {
    /// An event's hash is not that of its bytes.
    EventEdited {
        /// Where.
        stream: String,
        /// Which event.
        seq: i64,
    },
    /// Events are gone from the middle of a stream.
    EventMissing {
        /// Where.
        stream: String,
        /// The first that is gone.
        from: i64,
        /// The last that is gone.
        to: i64,
    },
    /// The chain does not know this event: it was put in, or put in another's place.
    EventInserted {
        /// Where.
        stream: String,
        /// Which event.
        seq: i64,
    },
    /// An event stands in another place than its own.
    EventOutOfPlace {
        /// Where.
        stream: String,
        /// Where it stands.
        seq: i64,
        /// Where it belongs.
        belongs: i64,
    },
    /// The stream's head, or a seal, knows later events than there are.
    TailCut {
        /// Where.
        stream: String,
        /// The first that is gone.
        from: i64,
        /// The last that is gone.
        to: i64,
        /// The first seal that knows more events than there are, if one does.
        seal: Option<i64>,
    },
    /// A stream's head does not fit its events.
    HeadWrong {
        /// Where.
        stream: String,
        /// How.
        fault: HeadFault,
    },
    /// A stream that a head or a seal knows has no events at all.
    StreamMissing {
        /// Which.
        stream: String,
        /// The first seal that knows it, if one does.
        seal: Option<i64>,
    },
    /// A row is not as the last event left it.
    RecordEdited {
        /// Which.
        record: String,
        /// The columns that differ from what the events say; none: the row cannot be read.
        columns: Vec<String>,
    },
    /// A row, or what stands around it, was not as the events before had left it when the desk next took hold of it.
    RecordFoundAltered {
        /// Which.
        record: String,
        /// The event that tells it.
        seq: i64,
        /// What differed.
        columns: Vec<String>,
    },
    /// A row is gone.
    RecordMissing {
        /// Which.
        record: String,
    },
    /// A row was never recorded: no event made it.
    RecordWithoutEvents {
        /// Which.
        record: String,
    },
    /// A text or name is not the one whose digest is on record.
    TextEdited {
        /// Which message, ticket, solution request or person.
        of: String,
        /// The ticket, where it is a message.
        stream: String,
    },
    /// A text that an event brought is gone, row and all.
    TextMissing {
        /// Which message.
        of: String,
        /// The ticket.
        stream: String,
    },
    /// A text was erased, and no event says so.
    TextErasedWithoutEvent {
        /// Which message, ticket, solution request or person.
        of: String,
        /// The ticket, where it is a message.
        stream: String,
    },
    /// A text is there that an event erased.
    TextNotErased {
        /// Which message, ticket or person.
        of: String,
        /// The ticket, where it is a message.
        stream: String,
    },
    /// A message is not what its ticket's events say.
    MessageForged {
        /// Which message.
        message: String,
        /// The ticket.
        stream: String,
        /// What contradicts them.
        fault: MessageFault,
    },
    /// A file's row is not what its ticket's events say.
    AttachmentWrong {
        /// Which file.
        file: String,
        /// The ticket.
        stream: String,
        /// What contradicts them.
        fault: FileFault,
    },
    /// A seal does not hold.
    SealBroken {
        /// Which.
        seal: i64,
        /// What does not.
        fault: SealFault,
    },
    /// Seals are gone from between others, or leaves are there without their seal.
    SealMissing {
        /// The first that is gone.
        from: i64,
        /// The last that is gone.
        to: i64,
    },
    /// An event is not the one that was sealed: the stream was written anew, from this event or an earlier one.
    SealContradicted {
        /// The seal.
        seal: i64,
        /// The stream.
        stream: String,
        /// The first sealed event that is another now.
        seq: i64,
    },
    /// The anchor and the database tell different stories.
    AnchorContradicted {
        /// Which seal.
        seal: i64,
        /// How.
        fault: AnchorFault,
    },
    /// Rows of a table have keys that are none, so that nothing in them can be checked.
    RowsUnreadable {
        /// The table.
        table: String,
        /// How many.
        rows: i64,
    },
    /// An export is not as it was written.
    ExportBroken {
        /// At which line.
        line: u64,
    },
}

impl Finding {
    /// What an event itself says was wrong: that the desk found a record altered. Whatever became of the record since, it stays said.
    pub(crate) fn told_by(event: &Event) -> Option<Self> {
        if event.kind != Kind::FoundAltered.code() {
            return None;
        }
        let facts = Facts::of(event);
        let mut columns: BTreeSet<String> = facts.was().all().chain(facts.now().all()).map(|it| it.0.clone()).collect();
        columns.extend(facts.list("around").iter().filter_map(Value::as_str).map(String::from));
        let columns = columns.into_iter().collect();
        Some(Self::RecordFoundAltered { record: event.stream.clone(), seq: event.seq, columns })
    }

    /// The code, which never changes.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EventEdited { .. } => "EVENT_EDITED",
            Self::EventMissing { .. } => "EVENT_MISSING",
            Self::EventInserted { .. } => "EVENT_INSERTED",
            Self::EventOutOfPlace { .. } => "EVENT_OUT_OF_PLACE",
            Self::TailCut { .. } => "TAIL_CUT",
            Self::HeadWrong { .. } => "HEAD_WRONG",
            Self::StreamMissing { .. } => "STREAM_MISSING",
            Self::RecordEdited { .. } => "RECORD_EDITED",
            Self::RecordFoundAltered { .. } => "RECORD_FOUND_ALTERED",
            Self::RecordMissing { .. } => "RECORD_MISSING",
            Self::RecordWithoutEvents { .. } => "RECORD_WITHOUT_EVENTS",
            Self::TextEdited { .. } => "TEXT_EDITED",
            Self::TextMissing { .. } => "TEXT_MISSING",
            Self::TextErasedWithoutEvent { .. } => "TEXT_ERASED_WITHOUT_EVENT",
            Self::TextNotErased { .. } => "TEXT_NOT_ERASED",
            Self::MessageForged { .. } => "MESSAGE_FORGED",
            Self::AttachmentWrong { .. } => "ATTACHMENT_WRONG",
            Self::SealBroken { .. } => "SEAL_BROKEN",
            Self::SealMissing { .. } => "SEAL_MISSING",
            Self::SealContradicted { .. } => "SEAL_CONTRADICTED",
            Self::AnchorContradicted { .. } => "ANCHOR_CONTRADICTED",
            Self::RowsUnreadable { .. } => "ROWS_UNREADABLE",
            Self::ExportBroken { .. } => "EXPORT_BROKEN",
        }
    }

    /// The sentence a person reads.
    pub fn sentence(&self, language: Language) -> String {
        // Numbers of events are written as they are, however large somebody made them; only those that a language counts are numbers to it.
        let no = i64::to_string;
        let witness = |seal: &Option<i64>| match seal {
            Some(seal) => say!(language, "witness-seal", seal = no(seal)),
            None => say!(language, "witness-head"),
        };
        match self {
            Self::EventEdited { stream, seq } => {
                say!(language, "finding-event-edited", seq = no(seq), stream = stream)
            }
            Self::EventMissing { stream, from, to } => {
                let more = to.saturating_sub(*from);
                say!(language, "finding-event-missing", more = more, from = no(from), to = no(to), stream = stream)
            }
            Self::EventInserted { stream, seq } => {
                say!(language, "finding-event-inserted", seq = no(seq), stream = stream)
            }
            Self::EventOutOfPlace { stream, seq, belongs } => {
                say!(language, "finding-event-out-of-place", seq = no(seq), stream = stream, belongs = no(belongs))
            }
            Self::TailCut { stream, from, to, seal } => say!(
                language,
                "finding-tail-cut",
                stream = stream,
                more = to.saturating_sub(*from),
                from = no(from),
                to = no(to),
                witness = witness(seal),
            ),
            Self::HeadWrong { stream, fault } => {
                say!(language, "finding-head-wrong", stream = stream, fault = word(*fault, language))
            }
            Self::StreamMissing { stream, seal } => {
                say!(language, "finding-stream-missing", stream = stream, witness = witness(seal))
            }
            Self::RecordEdited { record, columns } if columns.is_empty() => {
                say!(language, "finding-record-unreadable", record = record)
            }
            Self::RecordEdited { record, columns } => {
                say!(language, "finding-record-edited", record = record, columns = columns.join(", "))
            }
            Self::RecordFoundAltered { record, seq, columns } => {
                let columns = columns.join(", ");
                say!(language, "finding-record-found-altered", record = record, seq = no(seq), columns = columns)
            }
            Self::RecordMissing { record } => say!(language, "finding-record-missing", record = record),
            Self::RecordWithoutEvents { record } => {
                say!(language, "finding-record-without-events", record = record)
            }
            Self::TextEdited { of, stream } => say!(language, "finding-text-edited", place = place(of, stream)),
            Self::TextMissing { of, stream } => say!(language, "finding-text-missing", place = place(of, stream)),
            Self::TextErasedWithoutEvent { of, stream } => {
                say!(language, "finding-text-erased-without-event", place = place(of, stream))
            }
            Self::TextNotErased { of, stream } => {
                say!(language, "finding-text-not-erased", place = place(of, stream))
            }
            Self::MessageForged { message, stream, fault } => {
                let (place, fault) = (place(message, stream), word(*fault, language));
                say!(language, "finding-message-forged", place = place, fault = fault)
            }
            Self::AttachmentWrong { file, stream, fault } => {
                let (place, fault) = (place(file, stream), word(*fault, language));
                say!(language, "finding-attachment-wrong", place = place, fault = fault)
            }
            Self::SealBroken { seal, fault } => {
                say!(language, "finding-seal-broken", seal = no(seal), fault = word(*fault, language))
            }
            Self::SealMissing { from, to } => {
                let more = to.saturating_sub(*from);
                say!(language, "finding-seal-missing", more = more, from = no(from), to = no(to))
            }
            Self::SealContradicted { seal, stream, seq } => {
                say!(language, "finding-seal-contradicted", seal = no(seal), stream = stream, seq = no(seq))
            }
            Self::AnchorContradicted { seal, fault } => match fault {
                AnchorFault::Lacking => say!(language, "finding-anchor-lacking", seal = no(seal)),
                AnchorFault::Differs => say!(language, "finding-anchor-differs", seal = no(seal)),
                AnchorFault::Broken => say!(language, "finding-anchor-broken", seal = no(seal)),
            },
            Self::RowsUnreadable { table, rows } => {
                say!(language, "finding-rows-unreadable", table = table, rows = *rows)
            }
            Self::ExportBroken { line } => say!(language, "finding-export-broken", line = line.to_string()),
        }
    }
}

fn place(of: &str, stream: &str) -> String {
    if stream.is_empty() { of.to_owned() } else { format!("{of} ({stream})") }
}

/// Findings, as many as a person can read. One hand that writes a whole table anew would otherwise fill the memory.
#[derive(Debug, Default)]
pub struct Findings {
    /// The first ones.
    pub kept: Vec<Finding>,
    /// How many more there were.
    pub omitted: u64,
    /// What could not be checked, and how often that was so.
    pub unchecked: BTreeMap<Unchecked, u64>,
}

codes! {
    /// What an audit could not check, where it is a matter of the rows and not of what it was given.
    pub enum Unchecked {
        /// Who has to do with a ticket, beyond what its events tell by name, and what the clock has to do there: nothing has happened there since both
        /// have a digest.
        OldTickets = "OLD_TICKETS",
        /// The rows of passwords and tokens that are older than their digests.
        OldPowers = "OLD_POWERS",
        /// The running clocks of tickets that an edit of policies or calendars has yet to reach.
        Clocks = "CLOCKS",
        /// Counters that the role may not read.
        Numbers = "NUMBERS",
    }
}

impl Unchecked {
    /// What it is, for people.
    pub fn sentence(self, count: u64, language: Language) -> String {
        say!(language, "unchecked", count = count, what = word(self, language))
    }
}

/// How many findings a report lists.
pub const MOST: usize = 10_000;

impl Findings {
    /// Notes that something could not be checked.
    pub fn pass(&mut self, what: Unchecked) {
        *self.unchecked.entry(what).or_default() += 1;
    }

    /// Adds one.
    pub fn add(&mut self, finding: Finding) {
        if self.kept.len() < MOST { self.kept.push(finding) } else { self.omitted += 1 }
    }
}
