// The bar above GraphiQL: who to act as, and what to try.
import type { KeyboardEvent, ReactNode } from 'react';
import type { Example } from '../config';

export type Kind = 'info' | 'warning' | 'error';

export interface Status {
  text: string;
  kind: Kind;
}

/** Sets the bar's line of words. */
export type Say = (text: string, kind?: Kind) => void;

const wanted: Record<Example['as'], string> = {
  nobody: 'as anybody',
  partner: 'as a partner',
  customer: 'as a customer',
  operator: 'as an operator',
};

/** The words for the kind of user that an example wants. */
export function wants(example: Example): string {
  return wanted[example.as];
}

interface ExamplePickerProps {
  examples: Example[];
  chosen: string;
  disabled: boolean;
  onChoose(example: Example): void;
}

/** The picker of example operations. */
export function ExamplePicker({ examples, chosen, onChoose, disabled }: ExamplePickerProps) {
  function choose(name: string): void {
    const example = examples.find(e => e.name === name);
    if (example) onChoose(example);
  }
  return (
    <label className="accord-field">
      <span>Try</span>
      <select
        id="example"
        value={chosen}
        disabled={disabled}
        aria-describedby="status"
        onChange={event => choose(event.target.value)}
      >
        <option value="" disabled>
          An example …
        </option>
        {examples.map((example, index) => (
          <option key={example.name} value={example.name}>
            {`${index + 1}. ${example.title} (${wants(example)})`}
          </option>
        ))}
      </select>
    </label>
  );
}

/**
 * The bar with its one line of status, which screen readers hear as it changes. Ctrl and Enter run the operation from
 * here as they do from the editors.
 */
export function Bar({ children, status, onRun }: { children: ReactNode; status: Status; onRun(): void }) {
  function runOnShortcut(event: KeyboardEvent): void {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onRun();
  }
  return (
    <header className="accord-bar" onKeyDown={runOnShortcut}>
      <h1>
        <a href="/">Accord</a>
      </h1>
      {children}
      <output id="status" className="accord-status" data-kind={status.kind} aria-live="polite">
        {status.text}
      </output>
    </header>
  );
}
