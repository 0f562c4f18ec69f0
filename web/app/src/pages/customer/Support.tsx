import { useTranslation } from 'react-i18next';
import { Card, Facts } from '../../ui/page';
import type { Relationship } from './partner';

type Partner = NonNullable<Relationship['partner']>;

/** Where the partner's customers find help (R37). */
export function Support({ of }: { of: Partner }) {
  const { t } = useTranslation('customer');
  const { url, email, phone } = of.support;
  const items = [
    ...(url ? [{ term: t('support.url'), value: <Address href={webAddress(url)}>{url}</Address> }] : []),
    ...(email ? [{ term: t('support.email'), value: <Address href={mailAddress(email)}>{email}</Address> }] : []),
    ...(phone ? [{ term: t('support.phone'), value: <Address href={phoneAddress(phone)}>{phone}</Address> }] : []),
  ];
  return (
    <Card title={t('support.title', { name: of.name })}>
      {items.length > 0 ? <Facts items={items} /> : <p className="quiet">{t('support.none')}</p>}
    </Card>
  );
}

/** A partner writes these itself: a link where it is a harmless kind of address, else the bare text. */
function Address({ href, children }: { href: string | null; children: string }) {
  const text = <bdi className="name">{children}</bdi>;
  if (href === null) return text;
  return (
    <a href={href} {...(href.startsWith('http') && { target: '_blank', rel: 'noopener noreferrer' })}>
      {text}
    </a>
  );
}

function webAddress(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url.href : null;
}

function mailAddress(text: string): string | null {
  return /^[^\s@?&]+@[^\s@?&]+$/.test(text) ? `mailto:${encodeURIComponent(text).replace('%40', '@')}` : null;
}

function phoneAddress(text: string): string | null {
  return /^\+?[\d\s().-]+$/.test(text) ? `tel:${text.replace(/[^\d+]/g, '')}` : null;
}
