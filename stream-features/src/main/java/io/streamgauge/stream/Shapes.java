package io.streamgauge.stream;

import io.streamgauge.store.view.FeatureShape;
import java.util.ArrayList;
import java.util.List;

/** What a view's features are read from, and which of them end at the same place of the same series. Thread-safe. */
final class Shapes {

    private final List<FeatureShape> shapes;
    private final int[] groupOf;
    private final List<FeatureShape> groups = new ArrayList<>();

    /** @param shapes of the view's features, in their order */
    Shapes(List<FeatureShape> shapes) {
        this.shapes = List.copyOf(shapes);
        this.groupOf = new int[shapes.size()];
        for (int i = 0; i < groupOf.length; i++) {
            groupOf[i] = group(shapes.get(i));
        }
    }

    private int group(FeatureShape shape) {
        for (int i = 0; i < groups.size(); i++) {
            if (groups.get(i).series() == shape.series() && groups.get(i).delayMs() == shape.delayMs()) {
                return i;
            }
        }
        groups.add(shape);
        return groups.size() - 1;
    }

    FeatureShape get(int feature) {
        return shapes.get(feature);
    }

    /** Number of the features' group: those of one series and one delay. */
    int groupOf(int feature) {
        return groupOf[feature];
    }

    int groups() {
        return groups.size();
    }

    /** Series and delay of a group; the reach is that of one of its features. */
    FeatureShape ofGroup(int group) {
        return groups.get(group);
    }
}
