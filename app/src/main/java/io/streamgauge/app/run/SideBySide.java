package io.streamgauge.app.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks that start as soon as what they need is there, each on a thread of its own. The first failure is the one told, and
 * interrupts the others; closing waits for all that has begun, so that nothing starts behind the back of whoever cleans up.
 */
final class SideBySide implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "start");
        thread.setDaemon(true);
        return thread;
    });
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final List<CompletableFuture<?>> begun = new ArrayList<>();

    /** Something to do. */
    interface Work<T> {
        T run() throws InterruptedException;
    }

    /** Something to do with what another task gave. */
    interface Step<A, T> {
        T run(A input) throws InterruptedException;
    }

    /** What two tasks gave. */
    record Both<A, B>(A left, B right) {}

    /** The result of a task, once there is one. */
    final class Result<T> {

        private final CompletableFuture<T> future;

        private Result(CompletableFuture<T> future) {
            this.future = future;
            begun.add(future);
        }

        /** Another task, which needs this one's result. */
        <U> Result<U> then(String name, Step<T, U> step) {
            return new Result<>(future.thenApplyAsync(input -> timed(name, () -> step.run(input)), threads));
        }

        <U> Result<Both<T, U>> with(Result<U> other) {
            return new Result<>(future.thenCombine(other.future, Both::new));
        }

        /** Waits for the result; what this or any other task threw first is thrown here. */
        T get() throws InterruptedException {
            try {
                CompletableFuture.anyOf(future, failure).get();
                return future.join();
            } catch (ExecutionException e) {
                throw unwrapped(e);
            }
        }
    }

    <T> Result<T> start(String name, Work<T> work) {
        return new Result<>(CompletableFuture.supplyAsync(() -> timed(name, work), threads));
    }

    /** Something else has failed that the tasks cannot do without; it says nothing to those that are through. */
    void fail(Throwable cause) {
        failure.completeExceptionally(cause);
    }

    private <T> T timed(String name, Work<T> work) {
        long beganNanos = System.nanoTime();
        try {
            T result = work.run();
            LOG.info("{} up in {} ms", name, (System.nanoTime() - beganNanos) / 1_000_000);
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } catch (RuntimeException | Error e) {
            failure.completeExceptionally(e);
            throw e;
        }
    }

    private static RuntimeException unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof ExecutionException || cause instanceof CompletionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        if (failure.isDone()) {
            threads.shutdownNow();
        } else {
            threads.shutdown();
        }
        for (CompletableFuture<?> task : begun) {
            task.handle((result, problem) -> null).join();
        }
    }
}
