/* The worker of the search: the theme's own, which finds a word as it is typed, taught to find its
   other forms, too: "memorised" finds "memorization". The address says what the theme's is called. */
"use strict";
importScripts(`javascripts/workers/${location.search.slice(1)}`);

/* British and American spelling are one, in the index and in what is typed. */
const spelling = (word) => word.replace(/z/g, "s").replace(/(\w\w)our/g, "$1or").replace(/ll/g, "l");
const { stemmer } = lunr;
lunr.stemmer = (token) => stemmer(token.update(spelling));
lunr.Pipeline.registerFunction(lunr.stemmer, "forms");

/* The theme puts an asterisk after every word, and lunr stems no word that has one. The word that is
   still being typed needs it, and may break off within an ending; the others are whole. */
const { parse } = lunr.QueryParser.prototype;
lunr.QueryParser.prototype.parse = function () {
  const query = parse.call(this);
  query.clauses.forEach((clause, i, { length }) => {
    const word = clause.term.replace(/\*$/, "");
    if (clause.editDistance) return;
    const open = word !== clause.term && i === length - 1 && lunr.stopWordFilter(word);
    const stem = lunr.stemmer(lunr.trimmer(new lunr.Token(word))).toString();
    clause.term = open && stem ? `${stem.replace(/(\w{4})(?:ati?o?|io?n?|in|a)$/, "$1")}*` : stem;
    clause.usePipeline = false;
  });
  return query;
};
