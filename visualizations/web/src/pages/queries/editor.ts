/** yasqe with completion from this server alone: its own completers, which ask prefix.cc and LOV, are never enabled. */
import Yasqe from '@zazuko/yasqe';
import '@zazuko/yasqe/build/yasqe.min.css';
import type { Language } from '../../shared/i18n';
import { matching, type Term } from './completion';

export interface Terms {
  readonly prefixes: Readonly<Record<string, string>>;
  readonly terms: readonly Term[];
}

export interface Editor {
  value(): string;
  set(value: string): void;
  close(): void;
}

export interface Wanted {
  readonly value: string;
  readonly label: string;
  readonly language: Language;
  readonly run: (query: string) => void;
}

/** What we use of CodeMirror 5, whose types do not come with yasqe. */
interface Token {
  readonly string: string;
  readonly type: string | null;
}
interface CodeMirrorOptions {
  readonly value: string;
  readonly screenReaderLabel: string;
  readonly lineWrapping: boolean;
  readonly extraKeys: Readonly<Record<string, () => void>>;
}
interface CodeMirror {
  getInputField(): HTMLElement;
  getValue(): string;
  setValue(value: string): void;
  getMode(): { startState: () => { prefixes: Record<string, string> } };
}

const LOCAL = 'taizhang-terms';

export function open(box: HTMLElement, { value, label, language, run }: Wanted, { prefixes, terms }: Terms): Editor {
  // Registered anew each time: the terms of the graph may be others now.
  Yasqe.registerAutocompleter(
    {
      name: LOCAL,
      bulk: false,
      autoShow: true,
      isValidCompletionPosition: (yasqe) => {
        const token = yasqe.getCompleteToken() as unknown as Token;
        return token.string.trim() !== '' && !token.string.startsWith('?') && !token.string.startsWith('<') && token.type !== 'string' && token.type !== 'comment';
      },
      preProcessToken: (_, token) => ({ ...token, autocompletionString: (token as unknown as Token).string }),
      get: (_, token) => matching(terms, token?.autocompletionString ?? '', language).map((term) => term.name),
      postprocessHints: (_, hints) => hints.map((hint) => {
        const found = terms.find((term) => term.name === hint.text);
        const words = found ? found[language] : '';
        return words ? { ...hint, displayText: `${hint.text}  ${words}` } : hint;
      }),
    },
    false,
  );
  const own: CodeMirrorOptions = {
    value,
    screenReaderLabel: label,
    lineWrapping: true,
    extraKeys: {
      'Ctrl-Enter': () => run(code.getValue()),
      'Cmd-Enter': () => run(code.getValue()),
      'Ctrl-Space': () => yasqe.autocomplete(),
      'Shift-Ctrl-F': () => yasqe.autoformat(),
      // The keyboard must find a way out: Tab indents, Escape goes on to what comes after the editor.
      Esc: () => box.nextElementSibling?.querySelector('button')?.focus(),
    },
  };
  const yasqe = new Yasqe(box, {
    ...own,
    persistenceId: null,
    consumeShareLink: null,
    prefixCcApi: null,
    autocompleters: ['variables', LOCAL],
    showQueryButton: false,
    resizeable: false,
    collapsePrefixesOnLoad: false,
  });
  const code = yasqe as unknown as CodeMirror;
  // This server knows the common prefixes by itself: the editor need not call them undefined.
  const mode = code.getMode();
  const begin = mode.startState;
  mode.startState = () => ({ ...begin(), prefixes: { ...prefixes } });
  code.setValue(value);
  code.getInputField().setAttribute('aria-label', label);
  return { value: () => code.getValue(), set: (next) => code.setValue(next), close: () => { yasqe.destroy(); box.replaceChildren(); } };
}
