export default {
  keys: { help: 'Keyboard keys', palette: 'Find a ticket or page', record: 'Record a report', send: 'Send what is being written' },
  palette: { label: 'Number, words, requester or page' },
  clockJump: {
    title: 'A server’s clock jumped',
    ahead: 'A server’s clock suddenly went {by} ahead: it says {clock}, and should say {desk}. Until this is settled nothing falls due: no target is missed, nobody is reminded, nothing closes by itself.',
    behind: 'A server’s clock suddenly went {by} back: it says {clock}, and should say {desk}. Until this is settled nothing falls due: no target is missed, nobody is reminded, nothing closes by itself.',
    tell: 'Tell an administrator.',
    confirm: 'The new time is right',
    ask: 'By the server it is {clock} now. Compare that with another clock, your telephone for instance. If it is right, what is due by that time is done at once and cannot be undone. If it is wrong, mend the server’s clock: this notice goes away by itself.',
  },
}
