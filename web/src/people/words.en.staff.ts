export default {
  form: { personPlaceholder: 'Name, phone or NIP' },
}
