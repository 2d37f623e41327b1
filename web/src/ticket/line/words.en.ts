export default {
  toldEvent: {
    TICKET_TAKEN: 'An officer started to work on your report.',
    TICKET_FORWARDED: 'Passed on to {unit}.',
    TICKET_ESCALATED: 'Passed on to Diskominfo.',
    TICKET_HELD: 'Work is waiting.',
    TICKET_RESUMED: 'Work goes on.',
    TICKET_CONFIRMED: 'Confirmed as solved.',
    TICKET_CLOSED: 'The report was closed.',
    TICKET_CANCELLED: 'The report was withdrawn.',
    TICKET_MERGED: 'Merged with another report.',
    TICKET_FILES_ATTACHED: 'Files were added.',
  },
}
