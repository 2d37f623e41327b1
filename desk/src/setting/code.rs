//! The keys of settings.

use crate::codes::codes;

codes! {
    /// The settings.
    pub enum SettingKey {
        /// The region's name.
        RegionName = "region.name",
        /// *Bupati* or *Wali Kota*.
        HeadOfRegion = "terms.headOfRegion",
        /// What the region calls a unit: OPD, PD, Perangkat Daerah, Unit Kerja.
        UnitTerm = "terms.unit",
        /// What it calls the office that runs Tier 2.
        Tier2Office = "terms.tier2Office",
        /// The region's IANA time zone.
        TimeZone = "timeZone",
        /// How many days a token for programs lives at most.
        TokenDays = "tokens.longestDays",
        /// Prefix of ticket numbers.
        TicketPrefix = "numbers.ticket",
        /// Prefix of the numbers of solution requests.
        RequestPrefix = "numbers.solutionRequest",
        /// Digits of a number.
        NumberDigits = "numbers.digits",
        /// How many Tier 1 officers each unit must have.
        MinTier1PerUnit = "tiers.minTier1PerUnit",
        /// Business days after which a resolved ticket closes by itself.
        AutoCloseDays = "tickets.autoCloseDays",
        /// Business days within which a closed ticket can be reopened.
        ReopenDays = "tickets.reopenDays",
        /// Business days after which a question is first recalled to the requester.
        RemindOnceDays = "tickets.remindOnceDays",
        /// Business days after which a question is recalled a second time.
        RemindTwiceDays = "tickets.remindTwiceDays",
        /// Business days after which a ticket without an answer is closed.
        UnansweredDays = "tickets.unansweredDays",
        /// The words that tickets can be tagged with.
        Tags = "tickets.tags",
        /// Code of the coordinator's team, to which tickets escalate by themselves.
        CoordinatorTeam = "escalation.coordinatorTeam",
        /// What the Tier 1 of a unit does first at a security incident there.
        ContainmentSteps = "security.containmentSteps",
        /// How the security team is reached at once.
        SecurityContact = "security.contact",
        /// How many business days back a report may be recorded.
        RecordBackDays = "tickets.recordBackDays",
        /// How many megabytes of files one ticket may carry.
        FilesPerTicket = "files.perTicketMb",
        /// How many megabytes of files one person may upload in 24 hours.
        FilesPerDay = "files.perPersonDayMb",
        /// How many commands somebody who holds no role may give in an hour.
        RequesterPerHour = "writing.requesterPerHour",
        /// How many somebody may who holds one.
        StaffPerHour = "writing.staffPerHour",
        /// Whether PD Mandiri TIK exist here.
        SelfManagedUnits = "pdMandiri.enabled",
        /// Who coordinates changes.
        ChangeCoordinator = "change.coordinator",
        /// When the board decides on a change.
        ChangeBoard = "change.boardStep",
        /// Who coordinates services.
        ServiceCoordinator = "service.coordinator",
        /// What the coordinating board is called.
        BoardLabel = "board.label",
        /// Who runs the LAN.
        LanOperator = "lan.operator",
        /// Whether placement in the data centre is a must.
        DataCentrePlacement = "dataCentre.placement",
        /// Whether every unit hands in a LAN diagram each year.
        LanDiagramYearly = "obligations.lanDiagramYearly",
        /// Whether LAN changes must be reported.
        LanChangeReport = "obligations.lanChangeReport",
        /// How often backups must be reported.
        BackupReport = "obligations.backupReport",
        /// The documents of a hand-over.
        HandoverTemplate = "handover.template",
        /// What the Dinas gives before an application is built.
        AppDecision = "appBuild.decisionType",
        /// Whether ICT procurement needs a recommendation.
        ProcurementRecommendation = "procurement.recommendation",
        /// Steps of the asset process.
        AssetLifecycle = "asset.lifecycle",
        /// To whom monitoring is reported, in order.
        MonitoringRoute = "monitoring.route",
        /// Whether the survey is taken per unit.
        SurveyPerUnit = "survey.perUnit",
        /// Whether the bot takes reports from the public.
        PublicReports = "telegram.publicReports",
    }
}

impl SettingKey {
    /// Whether anything is decided by it. What is not is kept for rows of before, and neither shown nor set: a screen promises nothing that no code
    /// keeps. A test compares this with the code.
    pub fn in_use(self) -> bool {
        use SettingKey as K;
        !matches!(
            self,
            K::HeadOfRegion
                | K::UnitTerm
                | K::MinTier1PerUnit
                | K::SelfManagedUnits
                | K::ChangeCoordinator
                | K::ChangeBoard
                | K::ServiceCoordinator
                | K::BoardLabel
                | K::LanOperator
                | K::DataCentrePlacement
                | K::LanDiagramYearly
                | K::LanChangeReport
                | K::BackupReport
                | K::HandoverTemplate
                | K::AppDecision
                | K::ProcurementRecommendation
                | K::AssetLifecycle
                | K::MonitoringRoute
                | K::SurveyPerUnit
                | K::PublicReports
        )
    }
}
