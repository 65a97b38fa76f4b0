/** What is asked for with every page of a WordPress site. */
export const EVERY = {
  comments: { per_page: '100', orderby: 'date_gmt' },
  posts: { per_page: '100', orderby: 'date', _embed: 'author,wp:term' },
} as const;
