package io.streamgauge.store.expression;

import java.util.List;

/**
 * One function of the language, as the reference lists it.
 *
 * @param name name, by which it is called
 * @param call how it is written, e.g. {@code clip(x, lo, hi)}; what stands in [] may be left out
 * @param gives the result's type in the pipeline's words
 * @param units its own cost without its arguments, in units of {@link Expression#costUnits}
 * @param meaning one sentence
 * @param overloads ways to call it; none when the language itself has it
 */
record Function(String name, String call, String gives, int units, String meaning, List<Overload> overloads) {

    /** A function the language itself has. */
    static Function builtIn(String name, String call, String gives, int units, String meaning) {
        return new Function(name, call, gives, units, meaning, List.of());
    }
}
