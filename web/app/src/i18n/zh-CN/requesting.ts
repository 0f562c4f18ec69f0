import type { Texts } from '../texts';

const texts: Texts['requesting'] = {};
export default texts;
