import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/format';
import { Button, ButtonLink } from '../../ui/buttons';
import { Page } from '../../ui/page';
import type { AcceptanceResult } from './Answer';
import type { Preview } from './preview';

interface AcceptedProps {
  name: string;
  result: AcceptanceResult;
  services: Preview['services'];
}

/** What accepting has led to, and what comes next. */
export function Accepted({ name, result, services }: AcceptedProps) {
  const { t } = useTranslation('invite');
  const format = useFormat();
  const nameOf = (code: string) => services.find(service => service.code === code)?.name ?? code;
  const granted = [...new Set(result.granted.map(privilege => nameOf(privilege.service.code)))];
  return (
    <section className="ask" role="status" data-accepted={result.alreadyAccepted ? 'already' : 'now'}>
      <Page title={t('accepted.title', { name })} above={t('kind')}>
        {result.alreadyAccepted ? (
          <p>{t('accepted.already')}</p>
        ) : (
          <p>{granted.length > 0 ? t('accepted.granted', { services: format.list(granted) }) : t('accepted.grantedNone')}</p>
        )}
        {result.displaced.map(privilege => (
          <p key={privilege.id}>
            {t('accepted.displaced', { name: privilege.partner?.name ?? '', service: nameOf(privilege.service.code) })}
          </p>
        ))}
        <h2>{t('accepted.next')}</h2>
        <p>{t('accepted.nextHelp')}</p>
        <ButtonLink to="/app" kind="primary">
          {t('accepted.toPartners')}
        </ButtonLink>
      </Page>
    </section>
  );
}

/** What declining has led to. */
export function Declined({ name, onReconsider }: { name: string; onReconsider: () => void }) {
  const { t } = useTranslation('invite');
  return (
    <section className="ask" role="status" data-declined="">
      <Page title={t('declined.title')} above={t('kind')} intro={t('declined.help', { name })}>
        <Button onPress={onReconsider}>{t('declined.reconsider')}</Button>
      </Page>
    </section>
  );
}
