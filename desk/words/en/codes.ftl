### A word for each code: a message is a set, an attribute is a code. The portal says the same words.

## Tickets

status =
    .NEW = New
    .IN_PROGRESS = In progress
    .WAITING_REQUESTER = Waiting for the requester
    .WAITING_THIRD_PARTY = Waiting for a third party
    .WAITING_SCHEDULE = Waiting for a date
    .WAITING_APPROVAL = Waiting for approval
    .RESOLVED = Solved (to be confirmed)
    .CLOSED = Closed
    .REJECTED = Rejected
    .CANCELLED = Withdrawn
    .MERGED = Merged

status-in-sentence =
    .NEW = new
    .IN_PROGRESS = in progress
    .WAITING_REQUESTER = waiting for the requester
    .WAITING_THIRD_PARTY = waiting for a third party
    .WAITING_SCHEDULE = waiting for a date
    .WAITING_APPROVAL = waiting for approval
    .RESOLVED = solved
    .CLOSED = closed
    .REJECTED = rejected
    .CANCELLED = withdrawn
    .MERGED = merged

kind =
    .INCIDENT = Incident
    .REQUEST = Request
    .PROBLEM = Problem
    .COMPLAINT = Complaint
    .CHANGE = Change

priority =
    .CRITICAL = Critical
    .HIGH = High
    .MEDIUM = Medium
    .LOW = Low

impact =
    .WIDE = Many offices or the public
    .UNIT = One office
    .PERSON = Me

urgency =
    .HIGH = has stopped
    .MEDIUM = is hindered
    .LOW = goes on

channel =
    .WEB = Web
    .TELEGRAM = Telegram
    .EMAIL = E-mail
    .PHONE = Phone
    .WALK_IN = Walk-in
    .LETTER = Letter
    .WHATSAPP = WhatsApp
    .API = API

confidentiality =
    .NORMAL = Normal
    .RESTRICTED = Restricted
    .SECRET = Secret

cause =
    .USER_ERROR = User error
    .APPLICATION_FAULT = Application fault
    .CONFIGURATION_FAULT = Configuration fault
    .DEVICE_FAILURE = Device failure
    .PROVIDER_OUTAGE = Provider outage
    .POWER = Power
    .CYBER_ATTACK = Cyber attack
    .CAPACITY = Capacity
    .FAILED_CHANGE = Failed change
    .WRONG_DATA = Wrong data
    .CENTRAL_PARTY = Central party (common application)
    .NOT_FOUND = Not found
    .FULFILLED = Request fulfilled

end-reason =
    .CONFIRMED = Confirmed by the requester
    .CONFIRMED_ORALLY = Confirmed by word of mouth
    .AUTOMATIC = Closed by itself
    .NO_ANSWER = No answer

wait-for =
    .THIRD_PARTY = A third party
    .SCHEDULE_BY_REQUESTER = A date of the requester
    .SCHEDULE_BY_CHANGE = A date of a change
    .SCHEDULE_BY_US = A date of ours

route-reason =
    .REPORTER_UNIT = Technician of the requester’s unit
    .OWNER_UNIT = Technician of the owner of the service
    .PARENT_TIER1 = Tier 1 of the parent unit
    .NO_TIER1 = No Tier 1: the coordinator
    .SECURITY_INCIDENT = Security incident: straight to Tier 2
    .STRAIGHT_TO_TIER2 = Straight to Tier 2
    .COMPLAINT_ABOUT_HANDLING = Complaint about handling: the coordinator
    .SERVICE_UNKNOWN = Service not known yet
    .FORWARDED = Forwarded

message =
    .REPORT = Report
    .REPLY = Reply
    .NOTE = Note
    .SUPERVISION = Supervision note
    .QUESTION = Asks for information
    .HOLD = Holds
    .FORWARD = Why it was forwarded
    .HAND_OVER = Why it was handed over
    .RETURN = What is missing
    .ANSWER = Solution for Tier 1
    .RESOLUTION = Resolution
    .CONFIRMATION = Confirmation
    .REOPEN = Reopens
    .REJECT = Why it was rejected
    .CANCEL = Why it was withdrawn
    .MERGE = Why it was merged
    .RATING = Rating
    .RECLASSIFY = Why it was changed
    .REDACTION = Why it was hidden
    .EXCEPTION = SLA exception
    .DEED = Legal deadline

request-state =
    .OPEN = To be accepted
    .ACCEPTED = Accepted
    .RETURNED = Returned to be completed
    .ANSWERED = Solution sent to Tier 1
    .SOLVED = Solved by Tier 2
    .WITHDRAWN = Withdrawn

