// The libraries compared with, each used as its documentation recommends. A search library indexes documents; a classifier
// learns labels. None of them is a dependency of the project: they are installed in this folder alone.
/**
 * @typedef {(text: string) => readonly { readonly document: number, readonly score: number }[] | Promise<readonly { readonly document: number, readonly score: number }[]>} Search
 * @typedef {(text: string) => readonly { readonly label: string, readonly score: number }[] | Promise<readonly { readonly label: string, readonly score: number }[]>} Classify
 */

/** Documents that a search library is asked for: enough for any layout. */
const LIMIT = 30;

/** Search libraries by name: the settings to choose from on validation, and from texts to a search, best first, higher scores better. */
export const SEARCH_LIBRARIES = {
  minisearch: {
    settings: ['whole words', 'fuzzy and prefixes', 'fuzzy and prefixes of long words'],
    open: async (texts, setting) => {
      const { default: MiniSearch } = await import('minisearch');
      const searchOptions = {
        'whole words': {},
        'fuzzy and prefixes': { fuzzy: 0.2, prefix: true },
        'fuzzy and prefixes of long words': {
          fuzzy: (term) => (term.length > 4 ? 0.2 : null),
          prefix: (term) => term.length > 4,
        },
      }[setting];
      const index = new MiniSearch({ fields: ['text'], searchOptions });
      index.addAll(texts.map((text, id) => ({ id, text })));
      return (text) =>
        index
          .search(text)
          .slice(0, LIMIT)
          .map(({ id, score }) => ({ document: id, score }));
    },
  },
  lunr: {
    settings: ['', 'edit distance 1', 'stop words kept', 'stop words kept, edit distance 1'],
    open: async (texts, setting) => {
      const { default: lunr } = await import('lunr');
      const index = lunr((builder) => {
        if (setting.includes('stop words kept')) {
          builder.pipeline.remove(lunr.stopWordFilter);
          builder.searchPipeline.remove(lunr.stopWordFilter);
        }
        builder.ref('id');
        builder.field('text');
        texts.forEach((text, id) => {
          builder.add({ id: String(id), text });
        });
      });
      return (text) =>
        index
          .query((query) => {
            const terms = lunr.tokenizer(text.replace(/[^\p{L}\p{N} ]/gu, ' ')).filter((term) => String(term) !== '');
            query.term(terms, { boost: 10 });
            if (setting.includes('edit distance')) query.term(terms, { editDistance: 1 });
          })
          .slice(0, LIMIT)
          .map(({ ref, score }) => ({ document: Number(ref), score }));
    },
  },
  'fuse.js': {
    settings: [''],
    open: async (texts) => {
      const { default: Fuse } = await import('fuse.js');
      const fuse = new Fuse(
        texts.map((text) => ({ text })),
        { includeScore: true, useTokenSearch: true, keys: ['text'] },
      );
      return (text) =>
        fuse
          .search(text, { limit: LIMIT })
          .map(({ refIndex, score = 1 }) => ({ document: refIndex, score: 1 - score }));
    },
  },
  flexsearch: {
    settings: [''],
    open: async (texts) => {
      const { Index } = await import('flexsearch');
      const index = new Index({ tokenize: 'forward', context: true });
      texts.forEach((text, id) => {
        index.add(id, text);
      });
      // It gives an order and no scores.
      return (text) =>
        index
          .search(text, { suggest: true, limit: LIMIT })
          .map((document, place) => ({ document: Number(document), score: 1 / (place + 1) }));
    },
  },
  orama: {
    settings: [''],
    open: async (texts) => {
      const { create, insertMultiple, search } = await import('@orama/orama');
      const index = create({
        schema: { text: 'string' },
        components: { tokenizer: { language: 'english', stemming: true } },
      });
      await insertMultiple(
        index,
        texts.map((text, id) => ({ id: String(id), text })),
        1000,
      );
      return async (text) => {
        const { hits } = await search(index, { term: text, properties: ['text'], limit: LIMIT });
        return hits.map(({ id, score }) => ({ document: Number(id), score }));
      };
    },
  },
  'wink-bm25': {
    settings: [''],
    open: async (texts) => {
      const { default: bm25 } = await import('wink-bm25-text-search');
      const { default: nlp } = await import('wink-nlp-utils');
      const engine = bm25();
      engine.defineConfig({ fldWeights: { text: 1 } });
      engine.definePrepTasks([
        nlp.string.lowerCase,
        nlp.string.removeExtraSpaces,
        nlp.string.tokenize0,
        nlp.tokens.propagateNegations,
        nlp.tokens.stem,
      ]);
      texts.forEach((text, id) => {
        engine.addDoc({ text }, id);
      });
      engine.consolidate();
      return (text) => engine.search(text, LIMIT).map(([document, score]) => ({ document: Number(document), score }));
    },
  },
};

