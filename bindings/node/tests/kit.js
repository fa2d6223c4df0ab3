'use strict';
// What the tests share.

const path = require('node:path');

const pluginFolder = process.env.ENCART_PLUGINS;
const vectorFolder = process.env.ENCART_VECTORS;

/** An article document; `more` is laid over it. */
const article = (more = {}) => ({
  id: 'pont', url: 'https://journal.example/2024/pont', lang: 'fr',
  title: 'Le pont fermé deux mois',
  body: { value: '<p>Les travaux commencent lundi.</p><p>Ils durent deux mois.</p>' },
  ...more,
});

const related = ['tram', 'bus', 'velo'].map((one) => (
  { url: `/2024/${one}`, title: `Un article : ${one}`, lang: 'fr' }));

/** Options of an engine with the plugins of the tree. */
const recipe = (more = {}) => ({ pluginPaths: [pluginFolder], ...more });

module.exports = { article, pluginFolder, recipe, related, vectorFolder, path };
