import type { Texts } from '../texts';

const texts: Texts['reports'] = {};
export default texts;
