package io.streamgauge.app.report;

import io.streamgauge.app.report.DriftReport.Acknowledgement;
import io.streamgauge.app.report.DriftReport.Change;
import io.streamgauge.app.report.DriftReport.Contributor;
import io.streamgauge.app.report.DriftReport.Evidence;
import io.streamgauge.app.report.DriftReport.Profile;
import io.streamgauge.app.report.DriftReport.Range;
import io.streamgauge.app.report.DriftReport.Retraining;
import io.streamgauge.app.report.DriftReport.Verdict;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftContributor;
import io.streamgauge.schemas.DriftEvidence;
import io.streamgauge.schemas.DriftGroup;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingAck;
import io.streamgauge.schemas.RetrainingEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Records of the topics as parts of a report. */
final class Converted {

    private Converted() {}

    /** Null where it is no number. */
    static @Nullable Double finite(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    static Verdict verdict(DriftMetric metric) {
        return new Verdict(
                metric.getWindowStart(),
                metric.getWindowEnd(),
                finite(metric.getValue()),
                finite(metric.getThreshold()),
                finite(metric.getPValue()),
                finite(metric.getAdjustedPValue()),
                metric.getDrifted(),
                metric.getReferenceCount(),
                metric.getWindowCount(),
                metric.getWindowMissing(),
                List.copyOf(metric.getMissingPartitions()),
                metric.getMissingShare(),
                metric.getCounts(),
                metric.getRevision(),
                metric.getLateRows());
    }

    static Profile profile(ReferenceProfile profile) {
        return new Profile(
                profile.getFeature(),
                profile.getRangeStart(),
                profile.getRangeEnd(),
                profile.getCount(),
                profile.getMissing(),
                finite(profile.getMinimum()),
                finite(profile.getMaximum()),
                finite(profile.getMean()));
    }

    static Change change(DriftAlert alert) {
        return new Change(
                alert.getStatus().name(),
                alert.getSeverity().name(),
                alert.getWindowStart(),
                alert.getWindowEnd(),
                alert.getMessage(),
                evidence(alert.getEvidence()),
                groups(alert.getGroups()),
                contributors(alert.getContributors()));
    }

    static Retraining retraining(RetrainingEvent event, @Nullable RetrainingAck ack) {
        return new Retraining(
                event.getEventId(),
                event.getContractVersion(),
                event.getReason(),
                event.getAction().name(),
                event.getActionReason(),
                event.getUrgency().name(),
                List.copyOf(event.getAlertIds()),
                event.getModelDigest(),
                event.getRaisedAt(),
                event.getTrainFrom(),
                event.getTrainTo(),
                event.getRanges().stream()
                        .map(range -> new Range(
                                range.getTopic(), range.getPartition(), range.getFirstOffset(), range.getLastOffset()))
                        .toList(),
                event.getReferenceId(),
                event.getReferenceFrom(),
                event.getReferenceTo(),
                evidence(event.getEvidence()),
                groups(event.getGroups()),
                contributors(event.getContributors()),
                ack == null ? null : acknowledgement(ack));
    }

    private static Acknowledgement acknowledgement(RetrainingAck ack) {
        return new Acknowledgement(
                ack.getStatus().name(), ack.getAuthor(), ack.getAt(), ack.getModelVersion(), ack.getNote());
    }

    private static List<Evidence> evidence(List<DriftEvidence> evidence) {
        return evidence.stream()
                .map(found -> new Evidence(
                        found.getFeature(),
                        found.getStatistic(),
                        finite(found.getValue()),
                        finite(found.getThreshold()),
                        finite(found.getAdjustedPValue()),
                        found.getReferenceCount(),
                        found.getWindowCount()))
                .toList();
    }

    private static List<List<String>> groups(List<DriftGroup> groups) {
        return groups.stream().map(group -> List.copyOf(group.getFeatures())).toList();
    }

    private static List<Contributor> contributors(List<DriftContributor> contributors) {
        return contributors.stream()
                .map(found -> new Contributor(
                        found.getFeature(),
                        found.getStatistic(),
                        finite(found.getExcess()),
                        List.copyOf(found.getBinEdges()),
                        List.copyOf(found.getReferenceCounts()),
                        List.copyOf(found.getWindowCounts()),
                        found.getReferenceMissing(),
                        found.getWindowMissing()))
                .toList();
    }
}
