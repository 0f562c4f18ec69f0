import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../i18n';
import { useFormat } from '../../../i18n/format';
import { Button } from '../../../ui/buttons';
import { TextField } from '../../../ui/fields';
import type { Opening, Place } from './mail';

interface OpeningFieldProps {
  place: Place;
  locale: Language;
  standard: string;
  opening: Opening;
  refused: string | undefined;
  onChange: (opening: Opening) => void;
}

/** An opening paragraph, to be changed, removed, or put back as it was. */
export function OpeningField({ place, locale, standard, opening, refused, onChange }: OpeningFieldProps) {
  const { t } = useTranslation('requesting');
  const format = useFormat();
  const frame = useRef<HTMLDivElement>(null);
  const toggled = useRef(false);
  const text = opening.text ?? standard;
  const paragraph = t(`mail.${place}`);
  const removed = { first: t('mail.removedFirst'), second: t('mail.removedSecond') };

  // The button that was pressed is gone: the focus goes on to what has taken its place.
  useEffect(() => {
    if (toggled.current) frame.current?.querySelector<HTMLElement>('textarea, button')?.focus();
    toggled.current = false;
  }, [opening.removed]);

  function toggle() {
    toggled.current = true;
    onChange({ ...opening, removed: !opening.removed });
  }

  if (opening.removed) {
    return (
      <div className="opening opening-removed" ref={frame}>
        <p className="quiet">{removed[place]}</p>
        <Button small aria-label={t('mail.restoreOf', { paragraph })} onPress={toggle}>
          {t('mail.restore')}
        </Button>
      </div>
    );
  }
  return (
    <div className="opening" ref={frame}>
      <TextField
        label={paragraph}
        rows={place === 'first' ? 3 : 6}
        value={text}
        lang={locale}
        onChange={value => onChange({ text: value === standard ? null : value, removed: false })}
        error={refused}
        description={t('mail.left', { used: format.number([...text].length) })}
      />
      <div className="row">
        <Button small aria-label={t('mail.removeOf', { paragraph })} onPress={toggle}>
          {t('mail.remove')}
        </Button>
        {opening.text !== null && (
          <Button small kind="quiet" onPress={() => onChange({ text: null, removed: false })}>
            {t('mail.standard')}
          </Button>
        )}
      </div>
    </div>
  );
}
