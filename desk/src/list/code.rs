//! The lists of tickets, and their orders.

use crate::codes::codes;

codes! {
    /// The lists people work with.
    pub enum View {
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
        /// *Kembali dari Tier 2*: returned to be completed, or answered, and not finished; in my queues or mine, for the coordinator everywhere.
        CameBack = "CAME_BACK",
        /// *Sedang di Tier 2*: escalated by the units I serve, and still there; for the coordinator everywhere.
        AtTier2 = "AT_TIER2",
        /// *Laporan orang kami*: active and reported by people of the units I serve, wherever it is handled.
        OurPeople = "OUR_PEOPLE",
        /// *Tanpa yang menangani*: active at tier 1 where nobody serves, or at tier 2 with a team that nobody is in; for the coordinator.
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

codes! {
    /// The order of a list.
    pub enum Order {
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
