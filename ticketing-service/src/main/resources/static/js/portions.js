/** Which subsections are shown together. */

/** As many as one stream watches. */
const MOST_BLOCKS = 20;

/** The event's subsections in portions that are shown together: all of them, or at most twenty of one section. */
export function portions(event) {
  const all = event.sections.flatMap((section) => section.subsections.map((place) => ({ section, place })));
  if (all.length <= MOST_BLOCKS) return [{ name: 'Whole hall', blocks: all }];
  return event.sections.flatMap((section) => {
    const parts = [];
    for (let from = 0; from < section.subsections.length; from += MOST_BLOCKS) {
      const blocks = section.subsections.slice(from, from + MOST_BLOCKS).map((place) => ({ section, place }));
      const name = section.subsections.length > MOST_BLOCKS
        ? `${section.name} ${blocks[0].place.name} to ${blocks.at(-1).place.name}` : section.name;
      parts.push({ name, blocks });
    }
    return parts;
  });
}
