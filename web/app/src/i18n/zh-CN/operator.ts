import type { Texts } from '../texts';

const texts: Texts['operator'] = {};
export default texts;
