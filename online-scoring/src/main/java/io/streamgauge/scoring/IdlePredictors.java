package io.streamgauge.scoring;

import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/**
 * Predictors that no thread uses now, each for one at a time. The one used last is taken first. Those whose models were
 * replaced are closed as soon as any predictor is given back, since each keeps sessions of its models open. Thread-safe.
 */
public final class IdlePredictors implements AutoCloseable {

    private final Supplier<? extends Predictor> maker;
    private final Deque<Predictor> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /** @param maker makes one more when all are in use */
    public IdlePredictors(Supplier<? extends Predictor> maker) {
        this.maker = maker;
    }

    /** A predictor for the caller alone, to be given back, or closed when it has failed. */
    public Predictor take() {
        Predictor taken = idle.pollFirst();
        return taken == null ? maker.get() : taken;
    }

    /** Takes a predictor back. */
    public void giveBack(Predictor predictor) {
        idle.addFirst(predictor);
        List<Predictor> useless =
                idle.stream().filter(one -> closed || one.stale()).toList();
        for (Predictor one : useless) {
            // who removes it owns it: another thread may take it at this moment
            if (idle.remove(one)) {
                one.close();
            }
        }
    }

    /** Closes the predictors; those in use are closed when they are given back. */
    @Override
    public void close() {
        closed = true;
        for (Predictor one = idle.pollFirst(); one != null; one = idle.pollFirst()) {
            one.close();
        }
    }
}
