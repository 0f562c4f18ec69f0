// The story of the README by two people, each in a browser of their own, in either language, on either kind of store:
// Ada of the partner Brightcloud asks, Finn of the customer Harbour Foods accepts, and both live with it until it ends.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepsNoSecret, person } from './browser.mjs';
import { serve, stores } from './server.mjs';
import { languages, say } from './texts.mjs';
import { shown } from './world.mjs';

const partner = 'Brightcloud';
const customer = 'Harbour Foods';

/** A person and the words of their language. */
function actor(page, lang) {
  const words = (key, values) => say(lang, key, values);
  const button = (key, values) => page.getByRole('button', { name: words(key, values), exact: true });
  return {
    page,
    words,
    button,
    go: async key => {
      await page.getByRole('navigation').getByRole('link', { name: words(`nav.${key}`), exact: true }).click();
      await shown(page);
    },
    link: name => page.getByRole('link', { name }).first(),
    dialog: () => page.locator('[role="dialog"], [role="alertdialog"]'),
    sees: text => page.getByText(text, { exact: false }).first().waitFor(),
    /** Chooses from a list that drops down. */
    choose: async (label, option) => {
      await page.locator('[role="dialog"]').getByRole('button', { name: new RegExp(label) }).last().click();
      await page.getByRole('option', { name: option }).click();
    },
  };
}

async function signIn(who, name) {
  await who.link(who.words('home.enterAs')).click();
  await who.page.getByRole('button', { name }).click();
  await who.page.getByRole('navigation').waitFor();
}

async function confirmIn(who, key) {
  await who.dialog().getByRole('button', { name: who.words(key), exact: true }).click();
  await who.dialog().waitFor({ state: 'detached' });
}

/** Ada asks for the default link, copies it, and has the mail before her. */
async function request(ada) {
  await signIn(ada, /Ada Lin/);
  await ada.go('request');
  await ada.button('requesting:make.submit').click();
  await ada.button('requesting:link.copy').click();
  await ada.sees(ada.words('requesting:link.copied'));
  const link = await ada.page.evaluate(() => navigator.clipboard.readText());
  assert.match(link, /\/invite\/inv_\w+$/);
  await ada.sees(ada.words('requesting:mail.title'));
  return link;
}

/** Finn sees who asks before he signs in, and what would change after it, and accepts. */
async function accept(finn, link) {
  await finn.page.goto(link);
  await finn.sees(finn.words('invite:asks', { name: partner }));
  await finn.link(finn.words('invite:signIn')).click();
  await finn.page.getByRole('button', { name: /Finn Zhao/ }).click();
  await finn.sees(finn.words('invite:unrelated', { name: partner }));
  await finn.button('invite:accept').click();
  await finn.page.locator('[data-accepted="now"]').waitFor();
  await finn.link(finn.words('invite:accepted.toPartners')).click();
  await finn.sees(finn.words('customer:services.title'));
  await finn.link(partner).waitFor();
}

/** Ada finds her new customer, and sells it a subscription. */
async function sell(ada) {
  await ada.go('customers');
  await ada.link(customer).click();
  await ada.button('partner:customer.order').click();
  await ada.choose(ada.words('partner:order.group'), /Office 365/);
  await ada.dialog().getByRole('radio', { name: /E1/ }).press('Space');
  await confirmIn(ada, 'partner:order.submit');
  await ada.page.getByRole('link', { name: /E1/ }).first().waitFor();
}

/** Finn takes the privileges back, and is told what ends and what stays. */
async function remove(finn) {
  await finn.go('partnerRelationships');
  await finn.button('customer:remove.buttonFor', { name: partner }).click();
  await finn.sees(finn.words('customer:remove.ends'));
  await finn.sees(finn.words('customer:remove.stays'));
  await confirmIn(finn, 'customer:remove.submit');
  await finn.sees(finn.words('customer:remove.done'));
}

/** Ada still sells to the customer, and is told what she can no longer do and what to do about it. */
async function missPrivileges(ada) {
  await ada.page.reload();
  await shown(ada.page);
  await ada.page.getByRole('link', { name: /E1/ }).first().click();
  await ada.sees(ada.words('partner:subscription.can'));
  await ada.page.getByText(/DAP_REQUIRED|privileges|权限/).first().waitFor();
  assert.equal(await ada.button('partner:actionButtons.UPGRADE').count(), 0);
  await ada.button('partner:actionButtons.SEATS').waitFor();
}

/** Finn follows the same link again, which restores them. */
async function restore(finn, link) {
  await finn.page.goto(link);
  await finn.sees(finn.words('invite:related', { name: partner }));
  await finn.button('invite:accept').click();
  await finn.page.locator('[data-accepted="now"]').waitFor();
}

/** Ada cancels what she is billed for; until then the relationship cannot end. */
async function cancel(ada) {
  await ada.page.reload();
  await shown(ada.page);
  await ada.button('partner:actionButtons.CANCEL').click();
  await confirmIn(ada, 'partner:cancelDialog.submit');
  await ada.sees(ada.words('partner:cancelDialog.done'));
}

async function proposeEnd(finn) {
  await finn.link(finn.words('invite:accepted.toPartners')).click();
  await finn.link(partner).click();
  await finn.button('customer:end.propose.button').click();
  await confirmIn(finn, 'customer:end.propose.submit');
  await finn.sees(finn.words('customer:end.proposed.CUSTOMER'));
}

/** Ada confirms, and the customer has left her list. */
async function confirmEnd(ada) {
  await ada.go('relationships');
  await ada.page.getByRole('row', { name: new RegExp(customer) }).getByRole('link').first().click();
  await ada.button('partner:end.confirm').click();
  await confirmIn(ada, 'partner:end.confirm');
  await ada.sees(ada.words('relationshipStatuses.ENDED'));
  await ada.go('customers');
  assert.equal(await ada.page.getByRole('link', { name: customer }).count(), 0);
}

for (const store of stores) {
  for (const lang of languages) {
    test(`the story on ${store}, ${lang}`, async t => {
      const server = await serve(t, { store });
      const ada = actor((await person(t, server.base, { lang })).page, lang);
      const finn = actor((await person(t, server.base, { lang })).page, lang);
      await ada.page.goto('/');
      const link = await request(ada);
      await accept(finn, link);
      await sell(ada);
      await remove(finn);
      await missPrivileges(ada);
      await restore(finn, link);
      await cancel(ada);
      await proposeEnd(finn);
      await confirmEnd(ada);
      await finn.page.reload();
      await finn.sees(finn.words('relationshipStatuses.ENDED'));
      await finn.go('history');
      await finn.page.getByRole('listitem').first().waitFor();
      await keepsNoSecret(ada.page);
      await keepsNoSecret(finn.page);
    });
  }
}
