// Sentences come from the page in the reader's language; scripts only fill in values.

// Placeholders are written %(name)s, as in Python, or {name}.
export const fill = (sentence, values) =>
  sentence.replace(/%\((\w+)\)s|\{(\w+)\}/g, (place, percent, braces) => {
    const name = percent || braces;
    return name in values ? String(values[name]) : place;
  });
