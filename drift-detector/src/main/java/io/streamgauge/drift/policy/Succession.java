package io.streamgauge.drift.policy;

import io.streamgauge.drift.policy.AlertState.OpenAlert;
import io.streamgauge.drift.profile.OffsetRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which model has taken over from which: of the steps of windows that are complete, one that holds predictions of another model and none of
 * this shows that this model is no longer in service. Its alert is resolved then, since nothing it says can change any more; the other model
 * is compared with a reference of its own. What is decided of a step depends on what it holds alone.
 *
 * <p>Steps are shown before any of them is decided upon, and decided upon in order. Not thread-safe.
 */
public final class Succession {

    /** Of a model that was in service in all steps. */
    public static final long NEVER = Long.MIN_VALUE;

    private final SortedMap<ModelKey, Life> models = new TreeMap<>(ModelKey.ORDER);
    private long decidedMs = Long.MIN_VALUE;

    /** What is known of one model: steps that hold predictions of it, its alert, and the one that was resolved because it was replaced. */
    private static final class Life {
        private final SortedSet<Long> steps = new TreeSet<>();
        private @Nullable OpenAlert open;
        private @Nullable String resolved;
        private long replacedMs = NEVER;
    }

    /**
     * What is remembered of a model.
     *
     * @param model itself
     * @param steps starts of steps that hold predictions of it and are not decided upon
     * @param open its alert; null when none is open
     * @param resolved id of the alert that was resolved because the model was replaced; null when none was
     * @param replacedMs start of the last step that showed it to be replaced; {@link #NEVER} when none did
     * @param decidedMs start of the earliest step that is not decided upon, the same for all models
     */
    public record Remembered(
            ModelKey model,
            List<Long> steps,
            @Nullable OpenAlert open,
            @Nullable String resolved,
            long replacedMs,
            long decidedMs) {}

    /**
     * A change of an alert of a model that is no longer in service.
     *
     * @param model whose alert it is
     * @param change what became of it
     */
    public record Released(ModelKey model, AlertChange change) {}

    /** Nothing is known of which model served since a moment: that a model has a past was written before there was a succession. */
    public void unknownSince(ModelKey model, long sinceMs) {
        if (!models.containsKey(model)) {
            life(model).replacedMs = sinceMs;
        }
    }

    /** A step holds predictions of a model. */
    public void seen(ModelKey model, long stepStartMs) {
        if (stepStartMs >= decidedMs) {
            life(model).steps.add(stepStartMs);
        }
    }

    private Life life(ModelKey model) {
        return models.computeIfAbsent(model, key -> new Life());
    }

    /** Whether a step shows that a model is no longer in service. */
    public boolean replaced(ModelKey model, long stepStartMs) {
        Life life = models.get(model);
        return (life == null || !life.steps.contains(stepStartMs)) && successor(stepStartMs) != null;
    }

    /** Whether a step that began at a moment or later, and is decided upon, showed a model to be replaced. */
    public boolean replacedSince(ModelKey model, long fromMs) {
        Life life = models.get(model);
        return life != null && life.replacedMs != NEVER && life.replacedMs >= fromMs;
    }

    private @Nullable ModelKey successor(long stepStartMs) {
        return models.entrySet().stream()
                .filter(entry -> entry.getValue().steps.contains(stepStartMs))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
    }

    /** The state of a model without the alert that was resolved when it was replaced, should it be in service again. */
    public @Nullable DetectorState returned(ModelKey model, @Nullable DetectorState state) {
        return state == null ? null : state.with(stillOpen(model, state.alerts()));
    }

    /** The alerts of a model without the one that was resolved when it was replaced. */
    public AlertState stillOpen(ModelKey model, AlertState alerts) {
        Life life = models.get(model);
        OpenAlert open = alerts.open();
        return life == null || open == null || !open.id().equals(life.resolved) ? alerts : alerts.anew();
    }

    /** A window of a model was judged, after which its alert is as told. */
    public void judged(ModelKey model, DetectorState state) {
        life(model).open = state.alerts().open();
    }

    /**
     * Resolves what is open of models that a step shows to be replaced, once.
     *
     * @param windowStartMs start of the window that ends with the step
     * @param endMs its end
     */
    public List<Released> release(long stepStartMs, long windowStartMs, long endMs) {
        List<Released> released = new ArrayList<>();
        ModelKey successor = successor(stepStartMs);
        for (Map.Entry<ModelKey, Life> entry : models.entrySet()) {
            Life life = entry.getValue();
            OpenAlert open = life.open;
            if (successor == null || life.steps.contains(stepStartMs)) {
                continue;
            }
            life.replacedMs = Math.max(life.replacedMs, stepStartMs);
            if (open != null) {
                life.open = null;
                life.resolved = open.id();
                released.add(
                        new Released(entry.getKey(), change(open, entry.getKey(), successor, windowStartMs, endMs)));
            }
        }
        return released;
    }

    private static AlertChange change(
            OpenAlert open, ModelKey model, ModelKey successor, long windowStartMs, long endMs) {
        return new AlertChange(
                open.id(),
                AlertChange.Status.RESOLVED,
                open.escalated(),
                open.openedAtMs(),
                new WindowVerdict(windowStartMs, endMs, List.of(), new OffsetRanges()),
                takenOver(model, successor),
                List.of(),
                Findings.NONE);
    }

    /** Why an alert of a model is resolved. */
    public static String takenOver(ModelKey model, ModelKey successor) {
        return "Model " + shown(successor, model) + " has taken over from " + shown(model, successor)
                + "; its predictions are compared with a reference of its own.";
    }

    private static String shown(ModelKey model, ModelKey other) {
        String title = model.name() + " " + model.version();
        boolean same = title.equals(other.name() + " " + other.version());
        return same ? title + " (" + model.digest() + ")" : title;
    }

    /** Forgets the steps before one: they are decided upon. */
    public void forgetBefore(long stepStartMs) {
        decidedMs = Math.max(decidedMs, stepStartMs);
        models.values().forEach(life -> life.steps.headSet(stepStartMs).clear());
    }

    /** Forgets a model that has not predicted for long. */
    public void forget(ModelKey model) {
        Life life = models.remove(model);
        if (life != null && !life.steps.isEmpty()) {
            // It is back already: how far the watermark jumped must not matter.
            life(model).steps.addAll(life.steps);
        }
    }

    /** All that is remembered, in order of the models. */
    public List<Remembered> remembered() {
        return models.entrySet().stream()
                .map(entry -> new Remembered(
                        entry.getKey(),
                        List.copyOf(entry.getValue().steps),
                        entry.getValue().open,
                        entry.getValue().resolved,
                        entry.getValue().replacedMs,
                        decidedMs))
                .toList();
    }

    /** Takes back what was remembered. */
    public void restore(Remembered remembered) {
        Life life = life(remembered.model());
        life.steps.addAll(remembered.steps());
        life.open = remembered.open();
        life.resolved = remembered.resolved();
        life.replacedMs = remembered.replacedMs();
        decidedMs = Math.max(decidedMs, remembered.decidedMs());
    }
}
