### What the doors say: HTTP and GraphQL.

## An answer that says no

answer-internal = Something went wrong on our side. Try again.
answer-busy = Too busy just now. Try again in a moment.
answer-yours-at-once = You have too many of these running at once. Wait until the others are done.
answer-trickling = This came too slowly and was stopped. Try again over a better line.
answer-too-slow = It took too long. Try again in a moment.
answer-nul = A text must not hold the character NUL.
answer-year = A date must lie between 1900 and 2200.
answer-unreadable = This request cannot be read.
answer-too-large = This request is too large.
answer-cross-site = Only the portal's own pages may ask this with a session.
answer-method = This address is not served by that method.
answer-media-type = Send it as application/json.
answer-no-preview = There is no preview of this file.
answer-too-many-rows = Too many rows for XLSX. Download it as CSV, or narrow the list.

## GraphQL

graphql-too-large = This answer is too large. Ask for less at a time.
graphql-busy = Too many requests of yours at once. Try again in a moment.
