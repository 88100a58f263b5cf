package io.streamgauge.store.aggregate;

/**
 * The sum of {@code 2^(t / h)}, or of {@code x 2^(t / h)}, which at the end of a window becomes the sum with weights that halve
 * every h.
 *
 * @param halfLifeMs h, at least 1
 * @param weighted whether each value counts, else 1 for each
 */
record DecayedTerms(long halfLifeMs, boolean weighted) implements Recipe {

    @Override
    public DecayedTermsState newState() {
        return new DecayedTermsState(halfLifeMs, weighted);
    }

    @Override
    public long stateBytes(long values) {
        return 128 + Math.min(values, DecayedTermsState.MOST_SEGMENTS) * 240;
    }
}
