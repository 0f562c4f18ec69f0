// The demonstration's people and pages: which pages there are, and for whom.

export const users = {
  partner: 'chief@brightcloud.example',
  helpdesk: 'helpdesk@brightcloud.example',
  provider: 'admin@sanhe.example',
  reseller: 'admin@luming.example',
  suspended: 'admin@merlight.example',
  customer: 'admin@pinewood.example',
  reader: 'reader@pinewood.example',
  operator: 'operator@accord.example',
};

export const partnerPages = ['request', 'links', 'customers', 'relationships', 'privileges', 'charges', 'subscriptions', 'reports', 'bills', 'history'];

/** The pages of one thing each, of the first there is. */
export async function things(server) {
  const { viewer } = await server.ask(
    users.partner,
    `{ viewer { partner { id
      customers(first: 1, filter: { search: "pinewood" }) { nodes { id } } relationships(first: 1, filter: { search: "pinewood" }) { nodes { id } }
      subscriptions(first: 1) { nodes { id } } } } }`,
  );
  const invite = await server.ask(users.partner, 'mutation { requestRelationship(input: {}) { invite { id url } } }');
  const customer = await server.ask(users.customer, '{ viewer { customer { id relationships(first: 1) { nodes { id } } } } }');
  const { partner } = viewer;
  return {
    partner: [
      `links/${invite.requestRelationship.invite.id}`,
      `customers/${partner.customers.nodes[0].id}`,
      `relationships/${partner.relationships.nodes[0].id}`,
      `subscriptions/${partner.subscriptions.nodes[0].id}`,
    ],
    customer: [`partners/${customer.viewer.customer.relationships.nodes[0].id}`],
    operator: [`operator/partners/${partner.id}`, `operator/customers/${customer.viewer.customer.id}`],
    url: invite.requestRelationship.invite.url,
  };
}

/** Which pages are for whom. */
export async function pagesOf(server) {
  const found = await things(server);
  return {
    url: found.url,
    all: {
      partner: [...partnerPages, ...found.partner],
      helpdesk: ['request', 'customers', 'subscriptions', 'bills'],
      provider: ['request', 'links', 'customers', 'reports'],
      reseller: ['request', 'links', 'relationships'],
      suspended: ['request', 'subscriptions'],
      customer: ['partners', 'history', ...found.customer],
      reader: ['partners', ...found.customer],
      operator: ['operator/partners', 'operator/customers', ...found.operator],
    },
  };
}

/** Waits until a page shows what it is about, and nothing is loading. */
export async function shown(page) {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.waitForFunction(() => document.querySelector('.loading') === null);
}

export async function signInAs(page, email) {
  await page.evaluate(as => sessionStorage.setItem('accord.identity', as), email);
}
