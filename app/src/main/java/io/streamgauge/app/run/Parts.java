package io.streamgauge.app.run;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started so far, to be closed in reverse order. Closing goes on when one part fails to close. */
final class Parts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

    private record Part(String name, AutoCloseable closeable) {}

    private final Deque<Part> started = new ArrayDeque<>();

    /** Notes a part that is up, and returns it. */
    synchronized <T extends AutoCloseable> T add(String name, T part) {
        started.push(new Part(name, part));
        return part;
    }

    @Override
    public void close() {
        for (Part part = next(); part != null; part = next()) {
            long startedAt = System.nanoTime();
            try {
                part.closeable().close();
                LOG.info("{} closed in {} ms", part.name(), (System.nanoTime() - startedAt) / 1_000_000);
            } catch (Exception e) {
                LOG.warn("closing {} failed: {}", part.name(), e.toString());
                LOG.debug("closing {} failed", part.name(), e);
            }
        }
    }

    private synchronized @org.jspecify.annotations.Nullable Part next() {
        return started.poll();
    }
}
