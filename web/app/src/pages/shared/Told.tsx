import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { Notice } from '../../ui/states';

/** How long a closed dialog takes to give the focus back. */
const closingMilliseconds = 150;

/** Says what an action has led to. It takes the focus, since the button of that action may be gone with what it acted on. */
export function Told({ title, children }: { title: ReactNode; children?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const timer = setTimeout(() => box.current?.focus(), closingMilliseconds);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="good" live title={title}>
        {children}
      </Notice>
    </div>
  );
}

interface Telling {
  said: { text: string; time: number } | null;
  say: (text: string) => void;
}

/** What has been done, to be said on the page. */
export function useTold(): Telling {
  const [said, setSaid] = useState<Telling['said']>(null);
  const say = useCallback((text: string) => setSaid({ text, time: Date.now() }), []);
  return { said, say };
}

/** Says the last of it, anew each time. */
export function ToldNotice({ told: { said } }: { told: Telling }) {
  return said && <Told key={said.time} title={said.text} />;
}
