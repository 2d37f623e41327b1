### Why a clock is due when it is.

explain-no-target = { $clock }: time is recorded, there is no target.
explain-line = { $clock }: { $promised }, { $end }.
explain-line-late = { $clock }: { $promised }, { $end }; late since { $at }.
explain-line-late-by-change = { $clock }: { $promised }, { $end }; late since { $at } by an edit of policy or calendar.

## What was promised

explain-business-days = { $count ->
        [one] { $count } business day
       *[other] { $count } business days
    }
explain-working-time = { $time } of working time

## How it stands

explain-paused = standing still, { $left } left
explain-not-begun = counts once the file is complete
explain-due = due { $at }
explain-never-due = never due

## What it rests on

explain-policy = Policy { $policy }, calendar { $calendar }.
explain-policy-elapsed = Policy { $policy }; every hour counts, also outside working hours.
explain-from = Counts from { $at }.
explain-from-business-days = Counts from { $at }; until close of business on the last day there are { $budget } of working time.

## What counted and what did not

explain-counted = { $date }: { $spans } = { $sum }
explain-counted-by = { $date }: { $spans } = { $sum } ({ $rule })
explain-closed = { $date }: { $why }
explain-closed-days = { $from } – { $to }: { $why }
explain-no-working-day = no working day
explain-pause = Paused { $from } – { $to }: { $why } ({ $lost } not counted)
explain-now = now
explain-sum = Sum: { $counted }.
explain-sum-of = Sum: { $counted } of { $budget }.

## Why a clock stood still

why =
    .WORK = worked on
    .REQUESTER = waiting for the requester
    .THIRD_PARTY = waiting for a third party, outside the region's control
    .CHOSEN_SCHEDULE = waiting for the date the requester chose
    .OWN_SCHEDULE = { why.WORK }
    .APPROVAL = waiting for approval
    .DONE = done until it was reopened

## Lengths, dates and times

duration-hours = { $count } h
duration-minutes = { $count } min
duration-seconds = { $count } s
date-short = { $weekday } { $day } { $month }
time-short = { $hour }:{ $minute }
time-with-seconds = { $hour }:{ $minute }:{ $second }
instant = { $date } { $year } { $time } { $zone }

weekday-short =
    .MON = Mon
    .TUE = Tue
    .WED = Wed
    .THU = Thu
    .FRI = Fri
    .SAT = Sat
    .SUN = Sun

month-short =
    .JAN = Jan
    .FEB = Feb
    .MAR = Mar
    .APR = Apr
    .MAY = May
    .JUN = Jun
    .JUL = Jul
    .AUG = Aug
    .SEP = Sep
    .OCT = Oct
    .NOV = Nov
    .DEC = Dec
