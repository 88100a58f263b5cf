package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions of many results, over more values than results, added and merged in runs of any length, against a list. */
class LargeEndsTest {

    static Stream<Arguments> cases() {
        return Stream.of("top_k", "bottom_k", "last_distinct_n", "first_distinct_n")
                .flatMap(name -> Stream.of(1, 2, 7, 60, 1_000).map(k -> Arguments.of(name, k)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areThoseOfAList(String name, int k) {
        Folded folded = (Folded) AggregateFunctions.named(name).with(List.of((double) k));
        for (long seed = 1; seed <= 40; seed++) {
            Random random = new Random(seed);
            List<Double> values = new ArrayList<>();
            Accumulator state = folded.recipes().get(0).newState();
            int runs = random.nextInt(12);
            for (int run = 0; run < runs; run++) {
                List<Double> more = random.doubles(random.nextInt(4 * k), 0, 3.0 * k)
                        .map(x -> random.nextInt(50) == 0 ? Double.NaN : random.nextInt(50) == 0 ? -0.0 : Math.rint(x))
                        .boxed()
                        .toList();
                Accumulator into =
                        random.nextBoolean() ? state : folded.recipes().get(0).newState();
                more.forEach(x -> into.add(0, x));
                if (into != state) {
                    state.merge(into);
                }
                values.addAll(more);
            }
            List<Double> results = new ArrayList<>();
            folded.read(new Accumulator[] {state}, values.size(), 0, (index, value) -> results.add(index, value));
            assertThat(results)
                    .as("seed %d", seed)
                    .isEqualTo(expected(name, values).stream().limit(k).toList());
        }
    }

    private static List<Double> expected(String name, List<Double> values) {
        List<Double> ordered = new ArrayList<>(values);
        switch (name) {
            case "top_k" -> ordered.sort(Comparator.reverseOrder());
            case "bottom_k" -> ordered.sort(Comparator.naturalOrder());
            default -> {
                if (name.startsWith("last")) {
                    Collections.reverse(ordered);
                }
                return List.copyOf(new LinkedHashSet<>(
                        ordered.stream().map(Distinct::canonical).toList()));
            }
        }
        return ordered;
    }
}
