package io.streamgauge.app.cli;

import io.streamgauge.app.WrongUsageException;
import io.streamgauge.scoring.store.ModelCard;
import io.streamgauge.store.backfill.training.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what is told of a model besides its file. */
final class ModelCards {

    private static final String OURS = "streamgauge.";

    private ModelCards() {}

    /** @param profile digest of the reference profile */
    static ModelCard read(@Nullable Path card, @Nullable Path trainingSet, @Nullable String profile) {
        return new ModelCard(
                card == null ? "" : text(card), trainingSet == null ? null : provenance(trainingSet), profile);
    }

    private static String text(Path card) {
        InputFiles.check("--card", card);
        try {
            long bytes = Files.size(card);
            if (bytes > ModelCard.MAX_BYTES) {
                throw new WrongUsageException(
                        "--card: " + card + " has " + bytes + " bytes; allowed: " + ModelCard.MAX_BYTES);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(card)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WrongUsageException("--card: " + card + " is no text in UTF-8");
        } catch (IOException e) {
            throw new WrongUsageException("--card: cannot read " + card + ": " + e);
        }
    }

    /** What the file says of where its rows come from, as JSON. */
    private static String provenance(Path trainingSet) {
        InputFiles.check("--training-set", trainingSet);
        Map<String, String> ours = new TreeMap<>();
        try (Table table = Table.open(trainingSet)) {
            table.metadata().forEach((key, value) -> {
                if (key.startsWith(OURS)) {
                    ours.put(key, value);
                }
            });
        } catch (IOException e) {
            throw new WrongUsageException("--training-set: cannot read " + trainingSet + ": " + e.getMessage());
        }
        if (ours.isEmpty()) {
            throw new WrongUsageException("--training-set: " + trainingSet
                    + " does not say where it comes from; expected a Parquet file of 'streamgauge training-set'");
        }
        return Json.write(ours);
    }
}
