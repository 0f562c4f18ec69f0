import { useCallback, useEffect, useRef, useState } from 'react';
import { Notice } from '../../../ui/states';

export interface Told {
  said: { text: string; time: number } | null;
  say: (text: string) => void;
}

/** What has been done, to be said on the page. */
export function useTold(): Told {
  const [said, setSaid] = useState<Told['said']>(null);
  const say = useCallback((text: string) => setSaid({ text, time: Date.now() }), []);
  return { said, say };
}

/**
 * Says what has been done and takes the focus: the button that began it may be gone, and the dialog gives the focus back
 * only after it has closed.
 */
export function ToldNotice({ told: { said } }: { told: Told }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => box.current?.focus(), 150);
    return () => clearTimeout(timer);
  }, [said]);
  if (!said) return null;
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="good" title={said.text} />
    </div>
  );
}
