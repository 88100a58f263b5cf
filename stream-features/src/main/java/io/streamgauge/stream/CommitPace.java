package io.streamgauge.stream;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.jspecify.annotations.Nullable;

/**
 * When a stream thread commits before Kafka Streams' own interval makes it: every {@code intervalMs} while the thread keeps
 * up with its input. A commit waits for the broker several times over, whatever it holds, so a thread that has a backlog to
 * work off does better to commit more at once; its events are late by the backlog anyway.
 *
 * <p>A thread has a backlog while its polls come back full. After a poll that does not, tasks that have done something
 * since they last asked ask for a commit, which Kafka Streams makes once the polled records are processed. One instance
 * per stream thread, used by it only.
 */
final class CommitPace {

    private static final ThreadLocal<@Nullable CommitPace> OF_THREAD = new ThreadLocal<>();

    private final long intervalMs;
    private final int fullPoll;
    private final Map<TaskId, Task> tasks = new HashMap<>();
    private long lastMs = Long.MIN_VALUE;

    /**
     * @param intervalMs least time between two commits asked for
     * @param fullPoll records of a poll that came back full
     */
    CommitPace(long intervalMs, int fullPoll) {
        this.intervalMs = intervalMs;
        this.fullPoll = fullPoll;
    }

    /** A task's share in the thread's pace. It does not keep a task that has gone elsewhere, with all its state, on the heap. */
    static final class Task {

        private final WeakReference<ProcessingContext> context;
        private boolean worked;

        private Task(ProcessingContext context) {
            this.context = new WeakReference<>(context);
        }

        /** The task has taken a record. */
        void worked() {
            worked = true;
        }

        private void ask() {
            ProcessingContext task = context.get();
            if (worked && task != null) {
                worked = false;
                task.commit();
            }
        }
    }

    /** The share of the task of {@code context}, one for all its processors; outside a paced thread one that is never asked. */
    static Task of(ProcessingContext context) {
        CommitPace pace = OF_THREAD.get();
        return pace == null ? new Task(context) : pace.taskOf(context);
    }

    /** A task that comes back, e.g. after a rebalance, has a new context. */
    Task taskOf(ProcessingContext context) {
        return tasks.compute(
                context.taskId(),
                (id, known) -> known != null && known.context.refersTo(context) ? known : new Task(context));
    }

    /** The calling thread is the one that this paces. */
    void takeThread() {
        if (OF_THREAD.get() != this) {
            OF_THREAD.set(this);
        }
    }

    /** A poll came back with {@code records}. */
    void polled(int records, long nowMs) {
        if (records < fullPoll && (lastMs == Long.MIN_VALUE || nowMs - lastMs >= intervalMs)) {
            lastMs = nowMs;
            tasks.values().forEach(Task::ask);
        }
    }
}