escalation-reason =
    .NEEDS_TIER2_AUTHORITY = Needs the authority of Tier 2
    .NEEDS_EXPERTISE = Needs expertise
    .CROSS_UNIT = Across units
    .DINAS_ASSET = Asset of the Dinas
    .NEEDS_CHANGE = Needs a change
    .PAST_TIER1_TARGET = Past the Tier 1 target
    .SECURITY_INCIDENT = Security incident
    .LEADERSHIP_REQUEST = Request of the leadership

told-by =
    .WHATSAPP = on WhatsApp
    .PHONE = by telephone
    .IN_PERSON = in person

act =
    .OPEN = Report
    .RECORD = Record a report
    .TAKE = Take
    .ASSIGN = Assign
    .REPLY = Reply
    .ATTACH = Add files
    .NOTE = Internal note
    .ASK = Ask for information
    .HOLD = Hold
    .RESUME = Resume
    .FORWARD = Forward to another unit
    .ESCALATE = Escalate to Tier 2
    .COMPLETE_REQUEST = Complete the solution request
    .ACCEPT = Accept
    .HAND_OVER = Hand over to another team
    .RETURN = Return to be completed
    .ANSWER = Send the solution to Tier 1
    .RESOLVE = Resolve
    .CONFIRM = Record a spoken confirmation
    .RATE = Rate
    .REOPEN = Reopen
    .REJECT = Reject
    .CANCEL = Withdraw the report
    .MERGE = Merge
    .RECLASSIFY = Change kind, service or priority
    .REDACT = Hide the content
    .INVOLVE = Involve somebody
    .FOLLOW = Follow
    .LINK = Link
    .TAG = Tag
    .PROMOTE_TO_PROBLEM = Make it a problem
    .RAISE_CHANGE = Ask for a change
    .COMPLETE_FILE = The file is complete
    .START_LEGAL = Set a legal deadline
    .END_LEGAL = Record that a legal deadline was met
    .ASK_EXCEPTION = Ask for an SLA exception
    .DECIDE_EXCEPTION = Decide on an SLA exception

## People and units

requester-type =
    .CIVIL_SERVANT = Civil servant
    .CITIZEN = Citizen
    .BUSINESS = Business
    .OTHER = Other

role =
    .TIER1 = Tier 1 service desk officer
    .TIER2 = Tier 2 service desk officer
    .TEAM_LEAD = Tier 2 team lead
    .COORDINATOR = Service desk coordinator
    .UNIT_HEAD = Head of unit
    .SERVICE_OWNER = Service owner
    .CHANGE_MANAGER = Change manager
    .APPROVER = Approver
    .SECURITY = Security officer (CSIRT)
    .EXECUTIVE = Executive
    .AUDITOR = Auditor
    .SECURITY_AUDITOR = Security auditor (by mandate)
    .ADMINISTRATOR = Administrator

appointment-state =
    .PROPOSED = Waits for a second person
    .ACTIVE = In force
    .ENDED = Ended

absence-kind =
    .CUTI = Leave
    .DINAS_LUAR = Duty travel
    .SAKIT = Sick
    .DIKLAT = Training

token-scope =
    .READ = Reading
    .TICKETS = Tickets
    .ADMINISTRATION = Administration
    .EXPORTS = Exports of lists

token-scope-in-sentence =
    .READ = reading
    .TICKETS = tickets
    .ADMINISTRATION = administration
    .EXPORTS = exports of lists

unit-kind =
    .SEKRETARIAT = Secretariat
    .INSPEKTORAT = Inspectorate
    .DINAS = Office (dinas)
    .BADAN = Agency (badan)
    .SATUAN = Force (satuan)
    .KECAMATAN = District (kecamatan)
    .KELURAHAN = Village (kelurahan/desa)
    .RSUD = Regional hospital
    .PUSKESMAS = Health centre
    .UPTD = Technical unit (UPTD)
    .BAGIAN = Division (bagian)
    .BIDANG = Department (bidang)
    .SEKSI = Section (seksi)

language =
    .ID = Bahasa Indonesia
    .EN = English

## Services

service-group =
    .ADMINISTRASI_PEMERINTAHAN = Government administration
    .LAYANAN_PUBLIK = Public services
    .INFRASTRUKTUR_TIK = Infrastructure and ICT

application-kind =
    .COMMON = Common (run by the centre)
    .SPECIAL = Special (the region’s own)

work-stream =
    .PELAYANAN_PENGGUNA = User services
    .PENGOPERASIAN = Operations
    .PENGELOLAAN_APLIKASI = Application management

first-line =
    .REPORTER_UNIT = Technician of the requester’s unit
    .OWNER_UNIT = Technician of the owner

criticality =
    .LOW = { priority.LOW }
    .MEDIUM = { priority.MEDIUM }
    .HIGH = { priority.HIGH }
    .CRITICAL = { priority.CRITICAL }

## Due times

