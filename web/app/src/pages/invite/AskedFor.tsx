import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { Facts, Page } from '../../ui/page';
import { Name, Notice } from '../../ui/states';
import type { Ask } from './preview';

/** Who asks, and for what. */
export function AskedFor({ ask, children }: { ask: Ask; children: ReactNode }) {
  const { t } = useTranslation('invite');
  const format = useFormat();
  const facts = [
    { term: t('country'), value: format.country(ask.country) },
    ...(ask.provider ? [{ term: t('provider'), value: <Name>{ask.provider}</Name> }] : []),
    ...(ask.expiresAt ? [{ term: t('expires'), value: format.moment(ask.expiresAt) }] : []),
  ];
  return (
    <section className="ask">
      <Page title={t('asks', { name: ask.name })} above={t('kind')}>
        {ask.suspended && (
          <Notice tone="warning" title={t('suspendedTitle')}>
            <p>{t('suspended')}</p>
          </Notice>
        )}
        <p>{ask.services.length > 0 ? t('services') : t('noServices')}</p>
        {ask.services.length > 0 && (
          <ul className="chips">
            {ask.services.map(service => (
              <li key={service}>
                <Name>{service}</Name>
              </li>
            ))}
          </ul>
        )}
        <Facts items={facts} />
        {children}
      </Page>
    </section>
  );
}
