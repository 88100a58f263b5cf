package io.streamgauge.app.run;

import io.streamgauge.app.CommandFailedException;
import io.streamgauge.schemas.registry.RegistryUnavailableException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits at the start for a schema registry that is down, and says so every ten seconds; one that refuses is told at once.
 *
 * @param url of the registry
 * @param atMost zero asks once
 */
record RegistryWait(String url, Duration atMost, LongSupplier nanoClock) {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryWait.class);
    private static final Duration TELL_EVERY = Duration.ofSeconds(10);

    /** Something that needs the registry, which it waits for itself for as long as it is told. */
    interface Use {
        void within(Duration patience) throws InterruptedException;
    }

    /**
     * Returns once the registry has served.
     *
     * @throws CommandFailedException when it did not in time
     */
    void until(Use use) throws InterruptedException {
        long deadlineNanos = nanoClock.getAsLong() + atMost.toNanos();
        Duration left = atMost;
        while (true) {
            try {
                use.within(left.compareTo(TELL_EVERY) < 0 ? left : TELL_EVERY);
                return;
            } catch (RegistryUnavailableException e) {
                left = Duration.ofNanos(deadlineNanos - nanoClock.getAsLong());
                if (Thread.interrupted()) {
                    throw new InterruptedException("stopped while waiting for the registry");
                }
                if (!e.mayPass()) {
                    throw e;
                }
                if (left.isNegative() || left.isZero()) {
                    throw new CommandFailedException(
                            "the schema registry at " + url + " has not answered for " + atMost.toSeconds()
                                    + " s, as long as --registry-wait says",
                            e);
                }
                LOG.warn("{}; the start waits {} s more for it", e.getMessage(), left.toSeconds());
            }
        }
    }
}
