package io.streamgauge.app.compare;

import io.streamgauge.schemas.Prediction;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what two pipelines made of the same events, by event id, in whatever order they come. Those that wait for
 * their other half are held up to a bound; of more, the ones that have waited longest are given up. Not thread-safe.
 */
final class Pairing {

    private final Differences differences;
    private final int most;
    private final Map<String, Deque<Prediction>> before = new LinkedHashMap<>();
    private final Map<String, Deque<Prediction>> after = new LinkedHashMap<>();
    private int waitingBefore;
    private int waitingAfter;
    private long givenUp;

    /** @param most how many predictions of each side may wait */
    Pairing(Differences differences, int most) {
        this.differences = differences;
        this.most = most;
    }

    /** Takes a prediction of the first pipeline. */
    void before(Prediction prediction) {
        Prediction other = poll(after, prediction.getEventId());
        if (other != null) {
            waitingAfter--;
            differences.take(prediction, other);
        } else {
            before.computeIfAbsent(prediction.getEventId(), id -> new ArrayDeque<>(1))
                    .add(prediction);
            if (++waitingBefore > most) {
                giveUp(before);
                waitingBefore--;
            }
        }
    }

    /** Takes a prediction of the second pipeline. */
    void after(Prediction prediction) {
        Prediction other = poll(before, prediction.getEventId());
        if (other != null) {
            waitingBefore--;
            differences.take(other, prediction);
        } else {
            after.computeIfAbsent(prediction.getEventId(), id -> new ArrayDeque<>(1))
                    .add(prediction);
            if (++waitingAfter > most) {
                giveUp(after);
                waitingAfter--;
            }
        }
    }

    private static @Nullable Prediction poll(Map<String, Deque<Prediction>> side, String id) {
        Deque<Prediction> waiting = side.get(id);
        if (waiting == null) {
            return null;
        }
        Prediction first = waiting.poll();
        if (waiting.isEmpty()) {
            side.remove(id);
        }
        return first;
    }

    private void giveUp(Map<String, Deque<Prediction>> side) {
        poll(side, side.keySet().iterator().next());
        givenUp++;
    }

    /** Predictions of the first pipeline that wait for the second's. */
    int waitingBefore() {
        return waitingBefore;
    }

    /** Predictions of the second pipeline that wait for the first's. */
    int waitingAfter() {
        return waitingAfter;
    }

    /** Predictions no longer held when their other half might still have come. */
    long givenUp() {
        return givenUp;
    }
}
