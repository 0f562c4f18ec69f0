import { useTranslation } from 'react-i18next';
import { Refusal, useAct } from '../../../api/act';
import { graphql } from '../../../api/graphql';
import { Button } from '../../../ui/buttons';
import { Card } from '../../../ui/page';
import { Outcome } from '../../../ui/states';
import { inputOf, type Problem, problemsOf, type Terms } from './terms';

/** Gives the link of some terms, or makes it. Its mail is asked of the link. */
export const RequestMutation = graphql(
  `
    mutation Request($input: RequestRelationshipInput!) {
      requestRelationship(input: $input) {
        invite { id }
        userErrors { ...Refusal }
      }
    }
  `,
  [Refusal],
);

interface MakeLinkProps {
  terms: Terms;
  isDefault: boolean;
  onProblems: (problems: Problem[]) => void;
  onMade: (inviteId: string) => void;
}

/** Says what making a link does, and makes it when told to. */
export function MakeLink({ terms, isDefault, onProblems, onMade }: MakeLinkProps) {
  const { t } = useTranslation('requesting');
  const request = useAct(RequestMutation);

  async function submit() {
    const problems = problemsOf(terms);
    onProblems(problems);
    if (problems.length > 0) return;
    const result = await request.act(inputOf(terms));
    if (result?.invite) onMade(result.invite.id);
  }

  return (
    <Card title={isDefault ? t('make.titleDefault') : t('make.title')}>
      <p>{isDefault ? t('make.helpDefault') : t('make.help')}</p>
      <Outcome of={request} />
      <div>
        <Button kind="primary" onPress={submit} isPending={request.busy}>
          {t('make.submit')}
        </Button>
      </div>
    </Card>
  );
}
