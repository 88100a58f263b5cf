package io.streamgauge.app.retraining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.streamgauge.schemas.DriftContributor;
import io.streamgauge.schemas.DriftEvidence;
import io.streamgauge.schemas.DriftGroup;
import io.streamgauge.schemas.OffsetRange;
import io.streamgauge.schemas.RetrainingEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A retraining event as JSON: the fields of {@code RetrainingEvent.avsc} by their names and in their order, moments in RFC 3339. The
 * same event gives the same bytes.
 */
final class EventJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EventJson() {}

    /** The event as maps and lists. */
    static Map<String, @Nullable Object> tree(RetrainingEvent event) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("contractVersion", event.getContractVersion());
        json.put("eventId", event.getEventId());
        json.put("pipeline", event.getPipeline());
        json.put("reason", event.getReason());
        json.put("action", event.getAction().name());
        json.put("actionReason", event.getActionReason());
        json.put("urgency", event.getUrgency().name());
        json.put("alertIds", event.getAlertIds());
        json.put("model", event.getModel());
        json.put("modelVersion", event.getModelVersion());
        json.put("modelDigest", event.getModelDigest());
        json.put("raisedAt", text(event.getRaisedAt()));
        json.put("trainFrom", text(event.getTrainFrom()));
        json.put("trainTo", text(event.getTrainTo()));
        json.put("ranges", event.getRanges().stream().map(EventJson::tree).toList());
        json.put("referenceId", event.getReferenceId());
        json.put("referenceFrom", text(event.getReferenceFrom()));
        json.put("referenceTo", text(event.getReferenceTo()));
        json.put("evidence", event.getEvidence().stream().map(EventJson::tree).toList());
        json.put(
                "groups",
                event.getGroups().stream().map(DriftGroup::getFeatures).toList());
        json.put(
                "contributors",
                event.getContributors().stream().map(EventJson::tree).toList());
        return json;
    }

    /** One line. */
    static String write(Object tree) {
        try {
            return MAPPER.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and lists can be written", e);
        }
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }

    private static Map<String, Object> tree(OffsetRange range) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("topic", range.getTopic());
        json.put("partition", range.getPartition());
        json.put("firstOffset", range.getFirstOffset());
        json.put("lastOffset", range.getLastOffset());
        return json;
    }

    private static Map<String, Object> tree(DriftEvidence evidence) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("feature", evidence.getFeature());
        json.put("statistic", evidence.getStatistic());
        json.put("value", evidence.getValue());
        json.put("threshold", evidence.getThreshold());
        json.put("adjustedPValue", evidence.getAdjustedPValue());
        json.put("referenceCount", evidence.getReferenceCount());
        json.put("windowCount", evidence.getWindowCount());
        return json;
    }

    private static Map<String, Object> tree(DriftContributor contributor) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("feature", contributor.getFeature());
        json.put("statistic", contributor.getStatistic());
        json.put("excess", contributor.getExcess());
        json.put("binEdges", contributor.getBinEdges());
        json.put("referenceCounts", contributor.getReferenceCounts());
        json.put("windowCounts", contributor.getWindowCounts());
        json.put("referenceMissing", contributor.getReferenceMissing());
        json.put("windowMissing", contributor.getWindowMissing());
        return json;
    }
}
