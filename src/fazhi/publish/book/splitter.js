/* Cut a query exactly as search.py cuts the text; white space separates terms. */
function splitQuery(query) {
  const piece = /[\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)*|[a-z]+/g;
  const found = new Set();
  for (const part of query.replaceAll("，", "。").normalize("NFKC").toLowerCase().match(piece) || []) {
    if (/^[0-9]/.test(part)) found.add("n." + part.replaceAll(",", "").replaceAll(".", "d") + ".");
    else if (/^[a-z]/.test(part)) found.add("w." + part);
    else {
      for (const character of part) found.add("z1" + character);
      for (let i = 0; i + 1 < part.length; i++) found.add("z2" + part.slice(i, i + 2));
    }
  }
  return [...found];
}
