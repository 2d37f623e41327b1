//! The tables that can be brought in, and their columns.

use crate::codes::codes;

codes! {
    /// What a table holds.
    pub enum Sheet {
        /// Units.
        Units = "UNITS",
        /// People.
        People = "PEOPLE",
        /// Appointments of people who are known.
        Appointments = "APPOINTMENTS",
        /// The catalogue.
        Services = "SERVICES",
    }
}

codes! {
    /// What a column says; the codes are those of the fields in the commands.
    pub enum Column {
        /// Code.
        Code = "code",
        /// Name.
        Name = "name",
        /// Short name.
        ShortName = "shortName",
        /// Kind of unit.
        Kind = "kind",
        /// The unit above, by code.
        Parent = "parent",
        /// IANA zone.
        Zone = "zone",
        /// Code of a calendar.
        Calendar = "calendar",
        /// Runs Tier 2.
        ServiceDeskOffice = "serviceDeskOffice",
        /// *PD Mandiri TIK*.
        SelfManaged = "selfManaged",
        /// Must have a Tier 1.
        RequiresTier1 = "requiresTier1",
        /// Address.
        Address = "address",
        /// NIP.
        Nip = "nip",
        /// Phone.
        Phone = "phone",
        /// E-mail.
        Email = "email",
        /// A unit, by code or name.
        Unit = "unit",
        /// Who somebody is to the government.
        RequesterType = "requesterType",
        /// The language somebody reads.
        Language = "language",
        /// *Rahasiakan identitas saya*.
        HideIdentity = "hideIdentity",
        /// A role.
        Role = "role",
        /// A team, by code or name.
        Team = "team",
        /// A service, by code or name.
        Service = "service",
        /// A board of approvers.
        Board = "board",
        /// From when.
        ValidFrom = "validFrom",
        /// The last day.
        ValidTo = "validTo",
        /// Number of the SK.
        BasisNumber = "basisNumber",
        /// Date of the SK.
        BasisDate = "basisDate",
        /// Group of a service.
        Group = "group",
        /// Description.
        Description = "description",
        /// The unit that owns a service.
        Owner = "owner",
        /// Who runs an application.
        Application = "application",
        /// Kind of work.
        WorkStream = "workStream",
        /// Whose Tier 1 comes first.
        FirstLine = "firstLine",
        /// How much hangs on it.
        Criticality = "criticality",
        /// The kinds of report it takes, several in one cell.
        Kinds = "kinds",
        /// Its own fields, as JSON.
        FormFields = "formFields",
        /// *Persyaratan*, several in one cell.
        Requirements = "requirements",
        /// Needs a letter.
        NeedsLetter = "needsLetter",
        /// The approval chain, as JSON.
        ApprovalSteps = "approvalSteps",
        /// Code of an SLA policy.
        SlaPolicy = "slaPolicy",
        /// What a new ticket starts with.
        Confidentiality = "confidentiality",
        /// Code of a legal deadline.
        LegalDeadline = "legalDeadline",
        /// *Standar pelayanan*, as JSON.
        Standard = "standard",
        /// Reports are security incidents.
        SecurityIncident = "securityIncident",
        /// Tickets start at tier 2.
        StraightToTier2 = "straightToTier2",
        /// Everyday words, several in one cell.
        SearchWords = "searchWords",
        /// Whether requesters can choose it.
        Published = "published",
        /// A note for handlers.
        Note = "note",
    }
}

impl Sheet {
    /// The columns that tables of this kind can have.
    pub fn columns(self) -> &'static [Column] {
        use Column as C;
        match self {
            Self::Units => &[
                C::Code,
                C::Name,
                C::ShortName,
                C::Kind,
                C::Parent,
                C::Zone,
                C::Calendar,
                C::ServiceDeskOffice,
                C::SelfManaged,
                C::RequiresTier1,
                C::Address,
            ],
            Self::People => {
                &[C::Name, C::Nip, C::Phone, C::Email, C::Unit, C::RequesterType, C::Language, C::Zone, C::HideIdentity]
            }
            Self::Appointments => &[
                C::Nip,
                C::Phone,
                C::Email,
                C::Role,
                C::Unit,
                C::Team,
                C::Service,
                C::Board,
                C::ValidFrom,
                C::ValidTo,
                C::BasisNumber,
                C::BasisDate,
            ],
            Self::Services => &[
                C::Code,
                C::Name,
                C::Group,
                C::Description,
                C::Owner,
                C::Application,
                C::WorkStream,
                C::FirstLine,
                C::Team,
                C::Calendar,
                C::Criticality,
                C::Kinds,
                C::FormFields,
                C::Requirements,
                C::NeedsLetter,
                C::ApprovalSteps,
                C::SlaPolicy,
                C::Confidentiality,
                C::LegalDeadline,
                C::Standard,
                C::SecurityIncident,
                C::StraightToTier2,
                C::SearchWords,
                C::Published,
                C::Note,
            ],
        }
    }

    /// The columns without which no row can be understood.
    pub fn needed(self) -> &'static [Column] {
        use Column as C;
        match self {
            Self::Units => &[C::Code],
            Self::People => &[],
            Self::Appointments => &[C::Role],
            Self::Services => &[C::Code],
        }
    }
}
