import { createLink } from '@tanstack/react-router';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from './announce';

export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'quiet';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children'> {
  kind?: ButtonKind;
  small?: boolean;
  children: React.ReactNode;
}

function classOf(kind: ButtonKind, small = false): string {
  return `button button-${kind}${small ? ' button-small' : ''}`;
}

/**
 * A button; while `isPending` it keeps its place and the focus, says so to screen readers, and pressing it does nothing.
 * React Aria's own pending state is left alone: what it announces goes on naming the button after that has gone.
 */
export function Button({ kind = 'secondary', small = false, isPending = false, onPress, children, ...props }: ButtonProps) {
  const { t } = useTranslation();
  useEffect(() => {
    if (isPending) announce(t('loading'));
  }, [isPending, t]);
  return (
    <AriaButton
      {...props}
      className={classOf(kind, small)}
      data-busy={isPending || undefined}
      onPress={event => {
        if (!isPending) onPress?.(event);
      }}
    >
      {children}
    </AriaButton>
  );
}

interface AnchorProps extends React.ComponentPropsWithRef<'a'> {
  kind?: ButtonKind;
  small?: boolean;
}

/** A link to a page of the application that looks like a button. */
export const ButtonLink = createLink(({ kind = 'secondary', small = false, ...props }: AnchorProps) => (
  <a {...props} className={classOf(kind, small)} />
));
