/** The pages for partners. */
export default {};
