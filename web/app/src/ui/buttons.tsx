import { createLink } from '@tanstack/react-router';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';

export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'quiet';

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style'> {
  kind?: ButtonKind;
  small?: boolean;
}

function classOf(kind: ButtonKind, small = false): string {
  return `button button-${kind}${small ? ' button-small' : ''}`;
}

/** A button; while `isPending` it stays where it is, says so to screen readers, and cannot be pressed again. */
export function Button({ kind = 'secondary', small = false, ...props }: ButtonProps) {
  return <AriaButton {...props} className={classOf(kind, small)} />;
}

interface AnchorProps extends React.ComponentPropsWithRef<'a'> {
  kind?: ButtonKind;
  small?: boolean;
}

/** A link to a page of the application that looks like a button. */
export const ButtonLink = createLink(
  ({ kind = 'secondary', small = false, ...props }: AnchorProps) => <a {...props} className={classOf(kind, small)} />,
);
