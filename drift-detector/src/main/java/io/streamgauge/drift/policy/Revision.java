package io.streamgauge.drift.policy;

import org.jspecify.annotations.Nullable;

/**
 * What became of a window that late predictions came for.
 *
 * @param comparable whether the reference that it is compared with is known
 * @param verdict in place of the first; null when there is nothing to judge
 */
public record Revision(boolean comparable, @Nullable WindowVerdict verdict) {

    /** There is no such reference. */
    public static final Revision NONE = new Revision(false, null);
}
