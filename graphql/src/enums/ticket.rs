//! Tickets, what is said on them, and their lists.

use async_graphql::Enum;

remote! {
    /// What a report is about. People are not asked for it by name, but *Apa yang Anda alami?*
    TicketKind is "desk::ticket::TicketKind", desk::ticket::TicketKind {
        /// *Gangguan*: something is broken or cannot be used.
        Incident = "INCIDENT",
        /// *Permintaan*: somebody needs something.
        Request = "REQUEST",
        /// *Masalah*: the cause of what keeps coming back.
        Problem = "PROBLEM",
        /// *Keluhan*: somebody is not satisfied with a service or with how a report was handled.
        Complaint = "COMPLAINT",
        /// *Usulan perubahan*.
        Change = "CHANGE",
    }
}

remote! {
    /// What is being written on a ticket.
    DraftKind is "desk::draft::DraftKind", desk::draft::DraftKind {
        /// *Balasan*.
        Reply = "REPLY",
        /// *Catatan internal*.
        Note = "NOTE",
    }
}

remote! {
    /// How somebody was told outside the desk's own channels.
    ToldBy is "desk::ticket::ToldBy", desk::ticket::ToldBy {
        /// A chat on WhatsApp.
        Whatsapp = "WHATSAPP",
        /// A telephone call.
        Phone = "PHONE",
        /// Face to face.
        InPerson = "IN_PERSON",
    }
}

remote! {
    /// What somebody does on a ticket.
    PresenceDoing is "desk::presence::Doing", desk::presence::Doing {
        /// Looks at it.
        Viewing = "VIEWING",
        /// Writes a reply or a note.
        Writing = "WRITING",
    }
}

remote! {
    /// A ticket has exactly one status and one tier; every other label is derived from them.
    TicketStatus is "desk::ticket::Status", desk::ticket::Status {
        /// *Baru*.
        New = "NEW",
        /// *Sedang dikerjakan*.
        InProgress = "IN_PROGRESS",
        /// *Menunggu pelapor*.
        WaitingRequester = "WAITING_REQUESTER",
        /// *Menunggu pihak ketiga*.
        WaitingThirdParty = "WAITING_THIRD_PARTY",
        /// *Menunggu jadwal*.
        WaitingSchedule = "WAITING_SCHEDULE",
        /// *Menunggu persetujuan*.
        WaitingApproval = "WAITING_APPROVAL",
        /// *Selesai (menunggu konfirmasi)*: neither active nor ended.
        Resolved = "RESOLVED",
        /// *Ditutup*.
        Closed = "CLOSED",
        /// *Ditolak*.
        Rejected = "REJECTED",
        /// *Dibatalkan* by the requester.
        Cancelled = "CANCELLED",
        /// *Digabungkan* with another ticket.
        Merged = "MERGED",
    }
}

remote! {
    /// How many people are affected. Requesters answer *Siapa yang terdampak?*
    Impact is "desk::ticket::Impact", desk::ticket::Impact {
        /// *Banyak kantor atau masyarakat*.
        Wide = "WIDE",
        /// *Satu kantor*.
        Unit = "UNIT",
        /// *Saya*.
        Person = "PERSON",
    }
}

remote! {
    /// Whether work goes on. Requesters answer *Pekerjaan: berhenti / terhambat / masih bisa jalan*.
    Urgency is "desk::ticket::Urgency", desk::ticket::Urgency {
        /// *Berhenti*.
        High = "HIGH",
        /// *Terhambat*.
        Medium = "MEDIUM",
        /// *Masih bisa jalan*.
        Low = "LOW",
    }
}

remote! {
    /// Impact x urgency, by the matrix of `Priority::of`.
    Priority is "desk::ticket::Priority", desk::ticket::Priority {
        /// *Kritis*: set by staff or a service rule, never by a requester's answers.
        Critical = "CRITICAL",
        /// *Tinggi*.
        High = "HIGH",
        /// *Sedang*.
        Medium = "MEDIUM",
        /// *Rendah*.
        Low = "LOW",
    }
}

