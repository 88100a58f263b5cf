package io.streamgauge.app.compare;

import java.util.List;
import java.util.Map;

/**
 * What two pipelines made of the same events.
 *
 * @param before the first pipeline
 * @param after the second
 * @param events how many events both have predicted
 * @param onlyBefore predictions of the first alone
 * @param onlyAfter predictions of the second alone
 * @param givenUp predictions that are compared with nothing because too many had to wait
 * @param othersBefore predictions in the first pipeline's topic that another made, as after a switch; they are left out
 * @param othersAfter those in the second's
 * @param features by name, those of the first pipeline's model first; one that only one pipeline's model takes is
 *     missing on the other side
 * @param scores of the score
 * @param decisions how often one decision became another, by {@code before -> after}
 */
public record Comparison(
        String before,
        String after,
        long events,
        long onlyBefore,
        long onlyAfter,
        long givenUp,
        long othersBefore,
        long othersAfter,
        List<Difference> features,
        Difference scores,
        Map<String, Long> decisions) {

    /** Whether both say the same of every event that either has seen. */
    public boolean same() {
        return onlyBefore + onlyAfter + givenUp == 0
                && scores.none()
                && decisions.isEmpty()
                && features.stream().allMatch(Difference::none);
    }
}
