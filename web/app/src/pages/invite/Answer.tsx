import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../api/act';
import { graphql, type ResultOf } from '../../api/graphql';
import { useFormat } from '../../i18n/format';
import { expectArrival } from '../../ui/arrival';
import { Button } from '../../ui/buttons';
import { Actions } from '../../ui/dialog';
import { Check, Choice } from '../../ui/fields';
import { Card } from '../../ui/page';
import { Name, Notice, Outcome } from '../../ui/states';
import { AskedFor } from './AskedFor';
import { type Change, changesOf, type Grantee, grantsOf } from './choices';
import { Decline } from './Decline';
import { Accepted, Declined } from './Done';
import { askOf, type Preview } from './preview';

const AcceptMutation = graphql(
  `
    mutation Accept($input: AcceptRelationshipInput!) {
      acceptRelationship(input: $input) {
        alreadyAccepted
        relationship { id }
        granted { id service { code } partner { name } }
        displaced { id service { code } partner { name } }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

export type AcceptanceResult = ResultOf<typeof AcceptMutation>['acceptRelationship'];

interface AnswerProps {
  token: string;
  preview: Preview;
  customer: string;
  /** Asks anew what accepting would do, when the server found it to be otherwise. */
  onStale: () => void;
}

/** What accepting would change, and the answer to it. */
export function Answer({ token, preview, customer, onStale }: AnswerProps) {
  const { t } = useTranslation('invite');
  const [choices, setChoices] = useState<Record<string, Grantee>>({});
  const [replace, setReplace] = useState(false);
  const [asked, setAsked] = useState(false);
  const [declining, setDeclining] = useState(false);
  const [done, setDone] = useState<AcceptanceResult | 'declined' | null>(null);
  const accept = useAct(AcceptMutation);

  const ask = askOf(preview);
  const changes = changesOf(preview, choices);
  const replaced = changes.filter(change => change.replaces);
  const related = preview.forViewer?.alreadyRelated ?? false;
  // What the server refused may stand otherwise than it is shown.
  const { refusals } = accept;
  useEffect(() => {
    if (refusals.length > 0) onStale();
  }, [refusals]);
  const unchanged = related && changes.every(change => change.same);

  function finish(result: AcceptanceResult | 'declined') {
    expectArrival();
    setDone(result);
  }

  async function submit() {
    setAsked(true);
    if (replaced.length > 0 && !replace) return;
    const result = await accept.act({ token, ...grantsOf(preview, changes), replaceExisting: replaced.length > 0 });
    if (result) finish(result);
  }

  if (done === 'declined') return <Declined name={ask.name} onReconsider={() => setDone(null)} />;
  if (done) return <Accepted name={ask.name} result={done} services={preview.services} />;
  return (
    <AskedFor ask={ask}>
      <Card title={t('answerTitle', { customer })}>
        <ul className="changes">
          <li>{t(related ? 'related' : 'unrelated', { name: ask.name })}</li>
          <li>{t('stays')}</li>
        </ul>
        {changes.map(change => (
          <ServiceChange
            key={change.code}
            change={change}
            preview={preview}
            onChoose={grantee => setChoices(before => ({ ...before, [change.code]: grantee }))}
          />
        ))}
        {unchanged && <Notice>{t('unchanged')}</Notice>}
        {replaced.length > 0 && <Replace replaced={replaced} name={ask.name} value={replace} onChange={setReplace} missing={asked && !replace} />}
        <p className="quiet">{t('consent', { customer })}</p>
        <Outcome of={accept} />
        <Actions>
          <Button onPress={() => setDeclining(true)} isDisabled={accept.busy}>
            {t('decline')}
          </Button>
          <Button kind="primary" onPress={submit} isPending={accept.busy} isDisabled={ask.suspended}>
            {t(unchanged ? 'acceptAgain' : 'accept')}
          </Button>
        </Actions>
      </Card>
      <Decline
        token={token}
        name={ask.name}
        isOpen={declining}
        onClose={() => setDeclining(false)}
        onDone={() => finish('declined')}
      />
    </AskedFor>
  );
}

interface ServiceChangeProps {
  change: Change;
  preview: Preview;
  onChoose: (grantee: Grantee) => void;
}

/** One service: who administers it now, and whether it is granted. */
function ServiceChange({ change, preview, onChoose }: ServiceChangeProps) {
  const { t } = useTranslation('invite');
  const format = useFormat();
  return (
    <div className="change" data-service={change.code}>
      {preview.reseller ? (
        <Grantees change={change} preview={preview} reseller={preview.reseller.name} onChoose={onChoose} />
      ) : (
        <Check value={change.grantee !== 'none'} onChange={on => onChoose(on ? 'asker' : 'none')}>
          <strong>
            <Name>{change.name}</Name>
          </strong>
        </Check>
      )}
      <p className={change.replaces ? 'change-now change-warning' : 'change-now'}>
        {nowText(t, change, askOf(preview).name, preview.partner.name)}
        {change.beside.length > 0 && ` ${t('beside', { names: format.list(change.beside.map(p => p.name)) })}`}
      </p>
    </div>
  );
}

type Translate = ReturnType<typeof useTranslation<'invite'>>['t'];

function nowText(t: Translate, change: Change, asker: string, partner: string): string {
  if (change.replaces) return t('now.replaced', { holder: change.holder?.name ?? '', name: partner });
  if (change.same) return t('now.same', { name: asker });
  if (change.holder) return t('now.kept', { holder: change.holder.name });
  return t('now.nobody');
}

function Grantees({ change, preview, reseller, onChoose }: ServiceChangeProps & { reseller: string }) {
  const { t } = useTranslation('invite');
  return (
    <Choice<Grantee>
      label={t('grantTo', { service: change.name })}
      value={change.grantee}
      onChange={onChoose}
      items={[
        { value: 'asker', label: t('grantees.reseller', { name: reseller }) },
        { value: 'provider', label: t('grantees.provider', { name: preview.partner.name }) },
        { value: 'both', label: t('grantees.both') },
        { value: 'none', label: t('grantees.none') },
      ]}
    />
  );
}

interface ReplaceProps {
  replaced: readonly Change[];
  name: string;
  value: boolean;
  onChange: (value: boolean) => void;
  /** Whether it was not answered. */
  missing: boolean;
}

/** The choice to replace who holds a privilege, in words (R12). */
function Replace({ replaced, name, value, onChange, missing }: ReplaceProps) {
  const { t } = useTranslation('invite');
  const format = useFormat();
  const holders = [...new Set(replaced.map(change => change.holder?.name ?? ''))];
  return (
    <div className="replace">
      <Check value={value} onChange={onChange}>
        {t('replace', { holders: format.list(holders), name })}
      </Check>
      {missing && (
        <Notice tone="warning" live>
          <p>{t('replaceFirst')}</p>
        </Notice>
      )}
    </div>
  );
}