remote! {
    /// How a report reached the desk.
    Channel is "desk::ticket::Channel", desk::ticket::Channel {
        /// The portal.
        Web = "WEB",
        /// The Telegram bot.
        Telegram = "TELEGRAM",
        /// E-mail.
        Email = "EMAIL",
        /// A telephone call, noted by a handler.
        Phone = "PHONE",
        /// *Datang langsung*.
        WalkIn = "WALK_IN",
        /// A letter.
        Letter = "LETTER",
        /// WhatsApp, noted by a handler.
        Whatsapp = "WHATSAPP",
        /// Another program.
        Api = "API",
    }
}

remote! {
    /// Who may read a ticket.
    Confidentiality is "desk::ticket::Confidentiality", desk::ticket::Confidentiality {
        /// *Biasa*.
        Normal = "NORMAL",
        /// *Terbatas*.
        Restricted = "RESTRICTED",
        /// *Rahasia*.
        Secret = "SECRET",
    }
}

remote! {
    /// Why it happened, said at closing.
    CauseCode is "desk::ticket::Cause", desk::ticket::Cause {
        /// *Kesalahan pengguna*.
        UserError = "USER_ERROR",
        /// *Kesalahan aplikasi*.
        ApplicationFault = "APPLICATION_FAULT",
        /// *Kesalahan konfigurasi*.
        ConfigurationFault = "CONFIGURATION_FAULT",
        /// *Kerusakan perangkat*.
        DeviceFailure = "DEVICE_FAILURE",
        /// *Gangguan penyedia*.
        ProviderOutage = "PROVIDER_OUTAGE",
        /// *Listrik*.
        Power = "POWER",
        /// *Serangan siber*.
        CyberAttack = "CYBER_ATTACK",
        /// *Kapasitas*.
        Capacity = "CAPACITY",
        /// *Perubahan yang gagal*.
        FailedChange = "FAILED_CHANGE",
        /// *Data salah*.
        WrongData = "WRONG_DATA",
        /// *Pihak pusat (aplikasi umum)*.
        CentralParty = "CENTRAL_PARTY",
        /// *Tidak ditemukan*.
        NotFound = "NOT_FOUND",
        /// A request that was simply fulfilled.
        Fulfilled = "FULFILLED",
    }
}

remote! {
    /// Why a ticket ended the way it did, where its status does not say it.
    EndReason is "desk::ticket::EndReason", desk::ticket::EndReason {
        /// The requester said *Sudah teratasi*.
        Confirmed = "CONFIRMED",
        /// A handler recorded a spoken confirmation.
        ConfirmedOrally = "CONFIRMED_ORALLY",
        /// Nobody objected within `tickets.autoCloseDays` business days after the resolution.
        Automatic = "AUTOMATIC",
        /// *Tidak ada jawaban*: the requester did not answer a question within `tickets.unansweredDays` business days.
        NoAnswer = "NO_ANSWER",
    }
}

remote! {
    /// What a held ticket waits for, and who chose it: that decides which clocks pause.
    WaitFor is "desk::ticket::WaitFor", desk::ticket::WaitFor {
        /// Somebody outside, the centre or a vendor.
        ThirdParty = "THIRD_PARTY",
        /// A date the requester chose.
        ScheduleByRequester = "SCHEDULE_BY_REQUESTER",
        /// A date an approved change sets.
        ScheduleByChange = "SCHEDULE_BY_CHANGE",
        /// A date we chose ourselves: clocks run on.
        ScheduleByUs = "SCHEDULE_BY_US",
    }
}

