package io.streamgauge.app.instances;

import java.io.ByteArrayOutputStream;

/** Bytes to send, which a request takes before they are there: one that may not have more of them ends there. Not thread-safe. */
public final class CountedBytes extends ByteArrayOutputStream {

    /** Taken at a time, so that not every number asks. */
    private static final int STEP_BYTES = 4_096;

    private final ExchangeMemory.Share share;
    private int takenBytes;

    /** @param share what takes the bytes, and keeps them until it is closed */
    public CountedBytes(ExchangeMemory.Share share) {
        this.share = share;
    }

    /**
     * {@inheritDoc}
     *
     * @throws TooMuchException when the request has no room for it
     */
    @Override
    public synchronized void write(int value) {
        take(1);
        super.write(value);
    }

    @Override
    public synchronized void write(byte[] values, int offset, int length) {
        take(length);
        super.write(values, offset, length);
    }

    private void take(int more) {
        int lacking = count + more - takenBytes;
        if (lacking > 0) {
            int taken = Math.max(lacking, STEP_BYTES);
            share.take(taken);
            takenBytes += taken;
        }
    }
}
