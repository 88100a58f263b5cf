package io.streamgauge.app.instances;

import io.streamgauge.app.online.NotReadyException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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
        return new Share(null);
    }

    /**
     * What one request holds, or one try of it to get an answer; closing it gives all of it back, and what comes later is
     * refused.
     */
    public final class Share implements AutoCloseable {

        private final @Nullable Share whole;
        private long ownBytes;
        private boolean closed;

        private Share(@Nullable Share whole) {
            this.whole = whole;
        }

        /** A part of it, which can be given back alone; the whole has the bytes of its parts, and closes them. */
        public Share part() {
            return new Share(this);
        }

        /** Tries something with a part of its own, which is given back when that fails: others are tried after it. */
        <T> CompletableFuture<T> trying(Function<Share, CompletableFuture<T>> attempt) {
            Share part = part();
            return attempt.apply(part).whenComplete((done, failure) -> {
                if (failure != null) {
                    part.close();
                }
            });
        }

        /**
         * Takes some more.
         *
         * @throws TooMuchException when this request has more than all there is
         * @throws NotReadyException when others have the rest now
         */
        public void take(long bytes) {
            synchronized (ExchangeMemory.this) {
                if (over()) {
                    throw new NotReadyException("the request is over");
                }
                if (ofRequest() + bytes > mostBytes) {
                    throw new TooMuchException("what instances would tell each other for this request is more than "
                            + shown() + "; ask for fewer entities or events at a time, or start the instances with a"
                            + " larger --max-exchange-mb");
                }
                if (takenBytes + bytes > mostBytes) {
                    throw new NotReadyException("requests that are being answered have the " + shown()
                            + " that instances may tell each other at a time (--max-exchange-mb); try again");
                }
                add(bytes);
                takenBytes += bytes;
            }
        }

        private boolean over() {
            return closed || (whole != null && whole.over());
        }

        private long ofRequest() {
            return whole == null ? ownBytes : whole.ofRequest();
        }

        private void add(long bytes) {
            ownBytes += bytes;
            if (whole != null) {
                whole.add(bytes);
            }
        }

        @Override
        public void close() {
            synchronized (ExchangeMemory.this) {
                if (!over()) {
                    takenBytes -= ownBytes;
                    add(-ownBytes);
                }
                closed = true;
            }
        }
    }

    private String shown() {
        return mostBytes % (1 << 20) == 0 ? (mostBytes >> 20) + " MiB" : mostBytes + " bytes";
    }
}
