/** What is said aloud to screen readers when the page changes without them. */
let region: HTMLElement | null = null;
let turn = false;

export function setLiveRegion(element: HTMLElement | null): void {
  region = element;
}

/** Say something; the same words twice are said twice. */
export function announce(words: string): void {
  if (!region) return;
  turn = !turn;
  region.textContent = turn ? words : `${words}\u200b`;
}
