package io.streamgauge.store.aggregate;

import java.util.List;

/**
 * Sums with weights {@code 2^-((end - t) / h)} that halve every h.
 *
 * @param kind what of it
 * @param halfLifeMs h
 */
record Decayed(Kind kind, long halfLifeMs) implements Folded {

    /** What is computed. */
    enum Kind {
        /** Sum of the weights. */
        COUNT,
        /** Sum of the values by their weights. */
        SUM,
        /** The latter over the former. */
        MEAN
    }

    @Override
    public List<Recipe> recipes() {
        Recipe values = new DecayedTerms(halfLifeMs, true);
        Recipe weights = new DecayedTerms(halfLifeMs, false);
        return switch (kind) {
            case COUNT -> List.of(weights);
            case SUM -> List.of(values);
            case MEAN -> List.of(values, weights);
        };
    }

    @Override
    public void read(Accumulator[] states, long count, long endMs, Results results) {
        DecayedTermsState terms = (DecayedTermsState) states[0];
        if (kind == Kind.COUNT) {
            results.set(0, count == 0 ? 0 : terms.decayed(endMs));
        } else if (count > 0) {
            results.set(0, kind == Kind.SUM ? terms.decayed(endMs) : terms.mean((DecayedTermsState) states[1]));
        }
    }
}