/** Classifiers by name: settings, and from examples to labels, best first, higher scores better. */
export const CLASSIFIERS = {
  'node-nlp': {
    settings: [''],
    open: async (examples) => {
      const { default: nodeNlp } = await import('node-nlp');
      const manager = new nodeNlp.NlpManager({
        languages: ['en'],
        forceNER: false,
        autoSave: false,
        autoLoad: false,
        nlu: { log: false },
      });
      for (const { text, label } of examples) manager.addDocument('en', text, label);
      await manager.train();
      return async (text) => {
        const { classifications } = await manager.process('en', text);
        return classifications.map(({ intent, score }) => ({ label: intent, score }));
      };
    },
  },
  'natural bayes': {
    settings: ['', 'stop words kept'],
    open: async (examples, setting) => {
      const { default: natural } = await import('natural');
      const classifier = new natural.BayesClassifier();
      if (setting !== '') classifier.setOptions({ keepStops: true });
      for (const { text, label } of examples) classifier.addDocument(text, label);
      classifier.train();
      return (text) =>
        classifier.getClassifications(text).map(({ label, value }) => ({ label, score: Math.log(value) }));
    },
  },
};

/** How examples become documents, and how documents found become labels. */
const PER_LABEL = 'one document per label';
const BEST_THREE = 'one document per example, best three';
const ARRANGEMENTS = [PER_LABEL, 'one document per example, best', BEST_THREE];

/** The ways in which a peer can be used, to choose from on validation. */
export function layoutsOf(name) {
  const { settings } = SEARCH_LIBRARIES[name] ?? CLASSIFIERS[name];
  if (name in CLASSIFIERS) return settings;
  return settings.flatMap((setting) =>
    ARRANGEMENTS.map((arrangement) => (setting === '' ? arrangement : `${arrangement}; ${setting}`)),
  );
}

/** Builds a peer over examples in one of its layouts: from a text to labels, best first. */
export async function buildPeer(name, examples, layout) {
  if (name in CLASSIFIERS) return CLASSIFIERS[name].open(examples, layout);
  const [arrangement, setting = ''] = layout.split('; ');
  const labels = [...new Set(examples.map(({ label }) => label))];
  const byLabel = new Map(labels.map((label) => [label, []]));
  for (const { text, label } of examples) byLabel.get(label).push(text);
  const isJoined = arrangement === PER_LABEL;
  const search = await SEARCH_LIBRARIES[name].open(
    isJoined ? labels.map((label) => byLabel.get(label).join('\n')) : examples.map(({ text }) => text),
    setting,
  );
  return async (text) => {
    const found = await search(text);
    const scores = new Map();
    for (const { document, score } of found) {
      const label = isJoined ? labels[document] : examples[document].label;
      scores.set(label, [...(scores.get(label) ?? []), score]);
    }
    const count = arrangement === BEST_THREE ? 3 : 1;
    return [...scores]
      .map(([label, own]) => ({ label, score: own.slice(0, count).reduce((sum, score) => sum + score, 0) / count }))
      .sort((a, b) => b.score - a.score);
  };
}
