import { useTranslation } from 'react-i18next';
import { Notice } from '../../../ui/states';
import { CopyButton, Copying } from './CopyButton';
import { copyText } from './copying';

/** A link's address, to be copied alone. */
export function LinkAddress({ url }: { url: string | null }) {
  const { t } = useTranslation('requesting');
  if (url === null) {
    return (
      <Notice tone="warning">
        <p>{t('link.unreadable')}</p>
      </Notice>
    );
  }
  return (
    <Copying>
      <p className="address">
        <code>{url}</code>
        <CopyButton small copy={() => copyText(url, 'link')}>
          {t('link.copy')}
        </CopyButton>
      </p>
    </Copying>
  );
}
