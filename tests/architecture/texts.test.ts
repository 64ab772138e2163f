import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';
import { readProjectFile, typeScriptFiles } from './source-files.ts';

/** Attributes that a person reads or hears. */
const spoken: ReadonlySet<string> = new Set([
  ...['aria-label', 'aria-description', 'aria-roledescription', 'aria-valuetext'],
  ...['placeholder', 'title', 'alt', 'label', 'text', 'hint', 'caption'],
]);

type Node = { readonly type: string; readonly start: number; readonly [key: string]: unknown };

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

const parts = (node: Node): readonly Node[] => Object.values(node).flat().filter(isNode);

/** What is written out in an expression; what calls and names give is not. */
function written(node: Node): readonly string[] {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'JSXText':
      return [String(node.value)];
    case 'TemplateElement':
      return [(node.value as { readonly raw: string }).raw];
    case 'ConditionalExpression':
      return [node.consequent, node.alternate].filter(isNode).flatMap(written);
    case 'LogicalExpression':
    case 'BinaryExpression':
      return ['+', '&&', '||', '??'].includes(String(node.operator))
        ? [node.left, node.right].filter(isNode).flatMap(written)
        : [];
    case 'JSXExpressionContainer':
    case 'TemplateLiteral':
      return parts(node).flatMap(written);
    default:
      return [];
  }
}

/** Everything that a component says in words of its own. */
function sentencesOf(path: string, source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node): void => {
    const values =
      node.type === 'JSXAttribute'
        ? isNode(node.name) && spoken.has(String(node.name.name)) && isNode(node.value)
          ? [node.value]
          : []
        : node.type === 'JSXElement' || node.type === 'JSXFragment'
          ? (node.children as readonly unknown[]).filter(isNode)
          : [];
    for (const value of values) {
      for (const words of written(value)) {
        const line = source.slice(0, value.start).split('\n').length;
        if (/\p{L}{2}/u.test(words)) found.push(`${path}:${line}: ${words.trim()}`);
      }
    }
    for (const part of parts(node)) visit(part);
  };
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path} cannot be parsed.`);
  visit(program as unknown as Node);
  return found;
}

describe('Texts', () => {
  it('stand in renderer/texts, none in a component', () => {
    const components = typeScriptFiles('renderer').filter((path) => path.endsWith('.tsx'));
    expect(components.length).toBeGreaterThan(50);
    expect(components.flatMap((path) => sentencesOf(path, readProjectFile(path)))).toEqual([]);
  });

  it('are found in a component wherever one could write them', () => {
    const source = [
      'const A = ({ n, w }) => <p title="Over all" className="not this">',
      '  Some words {n} {w ? "yes, really" : texts.no} {n > 1 && "many"} {`frames`} {join("not")}',
      '  <b aria-label={`Row`} placeholder={texts.none} onClick={() => say("not this")}>· {n} x</b>',
      '</p>;',
    ].join('\n');
    expect(sentencesOf('a.tsx', source)).toEqual([
      'a.tsx:1: Some words',
      'a.tsx:2: yes, really',
      'a.tsx:2: many',
      'a.tsx:2: frames',
      'a.tsx:1: Over all',
      'a.tsx:3: Row',
    ]);
  });
});
