package io.streamgauge.stream;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a stream thread does at the end of each round, when it has processed what its last poll brought, as far as it can, and
 * before it waits for more. One instance per stream thread, used by it only.
 */
public final class RoundEnds {

    private static final ThreadLocal<@Nullable RoundEnds> OF_THREAD = new ThreadLocal<>();

    private final List<Runnable> works = new ArrayList<>();

    RoundEnds() {}

    /**
     * Has the calling stream thread do something at the end of each round; outside of one it is never done.
     *
     * @return what makes the thread leave that
     */
    public static Runnable add(Runnable work) {
        RoundEnds rounds = OF_THREAD.get();
        if (rounds == null) {
            return () -> {};
        }
        rounds.works.add(work);
        return () -> rounds.works.remove(work);
    }

    /** The calling thread is the one that this is of. */
    void takeThread() {
        if (OF_THREAD.get() != this) {
            OF_THREAD.set(this);
        }
    }

    /** A round has ended. */
    void ended() {
        for (int i = 0; i < works.size(); i++) {
            works.get(i).run();
        }
    }
}
