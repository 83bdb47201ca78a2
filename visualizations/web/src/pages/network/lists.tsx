/** The same network as a tree and as a table: for the keyboard, for screen readers, for narrow screens. */
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Table, type Column } from '../../components/table';
import { Tree, type Branch } from '../../components/tree';
import { say, useLanguage, useText } from '../../shared/i18n';
import type { Change } from '../../shared/location';
import { KIND_NAMES, KINDS_NAMES } from '../../shared/terms';
import { steps, type Shown } from './model';
import { relationName } from './panel';
import { strings } from './strings';
import type { Picture, Thing } from './types';
import type { SPEC, View } from './view';

interface Props {
  readonly picture: Picture;
  readonly found: Shown;
  readonly view: View;
  readonly change: Change<typeof SPEC>;
  readonly onSelect: (id: string) => void;
  readonly onGroup: (group: number) => void;
}

/** Roots are the kinds (or the groups that are not opened); below each thing stand the things it is tied to, and so on. */
export function NetworkTree({ picture, found, view, change, onSelect, onGroup }: Props): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const open = useMemo(() => new Set(view.open), [view.open]);
  const turn = (key: string, opened: boolean): void => change({ open: opened ? [...view.open, key] : view.open.filter((one) => one !== key) });

  const branches = useMemo(() => {
    const below = (id: string, path: string, from: string): Branch[] =>
      steps(found, id)
        .filter((step) => step.thing.id !== from)
        .map(({ thing, tie }) => {
          const key = `${path} ${tie.relation}:${thing.id}`;
          return {
            ...branch(thing, key),
            label: <><span class="relation-name">{relationName(tie.relation, tie.source === id, language)}</span> <Named thing={thing} /></>,
            children: open.has(key) ? below(thing.id, key, id) : undefined,
          };
        });
    const branch = (thing: Thing, key: string): Branch => ({
      key, text: thing.name, label: <Named thing={thing} />, opens: thing.degree > 0, selected: thing.id === view.select,
      children: open.has(key) ? below(thing.id, key, '') : undefined,
    });
    const byKind = new Map<string, Thing[]>();
    for (const thing of found.things) byKind.set(thing.kind, [...(byKind.get(thing.kind) ?? []), thing]);
    const kinds = [...byKind].map(([kind, things]) => ({
      key: kind,
      text: say(KINDS_NAMES[kind as Thing['kind']], language),
      label: <><strong>{say(KINDS_NAMES[kind as Thing['kind']], language)}</strong> <span class="count">{things.length}</span></>,
      opens: true,
      children: open.has(kind) ? things.map((thing) => branch(thing, `${kind} ${thing.id}`)) : undefined,
    }));
    const closed = picture.form === 'whole' ? [] : picture.groups.filter((group) => group.drawn < group.size);
    const groups = closed.map((group) => ({
      key: `group:${group.id}`,
      text: group.name,
      label: <>{t('open_group')}：{t('group_of', { name: group.name || t('group'), n: group.size })}</>,
      opens: false,
    }));
    return [...kinds, ...groups];
  }, [found, picture, open, view.select, language, t]);

  return (
    <Tree
      label={t('tree_label')}
      branches={branches}
      open={open}
      onOpen={turn}
      onChoose={(key) => {
        if (key.startsWith('group:')) onGroup(Number(key.slice(6)));
        else if (!key.includes(' ')) turn(key, !open.has(key));
        else onSelect(thingOf(key));
      }}
    />
  );
}

/** The thing of a branch: below a kind it stands alone, further down after the relation that leads to it. */
function thingOf(key: string): string {
  const steps = key.split(' ');
  const last = steps.at(-1) ?? '';
  return steps.length === 2 ? last : last.slice(last.indexOf(':') + 1);
}

function Named({ thing }: { thing: Thing }): JSX.Element {
  const language = useLanguage();
  return <><span class={`kind k-${thing.kind}`}>{say(KIND_NAMES[thing.kind], language)}</span> {thing.name}</>;
}

export function NetworkTable({ picture, found, view, change, onSelect, onGroup }: Props): JSX.Element {
  const t = useText(strings);
  const language = useLanguage();
  const names = useMemo(() => new Map(picture.groups.map((group) => [group.id, group.name])), [picture]);
  const columns: Column<Thing>[] = [
    { key: 'name', name: t('name'), order: (thing) => thing.name, cell: (thing) => <button type="button" class="plain start" onClick={() => onSelect(thing.id)}>{thing.name}</button> },
    { key: 'kind', name: t('kind'), short: true, order: (thing) => thing.kind, text: (thing) => say(KIND_NAMES[thing.kind], language), cell: (thing) => <span class={`kind k-${thing.kind}`}>{say(KIND_NAMES[thing.kind], language)}</span> },
    { key: 'load', name: t('load'), numeric: true, order: (thing) => thing.load, cell: (thing) => thing.load.toLocaleString(language) },
    { key: 'ties', name: t('ties'), numeric: true, order: (thing) => thing.degree, cell: (thing) => thing.degree },
    { key: 'group', name: t('group'), order: (thing) => thing.group, cell: (thing) => names.get(thing.group)?.slice(0, 16) ?? '' },
  ];
  const closed = picture.form === 'whole' ? [] : picture.groups.filter((group) => group.drawn < group.size);
  return (
    <>
      {closed.length > 0 && (
        <ul class="closed-groups">
          {closed.map((group) => (
            <li key={group.id}><button type="button" onClick={() => onGroup(group.id)}>{t('open_group')}：{t('group_of', { name: group.name || t('group'), n: group.size })}</button></li>
          ))}
        </ul>
      )}
      <Table caption={t('table_caption')} quiet columns={columns} rows={found.things} id={(thing) => thing.id} selected={view.select} listing={view.list} onListing={(list) => change({ list })} />
    </>
  );
}
