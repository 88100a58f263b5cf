package io.streamgauge.app.history;

import io.streamgauge.schemas.Explanation;
import io.streamgauge.schemas.Reason;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reasons that were logged, held against those made again. */
final class LoggedReasons {

    private LoggedReasons() {}

    /**
     * Whether two explanations of one prediction agree to the bit in all that both say: base, margin, and the attribution of
     * each input that both name. How many inputs are named, which predictions are explained and what codes inputs have is
     * {@code model.reasons}' to say, which may have changed since without making the logged one wrong.
     */
    static boolean agree(@Nullable Explanation logged, @Nullable Explanation again) {
        if (logged == null || again == null) {
            return true;
        }
        return Double.compare(logged.getBase(), again.getBase()) == 0
                && Double.compare(logged.getMargin(), again.getMargin()) == 0
                && sameAttributions(logged, again);
    }

    private static boolean sameAttributions(Explanation logged, Explanation again) {
        Map<String, Double> attributions = new HashMap<>();
        again.getReasons().forEach(reason -> attributions.put(reason.getInput(), reason.getAttribution()));
        for (Reason reason : logged.getReasons()) {
            Double now = attributions.get(reason.getInput());
            if (now != null && Double.compare(reason.getAttribution(), now) != 0) {
                return false;
            }
        }
        return true;
    }
}
