export default {
  export: { csv: 'CSV (text)', download: 'Download', lost: 'The download broke off. Try again.', xlsx: 'XLSX (Excel)' },
}
