package io.streamgauge.drift;

import io.streamgauge.drift.labels.PerformanceMetric;
import io.streamgauge.drift.labels.PerformanceWatch;
import io.streamgauge.drift.policy.Advice;
import io.streamgauge.drift.policy.AlertChange;
import io.streamgauge.drift.policy.FeatureVerdict;
import io.streamgauge.drift.policy.Findings;
import io.streamgauge.drift.policy.ModelKey;
import io.streamgauge.drift.policy.ReferenceIds;
import io.streamgauge.drift.policy.RetrainingRequest;
import io.streamgauge.drift.policy.WindowVerdict;
import io.streamgauge.drift.profile.FeatureReference;
import io.streamgauge.drift.profile.FeatureTotals;
import io.streamgauge.drift.profile.OffsetRanges;
import io.streamgauge.drift.profile.Reference;
import io.streamgauge.schemas.AlertStatus;
import io.streamgauge.schemas.DriftAlert;
import io.streamgauge.schemas.DriftContributor;
import io.streamgauge.schemas.DriftEvidence;
import io.streamgauge.schemas.DriftGroup;
import io.streamgauge.schemas.DriftMetric;
import io.streamgauge.schemas.OffsetRange;
import io.streamgauge.schemas.ReferenceProfile;
import io.streamgauge.schemas.RetrainingEvent;
import io.streamgauge.schemas.Severity;
import io.streamgauge.schemas.SuggestedAction;
import io.streamgauge.schemas.Urgency;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the detector found, as messages of the topics' contracts. */
final class DriftMessages {

    /** Of what the fields of a retraining event mean. */
    private static final int CONTRACT_VERSION = 2;

    private final String pipeline;

    DriftMessages(String pipeline) {
        this.pipeline = pipeline;
    }

    DriftMetric metric(ModelKey model, WindowVerdict window, FeatureVerdict verdict) {
        return DriftMetric.newBuilder()
                .setPipeline(pipeline)
                .setModel(model.name())
                .setModelVersion(model.version())
                .setFeature(verdict.feature())
                .setStatistic(verdict.statistic())
                .setWindowStart(Instant.ofEpochMilli(window.startMs()))
                .setWindowEnd(Instant.ofEpochMilli(window.endMs()))
                .setValue(verdict.value())
                .setThreshold(verdict.threshold())
                .setPValue(verdict.pValue())
                .setAdjustedPValue(verdict.adjustedPValue())
                .setDrifted(verdict.drifted())
                .setReferenceCount(verdict.referenceCount())
                .setWindowCount(verdict.windowCount())
                .setWindowMissing(verdict.windowMissing())
                .setReferenceId(window.referenceId())
                .setMissingPartitions(window.missing().partitions())
                .setMissingShare(window.missing().share())
                .setCounts(window.counts())
                .setRevision(window.revision())
                .setLateRows(window.lateRows())
                .build();
    }

    DriftMetric performance(PerformanceMetric found) {
        Double error = found.standardError();
        return DriftMetric.newBuilder()
                .setPipeline(pipeline)
                .setModel(found.subject().model().name())
                .setModelVersion(found.subject().model().version())
                .setVariant(found.subject().variant())
                .setFeature(PerformanceWatch.FEATURE)
                .setGroup(found.group())
                .setStatistic(found.statistic())
                .setWindowStart(Instant.ofEpochMilli(found.startMs()))
                .setWindowEnd(Instant.ofEpochMilli(found.endMs()))
                .setRevision(found.revision())
                .setValue(found.value())
                .setStandardError(error)
                .setLower(error == null ? null : found.value() - PerformanceMetric.HALF_WIDTH * error)
                .setUpper(error == null ? null : found.value() + PerformanceMetric.HALF_WIDTH * error)
                .setReferenceValue(found.reference())
                .setExpectedValue(found.expected())
                .setThreshold(found.threshold())
                .setPValue(found.pValue())
                .setAdjustedPValue(found.adjustedPValue())
                .setDrifted(found.drifted())
                .setReferenceCount(found.referenceCount())
                .setWindowCount(found.labelled())
                .setWindowMissing(found.unlabelled())
                .build();
    }

    DriftAlert alert(ModelKey model, AlertChange change) {
        return DriftAlert.newBuilder()
                .setAlertId(change.alertId())
                .setPipeline(pipeline)
                .setModel(model.name())
                .setModelVersion(model.version())
                .setStatus(AlertStatus.valueOf(change.status().name()))
                .setSeverity(change.critical() ? Severity.CRITICAL : Severity.WARNING)
                .setOpenedAt(Instant.ofEpochMilli(change.openedAtMs()))
                .setWindowStart(Instant.ofEpochMilli(change.window().startMs()))
                .setWindowEnd(Instant.ofEpochMilli(change.window().endMs()))
                .setMessage(change.message())
                .setEvidence(evidence(change.evidence()))
                .setGroups(groups(change.findings()))
                .setContributors(contributors(change.findings()))
                .setReferenceId(change.window().referenceId())
                .build();
    }

