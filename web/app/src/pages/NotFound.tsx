import { useTranslation } from 'react-i18next';
import { ButtonLink } from '../ui/buttons';
import { Page } from '../ui/page';
import { Public } from './Public';

/** For an address that leads nowhere. */
export function NotFound() {
  return (
    <Public>
      <NothingHere />
    </Public>
  );
}

/** For what is not there, or not the viewer's to see, within a page. */
export function NothingHere() {
  const { t } = useTranslation();
  return (
    <Page title={t('notFound.title')} intro={t('notFound.help')}>
      <ButtonLink to="/app" kind="primary">
        {t('notFound.start')}
      </ButtonLink>
    </Page>
  );
}
