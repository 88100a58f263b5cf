package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An aggregate's results over a run of values, computed in several ways that must agree. Missing results are null. */
final class Runs {

    private Runs() {}

    /** The results, by a fresh state or over the values themselves. */
    static List<@Nullable Double> fresh(Aggregate aggregate, List<Point> points, long endMs) {
        if (aggregate instanceof Folded folded) {
            return read(folded, added(folded, points), points.size(), endMs);
        }
        Collected results = new Collected(aggregate);
        if (aggregate instanceof Positional positional) {
            positional.read(new Listed(points), endMs, results);
        } else if (aggregate instanceof Extreme extreme) {
            points.stream().map(Point::value).reduce(extreme::of).ifPresent(value -> results.set(0, value));
        }
        return results.list();
    }

    /** By merging states of blocks, in a random grouping. */
    static List<@Nullable Double> merged(Folded folded, List<Point> points, long endMs, Random random) {
        return read(folded, merged(folded, points, random), points.size(), endMs);
    }

    private static Accumulator[] merged(Folded folded, List<Point> points, Random random) {
        if (points.size() < 2 || random.nextInt(4) == 0) {
            return added(folded, points);
        }
        int cut = random.nextInt(points.size() + 1);
        Accumulator[] older = merged(folded, points.subList(0, cut), random);
        Accumulator[] newer = merged(folded, points.subList(cut, points.size()), random);
        for (int i = 0; i < older.length; i++) {
            byte[] before = bytes(newer[i]);
            older[i].merge(newer[i]);
            if (!Arrays.equals(before, bytes(newer[i]))) {
                throw new AssertionError("merging changed the newer state of " + folded);
            }
        }
        return older;
    }

    /** By states that other values came into and went out of, in a random order, with reads on the way. */
    static List<@Nullable Double> slid(
            Folded folded, List<Point> points, List<Point> passing, long endMs, Random random) {
        Accumulator[] states = states(folded);
        List<Point> out = new ArrayList<>(points);
        out.addAll(passing);
        shuffle(out, random);
        List<Point> in = new ArrayList<>();
        List<Point> going = new ArrayList<>(passing);
        int size = 0;
        while (!out.isEmpty() || !going.isEmpty()) {
            boolean come = !out.isEmpty() && (going.isEmpty() || random.nextBoolean());
            Point point = come ? out.remove(out.size() - 1) : going.get(random.nextInt(going.size()));
            if (come) {
                each(states, state -> state.add(point.timeMs(), point.value()));
                in.add(point);
                size++;
            } else if (in.remove(point)) {
                each(states, state -> ((Invertible) state).remove(point.timeMs(), point.value()));
                going.remove(point);
                size--;
            }
            if (random.nextInt(4) == 0) {
                read(folded, states, size, endMs);
            }
        }
        return read(folded, states, size, endMs);
    }

    /** By states that were written and read back into used ones. */
    static List<@Nullable Double> restored(Folded folded, List<Point> points, List<Point> others, long endMs) {
        Accumulator[] written = added(folded, points);
        Accumulator[] restored = added(folded, others);
        for (int i = 0; i < written.length; i++) {
            byte[] bytes = bytes(written[i]);
            ByteReader in = new ByteReader(bytes);
            restored[i].read(in);
            in.end();
            if (!Arrays.equals(bytes, bytes(restored[i]))) {
                throw new AssertionError("other bytes after reading them, of " + folded);
            }
        }
        return read(folded, restored, points.size(), endMs);
    }

    /** By states that held other values and were cleared. */
    static List<@Nullable Double> cleared(Folded folded, List<Point> points, List<Point> others, long endMs) {
        Accumulator[] states = added(folded, others);
        read(folded, states, others.size(), endMs);
        each(states, Accumulator::clear);
        points.forEach(point -> each(states, state -> state.add(point.timeMs(), point.value())));
        return read(folded, states, points.size(), endMs);
    }

    static Accumulator[] states(Folded folded) {
        return folded.recipes().stream().map(Recipe::newState).toArray(Accumulator[]::new);
    }

    static Accumulator[] added(Folded folded, List<Point> points) {
        Accumulator[] states = states(folded);
        points.forEach(point -> each(states, state -> state.add(point.timeMs(), point.value())));
        return states;
    }

    static byte[] bytes(Accumulator state) {
        ByteWriter out = new ByteWriter();
        state.write(out);
        return out.toBytes();
    }

    static void shuffle(List<Point> points, Random random) {
        Collections.shuffle(points, random);
    }

    private static void each(Accumulator[] states, Consumer<Accumulator> action) {
        Arrays.stream(states).forEach(action);
    }

    private static List<@Nullable Double> read(Folded folded, Accumulator[] states, int count, long endMs) {
        Collected results = new Collected(folded);
        folded.read(states, count, endMs, results);
        return results.list();
    }

    private static final class Collected implements Results {

        private final @Nullable Double[] values;

        private Collected(Aggregate aggregate) {
            values = new @Nullable Double[aggregate.suffixes().size()];
        }

        @Override
        public void set(int index, double value) {
            values[index] = value;
        }

        private List<@Nullable Double> list() {
            return Arrays.asList(values);
        }
    }

    private record Listed(List<Point> points) implements Values {

        @Override
        public int size() {
            return points.size();
        }

        @Override
        public long timeMsAt(int index) {
            return points.get(index).timeMs();
        }

        @Override
        public double valueAt(int index) {
            return points.get(index).value();
        }
    }
}
