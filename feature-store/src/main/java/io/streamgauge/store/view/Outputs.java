package io.streamgauge.store.view;

import io.streamgauge.schemas.ValueStatus;
import io.streamgauge.store.aggregate.Results;
import io.streamgauge.store.vector.FeatureValues;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Where the features of one aggregate go, window by window, and what stands for a missing one. Reused from read to read;
 * not thread-safe.
 */
final class Outputs implements Results {

    private final int first;
    private final int perWindow;
    private final boolean hasDefault;
    private final double whenMissing;
    private final @Nullable String textWhenMissing;
    private final boolean rows;
    private final boolean[] written;
    private FeatureValues out;
    private @Nullable TextDictionary texts;
    private int at;
    private boolean deleted;

    /**
     * @param first index of the aggregate's first feature among the view's
     * @param perWindow how many results it has for each window
     * @param rows whether results are cells of a table's row, see {@link RowCell}
     */
    Outputs(int first, int perWindow, OptionalDouble whenMissing, Optional<String> textWhenMissing, boolean rows) {
        this.rows = rows;
        this.first = first;
        this.perWindow = perWindow;
        this.hasDefault = whenMissing.isPresent();
        this.whenMissing = whenMissing.orElse(0);
        this.textWhenMissing = textWhenMissing.orElse(null);
        this.written = new boolean[perWindow];
        this.out = new FeatureValues(0);
    }

    /**
     * Puts the one result of a window.
     *
     * @param of the texts that results stand for; null when they are numbers
     */
    void put(int window, double value, FeatureValues to, int offset, @Nullable TextDictionary of) {
        if (of == null) {
            to.set(offset + first + window, value);
        } else {
            to.set(offset + first + window, of.text(value));
        }
    }

    /** Makes all results of a window missing. */
    void fill(int window, FeatureValues to, int offset, ValueStatus missing) {
        for (int i = 0; i < perWindow; i++) {
            fill(to, offset + first + window * perWindow + i, missing);
        }
    }

    /**
     * Turns to a window's features, of which none is set.
     *
     * @param newTexts the texts that results stand for; null when they are numbers
     */
    void turnTo(int window, FeatureValues newOut, int offset, @Nullable TextDictionary newTexts) {
        if (out != newOut) { // it mostly is the same; the collector would take note of storing it
            out = newOut;
        }
        if (texts != newTexts) {
            texts = newTexts;
        }
        at = offset + first + window * perWindow;
    }

    @Override
    public void set(int index, double value) {
        if (rows) {
            setCell(index, value);
        } else if (texts == null) {
            out.set(at + index, value);
        } else {
            out.set(at + index, texts.text(value));
        }
        written[index] |= !rows;
    }

    private void setCell(int index, double cell) {
        String kept = texts == null ? null : texts.text(cell);
        if (kept == null) {
            deleted = cell == RowCell.DELETED;
            written[index] = !deleted && !Double.isNaN(cell);
            if (written[index]) {
                out.set(at + index, cell);
            }
        } else {
            deleted = kept.equals(RowCell.DELETED_TEXT);
            written[index] = RowCell.isValue(kept);
            if (written[index]) {
                out.set(at + index, RowCell.value(kept));
            }
        }
    }

    /** Makes missing what was not set since the turn; of a row that was deleted nothing is known. */
    void fill(ValueStatus otherwise) {
        ValueStatus missing = deleted ? ValueStatus.NOT_FOUND : otherwise;
        deleted = false;
        for (int i = 0; i < perWindow; i++) {
            if (written[i]) {
                written[i] = false;
            } else {
                fill(out, at + i, missing);
            }
        }
    }

    private void fill(FeatureValues to, int index, ValueStatus missing) {
        if (textWhenMissing != null) {
            to.set(index, textWhenMissing, missing);
        } else if (hasDefault) {
            to.set(index, whenMissing, missing);
        } else {
            to.setMissing(index, missing);
        }
    }
}
