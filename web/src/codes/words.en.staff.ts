export default {
  codes: {
    copied: 'The code is copied.',
    copy: 'Copy',
    find: 'Find by name, phone or NIP',
    findHint: 'Type at least 2 letters of the name.',
    hint: 'For whoever signs in for the first time or has lost the password, in the units you serve: {units}.',
    issue: 'Issue a sign-in code',
    nobody: 'There is nobody like that in the units you serve.',
    once: 'One-time code for {who}, good for 30 minutes. It cannot be shown again.',
    print: 'Print',
    where: 'On the sign-in page choose “First sign-in, or password forgotten”, and type in this code.',
  },
}
