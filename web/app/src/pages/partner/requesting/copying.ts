import type { Mail } from './mail';

/** What was copied, or that nothing was. */
export type Copied = 'text' | 'rich' | 'instead' | 'subject' | 'link' | 'failed';

export async function copyText(text: string, what: Copied): Promise<Copied> {
  try {
    await navigator.clipboard.writeText(text);
    return what;
  } catch {
    return 'failed';
  }
}

/** Copies a mail with its formatting and as text; a browser that cannot gets the text alone. */
export async function copyRich({ html, text }: Pick<Mail, 'html' | 'text'>): Promise<Copied> {
  if (typeof ClipboardItem === 'undefined') return copyText(text, 'instead');
  const item = new ClipboardItem({
    'text/html': new Blob([html], { type: 'text/html' }),
    'text/plain': new Blob([text], { type: 'text/plain' }),
  });
  try {
    await navigator.clipboard.write([item]);
    return 'rich';
  } catch {
    return copyText(text, 'instead');
  }
}

/** Whether an address for mail programs carries the whole text: a longer mail has subject and link alone. */
export function carriesAll({ mailto, text }: Pick<Mail, 'mailto' | 'text'>): boolean {
  const body = new URLSearchParams(mailto.slice(mailto.indexOf('?'))).get('body') ?? '';
  return body.replaceAll('\r\n', '\n').trim() === text.trim();
}
