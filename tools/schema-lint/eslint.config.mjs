// What the schema is held to: graphql-eslint's recommended rules and those for Relay, and the project's own in rules.mjs.
// Whatever is excepted says why, beside it; nothing can be excepted in the schema's files themselves.
import graphql from '@graphql-eslint/eslint-plugin';
import accord from './rules.mjs';

/** As in gqlgen.yml, seen from the project's root, in which scripts/lint-schema runs. */
const files = ['schema.graphqls', 'graph/schema/*.graphqls'];

const recommended = graphql.configs['flat/schema-recommended'].rules;
const relay = graphql.configs['flat/schema-relay'].rules;
const namingConvention = recommended['@graphql-eslint/naming-convention'][1];

/** Types without an id, because nobody asks for one of them again: each is a part of the object that shows it. */
const withoutId = [
  'PageInfo', // Relay's own, and says where a page stands
  'Viewer', // who is asking; the user and the company in it have ids
  'RelationshipEventState', // a part of an event: the state before or after it
  'RelationshipEventField', // a name and a value in such a state
  'InvitePreview', // what a link shows to whoever holds its token; the link's id is for its partner alone (R27)
  'InviteForViewer', // a part of that preview
  'ServiceDelegation', // a reckoning for one customer and one service, of privileges that have ids
  'RelationshipEnd', // a part of a relationship: what was proposed about its end
  'RelationshipEndBlocker', // a part of that
  'BatchRequestResult', // what has become of an item of a batch: its objects have ids …
  'BatchRelationshipResult', // … the same
  'CustomerContact', // a part of a customer
  'CustomerBillingDetails', // a part of a customer
  'PartnerSupport', // a part of a partner
  'PartnerAgreement', // a part of a partner: which text it has signed
  'CustomerSubscriptionTerm', // a part of a subscription: the days for which it keeps its price
  'CustomerSubscriptionTransfer', // a part of a subscription: to whom it is offered
  'SubscriptionCapability', // a reckoning for one subscription and one viewer
  'Bill', // a reckoning from charges, named by its partner and month
  'BillPeriod', // a part of a bill
  'BillLine', // a part of a bill, reckoned each time that it is read
  'BillSubtotal', // the same
  'PartnerReport', // counted anew each time, with all that is in it
  'ReportPart',
  'RelationshipReport',
  'ServiceReport',
  'CustomerReport',
  'CoverageReport',
  'OfferReport',
  'SubscriptionReport',
  'BilledReport',
  'BilledMonth',
  'Charge', // a stretch of days of a subscription, which has an id
  'ResellerReport',
  'InviteReport',
  'LinkReport',
  'TimeToAccept',
  'ReportCounts',
  'ReportLine',
  'ReportFigure',
  'ReportRows',
  'PartnerRank', // the same
  'Export', // an address, made anew each time
  'Money', // an amount and its currency
  'RequestEmail', // a text, made anew whenever it is asked for
];

/** Objects with an id that are listed whole, because there are never many. */
const short = [
  'Service', // the catalogue's: a handful, changed by the operator alone
  'Offer', // the catalogue's: some dozens, changed by the operator alone
  'Query.nodes', // as many as were asked for, at most 100
  'Relationship.delegatedAdminPrivileges', // one for each service and each time that it was granted
  'BatchRelationshipResult.granted', // one for each service of the item
  'BatchRelationshipResult.displaced', // the same
  'CustomerSubscription.addOns', // as many as its offer takes: a handful
  'ServiceDelegation.beside', // the advisors and tier-2 resellers of one service of one customer
];

export default [
  {
    files,
    plugins: { '@graphql-eslint': graphql, accord },
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: files } },
    },
    linterOptions: { noInlineConfig: true },
    rules: {
      ...recommended,
      ...relay,

      // More than recommended: everything that a client sees has a description, and no field begins with "get".
      '@graphql-eslint/require-description': ['error', {
        types: true,
        DirectiveDefinition: true,
        FieldDefinition: true,
        InputValueDefinition: true,
        EnumValueDefinition: true,
      }],
      '@graphql-eslint/naming-convention': ['error', {
        ...namingConvention,
        FieldDefinition: { style: 'camelCase', forbiddenPatterns: [/^get(?![a-z])/] },
      }],

      // Less: types that are no objects of their own have no id.
      '@graphql-eslint/strict-id-in-types': ['error', {
        exceptions: {
          types: withoutId,
          suffixes: [
            'Connection', // a page and …
            'Edge', // … its items, of which Relay asks for no id
            'Payload', // a mutation's answer; the objects in it have ids
            'Error', // a refusal, of which nothing is kept
          ],
        },
      }],
      // Less: the rule would have no lists but edges: neither a page's nodes, nor roles, nor userErrors. Its other checks
      // stay, and accord/lists-are-pages finds the lists that ought to be connections.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],

      'accord/mutation-shape': 'error',
      'accord/connection-shape': 'error',
      'accord/lists-are-pages': ['error', { short }],
      'accord/exceptions-exist': ['error', [...withoutId, ...short]],
    },
  },
  {
    // Less: a bill's lines and subtotals are reckoned each time that it is read, so that an id could find none of them again; and a charge is
    // found again by its subscription.
    files: ['graph/schema/billing.graphqls', 'graph/schema/charges.graphqls'],
    rules: {
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
    },
  },
];
