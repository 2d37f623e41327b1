### What a verification of the record finds.

## Findings

finding-event-edited = Event { $seq } of { $stream } was edited: its bytes do not match its hash.
finding-event-missing = { $more ->
        [0] Event { $from }
       *[other] Every event from { $from } to { $to }
    } of { $stream } was deleted.
finding-event-inserted = Event { $seq } of { $stream } was inserted or replaced: the chain does not know it.
finding-event-out-of-place = Reordered: event { $seq } of { $stream } was event { $belongs }.
finding-tail-cut = The end of { $stream } was cut off: { $more ->
        [0] event { $from }
       *[other] every event from { $from } to { $to }
    } is gone, yet { $witness } knows of it.
finding-head-wrong = The head of { $stream } { $fault }.
finding-stream-missing = All events of { $stream } are gone, yet { $witness } knows of them.
finding-record-unreadable = { $record } was edited outside the program: its row cannot be read.
finding-record-edited = { $record } was edited outside the program: { $columns }.
finding-record-found-altered = { $record } was once edited outside the program, as event { $seq } found: { $columns }.
finding-record-missing = { $record } was deleted outside the program.
finding-record-without-events = { $record } was inserted outside the program: no event made it.
finding-text-edited = The text of { $place } is not the one on record.
finding-text-missing = The text of { $place } is gone, and nothing erased it.
finding-text-erased-without-event = The text of { $place } was erased without an event.
finding-text-not-erased = The text of { $place } is there, though an event erased it.
finding-message-forged = { $place } was forged: { $fault }.
finding-attachment-wrong = { $place } is not as recorded: { $fault }.
finding-seal-broken = Seal { $seal } is broken: { $fault }.
finding-seal-missing = { $more ->
        [0] Seal { $from }
       *[other] Every seal from { $from } to { $to }
    } was deleted.
finding-seal-contradicted = { $stream } was rewritten: event { $seq } is not the one that was sealed (seal { $seal }). What was changed is that event or an earlier one.
finding-anchor-lacking = The anchor holds seal { $seal }, which the database lacks.
finding-anchor-differs = Seal { $seal } of the database is not the one that the anchor holds.
finding-anchor-broken = The anchor itself is broken at seal { $seal }.
finding-rows-unreadable = The table { $table } holds { $rows ->
        [one] { $rows } row whose key
       *[other] { $rows } rows whose keys
    } cannot be read.
finding-export-broken = The export is broken at line { $line }.

## Who knows of more events than there are

witness-head = its head
witness-seal = seal { $seal }

## What is wrong

head-fault =
    .MISSING = is missing
    .UNREADABLE = cannot be read
    .NUMBER = does not point to the last event
    .HASH = bears another hash than the last event
    .INSTANT = bears another instant than the last event
    .SEALED = claims to be sealed up to another event than the seals hold

seal-fault =
    .UNREADABLE = it cannot be read
    .HASH = its hash does not match what it says
    .CHAIN = it does not point to the seal before
    .ROOT = its leaves do not make its root
    .KEY = it was signed by a key that is not trusted
    .SIGNATURE = its signature is wrong

file-fault =
    .MISSING = its row is gone
    .UNRECORDED = no event attached it
    .UNREADABLE = its row cannot be read
    .CONTENT = its content was exchanged
    .BYTES = the bytes that are kept are not those uploaded
    .BYTES_MISSING = its bytes are gone
    .NAME = its name is another
    .KIND = its kind, size or instant is another
    .MESSAGE = it hangs on another message
    .UPLOADER = its uploader is another
    .ERASED = it was erased without an event
    .NOT_ERASED = it is there, though an event erased it

message-fault =
    .UNRECORDED = no event brought it
    .UNREADABLE = its row cannot be read
    .DIGEST = the digest of its text is another
    .KIND = its kind is another
    .AUDIENCE = its audience is another
    .AUTHOR = its author is another
    .DOOR = its door is another
    .INSTANT = its instant is another
    .NUMBER = the number of its event is another

## What is proven and what is not

proven-by-anchor = Proven up to seal { $seal } by the anchor outside the database.
proven-by-seal = Nothing after seal { $seal } is proven, and without an anchor not that it is the last seal.
proven-nothing = Nothing is proven.
unproven-signatures = The signatures of the seals were not checked: no public key was given.
unproven-not-anchored = { $count ->
        [one] The last seal is
       *[other] The last { $count } seals are
    } not in the anchor yet.
unproven-unsealed = { $count ->
        [one] { $count } event is
       *[other] { $count } events are
    } not sealed yet.
unproven-files = The bytes of attached files were not read (--files).
unproven-rows = This is an export: rows and texts were not compared.
unchecked = Not checked: { $count } { $what }.

unchecked-what =
    .OLD_TICKETS = old tickets whose parties and due actions have no digest yet
    .OLD_POWERS = old passwords and tokens that have no digest yet
    .CLOCKS = tickets whose clocks an edit of policies or calendars has yet to reach
    .NUMBERS = counters that may not be read
