package io.streamgauge.app.retraining;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tries to take a message to a target, again and again at growing intervals: 1 s, 2 s, 4 s, ..., at most a minute. */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final int most;
    private final Pause pause;
    private final Runnable failed;

    /** Lets time pass. */
    @FunctionalInterface
    interface Pause {
        void pause(Duration time) throws InterruptedException;
    }

    /**
     * @param most attempts, at least 1
     * @param failed told of each attempt that fails
     */
    Attempts(int most, Pause pause, Runnable failed) {
        this.most = most;
        this.pause = pause;
        this.failed = failed;
    }

    /** Longest that the pauses of one message take together. */
    static Duration pauses(int attempts) {
        Duration all = Duration.ZERO;
        for (int i = 1; i < attempts; i++) {
            all = all.plus(after(i));
        }
        return all;
    }

    private static Duration after(int attempt) {
        Duration next = FIRST.multipliedBy(1L << Math.min(attempt - 1, 10));
        return next.compareTo(LONGEST) < 0 ? next : LONGEST;
    }

    /**
     * Returns once the message has arrived.
     *
     * @throws DeliveryFailedException the last failure
     */
    void deliver(Target target, Message message) throws DeliveryFailedException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                target.deliver(message);
                return;
            } catch (DeliveryFailedException e) {
                failed.run();
                LOG.warn(
                        "attempt {} of {} to deliver retraining event {} failed: {}",
                        attempt,
                        most,
                        message.event().getEventId(),
                        e.getMessage());
                if (attempt >= most) {
                    throw e;
                }
                pause.pause(after(attempt));
            }
        }
    }
}
