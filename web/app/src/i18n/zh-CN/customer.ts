import type { Texts } from '../texts';

const texts: Texts['customer'] = {};
export default texts;
