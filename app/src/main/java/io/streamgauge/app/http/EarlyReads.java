package io.streamgauge.app.http;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.streamgauge.app.online.NotReadyException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads that come while the server listens and the instance does not know yet who keeps which rows. They wait for that, on no
 * thread, since a caller who is told "not now" by an instance that was restarted has lost what a refused connection would have
 * kept: the chance to go elsewhere. One whose caller has gone waits no longer, so that those who give up soon and ask again do not
 * take the room of all others. Thread-safe.
 */
final class EarlyReads {

    /** Longer than a group waits for a member that was killed, {@code session.timeout.ms}, unless it was told otherwise. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /**
     * What there is room for.
     *
     * @param reads how many may wait
     * @param bodyBytes of the bodies of all that wait
     */
    record Room(int reads, long bodyBytes) {

        static final Room USUAL = new Room(1_000, 64L << 20);
    }

    private static final Logger LOG = LoggerFactory.getLogger(EarlyReads.class);
    private static final long LOOK_MS = 250;

    private final Duration patience;
    private final Room room;
    private final int mostBodyBytes;
    private final Set<Turn> waiting = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "http-early");
        thread.setDaemon(true);
        return thread;
    });
    private volatile boolean over;

    /**
     * @param patience how long a read waits
     * @param mostBodyBytes of one read
     */
    EarlyReads(Duration patience, Room room, int mostBodyBytes) {
        this.patience = patience;
        this.room = room;
        this.mostBodyBytes = mostBodyBytes;
    }

    /** From now on callers are looked for who have gone. */
    @SuppressWarnings("FutureReturnValueIgnored") // it looks until it is shut down
    void begin() {
        looks.scheduleWithFixedDelay(this::letGo, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /** Whether reads need not wait any more. */
    boolean over() {
        return over;
    }

    /** How many wait. */
    int count() {
        return waiting.size();
    }

    /** From now on none waits. */
    void end() {
        over = true;
        looks.shutdown();
        waiting.forEach(Turn::come);
    }

    /**
     * Answers a read when its turn has come, unless as many wait as there is room for. Its body is read before: what has not been read stands
     * before the end of a connection.
     *
     * @param threads where bodies are read, and reads answered
     */
    void hold(Context context, Executor threads, Handler handler) {
        long beganNanos = System.nanoTime();
        context.future(() -> length(context, threads)
                .thenCompose(bytes -> turn(new Turn(Callers.of(context), bytes), beganNanos))
                .thenAcceptAsync(come -> answer(context, handler), threads));
    }

    /** Of the body, in bytes; one that is to come takes a thread for as long as it does. */
    private CompletableFuture<Integer> length(Context context, Executor threads) {
        boolean none = context.method().equals(HandlerType.GET) || context.req().getContentLengthLong() == 0;
        return none
                ? CompletableFuture.completedFuture(0)
                : CompletableFuture.supplyAsync(() -> body(context).length, threads);
    }

    private byte[] body(Context context) {
        try {
            return RequestBody.kept(context, mostBodyBytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CompletableFuture<Void> turn(Turn turn, long beganNanos) {
        waiting.add(turn);
        if (over) {
            turn.come();
        } else if (waiting.size() > room.reads()
                || waiting.stream().mapToLong(read -> read.bodyBytes).sum() > room.bodyBytes()) {
            turn.refuse(Routes.STARTING + ", and as many reads wait for it as there is room for");
        }
        long leftNanos = Math.max(0, patience.toNanos() - (System.nanoTime() - beganNanos));
        return turn.moment.orTimeout(leftNanos, TimeUnit.NANOSECONDS).handle((come, failure) -> {
            waiting.remove(turn);
            if (failure instanceof TimeoutException) {
                throw new NotReadyException(
                        Routes.STARTING + ": who keeps which rows is not known after " + patience.toSeconds() + " s");
            } else if (failure != null) {
                throw new CompletionException(failure);
            }
            return null;
        });
    }

    private void letGo() {
        try {
            Set<EndPoint> gone =
                    Callers.gone(waiting.stream().map(turn -> turn.caller).collect(Collectors.toSet()));
            waiting.stream()
                    .filter(turn -> gone.contains(turn.caller))
                    .forEach(turn ->
                            turn.refuse(Routes.STARTING + ", and the connection is closed on the caller's side"));
        } catch (RuntimeException e) {
            // Or it would be the last look.
            LOG.warn("who has gone is not known now", e);
        }
    }

    /** When a read is answered. */
    private static final class Turn {

        private final CompletableFuture<Void> moment = new CompletableFuture<>();
        private final EndPoint caller;
        private final int bodyBytes;

        private Turn(EndPoint caller, int bodyBytes) {
            this.caller = caller;
            this.bodyBytes = bodyBytes;
        }

        private void come() {
            moment.complete(null);
        }

        private void refuse(String why) {
            moment.completeExceptionally(new NotReadyException(why));
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