clock =
    .FIRST_RESPONSE = First response
    .TIER1 = Tier 1 time
    .TIER2_ACCEPT = Tier 2 acceptance
    .TIER2 = Tier 2 time
    .RESOLUTION = Resolution
    .LEGAL = Legal deadline

holiday-set =
    .NATIONAL = National holiday
    .JOINT_LEAVE = Joint leave
    .LOCAL_OPTIONAL = Local optional

sla-recipient =
    .ASSIGNEE = Assignee
    .TIER1 = Tier 1
    .UNIT_HEAD = Head of unit
    .TEAM_LEAD = Team lead
    .COORDINATOR = Coordinator
    .HEAD_OF_DINAS = Head of the Dinas

sla-action =
    .RAISE_PRIORITY = Raise the priority
    .REASSIGN_TO_LEAD = Give to the team lead
    .ESCALATE = Escalate to Tier 2 by itself

sla-count-from =
    .OPEN = The report
    .COMPLETE = The complete file

sla-third-party =
    .COMMON_SERVICES = On common applications only
    .ALWAYS = Always
    .NEVER = Never

sla-on-reopen =
    .RESUME = Goes on with what was left
    .RESTART = Starts anew

legal-met-by =
    .DEED = A deed of its own
    .FIRST_RESPONSE = First response
    .RESOLVE = Resolution

## Lists, the record and settings

view =
    .MY_REPORTS = My reports
    .MY_WORK = My tickets
    .UNIT_QUEUE = Unit queue
    .TEAM_QUEUE = Team queue
    .UNASSIGNED = Unassigned
    .WAITING = Waiting
    .TO_COMPLETE = To be completed
    .CAME_BACK = Back from Tier 2
    .AT_TIER2 = At Tier 2
    .OUR_PEOPLE = Reports of our people
    .WITHOUT_TIER1 = Handled by nobody
    .FOLLOWED = Followed
    .REPLIED_AFTER_END = Late replies
    .UNTOLD = Not told yet
    .AT_RISK = At risk
    .LATE = Late
    .PAUSED = Paused
    .EXCEPTIONS_ASKED = Exceptions asked for
    .ACTIVE = All active
    .ALL = All tickets

order =
    .NEWEST = Newest
    .OLDEST = Oldest
    .LATEST_ACTIVITY = Latest activity
    .DUE = Next due

event-actor =
    .PERSON = Somebody
    .CLOCK = The clock
    .CONSOLE = Server console

door =
    .GRAPHQL = Portal or API
    .TELEGRAM = Telegram
    .CONSOLE = Server console
    .CLOCK = The clock

setting =
    .region_name = Name of the region
    .terms_headOfRegion = Title of the head of region
    .terms_unit = What a unit is called
    .terms_tier2Office = The office that runs Tier 2
    .timeZone = Time zone of the region
    .tokens_longestDays = API tokens live at most (days)
    .numbers_ticket = Prefix of ticket numbers
    .numbers_solutionRequest = Prefix of solution requests
    .numbers_digits = Digits of a number
    .tiers_minTier1PerUnit = Tier 1 officers per unit, at least
    .tickets_autoCloseDays = Closed by itself after (business days)
    .tickets_reopenDays = Can be reopened within (business days)
    .tickets_remindOnceDays = First reminder to the requester (business days)
    .tickets_remindTwiceDays = Second reminder to the requester (business days)
    .tickets_unansweredDays = Closed without an answer after (business days)
    .tickets_tags = Tags that tickets can be given
    .escalation_coordinatorTeam = The coordinator’s team, where tickets escalate by themselves (code)
    .security_containmentSteps = What Tier 1 does first at a security incident
    .security_contact = How the security team is reached at once
    .tickets_recordBackDays = Reports can be recorded back (business days)
    .files_perTicketMb = Files of one ticket, at most (MB)
    .files_perPersonDayMb = Uploads of one person in 24 hours, at most (MB)
    .writing_requesterPerHour = Commands of one requester in an hour, at most
    .writing_staffPerHour = Commands of one officer in an hour, at most
    .pdMandiri_enabled = Units that manage their own ICT exist
    .change_coordinator = Coordinator of changes
    .change_boardStep = The board’s step in changes
    .service_coordinator = Coordinator of services
    .board_label = What the coordinating board is called
    .lan_operator = Who runs the LAN
    .dataCentre_placement = Placement in the data centre
    .obligations_lanDiagramYearly = LAN diagrams are handed in yearly
    .obligations_lanChangeReport = LAN changes must be reported
    .obligations_backupReport = Backup reports
    .handover_template = Documents of a hand-over
    .appBuild_decisionType = What the Dinas gives before an application is built
    .procurement_recommendation = ICT procurement needs a recommendation
    .asset_lifecycle = Steps of the asset process
    .monitoring_route = Route of monitoring reports
    .survey_perUnit = Survey per unit
    .telegram_publicReports = Take reports of the public by Telegram
