export default {
  record: {
    title: 'Record a report',
    another: 'No, it is another person',
    holders: 'This number is known',
    itIs: 'It is {who}',
    who: 'Who reports?',
    new: 'New person',
    known: 'Find somebody who is known',
    name: 'Name',
    what: 'What is the problem, in one sentence?',
    more: 'Details',
    when: 'Received',
    whenHint: 'Empty means now.',
    save: 'Save',
    resolve: 'Save & resolve',
    escalate: 'Save & escalate',
  },
}
