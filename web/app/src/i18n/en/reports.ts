/** Reports. */
export default {};
