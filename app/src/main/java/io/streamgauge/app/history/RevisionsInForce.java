package io.streamgauge.app.history;

import io.streamgauge.schemas.ModelActivation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which revision is in force at an offset of the topic that brings events to the scoring tasks, as a pipeline's activations say.
 * Activations of another topic say nothing of it. Where the topic was deleted and made anew its offsets begin again, and so does
 * what is in force; a prediction does not tell before or after, so it may have been made under either.
 */
final class RevisionsInForce {

    /** By partition each life of the topic, and in it by the offset since which it is in force. */
    private final Map<Integer, List<TreeMap<Long, Long>>> lives = new HashMap<>();

    /** @param activations those of a partition in order */
    RevisionsInForce(String inputTopic, List<ModelActivation> activations) {
        for (ModelActivation activation : activations) {
            if (activation.getInputTopic().equals(inputTopic)) {
                add(activation);
            }
        }
    }

    private void add(ModelActivation activation) {
        List<TreeMap<Long, Long>> ofPartition = lives.computeIfAbsent(
                activation.getPartition(), partition -> new ArrayList<>(List.of(new TreeMap<>())));
        TreeMap<Long, Long> last = ofPartition.get(ofPartition.size() - 1);
        if (!last.isEmpty() && activation.getOffset() < last.lastKey()) {
            last = new TreeMap<>();
            ofPartition.add(last);
        }
        last.put(activation.getOffset(), activation.getRevision());
    }

    /** Whether a revision is in force; before the first activation it is the document's, 0. */
    boolean has(int partition, long offset, long revision) {
        return lives.getOrDefault(partition, List.of(new TreeMap<>())).stream()
                .map(life -> life.floorEntry(offset))
                .anyMatch(since -> revision == (since == null ? 0 : since.getValue()));
    }
}
