### Why a command is refused.

refusal-not-found = Not found.
refusal-forbidden = You are not allowed to do this.
refusal-sign-in-first = Please sign in first.
refusal-stale = Somebody else has just changed this. Look at the change, then try again.
refusal-stale-told = Somebody else has just changed this ({ $changes }). Look at the change, then try again.
refusal-key-reused = A request with the same id was sent before with other content.
refusal-blank = “{ $field }” must not be empty.
refusal-too-long = “{ $field }” may have at most { $most } { $most ->
        [one] character
       *[other] characters
    }.
refusal-invalid = “{ $field }” is not valid.
refusal-taken = “{ $field }” is already taken.
refusal-wrong-status = This cannot be done while the ticket is { $status }.
refusal-wrong-tier = This can only be done while the ticket is at Tier { $tier }.
refusal-not-accepted = Accept the solution request first.
refusal-already-accepted = The solution request has already been accepted.
refusal-kind-not-taken = This service does not take reports of that kind.
refusal-service-not-offered = This service is not offered.
refusal-no-team = No Tier 2 team is set for this service. Ask the coordinator.
refusal-not-in-queue = That person does not work in this ticket's queue.
refusal-too-far-back = A report can be recorded at most { $days ->
        [one] { $days } business day
       *[other] { $days } business days
    } back.
refusal-in-future = “{ $field }” must not lie in the future.
refusal-in-past = “{ $field }” must not lie in the past.
refusal-too-late = More than { $days ->
        [one] { $days } business day has
       *[other] { $days } business days have
    } passed since it was closed. Open a new, linked report.
