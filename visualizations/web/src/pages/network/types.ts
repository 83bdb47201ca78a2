/** What /api/explorer answers (api/explorer_models.py). */
import type { Run } from '../../components/source';
import type { Kind, Relation } from '../../shared/terms';

export interface Thing {
  readonly id: string;
  readonly kind: Kind;
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly group: number;
  readonly degree: number;
  readonly load: number;
}

export interface Tie {
  readonly source: string;
  readonly target: string;
  readonly relation: Relation;
  readonly weight: number;
}

export interface Group {
  readonly id: number;
  readonly name: string;
  readonly leader: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly drawn: number;
  readonly kinds: Readonly<Partial<Record<Kind, number>>>;
}

export interface Bundle {
  readonly source: string;
  readonly target: string;
  readonly weight: number;
}

export interface Picture {
  readonly form: 'whole' | 'part' | 'summary';
  readonly things: readonly Thing[];
  readonly ties: readonly Tie[];
  readonly groups: readonly Group[];
  readonly bundles: readonly Bundle[];
  readonly totals: { things: number; ties: number; kinds: Partial<Record<Kind, number>>; relations: Partial<Record<Relation, number>> };
  readonly hidden: { things: number; ties: number };
}

export interface Quote {
  readonly document: string;
  readonly title: string;
  readonly article: string;
  readonly what?: string;
  readonly line: number | null;
  readonly start: number;
  readonly end: number;
  readonly runs: readonly Run[];
}

export interface Hit {
  readonly id: string;
  readonly kind: Kind;
  readonly name: string;
  readonly matched: 'name' | 'number' | 'text' | 'pinyin';
  readonly line: string;
  readonly start: number;
  readonly end: number;
}

export interface RelationCount {
  readonly relation: Relation;
  readonly outward: boolean;
  readonly kind: Kind;
  readonly count: number;
}

export interface Details extends Thing {
  readonly iri: string;
  readonly said: readonly { key: string; values: readonly string[] }[];
  readonly relations: readonly RelationCount[];
  readonly corrections: readonly {
    what: string; printed: string; reconciled: string; reason: { zh: string; en: string }; confidence: string;
  }[];
  readonly sources: readonly Quote[];
  readonly sources_total: number;
}

export interface Neighbour extends Thing {
  readonly relation: Relation;
  readonly outward: boolean;
}

export interface GroundedTie {
  readonly source: string;
  readonly target: string;
  readonly relation: Relation;
  readonly total: number;
  readonly quotes: readonly Quote[];
  readonly pages: readonly string[];
}

export interface Paths {
  readonly source: string;
  readonly target: string;
  readonly hops: number;
  readonly complete: boolean;
  readonly things: readonly { id: string; kind: Kind; name: string }[];
  readonly paths: readonly { things: readonly string[]; steps: readonly (readonly GroundedTie[])[] }[];
}
