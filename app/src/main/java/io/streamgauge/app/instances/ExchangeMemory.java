package io.streamgauge.app.instances;

import io.streamgauge.app.online.NotReadyException;

/**
 * How many bytes of queries and replies between instances this process holds at a time. No request may take more than all
 * there is, and all requests together no more either; who comes when they are taken is told to try again. What is read out of a
 * reply takes a few times its bytes until it is answered. Thread-safe.
 */
public final class ExchangeMemory {

    private final long mostBytes;
    private long takenBytes;

    /** @param mostBytes what there is */
    public ExchangeMemory(long mostBytes) {
        if (mostBytes < 1) {
            throw new IllegalArgumentException("expected some bytes but found " + mostBytes);
        }
        this.mostBytes = mostBytes;
    }

    /** What there is. */
    public long mostBytes() {
        return mostBytes;
    }

    /** What is taken now. */
    synchronized long takenBytes() {
        return takenBytes;
    }

    /** The part of one request; empty at first. */
    public Share share() {
        return new Share();
    }

    /** What one request holds; closing it gives all of it back, and what comes later is refused. */
    public final class Share implements AutoCloseable {

        private long ownBytes;
        private boolean closed;

        private Share() {}

        /**
         * Takes some more.
         *
         * @throws TooMuchException when this request has more than all there is
         * @throws NotReadyException when others have the rest now
         */
        public void take(long bytes) {
            synchronized (ExchangeMemory.this) {
                if (closed) {
                    throw new NotReadyException("the request is over");
                }
                if (ownBytes + bytes > mostBytes) {
                    throw new TooMuchException("what instances would tell each other for this request is more than "
                            + shown() + "; ask for fewer entities or events at a time, or start the instances with a"
                            + " larger --max-exchange-mb");
                }
                if (takenBytes + bytes > mostBytes) {
                    throw new NotReadyException("requests that are being answered have the " + shown()
                            + " that instances may tell each other at a time (--max-exchange-mb); try again");
                }
                ownBytes += bytes;
                takenBytes += bytes;
            }
        }

        @Override
        public void close() {
            synchronized (ExchangeMemory.this) {
                takenBytes -= ownBytes;
                ownBytes = 0;
                closed = true;
            }
        }
    }

    private String shown() {
        return mostBytes % (1 << 20) == 0 ? (mostBytes >> 20) + " MiB" : mostBytes + " bytes";
    }
}
