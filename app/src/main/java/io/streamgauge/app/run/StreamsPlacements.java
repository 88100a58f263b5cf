package io.streamgauge.app.run;

import io.streamgauge.app.instances.Placement;
import io.streamgauge.app.instances.Placements;
import io.streamgauge.store.definition.ViewDefinition;
import io.streamgauge.stream.RowPlaces;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/**
 * Where rows are, from Kafka Streams' metadata. A question costs a look into a table, which is made anew a few times a
 * second, as the metadata is behind a lock. What was last known holds on when the topology stops. Thread-safe.
 */
final class StreamsPlacements implements Placements {

    private static final Duration FRESH = Duration.ofMillis(200);
    private static final Duration DOUBTED_FRESH = Duration.ofMillis(10);

    private final KafkaStreams streams;
    private final String scored;
    private final List<ViewDefinition> views;
    private final int partitions;
    private final String here;
    private final LongSupplier nanoClock;
    private volatile @Nullable Table table;
    private volatile boolean doubted;

    private record Table(
            Map<String, List<Optional<Placement>>> byView,
            Map<Integer, String> intake,
            boolean alone,
            int instances,
            long madeNanos) {}

    /**
     * @param scored topic of the scored source
     * @param partitions of the rows of every view
     * @param here address of this instance
     */
    StreamsPlacements(
            KafkaStreams streams,
            String scored,
            List<ViewDefinition> views,
            int partitions,
            String here,
            LongSupplier nanoClock) {
        this.streams = streams;
        this.scored = scored;
        this.views = views;
        this.partitions = partitions;
        this.here = here;
        this.nanoClock = nanoClock;
    }

    @Override
    public Optional<Placement> of(ViewDefinition view, int partition) {
        List<Optional<Placement>> all = table().byView().getOrDefault(view.name(), List.of());
        return partition < all.size() ? all.get(partition) : Optional.empty();
    }

    @Override
    public Optional<String> intake(int partition) {
        return Optional.ofNullable(table().intake().get(partition));
    }

    @Override
    public void doubt() {
        doubted = true;
    }

    @Override
    public boolean alone() {
        return table().alone() && streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Whether another instance keeps rows. */
    boolean others() {
        return all().anyMatch(at ->
                !at.active().equals(here) || at.standbys().stream().anyMatch(standby -> !standby.equals(here)));
    }

    /** Instances in the group, this one counted. */
    int instances() {
        return table().instances();
    }

    private Stream<Placement> all() {
        return table().byView().values().stream().flatMap(List::stream).flatMap(Optional::stream);
    }

    /** Whether it is known where all rows are. */
    boolean known() {
        return table().byView().values().stream()
                .allMatch(all -> all.size() == partitions && all.stream().allMatch(Optional::isPresent));
    }

    private Table table() {
        Table now = table;
        long fresh = doubted ? DOUBTED_FRESH.toNanos() : FRESH.toNanos();
        return now != null && nanoClock.getAsLong() - now.madeNanos() < fresh ? now : renewed();
    }

    private synchronized Table renewed() {
        Table before = table;
        if (before != null && nanoClock.getAsLong() - before.madeNanos() < DOUBTED_FRESH.toNanos()) {
            return before; // another thread has just made it
        }
        doubted = false;
        Table made = made(before);
        table = made;
        return made;
    }

    private Table made(@Nullable Table before) {
        Map<String, List<Optional<Placement>>> byView = new HashMap<>();
        Map<Integer, String> intake = new HashMap<>();
        boolean alone = true;
        int instances = 0;
        try {
            for (StreamsMetadata instance : streams.metadataForAllStreamsClients()) {
                instances++;
                instance.topicPartitions().stream()
                        .filter(each -> each.topic().equals(scored))
                        .forEach(each -> intake.put(each.partition(), address(instance.hostInfo())));
            }
            for (ViewDefinition view : views) {
                List<Optional<Placement>> all = new ArrayList<>(partitions);
                for (int partition = 0; partition < partitions; partition++) {
                    Optional<Placement> placement =
                            RowPlaces.of(streams, view, partition).map(StreamsPlacements::placement);
                    alone &= placement.isPresent()
                            && placement.get().active().equals(here)
                            && placement.get().standbys().isEmpty();
                    all.add(placement);
                }
                byView.put(view.name(), all);
            }
        } catch (IllegalStateException | InvalidStateStoreException e) {
            // It has not started, or stops or has stopped. Others go on.
            if (before != null) {
                return new Table(
                        before.byView(), before.intake(), before.alone(), before.instances(), nanoClock.getAsLong());
            }
            alone = false;
            views.forEach(view -> byView.put(view.name(), List.of()));
        }
        return new Table(byView, intake, alone, instances, nanoClock.getAsLong());
    }

    private static Placement placement(KeyQueryMetadata metadata) {
        return new Placement(
                address(metadata.activeHost()),
                metadata.standbyHosts().stream()
                        .map(StreamsPlacements::address)
                        .sorted()
                        .toList());
    }

    private static String address(HostInfo host) {
        return (host.host().contains(":") ? "[" + host.host() + "]" : host.host()) + ":" + host.port();
    }
}
