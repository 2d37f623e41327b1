//! What an audit finds: what is wrong, and where.

use crate::codes::codes;
use crate::event::{Event, Kind};
use crate::person::Language;
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
        let facts = event.facts();
        let changes = [&facts["was"], &facts["now"]].into_iter().filter_map(Value::as_object);
        let mut columns: BTreeSet<String> = changes.flat_map(|change| change.keys().cloned()).collect();
        columns.extend(facts["around"].as_array().into_iter().flatten().filter_map(Value::as_str).map(String::from));
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
        let (indonesian, english) = self.sentences();
        match language {
            Language::Indonesian => indonesian,
            Language::English => english,
        }
    }

    fn sentences(&self) -> (String, String) {
        match self {
            Self::EventEdited { stream, seq } => (
                format!("Peristiwa {seq} pada {stream} diubah: isinya tidak cocok dengan sidiknya."),
                format!("Event {seq} of {stream} was edited: its bytes do not match its hash."),
            ),
            Self::EventMissing { stream, from, to } => (
                format!("Peristiwa {} pada {stream} dihapus.", span(*from, *to, "sampai")),
                format!("{} of {stream} was deleted.", capital("event", *from, *to)),
            ),
            Self::EventInserted { stream, seq } => (
                format!("Peristiwa {seq} pada {stream} disisipkan atau diganti: rantainya tidak mengenalnya."),
                format!("Event {seq} of {stream} was inserted or replaced: the chain does not know it."),
            ),
            Self::EventOutOfPlace { stream, seq, belongs } => (
                format!("Urutan diubah: peristiwa {seq} pada {stream} semula peristiwa {belongs}."),
                format!("Reordered: event {seq} of {stream} was event {belongs}."),
            ),
            Self::TailCut { stream, from, to, seal } => {
                let (by_id, by_en) = match seal {
                    Some(seal) => (format!("segel {seal}"), format!("seal {seal}")),
                    None => ("kepalanya".to_owned(), "its head".to_owned()),
                };
                (
                    format!(
                        "Ujung {stream} dipotong: peristiwa {} tidak ada lagi, padahal {by_id} mengenalnya.",
                        span(*from, *to, "sampai")
                    ),
                    format!(
                        "The end of {stream} was cut off: {} is gone, yet {by_en} knows of it.",
                        events("event", *from, *to)
                    ),
                )
            }
            Self::HeadWrong { stream, fault } => {
                let (what_id, what_en) = match fault {
                    HeadFault::Missing => ("tidak ada", "is missing"),
                    HeadFault::Unreadable => ("tidak terbaca", "cannot be read"),
                    HeadFault::Number => ("tidak menunjuk peristiwa terakhir", "does not point to the last event"),
                    HeadFault::Hash => {
                        ("memuat sidik yang bukan milik peristiwa terakhir", "bears another hash than the last event")
                    }
                    HeadFault::Instant => (
                        "memuat waktu yang bukan milik peristiwa terakhir",
                        "bears another instant than the last event",
                    ),
                    HeadFault::Sealed => (
                        "menyebut segel sampai peristiwa lain daripada yang dimuat segel",
                        "claims to be sealed up to another event than the seals hold",
                    ),
                };
                (format!("Kepala {stream} {what_id}."), format!("The head of {stream} {what_en}."))
            }
            Self::StreamMissing { stream, seal } => {
                let (by_id, by_en) = match seal {
                    Some(seal) => (format!("segel {seal}"), format!("seal {seal}")),
                    None => ("kepalanya".to_owned(), "its head".to_owned()),
                };
                (
                    format!("Seluruh peristiwa {stream} hilang, padahal {by_id} mengenalnya."),
                    format!("All events of {stream} are gone, yet {by_en} knows of them."),
                )
            }
            Self::RecordEdited { record, columns } if columns.is_empty() => (
                format!("Data {record} diubah di luar aplikasi: barisnya tidak terbaca."),
                format!("{record} was edited outside the program: its row cannot be read."),
            ),
            Self::RecordEdited { record, columns } => (
                format!("Data {record} diubah di luar aplikasi: {}.", columns.join(", ")),
                format!("{record} was edited outside the program: {}.", columns.join(", ")),
            ),
            Self::RecordFoundAltered { record, seq, columns } => (
                format!(
                    "Data {record} pernah diubah di luar aplikasi, ditemukan pada peristiwa {seq}: {}.",
                    columns.join(", ")
                ),
                format!("{record} was once edited outside the program, as event {seq} found: {}.", columns.join(", ")),
            ),
            Self::RecordMissing { record } => (
                format!("Data {record} dihapus di luar aplikasi."),
                format!("{record} was deleted outside the program."),
            ),
            Self::RecordWithoutEvents { record } => (
                format!("Data {record} dimasukkan di luar aplikasi: tidak ada peristiwa yang membuatnya."),
                format!("{record} was inserted outside the program: no event made it."),
            ),
            Self::TextEdited { of, stream } => (
                format!("Teks {} tidak sesuai dengan sidik yang tercatat.", place(of, stream)),
                format!("The text of {} is not the one on record.", place(of, stream)),
            ),
            Self::TextMissing { of, stream } => (
                format!("Teks {} hilang, padahal tidak pernah dihapus.", place(of, stream)),
                format!("The text of {} is gone, and nothing erased it.", place(of, stream)),
            ),
            Self::TextErasedWithoutEvent { of, stream } => (
                format!("Teks {} dihapus tanpa catatan penghapusan.", place(of, stream)),
                format!("The text of {} was erased without an event.", place(of, stream)),
            ),
            Self::TextNotErased { of, stream } => (
                format!("Teks {} masih ada, padahal tercatat sudah dihapus.", place(of, stream)),
                format!("The text of {} is there, though an event erased it.", place(of, stream)),
            ),
            Self::MessageForged { message, stream, fault } => {
                let (what_id, what_en) = match fault {
                    MessageFault::Unrecorded => ("tidak ada peristiwa yang memuatnya", "no event brought it"),
                    MessageFault::Unreadable => ("barisnya tidak terbaca", "its row cannot be read"),
                    MessageFault::Digest => ("sidik teksnya lain", "the digest of its text is another"),
                    MessageFault::Kind => ("jenisnya lain", "its kind is another"),
                    MessageFault::Audience => ("pembaca yang dituju lain", "its audience is another"),
                    MessageFault::Author => ("penulisnya lain", "its author is another"),
                    MessageFault::Door => ("salurannya lain", "its door is another"),
                    MessageFault::Instant => ("waktunya lain", "its instant is another"),
                    MessageFault::Number => ("nomor peristiwanya lain", "the number of its event is another"),
                };
                (
                    format!("Pesan {} dipalsukan: {what_id}.", place(message, stream)),
                    format!("{} was forged: {what_en}.", place(message, stream)),
                )
            }
            Self::AttachmentWrong { file, stream, fault } => {
                let (what_id, what_en) = match fault {
                    FileFault::Missing => ("barisnya hilang", "its row is gone"),
                    FileFault::Unrecorded => ("tidak ada peristiwa yang melampirkannya", "no event attached it"),
                    FileFault::Unreadable => ("barisnya tidak terbaca", "its row cannot be read"),
                    FileFault::Content => ("isinya diganti", "its content was exchanged"),
                    FileFault::Bytes => {
                        ("isi yang tersimpan bukan yang diunggah", "the bytes that are kept are not those uploaded")
                    }
                    FileFault::BytesMissing => ("isinya hilang", "its bytes are gone"),
                    FileFault::Name => ("namanya lain", "its name is another"),
                    FileFault::Kind => ("jenis, ukuran, atau waktunya lain", "its kind, size or instant is another"),
                    FileFault::Message => ("dipindahkan ke pesan lain", "it hangs on another message"),
                    FileFault::Uploader => ("pengunggahnya lain", "its uploader is another"),
                    FileFault::Erased => ("dihapus tanpa catatan penghapusan", "it was erased without an event"),
                    FileFault::NotErased => {
                        ("masih ada, padahal tercatat sudah dihapus", "it is there, though an event erased it")
                    }
                };
                (
                    format!("Berkas {} tidak sesuai catatan: {what_id}.", place(file, stream)),
                    format!("{} is not as recorded: {what_en}.", place(file, stream)),
                )
            }
            Self::SealBroken { seal, fault } => {
                let (what_id, what_en) = match fault {
                    SealFault::Unreadable => ("tidak terbaca", "it cannot be read"),
                    SealFault::Hash => ("sidiknya tidak cocok dengan isinya", "its hash does not match what it says"),
                    SealFault::Chain => {
                        ("tidak bersambung dengan segel sebelumnya", "it does not point to the seal before")
                    }
                    SealFault::Root => ("akarnya tidak cocok dengan daunnya", "its leaves do not make its root"),
                    SealFault::Key => {
                        ("kuncinya bukan kunci yang dipercaya", "it was signed by a key that is not trusted")
                    }
                    SealFault::Signature => ("tanda tangannya salah", "its signature is wrong"),
                };
                (format!("Segel {seal} rusak: {what_id}."), format!("Seal {seal} is broken: {what_en}."))
            }
            Self::SealMissing { from, to } => (
                format!("Segel {} dihapus.", span(*from, *to, "sampai")),
                format!("{} was deleted.", capital("seal", *from, *to)),
            ),
            Self::SealContradicted { seal, stream, seq } => (
                format!(
                    "{stream} ditulis ulang: peristiwa {seq} bukan lagi yang disegel (segel {seal}). Perubahannya pada peristiwa \
                     itu atau sebelumnya."
                ),
                format!(
                    "{stream} was rewritten: event {seq} is not the one that was sealed (seal {seal}). What was changed is that \
                     event or an earlier one."
                ),
            ),
            Self::AnchorContradicted { seal, fault } => {
                let (what_id, what_en) = match fault {
                    AnchorFault::Lacking => (
                        format!("Segel {seal} ada pada jangkar, tetapi tidak ada di basis data."),
                        format!("The anchor holds seal {seal}, which the database lacks."),
                    ),
                    AnchorFault::Differs => (
                        format!("Segel {seal} di basis data bukan yang ada pada jangkar."),
                        format!("Seal {seal} of the database is not the one that the anchor holds."),
                    ),
                    AnchorFault::Broken => (
                        format!("Jangkar rusak pada segel {seal}."),
                        format!("The anchor itself is broken at seal {seal}."),
                    ),
                };
                (what_id, what_en)
            }
            Self::RowsUnreadable { table, rows } => (
                format!("Tabel {table} memuat {rows} baris dengan kunci yang tidak terbaca."),
                format!("The table {table} holds {rows} rows whose keys cannot be read."),
            ),
            Self::ExportBroken { line } => {
                (format!("Berkas ekspor rusak pada baris {line}."), format!("The export is broken at line {line}."))
            }
        }
    }
}

