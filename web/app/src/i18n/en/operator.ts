/** The pages for operators. */
export default {};
