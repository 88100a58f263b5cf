package io.streamgauge.scoring.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.assertj.core.data.Offset;

/** Shares of a linear margin against the definition of the Shapley value. */
final class LinearAttributionTest {

    private static final Offset<Double> TINY = Offset.offset(1e-9);

    @Property(tries = 100)
    void sharesAreThoseOfTheDefinition(@ForAll long seed) {
        double[] numbers = new Random(seed).doubles(25, -10, 10).toArray();
        double[] weights = Arrays.copyOf(numbers, 5);
        double[] row = Arrays.copyOfRange(numbers, 5, 10);
        double[][] background = {
            Arrays.copyOfRange(numbers, 10, 15),
            Arrays.copyOfRange(numbers, 15, 20),
            Arrays.copyOfRange(numbers, 20, 25)
        };
        int[] inputOf = {0, 1, 1, 3, 0};
        Attribution attribution = new LinearAttribution(new Columns(inputOf, 4), 0.5, weights, background);
        double[] shares = new double[4];
        attribution.addTo(row, shares);
        double[] wanted = BruteForce.shapley(
                4,
                known -> Arrays.stream(background)
                        .mapToDouble(other -> {
                            double sum = 0.5;
                            for (int i = 0; i < 5; i++) {
                                sum += weights[i] * ((known >> inputOf[i] & 1) == 1 ? row : other)[i];
                            }
                            return sum;
                        })
                        .average()
                        .orElseThrow());
        assertThat(shares).containsExactly(wanted, TINY);
        assertThat(attribution.base() + Arrays.stream(shares).sum()).isCloseTo(attribution.margin(row), TINY);
    }
}
