/** What the pages say, found in their sources. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';

/** Words that are the same in every language. */
const NAMES = new Set(['Earshot', 'Mod', 'AUC', 'Macro-F1']);
/** What stands in these is typed or pressed as it is. */
const AS_IT_IS = new Set(['kbd', 'code']);
const HEARD = new Set([
  'aria-label',
  'aria-description',
  'alt',
  'description',
  'label',
  'placeholder',
  'title',
]);
const SHOWN = new Set(['does', 'description', 'label', 'means', 'placeholder', 'title']);
const TELLS = new Set(['tellDone', 'tellProblem', 'titled', 'useDocumentTitle', 'useKeys']);

const CHOOSING = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.PlusToken,
]);

export interface Said {
  readonly message: string;
  /** The names of its values; null when they are not written out beside it. */
  readonly values: readonly string[] | null;
  readonly where: string;
}

export interface Found {
  readonly said: readonly Said[];
  /** Texts for people that go round `say`, and calls of it without a literal. */
  readonly unsaid: readonly string[];
}

/** Files of the web whose names end so. */
export function webFiles(end: RegExp): string[] {
  return readdirSync('src/web', { recursive: true, encoding: 'utf8' })
    .filter((path) => end.test(path))
    .map((path) => `src/web/${path}`)
    .toSorted();
}

/** All sources of the web. */
export const webSources = (): string[] => webFiles(/\.tsx?$/);

/** What one source says. */
export function messagesIn(path: string, text = readFileSync(path, 'utf8')): Found {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const said: Said[] = [];
  const unsaid: string[] = [];
  const where = (node: ts.Node): string =>
    `${path}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const refuse = (node: ts.Node): void => {
    unsaid.push(`${where(node)} ${node.getText().trim().slice(0, 80)}`);
  };
  const visit = (node: ts.Node): void => {
    if (isCallOf(node, 'say')) {
      const messages = literalsOf(node.arguments[0]);
      if (messages === null) refuse(node);
      for (const message of messages ?? [])
        said.push({ message, values: namesOf(node.arguments[1]), where: where(node) });
      node.arguments.slice(1).forEach(visit);
      return;
    }
    for (const text of textsFor(node)) if (hasWords(text)) refuse(text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { said, unsaid };
}

function isCallOf(node: ts.Node, name: string): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name
  );
}

/** A literal, or several in a choice; null for anything else. */
function literalsOf(node: ts.Expression | undefined): string[] | null {
  if (node === undefined) return null;
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  if (!ts.isConditionalExpression(node)) return null;
  const [one, other] = [literalsOf(node.whenTrue), literalsOf(node.whenFalse)];
  return one === null || other === null ? null : [...one, ...other];
}

function namesOf(node: ts.Expression | undefined): string[] | null {
  if (node === undefined) return [];
  if (!ts.isObjectLiteralExpression(node)) return null;
  if (node.properties.some((property) => ts.isSpreadAssignment(property))) return null;
  return node.properties.flatMap(({ name }) => (name === undefined ? [] : [name.getText()]));
}

/** Literals of this node that people see. */
function textsFor(node: ts.Node): readonly ts.Node[] {
  if (ts.isJsxText(node)) return isAsItIs(node.parent) ? [] : [node];
  if (ts.isJsxExpression(node) && node.expression !== undefined) {
    const { parent } = node;
    if (ts.isJsxElement(parent) || ts.isJsxFragment(parent))
      return isAsItIs(parent) ? [] : shownBy(node.expression);
  }
  if (ts.isJsxAttribute(node) && HEARD.has(node.name.getText())) {
    const given = node.initializer;
    if (given === undefined) return [];
    if (!ts.isJsxExpression(given)) return [given];
    return given.expression === undefined ? [] : shownBy(given.expression);
  }
  if (ts.isPropertyAssignment(node) && SHOWN.has(node.name.getText()))
    return shownBy(node.initializer).filter((shown) => !isKey(shown));
  if (ts.isVariableDeclaration(node) && node.initializer !== undefined)
    return shownBy(node.initializer).filter(isSentence);
  if (ts.isReturnStatement(node) && node.expression !== undefined)
    return shownBy(node.expression).filter(isSentence);
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    const [first] = node.arguments;
    if (TELLS.has(node.expression.text) && first !== undefined) return shownBy(first);
  }
  return [];
}

/** One word in lower case is a name for programs. */
function isKey(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) && /^[a-z-]+$/.test(node.text);
}

/** Words with a capital first and spaces between: no class, no key, no address. */
function isSentence(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) && /^\p{Lu}\S* \S/u.test(node.text);
}

function isAsItIs(node: ts.Node): boolean {
  return ts.isJsxElement(node) && AS_IT_IS.has(node.openingElement.tagName.getText());
}

/** The literals that an expression may come to. */
function shownBy(node: ts.Expression): readonly ts.Node[] {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return [node];
  if (ts.isParenthesizedExpression(node)) return shownBy(node.expression);
  if (ts.isConditionalExpression(node))
    return [...shownBy(node.whenTrue), ...shownBy(node.whenFalse)];
  if (ts.isBinaryExpression(node) && CHOOSING.has(node.operatorToken.kind))
    return [node.left, node.right].flatMap(shownBy);
  return [];
}

function hasWords(node: ts.Node): boolean {
  const text = ts.isTemplateExpression(node)
    ? node.head.text + node.templateSpans.map(({ literal }) => literal.text).join(' ')
    : ts.isStringLiteralLike(node) || ts.isJsxText(node)
      ? node.text
      : '';
  return (
    (text.match(/[\p{L}\d-]+/gu) ?? []).some((word) => /\p{L}/u.test(word) && !NAMES.has(word)) &&
    !/^(https?:|\/|#)/.test(text.trim())
  );
}
