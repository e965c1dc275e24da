/** Hands a text file to the browser, which asks or knows where it goes. */
export function saveFile(file: {
  fileName: string;
  content: string;
  /** CSV unless told. */
  type?: string;
}): void {
  // The mark tells spreadsheets that the letters are UTF-8.
  const blob = new Blob(['\ufeff', file.content], {
    type: `${file.type ?? 'text/csv'};charset=utf-8`,
  });
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = file.fileName;
  link.click();
  URL.revokeObjectURL(address);
}
