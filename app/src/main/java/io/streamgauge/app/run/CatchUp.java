package io.streamgauge.app.run;

import io.streamgauge.app.instances.Placement;
import io.streamgauge.store.definition.ViewDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether an instance that has just started can stand in for the others. The group moves partitions in rounds: after the first
 * one it may have none yet, and run all the same. So every partition counts, whoever keeps it:
 *
 * <ul>
 *   <li>rows that it is to keep are restored and taken in here,
 *   <li>copies that it follows have caught up to within a bound,
 *   <li>rows that it has nothing to do with have as many copies elsewhere as they should, for which it waits
 *       {@value #SETTLE_SECONDS} s at the most: others may be unable to keep one.
 * </ul>
 *
 * <p>Once all of that has been so it stays caught up. Thread-safe.
 */
final class CatchUp {

    static final int SETTLE_SECONDS = 60;

    private final Group group;
    private final List<ViewDefinition> views;
    private final int partitions;
    private final String here;
    private final int standbys;
    private final Duration mostBehind;
    private final LongSupplier nanoClock;
    private long firstAskedNanos;
    private boolean asked;
    private boolean done;

    /** What the group has agreed on, and how far this instance has come with it. */
    interface Group {

        /** Who keeps a partition of a view; empty while that is not known. */
        Optional<Placement> placement(ViewDefinition view, int partition);

        /** Instances that keep rows, or could. */
        int instances();

        /** Whether this instance takes in its events. */
        boolean takesIn(ViewDefinition view, int partition);

        /** How far the copy here is behind at most, in milliseconds; empty while it has never caught up. */
        OptionalLong behindMs(ViewDefinition view, int partition);
    }

    /**
     * @param partitions of the rows of every view
     * @param here address of this instance
     * @param standbys copies that each row should have
     * @param mostBehind of a copy that counts as caught up
     */
    CatchUp(
            Group group,
            List<ViewDefinition> views,
            int partitions,
            String here,
            int standbys,
            Duration mostBehind,
            LongSupplier nanoClock) {
        this.group = group;
        this.views = List.copyOf(views);
        this.partitions = partitions;
        this.here = here;
        this.standbys = standbys;
        this.mostBehind = mostBehind;
        this.nanoClock = nanoClock;
    }

    /** What it has not caught up with, in a sentence; empty once there is nothing left. Asked while the topology runs. */
    synchronized Optional<String> lacking() {
        if (done) {
            return Optional.empty();
        }
        if (!asked) {
            asked = true;
            firstAskedNanos = nanoClock.getAsLong();
        }
        Optional<String> lacking = parts().flatMap(Optional::stream).findFirst();
        done = lacking.isEmpty();
        return lacking;
    }

    private Stream<Optional<String>> parts() {
        return views.stream()
                .flatMap(view -> IntStream.range(0, partitions).mapToObj(partition -> lacking(view, partition)));
    }

    private Optional<String> lacking(ViewDefinition view, int partition) {
        String what = "partition " + partition + " of view " + view.name();
        Optional<Placement> placement = group.placement(view, partition);
        if (placement.isEmpty()) {
            return Optional.of("it is not known yet who keeps " + what);
        }
        if (placement.get().active().equals(here)) {
            return group.takesIn(view, partition)
                    ? Optional.empty()
                    : Optional.of(what + " is being restored or handed over");
        }
        if (placement.get().standbys().contains(here)) {
            OptionalLong behindMs = group.behindMs(view, partition);
            return behindMs.isPresent() && behindMs.getAsLong() <= mostBehind.toMillis()
                    ? Optional.empty()
                    : Optional.of("the copy of " + what + " is being restored");
        }
        int wanted = Math.min(standbys, group.instances() - 1);
        return placement.get().standbys().size() >= wanted || settledLongAgo()
                ? Optional.empty()
                : Optional.of("the instances have not agreed yet who follows " + what);
    }

    private boolean settledLongAgo() {
        return nanoClock.getAsLong() - firstAskedNanos
                > Duration.ofSeconds(SETTLE_SECONDS).toNanos();
    }
}
