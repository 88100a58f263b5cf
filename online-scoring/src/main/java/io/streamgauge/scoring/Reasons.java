package io.streamgauge.scoring;

import io.streamgauge.schemas.Explanation;
import io.streamgauge.schemas.Reason;
import io.streamgauge.scoring.explain.MarginShares;
import io.streamgauge.store.vector.FeatureValues;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Decides which predictions say why, and puts the greatest shares of a margin into words. Thread-safe. */
final class Reasons {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final int top;
    private final double share;
    private final Optional<ReasonsCondition> when;
    private final List<String> names;
    private final @Nullable String[] codes;

    /**
     * @param vector the vector's values, in order
     * @param decided whether predictions carry a decision
     */
    Reasons(ReasonsDefinition definition, List<ModelContract.Value> vector, boolean decided) {
        top = definition.top();
        share = definition.share();
        when = definition.when().map(text -> ReasonsCondition.compile(text, vector, decided));
        names = vector.stream().map(ModelContract.Value::name).toList();
        codes = new @Nullable String[names.size()];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = code(names.get(i), definition.codes());
        }
    }

    private static @Nullable String code(String input, Map<String, String> codes) {
        String own = codes.get(input);
        return own != null ? own : codes.get(input.substring(0, input.lastIndexOf('.') + 1) + "*");
    }

    /** Whether a prediction is to say why. */
    boolean wanted(
            String eventId, double score, @Nullable String label, @Nullable String decision, FeatureValues vector) {
        return (share > 0 && fraction(eventId) < share)
                || (when.isPresent() && when.get().holds(score, label, decision, vector));
    }

    /** A number in [0, 1) that an id always has: its FNV-1a hash, mixed once more so that ids that count up spread. */
    static double fraction(String id) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return (hash >>> 11) * 0x1p-53;
    }

    /** The greatest shares first; of equal ones that of the earlier input. Shares of nothing are left out. */
    Explanation of(MarginShares shares) {
        List<Integer> ranked = IntStream.range(0, shares.inputs())
                .boxed()
                .filter(input -> shares.share(input) != 0)
                .sorted(Comparator.comparingDouble(input -> -Math.abs(shares.share(input))))
                .toList();
        List<Reason> reasons = new ArrayList<>();
        for (int input : ranked.subList(0, Math.min(top, ranked.size()))) {
            reasons.add(new Reason(names.get(input), shares.share(input), codes[input]));
        }
        double rest = 0;
        for (int input : ranked.subList(reasons.size(), ranked.size())) {
            rest += shares.share(input);
        }
        return new Explanation(shares.base(), shares.margin(), rest, reasons);
    }
}
