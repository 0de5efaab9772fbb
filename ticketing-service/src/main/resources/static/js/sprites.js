/**
 * The seats' pictures, drawn once per size and theme and then only copied. Every state has a form of its own, so that
 * nobody needs its colour: full, ring, dot, cross, tick, star.
 */

/** The first four are the states of the map; the others are what a seat is to this buyer. */
export const KINDS = ['free', 'held', 'sold', 'blocked', 'chosen', 'yours'];
export const CHOSEN = 4;
export const YOURS = 5;
const HALO = KINDS.length;
const CURSOR = HALO + 1;

/** @param cell side of one seat's square in device pixels */
export function drawSprites(cell) {
  const sheet = document.createElement('canvas');
  sheet.width = cell * (CURSOR + 1);
  sheet.height = cell;
  const pen = sheet.getContext('2d');
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--seat-${name}`).trim();
  const at = (index, draw) => {
    pen.save();
    pen.translate(index * cell, 0);
    pen.scale(cell, cell);
    draw();
    pen.restore();
  };

  at(0, () => block(pen, colour('free')));
  at(1, () => ring(pen, colour('held')));
  at(2, () => dot(pen, colour('sold')));
  at(3, () => cross(pen, colour('blocked')));
  at(CHOSEN, () => {
    block(pen, colour('chosen'));
    tick(pen, colour('ground'));
  });
  at(YOURS, () => {
    block(pen, colour('yours'));
    star(pen, colour('ground'));
  });
  at(HALO, () => frame(pen, colour('halo'), 0.03, 0.16));
  at(CURSOR, () => frame(pen, colour('cursor'), 0.02, 0.13));
  return { sheet, cell, ink: colour('label'), halo: HALO, cursor: CURSOR };
}

function box(pen, margin, radius) {
  pen.beginPath();
  pen.roundRect(margin, margin, 1 - 2 * margin, 1 - 2 * margin, radius);
}

function block(pen, colour) {
  pen.fillStyle = colour;
  box(pen, 0.12, [0.2, 0.2, 0.3, 0.3]);
  pen.fill();
}

function ring(pen, colour) {
  pen.strokeStyle = colour;
  pen.lineWidth = 0.13;
  box(pen, 0.2, 0.2);
  pen.stroke();
}

function dot(pen, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  pen.arc(0.5, 0.5, 0.17, 0, 2 * Math.PI);
  pen.fill();
}

function cross(pen, colour) {
  line(pen, colour, 0.1, [[0.32, 0.32], [0.68, 0.68]]);
  line(pen, colour, 0.1, [[0.68, 0.32], [0.32, 0.68]]);
}

function tick(pen, colour) {
  line(pen, colour, 0.12, [[0.3, 0.52], [0.45, 0.67], [0.71, 0.34]]);
}

function star(pen, colour) {
  pen.fillStyle = colour;
  pen.beginPath();
  for (let point = 0; point < 10; point++) {
    const angle = (point * Math.PI) / 5 - Math.PI / 2;
    const radius = point % 2 ? 0.12 : 0.28;
    pen.lineTo(0.5 + radius * Math.cos(angle), 0.52 + radius * Math.sin(angle));
  }
  pen.fill();
}

function frame(pen, colour, margin, width) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  box(pen, margin + width / 2, 0.22);
  pen.stroke();
}

function line(pen, colour, width, points) {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.stroke();
}
