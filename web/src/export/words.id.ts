export default {
  export: { csv: 'CSV (teks)', download: 'Unduh', lost: 'Unduhan terputus. Coba lagi.', xlsx: 'XLSX (Excel)' },
}
