package io.streamgauge.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the threads of one name in this process have used: a measure that other work on the machine changes little, unlike time.
 *
 * @param cpuNanos time on a processor, user and system
 * @param allocatedBytes bytes allocated on the heap
 */
public record ThreadCost(long cpuNanos, long allocatedBytes) {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** What the threads alive whose names have a text in them have used since they began. */
    public static ThreadCost of(String inName) {
        long cpuNanos = 0;
        long allocatedBytes = 0;
        for (long id : THREADS.getAllThreadIds()) {
            var thread = THREADS.getThreadInfo(id);
            if (thread != null && thread.getThreadName().contains(inName)) {
                cpuNanos += Math.max(0, THREADS.getThreadCpuTime(id));
                allocatedBytes += Math.max(0, THREADS.getThreadAllocatedBytes(id));
            }
        }
        return new ThreadCost(cpuNanos, allocatedBytes);
    }

    /** What was used since an earlier look at the same threads. */
    public ThreadCost since(ThreadCost before) {
        return new ThreadCost(cpuNanos - before.cpuNanos, allocatedBytes - before.allocatedBytes);
    }
}
