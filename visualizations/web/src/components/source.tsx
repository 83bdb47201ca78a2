/** A piece of a source document with its marks, its line and its offsets. Text nodes only: documents are data. */
import type { JSX } from 'preact';
import { say, useLanguage, useText } from '../shared/i18n';
import { strings } from '../shared/strings';
import { MARK_NAMES, type MarkKind } from '../shared/terms';

export interface Run {
  readonly text: string;
  readonly kinds: readonly string[];
}

export interface SourceText {
  readonly document: string;
  readonly line: number | null;
  readonly start: number;
  readonly end: number;
  readonly runs: readonly Run[];
}

export function Source({ source, heading }: { source: SourceText; heading?: string }): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const place = [
    source.document,
    source.line === null ? '' : t('line', { line: String(source.line) }),
    t('characters', { start: String(source.start), end: String(source.end) }),
  ].filter(Boolean);
  return (
    <figure class="source">
      <figcaption>
        {heading && <strong>{heading}</strong>} {place.join(' · ')}
      </figcaption>
      <blockquote lang="zh-CN">
        {source.runs.map((run, index) =>
          run.kinds.length ? (
            <mark key={index} class={run.kinds.map((kind) => `m-${kind}`).join(' ')} title={run.kinds.map((kind) => markName(kind, language)).join('、')}>
              {run.text}
            </mark>
          ) : (
            <span key={index}>{run.text}</span>
          ),
        )}
      </blockquote>
    </figure>
  );
}

function markName(kind: string, language: 'zh' | 'en'): string {
  return kind in MARK_NAMES ? say(MARK_NAMES[kind as MarkKind], language) : kind;
}
