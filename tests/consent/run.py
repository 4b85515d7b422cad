#!/usr/bin/env python3
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The algebra of consent against a model of its rules (SECURITY.md T29).

    tests/consent/run.py build/tests/kin-consent [SEQUENCES] [SEED]

Random grants, withdrawals, ends, moves and clock steps; each answer of the program must
be the model's. Ends with "N passed, N failed".
"""
import random
import subprocess
import sys
import tempfile

import model

STEPS = 'gggqqqqqvvcccjxueb'
MOVES = (1, 59, 60, 899, 900, 901, 1439, 1440, 1441, 4 * 1440, 30 * 1440, 110 * 1440, 850 * 1440)


def some_step(dice, made):
    """One step, of those that the world allows."""
    name = dice.choice(STEPS if made else 'g')
    subject, recipient = dice.choice((0, 0, 1, 2)), dice.choice((0, 0, 1, 2))
    if name == 'g':
        firm = int(dice.random() < 0.15)
        days = dice.choice((0, 0, 1, 2, 5, 30, 120, 900) if firm else (-1, -1, 0, 0, 1, 2, 5, 30, 120, 900))
        purpose = 2 if firm else dice.choice((0, 0, 1))
        return f'g:{subject}:{recipient}:{dice.randint(1, 255)}:{purpose}:{dice.choice((0, 0, 1, 2))}:' \
               f'{dice.choice((-2, 0, 0, 0, 1, 3))}:{days}:{firm}'
    if name == 'q':
        return f'q:{subject}:{recipient}:{dice.randint(0, 7)}:{dice.choice((-1, 0, 0, 1, 2))}:{dice.choice((0, 1, 2))}'
    if name in 've':
        return f'{name}:{dice.randrange(made)}'
    return f'c:{dice.choice(MOVES)}' if name == 'c' else name


def sequence(dice):
    words, made, once = [], 0, set()
    for _ in range(dice.randint(4, 14)):
        word = some_step(dice, made)
        if word in once:
            continue  # an order stands once, and a court is a guardian once
        once |= {word} & {'u', 'b'}
        made += word[0] == 'g'
        words.append(word)
        if word[0] not in 'qg':  # what just changed is looked at
            words += [some_query(dice, words) for _ in range(2)]
    return ' '.join(words)


def some_query(dice, words):
    """About something that was granted: blind questions are a no nearly always."""
    grants = [w.split(':') for w in words if w[0] == 'g']
    if not grants:
        return 'q:0:0:0:-1:0'
    g = dice.choice(grants)
    kind = dice.choice([k for k in range(8) if int(g[3]) >> k & 1])
    return f'q:{g[1]}:{g[2]}:{kind}:{dice.choice((g[4], "-1"))}:{dice.choice((g[5], "0", "1"))}'


def program_answers(program, lines):
    with tempfile.TemporaryFile('w+') as into:
        into.write('\n'.join(lines) + '\n')
        into.seek(0)
        done = subprocess.run([program], stdin=into, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit('consent: ' + done.stderr[-2000:])
    return done.stdout.split('\n')[:-1]


def disagreements(lines, got):
    return [(line, model.answers(line), answer) for line, answer in zip(lines, got) if model.answers(line) != answer]


def blunders():
    """Mistakes that the comparison must find: a name, and how to make it in the model."""
    def of(name, wrong):
        right = getattr(model.World, name)

        def undo():
            setattr(model.World, name, right)
        setattr(model.World, name, wrong)
        return undo
    stands = model.World.stands
    yield 'a withdrawal that does nothing', lambda: of('step_v', lambda w, k: w.grants[k] is not None)
    yield 'a move that ends nothing', lambda: of('step_x', lambda w: True)
    yield 'an end that is an hour late', lambda: of('stands', lambda w, g: stands(w, g) or (
        g is not None and not g.over and g.ends != model.NEVER and
        model.datetime.timedelta(0) <= w.now - g.ends < model.datetime.timedelta(hours=1)))
    yield 'guardians who do not count', lambda: of('signers', lambda w, s: frozenset(['self']))


def main():
    program, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 2000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 29
    dice = random.Random(seed)
    lines = [sequence(dice) for _ in range(count)]
    got = program_answers(program, lines)
    wrong = disagreements(lines, got)
    for line, should, was in wrong[:3]:
        print(f'FAILED {line}\n  rules   {should}\n  program {was}')
    yes = sum(a.count('1') for a in got)
    print(f'{len(lines)} sequences, seed {seed}, {sum(map(len, got))} answers, {yes} of them yes')
    failed = (len(wrong) > 0) + (len(got) != count)
    passed = 2 - failed
    for name, make in blunders():
        undo = make()
        found = len(disagreements(lines[:3000], got))
        undo()
        print(f'{"ok" if found else "FAILED"} {name} is found ({found})')
        passed, failed = passed + (found > 0), failed + (found == 0)
    print(f'{passed} passed, {failed} failed')
    sys.exit(failed != 0)


if __name__ == '__main__':
    main()
