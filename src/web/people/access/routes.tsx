import { say } from '../../language/say.js';

/** The addresses of the API that a permission opens: folded, for those who write programs. */
export function Routes({
  routes,
  title,
}: {
  routes: readonly { readonly method: string; readonly path: string }[];
  title?: string;
}) {
  if (routes.length === 0) return null;
  return (
    <details className="permission-routes">
      <summary>
        {title ??
          say('{count, plural, one {# address} other {# addresses}} of the API', {
            count: routes.length,
          })}
      </summary>
      <ul dir="ltr">
        {routes.map(({ method, path }) => (
          <li key={`${method} ${path}`}>
            <code>
              {method} {path}
            </code>
          </li>
        ))}
      </ul>
    </details>
  );
}
