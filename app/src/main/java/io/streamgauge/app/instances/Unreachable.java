package io.streamgauge.app.instances;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Instances that could not be reached a moment ago, to be asked after all others for a while. Thread-safe. */
final class Unreachable {

    private static final Duration REMEMBERED = Duration.ofSeconds(2);

    private final LongSupplier nanoClock;
    private final Map<String, Long> sinceNanos = new ConcurrentHashMap<>();

    Unreachable(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    void add(String address) {
        sinceNanos.put(address, nanoClock.getAsLong());
    }

    void remove(String address) {
        sinceNanos.remove(address);
    }

    boolean has(String address) {
        Long since = sinceNanos.get(address);
        return since != null && nanoClock.getAsLong() - since < REMEMBERED.toNanos();
    }
}
