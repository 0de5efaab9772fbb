/** How large the seats are and how many blocks stand beside each other. Numbers only; all lengths in CSS pixels. */

/** Sides of a seat, from "the whole hall" to "easy to touch". */
export const PITCHES = [8, 10, 12, 15, 19, 24, 30];
/** Room for the row numbers, left of the seats. */
export const GUTTER = 24;
/** What a hall begins with; smaller and larger only on demand. */
const SMALLEST_FITTING = 1;
const LARGEST_FITTING = 4;
/** Of the window's height. */
const TALLEST = 1.3;
/** Between blocks and around them, as in the style sheet. */
const GAP = 16;
const PADDING = 8;
const CAPTION = 38;
const HEADING = 45;

/**
 * The largest seats with which the hall is hardly taller than the window; on a phone, the largest that fit its width.
 *
 * @param tiers [{blocks, rows, seatsPerRow}]
 * @returns an index of PITCHES
 */
export function fittingStep(tiers, width, windowHeight) {
  const heights = PITCHES.map((pitch) => height(tiers, pitch, width));
  const fits = heights.findLastIndex((one) => one < windowHeight * TALLEST);
  if (fits >= 0) return Math.min(Math.max(fits, SMALLEST_FITTING), LARGEST_FITTING);
  const narrow = tiers.every((tier) => columns(tier, PITCHES[SMALLEST_FITTING], width) === 1);
  return narrow ? Math.max(heights.findLastIndex(Number.isFinite), 0) : SMALLEST_FITTING;
}

/** The width that makes a tier's blocks break into even lines. */
export const tierWidth = (tier, pitch, width) =>
  Math.max(columns(tier, pitch, width), 1) * blockWidth(tier, pitch) + PADDING;

/** Blocks beside each other: as many as fit, but spread evenly, so that no block is left alone in the last line. */
function columns(tier, pitch, width) {
  const most = Math.floor((width - PADDING + GAP) / blockWidth(tier, pitch));
  return most < 1 ? 0 : Math.ceil(tier.blocks / Math.ceil(tier.blocks / most));
}

const blockWidth = ({ seatsPerRow }, pitch) => seatsPerRow * pitch + GUTTER + GAP;

/** Of all tiers, or Infinity when a block would be wider than the hall. */
function height(tiers, pitch, width) {
  return tiers.reduce((sum, tier) => {
    const beside = columns(tier, pitch, width);
    return beside === 0 ? Infinity : sum + HEADING + Math.ceil(tier.blocks / beside) * (tier.rows * pitch + CAPTION);
  }, 0);
}
