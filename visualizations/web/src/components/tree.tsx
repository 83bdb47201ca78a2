/**
 * A tree as the ARIA Authoring Practices describe it: one stop of Tab, arrows walk, Right opens and Left closes, Enter
 * chooses, a letter jumps. Children are asked for when a branch is opened.
 */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

export interface Branch {
  /** Its path in the tree: the same thing may stand at several places. */
  readonly key: string;
  readonly label: ComponentChildren;
  /** What letters jump by. */
  readonly text: string;
  readonly children?: readonly Branch[] | undefined;
  /** Whether it can be opened, though its children may not be there yet. */
  readonly opens: boolean;
  readonly selected?: boolean;
}

export interface TreeProps {
  readonly label: string;
  readonly branches: readonly Branch[];
  readonly open: ReadonlySet<string>;
  readonly onOpen: (key: string, open: boolean) => void;
  readonly onChoose: (key: string) => void;
}

interface Row {
  readonly branch: Branch;
  readonly level: number;
  readonly parent: string | null;
  readonly place: number;
  readonly of: number;
}

export function Tree({ label, branches, open, onOpen, onChoose }: TreeProps): JSX.Element {
  const rows = flat(branches, open);
  const [active, setActive] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const focus = useRef(false);
  const at = Math.max(0, rows.findIndex((row) => row.branch.key === active));

  useEffect(() => {
    if (!focus.current) return;
    focus.current = false;
    list.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  });

  const walk = (key: string): void => {
    focus.current = true;
    setActive(key);
  };

  const pressed = (event: KeyboardEvent): void => {
    const row = rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    const isOpen = open.has(row.branch.key);
    const to = (index: number): void => {
      const found = rows[Math.min(rows.length - 1, Math.max(0, index))];
      if (found) walk(found.branch.key);
    };
    switch (event.key) {
      case 'ArrowDown': to(at + 1); break;
      case 'ArrowUp': to(at - 1); break;
      case 'Home': to(0); break;
      case 'End': to(rows.length - 1); break;
      case 'ArrowRight':
        if (row.branch.opens && !isOpen) onOpen(row.branch.key, true);
        else if (isOpen && rows[at + 1]?.parent === row.branch.key) to(at + 1);
        break;
      case 'ArrowLeft':
        if (isOpen) onOpen(row.branch.key, false);
        else if (row.parent !== null) walk(row.parent);
        break;
      case 'Enter':
      case ' ':
        onChoose(row.branch.key);
        break;
      default: {
        if (event.key.length !== 1) return;
        const after = [...rows.slice(at + 1), ...rows.slice(0, at + 1)];
        const found = after.find((one) => one.branch.text.toLowerCase().startsWith(event.key.toLowerCase()));
        if (found) walk(found.branch.key);
      }
    }
    event.preventDefault();
  };

  return (
    <ul class="tree" role="tree" aria-label={label} ref={list} onKeyDown={pressed}>
      {rows.map((row, index) => {
        const isOpen = open.has(row.branch.key);
        return (
          <li
            key={row.branch.key}
            role="treeitem"
            class={`tree-row level-${Math.min(row.level, 6)}`}
            aria-level={row.level}
            aria-posinset={row.place}
            aria-setsize={row.of}
            aria-selected={row.branch.selected ?? false}
            {...(row.branch.opens ? { 'aria-expanded': isOpen } : {})}
            tabIndex={index === at ? 0 : -1}
            onFocus={() => setActive(row.branch.key)}
            onClick={() => {
              setActive(row.branch.key);
              onChoose(row.branch.key);
            }}
          >
            <span
              class="tree-mark"
              aria-hidden="true"
              onClick={(event) => {
                event.stopPropagation();
                if (row.branch.opens) onOpen(row.branch.key, !isOpen);
              }}
            >
              {row.branch.opens ? (isOpen ? '▾' : '▸') : ''}
            </span>
            <span class="tree-label">{row.branch.label}</span>
          </li>
        );
      })}
    </ul>
  );
}

function flat(branches: readonly Branch[], open: ReadonlySet<string>, level = 1, parent: string | null = null): Row[] {
  return branches.flatMap((branch, index) => [
    { branch, level, parent, place: index + 1, of: branches.length },
    ...(open.has(branch.key) && branch.children ? flat(branch.children, open, level + 1, branch.key) : []),
  ]);
}
