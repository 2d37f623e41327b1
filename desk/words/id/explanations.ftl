### Why a clock is due when it is.

explain-no-target = { $clock }: waktu dicatat tanpa target.
explain-line = { $clock }: { $promised }, { $end }.
explain-line-late = { $clock }: { $promised }, { $end }; terlambat sejak { $at }.
explain-line-late-by-change = { $clock }: { $promised }, { $end }; terlambat sejak { $at } karena perubahan kebijakan atau kalender.

## What was promised

explain-business-days = { $count } hari kerja
explain-working-time = { $time } kerja

## How it stands

explain-paused = berhenti sementara, sisa { $left }
explain-not-begun = mulai dihitung setelah berkas lengkap
explain-due = jatuh tempo { $at }
explain-never-due = tidak pernah jatuh tempo

## What it rests on

explain-policy = Kebijakan { $policy }, kalender { $calendar }.
explain-policy-elapsed = Kebijakan { $policy }; setiap jam dihitung, juga di luar jam kerja.
explain-from = Dihitung sejak { $at }.
explain-from-business-days = Dihitung sejak { $at }; sampai tutup jam kerja hari terakhir ada waktu kerja { $budget }.

## What counted and what did not

explain-counted = { $date }: { $spans } = { $sum }
explain-counted-by = { $date }: { $spans } = { $sum } ({ $rule })
explain-closed = { $date }: { $why }
explain-closed-days = { $from } – { $to }: { $why }
explain-no-working-day = bukan hari kerja
explain-pause = Berhenti { $from } – { $to }: { $why } ({ $lost } tidak dihitung)
explain-now = sekarang
explain-sum = Jumlah: { $counted }.
explain-sum-of = Jumlah: { $counted } dari { $budget }.

## Why a clock stood still

why =
    .WORK = dikerjakan
    .REQUESTER = menunggu pelapor
    .THIRD_PARTY = menunggu pihak ketiga, di luar kendali daerah
    .CHOSEN_SCHEDULE = menunggu jadwal pilihan pelapor
    .OWN_SCHEDULE = { why.WORK }
    .APPROVAL = menunggu persetujuan
    .DONE = selesai sampai dibuka kembali

## Lengths, dates and times

duration-hours = { $count } jam
duration-minutes = { $count } menit
duration-seconds = { $count } detik
date-short = { $weekday } { $day } { $month }
time-short = { $hour }.{ $minute }
time-with-seconds = { $hour }.{ $minute }.{ $second }
instant = { $date } { $year } { $time } { $zone }

weekday-short =
    .MON = Sen
    .TUE = Sel
    .WED = Rab
    .THU = Kam
    .FRI = Jum
    .SAT = Sab
    .SUN = Min

month-short =
    .JAN = Jan
    .FEB = Feb
    .MAR = Mar
    .APR = Apr
    .MAY = Mei
    .JUN = Jun
    .JUL = Jul
    .AUG = Agu
    .SEP = Sep
    .OCT = Okt
    .NOV = Nov
    .DEC = Des
