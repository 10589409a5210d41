"""Find every numeral of Chinese official prose, with value, unit, qualifier and kind.

1. ``stream`` undoes layout: spaces, line and page breaks in numbers, full-width signs, Markdown.
2. ``names`` sets aside official names (三项制度) and words that only look like numbers (统一).
3. ``structure`` finds what measures nothing: dates, references, headings, codes, ranks, ratios.
4. ``tokens`` → ``measures`` → ``amounts`` read the rest: number, unit, words around, kind;
   ``units``, ``qualifiers`` and ``growth`` hold their vocabularies.
5. ``lists`` gives bare numbers the unit their list ends with; ``find`` puts it all together.
6. ``readers`` opens .txt, .md and .docx.

Conventions where usage leaves room:

- The span holds qualifier, number, unit and suffix (近6000人（次）, 5%左右), not the counted noun.
- 以上, 以下, 以内 and, after a duration, 内 set inclusive limits; so does 年满 before an age.
- 近三年来 means the last three years: exact, and 近 stays outside the span.
- A range is one numeral with the low end as ``value`` (3至5个, 三四个月, 5-10万元 sharing 万).
- 三成 is 30 %, 九成五 is 95 %; a percentage point has the unit 百分点.
- A change against the year before is ``yoy_percent``, in 百分点 too; a bare 增长 or 下降 means it.
- 数百, 几十, 十几, 百余 are more than 100, 10, 10, 100; 上千 is at least 1000.
- 一 counts only where it must (至少一次, 发生一起, 一年内); 一个, 一项, 一批 are indefinite.
- Chinese numerals without a unit are words; before 大 (五大领域) they count unless they name.
- 零事故 is a quantity 0; 零容忍 and 零距离 are words.
- Levels, ranks, ordinals, fractions, ratios and codes are ``other``; 5G基站 and PM2.5 as well.
- Quarters, months and clock times are ``date``; 2021—2025年 is one ``year``.
- Article, paragraph and item of a law are one reference; so are document and standard numbers.
- Full-width brackets in a unit are given as written in print: 人（次）.
"""

from fazhi.claims.prose.find import find_numbers
from fazhi.claims.prose.names import Names, load_names
from fazhi.claims.prose.numeral import KINDS, Numeral
from fazhi.claims.prose.readers import Document, Paragraph, read_text

__all__ = [
    "KINDS",
    "Document",
    "Names",
    "Numeral",
    "Paragraph",
    "find_numbers",
    "load_names",
    "read_text",
]
