// Loaded into each thread of the embedded sandbox before anything else: a wait ends when what is waited for has changed.

/**
 * just-bash 3.4.2 sets an answer and then wakes the thread that waits for it. When that thread has seen the answer by itself
 * in between and asks for the next one, the late call wakes it out of its next wait, and it takes the question for a
 * failed answer: now and then, on a busy machine, a print ends in an I/O error.
 */
const wait = Atomics.wait;

Object.assign(Atomics, {
  wait: (...asked: readonly [view: Int32Array, index: number, value: number, timeout?: number]) => {
    const [view, index, value] = asked;
    for (;;) {
      const ended = wait(...asked);
      if (ended !== 'ok' || Atomics.load(view, index) !== value) return ended;
    }
  },
});
