import { createContext, type ReactNode, useContext, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, type ButtonProps } from '../../../ui/buttons';
import type { Copied } from './copying';

const Context = createContext<(told: Copied) => void>(() => undefined);

/** A part of a page that says below it, aloud too, what was copied last. */
export function Copying({ children }: { children: ReactNode }) {
  const { t } = useTranslation('requesting');
  const [told, setTold] = useState<{ what: Copied; times: number } | null>(null);
  const texts: Record<Copied, string> = {
    text: t('mail.copiedText'),
    rich: t('mail.copiedRich'),
    instead: t('mail.copiedInstead'),
    subject: t('mail.copiedSubject'),
    link: t('link.copied'),
    failed: t('mail.copyFailed'),
  };
  return (
    <Context value={what => setTold(before => ({ what, times: (before?.times ?? 0) + 1 }))}>
      {children}
      {/* With a new key, the same words are read out again. */}
      <div role="status" className="copied">{told && <p key={told.times}>{texts[told.what]}</p>}</div>
    </Context>
  );
}

interface CopyButtonProps extends Omit<ButtonProps, 'onPress'> {
  copy: () => Promise<Copied>;
}

/** A button that copies something, within Copying. */
export function CopyButton({ copy, ...props }: CopyButtonProps) {
  const tell = useContext(Context);
  return <Button {...props} onPress={() => void copy().then(tell)} />;
}
