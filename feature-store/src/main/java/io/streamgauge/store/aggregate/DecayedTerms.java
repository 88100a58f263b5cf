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

    /** Of each segment the number, the terms' number and a sum of up to 95 words of 4 bytes. */
    @Override
    public long mostWrittenBytes() {
        return 64 + DecayedTermsState.MOST_SEGMENTS * 410L;
    }
}