remote! {
    /// Why a ticket is in the queue it is in.
    RouteReason is "desk::ticket::RouteReason", desk::ticket::RouteReason {
        /// The technician of the reporter's own unit comes first.
        ReporterUnit = "REPORTER_UNIT",
        /// The technician of the unit that owns the service.
        OwnerUnit = "OWNER_UNIT",
        /// The unit has no active Tier 1: its parent's.
        ParentTier1 = "PARENT_TIER1",
        /// No unit up the tree has an active Tier 1: the coordinator.
        NoTier1 = "NO_TIER1",
        /// A security incident goes straight to the security team.
        SecurityIncident = "SECURITY_INCIDENT",
        /// The administrator's exception for this service.
        StraightToTier2 = "STRAIGHT_TO_TIER2",
        /// A complaint about staff or handling goes to the coordinator.
        ComplaintAboutHandling = "COMPLAINT_ABOUT_HANDLING",
        /// Nobody knew the service yet: the reporter's unit chooses.
        ServiceUnknown = "SERVICE_UNKNOWN",
        /// A handler passed it to another unit.
        Forwarded = "FORWARDED",
    }
}

remote! {
    /// What a text on a ticket is.
    MessageKind is "desk::ticket::MessageKind", desk::ticket::MessageKind {
        /// The report itself.
        Report = "REPORT",
        /// *Balasan*.
        Reply = "REPLY",
        /// *Catatan internal*.
        Note = "NOTE",
        /// *Catatan supervisi*: a coordinator or lead to those who handle it.
        Supervision = "SUPERVISION",
        /// *Minta informasi*.
        Question = "QUESTION",
        /// Who is waited for, through what, under which reference.
        Hold = "HOLD",
        /// Why it was passed to another unit.
        Forward = "FORWARD",
        /// Why it was handed to another team.
        HandOver = "HAND_OVER",
        /// What is missing in a solution request.
        Return = "RETURN",
        /// The solution that Tier 2 sends to Tier 1.
        Answer = "ANSWER",
        /// *Penyelesaian*.
        Resolution = "RESOLUTION",
        /// Who confirmed by word of mouth, when and how; or what the requester added.
        Confirmation = "CONFIRMATION",
        /// Why it was reopened.
        Reopen = "REOPEN",
        /// Why it was rejected.
        Reject = "REJECT",
        /// Why the requester withdrew it.
        Cancel = "CANCEL",
        /// Why it was merged.
        Merge = "MERGE",
        /// What the requester thinks of the service.
        Rating = "RATING",
        /// Why kind, service, impact, urgency or class changed.
        Reclassify = "RECLASSIFY",
        /// Why a text was erased.
        Redaction = "REDACTION",
        /// Why an exception from an SLA is asked for, granted or refused.
        Exception = "EXCEPTION",
        /// What was done to meet a legal deadline, or why it does not apply.
        Deed = "DEED",
    }
}

remote! {
    /// Who reads a text.
    Audience is "desk::ticket::Audience", desk::ticket::Audience {
        /// The requester and all who see the ticket.
        Public = "PUBLIC",
        /// Handlers only, never the requester.
        Internal = "INTERNAL",
    }
}

remote! {
    /// The state of a *permintaan solusi permasalahan*.
    RequestState is "desk::ticket::RequestState", desk::ticket::RequestState {
        /// *Menunggu diterima*.
        Open = "OPEN",
        /// *Diterima*.
        Accepted = "ACCEPTED",
        /// *Dikembalikan untuk dilengkapi*.
        Returned = "RETURNED",
        /// *Solusi dikirim ke Tier 1*.
        Answered = "ANSWERED",
        /// *Diselesaikan Tier 2*.
        Solved = "SOLVED",
        /// *Ditarik*.
        Withdrawn = "WITHDRAWN",
    }
}

remote! {
    /// Why Tier 1 asks Tier 2.
    EscalationReason is "desk::ticket::EscalationReason", desk::ticket::EscalationReason {
        /// *Butuh kewenangan Tier 2*.
        NeedsTier2Authority = "NEEDS_TIER2_AUTHORITY",
        /// *Butuh keahlian*.
        NeedsExpertise = "NEEDS_EXPERTISE",
        /// *Lintas PD*.
        CrossUnit = "CROSS_UNIT",
        /// *Aset milik Dinas*.
        DinasAsset = "DINAS_ASSET",
        /// *Butuh perubahan*.
        NeedsChange = "NEEDS_CHANGE",
        /// *Melewati tenggat Tier 1*.
        PastTier1Target = "PAST_TIER1_TARGET",
        /// *Insiden keamanan*.
        SecurityIncident = "SECURITY_INCIDENT",
        /// *Permintaan pimpinan*.
        LeadershipRequest = "LEADERSHIP_REQUEST",
    }
}

