/** Queries that a person saved, in this browser. */

export interface Stored {
  readonly name: string;
  readonly sparql: string;
}

const KEY = 'taizhang:queries';

export function isStored(value: unknown): value is Stored {
  if (typeof value !== 'object' || value === null) return false;
  const { name, sparql } = value as Record<string, unknown>;
  return typeof name === 'string' && name !== '' && typeof sparql === 'string' && sparql.trim() !== '';
}

/** What is there and can be read: storage may be off, full, or written by another version. */
export function readStored(): readonly Stored[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(found) ? found.filter(isStored) : [];
  } catch {
    return [];
  }
}

export function writeStored(queries: readonly Stored[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(queries));
  } catch {
    // Storage is off or full: the list stays for this visit.
  }
}