    RetrainingEvent retraining(ModelKey model, RetrainingRequest request) {
        Advice advice = request.findings().advice();
        boolean known = request.findings().referenceToMs() != 0;
        return RetrainingEvent.newBuilder()
                .setEventId(request.eventId())
                .setPipeline(pipeline)
                .setReason(request.reason())
                .setAlertIds(List.of(request.alertId()))
                .setModel(model.name())
                .setModelVersion(model.version())
                .setModelDigest(model.digest())
                .setRaisedAt(Instant.ofEpochMilli(request.raisedAtMs()))
                .setTrainFrom(Instant.ofEpochMilli(request.trainFromMs()))
                .setTrainTo(Instant.ofEpochMilli(request.trainToMs()))
                .setRanges(ranges(request.offsets()))
                .setEvidence(evidence(request.evidence()))
                .setContractVersion(CONTRACT_VERSION)
                .setAction(SuggestedAction.valueOf(advice.action().name()))
                .setActionReason(advice.reason())
                .setUrgency(Urgency.valueOf(advice.urgency().name()))
                .setReferenceId(request.referenceId())
                .setReferenceFrom(
                        known ? Instant.ofEpochMilli(request.findings().referenceFromMs()) : null)
                .setReferenceTo(known ? Instant.ofEpochMilli(request.findings().referenceToMs()) : null)
                .setGroups(groups(request.findings()))
                .setContributors(contributors(request.findings()))
                .build();
    }

    ReferenceProfile profile(ModelKey model, String feature, Reference reference, int index) {
        FeatureReference found = reference.features().get(index);
        FeatureTotals totals = found.totals();
        // Codes of texts have no order, so no bins.
        double[] edges = found.category() ? new double[0] : found.bins().edges();
        long[] counts = found.category()
                ? new long[] {found.column().sorted().length}
                : found.bins().count(found.column());
        return ReferenceProfile.newBuilder()
                .setPipeline(pipeline)
                .setModel(model.name())
                .setModelVersion(model.version())
                .setFeature(feature)
                .setRangeStart(Instant.ofEpochMilli(reference.startMs()))
                .setRangeEnd(Instant.ofEpochMilli(reference.endMs()))
                .setCount(totals.count())
                .setMissing(totals.missing())
                .setMinimum(found.category() ? null : present(totals, totals.minimum()))
                .setMaximum(found.category() ? null : present(totals, totals.maximum()))
                .setMean(
                        found.category() ? null : present(totals, found.column().mean()))
                .setBinEdges(Arrays.stream(edges).boxed().toList())
                .setBinCounts(Arrays.stream(counts, 0, edges.length + 1).boxed().toList())
                .setSketch(bytes(found.column().sorted()))
                .setReferenceId(ReferenceIds.of(pipeline, model, reference))
                .build();
    }

    private static @Nullable Double present(FeatureTotals totals, double value) {
        return totals.count() == 0 || Double.isNaN(value) ? null : Double.valueOf(value);
    }

    private static ByteBuffer bytes(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return bytes.flip();
    }

    private static List<OffsetRange> ranges(OffsetRanges offsets) {
        return offsets.asMap().entrySet().stream()
                .map(entry -> OffsetRange.newBuilder()
                        .setTopic(entry.getKey().topic())
                        .setPartition(entry.getKey().partition())
                        .setFirstOffset(entry.getValue().first())
                        .setLastOffset(entry.getValue().last())
                        .build())
                .toList();
    }

    private static List<DriftGroup> groups(Findings findings) {
        return findings.groups().stream()
                .map(features -> DriftGroup.newBuilder().setFeatures(features).build())
                .toList();
    }

    private static List<DriftContributor> contributors(Findings findings) {
        return findings.contributors().stream()
                .map(contributor -> DriftContributor.newBuilder()
                        .setFeature(contributor.feature())
                        .setStatistic(contributor.strongest().statistic())
                        .setExcess(contributor.strongest().excess())
                        .setBinEdges(contributor.histograms().edges())
                        .setReferenceCounts(contributor.histograms().reference())
                        .setWindowCounts(contributor.histograms().window())
                        .setReferenceMissing(contributor.histograms().referenceMissing())
                        .setWindowMissing(contributor.histograms().windowMissing())
                        .build())
                .toList();
    }

    private static List<DriftEvidence> evidence(List<FeatureVerdict> verdicts) {
        return verdicts.stream()
                .map(verdict -> DriftEvidence.newBuilder()
                        .setFeature(verdict.feature())
                        .setStatistic(verdict.statistic())
                        .setValue(verdict.value())
                        .setThreshold(verdict.threshold())
                        .setAdjustedPValue(verdict.adjustedPValue())
                        .setReferenceCount(verdict.referenceCount())
                        .setWindowCount(verdict.windowCount())
                        .build())
                .toList();
    }
}
