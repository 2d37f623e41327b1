//! The codes of tickets: what they are, where they stand, what is done to them.

use crate::codes::codes;

codes! {
    /// What a report is about. People are not asked for it by name, but *Apa yang Anda alami?*
    pub enum TicketKind {
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

codes! {
    /// A ticket has exactly one status and one tier; every other label is derived from them.
    pub enum Status {
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

codes! {
    /// How many people are affected. Requesters answer *Siapa yang terdampak?*
    pub enum Impact {
        /// *Banyak kantor atau masyarakat*.
        Wide = "WIDE",
        /// *Satu kantor*.
        Unit = "UNIT",
        /// *Saya*.
        Person = "PERSON",
    }
}

codes! {
    /// Whether work goes on. Requesters answer *Pekerjaan: berhenti / terhambat / masih bisa jalan*.
    pub enum Urgency {
        /// *Berhenti*.
        High = "HIGH",
        /// *Terhambat*.
        Medium = "MEDIUM",
        /// *Masih bisa jalan*.
        Low = "LOW",
    }
}

codes! {
    /// Impact x urgency, by the matrix of `Priority::of`.
    pub enum Priority {
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

codes! {
    /// How a report reached the desk.
    pub enum Channel {
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

codes! {
    /// Who may read a ticket.
    pub enum Confidentiality {
        /// *Biasa*.
        Normal = "NORMAL",
        /// *Terbatas*.
        Restricted = "RESTRICTED",
        /// *Rahasia*.
        Secret = "SECRET",
    }
}

codes! {
    /// Why it happened, said at closing.
    pub enum Cause {
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

codes! {
    /// Why a ticket ended the way it did, where its status does not say it.
    pub enum EndReason {
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

codes! {
    /// What a held ticket waits for, and who chose it: that decides which clocks pause.
    pub enum WaitFor {
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

codes! {
    /// Why a ticket is in the queue it is in.
    pub enum RouteReason {
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

codes! {
    /// What a text on a ticket is.
    pub enum MessageKind {
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

codes! {
    /// Who reads a text.
    pub enum Audience {
        /// The requester and all who see the ticket.
        Public = "PUBLIC",
        /// Handlers only, never the requester.
        Internal = "INTERNAL",
    }
}

codes! {
    /// The state of a *permintaan solusi permasalahan*.
    pub enum RequestState {
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

codes! {
    /// Why Tier 1 asks Tier 2.
    pub enum EscalationReason {
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

codes! {
    /// How somebody besides requester and assignee has to do with a ticket.
    pub enum PartyRole {
        /// A person who follows it.
        Follower = "FOLLOWER",
        /// A person *involved* by name while they held a role: as long as they hold any.
        Involved = "INVOLVED",
        /// A person *involved* by name who held no role then: as whoever they are.
        InvolvedAsSelf = "INVOLVED_AS_SELF",
        /// The subject of a complaint, from whom it is hidden.
        HiddenFrom = "HIDDEN_FROM",
        /// A unit that had it before.
        PastUnit = "PAST_UNIT",
        /// A team that had it before.
        PastTeam = "PAST_TEAM",
        /// A Tier 1 of the affected unit who has done what a security incident asks for first.
        Containing = "CONTAINING",
    }
}

codes! {
    /// How two tickets belong together.
    pub enum LinkKind {
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

codes! {
    /// What the clock does on a ticket.
    pub enum DueKind {
        /// Closes a resolved ticket that nobody objected to.
        AutoClose = "AUTO_CLOSE",
        /// Reminds the requester of a question the first time.
        RemindOnce = "REMIND_ONCE",
        /// Reminds the requester of a question the second time.
        RemindTwice = "REMIND_TWICE",
        /// Closes a ticket whose requester did not answer.
        CloseUnanswered = "CLOSE_UNANSWERED",
        /// Resumes a scheduled ticket.
        ResumeSchedule = "RESUME_SCHEDULE",
        /// Asks the handler to check on a third party.
        CheckThirdParty = "CHECK_THIRD_PARTY",
    }
}

codes! {
    /// Everything that can be done to a ticket.
    pub enum Verb {
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

codes! {
    /// How somebody was told outside the desk's own channels.
    pub enum ToldBy {
        /// A chat on WhatsApp.
        Whatsapp = "WHATSAPP",
        /// A telephone call.
        Phone = "PHONE",
        /// Face to face.
        InPerson = "IN_PERSON",
    }
}

impl Status {
    /// R1: somebody still has to do something.
    pub fn is_active(self) -> bool {
        ACTIVE.contains(&self)
    }

    /// R1: nothing more happens. RESOLVED is neither active nor ended.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Closed | Self::Rejected | Self::Cancelled | Self::Merged)
    }

    /// One of the WAITING statuses.
    pub fn is_waiting(self) -> bool {
        WAITING.contains(&self)
    }
}

impl Priority {
    /// The matrix of impact and urgency.
    pub fn of(impact: Impact, urgency: Urgency) -> Self {
        match (impact, urgency) {
            (Impact::Wide, Urgency::High) => Self::Critical,
            (Impact::Wide, Urgency::Medium) | (Impact::Unit, Urgency::High) => Self::High,
            (Impact::Wide, Urgency::Low) | (Impact::Unit, Urgency::Medium) | (Impact::Person, Urgency::High) => {
                Self::Medium
            }
            (Impact::Unit, Urgency::Low) | (Impact::Person, Urgency::Medium | Urgency::Low) => Self::Low,
        }
    }

    /// What the answers of a requester give: at most HIGH.
    pub fn of_requester(impact: Impact, urgency: Urgency) -> Self {
        Self::of(impact, urgency).max(Self::High)
    }
}

/// R1.
pub const ACTIVE: &[Status] = &[
    Status::New,
    Status::InProgress,
    Status::WaitingRequester,
    Status::WaitingThirdParty,
    Status::WaitingSchedule,
    Status::WaitingApproval,
];

/// Active, but somebody or something else has to move first.
pub const WAITING: &[Status] =
    &[Status::WaitingRequester, Status::WaitingThirdParty, Status::WaitingSchedule, Status::WaitingApproval];
