package io.streamgauge.drift.labels;

import io.streamgauge.drift.policy.ModelKey;
import java.util.Comparator;

/**
 * Whose performance it is.
 *
 * @param model the model
 * @param variant champion, or the name it is deployed under
 */
public record Subject(ModelKey model, String variant) implements Comparable<Subject> {

    /** The variant whose scores are served. */
    public static final String CHAMPION = "champion";

    private static final Comparator<Subject> ORDER = Comparator.comparing(
                    (Subject subject) -> subject.model().name())
            .thenComparing(subject -> subject.model().version())
            .thenComparing(subject -> subject.model().digest())
            .thenComparing(Subject::variant);

    boolean champion() {
        return variant.equals(CHAMPION);
    }

    @Override
    public int compareTo(Subject other) {
        return ORDER.compare(this, other);
    }
}
