package io.streamgauge.app.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.streamgauge.app.online.NotReadyException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Reads that come while the server listens and the instance does not know yet who keeps which rows. They wait for that, on no
 * thread, since a caller who is told "not now" by an instance that was restarted has lost what a refused connection would have
 * kept: the chance to go elsewhere. Thread-safe.
 */
final class EarlyReads {

    /** Longer than a group waits for a member that was killed, {@code session.timeout.ms}, unless it was told otherwise. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final int MOST = 1_000;

    private final Duration patience;
    private final Set<Turn> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    /** @param patience how long a read waits */
    EarlyReads(Duration patience) {
        this.patience = patience;
    }

    /** Whether reads need not wait any more. */
    boolean over() {
        return over;
    }

    /** From now on none waits. */
    void end() {
        over = true;
        waiting.forEach(Turn::come);
    }

    /**
     * Answers a read when its turn has come.
     *
     * @param threads where it is answered
     * @throws NotReadyException when as many wait as there is room for
     */
    void hold(Context context, Executor threads, Handler handler) {
        if (waiting.size() >= MOST) {
            throw new NotReadyException(Routes.STARTING + ", and " + MOST + " reads wait for it");
        }
        context.future(() -> turn().handleAsync(
                        (come, late) -> {
                            if (late != null) {
                                throw new NotReadyException(Routes.STARTING
                                        + ": who keeps which rows is not known after " + patience.toSeconds() + " s");
                            }
                            answer(context, handler);
                            return null;
                        },
                        threads));
    }

    private CompletableFuture<Void> turn() {
        Turn turn = new Turn();
        waiting.add(turn);
        if (over) {
            turn.come();
        }
        return turn.moment
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((come, late) -> waiting.remove(turn));
    }

    /** When a read is answered. */
    private static final class Turn {

        private final CompletableFuture<Void> moment = new CompletableFuture<>();

        private void come() {
            moment.complete(null);
        }
    }

    private static void answer(Context context, Handler handler) {
        try {
            handler.handle(context);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }
}
