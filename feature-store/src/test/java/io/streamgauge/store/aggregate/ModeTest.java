package io.streamgauge.store.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The heap behind {@code mode}, over windows with many values of many counts. */
class ModeTest {

    @Property(tries = 100)
    void isTheModeAtEveryStep(@ForAll long seed, @ForAll @IntRange(min = 1, max = 60) int distinct) {
        Random random = new Random(seed);
        MostFrequentState state = new MostFrequentState(0, ValueOrder.NUMBERS);
        Deque<Point> window = new ArrayDeque<>();
        for (int i = 0; i < 400; i++) {
            boolean shrinks = (i / 100) % 2 == 1;
            if (!window.isEmpty() && random.nextInt(4) < (shrinks ? 3 : 1)) {
                Point gone = random.nextBoolean() ? window.removeFirst() : window.removeLast();
                state.remove(gone.timeMs(), gone.value());
            } else {
                Point come = new Point(i, random.nextInt(distinct));
                window.addLast(come);
                state.add(come.timeMs(), come.value());
            }
            if (!window.isEmpty()) {
                Map<Integer, Double> results = new HashMap<>();
                state.read(1, results::put);
                assertThat(results.get(0))
                        .isEqualTo(Naive.of("mode")
                                .of(List.copyOf(window), List.of(), 0)
                                .get(0));
            }
        }
    }
}
