// The page of the benchmark as somebody would write it by hand with Mercurius: JIT on, loaders that read for all relationships of a
// page at once, prepared statements. No identity, no limits, no rule. node server.mjs DATABASE_URL PORT
import fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";

const [database, port] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: database, max: 16 });

const schema = `
  type Query { partner(id: ID!): Partner }
  type Partner { id: ID! name: String! relationships(first: Int = 25, after: String): RelationshipConnection! }
  type RelationshipConnection { edges: [RelationshipEdge!]! pageInfo: PageInfo! }
  type RelationshipEdge { cursor: String! node: Relationship! }
  type PageInfo { hasNextPage: Boolean! hasPreviousPage: Boolean! startCursor: String endCursor: String }
  type Relationship { id: ID! status: String! acceptedAt: String! customer: Customer delegatedAdminPrivileges: [DelegatedAdminPrivilege!]! }
  type Customer { id: ID! name: String! domain: String! }
  type DelegatedAdminPrivilege { id: ID! service: Service! }
  type Service { code: String! }
`;

const cursorOf = (row) => Buffer.from(`${row.accepted_at.toISOString()} ${row.id}`).toString("base64url");
const placeOf = (cursor) => Buffer.from(cursor, "base64url").toString().split(" ");

const query = (name, text, values) => pool.query({ name, text, values });

async function relationships(partner, { first, after }) {
  const columns = "SELECT id, status, accepted_at, customer_id FROM relationships WHERE partner_id = $1";
  const order = "ORDER BY accepted_at DESC, id DESC LIMIT $2";
  const { rows } = after
    ? await query("page after", `${columns} AND (accepted_at, id) < ($3, $4) ${order}`, [partner.id, first + 1, ...placeOf(after)])
    : await query("page", `${columns} ${order}`, [partner.id, first + 1]);
  const more = rows.length > first;
  const edges = rows.slice(0, first).map((row) => ({
    cursor: cursorOf(row),
    node: { id: row.id, status: row.status, acceptedAt: row.accepted_at.toISOString(), customerId: row.customer_id },
  }));
  return {
    edges,
    pageInfo: { hasNextPage: more, hasPreviousPage: Boolean(after), startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null },
  };
}

const resolvers = {
  Query: {
    async partner(_, { id }) {
      return (await query("partner", "SELECT id, name FROM partners WHERE id = $1", [id])).rows[0] ?? null;
    },
  },
  Partner: { relationships },
};

const loaders = {
  Relationship: {
    async customer(queries) {
      const ids = queries.map(({ obj }) => obj.customerId);
      const { rows } = await query("customers", "SELECT id, name, domain FROM customers WHERE id = ANY ($1)", [ids]);
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => byId.get(id) ?? null);
    },
    async delegatedAdminPrivileges(queries) {
      const ids = queries.map(({ obj }) => obj.id);
      const { rows } = await query(
        "privileges",
        "SELECT id, relationship_id, service FROM delegated_admin_privileges WHERE relationship_id = ANY ($1) ORDER BY granted_at, id",
        [ids],
      );
      const byRelationship = new Map(ids.map((id) => [id, []]));
      for (const row of rows) byRelationship.get(row.relationship_id).push({ id: row.id, service: { code: row.service } });
      return ids.map((id) => byRelationship.get(id));
    },
  },
};

const app = fastify();
app.get("/healthz", async () => "ok");
app.register(mercurius, { schema, resolvers, loaders, jit: 1 });
await app.listen({ host: "127.0.0.1", port: Number(port) });
