import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema';

/** Writes an operation, typed by the server's schema: a field that the schema lacks does not pass `npm run check`. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: {
    /** RFC 3339 in UTC. */
    DateTime: string;
    /** Such as 2026-11-22. */
    Date: string;
    Long: number;
    JSON: unknown;
  };
}>();

export type { FragmentOf, ResultOf, TadaDocumentNode, VariablesOf } from 'gql.tada';
export { readFragment } from 'gql.tada';
