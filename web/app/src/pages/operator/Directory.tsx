import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Endless } from '../../api/endless';
import { Button } from '../../ui/buttons';
import { Page } from '../../ui/page';
import { Empty } from '../../ui/states';
import { type Column, EndlessTable } from '../../ui/table';
import { SearchBox } from '../shared/SearchBox';
import { Told } from '../shared/Told';

export interface Registered {
  id: string;
  name: string;
}

interface DirectoryProps<Row extends { id: string }> {
  kind: 'partners' | 'customers';
  search: string;
  onSearch: (search: string) => void;
  list: Endless<Row>;
  columns: readonly Column<Row>[];
  /** The dialog that registers another. */
  register: (dialog: { isOpen: boolean; onClose: () => void; onDone: (registered: Registered) => void }) => ReactNode;
  /** The way to what was registered. */
  look: (id: string, text: string) => ReactNode;
}

const registers = { partners: 'registerPartner', customers: 'registerCustomer' } as const;

/** All partners or all customers of the platform: to search, to look at, and to register another. */
export function Directory<Row extends { id: string }>({ kind, search, onSearch, list, columns, register, look }: DirectoryProps<Row>) {
  const { t } = useTranslation('operator');
  const [registering, setRegistering] = useState(false);
  const [registered, setRegistered] = useState<Registered | null>(null);
  const texts = registers[kind];
  return (
    <Page
      title={t(`${kind}.title`)}
      intro={t(`${kind}.intro`)}
      actions={
        <Button kind="primary" onPress={() => setRegistering(true)}>
          {t(`${texts}.open`)}
        </Button>
      }
    >
      {registered && (
        <Told key={registered.id} title={t(`${texts}.done`, { name: registered.name })}>
          <p>{t(`${texts}.doneHelp`)}</p>
          {look(registered.id, t(`${texts}.look`))}
        </Told>
      )}
      <div className="filters" role="search">
        <SearchBox label={t(`${kind}.search`)} placeholder={t(`${kind}.searchHint`)} value={search} onSearch={onSearch} />
      </div>
      <EndlessTable
        label={t(`${kind}.title`)}
        list={list}
        columns={columns}
        idOf={row => row.id}
        empty={
          <Empty title={t(search ? `${kind}.noneFits` : `${kind}.none`)}>
            <p>{t(search ? `${kind}.noneFitsHelp` : `${kind}.noneHelp`)}</p>
          </Empty>
        }
      />
      {register({
        isOpen: registering,
        onClose: () => setRegistering(false),
        onDone: done => {
          setRegistering(false);
          setRegistered(done);
        },
      })}
    </Page>
  );
}
