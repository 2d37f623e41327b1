export default {
  upload: {
    add: 'Add photos or files',
    list: 'Files',
    lost: 'The file {name} did not arrive. Send it again with a reply.',
    noLine: 'Not sent yet: the connection is lost.',
    progress: 'Sending {name}',
    remove: 'Remove {name}',
    tooLarge: 'This file is larger than 25 MB.',
  },
}
