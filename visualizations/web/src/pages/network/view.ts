/** What the address of the network page holds. */
import { question } from '../../shared/api';
import { today } from '../../shared/i18n';
import { KINDS, RELATIONS } from '../../shared/terms';
import { camera, choice, day, flag, integer, listing, several, severalOf, text, type ViewOf } from '../../shared/view';

/** As many paths as the server finds. */
export const MOST_PATHS = 60;

export const SPEC = {
  /** The thing whose panel is open. */
  select: text,
  /** The thing to which paths from the selected one are asked for. */
  to: text,
  hops: integer(3, 1, 6),
  hide: severalOf(...KINDS),
  without: severalOf(...RELATIONS),
  /** The only community that is shown; empty for all. */
  only: text,
  /** Words that things must have in their name. */
  with: text,
  /** Only the surroundings of the selected thing, so many steps wide; 0 for everything. */
  near: integer(0, 0, 3),
  /** Of a large graph: groups that are opened, things shown with their surroundings, or everything. */
  group: several,
  around: several,
  whole: flag,
  colour: choice('kind', 'community'),
  size: choice('load', 'degree', 'same'),
  as: choice('', 'picture', 'tree', 'table'),
  on: day,
  list: listing,
  /** The branches of the tree that are opened: the kind, the thing below it, and each further step as relation:thing. */
  open: several,
  /** The relations that are opened in the panel; they stay so when one walks on. */
  ties: several,
  /** Which of the paths is opened and drawn. */
  path: integer(1, 1, MOST_PATHS),
  at: camera,
} as const;

export type View = ViewOf<typeof SPEC>;

/** The parameters that say which part of the network is asked for. */
export function part(view: View): { group: readonly string[]; around: readonly string[]; whole: boolean } {
  return { group: view.group, around: view.around, whole: view.whole };
}

/** Where the picture of a view is asked for. */
export function pictureQuestion(view: View): string {
  return question('/api/explorer/network', { ...part(view), on: view.on || today() });
}
