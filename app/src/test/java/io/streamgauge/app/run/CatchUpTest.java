package io.streamgauge.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.streamgauge.app.instances.Placement;
import io.streamgauge.store.definition.ViewDefinition;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Of two partitions of one view; a copy may be ten seconds behind. */
class CatchUpTest {

    private static final ViewDefinition VIEW =
            new ViewDefinition("customer", "customer_id", "transactions", Duration.ZERO, List.of());

    private final Map<Integer, Placement> placements = new HashMap<>();
    private final Set<Integer> takenIn = new HashSet<>();
    private final Map<Integer, Long> behindMs = new HashMap<>();
    private int instances = 2;
    private long nowNanos;
    private final CatchUp catchUp =
            new CatchUp(new Testing(), List.of(VIEW), 2, "here:1", 1, Duration.ofSeconds(10), () -> nowNanos);

    @Test
    void isNotReadyWhileItIsNotKnownWhoKeepsRows() {
        lacks("it is not known yet who keeps partition 0 of view customer");
    }

    /** What the group's first round leaves a newcomer with: nothing, though it runs. */
    @Test
    void isNotReadyWhileItHasNothingAndCopiesAreMissing() {
        placed(0, "there:1");
        placed(1, "there:1");

        lacks("the instances have not agreed yet who follows partition 0 of view customer");
        nowNanos += Duration.ofSeconds(CatchUp.SETTLE_SECONDS).toNanos();
        lacks("the instances have not agreed yet who follows partition 0 of view customer");
        nowNanos++;
        assertThat(catchUp.lacking()).isEmpty();
    }

    @Test
    void isNotReadyWhileRowsAreHandedOver() {
        placed(0, "here:1", "there:1");
        placed(1, "here:1", "there:1");
        takenIn.add(0);

        lacks("partition 1 of view customer is being restored or handed over");
        takenIn.add(1);
        assertThat(catchUp.lacking()).isEmpty();
    }

    @Test
    void isNotReadyWhileACopyIsBehind() {
        placed(0, "there:1", "here:1");
        placed(1, "there:1", "here:1");
        behindMs.put(0, 10_000L);

        lacks("the copy of partition 1 of view customer is being restored");
        behindMs.put(1, 10_001L);
        lacks("the copy of partition 1 of view customer is being restored");
        behindMs.put(1, 9_000L);
        assertThat(catchUp.lacking()).isEmpty();
    }

    @Test
    void whatOthersKeepAndFollowIsTheirs() {
        instances = 3;
        placed(0, "there:1", "elsewhere:1");
        placed(1, "here:1", "there:1");
        takenIn.add(1);

        assertThat(catchUp.lacking()).isEmpty();
    }

    @Test
    void oneAloneNeedsNoCopies() {
        instances = 1;
        placed(0, "here:1");
        placed(1, "here:1");
        takenIn.addAll(Set.of(0, 1));

        assertThat(catchUp.lacking()).isEmpty();
    }

    /** Later trouble is that of single reads; a caller is not sent away from all rows for it. */
    @Test
    void staysCaughtUp() {
        oneAloneNeedsNoCopies();

        placed(1, "there:1", "here:1");
        assertThat(catchUp.lacking()).isEmpty();
    }

    private void lacks(String what) {
        assertThat(catchUp.lacking()).contains(what);
    }

    private void placed(int partition, String active, String... standbys) {
        placements.put(partition, new Placement(active, List.of(standbys)));
    }

    private final class Testing implements CatchUp.Group {

        @Override
        public Optional<Placement> placement(ViewDefinition view, int partition) {
            return Optional.ofNullable(placements.get(partition));
        }

        @Override
        public int instances() {
            return instances;
        }

        @Override
        public boolean takesIn(ViewDefinition view, int partition) {
            return takenIn.contains(partition);
        }

        @Override
        public OptionalLong behindMs(ViewDefinition view, int partition) {
            Long behind = behindMs.get(partition);
            return behind == null ? OptionalLong.empty() : OptionalLong.of(behind);
        }
    }
}
