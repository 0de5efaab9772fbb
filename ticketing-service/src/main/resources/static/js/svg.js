/** Drawing in SVG: as `el` for the document, with numbers rounded so that a path stays short. */

const SVG = 'http://www.w3.org/2000/svg';

export function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

const rounded = (number) => Math.round(number * 10) / 10;

/**
 * A line through points that holds each value until the next one: between two readings nothing is known to have changed.
 *
 * @param points [[x, y], …] from left to right
 */
export function steps(points) {
  const [[x, y], ...rest] = points;
  return `M${rounded(x)} ${rounded(y)}${rest.map(([nextX, nextY]) => `H${rounded(nextX)}V${rounded(nextY)}`).join('')}`;
}

/** The area between an upper and a lower line of the same xs. On the way back a value holds until the point before. */
export function area(upper, lower) {
  const [[, last], ...back] = lower.toReversed();
  return `${steps(upper)}V${rounded(last)}${back.map(([x, y]) => `V${rounded(y)}H${rounded(x)}`).join('')}Z`;
}

/** The smallest of 4, 10, 20, 40, 100, … that is not below the value: an axis ends on a number that reads well. */
export function niceTop(value) {
  for (let power = 1; ; power *= 10) {
    for (const step of [4, 10, 20]) if (step * power >= value) return step * power;
  }
}
