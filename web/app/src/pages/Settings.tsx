import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Header } from 'react-aria-components/Header';
import { Menu, MenuItem, MenuSection, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { useTranslation } from 'react-i18next';
import { language, languageNames, languages, speak } from '../i18n';
import { session } from '../session/session';
import { appearance, appearances, choose } from '../ui/appearance';

interface SettingsProps {
  /** What the button says. */
  label: string;
  /** Whether somebody is signed in who may sign out. */
  signedIn: boolean;
}

/** The menu of a user: language, appearance, and the way out. */
export function Settings({ label, signedIn }: SettingsProps) {
  const { t } = useTranslation();
  const [looks, setLooks] = useState(appearance);
  return (
    <MenuTrigger>
      <Button className="button button-quiet settings-button">
        <bdi className="name">{label}</bdi>
        <span aria-hidden="true" className="field-choice-mark" />
      </Button>
      <Popover className="popover" placement="bottom end">
        <Menu className="options" aria-label={label}>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[language()]}
            onSelectionChange={keys => {
              for (const lang of languages) if (keys !== 'all' && keys.has(lang)) void speak(lang);
            }}
          >
            <Header className="options-header">{t('language')}</Header>
            {languages.map(lang => (
              <MenuItem key={lang} id={lang} className="option" textValue={languageNames[lang]}>
                <span lang={lang}>{languageNames[lang]}</span>
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[looks]}
            onSelectionChange={keys => {
              for (const one of appearances) {
                if (keys === 'all' || !keys.has(one)) continue;
                choose(one);
                setLooks(one);
              }
            }}
          >
            <Header className="options-header">{t('appearance')}</Header>
            {appearances.map(one => (
              <MenuItem key={one} id={one} className="option">
                {t(`appearances.${one}`)}
              </MenuItem>
            ))}
          </MenuSection>
          {signedIn && (
            <MenuSection aria-label={t('signOut')}>
              <MenuItem id="sign-out" className="option" onAction={() => void session.signOut()}>
                {t('signOut')}
              </MenuItem>
            </MenuSection>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
