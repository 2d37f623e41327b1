export default {
  time: { days: '{n} d', hours: '{n} h', minutes: '{n} min', now: 'just now', ago: '{time} ago' },
}