refusal-merge-circle = A ticket cannot be merged with itself or in a circle.
refusal-merge-less-confidential = A ticket cannot be merged into a less confidential one.
refusal-classify-first = Choose the kind and the service of this ticket first.
refusal-own-appointment = You cannot appoint yourself.
refusal-second-person = A second person has to confirm this.
refusal-not-independent = The second person has to be one whose own role was given by two people, or by the operator at the server.
refusal-own-substitute = You cannot make yourself the substitute of somebody else.
refusal-substitute-elsewhere = The substitute has to be staff of the same unit or team.
refusal-no-security-team = Security incidents can only go to a team that has a security officer.
refusal-token-scope = This token is not made for this. It takes: { $scope }.
refusal-session-only = This can only be done in the portal after signing in, not with a token.
refusal-token-days = A token lives at most { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
refusal-mandate-too-long = The mandate of a security audit lasts at most { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
refusal-own-code = You cannot issue a code for yourself. Change your password in your profile, or ask somebody else.
refusal-own-gain = This would widen what you yourself may do or see. Ask somebody else who may do it.
refusal-no-login = This person has nothing to sign in by: another account signs in by their number or address. Note a NIP, number or address of their own first.
refusal-login-of-two = NIP, phone and e-mail of whoever holds this post are signed in by, and are changed at the server's console only.
refusal-no-requirements = This service asks for no documents.
refusal-file-complete = The file was declared complete already.
refusal-nothing-owed = Nothing is missing in this solution request.
refusal-own-exception = Somebody else decides on an exception: neither who asked for it nor who handled the ticket.
refusal-cannot-store = Nothing can be stored at the moment, and neither was this. Try again in a while.
refusal-no-room = There is hardly any room left, so no files are taken for now. Send it without attachments, or try again later.
refusal-no-room-for-text = There is hardly any room left, so only short texts are taken for now. Shorten it to about { $most } characters, or try again later.
refusal-retired = This { $what } is no longer active.
refusal-in-use = Still in use by { $what }.
refusal-holds-tickets =
    { $count ->
        [one] One active ticket still lies there. Finish it or move it first.
       *[other] { $count } active tickets still lie there. Finish or move them first.
    }
refusal-known-person =
    { $count ->
        [one] Somebody we know has this number. Choose them, or say that it is another person.
       *[other] { $count } people we know have this number. Choose one of them, or say that it is another person.
    }
refusal-merged-into = This ticket was merged. Go on in { $number }.
refusal-one-service-desk-office = Exactly one unit must be the service desk office.
refusal-wrong-credentials = Wrong name or password.
refusal-slow-down = Too many attempts. Try again in { $time }.
refusal-wrote-much = You have written very much in a short time. Try again in { $time }.
refusal-password-too-short = A password needs at least { $least } characters.
refusal-password-too-long = A password may have at most { $most } characters.
refusal-password-common = This password is too common and easy to guess.
refusal-password-personal = A password must not contain your name, NIP, phone or e-mail.
refusal-wrong-code = The code is wrong, already used or out of date.
refusal-staff-code = Codes for staff can only be issued by an administrator.
refusal-password-again = Enter your password again to do this.
refusal-file-too-large = The file is too large; at most { $megabytes } MB.
refusal-file-kind = Files of this kind are not taken. Taken are: { $kinds }.
refusal-stale-draft = This draft was changed in another window or on another computer. Both texts are still there.
refusal-file-quota = Too many uploaded files that are not attached yet. Try again tomorrow.
refusal-file-day-quota = You have uploaded { $megabytes } MB in the last 24 hours. Try again tomorrow.
refusal-ticket-file-quota = The files of this ticket have reached { $megabytes } MB. No more can be added.
refusal-file-damaged = The content of this file is gone or no longer what was uploaded, and is not handed out. Tell whoever runs the system.
refusal-file-not-yours = This file is not yours or already attached.
refusal-page-size = Ask for 1 to { $most } rows at a time, with either first or last.
refusal-wrong-cursor = That cursor is not known.
refusal-too-many = At most { $most } at once.
refusal-rows = The table has { $count ->
        [one] { $count } mistake
       *[other] { $count } mistakes
    }; nothing was saved.
refusal-unknown = “{ $value }” is not known as { $field }.
refusal-unknown-of = “{ $value }” is not known as { $field }. Known are: { $known }.
refusal-twice = The same as line { $line }; one row is enough for one thing.
refusal-ambiguous = More than one has this { $field }; write the code or the NIP.
refusal-unit-circle = Units must not lie above each other in a circle.
refusal-no-identity = Fill in at least one of NIP, phone and e-mail.
refusal-spreadsheet-number = A spreadsheet has rounded this { $field }. Make the column text and fill it in again.
refusal-day = “{ $value }” is no date. Write for instance 2026-07-09, 9-7-2026 or 9 July 2026.
refusal-day-year = “{ $value }”: write the year with four digits, between 1900 and 2200.
nip-characters = A NIP has digits only.
nip-length = A NIP has 18 digits.
nip-birth-date = The first eight digits of a NIP are the date of birth, and these are no date. Look at the digits again.
nip-sex = The fifteenth digit of a NIP is the sex, 1 or 2. Look at the digits again.
phone-characters = A phone number has digits only; give one number.
phone-no-prefix = This phone number lacks the area or the country code. Begin with 0 or +62.
phone-too-short = This phone number has too few digits.
phone-too-long = This phone number has too many digits.
phone-pattern = No phone number begins like this.
refusal-repeats = This comes again by a rule. Write each of its dates as an entry of its own.
refusal-lasts-longer = This lasts longer than { $most } { $most ->
        [one] day
       *[other] days
    }.
refusal-ends-before = This ends before it begins.
row-problem = line { $line }: { $sentence }
left-out = line { $line }, “{ $name }”: { $sentence }

## How long to wait

wait-seconds = { $count ->
        [one] { $count } second
       *[other] { $count } seconds
    }
wait-minutes = { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }

## The fields of a form, as a sentence names them

field =
    .title = title
    .text = text
    .description = description
    .location = location
    .contact = contact
    .question = question
    .reason = reason
    .body = body
    .macro = macro
    .diagnosis = diagnosis
    .stepsTried = steps tried
    .helpWanted = help wanted
    .missing = missing
    .solution = solution
    .resolution = resolution
    .cause = cause
    .tag = tag
    .name = name
    .shortName = short name
    .code = code
    .phone = phone
    .email = e-mail
    .nip = NIP
    .unit = unit
    .team = team
    .service = service
    .person = person
    .requester = requester
    .receivedAt = time received
    .until = until
    .rating = rating
    .kind = kind
    .calendar = calendar
    .form = form
    .who = who is waited for
    .through = through
    .how = how
    .setting = Setting
    .value = value
    .parent = parent
    .owner = owner
    .group = group
    .workStream = work stream
    .firstLine = first line
    .kinds = kinds of report
    .application = application
    .criticality = criticality
    .confidentiality = confidentiality
    .requesterType = kind of requester
    .language = language
    .role = role
    .appointment = appointment
    .scope = scope
    .board = board
    .validFrom = valid from
    .validTo = valid until
    .basisNumber = number of the decree
    .basisDate = date of the decree
    .formFields = form fields
    .approvalSteps = approval steps
    .standard = standard
    .zone = time zone
    .password = password
    .login = login
    .clock = clock
    .deed = deed
    .met = met
    .note = note
    .percent = percent
    .policy = policy
    .since = since
    .targets = targets
    .to = to
    .substitute = substitute
    .absence = absence
    .treatment = treatment
    .file = file
    .files = files
    .requestId = request id
    .scopes = scopes
    .part = part
    .ticket = ticket
    .seen = version seen
    .from = from
    .assignee = assignee
    .other = other ticket
    .date = date
    .set = set
    .filter = filter
    .year = year
    .basis = basis
    .serviceDeskOffice = service desk office
    .selfManaged = self-managed
    .requiresTier1 = requires Tier 1
    .address = address
    .hideIdentity = hide identity
    .requirements = requirements
    .needsLetter = needs a letter
    .slaPolicy = SLA policy
    .legalDeadline = legal deadline
    .securityIncident = security incident
    .straightToTier2 = straight to Tier 2
    .searchWords = everyday words
    .published = published
    .comment = comment
    .covers = covers
    .reference = reference
    .source = source

## What happened on a ticket, for a person who was not quick enough

happened =
    .TICKET_OPENED = reported
    .TICKET_RECORDED = recorded
    .TICKET_TAKEN = taken
    .TICKET_ASSIGNED = assigned
    .TICKET_REPLIED = replied to
    .TICKET_FILES_ATTACHED = given files
    .TICKET_NOTED = noted on
    .TICKET_ASKED = waiting for the requester
    .TICKET_REMINDED = the requester was reminded
    .TICKET_HELD = held
    .TICKET_CHECK_DUE = due to be checked
    .TICKET_RESUMED = resumed
    .TICKET_FORWARDED = forwarded
    .TICKET_ESCALATED = escalated
    .TICKET_ACCEPTED = accepted by Tier 2
    .TICKET_HANDED_OVER = handed over
    .TICKET_RETURNED = returned to be completed
    .TICKET_ANSWERED = answered by Tier 2
    .TICKET_RESOLVED = resolved
    .TICKET_CONFIRMED = confirmed
    .TICKET_CLOSED = closed
    .TICKET_RATED = rated
    .TICKET_REOPENED = reopened
    .TICKET_REJECTED = rejected
    .TICKET_CANCELLED = cancelled
    .TICKET_MERGED = merged
    .TICKET_ABSORBED = merged with another
    .TICKET_RECLASSIFIED = reclassified
    .TICKET_REDACTED = redacted
    .TICKET_INVOLVED = somebody was involved
    .TICKET_FOLLOWED = followed
    .TICKET_UNFOLLOWED = no longer followed
    .TICKET_LINKED = linked
    .TICKET_UNLINKED = no longer linked
    .TICKET_TAGGED = tagged
    .TICKET_RELEASED = released
    .TICKET_TOLD = the requester was told
    .TICKET_REQUEST_COMPLETED = its solution request was completed
    .TICKET_FILE_COMPLETE = its file was declared complete
    .TICKET_CONTAINED = containment steps were carried out
    .CLOCK_WARNED = coming near its target
    .CLOCK_BREACHED = past its target
    .CLOCKS_MOVED = its due times moved
    .LEGAL_STARTED = given a legal deadline
    .LEGAL_ENDED = a legal deadline was met
    .EXCEPTION_ASKED = an SLA exception was asked for
    .EXCEPTION_DECIDED = an SLA exception was decided on

### What is wrong with a calendar.

calendar-unknown-zone = There is no time zone “{ $zone }”.
calendar-missing-week = The weekly hours are missing.
calendar-always-with-hours = A calendar that never closes has no weekly hours, holidays or replacements.
calendar-holiday-set-twice = { $set } cannot both always close and be optional.
calendar-unknown-weekday = “{ $weekday }” is no day of the week. They are written MON, TUE, WED, THU, FRI, SAT, SUN.
calendar-bad-time = { $place }: “{ $time }” is no time. Write HH:MM, an opening before 24:00 and a closing by 48:00.
calendar-end-before-start = { $place }: it closes at { $to }, not after it opens at { $from }. For a night shift, write the closing time of the next day plus 24 (06:00 becomes 30:00).
calendar-overlapping-windows = { $place }: { $first } and { $second } overlap.
calendar-replacement-backwards = The replacement “{ $name }” ends ({ $to }) before it begins ({ $from }).
calendar-overlapping-replacements = The replacements “{ $first }” and “{ $second }” overlap.

weekday =
    .MON = Monday
    .TUE = Tuesday
    .WED = Wednesday
    .THU = Thursday
    .FRI = Friday
    .SAT = Saturday
    .SUN = Sunday
