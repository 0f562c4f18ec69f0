/** Requesting relationships: the e-mail, the links and what came of them. */
export default {};
