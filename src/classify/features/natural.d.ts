/**
 * The one part of `natural` that is used, by its deep path: the root import takes 1.8 s,
 * opens database drivers and prints adverts. The package types only its root.
 */
declare module 'natural/lib/natural/stemmers/porter_stemmer.js' {
  const stemmer: { stem(token: string): string };
  export default stemmer;
}
