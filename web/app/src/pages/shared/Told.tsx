import { type ReactNode, useEffect, useRef } from 'react';
import { Notice } from '../../ui/states';

/** Says what an action has led to. It takes the focus, since the button of that action may be gone with what it acted on. */
export function Told({ title, children }: { title: ReactNode; children?: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const frame = requestAnimationFrame(() => box.current?.focus());
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="good" live title={title}>
        {children}
      </Notice>
    </div>
  );
}
