/** The page that an invite link leads to. */
export default {
  kind: 'Reseller relationship request',
  asks: '{{name}} asks to be your reseller',
  services: 'It asks to administer these services for you (delegated admin privileges):',
  noServices: 'It asks for no delegated admin privileges: you would only be able to buy through it.',
  country: 'Country or region',
  provider: 'Together with its provider',
  expires: 'The link is good until',
  suspendedTitle: 'This partner is suspended at the moment',
  suspended: 'Its request cannot be accepted until the suspension is lifted. The link works again then.',
  nothingYet:
    'Nothing changes until a global administrator of your organisation accepts. You can review the partner, or remove its privileges, at any time under Partner Relationships.',
  signIn: 'Sign in to answer',
  problems: {
    INVITE_INVALID: {
      title: 'This link leads nowhere',
      help: 'It may have been cut off or mistyped. Open it again from the e-mail, or copy the whole address; if it still does not work, ask the partner to send it anew.',
    },
    INVITE_REVOKED: {
      title: 'This link is no longer used',
      help: 'The partner has replaced or revoked it. Ask the partner for its current link.',
    },
    INVITE_EXPIRED: { title: 'This link has expired', help: 'Ask the partner for a new one.' },
    INVITE_EXHAUSTED: {
      title: 'This link has been used up',
      help: 'It was good for a limited number of customers. Ask the partner for a new one.',
    },
    UNAVAILABLE: {
      title: 'The link cannot be shown at the moment',
      help: 'Nothing is wrong with it. Try again in a minute.',
    },
  },
  notCustomer: {
    title: 'Only customers accept links',
    help: 'You are signed in as {{name}}, who is not a user of a customer. Sign in as a global administrator of the customer.',
    others: 'Sign in as somebody else',
  },
  notAdmin: {
    title: 'A global administrator has to accept this',
    help: 'You can see what is asked. Send this page’s address to a global administrator of {{customer}}, who can accept or decline.',
  },
  otherRegion: {
    title: 'This partner serves another country or region',
    help: '{{name}} does business in {{there}}, and {{customer}} is in {{here}}: it cannot become your reseller. Ask it whether there is a partner of its own in {{here}}.',
  },
  answerTitle: 'What would change for {{customer}}',
  related: 'You have a relationship with {{name}} already.',
  unrelated: 'A relationship with {{name}} begins. It may then sell you subscriptions.',
  unchanged: 'All this partner asks for is granted already. Accepting again changes nothing.',
  stays: 'Your subscriptions, their terms and prices, your bills and your partners of record stay as they are.',
  now: {
    nobody: 'Nobody administers this for you now.',
    same: '{{name}} administers this for you already.',
    kept: '{{holder}} administers this for you now, and goes on to.',
    replaced: '{{holder}} administers this for you now. It would lose this privilege, and {{name}} would get it.',
  },
  beside: 'Also administers: {{names}}.',
  grantTo: 'Who gets the privilege for {{service}}',
  grantees: {
    reseller: '{{name}}, the reseller',
    provider: '{{name}}, its provider',
    both: 'Both',
    none: 'Nobody',
  },
  replace: 'Take the privileges named above away from {{holders}} and give them to {{name}}',
  replaceFirst: 'Choose whether to replace the partner that holds the privilege, or leave that service out.',
  accept: 'Accept',
  acceptAgain: 'Accept again',
  decline: 'Decline',
  consent:
    'By accepting, you consent to the reseller relationship on behalf of {{customer}}. Delegated administrators have administrator access: they can see and change data of the services.',
  declineDialog: {
    title: 'Decline this request?',
    help: '{{name}} learns the name of your organisation and the reason you give, and nothing more. You can still accept later.',
    reason: 'Reason',
    submit: 'Decline the request',
  },
  declined: {
    title: 'You have declined',
    help: '{{name}} has been told. Should you change your mind, the link works as long as it is good.',
    reconsider: 'Look at the request again',
  },
  accepted: {
    title: '{{name}} is your partner now',
    already: 'Nothing has changed: you had accepted all of it before.',
    granted: 'It may administer: {{services}}.',
    grantedNone: 'No privileges were granted.',
    displaced: '{{name}} no longer administers {{service}} for you. Your relationship with it stands.',
    next: 'What comes next',
    nextHelp:
      'The partner sees you among its customers from now on. You can review it, and take privileges back, at any time under Partner Relationships.',
    toPartners: 'Go to Partner Relationships',
  },
};
