package io.streamgauge.examples.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class SlopeTest {

    @Test
    void noiseIsFlat() {
        assertThat(slope(0).flat()).isTrue();
    }

    @Test
    void growthWithinTheBoundIsFlat() {
        assertThat(slope(0.05).flat()).isTrue();
    }

    @Test
    void growthBeyondTheBoundIsNot() {
        assertThat(slope(0.2).flat()).isFalse();
    }

    @Test
    void aSmallMeanHasAFloor() {
        Slope slope = new Slope("rows", "MB", 0.1, 64);
        for (int i = 0; i <= 60; i++) {
            slope.add(60 * i, i / 60.0);
        }
        assertThat(slope.flat()).isTrue();
    }

    /** Around 100, with so much growth over an hour, where 10 % are allowed. */
    private static Slope slope(double growth) {
        Random noise = new Random(7);
        Slope slope = new Slope("heap", "MB", 0.1, 0);
        for (int i = 0; i <= 60; i++) {
            slope.add(60 * i, 100 * (1 + growth * i / 60) + noise.nextGaussian());
        }
        return slope;
    }
}
