export default {
  trouble: {
    line: 'The server cannot be reached. Check your network, then try again.',
    fault: 'This page could not be loaded because something is wrong on our side.',
    notSent: 'Not sent: the connection is lost. What you typed is still here; try again.',
    notDone: 'Not saved because something is wrong on our side. What you typed is still here; try again.',
  },
  act: {
    again: 'Try again',
    back: 'Back',
    cancel: 'Cancel',
    change: 'Change',
    close: 'Close',
    continue: 'Continue',
    loading: 'Loading',
    more: 'Show more',
    save: 'Save',
    searching: 'Searching …',
  },
  form: {
    choose: 'Choose …',
    nothingFound: 'Nothing matches.',
    optional: 'optional',
    reason: 'Reason',
    remove: 'Remove {name}',
    required: 'Please fill this in.',
    wrong: 'This is not right yet.',
  },
}
