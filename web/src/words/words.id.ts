export default {
  time: { days: '{n} hari', hours: '{n} jam', minutes: '{n} mnt', now: 'baru saja', ago: '{time} lalu' },
}
