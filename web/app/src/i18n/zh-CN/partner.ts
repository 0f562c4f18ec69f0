import type { Texts } from '../texts';

const texts: Texts['partner'] = {};
export default texts;
