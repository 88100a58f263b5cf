package io.streamgauge.app.profile;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.app.config.Pipeline;
import io.streamgauge.drift.definition.DriftDefinition;
import io.streamgauge.drift.profile.CategoryCode;
import io.streamgauge.drift.profile.Profile;
import io.streamgauge.schemas.config.Suggestion;
import io.streamgauge.store.backfill.training.ColumnType;
import io.streamgauge.store.backfill.training.LabelFile;
import io.streamgauge.store.backfill.training.Table;
import io.streamgauge.store.event.CsvTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a file that a model was trained on, as a {@link Profile}: every input of the model, and what else of a prediction the
 * file has a column for. Numbers are read as the drift job reads those of predictions.
 */
public final class ProfiledTable {

    /** Names of what predictions have besides inputs. */
    private static final String SCORE = "score";

    private static final List<String> WORDS = List.of("decision", "label");

    private final Pipeline pipeline;
    private final Choice choice;

    /**
     * How the file is to be read.
     *
     * @param score column of the score; null for that of the name, if there is one
     * @param time column of moments; null for that of the scored source's time or {@code event_timestamp}, if there is one
     * @param timeFormat how texts write moments, as {@link CsvTime#of} has it
     */
    public record Choice(@Nullable String score, @Nullable String time, String timeFormat) {}

    /** Where one field of the profile is found. */
    private record Source(Profile.Field field, int column) {}

    public ProfiledTable(Pipeline pipeline, Choice choice) {
        this.pipeline = pipeline;
        this.choice = choice;
    }

    /**
     * Reads a file, CSV or Parquet.
     *
     * @throws WrongUsageException when a column is missing, or a cell is not what it should be
     */
    public Profile read(Path file) throws IOException {
        CsvTime times = CsvTime.of(choice.timeFormat(), ZoneOffset.UTC);
        try (Table table = Table.open(file)) {
            List<Source> sources = sources(table, file);
            int time = timeColumn(table, file);
            Profile profile = new Profile(sources.stream().map(Source::field).toList());
            while (table.next()) {
                double[] values = new double[sources.size()];
                @Nullable String[] texts = new @Nullable String[values.length];
                for (int i = 0; i < values.length; i++) {
                    Source source = sources.get(i);
                    String cell = table.cell(source.column());
                    if (source.field().text()) {
                        texts[i] = cell;
                        values[i] = cell == null ? Double.NaN : CategoryCode.of(cell);
                    } else {
                        values[i] = number(table, source.field().name(), cell);
                    }
                }
                if (time < 0) {
                    profile.add(values, texts);
                } else {
                    profile.add(moment(table, time, times), values, texts);
                }
            }
            if (profile.rows() == 0) {
                throw new WrongUsageException(file + " has no rows");
            }
            return profile;
        }
    }

    private List<Source> sources(Table table, Path file) {
        List<Source> sources = new ArrayList<>();
        List<String> excluded = pipeline.drift().map(DriftDefinition::exclude).orElse(List.of());
        pipeline.numbers().forEach(name -> input(table, file, name, false, excluded, sources));
        score(table, file, sources);
        pipeline.texts().forEach(name -> input(table, file, name, true, excluded, sources));
        WORDS.forEach(name -> ifThere(table, name, true, sources));
        pipeline.model().publish().forEach(name -> ifThere(table, name, false, sources));
        return sources;
    }

    private static void input(
            Table table, Path file, String name, boolean text, List<String> excluded, List<Source> sources) {
        int column = table.indexOf(name);
        if (column >= 0) {
            sources.add(new Source(new Profile.Field(name, text), column));
        } else if (!excluded.contains(name)) {
            throw new WrongUsageException(file + ": no column '" + name + "', which is an input of the model"
                    + Suggestion.nearest(name, names(table))
                            .map(near -> "; is it '" + near + "'?")
                            .orElse("; the file has " + String.join(", ", names(table)))
                    + ". 'training-set' writes such a file; an input that is not watched is named in drift.exclude");
        }
    }

    private void score(Table table, Path file, List<Source> sources) {
        String asked = choice.score();
        int column = table.indexOf(asked == null ? SCORE : asked);
        if (column < 0 && asked != null) {
            throw new WrongUsageException(
                    "--score: " + file + ": " + Suggestion.unknown("column", asked, names(table)));
        }
        if (column >= 0 && (asked != null || !pipeline.inputs().contains(SCORE))) {
            sources.add(new Source(new Profile.Field(SCORE, false), column));
        }
    }

    /** What an input is named like is the input. */
    private void ifThere(Table table, String name, boolean text, List<Source> sources) {
        int column = table.indexOf(name);
        if (column >= 0 && !pipeline.inputs().contains(name)) {
            sources.add(new Source(new Profile.Field(name, text), column));
        }
    }

    private static List<String> names(Table table) {
        return table.columns().stream().map(Table.Column::name).toList();
    }

    private int timeColumn(Table table, Path file) {
        String asked = choice.time();
        if (asked != null) {
            int column = table.indexOf(asked);
            if (column < 0) {
                throw new WrongUsageException(
                        "--time-column: " + file + ": " + Suggestion.unknown("column", asked, names(table)));
            }
            return column;
        }
        int own = table.indexOf(pipeline.features().scoredSource().timeField());
        return own >= 0 ? own : table.indexOf(LabelFile.Choice.TIME_COLUMN);
    }

    private long moment(Table table, int column, CsvTime times) {
        String cell = table.cell(column);
        ColumnType type = table.columns().get(column).type();
        if (cell == null) {
            throw new WrongUsageException(table.place() + ": the moment is empty");
        }
        try {
            return type.isMoment() ? type.toMillis(Long.parseLong(cell)) : times.parseMs(cell.strip());
        } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
            throw new WrongUsageException(table.place() + ": '" + cell + "' is no moment: " + e.getMessage()
                    + "; --time-format says how they are written");
        }
    }

    /** NaN where missing; infinities become the largest numbers there are; -0 is 0, which it equals. */
    private static double number(Table table, String name, @Nullable String cell) {
        if (cell == null || cell.isBlank()) {
            return Double.NaN;
        }
        String word = cell.strip();
        if (word.equalsIgnoreCase("true") || word.equalsIgnoreCase("false")) {
            return word.equalsIgnoreCase("true") ? 1 : 0;
        }
        try {
            return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, Double.parseDouble(word) + 0.0));
        } catch (NumberFormatException e) {
            throw new WrongUsageException(table.place() + ": " + name + " is '" + cell + "'; expected a number");
        }
    }
}