fn span(from: i64, to: i64, until: &str) -> String {
    if from == to { from.to_string() } else { format!("{from} {until} {to}") }
}

fn events(what: &str, from: i64, to: i64) -> String {
    if from == to { format!("{what} {from}") } else { format!("every {what} from {from} to {to}") }
}

fn capital(what: &str, from: i64, to: i64) -> String {
    let text = events(what, from, to);
    let first = text.chars().next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(text.chars().skip(1)).collect()
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
        let (indonesian, english) = match self {
            Self::OldTickets => (
                "tiket lama yang pihak dan jadwalnya belum bersidik",
                "old tickets whose parties and due actions have no digest yet",
            ),
            Self::OldPowers => {
                ("kata sandi dan token lama yang belum bersidik", "old passwords and tokens that have no digest yet")
            }
            Self::Clocks => (
                "tiket yang jamnya belum mengikuti perubahan kebijakan atau kalender",
                "tickets whose clocks an edit of policies or calendars has yet to reach",
            ),
            Self::Numbers => ("penghitung nomor yang tidak boleh dibaca", "counters that may not be read"),
        };
        match language {
            Language::Indonesian => format!("Tidak diperiksa: {count} {indonesian}."),
            Language::English => format!("Not checked: {count} {english}."),
        }
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
