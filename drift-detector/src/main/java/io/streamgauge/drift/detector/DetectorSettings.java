package io.streamgauge.drift.detector;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A kind of detector and a value for each of its settings; checked. */
public final class DetectorSettings {

    private final DetectorKind kind;
    private final double[] values;

    private DetectorSettings(DetectorKind kind, double[] values) {
        this.kind = kind;
        this.values = values;
    }

    /** Every setting at its default. */
    static DetectorSettings defaults(DetectorKind kind) {
        return new DetectorSettings(
                kind, kind.settings().stream().mapToDouble(Setting::fallback).toArray());
    }

    /**
     * The same with one setting changed.
     *
     * @throws IllegalArgumentException when there is no such setting, or it cannot have this value
     */
    public DetectorSettings with(String name, double value) {
        int at = indexOf(name);
        Setting setting = kind.settings().get(at);
        if (!setting.allowed().holds(value)) {
            throw new IllegalArgumentException(kind + ": " + name + " is " + value + " but must be "
                    + setting.allowed().text());
        }
        double[] changed = values.clone();
        changed[at] = value;
        return new DetectorSettings(kind, changed);
    }

    /**
     * A detector that has seen nothing.
     *
     * @throws IllegalArgumentException when two settings contradict each other
     */
    public ChangeDetector create() {
        return kind.make(this);
    }

    public DetectorKind kind() {
        return kind;
    }

    /** The value of a setting. */
    public double get(String name) {
        return values[indexOf(name)];
    }

    int count(String name) {
        return (int) get(name);
    }

    boolean flag(String name) {
        return get(name) == 1;
    }

    /** Refuses settings out of order. */
    void inOrder(String less, String greater) {
        if (get(less) > get(greater)) {
            throw new IllegalArgumentException(kind + ": " + less + " is " + get(less) + " but may be at most "
                    + greater + ", which is " + get(greater));
        }
    }

    private int indexOf(String name) {
        List<Setting> settings = kind.settings();
        for (int i = 0; i < settings.size(); i++) {
            if (settings.get(i).name().equals(name)) {
                return i;
            }
        }
        String known = settings.stream().map(Setting::name).collect(Collectors.joining(", "));
        throw new IllegalArgumentException(kind + " has no setting " + name + "; it has " + known);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DetectorSettings that && kind == that.kind && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * kind.hashCode() + Arrays.hashCode(values);
    }

    /** As {@code DDM(minimum=30.0, ...)}. */
    @Override
    public String toString() {
        return kind.settings().stream()
                .map(setting -> setting.name() + "=" + get(setting.name()))
                .collect(Collectors.joining(", ", kind + "(", ")"));
    }
}
