// The same module for `import`.
import encart from './index.js';

export const { Engine, Article, Result, EncartError, sanitise, fillHoles, version } = encart;
export default encart;
