/** The pages for customers. */
export default {};
