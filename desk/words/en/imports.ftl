### Tables that are imported.

## What is wrong with a file

table-too-large = The file is larger than 20 MB. Split it.
table-utf16 = This file is UTF-16. Save it again as “CSV UTF-8”.
table-not-utf8 = This line is not UTF-8. Save the file again as “CSV UTF-8”.
table-nul = This is no text file. Save it from the spreadsheet as CSV, not as XLSX.
table-empty = This file has no rows.
table-open-quote = The quote that opens on this line never closes.
table-no-header = No column is known. The first line must hold the names of the columns.
table-missing-column = The column “{ $name }” is missing.
table-column-twice = Two columns mean the same. Remove one of them.
table-too-many-columns = The file has more than 100 columns. Remove those that are not needed.
table-cell-too-long = One of the cells of this row is too long.
table-cells = This row has { $found ->
        [one] { $found } cell
       *[other] { $found } cells
    }, but there are { $expected } columns. Look at separators and quotes.
table-too-many-rows = The file has more than 50,000 rows. Split it.

## What came of it

import-problem = { $place }: { $sentence } [{ $code }]
import-in-file = file
import-in-line = line { $line }
import-in-column = line { $line }, column { $column }
import-ignored = Unknown columns, left out: { $names }
import-fine = Rows: { $rows }, all fine. To add { $added }, to change { $changed }, unchanged { $unchanged }.
import-done = Rows: { $rows }. Added { $added }, changed { $changed }, unchanged { $unchanged }.
import-wrong = Mistakes: { $count }. Nothing was saved.
import-half = The import stopped: saved { $written } of { $rows } rows. Mend it, then run it again.
import-not-in-full = The import was not carried out in full.
