package io.streamgauge.app.processes;

import io.streamgauge.app.CommandFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** One process of a local cluster. It can be stopped, killed and started again under the same name. Thread-safe. */
public final class ClusterProcess {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int SIGNALLED = 128;

    private final String name;
    private final OwnJvm jvm;
    private final Path log;
    private Process process;
    private long startedNanos;
    private boolean ended;

    private ClusterProcess(String name, OwnJvm jvm, Path log, Process process) {
        this.name = name;
        this.jvm = jvm;
        this.log = log;
        this.process = process;
        this.startedNanos = System.nanoTime();
    }

    /** Starts a process, and returns without waiting for what it does. */
    static ClusterProcess start(String name, OwnJvm jvm, Path log) {
        return new ClusterProcess(name, jvm, log, begin(name, jvm, log));
    }

    private static Process begin(String name, OwnJvm jvm, Path log) {
        try {
            return jvm.start(log);
        } catch (IOException e) {
            throw new CommandFailedException("cannot start " + name + ": " + e, e);
        }
    }

    /** As the user knows it, e.g. {@code broker-1}. */
    public String name() {
        return name;
    }

    /** What it has said. */
    public Path log() {
        return log;
    }

    public synchronized long pid() {
        return process.pid();
    }

    public synchronized boolean alive() {
        return process.isAlive();
    }

    /** How it ended: 128 and the signal's number after a kill. */
    public synchronized int exitCode() {
        return process.exitValue();
    }

    /** Whether it has ended by itself soon after its start, so that it would only end again; a kill may come any time. */
    public synchronized boolean failsToStart() {
        return !process.isAlive()
                && process.exitValue() < SIGNALLED
                && System.nanoTime() - startedNanos < SOON.toNanos();
    }

    /** Waits until it ends by itself; whether it did in time. */
    public boolean awaitEnd(Duration patience) throws InterruptedException {
        Process running;
        synchronized (this) {
            running = process;
        }
        return running.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** {@code kill -9}; returns once it is gone. */
    public synchronized void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop for good; returns at once. */
    synchronized void end() {
        ended = true;
        process.destroy();
    }

    /** Asks it to stop and waits; whether it had stopped by itself, else it was killed. */
    public synchronized boolean stop(Duration patience) throws InterruptedException {
        process.destroy();
        if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            return true;
        }
        process.destroyForcibly().waitFor();
        return false;
    }

    /** Starts it again after it has ended, on the same ports and with the same data; not once the cluster is closing. */
    public synchronized void startAgain() {
        if (ended) {
            return;
        }
        if (process.isAlive()) {
            throw new IllegalStateException(name + " is still running as process " + process.pid());
        }
        process = begin(name, jvm, log);
        startedNanos = System.nanoTime();
    }

    @Override
    public synchronized String toString() {
        return name + " (process " + process.pid() + ", log " + log + ")";
    }
}
