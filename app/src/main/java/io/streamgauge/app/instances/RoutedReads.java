package io.streamgauge.app.instances;

import io.streamgauge.app.online.EntityFeatures;
import io.streamgauge.app.online.KeyedReads;
import io.streamgauge.app.online.NotReadyException;
import io.streamgauge.app.online.ServedBy;
import io.streamgauge.store.definition.ViewDefinition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads of rows wherever they are kept. Entities are grouped by the partition of their rows, partitions by who keeps them, and
 * each of these is asked once, all at the same time. Thread-safe.
 *
 * <p>Where a view's partitions are those of a publisher with a partitioner of its own ({@link Partitions#certain}), an entity
 * that is not where it should be is looked for in all the others.
 */
public final class RoutedReads implements KeyedReads {

    private final Partitions partitions;
    private final LocalRows local;
    private final Placements placements;
    private final Peers peers;
    private final String definition;
    private final ExchangeMemory memory;
    private final Unreachable unreachable;

    /** In which partition of a view's rows an entity lies. */
    public interface Partitions {

        int count();

        /** Whether it can lie in no other one than {@link #of}. */
        boolean certain(ViewDefinition view);

        int of(ViewDefinition view, String entity);
    }

    /**
     * @param definition hash of the sources and views
     * @param memory what queries and replies may take
     */
    public RoutedReads(
            Partitions partitions,
            LocalRows local,
            Placements placements,
            Peers peers,
            String definition,
            ExchangeMemory memory) {
        this.partitions = partitions;
        this.local = local;
        this.placements = placements;
        this.peers = peers;
        this.definition = definition;
        this.memory = memory;
        this.unreachable = new Unreachable(System::nanoTime);
    }

    @Override
    public ServedBy here() {
        return ServedBy.active(local.address());
    }

    @Override
    public boolean mayWait() {
        return !placements.alone();
    }

    @Override
    public KeyedReads.Reading begin() {
        ExchangeMemory.Share share = memory.share();
        return new KeyedReads.Reading() {
            @Override
            public Answer read(ViewDefinition view, List<String> entities, long atMs) {
                return RoutedReads.this.read(view, entities, atMs, share);
            }

            @Override
            public void close() {
                share.close();
            }
        };
    }

    private Answer read(ViewDefinition view, List<String> entities, long atMs, ExchangeMemory.Share share) {
        Gathered gathered = new Gathered(entities.size());
        SortedMap<Integer, List<Integer>> own = new TreeMap<>();
        for (int i = 0; i < entities.size(); i++) {
            own.computeIfAbsent(partitions.of(view, entities.get(i)), partition -> new ArrayList<>())
                    .add(i);
        }
        gather(view, entities, own, atMs, gathered, share);
        if (!partitions.certain(view)) {
            gather(view, entities, others(view, entities, gathered), atMs, gathered, share);
        }
        return gathered.answer();
    }

    /** All partitions in which unknown entities may lie after all. */
    private SortedMap<Integer, List<Integer>> others(ViewDefinition view, List<String> entities, Gathered gathered) {
        SortedMap<Integer, List<Integer>> others = new TreeMap<>();
        int[] unknown = IntStream.range(0, entities.size())
                .filter(i -> !gathered.known(i))
                .toArray();
        for (int partition = 0; unknown.length > 0 && partition < partitions.count(); partition++) {
            int there = partition;
            List<Integer> positions = Arrays.stream(unknown)
                    .filter(i -> partitions.of(view, entities.get(i)) != there)
                    .boxed()
                    .toList();
            if (!positions.isEmpty()) {
                others.put(partition, positions);
            }
        }
        return others;
    }

    private void gather(
            ViewDefinition view,
            List<String> entities,
            SortedMap<Integer, List<Integer>> positions,
            long atMs,
            Gathered gathered,
            ExchangeMemory.Share share) {
        List<RowsQuery.Part> parts = new ArrayList<>();
        positions.forEach((partition, of) -> parts.add(
                new RowsQuery.Part(partition, of.stream().map(entities::get).toList())));
        List<RowsReply.Rows> rows =
                new RoutedQuery<>(new Rows(view, atMs, share), local.address(), placements, unreachable).ask(parts);
        for (int i = 0; i < parts.size(); i++) {
            gathered.add(
                    rows.get(i),
                    Objects.requireNonNull(positions.get(parts.get(i).partition())));
        }
    }

    /** Entities of a view, from whoever keeps them or follows who does. */
    private final class Rows implements RoutedQuery.Question<RowsQuery.Part> {

        private final ViewDefinition view;
        private final long atMs;
        private final ExchangeMemory.Share share;

        Rows(ViewDefinition view, long atMs, ExchangeMemory.Share share) {
            this.view = view;
            this.atMs = atMs;
            this.share = share;
        }

        @Override
        public List<String> whom(RowsQuery.Part part) {
            return placements
                    .of(view, part.partition())
                    .map(placement -> placement.inOrder(local.address()))
                    .orElse(List.of());
        }

        @Override
        public RowsReply.Part here(RowsQuery.Part part) {
            return local.read(view, part, atMs);
        }

        @Override
        public CompletableFuture<RowsReply> there(String address, List<RowsQuery.Part> parts) {
            RowsQuery query = new RowsQuery(definition, view.name(), atMs, parts);
            return share.trying(part -> peers.ask(address, query, part));
        }

        @Override
        public String what(RowsQuery.Part part) {
            return "rows of view " + view.name();
        }
    }

    /** What has been read so far. */
    private static final class Gathered {

        private final @Nullable EntityFeatures[] entities;
        private final List<ServedBy> servedBy = new ArrayList<>();
        private OptionalLong watermarkMs = OptionalLong.of(Long.MAX_VALUE);

        Gathered(int size) {
            entities = new @Nullable EntityFeatures[size];
        }

        void add(RowsReply.Rows rows, List<Integer> positions) {
            if (rows.entities().size() != positions.size()) {
                throw new NotReadyException(
                        rows.servedBy().instance() + " answered for another number of entities than it was asked for");
            }
            for (int i = 0; i < positions.size(); i++) {
                int position = positions.get(i);
                EntityFeatures before = entities[position];
                if (before == null || !before.known()) {
                    entities[position] = rows.entities().get(i);
                }
            }
            if (!servedBy.contains(rows.servedBy())) {
                servedBy.add(rows.servedBy());
            }
            watermarkMs = watermarkMs.isEmpty() || rows.watermarkMs().isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(
                            Math.min(watermarkMs.getAsLong(), rows.watermarkMs().getAsLong()));
        }

        boolean known(int position) {
            EntityFeatures entity = entities[position];
            return entity != null && entity.known();
        }

        Answer answer() {
            List<EntityFeatures> all = new ArrayList<>(entities.length);
            for (EntityFeatures entity : entities) {
                all.add(Objects.requireNonNull(entity));
            }
            return new Answer(all, List.copyOf(servedBy), servedBy.isEmpty() ? OptionalLong.empty() : watermarkMs);
        }
    }
}