remote! {
    /// How two tickets belong together.
    LinkKind is "desk::ticket::LinkKind", desk::ticket::LinkKind {
        /// *Tiket terkait*.
        Related = "RELATED",
        /// This one was caused by the other.
        CausedBy = "CAUSED_BY",
        /// This one goes on where the other ended too long ago to be reopened.
        FollowUp = "FOLLOW_UP",
        /// This problem was made of that incident.
        ProblemOf = "PROBLEM_OF",
        /// This change was asked for by that ticket.
        ChangeOf = "CHANGE_OF",
    }
}

remote! {
    /// Everything that can be done to a ticket.
    TicketVerb is "desk::ticket::Verb", desk::ticket::Verb {
        /// *Laporkan*.
        Open = "OPEN",
        /// *Catat laporan*.
        Record = "RECORD",
        /// *Ambil*.
        Take = "TAKE",
        /// *Tugaskan*.
        Assign = "ASSIGN",
        /// *Balas*.
        Reply = "REPLY",
        /// *Lampirkan*.
        Attach = "ATTACH",
        /// *Tambah catatan internal*.
        Note = "NOTE",
        /// *Minta informasi*.
        Ask = "ASK",
        /// *Tunda*.
        Hold = "HOLD",
        /// *Lanjutkan*.
        Resume = "RESUME",
        /// *Teruskan ke OPD lain*.
        Forward = "FORWARD",
        /// *Eskalasi ke Tier 2*.
        Escalate = "ESCALATE",
        /// *Lengkapi permintaan solusi* that the clock made.
        CompleteRequest = "COMPLETE_REQUEST",
        /// *Terima*.
        Accept = "ACCEPT",
        /// *Alihkan ke tim lain*.
        HandOver = "HAND_OVER",
        /// *Kembalikan untuk dilengkapi*.
        Return = "RETURN",
        /// *Kirim solusi ke Tier 1*.
        Answer = "ANSWER",
        /// *Selesaikan*.
        Resolve = "RESOLVE",
        /// *Sudah teratasi*.
        Confirm = "CONFIRM",
        /// *Beri penilaian*.
        Rate = "RATE",
        /// *Buka kembali*.
        Reopen = "REOPEN",
        /// *Tolak*.
        Reject = "REJECT",
        /// *Batalkan laporan*.
        Cancel = "CANCEL",
        /// *Gabungkan*.
        Merge = "MERGE",
        /// *Ubah jenis, layanan atau prioritas*.
        Reclassify = "RECLASSIFY",
        /// *Sembunyikan isi*.
        Redact = "REDACT",
        /// *Libatkan*.
        Involve = "INVOLVE",
        /// *Ikuti*.
        Follow = "FOLLOW",
        /// *Tautkan*.
        Link = "LINK",
        /// *Beri tanda*.
        Tag = "TAG",
        /// *Jadikan masalah*.
        PromoteToProblem = "PROMOTE_TO_PROBLEM",
        /// *Ajukan perubahan*.
        RaiseChange = "RAISE_CHANGE",
        /// *Berkas lengkap*.
        CompleteFile = "COMPLETE_FILE",
        /// *Tetapkan tenggat hukum*.
        StartLegal = "START_LEGAL",
        /// *Penuhi tenggat hukum*, or say that it does not apply.
        EndLegal = "END_LEGAL",
        /// *Minta pengecualian SLA*.
        AskException = "ASK_EXCEPTION",
        /// *Putuskan pengecualian SLA*.
        DecideException = "DECIDE_EXCEPTION",
    }
}

