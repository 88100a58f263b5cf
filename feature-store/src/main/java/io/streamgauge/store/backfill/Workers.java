package io.streamgauge.store.backfill;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** A fixed number of threads that share work out among themselves. */
public final class Workers implements AutoCloseable {

    private final int threads;
    private final ExecutorService executor;

    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("a backfill needs at least one thread, not " + threads);
        }
        AtomicLong number = new AtomicLong();
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "backfill-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        });
    }

    public int threads() {
        return threads;
    }

    public ExecutorService executor() {
        return executor;
    }

    /**
     * Calls workers with every number from 0 to {@code count - 1}, each number once; a thread takes runs of them as it
     * becomes free.
     *
     * @param worker makes the worker of one thread
     */
    public void share(int count, int run, Supplier<IntConsumer> worker) {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            futures.add(executor.submit(() -> {
                IntConsumer own = worker.get();
                for (int start = next.getAndAdd(run); start < count; start = next.getAndAdd(run)) {
                    for (int number = start; number < Math.min(count, start + run); number++) {
                        own.accept(number);
                    }
                }
            }));
        }
        futures.forEach(Workers::await);
    }

    /** The result of a task, or its failure thrown here. */
    public static <T> T await(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the backfill was interrupted", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
