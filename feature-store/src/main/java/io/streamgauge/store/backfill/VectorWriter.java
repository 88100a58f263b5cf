package io.streamgauge.store.backfill;

import io.streamgauge.store.event.Event;
import io.streamgauge.store.vector.FeatureValues;
import io.streamgauge.store.vector.VectorPlan;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;

/** Assembles the vectors of all rows, block by block on many threads, and writes them in order on this one. */
final class VectorWriter {

    private static final int BLOCK_ROWS = 2048;

    private final EventTable scored;
    private final FeatureColumns features;
    private final VectorPlan plan;

    VectorWriter(EventTable scored, FeatureColumns features, VectorPlan plan) {
        this.scored = scored;
        this.features = features;
        this.plan = plan;
    }

    void write(FeatureSink sink, Workers workers, RowCounter counter) throws IOException {
        Deque<Future<List<Row>>> blocks = new ArrayDeque<>();
        for (int start = 0; start < scored.size(); start += BLOCK_ROWS) {
            int from = start;
            blocks.add(workers.executor().submit(() -> assemble(from, Math.min(scored.size(), from + BLOCK_ROWS))));
            if (blocks.size() > 2 * workers.threads()) {
                write(blocks.remove(), sink, counter);
            }
        }
        while (!blocks.isEmpty()) {
            write(blocks.remove(), sink, counter);
        }
    }

    private List<Row> assemble(int from, int to) {
        EventTable.Cursor cursor = scored.cursor();
        FeatureValues viewFeatures = new FeatureValues(features.size());
        List<Row> rows = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            Event event = cursor.at(i);
            features.get(i, viewFeatures);
            FeatureValues vector = new FeatureValues(plan.names().size());
            plan.assemble(event, viewFeatures, vector);
            rows.add(new Row(event.id(), event.timeMs(), vector));
        }
        return rows;
    }

    private static void write(Future<List<Row>> block, FeatureSink sink, RowCounter counter) throws IOException {
        List<Row> rows = Workers.await(block);
        for (Row row : rows) {
            sink.write(row.id(), row.timeMs(), row.vector());
        }
        counter.add(rows.size());
    }

    private record Row(String id, long timeMs, FeatureValues vector) {}
}
