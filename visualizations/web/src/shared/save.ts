/** Saving a file that was made here. */
export function save(name: string, content: Blob): void {
  const link = document.createElement('a');
  const address = URL.createObjectURL(content);
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A name that every system takes. */
export function fileName(...parts: string[]): string {
  return parts.filter(Boolean).join('-').replace(/[\\/:*?"<>|\s\u0000-\u001f]+/g, '-').slice(0, 80);
}