remote! {
    /// The lists people work with.
    TicketViewName is "desk::view::View", desk::view::View {
        /// *Laporan saya*: what I reported, or somebody for me.
        MyReports = "MY_REPORTS",
        /// *Tiket saya*: assigned to me and active.
        MyWork = "MY_WORK",
        /// *Antrean OPD*: active at tier 1 in the units I serve.
        UnitQueue = "UNIT_QUEUE",
        /// *Antrean tim*: active at tier 2 in my teams.
        TeamQueue = "TEAM_QUEUE",
        /// *Belum ada petugas*: active in my queues, nobody has it.
        Unassigned = "UNASSIGNED",
        /// *Menunggu*: active in my queues or mine, and waiting.
        Waiting = "WAITING",
        /// *Belum dilengkapi*: escalated by the clock, and the Tier 1 of units I serve still owes what Tier 2 has to know; for the coordinator
        /// everywhere.
        ToComplete = "TO_COMPLETE",
        /// *Laporan orang kami*: active and reported by people of the units I serve, wherever it is handled.
        OurPeople = "OUR_PEOPLE",
        /// *Tanpa Tier 1*: active at tier 1 where nobody serves; for the coordinator.
        WithoutTier1 = "WITHOUT_TIER1",
        /// *Saya ikuti*.
        Followed = "FOLLOWED",
        /// *Dibalas setelah selesai*: solved in my queues, but the requester has written since.
        RepliedAfterEnd = "REPLIED_AFTER_END",
        /// *Belum diberi tahu*: somebody without a reachable channel has to be told, in the viewer's queues or theirs; for the coordinator everywhere.
        Untold = "UNTOLD",
        /// *Hampir jatuh tempo*: active with a clock that has given a warning, in my queues or mine; for the coordinator everywhere.
        AtRisk = "AT_RISK",
        /// *Terlambat*: active with a clock that is late, in my queues or mine; for the coordinator everywhere.
        Late = "LATE",
        /// *Jam berhenti*: active with a clock that stands still, in my queues or mine; for the coordinator everywhere.
        Paused = "PAUSED",
        /// *Pengecualian diminta*: an SLA exception waits for its decision, in my queues or mine; for the coordinator everywhere.
        ExceptionsAsked = "EXCEPTIONS_ASKED",
        /// *Semua aktif*: every active ticket I see.
        Active = "ACTIVE",
        /// *Semua*: every ticket I see.
        All = "ALL",
    }
}

remote! {
    /// The order of a list.
    TicketOrder is "desk::view::Order", desk::view::Order {
        /// Newest report first.
        Newest = "NEWEST",
        /// Oldest report first.
        Oldest = "OLDEST",
        /// Latest activity first.
        LatestActivity = "LATEST_ACTIVITY",
        /// Next due first; what is not due comes last.
        Due = "DUE",
    }
}

/// A label people read besides the status, derived from status, tier and solution request.
#[derive(Debug, Enum, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "desk::view::ticket::Label")]
pub enum TicketLabel {
    /// *Diverifikasi*.
    Verified,
    /// *Dieskalasi ke Tier 2*.
    Escalated,
    /// *Diterima Tier 2*.
    #[graphql(name = "ACCEPTED_BY_TIER2")]
    AcceptedByTier2,
    /// *Otomatis, belum dilengkapi Tier 1*.
    #[graphql(name = "OWED_BY_TIER1")]
    OwedByTier1,
    /// *Dikembalikan untuk dilengkapi*.
    ReturnedToComplete,
    /// *Solusi dari Tier 2*.
    #[graphql(name = "ANSWERED_BY_TIER2")]
    AnsweredByTier2,
    /// *Dibuka kembali*.
    Reopened,
    /// *Dicatat belakangan*.
    RecordedLate,
    /// *Dibalas setelah selesai*.
    RepliedAfterEnd,
    /// *Tidak ada jawaban*.
    NoAnswer,
}
