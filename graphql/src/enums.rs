//! The domain's codes as GraphQL enums. Each is tied to the desk's own enum: a variant more or less there does not compile here.

use async_graphql::Enum;

macro_rules! remote {
    ($(#[doc = $doc:literal])* $name:ident is $remote:literal, $path:path { $($(#[doc = $vdoc:literal])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[doc = $doc])*
        #[derive(Debug, Enum, Copy, Clone, PartialEq, Eq)]
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
    /// Who may read a ticket (R23).
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
        /// Three business days after the resolution nobody had objected.
        Automatic = "AUTOMATIC",
        /// *Tidak ada jawaban*: the requester did not answer a question for five business days.
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
    /// What kind of unit it is.
    UnitKind is "desk::unit::UnitKind", desk::unit::UnitKind {
        /// *Sekretariat* (Daerah, DPRD).
        Secretariat = "SEKRETARIAT",
        /// *Inspektorat*.
        Inspectorate = "INSPEKTORAT",
        /// *Dinas*.
        Office = "DINAS",
        /// *Badan*.
        Agency = "BADAN",
        /// *Satuan* (Satpol PP).
        Corps = "SATUAN",
        /// *Kecamatan*.
        District = "KECAMATAN",
        /// *Kelurahan* or *desa*.
        Village = "KELURAHAN",
        /// *RSUD*.
        Hospital = "RSUD",
        /// *Puskesmas*.
        HealthCentre = "PUSKESMAS",
        /// *UPTD*.
        TechnicalUnit = "UPTD",
        /// *Bagian*.
        Division = "BAGIAN",
        /// *Bidang*.
        Field = "BIDANG",
        /// *Seksi*.
        Section = "SEKSI",
    }
}

remote! {
    /// The three groups of SPBE services.
    ServiceGroup is "desk::service::ServiceGroup", desk::service::ServiceGroup {
        /// *Layanan administrasi pemerintahan*.
        Administration = "ADMINISTRASI_PEMERINTAHAN",
        /// *Layanan publik*.
        Public = "LAYANAN_PUBLIK",
        /// *Layanan infrastruktur dan TIK*.
        Infrastructure = "INFRASTRUKTUR_TIK",
    }
}

remote! {
    /// Who runs the application behind a service.
    ApplicationKind is "desk::service::Application", desk::service::Application {
        /// *Aplikasi umum*: run by the centre, which has a *kontak pusat*.
        Common = "COMMON",
        /// *Aplikasi khusus*: run by the region itself.
        Special = "SPECIAL",
    }
}

remote! {
    /// The kind of work behind a service.
    WorkStream is "desk::service::WorkStream", desk::service::WorkStream {
        /// *Pelayanan pengguna*.
        UserService = "PELAYANAN_PENGGUNA",
        /// *Pengoperasian layanan*.
        Operation = "PENGOPERASIAN",
        /// *Pengelolaan aplikasi*.
        ApplicationManagement = "PENGELOLAAN_APLIKASI",
    }
}

remote! {
    /// Whose Tier 1 gets a civil servant's ticket first. A citizen's always goes to the owner's.
    FirstLine is "desk::service::FirstLine", desk::service::FirstLine {
        /// The technician of the reporter's own unit.
        ReporterUnit = "REPORTER_UNIT",
        /// The technician of the unit that owns the service.
        OwnerUnit = "OWNER_UNIT",
    }
}

remote! {
    /// How much hangs on a service.
    Criticality is "desk::service::Criticality", desk::service::Criticality {
        /// *Rendah*.
        Low = "LOW",
        /// *Sedang*.
        Medium = "MEDIUM",
        /// *Tinggi*.
        High = "HIGH",
        /// *Kritis*.
        Critical = "CRITICAL",
    }
}

remote! {
    /// What a field of a service's form takes.
    FieldType is "desk::service::FieldType", desk::service::FieldType {
        /// One line of text.
        Text = "TEXT",
        /// One of the given choices.
        Choice = "CHOICE",
        /// A date, `2026-07-09`.
        Date = "DATE",
        /// A whole number.
        Number = "NUMBER",
    }
}

remote! {
    /// Who somebody is to the government.
    RequesterType is "desk::person::RequesterType", desk::person::RequesterType {
        /// *ASN*.
        CivilServant = "CIVIL_SERVANT",
        /// *Masyarakat*.
        Citizen = "CITIZEN",
        /// *Pelaku usaha*.
        Business = "BUSINESS",
        /// *Lainnya*.
        Other = "OTHER",
    }
}

remote! {
    /// The language somebody reads.
    Language is "desk::person::Language", desk::person::Language {
        /// Indonesian.
        Indonesian = "ID",
        /// English.
        English = "EN",
    }
}

remote! {
    /// What somebody is appointed to be.
    Role is "desk::appointment::Role", desk::appointment::Role {
        /// *Petugas Service Desk Tier 1*, of a unit.
        Tier1 = "TIER1",
        /// *Petugas Service Desk Tier 2*, in a team.
        Tier2 = "TIER2",
        /// *Ketua tim Tier 2*.
        TeamLead = "TEAM_LEAD",
        /// *Koordinator Service Desk*.
        Coordinator = "COORDINATOR",
        /// *Kepala OPD*.
        UnitHead = "UNIT_HEAD",
        /// *Pengelola layanan OPD*, of a service.
        ServiceOwner = "SERVICE_OWNER",
        /// *Manajer perubahan*.
        ChangeManager = "CHANGE_MANAGER",
        /// *Penyetuju*, on a board.
        Approver = "APPROVER",
        /// *Petugas keamanan (TTIS)*, in a team.
        Security = "SECURITY",
        /// *Pimpinan*: reads a unit, or all.
        Executive = "EXECUTIVE",
        /// *Auditor*: reads, for a limited time.
        Auditor = "AUDITOR",
        /// *Administrator*.
        Administrator = "ADMINISTRATOR",
    }
}

remote! {
    /// Where an appointment stands.
    AppointmentState is "desk::appointment::AppointmentState", desk::appointment::AppointmentState {
        /// Waits for a second person (R24).
        Proposed = "PROPOSED",
        /// Counts, within its period.
        Active = "ACTIVE",
        /// Ended before its period was over.
        Ended = "ENDED",
    }
}

remote! {
    /// Why somebody is away.
    AbsenceKind is "desk::absence::AbsenceKind", desk::absence::AbsenceKind {
        /// *Cuti*.
        Leave = "CUTI",
        /// *Dinas luar*.
        DutyTravel = "DINAS_LUAR",
        /// *Sakit*.
        Sick = "SAKIT",
        /// *Pendidikan dan pelatihan*.
        Training = "DIKLAT",
    }
}

remote! {
    /// What happened.
    EventKind is "desk::event::Kind", desk::event::Kind {
        /// A ticket was opened by its requester or for them.
        TicketOpened = "TICKET_OPENED",
        /// A report that reached a handler was recorded.
        TicketRecorded = "TICKET_RECORDED",
        /// Somebody of the queue took it.
        TicketTaken = "TICKET_TAKEN",
        /// It was assigned.
        TicketAssigned = "TICKET_ASSIGNED",
        /// A public reply.
        TicketReplied = "TICKET_REPLIED",
        /// Files were added.
        TicketFilesAttached = "TICKET_FILES_ATTACHED",
        /// An internal note.
        TicketNoted = "TICKET_NOTED",
        /// A question to the requester.
        TicketAsked = "TICKET_ASKED",
        /// The requester was reminded of a question.
        TicketReminded = "TICKET_REMINDED",
        /// It waits for a third party or a date.
        TicketHeld = "TICKET_HELD",
        /// The handler was asked to check on the third party.
        TicketCheckDue = "TICKET_CHECK_DUE",
        /// Work goes on.
        TicketResumed = "TICKET_RESUMED",
        /// To another unit's Tier 1.
        TicketForwarded = "TICKET_FORWARDED",
        /// To Tier 2.
        TicketEscalated = "TICKET_ESCALATED",
        /// Tier 2 accepted the solution request.
        TicketAccepted = "TICKET_ACCEPTED",
        /// To another team.
        TicketHandedOver = "TICKET_HANDED_OVER",
        /// Back to Tier 1, to be completed.
        TicketReturned = "TICKET_RETURNED",
        /// Back to Tier 1 with a solution.
        TicketAnswered = "TICKET_ANSWERED",
        /// Solved.
        TicketResolved = "TICKET_RESOLVED",
        /// Confirmed by the requester, or by word of mouth.
        TicketConfirmed = "TICKET_CONFIRMED",
        /// Closed by the clock.
        TicketClosed = "TICKET_CLOSED",
        /// Rated.
        TicketRated = "TICKET_RATED",
        /// Reopened.
        TicketReopened = "TICKET_REOPENED",
        /// Rejected.
        TicketRejected = "TICKET_REJECTED",
        /// Withdrawn by the requester.
        TicketCancelled = "TICKET_CANCELLED",
        /// Merged into another ticket.
        TicketMerged = "TICKET_MERGED",
        /// Another ticket was merged into this one.
        TicketAbsorbed = "TICKET_ABSORBED",
        /// Kind, service, impact, urgency, priority or class changed.
        TicketReclassified = "TICKET_RECLASSIFIED",
        /// A text or file was erased.
        TicketRedacted = "TICKET_REDACTED",
        /// Somebody was involved by name.
        TicketInvolved = "TICKET_INVOLVED",
        /// Somebody follows it.
        TicketFollowed = "TICKET_FOLLOWED",
        /// Somebody no longer follows it.
        TicketUnfollowed = "TICKET_UNFOLLOWED",
        /// Linked with another ticket.
        TicketLinked = "TICKET_LINKED",
        /// Two tickets are no longer linked.
        TicketUnlinked = "TICKET_UNLINKED",
        /// It was given back to its queue.
        TicketReleased = "TICKET_RELEASED",
        /// The requester was told outside the desk's own channels.
        TicketTold = "TICKET_TOLD",
        /// *Berkas lengkap*: what the service asks for is there.
        TicketFileComplete = "TICKET_FILE_COMPLETE",
        /// The Tier 1 of the affected unit has done what a security incident asks for first.
        TicketContained = "TICKET_CONTAINED",
        /// A clock warns that its target comes near.
        ClockWarned = "CLOCK_WARNED",
        /// A clock has passed its target.
        ClockBreached = "CLOCK_BREACHED",
        /// An edit of policies, calendars or services moved due times.
        ClocksMoved = "CLOCKS_MOVED",
        /// A legal deadline was set by hand.
        LegalStarted = "LEGAL_STARTED",
        /// A legal deadline was met by its deed, or does not apply.
        LegalEnded = "LEGAL_ENDED",
        /// An exception from an SLA was asked for.
        ExceptionAsked = "EXCEPTION_ASKED",
        /// The coordinator decided on it.
        ExceptionDecided = "EXCEPTION_DECIDED",
        /// A solution request was made.
        RequestOpened = "REQUEST_OPENED",
        /// A solution request changed.
        RequestChanged = "REQUEST_CHANGED",
        /// A record of the organisation was made.
        Created = "CREATED",
        /// A record of the organisation changed.
        Changed = "CHANGED",
        /// A record of the organisation went out of use.
        Retired = "RETIRED",
        /// A password was set.
        PasswordSet = "PASSWORD_SET",
        /// A one-time code was issued.
        CodeIssued = "CODE_ISSUED",
        /// A person's data were erased.
        PersonErased = "PERSON_ERASED",
        /// A token for programs was made.
        TokenMade = "TOKEN_MADE",
        /// A token for programs was revoked.
        TokenRevoked = "TOKEN_REVOKED",
        /// Somebody signed in.
        SignedIn = "SIGNED_IN",
        /// Somebody tried to sign in and failed.
        SignInFailed = "SIGN_IN_FAILED",
        /// Somebody signed out, or was signed out.
        SignedOut = "SIGNED_OUT",
        /// Somebody was refused what they may not do.
        Refused = "REFUSED",
        /// Somebody read a confidential ticket.
        ConfidentialRead = "CONFIDENTIAL_READ",
        /// Somebody saw a NIP or phone unmasked.
        Unmasked = "UNMASKED",
        /// Something was exported.
        Exported = "EXPORTED",
        /// Somebody looked into the audit trail.
        AuditRead = "AUDIT_READ",
    }
}

remote! {
    /// Through which door a command came.
    Door is "desk::event::Door", desk::event::Door {
        /// The GraphQL API, of the portal or of a program.
        Graphql = "GRAPHQL",
        /// The Telegram bot.
        Telegram = "TELEGRAM",
        /// The command line of the server.
        Console = "CONSOLE",
        /// The clock.
        Clock = "CLOCK",
    }
}

remote! {
    /// The set a holiday belongs to; a calendar names the sets that close it.
    HolidaySet is "desk::calendar::HolidaySet", desk::calendar::HolidaySet {
        /// *Libur nasional*.
        National = "NATIONAL",
        /// *Cuti bersama*.
        JointLeave = "JOINT_LEAVE",
        /// *Libur fakultatif*: off until the region switches it on.
        LocalOptional = "LOCAL_OPTIONAL",
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
    /// By whom an event came about.
    EventActor is "desk::view::audit::ActorKind", desk::view::audit::ActorKind {
        /// A person.
        Person = "PERSON",
        /// The clock.
        Clock = "CLOCK",
        /// The operator at the server's command line.
        Console = "CONSOLE",
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

remote! {
    /// What a clock measures.
    ClockKind is "desk::sla::ClockKind", desk::sla::ClockKind {
        /// *Respons pertama*: until a handler first answers in public.
        FirstResponse = "FIRST_RESPONSE",
        /// *Tier 1*: a stay with the Tier 1 of a unit. Internal.
        Tier1 = "TIER1",
        /// *Penerimaan Tier 2*: until the team accepts the solution request. Internal.
        Tier2Accept = "TIER2_ACCEPT",
        /// *Tier 2*: a stay with a team. Internal.
        Tier2 = "TIER2",
        /// *Penyelesaian*: the promise to the requester.
        Resolution = "RESOLUTION",
        /// *Tenggat hukum*.
        Legal = "LEGAL",
    }
}

remote! {
    /// Where a clock stands. That it is late says `breachedAt`, also while it still runs.
    ClockState is "desk::sla::ClockState", desk::sla::ClockState {
        /// It runs.
        Running = "RUNNING",
        /// It stands still.
        Paused = "PAUSED",
        /// Stopped in time.
        Met = "MET",
        /// Stopped too late.
        Breached = "BREACHED",
        /// Stopped; there was no target.
        Recorded = "RECORDED",
        /// It ended without that for which it ran.
        Void = "VOID",
        /// The ticket was rejected, cancelled or merged: not counted.
        Cancelled = "CANCELLED",
    }
}

remote! {
    /// What a clock did, as the timeline tells it.
    ClockDid is "desk::sla::ClockDid", desk::sla::ClockDid {
        /// It began.
        Start = "START",
        /// It stood still from then on.
        Pause = "PAUSE",
        /// It went on.
        Resume = "RESUME",
        /// It was due at another time from then on.
        Move = "MOVE",
        /// It had stopped and went on: the ticket was reopened.
        Reopen = "REOPEN",
        /// It warned.
        Warn = "WARN",
        /// It was late.
        Late = "LATE",
        /// It stopped in time.
        Met = "MET",
        /// It stopped too late.
        Breached = "BREACHED",
        /// It stopped, without a target.
        Recorded = "RECORDED",
        /// It ended without that for which it ran.
        Void = "VOID",
        /// It ended with a ticket that was rejected, cancelled or merged.
        Cancelled = "CANCELLED",
    }
}

/// What a step of an explanation is about.
#[derive(Debug, Enum, Copy, Clone, PartialEq, Eq)]
pub enum ClockStepKind {
    /// A day on which time counted.
    Counted,
    /// Days that were closed.
    Closed,
    /// The clock stood still.
    Paused,
}

remote! {
    /// Where the request for an exception stands.
    ExceptionState is "desk::sla::ExceptionState", desk::sla::ExceptionState {
        /// It waits for the coordinator.
        Asked = "ASKED",
        /// *Dikabulkan*.
        Granted = "GRANTED",
        /// *Ditolak*.
        Refused = "REFUSED",
    }
}

remote! {
    /// Who is told of a warning or a breach.
    SlaRecipient is "desk::sla::Recipient", desk::sla::Recipient {
        /// Whoever has the ticket.
        Assignee = "ASSIGNEE",
        /// The Tier 1 that serves the unit whose queue it is or was in.
        Tier1 = "TIER1",
        /// The head of that unit.
        UnitHead = "UNIT_HEAD",
        /// The lead of the Tier 2 team.
        TeamLead = "TEAM_LEAD",
        /// *Koordinator Service Desk*.
        Coordinator = "COORDINATOR",
        /// *Kepala Dinas*.
        HeadOfDinas = "HEAD_OF_DINAS",
    }
}

remote! {
    /// What a warning or a breach does besides telling people.
    SlaAction is "desk::sla::Action", desk::sla::Action {
        /// Raises the priority by one step.
        RaisePriority = "RAISE_PRIORITY",
        /// Gives the ticket to the lead of its team.
        ReassignToLead = "REASSIGN_TO_LEAD",
        /// Escalates it to Tier 2 by itself.
        Escalate = "ESCALATE",
    }
}

remote! {
    /// From when on RESOLUTION counts.
    SlaCountFrom is "desk::sla::policy::CountFrom", desk::sla::policy::CountFrom {
        /// From the report.
        Open = "OPEN",
        /// From *Berkas lengkap*.
        Complete = "COMPLETE",
    }
}

remote! {
    /// Whether waiting for a third party pauses TIER1, TIER2 and RESOLUTION.
    SlaThirdParty is "desk::sla::policy::ThirdParty", desk::sla::policy::ThirdParty {
        /// On COMMON services, which the centre runs.
        CommonServices = "COMMON_SERVICES",
        /// Always.
        Always = "ALWAYS",
        /// Never.
        Never = "NEVER",
    }
}

remote! {
    /// What becomes of RESOLUTION when a ticket is reopened.
    SlaOnReopen is "desk::sla::policy::OnReopen", desk::sla::policy::OnReopen {
        /// It goes on with what was left.
        Resume = "RESUME",
        /// It starts anew.
        Restart = "RESTART",
    }
}

remote! {
    /// The deed that meets a legal deadline.
    LegalMetBy is "desk::sla::policy::MetBy", desk::sla::policy::MetBy {
        /// One of its own, recorded by hand.
        Deed = "DEED",
        /// The first public answer.
        FirstResponse = "FIRST_RESPONSE",
        /// The resolution of the ticket.
        Resolve = "RESOLVE",
    }
}

remote! {
    /// What a ticket was doing in a stretch of time.
    ClockWhy is "desk::sla::Why", desk::sla::Why {
        /// Somebody of the desk has to move.
        Work = "WORK",
        /// *Menunggu pelapor*.
        Requester = "REQUESTER",
        /// *Menunggu pihak ketiga*.
        ThirdParty = "THIRD_PARTY",
        /// *Menunggu jadwal* that the requester or an approved change chose.
        ChosenSchedule = "CHOSEN_SCHEDULE",
        /// *Menunggu jadwal* of our own choice.
        OwnSchedule = "OWN_SCHEDULE",
        /// *Menunggu persetujuan*.
        Approval = "APPROVAL",
        /// Between the end and *Buka kembali*.
        Done = "DONE",
    }
}

/// What a target is counted in.
#[derive(Debug, Enum, Copy, Clone, PartialEq, Eq)]
#[graphql(remote = "desk::time::TargetUnit")]
pub enum TargetUnit {
    /// Minutes in which the calendar is open.
    WorkingMinutes,
    /// Until close of business on the n-th business day after the start day.
    BusinessDays,
    /// Minutes of the clock on the wall, whatever the calendar says.
    CalendarMinutes,
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
