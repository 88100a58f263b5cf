package io.streamgauge.drift.policy;

import io.streamgauge.drift.definition.Confirmation;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.policy.AlertChange.Status;
import io.streamgauge.drift.policy.AlertState.OpenAlert;
import io.streamgauge.drift.profile.OffsetRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Turns a sequence of judged windows into alerts and retraining events.
 *
 * <pre>
 *            drifted                confirmed (k of the last m)
 *   (none) ───────────▶ OPENED ──────────────────────────────▶ ESCALATED ──▶ one retraining event,
 *      ▲                warning                                critical      when the cool-down is over
 *      └───────────────────┴────────── m windows without ──────────┘
 *                                      drift: RESOLVED
 * </pre>
 *
 * <p>A change of at least {@code drift.critical} makes the alert critical at once, be it the one that opens it; retraining waits for
 * confirmation all the same.
 *
 * <p>A window that may lack too much, see {@link MissingPartitions}, is passed over: it opens, confirms and resolves nothing.
 *
 * <p>A window in which nothing drifted but how many predictions there are, or how long they took, raises no retraining event: no training
 * changes that, and the event of the alert and the cool-down are left for a change of the data.
 *
 * <p>An alert opens with the first drifted window, so somebody is told at once; retraining costs money and waits for
 * confirmation. There is at most one alert open and one retraining event per alert. An event that the cool-down holds back
 * is raised by the first drifted window after it, if the alert is still open and confirmed then.
 */
public final class AlertPolicy {

    private final String pipeline;
    private final ModelKey model;
    private final DriftDefinition definition;

    public AlertPolicy(String pipeline, ModelKey model, DriftDefinition definition) {
        this.pipeline = pipeline;
        this.model = model;
        this.definition = definition;
    }

    /**
     * What a window leads to.
     *
     * @param state to remember
     * @param changes of the alert, in order
     * @param retraining the event raised; null when none is
     */
    public record Decision(
            AlertState state,
            List<AlertChange> changes,
            @Nullable RetrainingRequest retraining) {}

    /** Decides on the next window; windows come in order of their start. */
    public Decision decide(AlertState state, WindowVerdict window, Findings findings) {
        if (!window.counts()) {
            return new Decision(held(state, window), List.of(), null);
        }
        List<Boolean> recent = remember(state.recent(), window.drifted());
        OpenAlert open = state.open();
        List<AlertChange> changes = new ArrayList<>();
        if (open == null && !window.drifted()) {
            return new Decision(new AlertState(recent, null, state.lastRetrainingMs()), changes, null);
        }
        if (open == null) {
            open = opened(window);
            changes.add(change(open, Status.OPENED, window, findings));
        } else {
            open = withOffsets(open, OffsetRanges.union(open.offsets(), window.offsets()));
        }
        if (quiet(recent)) {
            changes.add(change(open, Status.RESOLVED, window, findings));
            return new Decision(new AlertState(recent, null, state.lastRetrainingMs()), changes, null);
        }
        boolean confirmed = window.drifted() && confirmed(recent);
        if ((confirmed || severe(window)) && !open.escalated()) {
            open = new OpenAlert(
                    open.id(), open.openedAtMs(), open.firstWindowStartMs(), true, open.retraining(), open.offsets());
            changes.add(change(open, Status.ESCALATED, window, findings));
        }
        if (!confirmed || !findings.ofModel() || open.retraining() || coolingDown(state.lastRetrainingMs(), window)) {
            return new Decision(new AlertState(recent, open, state.lastRetrainingMs()), changes, null);
        }
        RetrainingRequest request = request(open, window, findings);
        OpenAlert asked = new OpenAlert(
                open.id(), open.openedAtMs(), open.firstWindowStartMs(), open.escalated(), true, open.offsets());
        return new Decision(new AlertState(recent, asked, window.endMs()), changes, request);
    }

    /** Resolves an alert that is open, since what it is about is over; nothing when none is. */
    public List<AlertChange> release(AlertState state, WindowVerdict window, String why) {
        OpenAlert open = state.open();
        return open == null
                ? List.of()
                : List.of(new AlertChange(
                        open.id(),
                        Status.RESOLVED,
                        open.escalated(),
                        open.openedAtMs(),
                        window,
                        why,
                        List.of(),
                        Findings.NONE));
    }

