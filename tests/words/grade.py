# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading grade of English: Flesch and Kincaid's formula, with a syllable counter of our own.

    0.39 × words per sentence + 11.8 × syllables per word - 15.59

Fewer than WORDS_LEAST words have no grade: one long word would decide.
"""
import re

WORDS_LEAST = 5
# What the rules below count wrong.
SYLLABLES = {'agency': 3, 'area': 3, 'being': 2, 'every': 2, 'everybody': 4, 'everyone': 3, 'everything': 3,
             'family': 3, 'idea': 3, 'lawyer': 2, 'lawyers': 2, 'people': 2, 'quiet': 2, 'reyes': 2, 'science': 2,
             'somebody': 3, 'someone': 2, 'something': 2, 'sometimes': 2, 'themselves': 2, 'yourselves': 2}
RULES = (  # what is added where a pattern is found
    (+1, r'(?<![qgtsc])ia(?!l?ly)|(?<![tsg])io(?!us|n)|(?<=[rv])iou|eo(?!p)|(?<=cr)ea(?=t)|ua(?=l)'),  # di-al, ra-di-o
    (+1, r'[aeiouy]ing$'),
    (+1, r'[ds]nt$'),  # isn't
    (-1, r'[^aeiouyl]e$|[aeiouy][lr]e$'),  # a silent e
    (-1, r'[^aeiouytd]ed$|[^aeiouycgszxh]es$|[^cs]hes$'),
    (-1, r'[^aeiouy]e(ly|ment|ful|less|ness)s?$'),
)


def syllables(word):
    word = re.sub('[^a-z]', '', re.sub("['’](s|ll|d|re|ve|m)$", '', word.lower()))
    if word in SYLLABLES:
        return SYLLABLES[word]
    n = len(re.findall('[aeiouy]+', word)) + sum(by for by, pattern in RULES if re.search(pattern, word))
    return max(n, 1)


def sentences(text):
    return [s for s in re.split(r'(?<=[.?!:])\s+|\n+', text) if re.search('[A-Za-z0-9]', s)]


def words(text):
    return re.findall(r"[A-Za-z0-9][A-Za-z0-9'’@.-]*[A-Za-z0-9]|[A-Za-z0-9]", text)


def counts(text):
    """Sentences, words, syllables."""
    said = words(text)
    return len(sentences(text)), len(said), sum(syllables(w) for w in said)


def grade(text):
    """None where there is too little to say."""
    n, said, spoken = counts(text)
    if said < WORDS_LEAST:
        return None
    return 0.39 * said / max(n, 1) + 11.8 * spoken / said - 15.59
