export default {
  form: { personPlaceholder: 'Nama, telepon, atau NIP' },
}