    /** After a window that decides nothing: neither one that drifted nor one that did not. */
    private static AlertState held(AlertState state, WindowVerdict window) {
        OpenAlert open = state.open();
        return open == null
                ? state
                : new AlertState(
                        state.recent(),
                        withOffsets(open, OffsetRanges.union(open.offsets(), window.offsets())),
                        state.lastRetrainingMs());
    }

    private List<Boolean> remember(List<Boolean> recent, boolean drifted) {
        List<Boolean> longer = new ArrayList<>(recent);
        longer.add(drifted);
        int surplus = longer.size() - definition.confirmation().windows();
        return surplus > 0 ? longer.subList(surplus, longer.size()) : longer;
    }

    private boolean confirmed(List<Boolean> recent) {
        return recent.stream().filter(drifted -> drifted).count()
                >= definition.confirmation().drifted();
    }

    private boolean quiet(List<Boolean> recent) {
        return recent.size() == definition.confirmation().windows() && !recent.contains(true);
    }

    private boolean coolingDown(@Nullable Long lastRetrainingMs, WindowVerdict window) {
        return lastRetrainingMs != null
                && window.endMs() - lastRetrainingMs < definition.cooldown().toMillis();
    }

    private OpenAlert opened(WindowVerdict window) {
        String id = Ids.of("alert", pipeline, model.name(), model.version(), Long.toString(window.startMs()));
        return new OpenAlert(id, window.endMs(), window.startMs(), severe(window), false, window.offsets());
    }

    private static OpenAlert withOffsets(OpenAlert open, OffsetRanges offsets) {
        return new OpenAlert(
                open.id(), open.openedAtMs(), open.firstWindowStartMs(), open.escalated(), open.retraining(), offsets);
    }

    private boolean severe(WindowVerdict window) {
        return window.evidence().stream()
                .anyMatch(verdict -> definition.response().severe(verdict.statistic(), verdict.value()));
    }

    private AlertChange change(OpenAlert open, Status status, WindowVerdict window, Findings findings) {
        List<FeatureVerdict> evidence = window.evidence();
        return new AlertChange(
                open.id(),
                status,
                open.escalated(),
                open.openedAtMs(),
                window,
                message(status, window),
                evidence,
                findings);
    }

    private String message(Status status, WindowVerdict window) {
        List<FeatureVerdict> evidence = window.evidence();
        return switch (status) {
            case OPENED -> (severe(window) ? "Critical drift in " : "Drift in ") + summary(evidence) + ".";
            case ESCALATED ->
                severe(window) ? "Drift has become critical: " + summary(evidence) + "." : confirmedMessage(evidence);
            case RESOLVED ->
                "No drift in the last %d windows."
                        .formatted(definition.confirmation().windows());
        };
    }

    private String confirmedMessage(List<FeatureVerdict> evidence) {
        Confirmation confirmation = definition.confirmation();
        return "Drift in at least %d of the last %d windows, now in %s."
                .formatted(confirmation.drifted(), confirmation.windows(), summary(evidence));
    }

    private static String summary(List<FeatureVerdict> evidence) {
        FeatureVerdict strongest = evidence.get(0);
        long features =
                evidence.stream().map(FeatureVerdict::feature).distinct().count();
        String first = String.format(
                Locale.ROOT,
                "%s (%s %.3f, threshold %.3f)",
                strongest.feature(),
                strongest.statistic(),
                strongest.value(),
                strongest.threshold());
        return features == 1 ? first : first + " and " + (features - 1) + " more";
    }

    private RetrainingRequest request(OpenAlert open, WindowVerdict window, Findings findings) {
        List<FeatureVerdict> evidence = window.evidence();
        return new RetrainingRequest(
                Ids.of("retraining", open.id()),
                open.id(),
                confirmedMessage(evidence),
                window.endMs(),
                open.firstWindowStartMs(),
                window.endMs(),
                open.offsets(),
                evidence,
                window.referenceId().isEmpty()
                        ? ReferenceIds.ofPeriod(pipeline, model, findings.referenceFromMs(), findings.referenceToMs())
                        : window.referenceId(),
                findings);
    }
}
