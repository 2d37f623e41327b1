//! The organisation: units, services, people and what they are, holidays.

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
        /// *Auditor keamanan*: with a dated mandate, reads what is RESTRICTED too.
        SecurityAuditor = "SECURITY_AUDITOR",
        /// *Administrator*.
        Administrator = "ADMINISTRATOR",
    }
}

remote! {
    /// Where an appointment stands.
    AppointmentState is "desk::appointment::AppointmentState", desk::appointment::AppointmentState {
        /// Waits for a second person.
        Proposed = "PROPOSED",
        /// Counts, within its period.
        Active = "ACTIVE",
        /// Ended before its period was over.
        Ended = "ENDED",
    }
}

remote! {
    /// What a token for programs may do.
    TokenScope is "desk::token::TokenScope", desk::token::TokenScope {
        /// Reads what its person sees; every token does.
        Read = "READ",
        /// Works on the desk: opens and handles tickets, shifts, files.
        Tickets = "TICKETS",
        /// Keeps catalogue, people and settings.
        Administration = "ADMINISTRATION",
        /// Takes lists along.
        Exports = "EXPORTS",
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
